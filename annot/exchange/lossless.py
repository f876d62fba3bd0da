"""The whole ledger as JSON Lines, out and in again without loss.

The first line names the workspace; then every row that is stored, one object a line, always in the
same order and spelling, so that two exports of the same ledger are the same bytes and a version
control system shows what changed. Kept files are text where they are UTF-8, else base64. What can
be computed from other rows (counts, places in lists, the full-text index) is not written.

An empty workspace that takes such a file in becomes that workspace, history and all: its chains are
verified before anything is committed. Any other workspace merges the rows that it does not have,
as one recorded operation of its own.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from sqlalchemy import Connection

from annot.errors import InputFileError, InvalidValueError
from annot.exchange import strict_json
from annot.exchange.claims_in import RehearsedError
from annot.exchange.selection import Selection
from annot.exchange.summary import ExportSummary, ImportSummary
from annot.operations.articles import Articles
from annot.operations.history import History
from annot.operations.ledger import Ledger
from annot.store.columns import canonical_json
from annot.store.database import open_database
from annot.store.history import current_root
from annot.store.images import Image, recorded_columns
from annot.store.models import UNPLACED
from annot.store.recorder import workspace_uid
from annot.store.transfer import (
    IMPORT,
    TYPES,
    Merged,
    Numbered,
    adopt,
    all_or_nothing,
    count_rows,
    is_empty,
    merge,
    stored_rows,
    verified,
)
from annot.store.verify import Break
from annot.vocabulary import Audience

FORMAT = 1
HEADER = "workspace"
_HEADER_MEMBERS = {"type", "format", "uid", "root", "rows"}

Opener = Callable[[], BinaryIO]
"""Opens the file anew at its begin."""


def write_lossless(ledger: Ledger, selection: Selection, out: BinaryIO) -> ExportSummary:
    """Seal the history and write the whole ledger.

    Raises:
        InvalidValueError: If only a part of the ledger is wanted, or it is for the public.
    """
    _refuse_parts(selection)
    History(ledger, Articles(ledger)).seal()
    counts: Counter[str] = Counter()
    with ledger.database.reading() as connection:
        root = current_root(connection).hex()
        header = {
            "format": FORMAT,
            "uid": str(workspace_uid(connection)),
            "root": root,
            "rows": count_rows(connection),
        }
        out.write(_line(HEADER, header))
        for name, stored in stored_rows(connection):
            counts[name] += 1
            out.write(_line(name, _written(name, stored)))
    return ExportSummary(claims=counts["claim"], rows=counts.total(), root=root)


def is_lossless(line: bytes) -> bool:
    """Whether the first line of a file says that it is a whole ledger."""
    try:
        first = strict_json.loads(line.decode("utf-8-sig"))
    except (InvalidValueError, UnicodeDecodeError):
        return False
    return isinstance(first, dict) and first.get("type") == HEADER


def read_lossless(ledger: Ledger, name: str, opened: Opener, *, dry_run: bool) -> ImportSummary:
    """Take a whole ledger in: adopted by an empty workspace, merged into any other.

    Args:
        ledger: Where to.
        name: The file's name, for messages.
        opened: Opens the file.
        dry_run: Whether to write nothing.

    Raises:
        InputFileError: If the file is damaged: the line and what is wrong with it.
        ConflictError: If a row that is there already says something else here.
    """
    with ledger.database.reading() as connection:
        empty = is_empty(connection)
    if not empty:
        return _merge(ledger, name, opened, dry_run=dry_run)
    summary = ImportSummary()
    try:
        with ledger.database.writing() as connection:
            if is_empty(connection):
                summary = _adopt(connection, name, opened)
            if dry_run:
                raise RehearsedError
    except RehearsedError:
        return _rehearsed(summary)
    return summary


def _refuse_parts(selection: Selection) -> None:
    if selection.audience is Audience.PUBLIC:
        raise InvalidValueError(
            "A lossless export holds everything, also what is confidential: it is not for the "
            "public.",
            hint="Export a table: annot export claims.csv --audience public",
        )
    if selection.article is not None or selection.wanted:
        raise InvalidValueError(
            "A lossless export holds the whole ledger, not a part of it.",
            hint="Export a part as a table: annot export claims.csv",
        )


def _line(name: str, members: Image) -> bytes:
    return f'{{"type":"{name}",{canonical_json(members)[1:]}\n'.encode()


def _written(name: str, stored: Image) -> Image:
    """A row's image as it stands in the file."""
    if name == "content":
        data = bytes.fromhex(stored["data"])
        try:
            return {"sha256": stored["sha256"], "text": data.decode()}
        except UnicodeDecodeError:
            return {"sha256": stored["sha256"], "base64": base64.b64encode(data).decode()}
    if name == "change":
        return {**stored, **{side: _nested(stored[side]) for side in ("before", "after")}}
    return stored


