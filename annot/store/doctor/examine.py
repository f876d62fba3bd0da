"""Everything that can be wrong with a workspace, looked for in one go.

The quick look asks what carries the tables, their schema, every value, reference, count, word and
kept byte, and walks the chains of the history; the full one also holds every row against the
history, every index against its table, and on a server the words of every claim against the full
text. Nothing is written, but that SQLite asks the full-text index by a statement that needs the
write lock for a moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from annot.store import verify
from annot.store.doctor import row_checks, text_checks
from annot.store.doctor.body import Body, Check, opened
from annot.store.doctor.damage import Damage, few
from annot.store.models import NOUNS, metadata
from annot.store.place import Place, driver_errors
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
        engine: Name and version of what carries the workspace, such as "SQLite 3.40.1".
        repaired: What was found before a repair and is no more.
        backup: The workspace as it was before the repair; None if none was needed.
    """

    full: bool
    rows: int
    damages: tuple[Damage, ...]
    left_out: tuple[str, ...] = ()
    purged: tuple[Purged, ...] = ()
    engine: str = ""
    repaired: tuple[Damage, ...] = ()
    backup: Path | None = None


def examine(place: Place, *, full: bool = False, tell: Tell | None = None) -> Examination:
    """Look for everything that can be wrong with a workspace.

    Args:
        place: The workspace.
        full: Whether to hold every row against the history, and every index against its table.
        tell: Is told what is looked at now.

    Raises:
        WorkspaceError: If it is no workspace of ours, or of another schema.
        BusyError: If another program keeps it locked.
    """
    with opened(place) as body:
        return looked_at(body, full=full, tell=tell)


def looked_at(body: Body, *, full: bool, tell: Tell | None = None) -> Examination:
    """What `examine` does, on an open workspace outside any transaction."""
    asking = _Asking(body, tell or (lambda _: None))
    found: list[Damage] = [*body.around()]
    for name, check in body.alone().items():
        found += asking.all(name, check)
    body.begin()
    try:
        for name, check in {**body.checks(full=full), **_CHECKS}.items():
            found += asking.all(name, check)
        found += asking.all("history", _rows if full else _chains)
        said = asking.all("purges", _purged)
        (rows,) = asking.all("number of rows", _count) or [0]
    finally:
        body.connection.rollback()
    damages = tuple(few([*found, *asking.unreadable]))
    return Examination(full, rows, damages, tuple(asking.left_out), tuple(said), engine=body.engine)


class _Asking:
    """Asks one check after the other; what cannot be read at all is a damage of the file."""

    def __init__(self, body: Body, tell: Tell) -> None:
        self._body = body
        self._tell = tell
        self.left_out: list[str] = []
        self.unreadable: list[Damage] = []

    def all(self, name: str, check: Callable[[Connection], Iterable[F]]) -> list[F]:
        """What a check finds."""
        self._tell(name)
        try:
            with self._body.asking():
                return list(check(self._body.connection))
        except _errors() as error:
            told = error.orig if isinstance(error, DBAPIError) else error
            what = str(told).partition("\n")[0]
            if self._body.is_damage(told):
                self.unreadable.append(Damage("page", f"the {name}", f"it cannot be read: {what}"))
            else:
                self.left_out.append(f"the {name} ({what})")
            return []


def _errors() -> tuple[type[Exception], ...]:
    return (DBAPIError, *driver_errors())


_CHECKS: dict[str, Check] = {
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
