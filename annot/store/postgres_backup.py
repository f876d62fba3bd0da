"""A backup of a workspace on a server: its rows of one moment, in a file of the same schema.

The file is one of SQLite, so that it can be looked into, checked and worked on without any server.
It is filled in one transaction that sees one state, while others write.
"""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from annot.errors import WorkspaceError
from annot.store import postgres_server, sqlite_file, stored_tables
from annot.store.backup import COPYING, Backup, Heads, State, Tell, built, place_for
from annot.store.file_steps import MIGRATIONS, make_empty
from annot.store.place import Server
from annot.store.postgres_errors import translated
from annot.store.sqlite_file import NOTHING_WRITTEN

_HEADS = (
    "SELECT DISTINCT ON (article_id) article_id, seq, hash FROM event ORDER BY article_id, seq DESC"
)
_ONE_STATE = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


def back_up_server(server: Server, to: Path | None, *, progress: Tell | None = None) -> Backup:
    """What `backup.back_up` does, for a server.

    Raises:
        InvalidValueError: If there is a file of this name.
        WorkspaceError: If the server cannot be read, or the copy not be written.
    """
    driver = postgres_server.connect(server)
    try:
        postgres_server.check(driver, server)
        driver.execute(_ONE_STATE)
        return copied(driver, server, place_for(file_named(driver), to), progress=progress)
    except psycopg.Error as error:
        raise translated(error, server, NOTHING_WRITTEN) from error
    finally:
        driver.close()


def file_named(driver: psycopg.Connection[Any]) -> Path:
    """What a file is called that is made of a workspace, in the current folder: `story.db`."""
    row = driver.execute("SELECT current_database(), current_schema()").fetchone()
    assert row is not None
    names = [str(name) for name in row if name != "public"]
    plain = re.sub(r"[^\w.-]", "_", ".".join(names), flags=re.ASCII)
    return Path.cwd() / f"{plain}.db"


def copied(
    driver: psycopg.Connection[Any],
    server: Server,
    to: Path,
    *,
    is_damaged: bool = False,
    progress: Tell | None = None,
    migrations: Path = MIGRATIONS,
) -> Backup:
    """Copy the workspace of an open connection, of whatever schema, into a file.

    Args:
        driver: The connection, in a transaction that sees one state.
        server: The workspace.
        to: The file to be made.
        is_damaged: Whether it may be damaged: the copy is then only to be the same.
        progress: Is told how far the work has come.
        migrations: The folder of the steps by which a file comes to the same schema.

    Raises:
        InvalidValueError: If there is a file of this name.
        WorkspaceError: If the copy is not the same, or cannot be written.
    """
    version = postgres_server.version(driver) or 0

    def fill(building: Path) -> State:
        make_empty(building, version, migrations)
        with closing(sqlite3.connect(building, isolation_level=None)) as file:
            _fill(driver, server, file, progress, is_damaged=is_damaged)
        return version, heads_of(driver)

    try:
        return built(to, fill, of=server, is_damaged=is_damaged, tell=progress)
    except sqlite3.Error as error:
        raise sqlite_file.translated(error, to, NOTHING_WRITTEN) from error


def heads_of(driver: psycopg.Connection[Any]) -> Heads:
    """The last event of every chain."""
    return driver.execute(_HEADS).fetchall()


def _fill(
    driver: psycopg.Connection[Any],
    server: Server,
    file: sqlite3.Connection,
    progress: Tell | None,
    *,
    is_damaged: bool,
) -> None:
    for pragma in ("synchronous = OFF", "foreign_keys = OFF"):  # it is synced as a whole
        file.execute(f"PRAGMA {pragma}")
    if is_damaged:
        file.execute("PRAGMA ignore_check_constraints = ON")
    tables = stored_tables.tables_of(file)
    if is_damaged:
        tables = [found for t in tables if (found := stored_tables.there(driver, t)).columns]
    total = stored_tables.count(driver, tables)
    done = 0

    def tell(rows: int) -> None:
        nonlocal done
        done += rows
        if progress:
            progress(COPYING * done / max(total, 1))

    file.execute("BEGIN")
    for table in tables:
        if not stored_tables.to_file(driver, file, table, tell):
            raise WorkspaceError(f"The copy of {server} is not the same; {NOTHING_WRITTEN}.")
    file.execute("INSERT INTO claim_fts (claim_fts) VALUES ('rebuild')")
    file.execute("COMMIT")
    broken = file.execute("PRAGMA foreign_key_check").fetchall()
    if broken and not is_damaged:
        raise WorkspaceError(
            f"{server} has {len(broken)} references to rows that are not there, so that no backup "
            "was made.",
            hint=f"See what is wrong, and what to do: annot -d {server} doctor",
        )
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
