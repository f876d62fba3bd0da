"""Snapshots: what sources said when they were looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from annot.errors import InvalidValueError, NotFoundError, UnreachableError
from annot.intake import web
from annot.intake.drafts import file_bytes, media_type_of, text_of
from annot.operations.ledger import Ledger
from annot.operations.outputs import refuse_workspace
from annot.operations.sources import SourceHandle, Sources, source_in
from annot.store.models import Evidence, Snapshot, Source
from annot.store.rows import content
from annot.text.standing import Snapped, Standing

SnapshotHandle = Snapshot | int


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
            said = _of_file(Path(file))
        else:
            said = _of_web(known, allow_private=allow_private)
        with self._ledger.operation("source.archive") as operation:
            found = source_in(operation, known.id)
            for name in ("file_sha256", "text_sha256"):
                said[name] = None if said[name] is None else operation.keep(said[name])
            snapshot = operation.insert(
                Snapshot, source_id=found.id, added_by=self._ledger.actor, **said
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
        """The newest snapshot of a source that has a text; None if there is none.

        Raises:
            NotFoundError: If there is no such source.
        """
        found = [item for item in self.list(source) if item.text_sha256 is not None]
        return found[-1] if found else None

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
        with self._ledger.database.reading() as connection:
            return content(connection, sha256)


def _of_file(path: Path) -> dict[str, Any]:
    data = file_bytes(path)
    media_type = media_type_of(path.name)
    return {
        **_payload(data, text_of(data, str(path), media_type)),
        "url": "",
        "at": datetime.now(UTC),
        "status": 0,
        "problem": "",
        "filename": path.name,
        "media_type": media_type,
        "file_sha256": data,
    }


def _of_web(source: Source, *, allow_private: bool) -> dict[str, Any]:
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
        nothing = {"payload_sha256": None, "file_sha256": None, "text_sha256": None}
        told = {"url": source.url, "at": at, "status": 0, "problem": error.why}
        return {**nothing, **told, "filename": "", "media_type": ""}
    text = text_of(payload, answer.url, answer.media_type, answer.charset)
    return {
        **_payload(payload, "" if answer.problem else text),
        "url": answer.url,
        "at": answer.at,
        "status": answer.status,
        "problem": answer.problem,
        "filename": "",
        "media_type": answer.media_type,
        "file_sha256": answer.warc(),
    }


def _payload(data: bytes, text: str) -> dict[str, Any]:
    return {
        "payload_sha256": hashlib.sha256(data).digest(),
        "text_sha256": text.encode() if text.strip() else None,
    }
