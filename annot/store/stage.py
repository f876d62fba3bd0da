"""Where rows of an import wait: checked and sorted outside the ledger, then written in sets.

Reading and checking a large file takes longer than writing it. So the rows go to temporary tables
first, which lock nothing; what is new among them is then written by a few statements of the
database, at a tenth of the cost of one statement a row.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self, get_args, get_type_hints

from sqlalchemy import Connection

from annot.store.columns import new_uids
from annot.store.database import Database
from annot.store.dialect import dialect_of
from annot.store.given import LATER, TABLES, Given, Staged
from annot.store.recorder import Operation
from annot.store.stage_sorting import sort_claims
from annot.store.stage_writing import Written, write
from annot.store.temporary import Column, Temporary

BATCH = 1000
NO_ARTICLE = -1
"""Stands for an article that is found when the row is looked at alone."""

_USUAL = Given._fields.index("note")
_UNUSUAL = Given(0, 0, "")[_USUAL:]
"""The fields from here on are as they are here in most rows: these are written without them."""

_NUMBERS = {
    "given_source": ("source", "source_id"),
    "together": ("n", "first"),
    "fresh": ("place", "n"),
    "numbered": ("id", "part", "given_row", "place"),
}
"""The temporary tables that hold numbers alone, with their columns."""

_LATER = f"SELECT n FROM temp.given_claim WHERE state = {LATER}"


class Stage:
    """The temporary tables of one import; they go away at the end of the block.

    with Stage(database) as stage:
        with stage.filling():
            stage.add(…)
            stage.sort_claims()
        with recorder.operation("import", actor="dana") as operation:
            stage.join(operation)
            stage.write(operation)
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._joined: Temporary | None = None
        self._seen: Any = None
        self._waiting: dict[type[Staged], list[Staged]] = {kind: [] for kind in TABLES}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        with self._database.temporary() as connection:
            self._joined = dialect_of(connection).temporary(connection)
            self._drop()

    @contextlib.contextmanager
    def filling(self) -> Iterator[Connection]:
        """A transaction that locks nothing, in which rows are added; from empty tables on.

        It sees one state of the ledger, which may be another one when the rows are written.
        """
        with self._database.temporary() as connection:
            self._joined = dialect_of(connection).temporary(connection)
            self._drop()
            self._create()
            self._seen = self._newest()
            yield connection

    def join(self, operation: Operation) -> bool:
        """Go on as part of an operation; whether the ledger is as it was when rows were added."""
        self._joined = dialect_of(operation.connection).temporary(operation.connection)
        return bool(self._newest() == self._seen)

    def _newest(self) -> Any:
        """The newest operation of the ledger."""
        return self._tables.all("SELECT operation FROM main.event ORDER BY operation DESC LIMIT 1")

    @property
    def _tables(self) -> Temporary:
        assert self._joined is not None
        return self._joined

    def _create(self) -> None:
        for kind, table in TABLES.items():
            columns = [_column(kind, name) for name in (*kind._fields, *_uids(kind))]
            self._tables.create(table, columns, key=kind is Given)
        for table, names in _NUMBERS.items():
            self._tables.create(table, [Column(name, int) for name in names], key=True)

    def _drop(self) -> None:
        for table in (*TABLES.values(), *_NUMBERS):
            self._tables.drop(table)
        for waiting in self._waiting.values():
            waiting.clear()

    def add(self, row: Staged) -> None:
        """Add a row, in any order."""
        waiting = self._waiting[type(row)]
        waiting.append(row)
        if len(waiting) >= BATCH:
            self._write(type(row))

    def extend(self, rows: Sequence[Staged]) -> None:
        """Add rows of one kind."""
        if rows:
            waiting = self._waiting[type(rows[0])]
            waiting += rows
            if len(waiting) >= BATCH:
                self._write(type(rows[0]))

    def put_off(self, n: int, article_id: int, key: str) -> None:
        """Have a row looked at alone."""
        self.add(Given(n, article_id, key, state=LATER))

    def settle(self) -> None:
        """Write what still waits."""
        for kind in TABLES:
            self._write(kind)

    def _write(self, kind: type[Staged]) -> None:
        waiting = self._waiting[kind]
        if kind is Given:
            usual = [row[:_USUAL] for row in waiting if row[_USUAL:] == _UNUSUAL]
            self._insert(kind, kind._fields[:_USUAL], usual)
            if len(usual) == len(waiting):
                waiting.clear()
            waiting[:] = [row for row in waiting if row[_USUAL:] != _UNUSUAL]
        self._insert(kind, kind._fields, waiting)
        waiting.clear()

    def _insert(
        self, kind: type[Staged], names: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        if not rows:
            return
        columns = [*names, *_uids(kind)]
        uids = (new_uids(len(rows)) for _ in columns[len(names) :])
        wholes = [(*row, *own) for row, *own in zip(rows, *uids, strict=True)]
        self._tables.insert(TABLES[kind], columns, wholes)

    # What becomes of the rows

    def sort_claims(self) -> None:
        """Have the rows that mean one claim written together, or looked at alone together."""
        self.settle()
        for kind, table in TABLES.items():
            if kind is not Given:
                self._tables.index(f"ix_{table}", table, "(n)")
        sort_claims(self._tables)
        self._tables.index("ix_later", "given_claim", f"(n) WHERE state = {LATER}")

    def claims_put_off(self) -> Iterator[int]:
        """The claims of the ledger that rows mean which are looked at alone."""
        for (number,) in self._tables.all(
            "SELECT claim.id FROM temp.given_claim JOIN main.claim USING (article_id, key)"
            f" WHERE claim.key <> '' AND state = {LATER}"
        ):
            yield number

    def later(self) -> Iterator[int]:
        """The numbers of the rows that are looked at alone, in order."""
        for (n,) in self._tables.all(f"{_LATER} ORDER BY n"):
            yield n

    def keys_put_off(self, article_id: int, most: int) -> list[str] | None:
        """The keys of the rows of an article that are looked at alone; None if there are many."""
        found = self._tables.all(
            f"SELECT DISTINCT key FROM temp.given_claim WHERE state = {LATER}"
            f" AND article_id IN ({int(article_id)}, {NO_ARTICLE}) LIMIT {int(most) + 1}"
        )
        return None if len(found) > most else [key for (key,) in found]

    def forget_later(self) -> None:
        """Take all rows out that are looked at alone."""
        for table in reversed(list(TABLES.values())):
            self._tables.run(f"DELETE FROM temp.{table} WHERE n IN ({_LATER})")

    # Writing

    def sources_cited(self) -> list[int]:
        """The numbers of the sources that the rows to be written cite, in order."""
        rows = self._tables.all(
            "SELECT source FROM temp.given_claim WHERE source IS NOT NULL"
            " UNION SELECT source FROM temp.given_evidence ORDER BY 1"
        )
        return [source for (source,) in rows]

    def name_sources(self, sources: Mapping[int, int]) -> None:
        """Say which rows of the ledger the sources of the import's book are."""
        if sources:
            self._tables.insert("given_source", ("source", "source_id"), list(sources.items()))

    def write(self, operation: Operation) -> Written:
        """Write what is new, in sets."""
        return write(self._tables, operation)


def _column(kind: type[Staged], name: str) -> Column:
    """A column with its default, which Python spells as SQL does."""
    default = kind._field_defaults.get(name)
    hint = get_type_hints(kind).get(name, bytes)
    holds = next(kind for kind in (int, str, bytes) if kind in (hint, *get_args(hint)))
    return Column(name, holds, "" if default is None else repr(default))


def _uids(kind: type[Staged]) -> tuple[str, ...]:
    """The columns that a table has beside the fields of its rows."""
    return ("uid", "link_uid") if kind is Given else ("uid",)
