"""What SQLite does in its own way; see `annot.store.dialect`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from hashlib import sha256
from typing import Any

from sqlalchemy import Column, Connection, Table, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DBAPIError

from annot.store.columns import Bytes, Flag, Json, Uid, UtcTime
from annot.store.dialect import Claims, Key
from annot.store.models import json_shape, metadata
from annot.store.sqlite_lines import lines
from annot.store.temporary import Temporary

_FORGET = text(
    "INSERT INTO claim_fts (claim_fts, rowid, text, reasoning, correction)"
    " VALUES ('delete', :id, :text, :reasoning, :correction)"
)
_INDEX = text(
    "INSERT INTO claim_fts (rowid, text, reasoning, correction)"
    " VALUES (:id, :text, :reasoning, :correction)"
)
_FORGET_RUN = text(
    "INSERT INTO claim_fts (claim_fts, rowid, text, reasoning, correction)"
    " SELECT 'delete', id, text, reasoning, correction FROM claim"
    " WHERE id BETWEEN :first AND :last"
)
_INDEX_RUN = text(
    "INSERT INTO claim_fts (rowid, text, reasoning, correction)"
    " SELECT id, text, reasoning, correction FROM claim WHERE id BETWEEN :first AND :last"
)
_INDEX_ANEW = text("INSERT INTO claim_fts (claim_fts) VALUES ('rebuild')")
_MOMENT = "????-??-??T??:??:??.??????Z"
_INDEXED = ("id", "text", "reasoning", "correction")


class SqliteDialect:
    """See `annot.store.dialect.Dialect`."""

    finds_in_order = True

    def fetch(
        self, connection: Connection, statement: str, parameters: Sequence[Any] = ()
    ) -> list[tuple[Any, ...]]:
        """The rows of a query of the store's own."""
        found = connection.exec_driver_sql(statement, tuple(parameters))
        rows: Any = found.cursor.fetchall()  # tuples, whatever the types say
        return list(rows)

    def stream(
        self, connection: Connection, statement: str, parameters: Sequence[Any], at_once: int
    ) -> Iterable[Sequence[Any]]:
        """The same, row by row: a tenth less than through SQLAlchemy's rows."""
        return driver_of(connection).execute(statement, tuple(parameters))

    def condition(
        self, connection: Connection, condition: str, parameters: Sequence[Any]
    ) -> tuple[str, Sequence[Any]]:
        """A condition as it is."""
        return condition, parameters

    def upsert(self, table: Table) -> Any:
        """An INSERT that can say what to do with a row that is there."""
        return insert(table)

    def insert(
        self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Insert many rows."""
        connection.execute(insert(table), rows)

    def together(self, connection: Connection) -> AbstractContextManager[object]:
        """Nothing to be done: there is no way to a file."""
        return nullcontext()

    def defer_references(self, connection: Connection) -> None:
        """Have broken references be told at the end of the transaction only."""
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")

    def broken_references(self, connection: Connection) -> Iterator[tuple[str, Key, str]]:
        """Rows that refer to one that is missing."""
        for name, rowid, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            key = metadata.tables[name].primary_key.columns
            columns = ", ".join(f'"{column.name}"' for column in key)
            asked = f"SELECT {columns} FROM {name} WHERE rowid = ?"  # noqa: S608 -- names of ours
            yield name, tuple(connection.exec_driver_sql(asked, (rowid,)).first() or ()), parent

    def readable(self, column: Column[Any]) -> str:
        """What holds of every value of a column that can be read."""
        name, kind = f'"{column.name}"', column.type
        if isinstance(kind, UtcTime):
            return f"({name} GLOB '{_MOMENT}' AND datetime({name}) IS NOT NULL)"
        if isinstance(kind, Uid):
            return f"length({name}) = 16"
        if isinstance(kind, Json):
            shape = json_shape(column)
            return f"CASE WHEN json_valid({name}) THEN json_type({name}) = '{shape}' ELSE 0 END"
        if isinstance(kind, Flag):
            return f"{name} IN (0, 1)"
        if kind is Bytes and column.name != "data":
            return f"length({name}) = 32"
        return ""

    @contextmanager
    def wiping(self, connection: Connection) -> Iterator[None]:
        """What is deleted in it is written over."""
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
        yield
        connection.exec_driver_sql("PRAGMA secure_delete = OFF")

    def is_in_transaction(self, connection: Connection) -> bool:
        """Whether SQLite has not taken back the whole transaction, as after a full disk."""
        return driver_of(connection).in_transaction

    def told(self, error: DBAPIError) -> str:
        """What SQLite says."""
        return str(error.orig)

    def is_about_reference(self, error: DBAPIError) -> bool:
        """Whether a foreign key was broken."""
        return "FOREIGN KEY" in str(error.orig)

    def temporary(self, connection: Connection) -> Temporary:
        """The temporary tables of a connection."""
        return Temporary(connection)

    def lines(self, connection: Connection, noun: str, first: int, count: int) -> Iterator[str]:
        """The images of consecutive rows as canonical JSON, by id."""
        return lines(connection, noun, first, count)

    def digests(
        self, connection: Connection, noun: str, first: int, count: int, at_once: int
    ) -> Iterator[bytes]:
        """The digests of these images, joined for so many rows at a time."""
        last = first + count
        for start in range(first, last, at_once):
            own = lines(connection, noun, start, min(at_once, last - start))
            yield b"".join([sha256(line.encode()).digest() for line in own])

    def index(self, connection: Connection, claims: Claims, *, before: Claims) -> None:
        """Take claims into the full text, and out of it what they or others were before."""
        for statement, rows in ((_FORGET, before), (_INDEX, claims)):
            if rows:
                connection.execute(
                    statement, [{name: claim[name] for name in _INDEXED} for claim in rows]
                )

    def index_run(self, connection: Connection, first: int, last: int) -> None:
        """Take consecutive claims into it."""
        connection.execute(_INDEX_RUN, {"first": first, "last": last})

    def forget_run(self, connection: Connection, first: int, last: int) -> None:
        """Take consecutive claims that are still there out of it."""
        connection.execute(_FORGET_RUN, {"first": first, "last": last})

    def index_anew(self, connection: Connection) -> None:
        """Make it anew for the claims that are there."""
        connection.execute(_INDEX_ANEW)


def driver_of(connection: Connection) -> sqlite3.Connection:
    """The connection of the standard library below SQLAlchemy's."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver
