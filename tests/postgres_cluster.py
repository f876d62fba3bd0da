"""A PostgreSQL server of our own for the tests: the system's programs in a folder that goes away.

It runs as a user without rights, listens on a socket in its folder alone, and makes each test a
database from a template. It does not wait for the disk, except where a test asks for that.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from annot.store.place import Server

ADMIN = "annot_admin"
_TEMPLATE = "annot_template"
LOCALE = "LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
"""Words sort otherwise in it than by code points: annot must not depend on that."""

_QUICK = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True)
class Cluster:
    """A running server; `folder` has its socket."""

    folder: Path

    def url(self, database: str, *, user: str = ADMIN, password: str = "") -> str:
        """The URL of a database, as a user writes it."""
        secret = f":{password}" if password else ""
        return f"postgresql://{user}{secret}@/{database}?host={self.folder}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        """Run statements, each on its own."""
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def files(self, server: Server) -> list[Path]:
        """The files of a database, with all in them that was done so far."""
        name = database_of(server)
        self.run("CHECKPOINT")
        import psycopg

        with psycopg.connect(self.url(name)) as connection:
            row = connection.execute(
                "SELECT oid FROM pg_database WHERE datname = current_database()"
            ).fetchone()
        assert row is not None
        return list((self.folder / "data/base" / str(row[0])).iterdir())

    @contextlib.contextmanager
    def database(self, *, empty: bool = False, like: Server | None = None) -> Iterator[Server]:
        """A database: one in which nothing was done, one without anything in it, or a copy."""
        name = f"t{uuid4().hex[:12]}"
        template = database_of(like) if like else "template0" if empty else _TEMPLATE
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield Server(self.url(name))
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


def database_of(server: Server) -> str:
    """The name of a database of the cluster."""
    return server.url.rpartition("@/")[2].partition("?")[0]


def programs() -> Path:
    """The folder of the server's programs; what needs it is skipped where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if not (found or on_path):
        pytest.skip("there is no PostgreSQL server (Debian: apt-get install postgresql)")
    return found[-1].parent if found else Path(str(on_path)).parent


@contextlib.contextmanager
def running(settings: Mapping[str, str] | None = None) -> Iterator[Cluster]:
    """A server with a template for databases in which a workspace is begun."""
    pytest.importorskip("psycopg")
    bin_folder = programs()
    # The name of a socket must be short: 107 bytes with the folder.
    folder = Path(tempfile.mkdtemp(prefix="annot-pg-"))
    options = _user(folder)
    try:
        _do(
            [bin_folder / "initdb", "-D", folder / "data", "-U", ADMIN, "-A", "trust",
             "-E", "UTF8", "--locale=C.UTF-8", "-N", "--no-instructions"],
            options,
        )  # fmt: skip
        given = {
            "listen_addresses": "", "unix_socket_directories": str(folder),
            "max_connections": "200", **(_QUICK if settings is None else settings),
        }  # fmt: skip
        said = " ".join(f"-c {name}={value!r}" for name, value in given.items())
        control = [bin_folder / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log"]
        _do([*control, "-o", said, "start"], options)
        try:
            cluster = Cluster(folder)
            cluster.run(f"CREATE DATABASE {_TEMPLATE} TEMPLATE template0 {LOCALE}")
            _begin(cluster)
            yield cluster
        finally:
            _do([*control, "-m", "immediate", "stop"], options)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _begin(cluster: Cluster) -> None:
    from annot.store.postgres_schema import create

    create(Server(cluster.url(_TEMPLATE)))


def _user(folder: Path) -> dict[str, Any]:
    """Whom the server runs as: it refuses to be run by root."""
    if os.geteuid() != 0:
        return {}
    nobody = "postgres" if _is_user("postgres") else "nobody"
    shutil.chown(folder, nobody)
    folder.chmod(0o755)
    return {"user": nobody, "cwd": folder}


def _is_user(name: str) -> bool:
    with contextlib.suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False


def _do(command: list[Any], options: dict[str, Any]) -> None:
    done = subprocess.run(
        list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, check=False, **options,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr.decode())
