"""Snapshots: what sources said when they were looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from annot.errors import InvalidValueError, NotFoundError, UnreachableError
from annot.intake import web
from annot.intake.drafts import file_bytes, media_type_of, text_of
from annot.operations.ledger import Ledger
from annot.operations.outputs import refuse_workspace
from annot.operations.sources import SourceHandle, Sources, source_in
from annot.store.models import Evidence, Snapshot
from annot.store.purged import purged
from annot.text.standing import Snapped, Standing

SnapshotHandle = Snapshot | int


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What a source was seen to say; the values of a snapshot, with its bytes and its text.

    `data` is a WARC file of the web, else the file as it came; empty if nobody answered.
    """

    at: datetime
    url: str = ""
    status: int = 0
    problem: str = ""
    filename: str = ""
    media_type: str = ""
    payload_sha256: bytes | None = None
    data: bytes = b""
    text: str = ""


class Snapshots:
    """The snapshots of a workspace: `workspace.snapshots`."""

    def __init__(self, ledger: Ledger, sources: Sources) -> None:
        self._ledger = ledger
        self._sources = sources

    def take(
        self, source: SourceHandle, *, file: Path | str = "", allow_private: bool = False
    ) -> Snapshot:
        """Keep what a source says now: what its address answers, or a file that was saved.

        Of the web the question and the answer are kept whole as a WARC file (ISO 28500), of a file
        its bytes; and the text in either, in which the passages of evidence can be looked for. The
        source counts as looked at today. That an address does not answer is kept as well.

        Args:
            source: The source, by slug, id or URL.
            file: The file; else its address is asked.
            allow_private: Whether that may be one of the own machine or network.

        Returns:
            The snapshot; its `problem` is empty if there is something in it.

        Raises:
            NotFoundError: If there is no such source.
            InvalidValueError: If it has no address of the web.
            InputFileError: If the file cannot be read.
            UnreachableError: If a package for the web is missing.
        """
        known = self._sources.get(source)
        if file:
            refuse_workspace(self._ledger, file)
        return self.keep(known, look(known, file=file, allow_private=allow_private))

    def keep(self, source: SourceHandle, said: Look) -> Snapshot:
        """Keep what `look` saw of a source; see `take`.

        Raises:
            NotFoundError: If there is no such source.
        """
        with self._ledger.operation("snapshot.take") as operation:
            found = source_in(operation, source)
            snapshot = operation.insert(
                Snapshot,
                source_id=found.id,
                url=said.url,
                at=said.at,
                status=said.status,
                problem=said.problem,
                filename=said.filename,
                media_type=said.media_type,
                payload_sha256=said.payload_sha256,
                file_sha256=operation.keep(said.data) if said.data else None,
                text_sha256=operation.keep(said.text.encode()) if said.text.strip() else None,
                added_by=self._ledger.actor,
            )
            if not snapshot.problem:
                operation.update(found, accessed=f"{snapshot.at:%Y-%m-%d}")
        return snapshot

    def list(self, source: SourceHandle | None = None) -> Sequence[Snapshot]:
        """The snapshots, of one source or of all, oldest first.

        Raises:
            NotFoundError: If there is no such source.
        """
        wanted = {} if source is None else {"source_id": self._sources.get(source).id}
        return self._ledger.database.find(Snapshot, **wanted)

    def get(self, handle: SnapshotHandle) -> Snapshot:
        """The snapshot of a number, as it is stored now.

        Raises:
            NotFoundError: If there is none.
        """
        number = handle.id if isinstance(handle, Snapshot) else handle
        found = self._ledger.database.find(Snapshot, id=number)
        if not found:
            raise NotFoundError(
                f"There is no snapshot {number}.", hint="See them: annot source snapshots"
            )
        return found[0]

    def text(self, handle: SnapshotHandle) -> str:
        """The text of a snapshot; empty if none was found in it.

        Raises:
            NotFoundError: If there is no such snapshot.
        """
        return self._kept(self.get(handle).text_sha256).decode()

    def data(self, handle: SnapshotHandle) -> bytes:
        """The bytes that were kept: a WARC file of the web, else the file as it came.

        Raises:
            NotFoundError: If there is no such snapshot.
        """
        return self._kept(self.get(handle).file_sha256)

    def latest(self, source: SourceHandle) -> Snapshot | None:
        """The newest snapshot of a source whose text is kept; None if there is none.

        Raises:
            NotFoundError: If there is no such source.
        """
        found = [item for item in self.list(source) if item.text_sha256 is not None]
        with self._ledger.database.reading() as connection:
            gone = purged(connection)
        kept = [item for item in found if item.text_sha256 not in gone]
        return kept[-1] if kept else None

    def standing(self, source: SourceHandle, passage: str) -> Standing | None:
        """Whether a passage stands in the newest snapshot of a source, and on which page.

        Args:
            source: The source, by slug, id or URL.
            passage: What it is said to say; `…` and `[...]` leave words out.

        Returns:
            None if there is no snapshot with a text, or no passage.

        Raises:
            NotFoundError: If there is no such source.
        """
        newest = self.latest(source)
        if newest is None or not passage.strip():
            return None
        return Snapped(self.text(newest)).standing(passage)

    def standings(self, source: SourceHandle) -> Sequence[tuple[Evidence, Standing]]:
        """The evidence that quotes a source, each with whether it stands in the newest snapshot.

        Raises:
            NotFoundError: If there is no such source.
        """
        newest = self.latest(source)
        if newest is None:
            return []
        snapped = Snapped(self.text(newest))
        cited = self._ledger.database.find(Evidence, source_id=newest.source_id)
        return [(item, snapped.standing(item.passage)) for item in cited if item.passage.strip()]

    def _kept(self, sha256: bytes | None) -> bytes:
        if sha256 is None:
            return b""
        return self._ledger.database.content(sha256)


