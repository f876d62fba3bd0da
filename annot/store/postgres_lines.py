"""Rows as the history spells them, written and hashed by PostgreSQL.

Only the digests of rows that came together leave the server: a row is spelled there in a tenth of
the time that it takes here, and need not be sent. It escapes the same signs in JSON as Python does,
and in the same way; what was stored as JSON is canonical already.
"""

from __future__ import annotations

from functools import cache

from sqlalchemy import Column
from sqlalchemy.types import BigInteger

from annot.store.columns import Flag, Json, Uid, UtcTime
from annot.store.images import recorded_columns
from annot.store.models import metadata

_MOMENT = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'


@cache
def lines_query(noun: str) -> str:
    """A query for the ids and images of rows between two ids, by id; with `?` for these two."""
    return f"{_lines(noun)} ORDER BY id"


@cache
def digests_query(noun: str) -> str:
    """A query for the joined digests of rows, so many rows at a time.

    Its values are the first and the last id, and again the first, and how many rows go together.
    """
    return (
        "SELECT string_agg(digest, CAST('' AS bytea) ORDER BY id) FROM"
        f" (SELECT id, sha256(convert_to(line, 'UTF8')) AS digest FROM ({_lines(noun)}) AS spelled"
        # Or else the whole rows would be sorted, not their digests.
        "  OFFSET 0) AS hashed GROUP BY (id - ?) / ? ORDER BY min(id)"
    )


def _lines(noun: str) -> str:
    columns = metadata.tables[noun].columns
    members = [_member(columns[name], name) for name in sorted(recorded_columns(noun))]
    line = ", ',".join(members)
    return f"SELECT id, concat('{{{line}, '}}') AS line FROM {noun} WHERE id BETWEEN ? AND ?"


def _member(column: Column[object], name: str) -> str:
    """The name and the value of a column, of which the first begins in a text of SQL."""
    value = _value(column, f'"{name}"')
    if column.nullable:
        value = f"coalesce({value}, 'null')"
    return f'"{name}":\', {value}'


def _value(column: Column[object], named: str) -> str:
    kind = column.type
    if isinstance(kind, Json):
        return named
    if isinstance(kind, Flag | BigInteger):
        return f"CAST({named} AS text)"
    if isinstance(kind, Uid):
        return f"('\"' || {named} || '\"')"
    if isinstance(kind, UtcTime):
        return f"('\"' || to_char({named} AT TIME ZONE 'UTC', '{_MOMENT}') || '\"')"
    if kind.python_type is bytes:
        return f"('\"' || encode({named}, 'hex') || '\"')"
    return f"CAST(to_json({named}) AS text)"
