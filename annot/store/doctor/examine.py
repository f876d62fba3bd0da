"""Everything that can be wrong with a workspace, looked for in one go.

The quick look asks the file, the schema, every value, reference, count, word and kept byte, and
walks the chains of the history; the full one also holds every row against the history and every
index against its table. Nothing is written, but that SQLite asks the full-text index by a statement
that needs the write lock for a moment.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, create_engine, func, select
from sqlalchemy.exc import DBAPIError

from annot.store import sqlite_file, verify
from annot.store.doctor import file_checks, row_checks, text_checks
from annot.store.doctor.damage import Damage, few
from annot.store.models import NOUNS, metadata
from annot.store.purged import Purged, purged

F = TypeVar("F")

Tell = Callable[[str], None]
"""Is told what is looked at now."""


@dataclass(frozen=True, slots=True)
class Examination:
    """What the doctor found.

    Attributes:
        full: Whether every row was held against the history, and every index against its table.
        rows: How many rows the ledger has.
        damages: What is not as it should be.
        left_out: What could not be looked at, and why.
        purged: What was purged, by whom and when; that is no damage.
        sqlite: The version of SQLite.
        repaired: What was found before a repair and is no more.
        backup: The workspace as it was before the repair; None if none was needed.
    """

    full: bool
    rows: int
    damages: tuple[Damage, ...]
    left_out: tuple[str, ...] = ()
    purged: tuple[Purged, ...] = ()
    sqlite: str = sqlite3.sqlite_version
    repaired: tuple[Damage, ...] = ()
    backup: Path | None = None


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[sqlite3.Connection, Connection]]:
    """A workspace that may be damaged, with as little asked of it as can be: driver and connection.

    Raises:
        WorkspaceError: If it is no workspace of ours, or of another schema.
        BusyError: If another program keeps it locked.
    """
    driver = sqlite_file.raw_connection(sqlite_file.required(path))
    engine = create_engine("sqlite://", creator=lambda: driver)
    try:
        driver.execute("PRAGMA trusted_schema = OFF")
        sqlite_file.refuse_other_schemas(driver, path)
        driver.execute("PRAGMA synchronous = FULL")
        with engine.connect() as connection:
            yield driver, connection
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise sqlite_file.translated(error.orig, path) from error
        raise
    except sqlite3.Error as error:
        raise sqlite_file.translated(error, path) from error
    finally:
        engine.dispose()
        driver.close()


def examine(path: Path, *, full: bool = False, tell: Tell | None = None) -> Examination:
    """Look for everything that can be wrong with a workspace.

    Args:
        path: The workspace.
        full: Whether to hold every row against the history, and every index against its table.
        tell: Is told what is looked at now.

    Raises:
        WorkspaceError: If it is no workspace of ours, or of another schema.
        BusyError: If another program keeps it locked.
    """
    with opened(path) as (_, connection):
        return looked_at(connection, path, full=full, tell=tell)


def looked_at(
    connection: Connection, path: Path, *, full: bool, tell: Tell | None = None
) -> Examination:
    """What `examine` does, on an open connection outside any transaction."""
    asking = _Asking(connection, tell or (lambda _: None))
    found: list[Damage] = [*file_checks.permissions(path), *file_checks.left_over(path)]
    found += asking.all("full-text index", text_checks.full_text)
    connection.rollback()
    connection.exec_driver_sql("BEGIN")
    try:
        found += asking.all("file", partial(file_checks.pages, full=full))
        found += asking.all("journal", partial(file_checks.journal, path=path))
        for name, check in _CHECKS.items():
            found += asking.all(name, check)
        found += asking.all("history", _rows if full else _chains)
        said = asking.all("purges", _purged)
        (rows,) = asking.all("number of rows", _count) or [0]
    finally:
        connection.rollback()
    damages = tuple(few([*found, *asking.unreadable]))
    return Examination(full, rows, damages, tuple(asking.left_out), tuple(said))


class _Asking:
    """Asks one check after the other; what cannot be read at all is a damage of the file."""

    def __init__(self, connection: Connection, tell: Tell) -> None:
        self._connection = connection
        self._tell = tell
        self.left_out: list[str] = []
        self.unreadable: list[Damage] = []

    def all(self, name: str, check: Callable[[Connection], Iterable[F]]) -> list[F]:
        """What a check finds."""
        self._tell(name)
        try:
            return list(check(self._connection))
        except (DBAPIError, sqlite3.Error) as error:
            told = error.orig if isinstance(error, DBAPIError) else error
            if isinstance(told, sqlite3.Error) and sqlite_file.is_damage(told):
                self.unreadable.append(Damage("page", f"the {name}", f"it cannot be read: {told}"))
            else:
                self.left_out.append(f"the {name} ({told})")
            return []


_CHECKS: dict[str, Callable[[Connection], Iterable[Damage]]] = {
    "schema": file_checks.schema,
    "values": row_checks.values,
    "references": row_checks.references,
    "numbers": row_checks.numbering,
    "counts": row_checks.counts,
    "kept bytes": text_checks.contents,
    "places": text_checks.places,
}


def _chains(connection: Connection) -> Iterator[Damage]:
    for item in verify.chain_breaks(connection):
        yield Damage("event", item.where, item.what)
    for item in verify.seal_breaks(connection):
        yield Damage("seal", item.where, item.what)


def _rows(connection: Connection) -> Iterator[Damage]:
    yield from _chains(connection)
    for noun, row_id, what in verify.row_breaks(connection):
        yield Damage("row", f"{noun} {row_id}", what)


def _purged(connection: Connection) -> Iterable[Purged]:
    return purged(connection).values()


def _count(connection: Connection) -> list[int]:
    counted = (select(func.count()).select_from(metadata.tables[noun]) for noun in NOUNS)
    return [sum(connection.execute(one).scalar_one() for one in counted)]
