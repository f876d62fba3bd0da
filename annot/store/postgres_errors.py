"""The errors of psycopg in a user's words, without a password."""

from __future__ import annotations

import re

from annot.errors import BusyError, WorkspaceError
from annot.store.place import Server
from annot.store.sqlite_file import BUSY_SECONDS

try:
    import psycopg
    import psycopg.adapt
    from psycopg import errors
except ImportError as missing:
    raise WorkspaceError(
        "A workspace on a PostgreSQL server needs the package psycopg.",
        hint="Install it: pip install 'annot-ledger[postgres]'",
    ) from missing

__all__ = ["psycopg", "told_of", "translated"]

_SECRET = re.compile(r"(://[^/@\s:]*):[^@\s]*@|(password\s*=\s*)\S+", re.IGNORECASE)


def translated(
    error: Exception, place: Server | object, outcome: str = ""
) -> WorkspaceError | BusyError:
    """The error of psycopg in a user's words, without a password.

    Args:
        error: What psycopg raised.
        place: The workspace.
        outcome: What became of the work, such as `NOTHING_WRITTEN`; empty if only reading failed.
    """
    ending = f"; {outcome}." if outcome else "."
    if isinstance(error, errors.LockNotAvailable | errors.DeadlockDetected):
        return BusyError(
            f"Others are writing to {place} and did not finish within {BUSY_SECONDS:.0f} "
            f"seconds{ending}",
            hint="Try again; if it stays so, look for a long import or a program that hangs.",
        )
    for kinds, said, hint in _TOLD:
        if isinstance(error, kinds):
            return WorkspaceError(f"{place} {said}{ending}", hint=hint)
    told = told_of(error)
    for part, said, hint in _WHILE_CONNECTING:
        if part in told:
            return WorkspaceError(f"{place} {said}{ending}", hint=hint)
    if isinstance(error, psycopg.OperationalError) and not error.sqlstate:
        return WorkspaceError(
            f"{place} cannot be reached{ending}",
            hint=f"Check host and port, and that the server runs. It was said: {_first(told)}",
        )
    return WorkspaceError(f"{place}: {_first(told)}{ending}")


_TOLD: tuple[tuple[tuple[type[Exception], ...], str, str], ...] = (
    (
        (errors.InvalidPassword, errors.InvalidAuthorizationSpecification),
        "does not let this user in: the user or the password is wrong",
        "Name the user in the URL; the password is read from ~/.pgpass or PGPASSWORD, too.",
    ),
    (
        (errors.InsufficientPrivilege,),
        "does not allow this user to do that",
        "Ask whoever manages the database for the rights (docs/postgresql.md).",
    ),
    (
        (errors.ReadOnlySqlTransaction,),
        "cannot be written (read-only)",
        "It may be a standby server: name the primary one.",
    ),
    (
        (errors.DiskFull, errors.OutOfMemory),
        "cannot grow: its server has no room left",
        "Ask whoever manages the server.",
    ),
    (
        (errors.TooManyConnections,),
        "has too many connections",
        "Try again later, or ask whoever manages the server.",
    ),
    (
        (errors.QueryCanceled,),
        "was interrupted, or the server's time limit ran out",
        "Try again.",
    ),
    (
        (errors.UndefinedTable, errors.UndefinedColumn),
        "is not as annot made it",
        "Ask whoever manages the database; a backup of it can be restored.",
    ),
    (
        (errors.AdminShutdown, errors.CrashShutdown, errors.CannotConnectNow),
        "has ended the connection",
        "Try again when the server runs.",
    ),
)

_WRONG_USER = (
    "does not let this user in: the user or the password is wrong",
    "Name the user in the URL; the password is read from ~/.pgpass or PGPASSWORD, too.",
)
_WHILE_CONNECTING = (
    ("password authentication failed", *_WRONG_USER),
    ("no password supplied", *_WRONG_USER),
    ("authentication failed", *_WRONG_USER),
    (
        "no pg_hba.conf entry",
        "does not let this user in from here",
        "Ask whoever manages the server (pg_hba.conf).",
    ),
    (
        'database "',
        "is not there: its server has no such database, or this user may not use it",
        "Make one (createdb NAME), or check the name.",
    ),
    ('role "', "does not let this user in: its server has no such user", "Check the user."),
    (
        "too many clients",
        "has too many connections",
        "Try again later, or ask whoever manages the server.",
    ),
)


def told_of(error: Exception) -> str:
    """What the server said, without a password."""
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    return _SECRET.sub(lambda found: f"{found[1] or ''}{found[2] or ''}…", primary or str(error))


def _first(told: str) -> str:
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    return (lines[0] if lines else "no reason was given").rstrip(".")
