"""SQLAlchemy's engine on a PostgreSQL server, and the two kinds of transaction there.

Who writes holds the row of the workspace's own article until the end: so there is one writer at a
time, as on SQLite. Everything in an operation is then read as it is, no two operations wait for
each other in a ring, and the number of a chain's next event is never asked for by two. The keys of
the chains and the versions of the rows stand behind it, for those who write past annot.
"""

from __future__ import annotations

from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import SingletonThreadPool

from annot.store.models import UNPLACED
from annot.store.place import Server
from annot.store.postgres_dialect import driver_of
from annot.store.postgres_server import CHANNEL, ONE_AFTER_ANOTHER, connect
from annot.store.sqlite_file import BUSY_SECONDS

_READ = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
_WRITE = (
    "SET TRANSACTION ISOLATION LEVEL READ COMMITTED;"
    f" SET LOCAL lock_timeout = '{BUSY_SECONDS:.0f}s';"
    f" {ONE_AFTER_ANOTHER}; NOTIFY {CHANNEL}"
)
"""Who listens is told at the end of the transaction, and only if it was committed."""

_LOCK = f"SELECT id FROM article WHERE id = {UNPLACED} FOR NO KEY UPDATE"
_TRIES = 100


def engine_of(server: Server) -> Engine:
    """An engine with one connection a thread, as temporary tables need it."""
    engine = create_engine(
        "postgresql+psycopg://",
        creator=lambda: connect(server),
        poolclass=SingletonThreadPool,
        pool_pre_ping=True,
        use_native_hstore=False,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        driver = driver_of(connection)
        if connection.get_execution_options().get("annot_writing", False):
            driver.execute(_WRITE)
            lock(driver)
        else:
            driver.execute(_READ)

    return engine


def lock(driver: psycopg.Connection[Any]) -> None:
    """Wait until nobody else writes; then nobody does until the transaction ends."""
    for _ in range(_TRIES):
        # A ledger that was adopted meanwhile has another row in the place of the one waited for.
        if driver.execute(_LOCK).fetchone() is not None:
            return


def commit(driver: psycopg.Connection[Any]) -> None:
    """Commit.

    Raises:
        IntegrityError: If what it leaves behind breaks a rule of the database.
    """
    try:
        driver.commit()
    except psycopg.IntegrityError as error:
        raise IntegrityError("COMMIT", None, error) from error
