"""The checks of a workspace on a server: its tables, the rules on them, indexes, words, rights.

What the types of the columns see to is not asked; what the rules of the tables do is, since a rule
may have been taken away for a while.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

import psycopg
from psycopg import errors
from sqlalchemy import CheckConstraint, Connection, Table

from annot.store.columns import Json
from annot.store.doctor import server_catalog
from annot.store.doctor.damage import Damage
from annot.store.doctor.row_checks import named_row
from annot.store.doctor.server_catalog import Catalog
from annot.store.models import json_shape, metadata
from annot.store.postgres_dialect import driver_of, stored
from annot.store.rows import running, streaming

FULL_TEXT = "claim_fts"
_SOME = 200
_CODES = {"constraint": "constraint", "index": "index-missing", "view": "view", "table": "table"}

_STRANGERS = """
    SELECT 'trigger', tgname, c.relname FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND NOT tgisinternal AND NOT EXISTS
      (SELECT 1 FROM pg_depend WHERE objid = c.oid AND deptype = 'e') UNION ALL
    SELECT 'rule', rulename, c.relname FROM pg_rewrite JOIN pg_class c ON c.oid = ev_class
    WHERE c.relnamespace = current_schema()::regnamespace
      AND rulename <> '_RETURN' AND NOT EXISTS
      (SELECT 1 FROM pg_depend WHERE objid = c.oid AND deptype = 'e') UNION ALL
    SELECT 'policy', polname, c.relname FROM pg_policy JOIN pg_class c ON c.oid = polrelid
    WHERE c.relnamespace = current_schema()::regnamespace UNION ALL
    SELECT 'row security', c.relname, c.relname FROM pg_class c
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relrowsecurity
    ORDER BY 1, 2
"""
_UNLOGGED = """
    SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace
      AND relkind = 'r' AND relpersistence = 'u' ORDER BY relname
"""
_WRITTEN_BY_ALL = """
    SELECT DISTINCT relname FROM pg_class CROSS JOIN aclexplode(relacl)
    WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND grantee = 0
    AND privilege_type IN ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE') ORDER BY relname
"""
_NOT_READY = """
    SELECT c.relname FROM pg_index JOIN pg_class c ON c.oid = indexrelid
    WHERE c.relnamespace = current_schema()::regnamespace
      AND NOT (indisvalid AND indisready AND indislive)
    ORDER BY c.relname
"""
_AMCHECK = """
    SELECT quote_ident(nspname) || '.bt_index_check' FROM pg_extension
    JOIN pg_namespace n ON n.oid = extnamespace WHERE extname = 'amcheck'
"""
_MAY_USE = "SELECT has_function_privilege(to_regprocedure(%s || '(regclass, boolean)'), 'EXECUTE')"
_BTREES = """
    SELECT c.oid, c.relname FROM pg_index JOIN pg_class c ON c.oid = indexrelid
    JOIN pg_am ON pg_am.oid = c.relam AND amname = 'btree'
    WHERE c.relnamespace = current_schema()::regnamespace
      AND indisvalid AND indisready ORDER BY c.relname
"""


def schema(connection: Connection, anew: Callable[[], Catalog]) -> Iterator[Damage]:
    """Whether the tables, the rules on them, indexes and views are those of a new workspace."""
    there = server_catalog.found(connection)
    wanted = anew()
    for (kind, name), thing in wanted.items():
        code = "full-text" if thing.table == FULL_TEXT else _CODES[kind]
        found = there.get((kind, name))
        if found is None:
            yield Damage(code, f"{kind} {name}", "it is missing")
        elif found != thing:
            yield Damage(code, f"{kind} {name}", _altered(found.said))
    for kind, name in there.keys() - wanted.keys():
        if kind == "table":
            yield Damage("foreign-table", f"table {name}", "annot did not make it")
    for kind, name, _ in strangers(connection, there, wanted):
        what = "annot did not make it; it could change, hide or refuse data unseen"
        yield Damage("foreign-code", f"{kind} {name}", what)


def _altered(said: str) -> str:
    if said.endswith("(switched off)"):
        return "it was switched off"
    return (
        "rows that are there were not checked" if said.endswith("NOT VALID") else "it was altered"
    )


def strangers(
    connection: Connection, there: Catalog, wanted: Catalog
) -> Iterator[tuple[str, str, str]]:
    """What others put on the tables that has a say in what is written or seen: kind, name, table.

    An index of others is theirs to keep, unless it refuses rows; so is a view.
    """
    yield from driver_of(connection).execute(_STRANGERS.encode())
    tables = {name for kind, name in wanted if kind == "table"}
    for kind, name in sorted(there.keys() - wanted.keys()):
        thing = there[kind, name]
        if thing.table in tables and (
            kind == "constraint"
            or (kind == "index" and thing.said.startswith("CREATE UNIQUE INDEX"))
        ):
            yield kind, name, thing.table


def journal(connection: Connection) -> Iterator[Damage]:
    """Tables that the server's log leaves out."""
    for name in _names(connection, _UNLOGGED):
        what = "it is not in the server's log: after a crash it would be empty"
        yield Damage("journal-mode", f"table {name}", what)