class Addressed(Protocol):
    """A source as far as it has to be known to look at it."""

    @property
    def slug(self) -> str:
        """Its handle."""

    @property
    def url(self) -> str:
        """Its address; empty for none."""


def look(source: Addressed, *, file: Path | str = "", allow_private: bool = False) -> Look:
    """See what a source says now, and write nothing; no workspace is needed for it.

    Args:
        source: The source.
        file: A file of it that was saved; else its address is asked.
        allow_private: Whether that may be one of the own machine or network.

    Raises:
        InvalidValueError: If it has no address of the web.
        InputFileError: If the file cannot be read.
        UnreachableError: If a package for the web is missing.
    """
    return _of_file(Path(file)) if file else _of_web(source, allow_private=allow_private)


def _of_file(path: Path) -> Look:
    data = file_bytes(path)
    media_type = media_type_of(path.name)
    return Look(
        at=datetime.now(UTC),
        filename=path.name,
        media_type=media_type,
        payload_sha256=hashlib.sha256(data).digest(),
        data=data,
        text=text_of(data, str(path), media_type),
    )


def _of_web(source: Addressed, *, allow_private: bool) -> Look:
    if not source.url:
        raise InvalidValueError(
            f"The source {source.slug} has no address to ask.",
            hint=f"Give a file: annot source archive {source.slug} --file FILE",
        )
    web.refuse_unknown(source.url)
    web.require()
    at = datetime.now(UTC)
    try:
        answer = web.fetch(source.url, allow_private=allow_private)
        payload = answer.payload
    except UnreachableError as error:
        return Look(at=at, url=source.url, problem=error.why)
    readable = () if answer.problem else (payload, answer.url, answer.media_type, answer.charset)
    return Look(
        at=answer.at,
        url=answer.url,
        status=answer.status,
        problem=answer.problem,
        media_type=answer.media_type,
        payload_sha256=hashlib.sha256(payload).digest(),
        data=answer.warc(),
        text=text_of(*readable) if readable else "",
    )
