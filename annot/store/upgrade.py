"""Bringing an older workspace up to date: a backup first, then all migrations or none.

A schema is known by SQLite's `user_version`; the migration `0002_….py` leads to version 2. Alembic
is loaded here and nowhere else, so it costs nobody anything until a schema is old.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from annot.errors import WorkspaceError
from annot.store import sqlite_file
from annot.store.backup import copied, named
from annot.store.place import Place
from annot.store.sqlite_file import NOTHING_WRITTEN

MIGRATIONS = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What was done: schema before and after, and where the backup is (None if there is none)."""

    before: int
    after: int
    backup: Path | None


def upgrade(place: Place, *, migrations: Path | None = None) -> Upgrade:
    """Bring a workspace to the newest schema.

    Args:
        place: The workspace. On a server it is changed wholly or not at all, without a backup.
        migrations: The folder of Alembic's `env.py` and `versions`, if not that of the engine.

    Raises:
        WorkspaceError: If it is no workspace of ours, is newer, or does not pass its checks; it is
            left as it was, and so is the backup.
        BusyError: If another program keeps it locked.
    """
    if not isinstance(place, Path):
        from annot.store import postgres_schema

        before, after = postgres_schema.upgrade(place, migrations or postgres_schema.MIGRATIONS)
        return Upgrade(before, after, None)
    return _upgrade_file(place, migrations or MIGRATIONS)


def _upgrade_file(path: Path, migrations: Path) -> Upgrade:
    sqlite_file.require(path)
    newest = max(int(file.name[:4]) for file in (migrations / "versions").glob("[0-9]*.py"))
    connection = sqlite_file.raw_connection(path)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        before = _version(connection, path)
        if before > newest:
            raise sqlite_file.too_new(path, before)
        if before == newest:
            return Upgrade(before, newest, None)
        backup = copied(connection, path, named(path, f"schema-{before}")).path
        _migrate(connection, migrations, before, newest)
        _check(connection, path, backup)
    except sqlite3.Error as error:
        raise sqlite_file.translated(error, path, NOTHING_WRITTEN) from error
    finally:
        connection.close()
    return Upgrade(before, newest, backup)


def _version(connection: sqlite3.Connection, path: Path) -> int:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != sqlite_file.APPLICATION_ID:
        raise sqlite_file.foreign(path)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _migrate(connection: sqlite3.Connection, migrations: Path, before: int, newest: int) -> None:
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
            command.upgrade(config, f"{newest:04d}")
            run("DROP TABLE alembic_version")
            run(f"PRAGMA user_version = {newest}")
            run("COMMIT")
        except BaseException:
            if connection.in_transaction:
                run("ROLLBACK")
            raise


def _check(connection: sqlite3.Connection, path: Path, backup: Path) -> None:
    _refuse_damaged(connection, path)
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise WorkspaceError(
            f"After the upgrade {path} has {len(broken)} broken references.",
            hint=f"Go back to the backup {backup} and report it.",
        )


def _refuse_damaged(connection: sqlite3.Connection, path: Path) -> None:
    (told,) = connection.execute("PRAGMA integrity_check").fetchone()
    if told != "ok":
        raise WorkspaceError(f"{path} is damaged: {told}.", hint="Restore a backup.")
