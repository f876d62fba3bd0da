"""The steps by which a file comes from one schema to the next, or is made in one.

A schema is known by SQLite's `user_version`; the migration `0002_….py` leads to version 2. Alembic
is loaded here and in `postgres_schema` alone, so it costs nobody anything until a schema is old.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from annot.store import sqlite_file

MIGRATIONS = Path(__file__).parent / "migrations"
"""The folder of Alembic's `env.py` and `versions`; that of a server is in it."""


def newest_in(migrations: Path) -> int:
    """The schema to which the steps in a folder lead."""
    return max(int(file.name[:4]) for file in (migrations / "versions").glob("[0-9]*.py"))


def schema_of(connection: sqlite3.Connection, path: Path) -> int:
    """The schema of a workspace's file, of whatever version.

    Raises:
        WorkspaceError: If it is a database of another program.
    """
    connection.execute("PRAGMA trusted_schema = OFF")
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != sqlite_file.APPLICATION_ID:
        raise sqlite_file.foreign(path)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(connection: sqlite3.Connection, migrations: Path, before: int, to: int) -> None:
    """Go all steps from one schema to a later one, or none."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    from annot.store.database import unwrapped

    connection.execute("PRAGMA foreign_keys = OFF")
    engine = create_engine("sqlite://", creator=lambda: connection)
    config = Config()
    config.set_main_option("script_location", str(migrations))
    with unwrapped(), engine.connect() as borrowed:
        config.attributes["connection"] = borrowed
        run = borrowed.exec_driver_sql
        run("BEGIN IMMEDIATE")
        try:
            run("CREATE TABLE alembic_version (version_num TEXT NOT NULL)")
            if before:
                run("INSERT INTO alembic_version VALUES (?)", (f"{before:04d}",))
            command.upgrade(config, f"{to:04d}")
            run("DROP TABLE alembic_version")
            run(f"PRAGMA user_version = {to}")
            run("COMMIT")
        except BaseException:
            if connection.in_transaction:
                run("ROLLBACK")
            raise


def make_empty(path: Path, version: int, migrations: Path = MIGRATIONS) -> None:
    """Make an empty file a workspace of a schema, without a row in it."""
    with closing(sqlite_file.raw_connection(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA application_id = {sqlite_file.APPLICATION_ID}")
        migrate(connection, migrations, 0, version)
