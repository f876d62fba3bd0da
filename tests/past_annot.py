"""What another program does in a workspace, in a file or on a server."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from annot.store.place import Place


def past_annot(place: Place, *statements: str) -> None:
    """Run statements of SQL past annot, with the rules of the tables as far off as they can be."""
    if isinstance(place, Path):
        with closing(sqlite3.connect(place)) as raw:
            raw.execute("PRAGMA foreign_keys = OFF")
            raw.execute("PRAGMA ignore_check_constraints = ON")
            for statement in statements:
                raw.executescript(statement)
            raw.commit()
        return
    import psycopg

    with psycopg.connect(place.url, autocommit=True) as connection:
        connection.execute("SET session_replication_role = replica")  # no reference is looked at
        for statement in statements:
            connection.execute(statement.encode())
