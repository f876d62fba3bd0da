"""Reading the history: operations, newest first, and the seals over it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, exists, or_, select

from annot.store import chain
from annot.store.columns import canonical_json
from annot.store.database import Database
from annot.store.dialect import dialect_of
from annot.store.images import image, table_of
from annot.store.models import Anchor, Change, Event, Evidence, Note, Record, Seal
from annot.store.undo import of_row
from annot.store.verify import Break, heads

BOOKKEEPING = ("id", "uid", "version", "created_at", "updated_at", "article_id")


@dataclass(frozen=True, slots=True)
class RowDifference:
    """One row's change as people read it: the fields that differ, before and after.

    Of several rows that came or went together, `rows` from `id` on, no fields are told.
    `was_there` and `is_there` say whether there was a row before and after.
    """

    noun: str
    id: int
    rows: int
    fields: dict[str, tuple[Any, Any]]
    was_there: bool
    is_there: bool

    @property
    def is_edit(self) -> bool:
        """Whether a row was changed that was there before and is still."""
        return self.was_there and self.is_there


@dataclass(frozen=True, slots=True)
class Entry:
    """One operation: who, when, what, why, and what it changed; `at` is UTC."""

    operation: UUID
    at: datetime
    actor: str
    action: str
    reason: str
    undoes: UUID | None
    undone: bool
    changes: tuple[RowDifference, ...]


def entries(
    connection: Connection,
    *,
    article_id: int | None = None,
    claim_id: int | None = None,
    limit: int | None = None,
) -> list[Entry]:
    """The operations, newest first; only those that touched an article or a claim, if given."""
    event, change = table_of(Event), table_of(Change)
    wanted = select(event.c.operation).distinct()
    if article_id is not None:
        wanted = wanted.where(event.c.article_id == article_id)
    if claim_id is not None:
        wanted = wanted.join(change, _of_event()).where(_touches(claim_id))
    wanted = wanted.order_by(event.c.operation.desc()).limit(limit)
    return [_entry(connection, operation) for operation in connection.execute(wanted).scalars()]


@dataclass(frozen=True, slots=True)
class Since:
    """Who changed a row last and when (UTC), and what differs from how it was read before.

    The differences are not known of a row that was read as it came with thousands of others.
    """

    actor: str
    at: datetime
    fields: dict[str, tuple[Any, Any]]


def changed_since(connection: Connection, record: Record, version: UUID) -> Since | None:
    """Who wrote a row as it is now, and what differs from a version of it; None if unknown."""
    noun = str(record.__tablename__)
    event, change = table_of(Event), table_of(Change)
    last = connection.execute(
        select(event.c.actor, event.c.at).where(event.c.operation == record.version).limit(1)
    ).first()
    if last is None:
        return None
    read = connection.execute(
        select(change.c.after)
        .join(event, _of_event())
        .where(event.c.operation == version, change.c.rows == 1)
        .where(change.c.noun == noun, change.c.row_id == record.id)
    ).scalar()
    now = canonical_json(image(noun, record))
    return Since(last.actor, last.at, _differences(read, now) if read else {})


def keep_seal(database: Database) -> bytes:
    """Remember the root over the heads of all chains, unless it is remembered; the root.

    Raises:
        WorkspaceError: If the workspace cannot be written.
    """
    with database.reading() as connection:
        ends = heads(connection)
    return remember_seal(database, ends)


def remember_seal(database: Database, ends: Sequence[tuple[int, int, bytes]]) -> bytes:
    """Remember the root over heads that the chains have or had, unless it is remembered; the root.

    Raises:
        WorkspaceError: If the workspace cannot be written.
        BusyError: If another program keeps it locked.
    """
    seal = table_of(Seal)
    root = chain.merkle_root(ends)
    with database.reading() as connection:
        if connection.execute(select(seal.c.root).where(seal.c.root == root)).first():
            return root
    row = {
        "root": root,
        "at": datetime.now(UTC),
        "heads": [[article, seq, digest.hex()] for article, seq, digest in sorted(ends)],
    }
    with database.writing(written="") as connection:
        keeping = dialect_of(connection).upsert(seal).on_conflict_do_nothing()
        connection.execute(keeping, row)
    return root


def current_root(connection: Connection) -> bytes:
    """The root over the heads of all chains as they are now."""
    return chain.merkle_root(heads(connection))


def root_breaks(connection: Connection, root: bytes) -> list[Break]:
    """What speaks against this history being the one that was once sealed with a root.

    The ledger remembers its seals. One that it could not write down, since a report was made where
    the file could only be read, is looked for among the states that the history went through.
    """
    seal, event = table_of(Seal), table_of(Event)
    stored = connection.execute(select(seal.c.heads).where(seal.c.root == root)).scalar()
    where = f"root {root.hex()}"
    if stored is None:
        if root in _earlier_roots(connection):
            return []
        what = (
            "this ledger never had it: it is another ledger, an older copy, or its history was "
            "rewritten"
        )
        return [Break(where, what)]
    sealed = [(article, seq, bytes.fromhex(digest)) for article, seq, digest in stored]
    breaks = []
    if chain.merkle_root(sealed) != root:
        breaks.append(Break(where, "the heads kept with it were altered"))
    for article, seq, digest in sealed:
        now = connection.execute(
            select(event.c.hash).where(event.c.article_id == article, event.c.seq == seq)
        ).scalar()
        if now != digest:
            place = f"event {seq} of article {article}"
            breaks.append(Break(place, f"it is not the one that was sealed as {root.hex()}"))
    return breaks


def _earlier_roots(connection: Connection) -> Iterator[bytes]:
    """The root now, and before each operation, newest first."""
    event = table_of(Event)
    ends = {article: (article, seq, digest) for article, seq, digest in heads(connection)}
    yield chain.merkle_root(list(ends.values()))
    steps = connection.execute(
        select(event.c.operation, event.c.article_id, event.c.seq, event.c.previous).order_by(
            event.c.operation.desc(), event.c.seq.desc()
        )
    )
    for _, events in groupby(steps, key=lambda step: step.operation):
        for step in events:
            ends[step.article_id] = (step.article_id, step.seq - 1, step.previous)
            if step.seq == 1:
                del ends[step.article_id]
        yield chain.merkle_root(list(ends.values()))


def _of_event() -> Any:
    event, change = table_of(Event), table_of(Change)
    return (change.c.article_id == event.c.article_id) & (change.c.seq == event.c.seq)


def _touches(claim_id: int) -> Any:
    """Whether a change is one of the claim or of something that belongs to it.

    Images are canonical JSON, so a member of theirs is spelled in one way only.
    """
    change = table_of(Change)
    members = (f'"claim_id":{claim_id},', f'"other_id":{claim_id},')
    nouns = ["anchor", "evidence", "note", "same", "assignment", "judgement"]
    below = change.c.noun.in_(nouns)
    in_runs = [
        exists().where(
            (change.c.noun == model.__tablename__)
            & (change.c.rows > 1)
            & (table_of(model).c.article_id == change.c.article_id)
            & (table_of(model).c.claim_id == claim_id)
            & table_of(model).c.id.between(change.c.row_id, change.c.row_id + change.c.rows - 1)
        )
        for model in (Anchor, Evidence, Note)
    ]
    return or_(
        of_row("claim", claim_id),
        below
        & or_(
            *(
                side.contains(member, autoescape=True)
                for side in (change.c.before, change.c.after)
                for member in members
            )
        ),
        *in_runs,
    )


def _entry(connection: Connection, operation: UUID) -> Entry:
    event, change = table_of(Event), table_of(Change)
    first = connection.execute(select(event).where(event.c.operation == operation)).first()
    assert first is not None
    undone = connection.execute(
        select(event.c.seq).where(event.c.undoes == operation).limit(1)
    ).first()
    rows = connection.execute(
        select(change)
        .join(event, _of_event())
        .where(event.c.operation == operation)
        .order_by(event.c.article_id, change.c.position)
    )
    return Entry(
        operation,
        first.at,
        first.actor,
        first.action,
        first.reason,
        first.undoes,
        undone is not None,
        tuple(_difference(row) for row in rows),
    )


def _difference(row: Any) -> RowDifference:
    fields = _differences(row.before, row.after) if row.rows == 1 else {}
    there = row.before is not None, row.after is not None
    return RowDifference(row.noun, row.row_id, row.rows, fields, *there)


def _differences(before: str | None, after: str | None) -> dict[str, tuple[Any, Any]]:
    old: dict[str, Any] = defaultdict(lambda: None, json.loads(before) if before else {})
    new: dict[str, Any] = defaultdict(lambda: None, json.loads(after) if after else {})
    names = [name for name in (new or old) if name not in BOOKKEEPING]
    return {name: (old[name], new[name]) for name in names if old[name] != new[name]}


__all__: Sequence[str] = (
    "Entry",
    "RowDifference",
    "Since",
    "changed_since",
    "current_root",
    "entries",
    "keep_seal",
    "remember_seal",
    "root_breaks",
)