def _nested(text: str | None) -> Any:
    """A kept image as an object; as its text, should it not be spelled as all are."""
    if text is None:
        return None
    value = json.loads(text)
    return value if isinstance(value, dict) and canonical_json(value) == text else text


class Lines:
    """The lines of a file, read and checked one by one.

    Attributes:
        header: What the first line says.
        counts: How many rows of each table came by.
        anchored: The numbers of the claims that have a place.
    """

    def __init__(self, name: str, file: BinaryIO) -> None:
        self.counts: Counter[str] = Counter()
        self.anchored: set[int] = set()
        self._name = name
        self._file = enumerate(file, start=1)
        self.header = self._header()

    def rows(self) -> Iterator[Numbered]:
        """The rows with their lines."""
        for number, line in self._file:
            name, members = self._object(number, line)
            stored = self._stored(number, name, members)
            self.counts[name] += 1
            if name == "anchor":
                self.anchored.add(stored["claim_id"])
            yield number, name, stored

    def refused(self, number: int, what: str) -> InputFileError:
        """The error that tells what is wrong with a line."""
        return InputFileError(
            f"{self._name}, line {number}: {what} Nothing was written.",
            hint="Export the ledger again: annot export FILE.jsonl",
        )

    def _header(self) -> Image:
        number, line = next(self._file, (1, b""))
        name, header = self._object(number, line)
        if name != HEADER or not header.keys() >= _HEADER_MEMBERS - {"type"}:
            raise self.refused(number, "The line that names the workspace is missing.")
        if header["format"] != FORMAT:
            raise self.refused(number, f"It is of format {header['format']!r}, not {FORMAT}.")
        return header

    def _object(self, number: int, line: bytes) -> tuple[str, Image]:
        try:
            value = strict_json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except InvalidValueError as error:
            raise self.refused(number, error.message) from error
        except UnicodeDecodeError as error:
            raise self.refused(number, f"It is not UTF-8 (byte {error.start}).") from error
        if not isinstance(value, dict) or not isinstance(value.get("type"), str):
            raise self.refused(number, "It is no JSON object with a type.")
        return value.pop("type"), value

    def _stored(self, number: int, name: str, members: Image) -> Image:
        if name not in TYPES:
            raise self.refused(number, f"There is no type {name!r:.60}.")
        if name == "content":
            members = self._content(number, members)
        if name == "change":
            members |= {side: _kept(members.get(side)) for side in ("before", "after")}
        unknown = sorted(members.keys() - set(recorded_columns(name)))
        if unknown:
            raise self.refused(number, f"A {name} has no {unknown[0]!r:.60}.")
        if name == "article" and members.get("id") == UNPLACED:
            self._refuse_other_uid(number, members)
        return members

    def _content(self, number: int, members: Image) -> Image:
        text, coded = members.get("text"), members.get("base64")
        try:
            data = text.encode() if isinstance(text, str) else _decoded(coded)
        except (binascii.Error, ValueError, TypeError) as error:
            raise self.refused(number, "Its bytes cannot be read.") from error
        if hashlib.sha256(data).hexdigest() != members.get("sha256") or len(members) != 2:
            raise self.refused(number, "Its bytes are not those of its SHA-256.")
        return {"sha256": members["sha256"], "data": data.hex()}

    def _refuse_other_uid(self, number: int, members: Image) -> None:
        if members.get("uid") != self.header["uid"]:
            raise self.refused(number, "It is not the uid that the first line names.")


