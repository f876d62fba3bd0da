"""Whose the tables of a workspace on a server are, and who else may do what with them."""

from __future__ import annotations

from typing import Any, LiteralString, NamedTuple

import psycopg
from psycopg import sql

_OWNER = """
    SELECT rolname FROM pg_class JOIN pg_roles ON pg_roles.oid = relowner
    WHERE pg_class.oid = to_regclass('article') AND rolname <> current_user
"""
_RIGHTS = """
    SELECT relname, rolname, privilege_type, is_grantable
    FROM pg_class CROSS JOIN aclexplode(relacl) LEFT JOIN pg_roles ON pg_roles.oid = grantee
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'v')
      AND grantee <> relowner
"""


class Right(NamedTuple):
    """What somebody may do with a table or a view; `role` is None for everybody."""

    table: str
    role: str | None
    does: LiteralString
    passes_on: bool


def act_as_owner(driver: psycopg.Connection[Any]) -> None:
    """Make what is made in this transaction the property of whom the tables belong to.

    Raises:
        psycopg.errors.InsufficientPrivilege: If this user may not act as that one.
    """
    row = driver.execute(_OWNER).fetchone()
    if row is not None:
        driver.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(row[0])))


def rights(driver: psycopg.Connection[Any]) -> list[Right]:
    """What others than the owner may do."""
    return [Right(*row) for row in driver.execute(_RIGHTS).fetchall()]


def give(driver: psycopg.Connection[Any], rights: list[Right]) -> None:
    """Give rights again, as far as there are the tables."""
    for right in rights:
        if driver.execute("SELECT to_regclass(quote_ident(%s))", (right.table,)).fetchone() == (
            None,
        ):
            continue
        who = sql.SQL("PUBLIC") if right.role is None else sql.Identifier(right.role)
        passing = sql.SQL(" WITH GRANT OPTION" if right.passes_on else "")
        driver.execute(
            sql.SQL("GRANT {} ON {} TO {}{}").format(
                sql.SQL(right.does), sql.Identifier(right.table), who, passing
            )
        )
