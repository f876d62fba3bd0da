"""Temporary tables and the few ways in which an import speaks to them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection


class Temporary:
    """The temporary tables of a connection; they are named `temp.…`, the ledger's `main.…`."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

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
