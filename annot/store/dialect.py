"""In what the engines differ, behind one set of names: the one place that knows which it is.

Each engine has a module of its own with a class that keeps to `Dialect`; `dialect_of` gives the one
of a connection. What is not asked for here is the same on all engines.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Any, Protocol

from sqlalchemy import Column, Connection, Table
from sqlalchemy.exc import DBAPIError

from annot.store.temporary import Temporary

Claims = Sequence[Mapping[str, Any]]
"""Claims with `article_id`, `id`, `text`, `reasoning` and `correction`."""

Key = tuple[Any, ...]
"""The values of a row's primary key."""


class Dialect(Protocol):
    """What an engine does in its own way.

    Attributes:
        finds_in_order: Whether rows that are not sorted come in the order of the index that a
            query names.
    """

    finds_in_order: bool

    def __hash__(self) -> int:
        """There is one of each engine."""

    def fetch(
        self, connection: Connection, statement: str, parameters: Sequence[Any] = ()
    ) -> list[tuple[Any, ...]]:
        """The rows of a query of the store's own, as SQLite stores them (see `place.Thin`)."""

    def stream(
        self, connection: Connection, statement: str, parameters: Sequence[Any], at_once: int
    ) -> Iterable[Sequence[Any]]:
        """The same, a few rows in memory at a time."""

    def condition(
        self, connection: Connection, condition: str, parameters: Sequence[Any]
    ) -> tuple[str, Sequence[Any]]:
        """A condition of the store's own, still with `?`, and its values, for SQLAlchemy."""

    def upsert(self, table: Table) -> Any:
        """An INSERT that can say what to do with a row that is there."""

    def insert(
        self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Insert many rows, which name the same columns."""

    def together(self, connection: Connection) -> AbstractContextManager[object]:
        """A block of statements that are sent at once; nothing may be read in it.

        What breaks a rule is told at its end.
        """

    def defer_references(self, connection: Connection) -> None:
        """Have broken references be told at the end of the transaction only."""

    def broken_references(self, connection: Connection) -> Iterator[tuple[str, Key, str]]:
        """Rows that refer to one that is missing: their table and key, and the table missed in."""

    def readable(self, column: Column[Any]) -> str:
        """What holds of every value of a column that can be read, as SQL; empty if all can be."""

    def wiping(self, connection: Connection) -> AbstractContextManager[None]:
        """What is deleted in it is written over, as far as the engine can."""

    def is_in_transaction(self, connection: Connection) -> bool:
        """Whether the engine has not ended the transaction on its own."""

    def told(self, error: DBAPIError) -> str:
        """What the engine says of an error, on one line."""

    def is_about_reference(self, error: DBAPIError) -> bool:
        """Whether a rule that was broken is one of references."""

    def temporary(self, connection: Connection) -> Temporary:
        """The temporary tables of a connection."""

    def lines(self, connection: Connection, noun: str, first: int, count: int) -> Iterator[str]:
        """The images of consecutive rows as canonical JSON, by id (see `annot.store.images`)."""

    def digests(
        self, connection: Connection, noun: str, first: int, count: int, at_once: int
    ) -> Iterator[bytes]:
        """The SHA-256 of these images, 32 bytes a row, joined for so many rows at a time."""

    # The full text of claims

    def index(self, connection: Connection, claims: Claims, *, before: Claims) -> None:
        """Take claims into the full text, and out of it what they or others were before."""

    def index_run(self, connection: Connection, first: int, last: int) -> None:
        """Take consecutive claims into it."""

    def forget_run(self, connection: Connection, first: int, last: int) -> None:
        """Take consecutive claims that are still there out of it."""

    def index_anew(self, connection: Connection) -> None:
        """Make it anew for the claims that are there."""


@cache
def _dialect(name: str) -> Dialect:
    if name == "postgresql":
        from annot.store.postgres_dialect import PostgresDialect

        return PostgresDialect()
    from annot.store.sqlite_dialect import SqliteDialect

    return SqliteDialect()


def dialect_of(connection: Connection) -> Dialect:
    """The dialect of the engine that a connection goes to."""
    return _dialect(connection.dialect.name)


def dialect_of_error(error: DBAPIError) -> Dialect:
    """The dialect of the engine that raised an error."""
    return _dialect("sqlite" if isinstance(error.orig, sqlite3.Error) else "postgresql")
