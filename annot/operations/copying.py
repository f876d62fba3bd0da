"""A whole workspace copied to another place, with its identity and its history."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from annot.errors import ConflictError, HistoryError, InputFileError
from annot.operations.ledger import Ledger
from annot.store.database import Database, open_database, remove_unused
from annot.store.place import Place, exists
from annot.store.transfer import (
    Numbered,
    adopt,
    count_rows,
    is_empty,
    stored_rows,
    verified,
)
from annot.store.verify import verify


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: how many claims, and rows of all kinds; and the root of the history."""

    claims: int
    rows: int
    root: bytes


def copy(ledger: Ledger, target: Place) -> Copied:
    """Copy a workspace to a place where nothing was ever done.

    Args:
        ledger: The workspace.
        target: A file or a database on a server, in which a workspace is begun if there is none.

    Raises:
        HistoryError: If the workspace's own history does not hold; it is not copied.
        ConflictError: If something was done in the other workspace already.
        WorkspaceError: If it cannot be opened or written.
    """
    was_there = exists(target)
    with contextlib.closing(open_database(target, create=True)) as other:
        try:
            return _copy(ledger.database, other)
        except BaseException:
            if not was_there:
                other.close()
                remove_unused(target)
            raise


def _copy(source: Database, target: Database) -> Copied:
    with source.reading() as reading, target.writing() as writing:
        if not is_empty(writing):
            raise ConflictError(
                f"Something was done in {target.path} already; nothing was copied.",
                hint="Name a place where there is no workspace yet.",
            )
        before = verify(reading)
        if before.breaks:
            first = before.breaks[0]
            raise HistoryError(
                f"The history of {source.path} does not hold ({first.where}: {first.what}); "
                "nothing was copied.",
                hint=f"See all: annot -d {source.path} verify",
            )
        total = count_rows(reading)
        claims = 0

        def rows() -> Iterator[Numbered]:
            nonlocal claims
            for number, (name, stored) in enumerate(stored_rows(reading), start=1):
                claims += name == "claim"
                yield number, name, stored

        try:
            adopt(writing, rows())
        except InputFileError as error:
            told = f"{target.path}: {error.message} Nothing was copied."
            raise InputFileError(told) from error
        after = verified(writing)
        if after.breaks or after.root != before.root:
            what = after.breaks[0].where if after.breaks else "the root of the history"
            raise HistoryError(f"The copy is not what it should be ({what}); nothing was copied.")
    return Copied(claims, total, after.root)
