"""Opening a workspace file with the standard library alone, safely.

A file may come from a stranger. Before anything else runs on it, it must be an SQLite database
with our application id, of a schema that we know, without a trigger or view that we did not write.
SQLAlchemy's engine and the thin read path of the screen both connect through here.

Nothing but SQLite opens the file, not even to read its first bytes: to close it again would take
away the locks of every connection that this program has (a POSIX lock belongs to the program, not
to the one who took it). Another program that closes the workspace then believes that it was the
last one and removes the write-ahead log; what is written into that afterwards is lost.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from annot.errors import BusyError, WorkspaceError
from annot.store.views import VIEWS

APPLICATION_ID = int.from_bytes(b"annt", "big")
SCHEMA_VERSION = 5
BUSY_SECONDS = 5.0

FULL_TEXT_COLUMNS = "text, reasoning, correction"
TOKENIZER = "porter unicode61 remove_diacritics 2"
"""How the full text takes words apart, and their endings off."""

FULL_TEXT = (
    "CREATE VIRTUAL TABLE claim_fts USING fts5("
    f"{FULL_TEXT_COLUMNS}, content='claim', content_rowid='id', tokenize='{TOKENIZER}')"
)


def exists(path: Path) -> bool:
    """Whether there is a file that could be a workspace; an empty file counts as none.

    Raises:
        WorkspaceError: If the path is a folder or cannot be looked at.
    """
    try:
        if path.is_dir():
            raise WorkspaceError(
                f"{path} is a folder, not a workspace.",
                hint=f"Name a file in it: annot -d {path / 'annot.db'} …",
            )
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False
    except OSError as error:
        raise WorkspaceError(f"{path} cannot be opened: {error.strerror}.") from error


def require(path: Path) -> None:
    """Raise an error if there is no file that could be a workspace.

    Raises:
        WorkspaceError: If there is none.
    """
    if not exists(path):
        raise WorkspaceError(
            f"There is no workspace {path}.",
            hint="Begin one by adding an article: annot article add FILE (or try: annot demo)",
        )


def required(path: Path) -> Path:
    """The path of a file that could be a workspace.

    Raises:
        WorkspaceError: If there is none.
    """
    require(path)
    return path


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection in autocommit mode with every safety setting on; the file is checked first.

    Args:
        path: An existing workspace.
        read_only: Open it so that nothing can be written.

    Raises:
        WorkspaceError: If the file is no workspace of ours, is from a newer annot, holds foreign
            triggers or views, or cannot be opened.
        BusyError: If another program keeps it locked.
    """
    connection = raw_connection(path, read_only=read_only)
    try:
        _check(connection, path)
        _settle(connection)
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error):
            raise translated(error, path) from error
        raise
    return connection


def raw_connection(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection without any check, for making a workspace or mending one.

    A file in a folder that cannot be written is read as immutable, since SQLite could not create
    the index of its write-ahead log there.
    """
    mode = "ro" if read_only else "rw"
    if not os.access(path.parent, os.W_OK) or not os.access(path, os.W_OK):
        mode = "ro" if Path(f"{path}-wal").exists() else "ro&immutable=1"
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    try:
        return sqlite3.connect(
            uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
    except sqlite3.Error as error:
        raise translated(error, path) from error


def cannot_be_created(path: Path, error: OSError) -> WorkspaceError:
    """The error that tells that a workspace cannot be created where it was wanted."""
    return WorkspaceError(
        f"The workspace {path} cannot be created: {error.strerror or error}.",
        hint="Name a place where you may write: annot -d FILE …",
    )


def foreign(path: Path) -> WorkspaceError:
    """The error that tells that a file is a database of another program."""
    return WorkspaceError(
        f"{path} is an SQLite database of another program, not an annot workspace.",
        hint="Name your workspace with -d FILE; annot leaves this file as it is.",
    )


def too_new(path: Path, version: int) -> WorkspaceError:
    """The error that tells that a workspace has a schema that is not known here."""
    return WorkspaceError(
        f"{path} was written by a newer annot (schema {version}, this one knows {SCHEMA_VERSION}).",
        hint="Install the newer annot: pip install --upgrade annot-ledger",
    )


def _check(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    refuse_other_schemas(connection, path)
    _refuse_foreign_code(connection, path)


def refuse_other_schemas(connection: sqlite3.Connection, path: Path) -> None:
    """Raise an error unless the file is a workspace of the schema that is known here.

    Raises:
        WorkspaceError: If it is not.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        raise foreign(path)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        raise too_new(path, version)
    if version < SCHEMA_VERSION:
        raise WorkspaceError(
            f"{path} has the older schema {version}.",
            hint=f"Bring it up to date (a backup is made first): annot -d {path} upgrade",
        )


def _refuse_foreign_code(connection: sqlite3.Connection, path: Path) -> None:
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
    )
    foreign = sorted(name for name, sql in rows if name not in VIEWS or VIEWS[name] != sql)
    if foreign:
        raise WorkspaceError(
            f"{path} holds triggers or views ({', '.join(map(repr, foreign))}) that annot did not "
            "write; they could change or hide data unseen, so it is not opened.",
            hint="Ask whoever sent it for a lossless export: annot export ledger.jsonl",
        )


