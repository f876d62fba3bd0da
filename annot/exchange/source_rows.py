"""Sources as a bibliography names them, on their way into the ledger: all of them, or none.

Whatever format they come in, they are read as rows of keywords for `workspace.sources.add`. They
are taken in as one recorded operation; a source that is there is found again and filled in, so
that the same file again changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from annot.errors import BadRow, BadRowsError, InputFileError, InvalidValueError
from annot.exchange.decoding import decoded
from annot.exchange.input import Input
from annot.exchange.source_book import KnownSources, SourceBook
from annot.operations.ledger import Ledger
from annot.store.imported import IMPORT
from annot.store.models import Source
from annot.store.recorder import Operation
from annot.vocabulary import SourceKind

LARGEST = 64 << 20
"""The largest bibliography that is read, in bytes."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One source of a bibliography.

    Attributes:
        number: Its number from 1.
        place: Where it stands, such as "line 12 (smith2020)".
        values: Keywords of `workspace.sources.add`.
        damage: What is wrong with it, if it cannot be taken.
    """

    number: int
    place: str
    values: Mapping[str, Any]
    damage: str = ""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """The sources of a bibliography.

    Attributes:
        name: What people call the file.
        rows: Its sources, in its order.
        left_out: What it says that the ledger has no place for, with how often it does.
    """

    name: str
    rows: Sequence[SourceRow]
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SourcesSummary:
    """What an import of sources did, or would do if it was a dry run.

    Attributes:
        path: The file; `-` is standard input.
        format: Its format.
        sources: The sources that the file names, each once.
        added: New ones.
        updated: Ones that were there and were filled in.
        unchanged: Ones that were there, with all that the file says of them or something else.
        doubled: Entries of the file that name a source which an entry before names.
        left_out: What the file says that the ledger has no place for, with how often it does.
        dry_run: Whether nothing was written.
    """

    path: str = ""
    format: str = ""
    sources: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    doubled: int = 0
    left_out: Mapping[str, int] = field(default_factory=dict)
    dry_run: bool = False


class Entry:
    """One entry of a bibliography while it is read: what is kept of it, and what is left out."""

    def __init__(self) -> None:
        self.kept: dict[str, Any] = {"kind": SourceKind.PAGE.value}
        self.lost: Counter[str] = Counter()

    def keep(self, name: str, value: str) -> None:
        """Keep a value in one line, if there is one and none was kept under its name before."""
        if text := one_line(value):
            self.kept.setdefault(name, text)

    def identify(self, name: str, value: str) -> None:
        """Keep an identifier, likewise."""
        if text := one_line(value):
            self.kept.setdefault("identifiers", {}).setdefault(name, text)

    def keep_date(self, name: str, dated: tuple[str, str]) -> None:
        """Keep a date, and count what of it could not be kept."""
        text, lost = dated
        self.keep(name, text)
        if lost:
            self.lost[lost] += 1

    def keep_publisher(self, container: str, publisher: str) -> None:
        """Keep the name under which readers know the source; the other one is counted.

        That is the newspaper, journal or site in which it stands, if it stands in one.
        """
        first, second, lost = one_line(publisher), one_line(container), "container"
        if self.kept["kind"] in IN_CONTAINERS:
            first, second, lost = second, first, "publisher"
        # What contains a chapter is the book, which has not published it.
        if not first and self.kept["kind"] != SourceKind.BOOK:
            first, second = second, ""
        self.keep("publisher", first)
        if second and second != first:
            self.lost[lost] += 1

    def row(self, number: int, place: str) -> SourceRow:
        """The entry as a row."""
        found = self.kept.get("identifiers", {})
        has_name = self.kept.get("title") or self.kept.get("url") or found.get("doi")
        damage = "" if has_name else "it has neither a title nor a URL nor a DOI"
        return SourceRow(number, place, self.kept, damage)


IN_CONTAINERS = frozenset({SourceKind.ARTICLE, SourceKind.PAGE, SourceKind.VIDEO})
"""The kinds of sources whose publisher is the name of what they stand in."""


def one_line(text: str) -> str:
    """A text with every run of white space and line ends as one space."""
    return " ".join(text.split())


def text_of(source: Input) -> str:
    """The text of a bibliography, line ends LF.

    Raises:
        InputFileError: If it is empty, too large, or no text.
    """
    with source.open() as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputFileError(
            f"{source.name} is larger than {LARGEST:,} bytes.",
            hint="Split it into several files; the same source in two of them is found again.",
        )
    text, _ = decoded(data, name=source.name, encoding=source.encoding)
    if not text.strip():
        raise InputFileError(
            f"{source.name} is empty.", hint="Export the sources anew, and import that file."
        )
    return text


def import_sources(ledger: Ledger, table: SourceTable, *, dry_run: bool = False) -> SourcesSummary:
    """Take the sources of a bibliography in, as one operation.

    Args:
        ledger: Where to.
        table: The sources.
        dry_run: Whether to write nothing and only say what would be done.

    Raises:
        BadRowsError: If some cannot be taken; nothing was written.
        WorkspaceError: If the workspace cannot be written.
        BusyError: If another program keeps it locked.
    """
    book = SourceBook()
    numbers, faults = _noted(book, table.rows)
    if faults:
        raise _bad_rows(table.name, faults)
    try:
        with ledger.operation(IMPORT) as operation:
            ids = dict(KnownSources(book, operation.connection).ids())
            ids |= book.write(operation, [n for n in numbers if n not in ids])
            sources = set(ids.values())
            added, updated = _written(operation, sources)
            summary = SourcesSummary(
                sources=len(sources),
                added=added,
                updated=updated,
                unchanged=len(sources) - added - updated,
                doubled=len(table.rows) - len(sources),
                left_out=dict(table.left_out),
            )
            if dry_run:
                raise _RehearsedError(summary)
    except _RehearsedError as rehearsed:
        return replace(rehearsed.summary, dry_run=True)
    return summary


class _RehearsedError(Exception):
    """Ends a dry run, so that what it wrote is rolled back."""

    def __init__(self, summary: SourcesSummary) -> None:
        super().__init__()
        self.summary = summary


def _noted(book: SourceBook, rows: Iterable[SourceRow]) -> tuple[list[int], list[BadRow]]:
    """The numbers in the book of what the rows say, and what is wrong with the bad ones."""
    numbers: dict[int, None] = {}
    faults = []
    for row in rows:
        if row.damage:
            faults.append(BadRow(row.number, "", row.place, row.damage))
            continue
        try:
            numbers[book.add(row.values)] = None
        except InvalidValueError as error:
            told = f"{error.message} {error.hint}".strip()
            faults.append(BadRow(row.number, "", row.place, told))
    return list(numbers), faults


def _written(operation: Operation, ids: set[int]) -> tuple[int, int]:
    """How many of some sources an operation added, and how many it changed."""
    noun = str(Source.__tablename__)
    changes = [
        change for (of, row_id), change in operation.changes.items() if of == noun and row_id in ids
    ]
    alone = sum(change.before is None for change in changes)
    together = sum(run.rows for run in operation.runs if run.noun == noun and run.before is None)
    return alone + together, len(changes) - alone


def _bad_rows(name: str, faults: Sequence[BadRow]) -> BadRowsError:
    first = faults[0]
    counted = "One source" if len(faults) == 1 else f"{len(faults):,} sources"
    return BadRowsError(
        f"{counted} of {name} cannot be taken ({first.value}: {first.reason}); nothing was "
        "written.",
        hint="Mend the file, or take those entries out of it.",
        rows=faults,
        summary=f"{counted} of {name} cannot be taken; nothing was written.",
    )
