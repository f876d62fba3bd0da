"""A workspace's database: made, opened, and the two kinds of transaction on it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert
from sqlalchemy.exc import DBAPIError

from annot.store import rows, sqlite_file
from annot.store.columns import new_uid
from annot.store.models import UNPLACED, Article, metadata
from annot.store.rows import R
from annot.store.views import VIEWS


class Database:
    """One workspace file and the connections to it.

    Reads take `reading()`, writes the recorder's transaction on `writing()`; nothing else opens a
    connection.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.engine = _engine(path)
        self._writing: Connection | None = None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state and writes nothing.

        Inside an open operation it is that operation's, which sees what it has written.
        """
        if self._writing is not None:
            yield self._writing
            return
        with self._translating(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that holds the write lock from its begin and commits at its end."""
        with self._translating(), self.engine.connect() as connection:
            connection = connection.execution_options(annot_writing=True)
            with connection.begin():
                self._writing = connection
                try:
                    yield connection
                finally:
                    self._writing = None

    @contextlib.contextmanager
    def temporary(self) -> Iterator[Connection]:
        """A transaction for temporary tables alone, which locks nothing.

        They belong to the connection, which is one and the same for a thread.
        """
        with self.reading() as connection:
            yield connection

    def find(self, model: type[R], **equal: Any) -> list[R]:
        """The rows whose columns have the values given, by id; see `rows.find`."""
        with self.reading() as connection:
            return rows.find(connection, model, **equal)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextlib.contextmanager
    def _translating(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if isinstance(error.orig, sqlite3.OperationalError | sqlite3.DatabaseError) and not (
                isinstance(error.orig, sqlite3.IntegrityError)
            ):
                raise sqlite_file.translated(error.orig, self.path) from error
            raise


def open_database(path: Path, *, create: bool) -> Database:
    """Open the workspace at the path, or begin it.

    Args:
        path: The file.
        create: Whether to begin a workspace where there is none.

    Raises:
        WorkspaceError: If there is none and `create` is false, or it cannot be opened.
        BusyError: If another program keeps it locked.
    """
    if not create:
        sqlite_file.require(path)
    elif not sqlite_file.exists(path):
        _create(path)
    sqlite_file.connect(path).close()
    return Database(path)


def _engine(path: Path) -> Engine:
    engine = create_engine("sqlite://", creator=lambda: sqlite_file.connect(path))

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("annot_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    return engine


def _create(path: Path) -> None:
    """Build the workspace beside its place and move it there whole.

    A process that is killed half-way leaves no half-made workspace behind. Two processes that
    begin the same one at the same moment both end with the one that came first.
    """
    building = path.with_name(f".{path.name}.{os.getpid()}.new")
    building.unlink(missing_ok=True)
    sqlite_file.create_empty(building)
    try:
        _build(building)
        with contextlib.suppress(FileExistsError):
            _move(building, path)
    except sqlite3.Error as error:
        raise sqlite_file.translated(error, path) from error
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            Path(f"{building}{ending}").unlink(missing_ok=True)


def _build(path: Path) -> None:
    raw = sqlite_file.raw_connection(path)
    engine = create_engine("sqlite://", creator=lambda: raw)
    with engine.connect() as connection:
        run = connection.exec_driver_sql
        run("PRAGMA journal_mode = WAL")
        run(f"PRAGMA application_id = {sqlite_file.APPLICATION_ID}")
        run("BEGIN IMMEDIATE")
        metadata.create_all(connection)
        run(sqlite_file.FULL_TEXT)
        for view in VIEWS.values():
            run(view)
        connection.execute(insert(Article), _unplaced())
        run(f"PRAGMA user_version = {sqlite_file.SCHEMA_VERSION}")
        connection.commit()
        if raw.in_transaction:
            run("COMMIT")
        run("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    raw.close()


def _unplaced() -> dict[str, Any]:
    now = datetime.now(UTC)
    uid = new_uid()
    return {
        "id": UNPLACED,
        "uid": uid,
        "slug": "unplaced",
        "title": "Claims without an article",
        "byline": "",
        "publication": "",
        "published": "",
        "created_at": now,
        "updated_at": now,
        "version": uid,
    }


def _move(building: Path, path: Path) -> None:
    if sqlite_file.exists(path):
        raise FileExistsError(path)
    if path.exists():  # an empty file, such as `touch` or `mktemp` makes
        building.replace(path)
    else:
        os.link(building, path)
