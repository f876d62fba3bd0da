"""Taking bytes that were deleted out of a server's files, too.

A row that is deleted stays in the files of the table until its room is written over. So the table
of kept bytes is written anew after a purge, which its owner can have done while nobody reads in it.
"""

from __future__ import annotations

import psycopg

from annot.store.place import Server
from annot.store.postgres_errors import translated
from annot.store.postgres_server import connect
from annot.store.sqlite_file import BUSY_SECONDS

_FILE = "SELECT pg_relation_filenode('content')"


def wipe(server: Server) -> bool:
    """Write the table of kept bytes anew; false if others hold it, or this user may not.

    Raises:
        WorkspaceError: If the server cannot be reached.
    """
    connection = connect(server)
    try:
        connection.autocommit = True
        before = connection.execute(_FILE).fetchone()
        connection.execute(f"SET lock_timeout = '{BUSY_SECONDS * 1000:.0f}ms'")
        try:
            connection.execute("VACUUM (FULL) content")
        except (psycopg.errors.LockNotAvailable, psycopg.errors.InsufficientPrivilege):
            return False
        return connection.execute(_FILE).fetchone() != before
    except psycopg.Error as error:
        raise translated(error, server) from error
    finally:
        connection.close()
