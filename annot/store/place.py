"""Where a workspace is: a file, or a database on a server that is named by its URL.

Everything that opens a workspace asks here, and only the standard library is loaded until it is
known that there is a server to speak to. A password in a URL is for the connection alone: it is in
no text that is made of a place.
"""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit, urlunsplit

from annot.errors import BusyError, WorkspaceError
from annot.store import sqlite_file
from annot.store.thin import Thin

_SCHEMES = ("postgresql", "postgres")
_SECRETS = frozenset({"password", "sslpassword"})


@dataclass(frozen=True, slots=True)
class Server:
    """A database of PostgreSQL, named by a URL as `psql` takes it.

    Attributes:
        url: The URL with all that is in it; not for anybody to read.
    """

    url: str = field(repr=False)

    def __str__(self) -> str:
        """The URL without the password."""
        parts = urlsplit(self.url)
        before, at, hosts = parts.netloc.rpartition("@")
        user = before.partition(":")[0]
        options = (item for item in parts.query.split("&") if item)
        query = "&".join(o for o in options if unquote(o.partition("=")[0]).lower() not in _SECRETS)
        return urlunsplit((parts.scheme, f"{user}{at}{hosts}", parts.path, query, ""))


Place = Path | Server
"""Where a workspace is."""


def name_of(place: Place) -> str:
    """A short name for people: that of the file, or of the database."""
    if isinstance(place, Path):
        return place.name
    return urlsplit(place.url).path.lstrip("/") or str(place)


def place_of(named: Path | str | Server) -> Place:
    """The place that a user named: a URL of a server, or else a file.

    Raises:
        WorkspaceError: If it is a URL of something else.
    """
    if not isinstance(named, str):
        return named
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*)://", named)
    if scheme is None:
        return Path(named)
    if scheme[1].lower() not in _SCHEMES:
        raise WorkspaceError(
            f"A workspace is a file or a database of PostgreSQL, not {scheme[1]}://…",
            hint="Name a file: annot -d FILE … (or: annot -d postgresql://USER@HOST/DATABASE …)",
        )
    try:
        urlsplit(named)
    except ValueError:
        raise WorkspaceError(
            "The URL of the database cannot be read.",
            hint="It is written so: postgresql://USER@HOST:PORT/DATABASE",
        ) from None
    return Server(named)


def exists(place: Place) -> bool:
    """Whether there is a workspace, or a file that could be one; an empty file counts as none.

    Raises:
        WorkspaceError: If the place cannot be looked at.
    """
    if isinstance(place, Path):
        return sqlite_file.exists(place)
    from annot.store import postgres_server

    return postgres_server.exists(place)


def required(place: Place) -> Place:
    """The place of a workspace that is there.

    Raises:
        WorkspaceError: If there is none.
    """
    if not exists(place):
        raise missing(place)
    return place


def missing(place: Place) -> WorkspaceError:
    """The error that tells that there is no workspace."""
    return WorkspaceError(
        f"There is no workspace {place}.",
        hint="Begin one by adding an article: annot article add FILE (or try: annot demo)",
    )


def connect(place: Place) -> Thin:
    """A connection that only reads.

    Raises:
        WorkspaceError: If there is no workspace that can be read.
        BusyError: If another program keeps it locked.
    """
    if isinstance(place, Path):
        return sqlite_file.connect(place, read_only=True)
    from annot.store import postgres_server

    return postgres_server.Thin(place)


class Ears(Protocol):
    """Something that listens until it is closed."""

    def close(self) -> None:
        """Hear no more."""


def listen(place: Place, heard: Callable[[], object]) -> Ears | None:
    """Have a function called, in a thread of its own, as soon as anybody has written.

    None for a file, which tells nobody: it has to be looked at now and then.
    """
    if isinstance(place, Path):
        return None
    from annot.store.postgres_listening import Listening

    return Listening(place, heard)


def driver_errors() -> tuple[type[Exception], ...]:
    """What the databases' own modules raise, as far as they are loaded."""
    psycopg = sys.modules.get("psycopg")
    return (sqlite3.Error,) if psycopg is None else (sqlite3.Error, psycopg.Error)


def translated(
    error: Exception, place: Place | str, outcome: str = ""
) -> WorkspaceError | BusyError:
    """The error of a database's module in a user's words.

    Args:
        error: One of `driver_errors`.
        place: The workspace.
        outcome: What became of the work; empty if only reading failed.
    """
    if isinstance(error, sqlite3.Error):
        return sqlite_file.translated(error, str(place), outcome)
    from annot.store import postgres_errors

    return postgres_errors.translated(error, place, outcome)
