"""A workspace on a server brought up to date, or back to the schema before; see `upgrade`.

Both happen in one transaction, in which nobody else writes: so the backup, a file of the same
schema, is what the steps begin with. A server changes its tables wholly or not at all.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection

from annot.errors import WorkspaceError
from annot.store import derived, postgres_rights, postgres_server, sqlite_file, stored_tables
from annot.store.backup import Heads, named
from annot.store.file_steps import newest_in, schema_of
from annot.store.going_back import (
    EVENTS,
    UID,
    LedgerEvents,
    WentBack,
    done_since,
    ledger_of,
    newest_backup,
    refuse_newer,
)
from annot.store.place import Server
from annot.store.postgres_backup import copied, file_named, heads_of
from annot.store.postgres_engine import lock
from annot.store.postgres_schema import FIRST_SCHEMA, STEPS, alone, migrate
from annot.store.postgres_server import VERSION_TABLE, StoredQueries
from annot.store.sqlite_file import NOTHING_WRITTEN


def upgrade_server(server: Server, migrations: Path) -> tuple[int, int, Path | None]:
    """Bring a workspace to the newest schema: the numbers before and after, and the backup.

    Args:
        server: The workspace.
        migrations: The folder of Alembic's `env.py` and `versions`, with that of a server in it.

    Raises:
        WorkspaceError: If there is none, it is newer, or this user may not change the tables.
        BusyError: If others are writing.
    """
    newest = newest_in(migrations / STEPS)
    with alone(server) as (driver, connection):
        before = _version(driver, server)
        if before > newest:
            raise postgres_server.too_new(server, before)
        if before == newest:
            return before, newest, None
        lock(driver)
        to = named(file_named(driver), f"schema-{before}")
        backup = copied(driver, server, to, migrations=migrations)
        postgres_rights.act_as_owner(driver)
        migrate(connection, migrations, before, newest)
        driver.execute(f"UPDATE {VERSION_TABLE} SET version = {newest}")
        _refuse_other_history(driver, server, backup.heads)
    return before, newest, backup.path


def go_back_server(
    server: Server, backup: Path | None, migrations: Path, *, lose: bool
) -> WentBack:
    """What `going_back.go_back` does, for a server.

    Raises:
        NotFoundError: If there is no backup of an upgrade.
        ConflictError: If something was done since, and `lose` is false.
        WorkspaceError: If the backup is none of this workspace, or this user may not do that.
        BusyError: If others are writing.
    """
    try:
        with alone(server) as (driver, connection):
            before = _version(driver, server)
            lock(driver)
            chosen = backup or newest_backup(file_named(driver), before)
            with closing(sqlite_file.raw_connection(chosen, read_only=True)) as then:
                after = schema_of(then, chosen)
                _refuse(before, after, server, chosen)
                lost = done_since(_ledger_of(driver), ledger_of(then), server, chosen, lose=lose)
                to = named(file_named(driver), f"schema-{before}")
                kept = copied(driver, server, to, migrations=migrations).path
                rights = postgres_rights.rights(driver)
                postgres_rights.act_as_owner(driver)
                _drop(driver, kept)
                migrate(connection, migrations, 0, after)
                _fill(connection, driver, then, server)
                driver.execute(f"UPDATE {VERSION_TABLE} SET version = {after}")
                postgres_rights.give(driver, rights)
    except sqlite3.Error as error:
        raise sqlite_file.translated(error, chosen, NOTHING_WRITTEN) from error
    return WentBack(before, after, chosen, kept, lost)


def _version(driver: psycopg.Connection[Any], server: Server) -> int:
    found = postgres_server.version(driver)
    if found is None:
        raise WorkspaceError(f"There is no workspace {server}.")
    return found


def _refuse(before: int, after: int, server: Server, backup: Path) -> None:
    refuse_newer(before, after, server, backup)
    if after < FIRST_SCHEMA:
        raise WorkspaceError(
            f"{backup} has the schema {after}, which no annot had on a server.",
            hint="Open it as a file, with the annot that made it: annot -d BACKUP …",
        )


def _refuse_other_history(driver: psycopg.Connection[Any], server: Server, heads: Heads) -> None:
    if heads_of(driver) != heads:
        raise WorkspaceError(
            f"After the upgrade {server} would have another history; {NOTHING_WRITTEN}.",
            hint="Report it; the workspace is as it was.",
        )


def _ledger_of(driver: psycopg.Connection[Any]) -> LedgerEvents:
    run = StoredQueries(driver).execute
    (uid,) = run(UID).fetchone() or (b"",)
    return LedgerEvents(uid, frozenset(run(EVENTS).fetchall()))


def _drop(driver: psycopg.Connection[Any], kept: Path) -> None:
    """Drop the tables and views that a file of the same schema has."""
    with closing(sqlite3.connect(kept)) as file:
        tables, views = stored_tables.tables_of(file), stored_tables.views_of(file)
    for view in views:
        driver.execute(f"DROP VIEW {view}".encode())
    names = ", ".join(["claim_fts", *(table.name for table in tables)])
    driver.execute(f"DROP TABLE {names}".encode())


def _fill(
    connection: Connection,
    driver: psycopg.Connection[Any],
    file: sqlite3.Connection,
    server: Server,
) -> None:
    driver.execute("SET CONSTRAINTS ALL DEFERRED")
    for table in stored_tables.tables_of(file):
        if not stored_tables.to_server(file, driver, table):
            raise WorkspaceError(
                f"What {server} would have is not what the backup has; {NOTHING_WRITTEN}."
            )
    derived.index_anew(connection)
    driver.execute("SET CONSTRAINTS ALL IMMEDIATE")
