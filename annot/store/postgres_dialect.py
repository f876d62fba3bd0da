"""What PostgreSQL does in its own way; see `annot.store.dialect`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from typing import Any

import psycopg
from sqlalchemy import Column, Connection, Table, and_, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.types import TypeDecorator

from annot.store.columns import Bytes
from annot.store.dialect import Claims, Key
from annot.store.lexemes import Words
from annot.store.models import metadata
from annot.store.postgres_errors import told_of
from annot.store.postgres_lines import digests_query, lines_query
from annot.store.postgres_server import StoredQueries, at_once
from annot.store.postgres_sql import spelled
from annot.store.postgres_temporary import PostgresTemporary

_UPSERT = (
    "INSERT INTO claim_fts (article_id, id, words) VALUES {rows}"
    " ON CONFLICT (article_id, id) DO UPDATE SET words = EXCLUDED.words"
)
_FEW = 100
_COPY = "COPY claim_fts (article_id, id, words) FROM STDIN"
_AT_ONCE = 5_000
_PIECES = 20
"""Runs of which the digests are fetched at once: 32 bytes for each of their rows."""


class PostgresDialect:
    """See `annot.store.dialect.Dialect`."""

    finds_in_order = False

    def fetch(
        self, connection: Connection, statement: str, parameters: Sequence[Any] = ()
    ) -> list[tuple[Any, ...]]:
        """The rows of a query of the store's own."""
        return stored(connection).execute(statement, parameters).fetchall()

    def stream(
        self, connection: Connection, statement: str, parameters: Sequence[Any], at_once: int
    ) -> Iterable[Sequence[Any]]:
        """The same, a few rows in memory at a time."""
        return stored(connection).stream(statement, parameters, at_once)

    def condition(
        self, connection: Connection, condition: str, parameters: Sequence[Any]
    ) -> tuple[str, Sequence[Any]]:
        """A condition in the words of PostgreSQL."""
        queries = stored(connection)
        return spelled(condition), [queries.value(item) for item in parameters]

    def upsert(self, table: Table) -> Any:
        """An INSERT that can say what to do with a row that is there."""
        return insert(table)

    def insert(
        self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]
    ) -> None:
        """Insert many rows by COPY; what breaks a rule is told as of any other statement."""
        names = [*rows[0]]
        kinds = [table.columns[name].type for name in names]
        binds = [
            (name, kind.process_bind_param if isinstance(kind, TypeDecorator) else None)
            for name, kind in zip(names, kinds, strict=True)
        ]
        values = [
            [bind(row[name], connection.dialect) if bind else row[name] for name, bind in binds]
            for row in rows
        ]
        named = ", ".join(f'"{name}"' for name in names)
        statement = f"COPY {table.name} ({named}) FROM STDIN"
        try:
            stored(connection).copy(statement, values)
        except psycopg.IntegrityError as error:
            raise IntegrityError(statement, None, error) from error

    @contextlib.contextmanager
    def together(self, connection: Connection) -> Iterator[None]:
        """A block of statements that are sent at once, as on a way that is long."""
        try:
            with at_once(driver_of(connection)):
                yield
        except psycopg.IntegrityError as error:
            raise IntegrityError("", None, error) from error

    def defer_references(self, connection: Connection) -> None:
        """Have broken references be told at the end of the transaction only."""
        connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")

    def broken_references(self, connection: Connection) -> Iterator[tuple[str, Key, str]]:
        """Rows that refer to one that is missing."""
        for table in metadata.sorted_tables:
            for key in table.foreign_key_constraints:
                pairs = [(item.parent, item.column) for item in key.elements]
                there = exists().where(*(child == parent for child, parent in pairs))
                broken = select(*table.primary_key.columns).where(
                    and_(*(child.is_not(None) for child, _ in pairs)), ~there
                )
                for row in connection.execute(broken):
                    yield table.name, tuple(row), key.referred_table.name

    def readable(self, column: Column[Any]) -> str:
        """What holds of every value of a column that can be read; types see to the rest."""
        if column.type is Bytes and column.name != "data":
            return f'length("{column.name}") = 32'
        return ""

    def wiping(self, connection: Connection) -> AbstractContextManager[None]:
        """Nothing to do before the end: see `postgres_wiping`."""
        return nullcontext()

    def is_in_transaction(self, connection: Connection) -> bool:
        """Whether there is a transaction still, be it one in which something failed."""
        status = driver_of(connection).info.transaction_status
        return status in (
            psycopg.pq.TransactionStatus.INTRANS,
            psycopg.pq.TransactionStatus.INERROR,
        )

    def told(self, error: DBAPIError) -> str:
        """What PostgreSQL says."""
        return told_of(error.orig) if isinstance(error.orig, psycopg.Error) else str(error.orig)

    def is_about_reference(self, error: DBAPIError) -> bool:
        """Whether a foreign key was broken."""
        return isinstance(error.orig, psycopg.errors.ForeignKeyViolation)

    def temporary(self, connection: Connection) -> PostgresTemporary:
        """The temporary tables of a connection."""
        return PostgresTemporary(connection, stored(connection))

    def lines(self, connection: Connection, noun: str, first: int, count: int) -> Iterator[str]:
        """The images of consecutive rows as canonical JSON, by id."""
        ids = (first, first + count - 1)
        for _, line in self.fetch(connection, lines_query(noun), ids):
            yield line

    def digests(
        self, connection: Connection, noun: str, first: int, count: int, at_once: int
    ) -> Iterator[bytes]:
        """The digests of these images, joined for so many rows at a time."""
        last, many = first + count, at_once * _PIECES
        for start in range(first, last, many):
            own = (start, min(start + many, last) - 1, start, at_once)
            for (digests,) in self.fetch(connection, digests_query(noun), own):
                yield digests

    def index(self, connection: Connection, claims: Claims, *, before: Claims) -> None:
        """Take claims into the full text, and out of it what they or others were before."""
        there = {claim["id"] for claim in claims}
        gone = [claim["id"] for claim in before if claim["id"] not in there]
        if gone:
            self.fetch_none(connection, "DELETE FROM claim_fts WHERE id = ANY(?)", [gone])
        queries = stored(connection)
        rest = iter(claims)
        while some := list(islice(rest, _FEW)):
            articles = {claim["id"]: claim["article_id"] for claim in some}
            vectors = queries.words.vectors(
                (claim["id"], *(claim[name] for name in _INDEXED)) for claim in some
            )
            rows = [value for n, vector in vectors for value in (articles[n], n, vector)]
            queries.execute(_UPSERT.format(rows=", ".join(["(?, ?, ?)"] * len(some))), rows)

    def index_run(self, connection: Connection, first: int, last: int) -> None:
        """Take consecutive claims into it."""
        self._index_those(connection, "WHERE id BETWEEN ? AND ?", [first, last])

    def forget_run(self, connection: Connection, first: int, last: int) -> None:
        """Take consecutive claims out of it."""
        self.fetch_none(connection, "DELETE FROM claim_fts WHERE id BETWEEN ? AND ?", [first, last])

    def index_anew(self, connection: Connection) -> None:
        """Make it anew for the claims that are there."""
        self.fetch_none(connection, "DELETE FROM claim_fts", [])
        self._index_those(connection, "", [])

    def fetch_none(self, connection: Connection, statement: str, parameters: Sequence[Any]) -> None:
        """Run a statement of which nothing comes back."""
        stored(connection).execute(statement, parameters)

    def _index_those(self, connection: Connection, which: str, values: Sequence[Any]) -> None:
        rows = stored(connection).stream(
            f"SELECT article_id, id, text, reasoning, correction FROM claim {which}",
            values,
            _AT_ONCE,
        )
        self._index(connection, ((row[0], (row[1], *row[2:])) for row in rows))

    def _index(self, connection: Connection, claims: Iterable[tuple[int, Words]]) -> None:
        queries = stored(connection)
        rest = iter(claims)
        ready: list[tuple[int, int, str]] = []
        # While the server takes some in, the next ones are cut into words. The rows are read whole
        # before others are written: one connection does one thing at a time.
        with ThreadPoolExecutor(1) as beside:
            while some := list(islice(rest, _AT_ONCE)):
                sent = beside.submit(queries.copy, _COPY, ready)
                articles = {claim[0]: article for article, claim in some}
                vectors = queries.words.vectors(claim for _, claim in some)
                following = [(articles[n], n, vector) for n, vector in vectors]
                sent.result()
                ready = following
        queries.copy(_COPY, ready)


_INDEXED = ("text", "reasoning", "correction")


def driver_of(connection: Connection) -> psycopg.Connection[Any]:
    """The connection of psycopg below SQLAlchemy's."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def stored(connection: Connection) -> StoredQueries:
    """What runs the store's own queries on a connection."""
    kept = connection.connection.info
    driver = driver_of(connection)
    if "annot" not in kept or kept["annot"][0] is not driver:
        kept["annot"] = (driver, StoredQueries(driver))
    queries: StoredQueries = kept["annot"][1]
    return queries
