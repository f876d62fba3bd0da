"""A workspace on a server, as the doctor sees it; see `body`."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from psycopg import errors, sql
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from annot.store import derived, postgres_rights, postgres_server
from annot.store.backup import named
from annot.store.doctor import server_catalog, server_checks
from annot.store.doctor.body import Body, Check
from annot.store.doctor.damage import Damage, Found
from annot.store.doctor.server_catalog import Catalog
from annot.store.place import Server
from annot.store.postgres_backup import copied, file_named
from annot.store.postgres_dialect import driver_of
from annot.store.postgres_engine import engine_of
from annot.store.postgres_errors import translated
from annot.store.postgres_rights import Right
from annot.store.postgres_schema import FULL_TEXT

_FOREIGN_KEY = " FOREIGN KEY "
_DROPPED = {
    "trigger": "DROP TRIGGER {} ON {}",
    "rule": "DROP RULE {} ON {}",
    "policy": "DROP POLICY {} ON {}",
    "row security": "ALTER TABLE {} DISABLE ROW LEVEL SECURITY",
    "index": "DROP INDEX {}",
    "view": "DROP VIEW {}",
}


@contextlib.contextmanager
def opened_server(server: Server) -> Iterator[Body]:
    """A workspace on a server that may be damaged.

    Raises:
        WorkspaceError: If it is none of ours, of another schema, or cannot be reached.
        BusyError: If others keep it locked.
    """
    engine = engine_of(server)
    try:
        with engine.connect() as connection:
            driver = driver_of(connection)
            postgres_server.check(driver, server)
            yield ServerBody(server, driver, connection)
    except psycopg.Error as error:
        raise translated(error, server) from error
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.Error):
            raise translated(error.orig, server) from error
        raise
    finally:
        engine.dispose()


class ServerBody:
    """See `annot.store.doctor.body.Body`."""

    def __init__(
        self, server: Server, driver: psycopg.Connection[Any], connection: Connection
    ) -> None:
        self.connection = connection
        self._server = server
        self._driver = driver
        self._wanted: Catalog = {}
        self._rights: list[Right] = []
        number = driver.info.server_version
        self.engine = f"PostgreSQL {number // 10_000}.{number % 10_000}"

    def around(self) -> Iterator[Damage]:
        """Nothing: what a server has beside its tables is for whoever manages it."""
        return iter(())

    def alone(self) -> Mapping[str, Check]:
        """None: on a server everything is asked of one state."""
        return {}

    def begin(self) -> None:
        """Begin a transaction that sees one state."""
        self._begin(is_writing=False)

    def _begin(self, *, is_writing: bool) -> None:
        self.connection.rollback()
        self._driver.rollback()
        self.connection.execution_options(annot_writing=is_writing)
        self.connection.begin()

    def checks(self, *, full: bool) -> Mapping[str, Check]:
        """Tables, rules, indexes, rights and the full text."""
        return {
            "schema": partial(server_checks.schema, anew=self._anew),
            "log": server_checks.journal,
            "rights": server_checks.permissions,
            "indexes": partial(server_checks.indexes, full=full),
            "rules": server_checks.values,
            "full-text index": partial(server_checks.full_text, full=full),
        }

    def _anew(self) -> Catalog:
        """The tables of a workspace that is made anew; they are made once."""
        self._wanted = self._wanted or server_catalog.wanted(self.connection)
        return self._wanted

    def asking(self) -> contextlib.AbstractContextManager[Any]:
        """A savepoint, to which the transaction goes back after an error."""
        return self._driver.transaction()

    def is_damage(self, error: BaseException | None) -> bool:
        """Whether the server says that one of its files is damaged."""
        return isinstance(error, errors.DataCorrupted | errors.IndexCorrupted)

    def backed_up(self) -> Path:
        """Copy the rows as they are into a file in the current folder."""
        self.begin()
        try:
            to = named(file_named(self._driver), "before-repair")
            return copied(self._driver, self._server, to, is_damaged=True).path
        finally:
            self.connection.rollback()

    def begin_mending(self, found: Found) -> None:
        """Begin a transaction in which nobody else writes; make indexes and views anew.

        If rows are put back, all references are taken off until `settle`.
        """
        self._begin(is_writing=True)
        self._rights = postgres_rights.rights(self._driver)
        postgres_rights.act_as_owner(self._driver)
        self._anew()
        there = server_catalog.found(self.connection)
        self._drop_strangers(there)
        for name in (damage.where for damage in found.get("journal-mode", ())):
            self._run("ALTER TABLE {} SET LOGGED", name.removeprefix("table "))
        if "row" in found or "constraint" in found:
            self._drop_rules(there)
        for (kind, name), thing in self._wanted.items():
            if kind in ("index", "view") and there.get((kind, name)) != thing:
                if (kind, name) in there:
                    self._run(_DROPPED[kind], name)
                if ("table", thing.table) in there or kind == "view":
                    self._driver.execute(thing.said.encode())
        for damage in found.get("index", ()):
            self._run("REINDEX INDEX {}", damage.where.removeprefix("index "))

    def _drop_strangers(self, there: Catalog) -> None:
        for kind, name, table in list(
            server_checks.strangers(self.connection, there, self._wanted)
        ):
            if kind == "constraint":
                self._run("ALTER TABLE {} DROP CONSTRAINT {}", table, name)
            elif kind in ("index", "row security"):
                self._run(_DROPPED[kind], name)
            else:
                self._run(_DROPPED[kind], name, table)

    def _drop_rules(self, there: Catalog) -> None:
        """Drop every reference first, since it depends on a key; then rules that were altered."""
        rules = {name: thing for (kind, name), thing in there.items() if kind == "constraint"}
        references = {name for name, thing in rules.items() if _FOREIGN_KEY in thing.said}
        altered = {
            name
            for name, thing in rules.items()
            if ("constraint", name) in self._wanted and self._wanted["constraint", name] != thing
        }
        for name in [*references, *(altered - references)]:
            if ("constraint", name) in self._wanted:
                self._run("ALTER TABLE {} DROP CONSTRAINT {}", rules[name].table, name)

    def index_words(self) -> None:
        """Make the full text anew, its table too if it is not as it should be."""
        there = server_catalog.found(self.connection)
        table = ("table", server_checks.FULL_TEXT)
        if there.get(table) != self._wanted[table]:
            self._driver.execute("DROP TABLE IF EXISTS claim_fts")
            for statement in FULL_TEXT:
                self._driver.execute(statement.encode())
        derived.index_anew(self.connection)

    def settle(self) -> None:
        """Make the rules that are missing, and give what was made anew the rights that it had.

        A rule that rows which are there would break holds for new rows alone.
        """
        there = server_catalog.found(self.connection)
        missing = [
            thing.said
            for (kind, name), thing in self._wanted.items()
            if kind == "constraint"
            and (kind, name) not in there
            and ("table", thing.table) in there
        ]
        for statement in sorted(missing, key=lambda said: _FOREIGN_KEY in said):
            for ending in ("", " NOT VALID"):
                with contextlib.suppress(psycopg.Error), self._driver.transaction():
                    self._driver.execute(f"{statement}{ending}".encode())
                    break
        self._give_rights()

    def _give_rights(self) -> None:
        """What was lost is as readable as the claims, and the full text as writable."""
        known = {right.table for right in self._rights}
        of_claims = [right for right in self._rights if right.table == "claim"]
        lost = [
            right._replace(table=name)
            for (kind, name) in self._wanted
            if kind in ("table", "view") and name not in known
            for right in of_claims
            if right.does == "SELECT" or name == server_checks.FULL_TEXT
        ]
        postgres_rights.give(self._driver, [*self._rights, *lost])

    def mend_around(self) -> None:
        """Take away from everybody what only some may do."""
        self.begin()
        for damage in list(server_checks.permissions(self.connection)):
            self._run(
                "REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON {} FROM PUBLIC",
                damage.where.removeprefix("table "),
            )
        self.connection.commit()

    def _run(self, statement: Any, *names: str) -> None:
        named = [sql.Identifier(name) for name in names]
        self._driver.execute(sql.SQL(statement).format(*named))
