"""A lossless export taken in.

An empty workspace that takes such a file in becomes that workspace, history and all: its chains are
verified before anything is committed. Any other workspace merges the rows that it does not have,
as one recorded operation of its own; the file is verified in a workspace of its own before.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from annot.errors import InputFileError
from annot.exchange.claims_in import RehearsedError
from annot.exchange.lossless_lines import HEADER, Lines
from annot.exchange.summary import ImportSummary
from annot.operations.ledger import Ledger
from annot.store.database import Database, open_database
from annot.store.images import Image
from annot.store.imported import IMPORT, all_or_nothing
from annot.store.merge import Merged, merge
from annot.store.transfer import adopt, is_empty, verified
from annot.store.verify import Break

Opener = Callable[[], BinaryIO]
"""Opens the file anew at its begin."""


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
    try:
        return _adopt(ledger.database, name, opened, dry_run=dry_run) or _merge(
            ledger, name, opened, dry_run=dry_run
        )
    except RehearsedError as rehearsed:
        return replace(rehearsed.summary, dry_run=True)


def _adopt(database: Database, name: str, opened: Opener, *, dry_run: bool) -> ImportSummary | None:
    """Let an empty workspace become the one in the file; nothing if it is not empty."""
    with database.reading() as connection:
        if not is_empty(connection):
            return None
    with database.writing() as connection, opened() as file:
        if not is_empty(connection):
            return None
        lines = Lines(name, file)
        try:
            adopt(connection, lines.rows())
        except InputFileError as error:
            raise _named(error, name) from error
        _refuse_incomplete(lines)
        found = verified(connection)
        breaks = list(found.breaks)
        if found.root.hex() != lines.header["root"]:
            breaks.append(Break(HEADER, "its root is not that of this history"))
        if breaks:
            raise _broken(lines, name, opened, breaks)
        summary = _adopted(lines)
        if dry_run:
            raise RehearsedError(summary)
    return summary


def _refuse_incomplete(lines: Lines) -> None:
    promised, found = lines.header["rows"], lines.counts.total()
    if promised != found:
        raise lines.refused(1, f"It promises {promised} rows, there are {found}.")


def _adopted(lines: Lines) -> ImportSummary:
    counts = lines.counts
    return ImportSummary(
        claims=counts["claim"],
        added=counts["claim"],
        articles_added=counts["article"] - 1,
        sources_added=counts["source"],
        evidence_added=counts["evidence"],
        notes_added=counts["note"],
        acceptances_added=counts["acceptance"],
        links_added=counts["same"],
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
    with (
        tempfile.TemporaryDirectory(prefix="annot-") as folder,
        contextlib.closing(open_database(Path(folder) / "other.db", create=True)) as other,
    ):
        _adopt(other, name, opened, dry_run=False)
        with (
            other.reading() as connection,  # outermost: an error of the ledger is told as its own
            ledger.operation(IMPORT) as operation,
            all_or_nothing(operation),
        ):
            summary = _merged(merge(operation, connection))
            if dry_run:
                raise RehearsedError(summary)
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
        places_added=added["anchor"],
        acceptances_added=added["acceptance"],
        links_added=added["same"],
        history="not adopted",
    )
