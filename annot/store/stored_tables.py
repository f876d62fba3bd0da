"""Every row of a workspace as it is stored, of whatever schema, out of a server and into one.

The tables are those that the file of the same schema has, told by their columns alone: so it also
works for a schema that is older than the one known here, or one whose rows are damaged. The rows
are hashed on the way, and read again where they arrived.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import psycopg

from annot.errors import WorkspaceError
from annot.store.postgres_server import StoredQueries

_TYPES = """
    SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
    WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped
"""
_AT_ONCE = 500
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class StoredTable(NamedTuple):
    """A table by its name, its columns, and those of them that its rows stand in the order of."""

    name: str
    columns: tuple[str, ...]
    order: tuple[str, ...]

    @property
    def rows(self) -> str:
        """A query for all rows, in their order; it means the same to both engines."""
        return f"SELECT {_quoted(self.columns)} FROM {self.name} ORDER BY {_quoted(self.order)}"  # noqa: S608 -- names of ours


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def tables_of(file: sqlite3.Connection) -> list[StoredTable]:
    """The tables of a workspace's file, without the full text.

    Raises:
        WorkspaceError: If one has a name that annot gives none; a file may come from a stranger.
    """
    named = file.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    names = [name for (name,) in named if not name.startswith(("sqlite_", "claim_fts"))]
    found = []
    for name in _plain(names):
        columns = file.execute(f"PRAGMA table_info({name})").fetchall()
        order = sorted((key, column) for _, column, *_, key in columns if key)
        known = tuple(_plain(column for _, column, *_ in columns))
        found.append(StoredTable(name, known, tuple(column for _, column in order)))
    return found


def _plain(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        if not _NAME.fullmatch(name):
            raise WorkspaceError(
                f"The file has a table or column {name!r}, which annot did not make.",
                hint="Take a backup that annot has made.",
            )
        yield name


def views_of(file: sqlite3.Connection) -> list[str]:
    """The names of the views of a workspace's file."""
    return [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]


def there(server: psycopg.Connection[Any], table: StoredTable) -> StoredTable:
    """A table with those of its columns that the server has: all, if nothing is damaged."""
    known = _types(server, table)
    return table._replace(columns=tuple(name for name in table.columns if name in known))


def _types(server: psycopg.Connection[Any], table: StoredTable) -> dict[str, str]:
    return dict(server.execute(_TYPES, (table.name,)).fetchall())


def count(server: psycopg.Connection[Any], tables: Iterable[StoredTable]) -> int:
    """How many rows the tables have."""
    query = " + ".join(f"(SELECT count(*) FROM {table.name})" for table in tables)  # noqa: S608 -- names of ours
    row = server.execute(f"SELECT {query}".encode()).fetchone()
    return int(row[0]) if row else 0


def to_file(
    server: psycopg.Connection[Any],
    file: sqlite3.Connection,
    table: StoredTable,
    tell: Callable[[int], None],
) -> bool:
    """Copy a table out of a server into a file; whether the file then has the same rows.

    Args:
        server: Where the table is, in a transaction.
        file: Where an empty one is.
        table: The table.
        tell: Is told of every few rows how many there were.
    """
    sent = _Hashed(StoredQueries(server).stream(table.rows, (), _AT_ONCE), tell)
    marks = ", ".join("?" * len(table.columns))
    file.executemany(
        f"INSERT INTO {table.name} ({_quoted(table.columns)}) VALUES ({marks})",  # noqa: S608 -- names of ours
        sent,
    )
    arrived = _Hashed(file.execute(table.rows))
    return arrived.exhausted() == sent.digest


def to_server(
    file: sqlite3.Connection, server: psycopg.Connection[Any], table: StoredTable
) -> bool:
    """Copy a table out of a file into a server; whether the server then has the same rows."""
    types = _types(server, table)
    flags = [place for place, name in enumerate(table.columns) if types[name] == "boolean"]
    sent = _Hashed(file.execute(table.rows))
    queries = StoredQueries(server)
    rows = ([queries.value(item) for item in _with_flags(row, flags)] for row in sent)
    queries.copy(f"COPY {table.name} ({_quoted(table.columns)}) FROM STDIN", rows)
    arrived = _Hashed(queries.stream(table.rows, (), _AT_ONCE))
    return arrived.exhausted() == sent.digest


def _with_flags(row: Sequence[Any], flags: Sequence[int]) -> Sequence[Any]:
    """A row whose values at some places are true or false, not 1 or 0."""
    values = list(row)
    for place in flags:
        values[place] = None if row[place] is None else bool(row[place])
    return values


class _Hashed:
    """Goes through rows, and knows their digest at the end."""

    def __init__(
        self, rows: Iterable[Sequence[Any]], tell: Callable[[int], None] | None = None
    ) -> None:
        self._rows = rows
        self._tell = tell
        self._hash = sha256()

    def __iter__(self) -> Iterator[Sequence[Any]]:
        number = 0
        for number, row in enumerate(self._rows, start=1):
            self._hash.update(repr(tuple(row)).encode(errors="surrogateescape"))
            if self._tell and number % _AT_ONCE == 0:
                self._tell(_AT_ONCE)
            yield row
        if self._tell:
            self._tell(number % _AT_ONCE)

    @property
    def digest(self) -> bytes:
        """The digest of the rows so far."""
        return self._hash.digest()

    def exhausted(self) -> bytes:
        """The digest of all rows."""
        for _ in self:
            pass
        return self.digest
