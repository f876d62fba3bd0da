"""What a server says of the tables of a workspace, held against those of one made anew.

The one made anew is of temporary tables, in a part of the transaction that is taken back: so the
same server has spelled both.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import psycopg
from sqlalchemy import Connection

from annot.store.postgres_dialect import driver_of
from annot.store.postgres_schema import make_tables

_HERE = "current_schema()::regnamespace"
_TEMPORARY = "pg_my_temp_schema()"

_OF_EXTENSION = (
    "EXISTS (SELECT 1 FROM pg_depend WHERE pg_depend.objid = c.oid AND pg_depend.deptype = 'e')"
)
_TABLES = """
    SELECT 'table', c.relname, c.relname, string_agg(quote_ident(attname) || ' '
      || format_type(atttypid, atttypmod) || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
      || coalesce(' COLLATE ' || nullif(attcollation, 100)::regcollation::text, '')
      || coalesce(' DEFAULT ' || pg_get_expr(adbin, adrelid), '')
      || attidentity::text || attgenerated::text,
      ', ' ORDER BY attname)
    FROM pg_class c JOIN pg_attribute ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef ON adrelid = c.oid AND adnum = attnum
    WHERE c.relnamespace = {space} AND c.relkind IN ('r', 'p', 'f', 'm') AND NOT {extension}
    GROUP BY c.relname
"""
_RULES = """
    SELECT 'constraint', conname, c.relname,
      'ALTER TABLE ' || quote_ident(c.relname) || ' ADD CONSTRAINT ' || quote_ident(conname)
      || ' ' || pg_get_constraintdef(con.oid)
      || CASE WHEN EXISTS (SELECT 1 FROM pg_trigger WHERE tgconstraint = con.oid
           AND tgenabled = 'D') THEN ' (switched off)' ELSE '' END
    FROM pg_constraint con JOIN pg_class c ON c.oid = conrelid
    WHERE c.relnamespace = {space} AND contype IN ('p', 'u', 'f', 'c', 'x') AND NOT {extension}
"""
_INDEXES = """
    SELECT 'index', c.relname, t.relname, replace(replace(pg_get_indexdef(c.oid),
      ' ON ' || quote_ident(nspname) || '.', ' ON '), ' ON pg_temp.', ' ON ')
    FROM pg_index JOIN pg_class c ON c.oid = indexrelid JOIN pg_class t ON t.oid = indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace
    WHERE t.relnamespace = {space} AND t.relkind IN ('r', 'p') AND NOT {extension}
      AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = c.oid
                      AND contype IN ('p', 'u', 'x'))
"""
_VIEWS = """
    SELECT 'view', c.relname, c.relname,
      'CREATE VIEW ' || quote_ident(c.relname) || ' AS ' || pg_get_viewdef(c.oid)
    FROM pg_class c WHERE c.relnamespace = {space} AND c.relkind = 'v' AND NOT {extension}
"""


class Thing(NamedTuple):
    """A table, constraint, index or view.

    Attributes:
        table: On which it is.
        said: The statement that makes it; of a table it is what its columns are.
    """

    table: str
    said: str


Catalog = dict[tuple[str, str], Thing]
"""All of them by their kind and name."""


def found(connection: Connection) -> Catalog:
    """What the workspace has."""
    return _catalog(driver_of(connection), _HERE)


def wanted(connection: Connection) -> Catalog:
    """What a workspace has that is made anew."""
    driver = driver_of(connection)
    part = connection.begin_nested()
    try:
        driver.execute("SET LOCAL search_path = pg_temp")
        make_tables(connection)
        return _catalog(driver, _TEMPORARY)
    finally:
        part.rollback()


def _catalog(driver: psycopg.Connection[Any], space: str) -> Catalog:
    said: Catalog = {}
    for query in (_TABLES, _RULES, _INDEXES, _VIEWS):
        asked = query.format(space=space, extension=_OF_EXTENSION)
        for kind, name, table, statement in driver.execute(asked.encode()):
            said[kind, name] = Thing(table, statement)
    return said
