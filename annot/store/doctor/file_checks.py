"""The file and its schema: who can read it, pages and indexes, and nothing in it that is not ours.

The schema is held against that of a workspace made anew in memory, white space aside.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DatabaseError, OperationalError

from annot.store import private_file
from annot.store.doctor.damage import Damage

_INDEX = re.compile(r"^(row \d+ missing from index|wrong # of entries in index|non-unique entry)")
_VALUE = re.compile(r"^(CHECK constraint failed|NULL value in|non-\w+ value in|TEXT value in)")
_TOLD = 100

Schema = dict[tuple[str, str], str]
"""The statements of a schema by type and name."""


def permissions(path: Path) -> Iterator[Damage]:
    """Whether others than the owner and the group can read or write the workspace."""
    for ending in private_file.ENDINGS:
        file = Path(f"{path}{ending}")
        with suppress(OSError):
            mode = stat.S_IMODE(file.stat().st_mode)
            if mode & stat.S_IRWXO:
                yield Damage("permissions", str(file), f"everybody can get at it (mode {mode:o})")


def left_over(path: Path) -> Iterator[Damage]:
    """What a killed process left beside the workspace."""
    for file in private_file.left_over(path):
        yield Damage("left-over", str(file), "a process that was killed left it")


def pages(connection: Connection, *, full: bool) -> Iterator[Damage]:
    """What SQLite finds in the file's pages; with its indexes only if `full`."""
    check = "integrity_check" if full else "quick_check"
    for (told,) in connection.exec_driver_sql(f"PRAGMA {check}({_TOLD})"):
        if told != "ok" and "fts5" not in told.lower():  # newer ones look into it too
            yield Damage(_code_of(told), "the file", str(told))


def _code_of(told: str) -> str:
    if _INDEX.match(told):
        return "index"
    return "value" if _VALUE.match(told) else "page"


def journal(connection: Connection, path: Path) -> Iterator[Damage]:
    """Whether the file still has its log; one that can only be read is read without."""
    if not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return
    mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    if mode not in ("wal", "memory"):
        what = f"its journal is {mode!r}: reading and writing wait for each other"
        yield Damage("journal-mode", "the file", what)


def schema(connection: Connection) -> Iterator[Damage]:
    """Whether the schema is that of a new workspace."""
    wanted, there = expected(), stored(connection)
    for (kind, name), statement in wanted.items():
        found = there.get((kind, name))
        if found is None:
            yield Damage(_code(kind, name), f"{kind} {name}", "it is missing")
        elif _plain(found) != _plain(statement):
            yield Damage(_code(kind, name), f"{kind} {name}", "it was altered")
    for kind, name in there.keys() - wanted.keys():
        if kind == "table":
            yield Damage("foreign-table", f"table {name}", "annot did not make it")
        else:
            what = "annot did not make it; it could change or hide data unseen"
            yield Damage("foreign-code", f"{kind} {name}", what)


def _code(kind: str, name: str) -> str:
    if name.startswith("claim_fts"):
        return "full-text"
    return {"index": "index-missing", "view": "view"}.get(kind, "table")


@cache
def expected() -> Schema:
    """The schema of a new workspace."""
    from annot.store.database import make

    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        make(connection)
        found = stored(connection)
    engine.dispose()
    return found


def stored(connection: Connection) -> Schema:
    """The schema of a workspace, without what SQLite makes by itself."""
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master")
    return {(kind, name): sql for kind, name, sql in rows if sql and not name.startswith("sqlite_")}


def _plain(statement: str) -> str:
    return re.sub(r"\s+", "", statement)


def full_text(connection: Connection) -> Iterator[Damage]:
    """Whether the full-text index has the words of the claims.

    Raises:
        OperationalError: If it cannot be asked, since another program writes or nobody can.
    """
    ask = "INSERT INTO claim_fts (claim_fts, rank) VALUES ('integrity-check', 1)"
    try:
        connection.execute(text(ask))
    except OperationalError as error:
        if "no such table" not in str(error):
            raise
        yield Damage("full-text", "the full-text index", "it is missing")
    except DatabaseError:
        yield Damage("full-text", "the full-text index", "it does not have the words of the claims")
