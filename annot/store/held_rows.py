"""Rows held against what the history recorded of them.

The database spells most rows as the history does, in a tenth of the time that reading them takes.
Only a row whose spelling is not the recorded one is read, and judged by what it says.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, select, type_coerce
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import NullType

from annot.store import runs
from annot.store.columns import text_to_time
from annot.store.images import spellings, table_of
from annot.store.models import UNPLACED, UNPLACED_WORDS, Change, Event, metadata

_PAGE = 1000
_MOMENT = 10_000
"""The most milliseconds between a workspace's uid and the time that it says it was made."""

Held = dict[int, bytes]
"""What a row has to be, by its id: the digest of its image; empty if it has to be gone."""


def recorded(connection: Connection, noun: str) -> Held:
    """What the history says of every row that a table ever had."""
    event, change = table_of(Event), table_of(Change)
    of_event = (event.c.article_id == change.c.article_id) & (event.c.seq == change.c.seq)
    wanted = (
        select(change.c.row_id, change.c.rows, change.c.before, change.c.after)
        .join(event, of_event)
        .where(change.c.noun == noun)
        .order_by(type_coerce(event.c.operation, NullType()), change.c.position)
    )
    held: Held = {}
    for row in connection.execute(wanted):
        if row.rows > 1:
            held.update(runs.row_digests(connection, row))
        else:
            held[row.row_id] = _digest(row.after) if row.after else b""
    return held


def altered(connection: Connection, noun: str, held: Held) -> tuple[int, list[tuple[int, str]]]:
    """The rows of a table that are not what they have to be.

    Args:
        connection: Where.
        noun: The table.
        held: What `recorded` says of it; used up.

    Returns:
        How many rows there are, and of each that is not right its id and what is wrong with it.
    """
    found, count = [], 0
    for row_id, digest in _digests(connection, noun):
        count += 1
        wanted = held.pop(row_id, None)
        if noun == "article" and row_id == UNPLACED and wanted is None:
            if not _is_as_made(connection):
                found.append((row_id, "it was altered outside any operation"))
        elif not wanted:
            found.append((row_id, "it is there, though no operation added it"))
        elif digest != wanted and wanted not in _readings(connection, noun, row_id):
            found.append((row_id, "it was altered outside any operation"))
    gone = sorted(row_id for row_id, wanted in held.items() if wanted)
    found += [(row_id, "it is gone, though no operation removed it") for row_id in gone]
    return count, found


def _is_as_made(connection: Connection) -> bool:
    """Whether the workspace's own article is as the workspace was made; no operation added it."""
    table = metadata.tables["article"]
    (row,) = connection.execute(
        select(*(type_coerce(c, NullType()).label(c.name) for c in table.c)).where(
            table.c.id == UNPLACED
        )
    )
    words = (row.slug, row.title, row.byline, row.publication, row.published)
    return (
        words == UNPLACED_WORDS
        and row.version == row.uid
        and row.created_at == row.updated_at
        and abs(_made_at(row.uid) - _milliseconds(row.created_at)) < _MOMENT
    )


def _made_at(uid: Any) -> int:
    """The milliseconds since 1970 that a UUIDv7 names."""
    return int.from_bytes(uid[:6], "big") if isinstance(uid, bytes) else uid.int >> 80


def _milliseconds(moment: Any) -> int:
    try:
        return int((text_to_time(moment) if isinstance(moment, str) else moment).timestamp() * 1000)
    except ValueError:
        return 0


def _digests(connection: Connection, noun: str) -> Iterator[tuple[int, bytes]]:
    """Every row's id with the digest of its image as the database spells it, by id.

    Where it cannot, the digest is empty.
    """
    ids = metadata.tables[noun].c.id
    last: int | None = None
    while True:
        page = select(ids).order_by(ids).limit(_PAGE)
        numbers = list(
            connection.execute(page if last is None else page.where(ids > last)).scalars()
        )
        if not numbers:
            return
        first, last = numbers[0], numbers[-1]
        digests = _spelled(connection, noun, first, last - first + 1)
        if len(digests) != len(numbers):
            digests = [b""] * len(numbers)
        yield from zip(numbers, digests, strict=True)


def _spelled(connection: Connection, noun: str, first: int, count: int) -> list[bytes]:
    """The digests of rows; none if one of them cannot be spelled."""
    try:
        return [_digest(line) for line in runs.lines(connection, noun, first, count)]
    except (DBAPIError, sqlite3.Error, ValueError, TypeError, AttributeError):
        return []


def _readings(connection: Connection, noun: str, row_id: int) -> list[bytes]:
    """The digests that a row may have by what it says; none for a row that cannot be read."""
    table = metadata.tables[noun]
    columns = [type_coerce(column, NullType()).label(column.name) for column in table.columns]
    row: dict[str, Any] = {}
    try:
        (stored,) = connection.execute(select(*columns).where(table.c.id == row_id))
        for name, value in stored._mapping.items():
            read = getattr(table.columns[name].type, "process_result_value", None)
            row[name] = read(value, connection.dialect) if read else value
        return [_digest(line) for line in spellings(noun, row)]
    except (DBAPIError, sqlite3.Error, ValueError, TypeError):
        return []


def _digest(line: str) -> bytes:
    return sha256(line.encode(errors="surrogateescape")).digest()
