"""A server that runs already instead of one of our own, be it of several machines.

    ANNOT_TEST_SERVER=127.0.0.1:5432 make postgres
    ANNOT_TEST_SERVER=127.0.0.1:9700,127.0.0.1:9701,127.0.0.1:9702 make postgres

One address is a PostgreSQL server. Several are the nodes of Citus, the coordinator first: then
every workspace is spread as soon as it is begun, by what the documentation gives for that. On each
the user `annot_admin` has to be a superuser; a password is read from `PGPASSWORD`.
"""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from annot.store.place import Server
from tests.postgres_cluster import ADMIN, Cluster

PAGE = Path(__file__).parents[1] / "docs" / "postgresql.md"
_TRIES = 10
_AT_ONCE = """
    CREATE FUNCTION public.spread() RETURNS event_trigger LANGUAGE plpgsql AS $spread$
    BEGIN
      IF EXISTS (SELECT 1 FROM pg_event_trigger_ddl_commands()
                 WHERE object_identity LIKE '%.annot_schema') THEN
        {script}
      END IF;
    END $spread$;
    CREATE EVENT TRIGGER spread ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
      EXECUTE FUNCTION public.spread()
"""
"""The version table is the last one that a new workspace gets."""


def documented(holding: str) -> str:
    """The SQL on the page about PostgreSQL that holds some words."""
    scripts = re.findall(r"```sql\n(.*?)```", PAGE.read_text(), re.DOTALL)
    (found,) = (script for script in scripts if holding in script)
    return str(found)


@dataclass(frozen=True)
class Given(Cluster):
    """A server that runs already; `nodes` are addresses, the one to connect to first."""

    nodes: tuple[str, ...] = ()
    empty: str = "template0"
    begun: str = ""

    @property
    def is_spread(self) -> bool:
        """Whether workspaces are spread over several machines."""
        return len(self.nodes) > 1

    def url(self, database: str, *, user: str = ADMIN, password: str = "", node: str = "") -> str:
        """The URL of a database on the first or another node."""
        host, _, port = (node or self.nodes[0]).rpartition(":")
        secret = f":{password}" if password else ""
        return f"postgresql://{user}{secret}@/{database}?host={host}&port={port}"

    def on(self, node: str, *statements: str, database: str = "postgres") -> None:
        """Run statements on one node, each on its own."""
        replace(self, nodes=(node,)).run(*statements, database=database)

    @contextlib.contextmanager
    def database(self, *, empty: bool = False) -> Iterator[Server]:
        """A database on each node: one in which nothing was done, or one without anything in it."""
        name = f"t{uuid4().hex[:12]}"
        with self._made(name, self.empty if empty else self.begun) as server:
            yield server

    @contextlib.contextmanager
    def _made(self, name: str, template: str, options: str = "") -> Iterator[Server]:
        for node in self.nodes:
            self.on(node, f"CREATE DATABASE {name} TEMPLATE {template} {options}")
        try:
            yield Server(self.url(name))
        finally:
            for node in self.nodes:
                self._drop(node, name)

    def _drop(self, node: str, name: str) -> None:
        """Drop a database; a program of the server itself may be about to look into it."""
        import psycopg

        for attempt in range(_TRIES):
            try:
                self.on(node, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
                return
            except psycopg.errors.ObjectInUse:
                time.sleep(attempt / 10)

    @contextlib.contextmanager
    def with_templates(self, options: str) -> Iterator[Given]:
        """The same server with databases to clone: one with nothing in it, one that is begun."""
        from annot.store.postgres_schema import create

        with contextlib.ExitStack() as stack:
            names = [f"t{uuid4().hex[:12]}" for _ in range(2)]
            for name, template in zip(names, ("template0", names[0]), strict=True):
                its = options if template == "template0" else ""
                server = stack.enter_context(self._made(name, template, its))
                if name != names[0]:
                    create(server)
                elif self.is_spread:
                    self._join(name)
                self._close(name)
            yield replace(self, empty=names[0] if self.is_spread else "template0", begun=names[1])

    def _join(self, name: str) -> None:
        """Make one database of those of all nodes, in which a workspace is spread at once."""
        for node in self.nodes:
            self.on(node, "CREATE EXTENSION citus", database=name)
        for number, node in enumerate(self.nodes):
            host, _, port = node.rpartition(":")
            known = "citus_add_node" if number else "citus_set_coordinator_host"
            self.run(f"SELECT {known}('{host}', {port})", database=name)
        self.run(_AT_ONCE.format(script=_as_block(documented("citus"))), database=name)

    def _close(self, name: str) -> None:
        """Have nobody be connected to a database, so that it can be cloned."""
        for node in self.nodes:
            self.on(
                node,
                f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
                f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
            )


def _as_block(script: str) -> str:
    """A statement `DO $$ … $$` as what stands between the signs."""
    (inner,) = re.findall(r"DO \$\$\n(.*)END \$\$;", script, re.DOTALL)
    return f"{inner}END;"


@contextlib.contextmanager
def given(nodes: str, options: str) -> Iterator[Cluster]:
    """The server that is named; see above.

    Args:
        nodes: Addresses with commas between them.
        options: How CREATE DATABASE is to make the templates.
    """
    pytest.importorskip("psycopg")
    server: Any = Given(Path("/"), nodes=tuple(nodes.split(",")))
    with server.with_templates(options) as cluster:
        yield cluster
