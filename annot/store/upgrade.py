"""Bringing an older workspace up to date: a backup first, then all migrations or none."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path

from annot.errors import WorkspaceError
from annot.store import sqlite_file
from annot.store.backup import copied, named
from annot.store.file_steps import MIGRATIONS, migrate, newest_in, schema_of
from annot.store.place import Place
from annot.store.sqlite_file import NOTHING_WRITTEN


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What was done: schema before and after, and where the backup is (None if there is none)."""

    before: int
    after: int
    backup: Path | None


def upgrade(place: Place, *, migrations: Path = MIGRATIONS) -> Upgrade:
    """Bring a workspace to the newest schema.

    Args:
        place: The workspace. The backup is made beside it, or in the current folder if it is on a
            server.
        migrations: The folder of Alembic's `env.py` and `versions`, with that of a server in it.

    Raises:
        WorkspaceError: If it is no workspace of ours, is newer, or does not pass its checks; it is
            left as it was, and so is the backup.
        BusyError: If another program keeps it locked.
    """
    if not isinstance(place, Path):
        from annot.store.postgres_upgrade import upgrade_server

        return Upgrade(*upgrade_server(place, migrations))
    return _upgrade_file(place, migrations)


def _upgrade_file(path: Path, migrations: Path) -> Upgrade:
    sqlite_file.require(path)
    newest = newest_in(migrations)
    connection = sqlite_file.raw_connection(path)
    try:
        before = schema_of(connection, path)
        if before > newest:
            raise sqlite_file.too_new(path, before)
        if before == newest:
            return Upgrade(before, newest, None)
        backup = copied(connection, path, named(path, f"schema-{before}")).path
        migrate(connection, migrations, before, newest)
        _check(connection, path, backup)
    except sqlite3.Error as error:
        raise sqlite_file.translated(error, path, NOTHING_WRITTEN) from error
    finally:
        connection.close()
    return Upgrade(before, newest, backup)


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
