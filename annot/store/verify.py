"""Whether the history holds: every chain walked, every row held against what was recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, type_coerce
from sqlalchemy.types import NullType

from annot.store import chain, runs
from annot.store.images import spellings, table_of
from annot.store.models import NOUNS, UNPLACED, Change, Content, Event, Revision, Snapshot, metadata
from annot.store.recorder import workspace_uid


@dataclass(frozen=True, slots=True)
class Break:
    """A place where the ledger is not what its history says."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found: how much was looked at, the root of the history, and every break."""

    events: int
    rows: int
    root: bytes
    breaks: tuple[Break, ...]


Rows = dict[tuple[str, int], bytes]


def verify(connection: Connection) -> Verification:
    """Walk every chain and compare every row and kept file with it.

    An altered, missing, added or reordered event shows in its chain, an altered row in its image.
    """
    breaks: list[Break] = []
    expected: Rows = {}
    order: dict[tuple[str, int], UUID] = {}
    events = 0
    for event, changes in _events(connection):
        events += 1
        breaks += _event_breaks(event, changes)
        for change in changes:
            for row_id, digest in _digests(connection, change).items():
                key = (change.noun, row_id)
                if key not in order or order[key] <= event.operation:
                    order[key] = event.operation
                    expected[key] = digest
    breaks += _chain_breaks(connection)
    rows = 0
    for noun in NOUNS:
        found = _row_breaks(connection, noun, expected)
        rows += found[0]
        breaks += found[1]
    breaks += [
        Break(f"{noun} {row_id}", "it is gone, though no operation removed it")
        for (noun, row_id), digest in expected.items()
        if digest
    ]
    breaks += _content_breaks(connection)
    return Verification(events, rows, chain.merkle_root(heads(connection)), tuple(breaks))


def _digests(connection: Connection, change: Any) -> dict[int, bytes]:
    """The digest of each row of a change after it, by id; of one that went it is empty."""
    if change.rows > 1:
        return runs.row_digests(connection, change)
    return {change.row_id: chain.sha256(change.after.encode()) if change.after else b""}


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


def _events(connection: Connection) -> Iterator[tuple[Any, list[Any]]]:
    event, change = table_of(Event), table_of(Change)
    changes = iter(
        connection.execute(
            select(change).order_by(change.c.article_id, change.c.seq, change.c.position)
        )
    )
    pending = next(changes, None)
    for row in connection.execute(select(event).order_by(event.c.article_id, event.c.seq)):
        own = []
        while pending is not None and (pending.article_id, pending.seq) == (
            row.article_id,
            row.seq,
        ):
            own.append(pending)
            pending = next(changes, None)
        yield row, own


def _event_breaks(event: Any, changes: list[Any]) -> Iterator[Break]:
    where = f"event {event.seq} of article {event.article_id}"
    for position, change in enumerate(changes):
        digest = chain.change_digest(
            change.position, change.noun, change.row_id, change.rows, change.before, change.after
        )
        if position != change.position or digest != change.digest:
            yield Break(where, f"its change {change.position} was altered")
    link = dict(event._mapping)
    stored = link.pop("hash")
    found = chain.event_hash(**link, digests=[change.digest for change in changes])
    if found != stored:
        yield Break(where, "it was altered")


def _chain_breaks(connection: Connection) -> Iterator[Break]:
    event = table_of(Event)
    workspace = workspace_uid(connection)
    article, seq, previous = None, 0, b""
    for row in connection.execute(
        select(event.c.article_id, event.c.seq, event.c.previous, event.c.hash).order_by(
            event.c.article_id, event.c.seq
        )
    ):
        if row.article_id != article:
            article, seq = row.article_id, 0
            previous = chain.genesis(workspace, row.article_id)
        where = f"event {row.seq} of article {row.article_id}"
        if row.seq != seq + 1:
            yield Break(where, f"the event before it, {seq + 1}, is missing")
        elif row.previous != previous:
            yield Break(where, "it does not follow the event before it")
        seq, previous = row.seq, row.hash


def _row_breaks(connection: Connection, noun: str, expected: Rows) -> tuple[int, list[Break]]:
    breaks, count = [], 0
    for row in _stored(connection, noun):
        count += 1
        found = _image_hashes(connection, noun, row)
        recorded = expected.pop((noun, row["id"]), None)
        if noun == "article" and row["id"] == UNPLACED and recorded is None:
            continue
        if not recorded:
            breaks.append(Break(f"{noun} {row['id']}", "it is there, though no operation added it"))
        elif recorded not in found:
            breaks.append(Break(f"{noun} {row['id']}", "it was altered outside any operation"))
    return count, breaks


def _stored(connection: Connection, noun: str) -> Iterator[dict[str, Any]]:
    """The rows of a table as the engine gives them: an altered one may hold what no type reads."""
    table = metadata.tables[noun]
    columns = [type_coerce(column, NullType()).label(column.name) for column in table.columns]
    for row in connection.execute(select(*columns).order_by(table.c.id)):
        yield dict(row._mapping)


def _image_hashes(connection: Connection, noun: str, stored: dict[str, Any]) -> list[bytes]:
    """The hashes that a row's image may have; none for a row that cannot be read."""
    table = metadata.tables[noun]
    row = {}
    for name, value in stored.items():
        column_type = table.columns[name].type
        read = getattr(column_type, "process_result_value", None)
        try:
            row[name] = read(value, connection.dialect) if read else value
        except (ValueError, TypeError):
            return []
    return [chain.sha256(line.encode()) for line in spellings(noun, row)]


def _content_breaks(connection: Connection) -> Iterator[Break]:
    content = table_of(Content)
    kept = set()
    for row in connection.execute(select(content)):
        kept.add(row.sha256)
        if chain.sha256(row.data) != row.sha256:
            yield Break(f"content {row.sha256.hex()}", "its bytes were altered")
    for model in (Revision, Snapshot):
        for row in connection.execute(select(table_of(model))):
            for digest in (row.text_sha256, row.file_sha256):
                if digest is not None and digest not in kept:
                    where = f"{model.__tablename__} {row.id}"
                    yield Break(where, f"its content {digest.hex()} is missing")
