"""A workspace's file, as the doctor sees it; see `body`."""

from __future__ import annotations

import contextlib
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import DBAPIError

from annot.store import backup, derived, private_file, sqlite_file
from annot.store.doctor import file_checks
from annot.store.doctor.body import Body, Check
from annot.store.doctor.damage import Damage, Found


@contextlib.contextmanager
def opened_file(path: Path) -> Iterator[Body]:
    """A file that may be damaged.

    Raises:
        WorkspaceError: If it is no workspace of ours, or of another schema.
        BusyError: If another program keeps it locked.
    """
    driver = sqlite_file.raw_connection(sqlite_file.required(path))
    engine = create_engine("sqlite://", creator=lambda: driver)
    try:
        driver.execute("PRAGMA trusted_schema = OFF")
        sqlite_file.refuse_other_schemas(driver, path)
        driver.execute("PRAGMA synchronous = FULL")
        with engine.connect() as connection:
            yield FileBody(path, driver, connection)
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error):
            raise sqlite_file.translated(error.orig, path) from error
        raise
    except sqlite3.Error as error:
        raise sqlite_file.translated(error, path) from error
    finally:
        engine.dispose()
        driver.close()


class FileBody:
    """See `annot.store.doctor.body.Body`."""

    engine = f"SQLite {sqlite3.sqlite_version}"

    def __init__(self, path: Path, driver: sqlite3.Connection, connection: Connection) -> None:
        self._path = path
        self._driver = driver
        self.connection = connection

    def around(self) -> Iterator[Damage]:
        """Who can read the file, and what a killed process left beside it."""
        yield from file_checks.permissions(self._path)
        yield from file_checks.left_over(self._path)

    def alone(self) -> Mapping[str, Check]:
        """The full text: SQLite asks it by a statement that needs the write lock for a moment."""
        return {"full-text index": file_checks.full_text}

    def begin(self) -> None:
        """Begin a transaction that sees one state."""
        self.connection.rollback()
        self.connection.exec_driver_sql("BEGIN")

    def checks(self, *, full: bool) -> Mapping[str, Check]:
        """Pages, journal and schema."""
        return {
            "file": partial(file_checks.pages, full=full),
            "journal": partial(file_checks.journal, path=self._path),
            "schema": file_checks.schema,
        }

    def asking(self) -> contextlib.AbstractContextManager[None]:
        """Nothing: on SQLite a transaction goes on after an error."""
        return contextlib.nullcontext()

    def is_damage(self, error: BaseException | None) -> bool:
        """Whether SQLite says that the file is damaged."""
        return isinstance(error, sqlite3.Error) and sqlite_file.is_damage(error)

    def backed_up(self) -> Path:
        """Copy the file as it is."""
        to = backup.named(self._path, "before-repair")
        return backup.copied(self._driver, self._path, to, is_damaged=True).path

    def begin_mending(self, found: Found) -> None:
        """Begin a transaction, and make indexes and views anew; the journal before it."""
        run = self.connection.exec_driver_sql
        self.connection.rollback()
        run("PRAGMA foreign_keys = OFF")  # rows are put back in any order, and looked at afterwards
        if "journal-mode" in found:
            run("PRAGMA journal_mode = WAL")
        run("BEGIN IMMEDIATE")
        self._make_schema()
        if "index" in found:
            run("REINDEX")  # before any row is touched: with an index that lacks it, none can be

    def _make_schema(self) -> None:
        """Drop code that is not ours, and make indexes and views that are not as they should be."""
        run = self.connection.exec_driver_sql
        wanted, there = file_checks.expected(), file_checks.stored(self.connection)
        for (kind, name), statement in there.items():
            if kind != "table" and wanted.get((kind, name)) != statement:
                quoted = name.replace('"', '""')
                run(f'DROP {kind} "{quoted}"')
        there = file_checks.stored(self.connection)
        for (kind, name), statement in wanted.items():
            if (kind, name) not in there and kind in ("index", "view"):
                run(statement)

    def index_words(self) -> None:
        """Make the full text anew."""
        self.connection.exec_driver_sql("DROP TABLE IF EXISTS claim_fts")
        self.connection.exec_driver_sql(sqlite_file.FULL_TEXT)
        derived.index_anew(self.connection)

    def settle(self) -> None:
        """Nothing: the rules of a table are a part of it."""

    def mend_around(self) -> None:
        """Take rights away from strangers, and what was left over."""
        private_file.sweep(self._path)
        for ending in private_file.ENDINGS:
            file = Path(f"{self._path}{ending}")
            with contextlib.suppress(OSError):
                file.chmod(stat.S_IMODE(file.stat().st_mode) & ~stat.S_IRWXO)
