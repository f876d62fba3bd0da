"""Whether the history holds: every chain walked, every row held against what was recorded.

A file may have been altered by any program, so nothing in it is taken to be what it should be: what
cannot be read is a break like any other.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select, type_coerce
from sqlalchemy.types import NullType

from annot.store import chain, derived, held_rows
from annot.store.columns import text_to_time
from annot.store.images import table_of
from annot.store.models import (
    NOUNS,
    UNPLACED,
    Article,
    Change,
    Content,
    Event,
    Revision,
    Snapshot,
    metadata,
)
from annot.store.purged import Purged, purged


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the ledger is not what its history says."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found: how much was looked at, the root of the history, and every break.

    `purged` is what is gone by a rule of retention, which is no break.
    """

    events: int
    rows: int
    root: bytes
    breaks: tuple[Break, ...]
    purged: tuple[Purged, ...] = ()


def verify(connection: Connection) -> Verification:
    """Walk every chain and compare every row and kept file with it.

    An altered, missing, added or reordered event shows in its chain, an altered row in its image.
    What is counted from other rows is counted again.
    """
    with _any_text(connection):
        events, breaks = _chains(connection)
        rows = 0
        for noun in NOUNS:
            count, found = _altered(connection, noun)
            rows += count
            breaks += [Break(f"{noun} {row_id}", what) for row_id, what in found]
        gone = purged(connection)
        breaks += _content_breaks(connection, gone)
        breaks += seal_breaks(connection)
        if not breaks:  # else they follow what is wrong already
            breaks += _derived_breaks(connection)
    root = chain.merkle_root(heads(connection))
    return Verification(events, rows, root, tuple(breaks), tuple(gone.values()))


def heads(connection: Connection) -> list[tuple[int, int, bytes]]:
    """The last event of every chain: article, number, hash."""
    event = table_of(Event)
    newest: dict[int, tuple[int, int, bytes]] = {}
    for row in connection.execute(
        select(event.c.article_id, event.c.seq, event.c.hash).order_by(
            event.c.article_id, event.c.seq
        )
    ):
        newest[row.article_id] = (row.article_id, row.seq, row.hash)
    return list(newest.values())


def chain_breaks(connection: Connection) -> list[Break]:
    """Whether every event and change is what its hash says, and follows the one before it."""
    with _any_text(connection):
        return _chains(connection)[1]


def row_breaks(connection: Connection) -> list[tuple[str, int, str]]:
    """The rows that are not what the history says: table, id, and what is wrong."""
    with _any_text(connection):
        return [
            (noun, row_id, what) for noun in NOUNS for row_id, what in _altered(connection, noun)[1]
        ]


def _altered(connection: Connection, noun: str) -> tuple[int, list[tuple[int, str]]]:
    return held_rows.altered(connection, noun, held_rows.recorded(connection, noun))


def seal_breaks(connection: Connection) -> Iterator[Break]:
    """Whether the seals are roots of this history."""
    event = table_of(Event)
    hashes: dict[tuple[int, int], bytes] = {
        (row.article_id, row.seq): row.hash
        for row in connection.execute(select(event.c.article_id, event.c.seq, event.c.hash))
    }
    for row in connection.execute(_raw(metadata.tables["seal"])):
        where = f"seal {row.root.hex()}"
        try:
            sealed = [
                (article, seq, bytes.fromhex(digest))
                for article, seq, digest in json.loads(row.heads)
            ]
            if not isinstance(row.at, datetime):  # a server keeps moments, a file their text
                text_to_time(row.at)
            is_root = chain.merkle_root(sealed) == row.root
        except (TypeError, ValueError):
            yield Break(where, "it cannot be read")
            continue
        if not is_root or any(hashes.get((a, seq)) != digest for a, seq, digest in sealed):
            yield Break(where, "it is not the root of this history")


