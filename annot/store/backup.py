"""A copy of a workspace made while others work in it, and opened to see that it is whole.

SQLite's backup API copies what one transaction sees, page by page; who writes meanwhile waits for
nothing, and the copy has nothing of what comes after its begin. From a server the rows of one
transaction are copied into a file of the same schema (see `postgres_backup`). The copy is built
beside its place under another name and moved there when it was checked, so that no half of one can
be taken for a backup.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from annot.errors import InvalidValueError, WorkspaceError
from annot.store import chain, private_file, sqlite_file
from annot.store.place import Place
from annot.store.sqlite_file import NOTHING_WRITTEN

Tell = Callable[[float], None]
"""Is told which share of the work is done, from 0 to 1."""

_PAGES = 2_000
COPYING = 0.6
"""The share of copying in the work; the rest is checking, as it was measured."""

Heads = list[tuple[int, int, bytes]]
State = tuple[int, Heads]
"""The schema, and the last event of every chain."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made and checked.

    Attributes:
        path: The file.
        size: How long it is, in bytes.
        schema: The version of its schema.
        heads: The last event of every chain in it: article, number, hash.
        root: The root over them, 32 bytes.
    """

    path: Path
    size: int
    schema: int
    heads: Heads
    root: bytes


def back_up(place: Place, to: Path | None = None, *, progress: Tell | None = None) -> Backup:
    """Copy a workspace, and check the copy.

    Args:
        place: The workspace.
        to: The file to be made, or a folder; else it is made beside the workspace, or in the
            current folder if that is on a server. It is named after the workspace and the moment
            (UTC), if no name is given.
        progress: Is told how far the work has come.

    Raises:
        InvalidValueError: If there is a file of this name.
        WorkspaceError: If the workspace cannot be read or is damaged, or the copy not written.
        BusyError: If another program keeps the workspace locked.
    """
    if not isinstance(place, Path):
        from annot.store.postgres_backup import back_up_server

        return back_up_server(place, to, progress=progress)
    with closing(sqlite_file.connect(sqlite_file.required(place))) as connection:
        return copied(connection, place, place_for(place, to), progress=progress)


def copied(
    connection: sqlite3.Connection,
    path: Path,
    to: Path,
    *,
    is_damaged: bool = False,
    progress: Tell | None = None,
) -> Backup:
    """Copy the workspace of an open connection, of whatever schema.

    Args:
        connection: Where it is open, outside any transaction.
        path: The workspace.
        to: The file to be made.
        is_damaged: Whether it may be damaged: the copy is then only to be the same.
        progress: Is told how far the work has come.

    Raises:
        InvalidValueError: If there is a file of this name.
        WorkspaceError: If the workspace cannot be read or is damaged, or the copy not written.
        BusyError: If another program keeps the workspace locked.
    """
    tell = progress or _nobody

    def fill(building: Path) -> State:
        with closing(sqlite3.connect(building)) as copy:
            return _copy(connection, copy, tell)

    try:
        return built(to, fill, of=path, is_damaged=is_damaged, tell=tell)
    except sqlite3.Error as error:
        raise sqlite_file.translated(error, path, NOTHING_WRITTEN) from error


def built(
    to: Path,
    fill: Callable[[Path], State],
    *,
    of: Place,
    is_damaged: bool = False,
    tell: Tell | None = None,
) -> Backup:
    """Have a copy made under another name, and give it its own when it was checked.

    Args:
        to: The file to be made.
        fill: Fills an empty file, and says what has to be in it.
        of: The workspace.
        is_damaged: Whether that may be damaged: the copy is then only to be the same.
        tell: Is told how far the work has come.

    Raises:
        InvalidValueError: If there is a file of this name.
        WorkspaceError: If the copy is damaged or not the same, or cannot be written.
    """
    building = private_file.building(to)
    try:
        _refuse_existing(to)
        private_file.sweep(to)
        private_file.remove(building)
        private_file.create_empty(building)
        before = fill(building)
        after = _looked_at(building, is_damaged=is_damaged)
        if after != before:
            raise WorkspaceError(f"The copy of {of} is not the same; {NOTHING_WRITTEN}.")
        (tell or _nobody)(1.0)
        private_file.sync(building)
        private_file.move_new(building, to)
        private_file.sync_folder(to.parent)
        size = to.stat().st_size
    except FileExistsError as error:
        raise _exists(to) from error
    except OSError as error:
        raise WorkspaceError(
            f"The backup {to} cannot be made: {error.strerror or error}; {NOTHING_WRITTEN}.",
            hint="Name a place where you may write, with room: annot backup FILE",
        ) from error
    finally:
        private_file.remove(building)
    version, heads = before
    return Backup(to, size, version, heads, chain.merkle_root(heads))


def named(path: Path, word: str) -> Path:
    """A free name for a copy beside a workspace: `story.backup.20260102T030405Z.db`."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    found, more = path.with_name(f"{path.stem}.{word}.{stamp}{path.suffix}"), 2
    while found.exists():
        found, more = path.with_name(f"{path.stem}.{word}.{stamp}-{more}{path.suffix}"), more + 1
    return found


def place_for(path: Path, to: Path | None) -> Path:
    """Where a backup is made, of what was named for it: a file, a folder or nothing."""
    if to is None:
        return named(path, "backup")
    return named(to / path.name, "backup") if to.is_dir() else to


def _copy(connection: sqlite3.Connection, copy: sqlite3.Connection, tell: Tell) -> State:
    """Copy what one transaction sees; its schema and the heads of its chains."""
    connection.execute("BEGIN")  # held to the end: without it, each commit of others begins anew
    try:
        seen = state(connection)
        connection.backup(
            copy,
            pages=_PAGES,
            progress=lambda _, left, pages: tell(COPYING * (1 - left / max(pages, 1))),
        )
    finally:
        connection.execute("ROLLBACK")
    return seen


def _looked_at(copy: Path, *, is_damaged: bool) -> State:
    """Open a copy as its owner would, and see whether SQLite finds it whole."""
    uri = f"{copy.absolute().as_uri()}?mode=ro&immutable=1"  # leaves nothing beside it
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        if not is_damaged:
            (told,) = connection.execute("PRAGMA integrity_check").fetchone()
            if told != "ok":
                raise WorkspaceError(
                    f"The workspace is damaged, so that no backup was made: {told}.",
                    hint="See what is wrong, and what to do: annot doctor",
                )
        return state(connection)


def state(connection: sqlite3.Connection) -> State:
    """The schema of a workspace, and the last event of every chain; 0 and none of an empty file."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if not version:
        return 0, []
    heads = connection.execute(
        "SELECT article_id, max(seq), hash FROM event GROUP BY article_id ORDER BY article_id"
    )
    return int(version), [tuple(row) for row in heads]


def _refuse_existing(to: Path) -> None:
    if to.exists() or to.is_symlink():
        raise _exists(to)


def _exists(to: Path) -> InvalidValueError:
    return InvalidValueError(
        f"{to} is there already; a backup never overwrites a file.",
        hint="Name another file, or none: annot backup",
    )


def _nobody(share: float) -> None:
    """Tell nobody."""