def _decoded(coded: Any) -> bytes:
    return base64.b64decode(coded, validate=True)


def _kept(side: Any) -> Any:
    """An image of a change as the history keeps it."""
    return canonical_json(side) if isinstance(side, dict) else side


def _adopt(connection: Connection, name: str, opened: Opener) -> ImportSummary:
    with opened() as file:
        lines = Lines(name, file)
        try:
            adopt(connection, lines.rows())
        except InputFileError as error:
            raise _named(error, name) from error
    if lines.counts.total() != lines.header["rows"]:
        raise lines.refused(
            1, f"It promises {lines.header['rows']} rows, there are {lines.counts.total()}."
        )
    found = verified(connection)
    breaks = list(found.breaks)
    if found.root.hex() != lines.header["root"]:
        breaks.append(Break(HEADER, "its root is not that of this history"))
    if breaks:
        raise _broken(lines, name, opened, breaks)
    counts = lines.counts
    return ImportSummary(
        claims=counts["claim"],
        added=counts["claim"],
        articles_added=counts["article"] - 1,
        sources_added=counts["source"],
        evidence_added=counts["evidence"],
        notes_added=counts["note"],
        unanchored=counts["claim"] - len(lines.anchored),
        history="adopted",
    )


def _named(error: InputFileError, name: str) -> InputFileError:
    """An error of a line, as the store tells it, with the file's name."""
    if not error.message.startswith("Line "):
        return error
    told = f"{name}, l{error.message[1:]} Nothing was written."
    return InputFileError(told, hint="Export the ledger again: annot export FILE.jsonl")


def _broken(lines: Lines, name: str, opened: Opener, breaks: list[Break]) -> InputFileError:
    """What `verify` found in the file, with the line of the first break that has one."""
    where = {item.where: item for item in reversed(breaks)}
    more = f" ({len(breaks) - 1} more such places)" if len(breaks) > 1 else ""
    with opened() as file:
        again = Lines(name, file)
        if HEADER in where and len(where) == 1:
            return lines.refused(1, f"{HEADER}: {where[HEADER].what}.")
        for number, kind, stored in again.rows():
            found = where.get(_place(kind, stored))
            if found is not None:
                return lines.refused(number, f"{found.where}: {found.what}{more}.")
    first = breaks[0]
    return InputFileError(
        f"{name}: {first.where}: {first.what}{more}. Nothing was written.",
        hint="Export the ledger again: annot export FILE.jsonl",
    )


def _place(kind: str, stored: Image) -> str:
    """How a break names the row."""
    if kind in ("event", "change"):
        return f"event {stored['seq']} of article {stored['article_id']}"
    if kind in ("content", "seal"):
        return f"{kind} {stored['sha256' if kind == 'content' else 'root']}"
    return f"{kind} {stored['id']}"


def _merge(ledger: Ledger, name: str, opened: Opener, *, dry_run: bool) -> ImportSummary:
    """Let a workspace of its own adopt the file, so that it is verified, then merge from that."""
    summary = ImportSummary()
    with tempfile.TemporaryDirectory(prefix="annot-") as folder:
        other = open_database(Path(folder) / "other.db", create=True)
        try:
            with other.writing() as connection:
                _adopt(connection, name, opened)
            with (
                ledger.operation(IMPORT) as operation,
                all_or_nothing(operation),
                other.reading() as connection,
            ):
                summary = _merged(merge(operation, connection))
                if dry_run:
                    raise RehearsedError
        except RehearsedError:
            return _rehearsed(summary)
        finally:
            other.close()
    return summary


def _merged(done: Merged) -> ImportSummary:
    added, unchanged = done.added, done.unchanged
    return ImportSummary(
        claims=added["claim"] + unchanged["claim"],
        added=added["claim"],
        unchanged=unchanged["claim"],
        articles_added=added["article"],
        sources_added=added["source"],
        evidence_added=added["evidence"],
        notes_added=added["note"],
        history="not adopted",
    )


def _rehearsed(summary: ImportSummary) -> ImportSummary:
    return replace(summary, dry_run=True)
