"""Connections to a workspace on a PostgreSQL server, by psycopg alone.

SQLAlchemy's engine and the thin read path of the screen both connect through here, so that every
connection has the same settings. No message has a password: what the server says is told in our
words, and the place is written without one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from annot.errors import WorkspaceError
from annot.store.claim_filter import Match
from annot.store.lexemes import Lexer
from annot.store.place import Server
from annot.store.postgres_errors import psycopg, translated
from annot.store.postgres_sql import bound
from annot.store.sqlite_file import BUSY_SECONDS, SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAST_VERSION = 140_000
"""Of the server: 14 and later are tested or alike in all that is used here."""

CHANNEL = "annot"
"""On which those who write tell others which operation was written."""

ONE_AFTER_ANOTHER = "SET LOCAL citus.multi_shard_modify_mode = 'sequential'"
"""Has Citus, where it is, write shared tables in a transaction beside those that it spreads.

A server without it keeps the setting for nobody.
"""

CONNECT_SECONDS = 10

_AT_ONCE = 500

VERSION_TABLE = "annot_schema"
"""A table of one row: the number of the schema. Where it is, there is a workspace."""

# What was acknowledged survives a power cut, whatever the server usually does. No query is
# compiled: that takes longer than to run it, of a page of a long list as of an import.
_SETTINGS = (
    "SET TIME ZONE 'UTC'; SET datestyle = 'ISO'; SET bytea_output = 'hex';"
    " SET client_encoding = 'UTF8';"
    " SET standard_conforming_strings = on; SET jit = off;"
    " SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') = 'off'"
)


class StoredCursor(psycopg.ClientCursor[tuple[Any, ...]]):
    """Gives what is stored as SQLite gives it: uids as bytes, moments as text, truth as 1 or 0.

    Values are put into the text of the query, quoted by psycopg: so the server need not guess what
    kind of value a `NULL` or a number is.
    """

    def __init__(self, connection: psycopg.Connection[Any], **options: Any) -> None:
        super().__init__(connection, **options)
        for name, loader in _LOADERS.items():
            self.adapters.register_loader(name, loader)


class _UidLoader(psycopg.adapt.Loader):
    def load(self, data: Any) -> bytes:
        return UUID(bytes(data).decode()).bytes


class _MomentLoader(psycopg.adapt.Loader):
    def load(self, data: Any) -> str:
        moment = datetime.fromisoformat(bytes(data).decode())
        return f"{moment:%Y-%m-%dT%H:%M:%S.%f}Z"


class _FlagLoader(psycopg.adapt.Loader):
    def load(self, data: Any) -> int:
        return int(bytes(data) == b"t")


_LOADERS: Mapping[str, type[psycopg.adapt.Loader]] = {
    "uuid": _UidLoader,
    "timestamptz": _MomentLoader,
    "bool": _FlagLoader,
}


class StoredQueries:
    """Runs the store's own queries on a connection, as `sqlite3` would."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._lexer: Lexer | None = None

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> StoredCursor:
        """Run a query, with `?` for its values."""
        cursor = StoredCursor(self._connection)
        cursor.execute(bound(statement), [self.value(item) for item in parameters])
        return cursor

    def executemany(self, statement: str, rows: Sequence[Sequence[Any]]) -> StoredCursor:
        """Run a statement for several rows of values."""
        cursor = StoredCursor(self._connection)
        cursor.executemany(bound(statement), [[self.value(item) for item in row] for row in rows])
        return cursor

    def copy(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Send rows with COPY, their values as psycopg is to be given them (see `value`)."""
        if isinstance(rows, Sequence) and not rows:
            return  # and no way there and back
        with (
            psycopg.Cursor(self._connection) as cursor,
            cursor.copy(statement) as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def stream(
        self, statement: str, parameters: Sequence[Any], at_once: int
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of a query, a few in memory at a time; a transaction must be open."""
        cursor = StoredCursor(self._connection)
        values = [self.value(item) for item in parameters]
        name = f"annot_{id(cursor)}"
        cursor.execute(f"DECLARE {name} NO SCROLL CURSOR FOR {bound(statement)}", values)
        try:
            while rows := cursor.execute(f"FETCH {at_once} FROM {name}").fetchall():
                yield from rows
        finally:
            if self._connection.info.transaction_status == psycopg.pq.TransactionStatus.INTRANS:
                cursor.execute(f"CLOSE {name}")

    def value(self, value: Any) -> Any:
        """A value as psycopg is to be given it; 16 bytes are a uid."""
        if isinstance(value, Match):
            return self.words.query(value.phrases, value.columns, begun=value.begun)
        if isinstance(value, bytes) and len(value) == 16:
            return UUID(bytes=value)
        return value

    @property
    def words(self) -> Lexer:
        """What cuts and stems words."""
        self._lexer = self._lexer or Lexer()
        return self._lexer


class Thin:
    """The connection of the thin read path: it only reads."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._sees_one_state = False
        self._open()

    def _open(self) -> None:
        self._connection = connect(self.server)
        try:
            check(self._connection, self.server)
            self._connection.autocommit = True
            self._connection.execute("SET default_transaction_read_only = on")
        except BaseException as error:
            self._connection.close()
            if isinstance(error, psycopg.Error):
                raise translated(error, self.server) from error
            raise
        self._queries = StoredQueries(self._connection)

    def execute(self, statement: str, parameters: Sequence[Any] = (), /) -> Any:
        """Run a query of the store's own; on a new connection if the server had ended it.

        After `BEGIN` all queries see one state, and a few rows at a time are read.
        """
        if statement == "BEGIN":
            self._connection.autocommit = False
            self._connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            self._sees_one_state = True
            return ()
        if self._sees_one_state:
            return self._queries.stream(statement, parameters, _AT_ONCE)
        try:
            return self._queries.execute(statement, parameters)
        except psycopg.OperationalError:
            if not self._connection.closed:
                raise
        self._open()
        return self._queries.execute(statement, parameters)

    def interrupt(self) -> None:
        """End the query that is running, if any."""
        self._connection.cancel_safe(timeout=BUSY_SECONDS)

    def close(self) -> None:
        """Close it."""
        self._connection.close()


def connect(server: Server) -> psycopg.Connection[Any]:
    """A connection with the settings that everything here counts on; in a transaction when used.

    Raises:
        WorkspaceError: If the server cannot be reached, or does not let this user in.
    """
    try:
        connection = psycopg.connect(
            server.url,
            connect_timeout=_timeout(server),
            fallback_application_name="annot",
            autocommit=True,
        )
    except (psycopg.Error, ValueError, UnicodeError) as error:
        raise translated(error, server) from None  # the cause may hold what was typed
    try:
        if connection.info.server_version < LEAST_VERSION:
            raise WorkspaceError(
                f"{server} is PostgreSQL {connection.info.server_version // 10_000}; annot needs "
                f"{LEAST_VERSION // 10_000} or later."
            )
        connection.execute(_SETTINGS)
        if connection.info.parameter_status("server_encoding") != "UTF8":
            raise WorkspaceError(
                f"{server} keeps its texts in another encoding than UTF-8.",
                hint="Make a database for annot: createdb --encoding UTF8 --template template0 …",
            )
        connection.autocommit = False
    except BaseException as error:
        connection.close()
        if isinstance(error, psycopg.Error):
            raise translated(error, server) from error
        raise
    return connection


def at_once(connection: psycopg.Connection[Any]) -> AbstractContextManager[object]:
    """A block of statements that go to the server in one message, if the system's library can."""
    return connection.pipeline() if psycopg.Pipeline.is_supported() else nullcontext()


def _timeout(server: Server) -> int:
    named = dict(parse_qsl(urlsplit(server.url).query)).get("connect_timeout", "")
    return int(named) if named.isdecimal() else CONNECT_SECONDS


def version(connection: psycopg.Connection[Any]) -> int | None:
    """The number of the schema; None if there is no workspace."""
    (found,) = _row(connection, f"SELECT to_regclass('{VERSION_TABLE}') IS NOT NULL")
    return int(_row(connection, f"SELECT version FROM {VERSION_TABLE}")[0]) if found else None


def _row(connection: psycopg.Connection[Any], statement: str) -> tuple[Any, ...]:
    row = connection.execute(statement).fetchone()
    return (None,) if row is None else tuple(row)


def exists(server: Server) -> bool:
    """Whether there is a workspace in the database.

    Raises:
        WorkspaceError: If the server cannot be reached, or does not let this user in.
    """
    connection = connect(server)
    try:
        return version(connection) is not None
    except psycopg.Error as error:
        raise translated(error, server) from error
    finally:
        connection.close()


def check(connection: psycopg.Connection[Any], server: Server) -> None:
    """Refuse a database that is no workspace of the schema that is known here.

    Raises:
        WorkspaceError: If it is none.
    """
    found = version(connection)
    connection.rollback()
    if found is None:
        raise WorkspaceError(
            f"There is no workspace {server}.",
            hint=f"Begin one by adding an article: annot -d {server} article add FILE",
        )
    if found > SCHEMA_VERSION:
        raise too_new(server, found)
    if found < SCHEMA_VERSION:
        raise WorkspaceError(
            f"{server} has the older schema {found}.",
            hint="Bring it up to date, as the one whose tables they are (a backup is made first): "
            f"annot -d {server} upgrade",
        )


def too_new(server: Server, found: int) -> WorkspaceError:
    """The error that tells that a workspace has a schema that is not known here."""
    return WorkspaceError(
        f"{server} was written by a newer annot (schema {found}, this one knows {SCHEMA_VERSION}).",
        hint="Install the newer annot: pip install --upgrade annot-ledger",
    )
