"""A workspace's tables on a PostgreSQL server: made, changed step by step, and taken away again."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, ForeignKeyConstraint, create_engine, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import DDLCompiler

from annot.errors import WorkspaceError
from annot.store import postgres_server
from annot.store.beginning import unplaced
from annot.store.models import Article, metadata
from annot.store.place import Server
from annot.store.postgres_errors import translated
from annot.store.postgres_server import (
    CONNECT_SECONDS,
    ONE_AFTER_ANOTHER,
    VERSION_TABLE,
    connect,
)
from annot.store.postgres_views import POSTGRES_VIEWS
from annot.store.sqlite_file import APPLICATION_ID, NOTHING_WRITTEN, SCHEMA_VERSION

STEPS = "postgresql"
"""The folder of Alembic for this engine, in the one of all."""

FIRST_SCHEMA = 5
"""The first schema that was released for this engine; it and each later one have a step."""

FULL_TEXT = (
    "CREATE TABLE claim_fts (article_id bigint NOT NULL, id bigint NOT NULL,"
    " words tsvector NOT NULL, CONSTRAINT pk_claim_fts PRIMARY KEY (article_id, id))",
    "CREATE INDEX ix_claim_fts_words ON claim_fts USING gin (words)",
    "CREATE INDEX ix_claim_fts_id ON claim_fts (id)",
)
"""The full text of claims; see `annot.store.lexemes`."""


@compiles(ForeignKeyConstraint, "postgresql")
def _deferrable(constraint: ForeignKeyConstraint, compiler: DDLCompiler, **options: Any) -> str:
    """A foreign key that an undo may have checked at its end."""
    return f"{compiler.visit_foreign_key_constraint(constraint, **options)} DEFERRABLE"


def create(server: Server) -> bool:
    """Make a workspace in a database that has none; whether it was made now.

    Raises:
        WorkspaceError: If the database holds something else, or this user may not make tables.
    """
    with alone(server) as (driver, connection):
        if postgres_server.version(driver) is not None:
            return False
        _refuse_others(driver, server)
        _fill(connection)
    return True


def remove_unused(server: Server) -> bool:
    """Take a workspace away in which nothing was ever done; whether it was."""
    with contextlib.suppress(WorkspaceError), alone(server) as (driver, connection):
        if driver.execute("SELECT EXISTS (SELECT 1 FROM event)").fetchone() != (False,):
            return False
        for view in POSTGRES_VIEWS:
            driver.execute(f"DROP VIEW {view}")
        metadata.drop_all(connection)
        driver.execute(f"DROP TABLE claim_fts, {VERSION_TABLE}")
        return True
    return False


@contextlib.contextmanager
def alone(server: Server) -> Iterator[tuple[psycopg.Connection[Any], Connection]]:
    """A transaction in which nobody else makes or changes the tables of a workspace here.

    Raises:
        WorkspaceError: If the server cannot be reached, or this user may not do that.
        BusyError: If others keep it locked.
    """
    driver = connect(server)
    engine = create_engine("postgresql+psycopg://", creator=lambda: driver, use_native_hstore=False)
    try:
        with engine.connect() as connection, connection.begin():
            driver.execute(f"SET LOCAL lock_timeout = '{CONNECT_SECONDS}s'; {ONE_AFTER_ANOTHER}")
            driver.execute(f"SELECT pg_advisory_xact_lock({APPLICATION_ID})")
            yield driver, connection
    except psycopg.Error as error:
        raise translated(error, server, NOTHING_WRITTEN) from error
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.Error):
            raise translated(error.orig, server, NOTHING_WRITTEN) from error
        raise
    finally:
        engine.dispose()
        driver.close()


def _refuse_others(driver: psycopg.Connection[Any], server: Server) -> None:
    taken = driver.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
        " AND relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT EXISTS (SELECT 1 FROM pg_depend"
        " WHERE objid = pg_class.oid AND deptype = 'e') ORDER BY relname LIMIT 3"
    ).fetchall()
    if taken:
        named = ", ".join(repr(name) for (name,) in taken)
        raise WorkspaceError(
            f"{server} holds tables of another program ({named} …).",
            hint="Make a database for annot (createdb NAME), or a schema of its own: add "
            "?options=-csearch_path%3DSCHEMA to the URL.",
        )


def _fill(connection: Connection) -> None:
    make_tables(connection)
    connection.exec_driver_sql(f"INSERT INTO {VERSION_TABLE} VALUES ({SCHEMA_VERSION})")
    connection.execute(insert(Article), unplaced())


def make_tables(connection: Connection) -> None:
    """Make the tables, indexes and views of a workspace, with nothing in them."""
    run = connection.exec_driver_sql
    metadata.create_all(connection, checkfirst=False)
    for table in metadata.sorted_tables:
        if [column.name for column in table.primary_key.columns] == ["article_id", "id"]:
            # What is named by its number alone is found by this; SQLite has its rowid.
            run(f"CREATE INDEX ix_{table.name}_id ON {table.name} (id)")
    for statement in (*FULL_TEXT, *POSTGRES_VIEWS.values()):
        run(statement)
    run(f"CREATE TABLE {VERSION_TABLE} (version integer NOT NULL)")


def migrate(connection: Connection, migrations: Path, before: int, to: int) -> None:
    """Go all steps from one schema to a later one; from 0, the tables are made."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations / STEPS))
    config.attributes["connection"] = connection
    run = connection.exec_driver_sql
    run("CREATE TEMP TABLE alembic_version (version_num text NOT NULL) ON COMMIT DROP")
    if before:
        run(f"INSERT INTO alembic_version VALUES ('{before:04d}')")
    command.upgrade(config, f"{to:04d}")
    run("DROP TABLE pg_temp.alembic_version")