@contextlib.contextmanager
def _any_text(connection: Connection) -> Iterator[None]:
    """Bytes that are no text are read as text that is none, so that they can be told."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        yield
        return
    before, driver.text_factory = driver.text_factory, _text
    try:
        yield
    finally:
        driver.text_factory = before


def _text(stored: bytes) -> str:
    return stored.decode(errors="surrogateescape")


def _raw(table: Table) -> Any:
    """A query for the rows of a table as the engine gives them, by key."""
    columns = [type_coerce(column, NullType()).label(column.name) for column in table.columns]
    return select(*columns).order_by(*table.primary_key.columns)


def _chains(connection: Connection) -> tuple[int, list[Break]]:
    """How many events there are, and what is wrong with them."""
    breaks: list[Break] = []
    workspace = _workspace_uid(connection)
    if workspace is None:
        breaks.append(Break(f"article {UNPLACED}", "it is missing, or its uid was altered"))
    article, seq, count = None, 0, 0
    previous: bytes | None = None
    for event, changes in _events(connection):
        where = f"event {event['seq']} of article {event['article_id']}"
        if event.get("hash") is None:
            breaks.append(Break(where, "it is missing, but its changes are there"))
            continue
        count += 1
        breaks += _event_breaks(where, event, changes)
        if event["article_id"] != article:
            article, seq = event["article_id"], 0
            previous = chain.genesis(workspace, event["article_id"]) if workspace else None
        if event["seq"] != seq + 1:
            breaks.append(Break(where, f"the event before it, {seq + 1}, is missing"))
        elif previous is not None and event["previous"] != previous:
            breaks.append(Break(where, "it does not follow the event before it"))
        seq, previous = event["seq"], event["hash"]
    return count, breaks


def _workspace_uid(connection: Connection) -> UUID | None:
    table = table_of(Article)
    wanted = select(type_coerce(table.c.uid, NullType())).where(table.c.id == UNPLACED)
    stored = connection.execute(wanted).scalar()
    try:
        return stored if isinstance(stored, UUID) else UUID(bytes=stored)
    except (TypeError, ValueError):
        return None


def _events(connection: Connection) -> Iterator[tuple[dict[str, Any], list[Any]]]:
    """Every event with its changes; of changes without an event, only where it should be."""
    changes = iter(connection.execute(_raw(table_of(Change))))
    pending = next(changes, None)

    def own(until: tuple[int, int] | None) -> Iterator[tuple[tuple[int, int], list[Any]]]:
        nonlocal pending
        while pending is not None and (until is None or _place(pending) <= until):
            place, found = _place(pending), []
            while pending is not None and _place(pending) == place:
                found.append(pending)
                pending = next(changes, None)
            yield place, found

    for row in connection.execute(_raw(table_of(Event))):
        of_event: list[Any] = []
        for place, found in own(_place(row)):
            if place == _place(row):
                of_event = found
            else:
                yield _nothing(place), found
        yield dict(row._mapping), of_event
    for place, found in own(None):
        yield _nothing(place), found


def _place(row: Any) -> tuple[int, int]:
    return row.article_id, row.seq


def _nothing(place: tuple[int, int]) -> dict[str, Any]:
    return {"article_id": place[0], "seq": place[1]}


def _event_breaks(where: str, event: dict[str, Any], changes: list[Any]) -> Iterator[Break]:
    for position, change in enumerate(changes):
        try:
            digest = chain.change_digest(*change[2:8])
        except ValueError:
            digest = b""
        if position != change.position or digest != change.digest:
            yield Break(where, f"its change {change.position} was altered")
    if _event_hash(event, changes) != event["hash"]:
        yield Break(where, "it was altered")


def _event_hash(event: dict[str, Any], changes: list[Any]) -> bytes:
    """The hash that an event should have; empty if it cannot be read."""
    table = table_of(Event)
    link = {}
    try:
        for name, value in event.items():
            read = getattr(table.columns[name].type, "process_result_value", None)
            link[name] = read(value, None) if read else value
        del link["hash"]
        return chain.event_hash(**link, digests=[change.digest for change in changes])
    except (TypeError, ValueError, AttributeError):
        return b""


def _derived_breaks(connection: Connection) -> Iterator[Break]:
    for number, what in derived.wrong(connection):
        yield Break(f"claim {number}", f"its {what} was altered")
    for noun, what in derived.counters_behind(connection):
        yield Break(f"counter {noun}", what)


def _content_breaks(connection: Connection, gone: Collection[bytes]) -> Iterator[Break]:
    content = table_of(Content)
    kept = set(gone)
    for row in connection.execute(select(content)):
        kept.add(row.sha256)
        if chain.sha256(row.data) != row.sha256:
            yield Break(f"content {row.sha256.hex()}", "its bytes were altered")
    for model in (Revision, Snapshot):
        table = table_of(model)
        for row in connection.execute(select(table.c.id, table.c.text_sha256, table.c.file_sha256)):
            for digest in (row.text_sha256, row.file_sha256):
                if digest is not None and digest not in kept:
                    where = f"{model.__tablename__} {row.id}"
                    yield Break(where, f"its content {digest.hex()} is missing")
