"""Going back to an older schema: by the backup that was made before the upgrade, or not at all.

There are no migrations downwards. One would have to drop what the older schema has no place for,
and the history, whose hashes cover it, would hold no more.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from annot.errors import ConflictError, NotFoundError, WorkspaceError
from annot.store import sqlite_file
from annot.store.backup import copied, named
from annot.store.sqlite_file import NOTHING_WRITTEN


@dataclass(frozen=True, slots=True)
class WentBack:
    """What was done.

    Attributes:
        before: The schema before.
        after: The schema now.
        backup: The backup that the workspace is now as.
        kept: The workspace as it was until now.
        lost: How many events were done since that backup, and are only in `kept` now.
    """

    before: int
    after: int
    backup: Path
    kept: Path
    lost: int


def go_back(path: Path, backup: Path | None = None, *, lose: bool = False) -> WentBack:
    """Make a workspace again what it was before its last upgrade.

    Args:
        path: The workspace.
        backup: The backup of the upgrade; else the newest that lies beside the workspace.
        lose: Whether to go back though something was done since, which is lost.

    Raises:
        NotFoundError: If there is no backup of an upgrade.
        ConflictError: If something was done since, and `lose` is false.
        WorkspaceError: If a file cannot be read, or the backup is none of this workspace.
        BusyError: If another program keeps the workspace locked.
    """
    sqlite_file.require(path)
    chosen = backup or _newest(path)
    try:
        with (
            closing(sqlite_file.raw_connection(path)) as now,
            closing(sqlite_file.raw_connection(chosen, read_only=True)) as then,
        ):
            before, after = _version(now, path), _version(then, chosen)
            if after >= before:
                raise WorkspaceError(f"{chosen} is not of an older schema than {path}.")
            lost = _done_since(now, then, path, chosen)
            if lost and not lose:
                raise ConflictError(
                    f"Since {chosen} was made, {lost:,} events were recorded in {path}, which it "
                    f"does not have; {NOTHING_WRITTEN}.",
                    hint="Write them out first (annot export claims.csv), then: "
                    "annot upgrade --back --lose",
                )
            kept = copied(now, path, named(path, f"schema-{before}")).path
            then.backup(now)
    except sqlite3.Error as error:
        raise sqlite_file.translated(error, path, NOTHING_WRITTEN) from error
    return WentBack(before, after, chosen, kept, lost)


def _newest(path: Path) -> Path:
    version = f"{path.stem}.schema-*.*{path.suffix}"
    found = sorted(path.parent.glob(version), key=lambda file: file.stat().st_mtime)
    older = [file for file in found if _schema_of(file) < sqlite_file.SCHEMA_VERSION]
    if not older:
        raise NotFoundError(
            f"There is no backup of an upgrade beside {path}.",
            hint="Name it: annot upgrade --back --from BACKUP",
        )
    return older[-1]


def _schema_of(file: Path) -> int:
    number = file.name.partition(".schema-")[2].partition(".")[0]
    return int(number) if number.isdecimal() else sqlite_file.SCHEMA_VERSION


def _version(connection: sqlite3.Connection, path: Path) -> int:
    connection.execute("PRAGMA trusted_schema = OFF")
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != sqlite_file.APPLICATION_ID:
        raise sqlite_file.foreign(path)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _done_since(now: sqlite3.Connection, then: sqlite3.Connection, path: Path, backup: Path) -> int:
    """How many events the workspace has that the backup does not have.

    Raises:
        WorkspaceError: If the backup has one that the workspace does not have.
    """
    query = "SELECT article_id, seq, hash FROM event"
    here, there = set(now.execute(query)), set(then.execute(query))
    same = "SELECT uid FROM article WHERE id = 0"
    if there - here or now.execute(same).fetchone() != then.execute(same).fetchone():
        raise WorkspaceError(
            f"{backup} is no backup of {path}: it has events that are not in there.",
            hint="Open it by itself, with the annot that made it: annot -d BACKUP …",
        )
    return len(here - there)
