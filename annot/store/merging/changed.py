"""What changed in a ledger since an operation, and what the rows were before."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from annot.store.columns import time_to_text
from annot.store.images import Image, image, table_of, values
from annot.store.merging import ACTION
from annot.store.merging.record import record_of
from annot.store.models import NOUNS, Change, Event, metadata
from annot.store.rows import kept
from annot.store.transfer import in_batches
from annot.store.undo import of_row

Before = dict[int, Image | None]
"""Rows by id, each as it was; None where there was none."""

SETTINGS = ("rule", "person")
"""Settings of a workspace, which are no part of what two people check."""

MERGED = tuple(noun for noun in NOUNS if noun not in SETTINGS)
"""The tables that are merged, in an order in which none refers to a later one."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who did something, when (UTC, as the history writes it), and what."""

    actor: str
    at: str
    action: str


def changed_since(connection: Connection, since: UUID | None) -> dict[str, Before]:
    """Every row that changed after an operation, as it was then; after None, ever.

    Rows that came after it are there with None, also if they went again.
    """
    event, change = table_of(Event), table_of(Change)
    wanted = _changes(change.c.noun, change.c.row_id, change.c.rows, change.c.before)
    wanted = wanted.order_by(event.c.operation, change.c.position)
    if since is not None:
        wanted = wanted.where(event.c.operation > since)
    found: dict[str, Before] = defaultdict(dict)
    for row in connection.execute(wanted):
        if row.noun not in NOUNS:
            continue
        of_noun = found[row.noun]
        if row.rows > 1:
            for row_id, before in _of_run(connection, row).items():
                of_noun.setdefault(row_id, before)
        elif row.row_id not in of_noun:
            of_noun[row.row_id] = None if row.before is None else _whole(row.noun, row.before)
    return found


def row_before(connection: Connection, noun: str, row_id: int, since: UUID | None) -> Image | None:
    """A row as it was after an operation; None if there was none."""
    event, change = table_of(Event), table_of(Change)
    wanted = _changes(change.c.noun, change.c.row_id, change.c.rows, change.c.before)
    wanted = wanted.where(of_row(noun, row_id)).order_by(event.c.operation, change.c.position)
    if since is not None:
        wanted = wanted.where(event.c.operation > since)
    first = connection.execute(wanted.limit(1)).first()
    if first is None:
        return stored(connection, noun, id=[row_id]).get(row_id)
    if first.rows > 1:
        return _of_run(connection, first).get(row_id)
    return None if first.before is None else _whole(noun, first.before)


def came_and_went(connection: Connection, noun: str, numbers: Collection[int]) -> dict[int, str]:
    """The uids of rows that are not there any more, by their numbers."""
    event, change = table_of(Event), table_of(Change)
    found: dict[int, str] = {}
    for batch in in_batches(numbers):
        wanted = _changes(change.c.row_id, change.c.before).order_by(event.c.operation)
        for row in connection.execute(
            wanted.where(change.c.noun == noun, change.c.row_id.in_(batch), change.c.rows == 1)
        ):
            if row.before is not None:
                found[row.row_id] = str(json.loads(row.before)["uid"])
    return found


def stored(connection: Connection, noun: str, **wanted: Collection[Any]) -> dict[int, Image]:
    """The rows of a table of which a column has one of some values, as images by id."""
    ((name, chosen),) = wanted.items()
    table = metadata.tables[noun]
    found: dict[int, Image] = {}
    for batch in in_batches(chosen):
        for row in connection.execute(
            select(table).where(table.c[name].in_(batch)).order_by(table.c.id)
        ):
            found[row.id] = image(noun, dict(row._mapping))
    return found


def by_uid(connection: Connection, noun: str, uids: Collection[str]) -> dict[str, Image]:
    """The rows of a table that have one of some uids, by uid."""
    found = stored(connection, noun, uid=[UUID(uid) for uid in uids])
    return {row["uid"]: row for row in found.values()}


def last_writer(
    connection: Connection, noun: str, row_id: int, fields: Collection[str] = ()
) -> Who | None:
    """Who gave a row the values that it has in some fields, or changed it last; None if unknown."""
    event, change = table_of(Event), table_of(Change)
    wanted = _changes(
        event.c.operation, event.c.actor, event.c.at, event.c.action,
        change.c.rows, change.c.before, change.c.after,
    )  # fmt: skip
    wanted = wanted.where(of_row(noun, row_id)).order_by(event.c.operation.desc())
    for row in connection.execute(wanted):
        if row.rows == 1 and fields:
            before, after = (json.loads(side) if side else {} for side in (row.before, row.after))
            if all(before.get(name) == after.get(name) for name in fields):
                continue
        if row.action == ACTION:
            there = _there(connection, row.operation, noun, row_id)
            if there is not None:
                return there
        return Who(row.actor, time_to_text(row.at), row.action)
    return None


def remover(connection: Connection, noun: str, uid: str) -> Who | None:
    """Who removed a row; None if that is not known."""
    event = table_of(Event)
    wanted = _removals(noun, uid, event.c.actor, event.c.at, event.c.action)
    row = connection.execute(wanted.order_by(event.c.operation.desc()).limit(1)).first()
    return None if row is None else Who(row.actor, time_to_text(row.at), row.action)


def removed_before(connection: Connection, noun: str, uid: str, since: UUID | None) -> Image | None:
    """A row that is not there any more, as it was after an operation; None if there was none."""
    event, change = table_of(Event), table_of(Change)
    wanted = _removals(noun, uid, change.c.row_id).order_by(event.c.operation)
    if since is not None:
        wanted = wanted.where(event.c.operation > since)
    number = connection.execute(wanted.limit(1)).scalar()
    return None if number is None else row_before(connection, noun, number, since)


def _removals(noun: str, uid: str, *columns: Any) -> Select[Any]:
    change = table_of(Change)
    wanted = _changes(*columns)
    wanted = wanted.where(change.c.noun == noun, change.c.after.is_(None), change.c.rows == 1)
    return wanted.where(change.c.before.contains(f'"uid":"{uid}"', autoescape=True))


def _there(connection: Connection, merge: UUID, noun: str, row_id: int) -> Who | None:
    """Who changed a row last in the copy from which a merge brought it."""
    record = record_of(connection, merge)
    for done in reversed(record.operations if record else ()):
        if row_id in done["rows"].get(noun, ()):
            return Who(done["actor"], done["at"], done["action"])
    return None


def _changes(*columns: Any) -> Select[Any]:
    event, change = table_of(Event), table_of(Change)
    of_event = (event.c.article_id == change.c.article_id) & (event.c.seq == change.c.seq)
    return select(*columns).select_from(change).join(event, of_event)


def _of_run(connection: Connection, row: Any) -> Before:
    if row.before is None:
        return dict.fromkeys(range(row.row_id, row.row_id + row.rows))
    lines = kept(connection, row.before).decode().split("\n")
    found = (_whole(row.noun, line) for line in lines)
    return {int(before["id"]): before for before in found}


def _whole(noun: str, stored: str) -> Image:
    """An image with the columns that it lacks if it is from before they came."""
    return image(noun, values(noun, json.loads(stored)))
