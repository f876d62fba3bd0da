"""Temporary tables and the few ways in which an import speaks to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection


class Column(NamedTuple):
    """A column of a temporary table.

    Attributes:
        name: Its name.
        kind: What stands in it: `int`, `str` or `bytes` (a uid).
        default: Its default as SQL spells it; empty for none.
    """

    name: str
    kind: type
    default: str = ""


class Temporary:
    """The temporary tables of a connection; they are named `temp.…`, the ledger's `main.…`.

    Attributes:
        finds_in_order: Whether rows that are not sorted come as they lie.
    """

    finds_in_order = True

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def create(self, table: str, columns: Sequence[Column], *, key: bool) -> None:
        """Create a table.

        Args:
            table: Its name.
            columns: Its columns; the first one is a whole number.
            key: Whether the first one is the key, which counts from 1 if it is not given.
        """
        first, *others = (
            f'"{column.name}"{column.default and f" DEFAULT {column.default}"}'
            for column in columns
        )
        begin = f"{first} INTEGER{' PRIMARY KEY' if key else ''}"
        self.run(f"CREATE TEMP TABLE {table} ({', '.join((begin, *others))})")

    def drop(self, table: str) -> None:
        """Drop a table if it is there."""
        self.run(f"DROP TABLE IF EXISTS temp.{table}")

    def index(self, name: str, table: str, what: str) -> None:
        """Create an index over some columns of a table."""
        self.run(f"CREATE INDEX temp.{name} ON {table} {what}")

    def empty(self, table: str) -> None:
        """Take all rows out of a table; its key counts from 1 again."""
        self.run(f"DELETE FROM temp.{table}")

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
        """Insert rows into a table."""
        named = ", ".join(f'"{name}"' for name in columns)
        places = ", ".join("?" * len(columns))
        self.run(f"INSERT INTO temp.{table} ({named}) VALUES ({places})", rows)

    def wrote(self, claims: int) -> None:
        """Let the engine know that so many claims came at once."""

    def run(self, statement: str, values: Any = None) -> int:
        """Run a statement, with values once or a list of them; how many rows it touched."""
        run = self.connection.exec_driver_sql
        return (run(statement) if values is None else run(statement, values)).rowcount

    def all(self, statement: str) -> list[Any]:
        """The rows of a query."""
        return list(self.connection.exec_driver_sql(statement))

    def has_any(self, table: str) -> bool:
        """Whether there is a row in a temporary table."""
        ((found,),) = self.all(f"SELECT EXISTS (SELECT 1 FROM temp.{table})")
        return bool(found)