def permissions(connection: Connection) -> Iterator[Damage]:
    """Tables into which everybody can write who may connect."""
    for name in _names(connection, _WRITTEN_BY_ALL):
        yield Damage("permissions", f"table {name}", "everybody can write into it")


def indexes(connection: Connection, *, full: bool) -> Iterator[Damage]:
    """Indexes that are not used, and if `full` those that have not what their table has.

    The latter is asked of the extension amcheck, where it is installed.
    """
    driver = driver_of(connection)
    for name in _names(connection, _NOT_READY):
        yield Damage("index", f"index {name}", "it was not finished, so that it is not used")
    asked = driver.execute(_AMCHECK).fetchone() if full else None
    if asked is None or driver.execute(_MAY_USE, asked).fetchone() != (True,):
        return
    check = f"SELECT {asked[0]}(%s::oid::regclass, true)".encode()
    for oid, name in driver.execute(_BTREES.encode()).fetchall():
        try:
            with driver.transaction():
                driver.execute(check, (oid,))
        except (errors.IndexCorrupted, errors.DataCorrupted) as error:
            yield Damage("index", f"index {name}", str(error.diag.message_primary))


def full_text(connection: Connection, *, full: bool) -> Iterator[Damage]:
    """Whether the full text has every claim, and if `full` its words."""
    driver = driver_of(connection)
    if driver.execute("SELECT to_regclass('claim_fts')").fetchone() == (None,):
        return  # told as a table that is missing
    if not _has_every_claim(driver) or (full and not _has_every_word(connection)):
        yield Damage("full-text", "the full-text index", "it does not have the words of the claims")


def _has_every_claim(driver: psycopg.Connection[Any]) -> bool:
    other = driver.execute(
        "SELECT 1 FROM claim FULL JOIN claim_fts USING (article_id, id)"
        " WHERE claim.text IS NULL OR claim_fts.words IS NULL LIMIT 1"
    )
    return other.fetchone() is None


def _has_every_word(connection: Connection) -> bool:
    claims = streaming(connection)("SELECT id, text, reasoning, correction FROM claim", ())
    queries = stored(connection)
    vectors = queries.words.vectors(claims)  # type: ignore[arg-type]  # rows of just these columns
    while some := list(islice(vectors, _SOME)):
        rows = ", ".join(["(?, ?)"] * len(some))
        differing = queries.execute(
            f"SELECT 1 FROM (VALUES {rows}) AS said(id, words)"  # noqa: S608 -- question marks
            " LEFT JOIN claim_fts ON claim_fts.id = said.id"
            " WHERE claim_fts.words IS DISTINCT FROM CAST(said.words AS tsvector) LIMIT 1",
            [value for claim in some for value in claim],
        )
        if differing.fetchone() is not None:
            return False
    return True


def values(connection: Connection) -> Iterator[Damage]:
    """Rows that the rules of their table would refuse, and JSON that is none."""
    for table in metadata.sorted_tables:
        key = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
        yield from _refused(connection, table, key)
        for column in table.columns:
            if isinstance(column.type, Json):
                shape = json_shape(column)
                plain = "[]" if shape == "array" else "{}"
                rows = streaming(connection)(
                    f"SELECT {key}, {column.name} FROM {table.name} WHERE {column.name} <> ?",  # noqa: S608 -- names of ours
                    (plain,),
                )
                for *numbers, told in rows:
                    if not _is_json(told, dict if shape == "object" else list):
                        where = named_row(table.name, numbers)
                        yield Damage("value", where, f"its {column.name} cannot be read")


def _refused(connection: Connection, table: Table, key: str) -> Iterator[Damage]:
    rules = {
        f"it breaks the rule {rule.name}": str(rule.sqltext)
        for rule in table.constraints
        if isinstance(rule, CheckConstraint)
    }
    rules |= {
        f"its {column.name} is missing": f'"{column.name}" IS NOT NULL'
        for column in table.columns
        if not column.nullable
    }
    told = ", ".join(f"CASE WHEN NOT ({rule}) THEN 1 ELSE 0 END" for rule in rules.values())
    wrong = " OR ".join(f"NOT ({rule})" for rule in rules.values())
    asked = f"SELECT {told}, {key} FROM {table.name} WHERE {wrong}"  # noqa: S608 -- names of ours
    for row in running(connection)(asked, ()):
        where = named_row(table.name, row[len(rules) :])
        for what, is_wrong in zip(rules, row, strict=False):
            if is_wrong:
                yield Damage("value", where, what)


def _is_json(told: str, shape: type) -> bool:
    try:
        return isinstance(json.loads(told, parse_constant=_refuse), shape)
    except (ValueError, RecursionError):
        return False


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _names(connection: Connection, query: str) -> Iterable[str]:
    return [name for (name,) in driver_of(connection).execute(query.encode())]
