"""A workspace's database: made, opened, and the two kinds of transaction on it."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event, insert
from sqlalchemy.exc import DBAPIError, IntegrityError, PendingRollbackError

from annot.errors import WorkspaceError
from annot.store import private_file, rows, sqlite_file
from annot.store.beginning import unplaced
from annot.store.dialect import dialect_of
from annot.store.models import Article, metadata
from annot.store.place import Place, Server, driver_errors, required, translated
from annot.store.rows import AnyRow
from annot.store.sqlite_dialect import driver_of
from annot.store.sqlite_file import NOTHING_WRITTEN, UNCERTAIN, WRITTEN
from annot.store.views import VIEWS

# What the pool says of a connection whose closing was interrupted is for no terminal: whoever was
# interrupted hears of it anyway.
logging.getLogger("sqlalchemy.pool").addHandler(logging.NullHandler())


LONG_LOG_PAGES = 10_000
"""Pages (of 4 kB) of a log that is not left alone any longer."""


class Database:
    """One workspace and the connections to it.

    Reads take `reading()`, writes the recorder's transaction on `writing()`; nothing else opens a
    connection.
    """

    def __init__(self, place: Place) -> None:
        self.path = place
        self.engine = _engine(place)
        self._writing: Connection | None = None
        self._reading: Connection | None = None
        self._outcome = ""  # what became of the last work that was begun here, for messages

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state and writes nothing.

        Inside an open operation it is that operation's, which sees what it has written; inside
        `one_state` it is the one that is open.
        """
        if (open_one := self._writing or self._reading) is not None:
            with self.telling():
                yield open_one
            return
        with self.telling(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextlib.contextmanager
    def one_state(self) -> Iterator[Connection]:
        """Everything that is read until its end sees one state, whoever writes meanwhile.

        Nothing can be written here as long as it is open.
        """
        with self.reading() as connection:
            before, self._reading = self._reading, connection
            try:
                yield connection
            finally:
                self._reading = before

    @contextlib.contextmanager
    def writing(self, *, written: str = WRITTEN) -> Iterator[Connection]:
        """A transaction that holds the write lock from its begin and commits at its end.

        Args:
            written: What errors and interruptions that come after the commit say of it; empty for
                what nobody had asked for.
        """
        self._outcome = NOTHING_WRITTEN
        with self.telling(), self.engine.connect() as connection:
            connection = connection.execution_options(annot_writing=True)
            with connection.begin():
                self._writing = connection
                try:
                    yield connection
                finally:
                    self._writing = None
                self._commit(connection, written)

    @contextlib.contextmanager
    def temporary(self) -> Iterator[Connection]:
        """A transaction for temporary tables alone, which locks nothing.

        They belong to the connection, which is one and the same for a thread.
        """
        with self.reading() as connection:
            yield connection

    def find(self, model: type[AnyRow], **equal: Any) -> list[AnyRow]:
        """The rows whose columns have the values given, by id; see `rows.find`."""
        with self.reading() as connection:
            return rows.find(connection, model, **equal)

    def content(self, sha256: bytes) -> bytes:
        """The bytes kept under a SHA-256.

        Raises:
            NotFoundError: If there are none.
            PurgedError: If they were purged.
        """
        with self.reading() as connection:
            return rows.content(connection, sha256)

    def wipe(self) -> bool:
        """Take what was deleted out of the file and its log, too; false if others hinder it.

        Of a server it is the table of kept bytes that is written anew.
        """
        with self.telling():
            if not isinstance(self.path, Path):
                from annot.store.postgres_wiping import wipe

                return wipe(self.path)
            driver = sqlite_file.connect(self.path)
            try:
                (is_in_use, _, _) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                driver.close()
        return not is_in_use

    def leave_log(self) -> None:
        """Leave the log of a file alone until `write_log`, unless it becomes long.

        SQLite otherwise writes it back into the file with every eightieth edit or so, which then
        takes twice as long. What was acknowledged is safe in the log as it is in the file.
        """
        if isinstance(self.path, Path):
            with self.telling(), self.engine.connect() as connection:
                driver_of(connection).execute(f"PRAGMA wal_autocheckpoint = {LONG_LOG_PAGES}")

    def write_log(self) -> None:
        """Write the log back into the file, as far as nobody reads what was before."""
        if isinstance(self.path, Path):
            with self.telling(), self.engine.connect() as connection:
                driver_of(connection).execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Close every connection."""
        with self.telling():
            self.engine.dispose()

    def _commit(self, connection: Connection, written: str) -> None:
        if isinstance(self.path, Path):
            self._commit_file(driver_of(connection), written)
            return
        from annot.store.postgres_dialect import driver_of as psycopg_of
        from annot.store.postgres_engine import commit

        driver = psycopg_of(connection)
        try:
            commit(driver)
        except BaseException:
            if driver.closed or driver.info.transaction_status == 0:
                self._outcome = UNCERTAIN
            raise
        self._outcome = written

    def _commit_file(self, driver: sqlite3.Connection, written: str) -> None:
        try:
            driver.commit()
        except KeyboardInterrupt:
            if not driver.in_transaction:
                self._outcome = written
            raise
        except sqlite3.IntegrityError as error:
            raise IntegrityError("COMMIT", None, error) from error
        except sqlite3.Error as error:
            # All may have been in the log when the disk failed, and come back from there; but not
            # if its last page could not be written.
            if sqlite_file.primary_code(error) == sqlite3.SQLITE_IOERR and (
                error.sqlite_errorcode != sqlite3.SQLITE_IOERR_WRITE
            ):
                self._outcome = UNCERTAIN
            raise
        self._outcome = written

    @contextlib.contextmanager
    def telling(self) -> Iterator[None]:
        """Tell errors of the database in a user's words, with what became of the work.

        Raises:
            WorkspaceError: If the file cannot be read or written.
            BusyError: If another program keeps it locked.
        """
        try:
            with unwrapped():
                yield
        except KeyboardInterrupt as interruption:
            if self._outcome == WRITTEN and not hasattr(interruption, "__notes__"):
                interruption.add_note(WRITTEN)
            raise
        except driver_errors() as error:
            raise translated(error, self.path, self._outcome) from error
        except PendingRollbackError as error:
            raise WorkspaceError(
                f"{self.path}: an error before this one ended the work; {NOTHING_WRITTEN}."
            ) from error


def open_database(place: Place, *, create: bool) -> Database:
    """Open the workspace at a place, or begin it.

    Args:
        place: The file, or the database on a server.
        create: Whether to begin a workspace where there is none.

    Raises:
        WorkspaceError: If there is none and `create` is false, or it cannot be opened.
        BusyError: If another program keeps it locked.
    """
    if not isinstance(place, Path):
        return _open_server(place, create=create)
    if not create:
        required(place)
    elif not sqlite_file.exists(place):
        _create(place)
    sqlite_file.connect(place).close()
    return Database(place)


def remove_unused(place: Place) -> None:
    """Take a workspace away that was begun just now and in which nothing was ever done."""
    if isinstance(place, Path):
        with contextlib.suppress(OSError):
            place.unlink()
        return
    from annot.store import postgres_schema

    postgres_schema.remove_unused(place)


def _open_server(server: Server, *, create: bool) -> Database:
    from annot.store import postgres_server

    if create and not postgres_server.exists(server):
        from annot.store.postgres_schema import create as make

        make(server)
    postgres_server.Thin(server).close()
    return Database(server)


def _engine(place: Place) -> Engine:
    if isinstance(place, Path):
        return _engine_of_file(place)
    from annot.store.postgres_engine import engine_of

    return engine_of(place)


def _engine_of_file(path: Path) -> Engine:
    engine = create_engine("sqlite://", creator=lambda: sqlite_file.connect(path))

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        immediate = connection.get_execution_options().get("annot_writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    @event.listens_for(engine, "handle_error")
    def _end(context: ExceptionContext) -> None:
        # After some errors, such as a full disk, SQLite has taken back the whole transaction. If
        # somebody went on, each statement would be a transaction of its own: so nobody can.
        connection = context.connection
        if connection is not None and connection.in_transaction():
            driver = driver_of(connection)
            context.is_disconnect = context.is_disconnect or not driver.in_transaction
            context.invalidate_pool_on_disconnect = False

    return engine


@contextlib.contextmanager
def unwrapped() -> Iterator[None]:
    """Raise what SQLAlchemy wraps as the driver did, except for a broken rule of the database."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error.orig, driver_errors()) and not isinstance(error, IntegrityError):
            raise error.orig from error
        raise


@contextlib.contextmanager
def part(connection: Connection) -> Iterator[None]:
    """A part of a transaction that is taken back alone if the block raises.

    If SQLite has taken back the whole transaction (see `_end`), there is no part any more, and the
    error itself is what is told.
    """
    savepoint = connection.begin_nested()
    try:
        yield
    except BaseException:
        if not connection.invalidated and dialect_of(connection).is_in_transaction(connection):
            savepoint.rollback()
        raise
    savepoint.commit()


def _create(path: Path) -> None:
    """Build the workspace beside its place and move it there whole.

    A process that is killed half-way leaves no half-made workspace behind. Two processes that
    begin the same one at the same moment both end with the one that came first.
    """
    building = private_file.building(path)
    try:
        private_file.sweep(path)
        building.unlink(missing_ok=True)
        private_file.create_empty(building)
        _build(building)
        with contextlib.suppress(FileExistsError):
            _move(building, path)
    except OSError as error:
        raise sqlite_file.cannot_be_created(path, error) from error
    except sqlite3.Error as error:
        raise sqlite_file.translated(error, path, NOTHING_WRITTEN) from error
    finally:
        private_file.remove(building)


def _build(path: Path) -> None:
    raw = sqlite_file.raw_connection(path)
    engine = create_engine("sqlite://", creator=lambda: raw)
    try:
        with unwrapped(), engine.connect() as connection:
            make(connection)
            if raw.in_transaction:
                raw.commit()
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()
        raw.close()


def make(connection: Connection) -> None:
    """Make an empty workspace in an empty database, and commit."""
    run = connection.exec_driver_sql
    run("PRAGMA journal_mode = WAL")
    run(f"PRAGMA application_id = {sqlite_file.APPLICATION_ID}")
    run("BEGIN IMMEDIATE")
    metadata.create_all(connection)
    run(sqlite_file.FULL_TEXT)
    for view in VIEWS.values():
        run(view)
    connection.execute(insert(Article), unplaced())
    run(f"PRAGMA user_version = {sqlite_file.SCHEMA_VERSION}")
    connection.commit()


def _move(building: Path, path: Path) -> None:
    if sqlite_file.exists(path):
        raise FileExistsError(path)
    if path.exists():  # an empty file, such as `touch` or `mktemp` makes
        building.replace(path)
        return
    private_file.move_new(building, path)