def _settle(connection: sqlite3.Connection) -> None:
    configure = getattr(connection, "setconfig", None)  # from Python 3.12 on
    if configure is not None:  # no statement can write into the schema or under the full text
        configure(getattr(sqlite3, "SQLITE_DBCONFIG_DEFENSIVE"), True)  # noqa: B009 -- as above
    for pragma in (
        "foreign_keys = ON",
        "synchronous = FULL",
        "mmap_size = 0",
        "cell_size_check = ON",
        "temp_store = FILE",  # an import of any length waits there; the file has no name
    ):
        connection.execute(f"PRAGMA {pragma}")


NOTHING_WRITTEN = "nothing was written"
WRITTEN = "what was begun had been written already"
UNCERTAIN = "it is not certain whether the change was written (annot history shows it)"


def translated(
    error: sqlite3.Error, path: Path | str, outcome: str = ""
) -> WorkspaceError | BusyError:
    """The error of SQLite in a user's words.

    Args:
        error: What SQLite told.
        path: The workspace.
        outcome: What became of the work, such as `NOTHING_WRITTEN`; empty if only reading failed.
    """
    code = primary_code(error)
    ending = f"; {outcome}." if outcome else "."
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return BusyError(
            f"Another program is writing to {path} and did not finish within "
            f"{BUSY_SECONDS:.0f} seconds{ending}",
            hint="Try again; if it stays so, look for a long import or a program that hangs.",
        )
    if code == sqlite3.SQLITE_NOTADB:
        return WorkspaceError(
            f"{path} is not an annot workspace (not an SQLite database).",
            hint="Name your workspace with -d FILE, or add an article to begin a new one.",
        )
    words = {
        sqlite3.SQLITE_READONLY: ("cannot be written (read-only)", "Check the file's permissions."),
        sqlite3.SQLITE_FULL: ("cannot grow: the disk is full", "Free room and try again."),
        sqlite3.SQLITE_CANTOPEN: (
            "cannot be opened",
            "Check the path and its permissions, and that the disk has room.",
        ),
        sqlite3.SQLITE_CORRUPT: (
            "is damaged",
            "See what is wrong: annot doctor. Keep the file as it is, and go back to a backup.",
        ),
        sqlite3.SQLITE_IOERR: (
            "cannot be read or written",
            "Check the disk: it may be full or failing.",
        ),
    }.get(code)
    if words is None:
        return WorkspaceError(f"{path}: {error}{ending}")
    return WorkspaceError(f"{path} {words[0]}{ending}", hint=words[1])


def is_damage(error: sqlite3.Error) -> bool:
    """Whether the error says that the file itself is damaged."""
    return primary_code(error) in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def primary_code(error: sqlite3.Error) -> int:
    """Which error of SQLite it is, without its variant; 0 if it comes from Python's module."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF
