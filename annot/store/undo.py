"""Undo and redo: the stored before-images put back, in sets, as an operation of its own.

Undo is an operation like any other, so a redo is the undo of an undo, it survives a restart, and it
has no limit of steps. A row is put back exactly as it was, its version too; a row that was changed
since is a conflict.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    select,
    text,
    update,
)

from annot.errors import ConflictError, NothingToUndoError
from annot.store import derived, runs
from annot.store.dialect import dialect_of
from annot.store.images import spellings, table_of, values
from annot.store.merging import NOUN as MERGE
from annot.store.models import NOUNS, UNPLACED, Change, Event, metadata
from annot.store.purged import ACTION as PURGE
from annot.store.recorder import Ids, Operation, Run, article_of, batches
from annot.store.rows import running
from annot.store.same_claims import widowed

_NEWEST_NEW = """
    SELECT operation FROM event
    WHERE action NOT IN ('undo', 'redo') AND ({actor} = '' OR actor = {actor})
    ORDER BY operation DESC LIMIT 1
"""
"""The newest operation that is no step back or forth, whether it is in force or not."""

_NEWEST_UNDONE_NOT = """
    SELECT operation FROM event AS candidate
    WHERE {which} AND ({actor} = '' OR candidate.actor = {actor})
      AND EXISTS (SELECT 1 FROM change WHERE change.article_id = candidate.article_id
                  AND change.seq = candidate.seq)
      AND candidate.operation NOT IN (SELECT undoes FROM event WHERE undoes IS NOT NULL)
    ORDER BY operation DESC LIMIT 1
"""


def last_to_undo(connection: Connection, *, actor: str) -> UUID:
    """The newest operation of the actor (of anybody if empty) that is in force.

    Raises:
        NothingToUndoError: If there is none.
    """
    found = _newest(connection, "action <> 'undo'", actor)
    if found is None:
        whose = f" by {actor}" if actor else ""
        raise NothingToUndoError(
            f"There is no operation{whose} left to undo.", hint="See all: annot history"
        )
    return found


def last_to_redo(connection: Connection, *, actor: str) -> UUID:
    """The newest undo of the actor (of anybody if empty) after which nothing new was done.

    Raises:
        NothingToUndoError: If there is none.
    """
    undone = _newest(connection, "action = 'undo'", actor)
    latest = _uid(connection, _NEWEST_NEW.format(actor=":actor"), actor)
    if undone is None or (latest is not None and latest > undone):
        raise NothingToUndoError("There is nothing to redo.", hint="See all: annot history")
    return undone


def _newest(connection: Connection, which: str, actor: str) -> UUID | None:
    return _uid(connection, _NEWEST_UNDONE_NOT.format(which=which, actor=":actor"), actor)


def _uid(connection: Connection, statement: str, actor: str) -> UUID | None:
    found = connection.execute(text(statement), {"actor": actor}).scalar()
    return UUID(bytes=found) if isinstance(found, bytes) else found


def revert(operation: Operation, target: UUID) -> str:
    """Put back what an operation changed, as part of the open one; the target's action.

    Raises:
        NothingToUndoError: If there is no such operation, or it is undone already.
        ConflictError: If a row was changed since, or something depends on a row it would delete.
    """
    action = _action(operation.connection, target)
    stored = operation.connection.execute(_changes_of_operation(), {"operation": target}).all()
    _refuse_final(action, target, changed_something=bool(stored))
    dialect_of(operation.connection).defer_references(operation.connection)
    nouns = list(NOUNS)
    target_runs = sorted(_runs(stored), key=lambda run: nouns.index(run.noun))
    for run in target_runs:
        if run.after is None:
            runs.put_back(operation, run)
    if any(row.noun == MERGE for row in stored):  # which may have changed no other row
        told = {"undone": str(target)}
        operation.record(MERGE, operation.next_ids(MERGE, 1), UNPLACED, told, None)
    changes = _changes(stored)
    for noun in changes:
        _refuse_if_changed(operation.connection, noun, changes[noun])
    for noun in reversed(NOUNS):
        _delete(operation, noun, [c for c in changes[noun] if c.before is None])
        _update(operation, noun, [c for c in changes[noun] if c.before and c.after])
    for noun in NOUNS:
        _insert(operation, noun, [c for c in changes[noun] if c.after is None])
    _take_away(operation, [run for run in reversed(target_runs) if run.after is not None])
    if changes["claim"] or changes["same"] or any(run.noun == "claim" for run in target_runs):
        _refuse_widowed(operation.connection)
    return action


def _refuse_final(action: str, target: UUID, *, changed_something: bool) -> None:
    """Refuse to undo what cannot be: a purge, and what changed nothing."""
    if action == PURGE:
        raise ConflictError(
            "What was purged is gone for good; nothing was undone.",
            hint="Undo what was done before it by its name: annot undo --operation UID",
        )
    if not changed_something:
        raise NothingToUndoError(f"The operation {target} changed nothing that can be undone.")


def _refuse_widowed(connection: Connection) -> None:
    """Refuse to leave a link to a claim that would be gone: no foreign key does (see `Same`)."""
    for _, number in widowed(running(connection)):
        raise ConflictError(
            f"Claim {number} would be gone, and another one is linked to it as the same; nothing "
            "was undone.",
            hint=f"See when it was linked: annot history --claim {number}",
        )


def _take_away(operation: Operation, going: list[Run]) -> None:
    """Delete the rows of runs, and count anew what the claims that stay have."""
    if not going:
        return
    connection = operation.connection
    operation.settle()
    claims = Ids(range(r.first, r.first + r.rows) for r in going if r.noun == "claim")
    anew = derived.is_indexed_anew(connection, without=len(claims))
    staying: set[int] = set()
    for run in going:
        of_run = derived.claims_of(connection, run.noun, run.first, run.rows)
        staying.update(claim for claim in of_run if claim not in claims)
        if run.noun == "claim" and not anew:
            derived.forget(connection, run.first, run.rows)
        try:
            runs.take_away(operation, run)
        except runs.ChangedSinceError as error:
            raise _changed_since(connection, error.noun, error.row) from error
    if anew:
        derived.index_anew(connection)
    derived.count(connection, staying)


def _runs(stored: Iterable[Any]) -> list[Run]:
    return [
        Run(row.article_id, row.noun, row.row_id, row.rows, row.before, row.after)
        for row in stored
        if row.rows > 1
    ]


def _action(connection: Connection, target: UUID) -> str:
    action = connection.execute(_first_of("action", "operation"), {"operation": target}).scalar()
    if action is None:
        raise NothingToUndoError(f"There is no operation {target}.", hint="See all: annot history")
    by = connection.execute(_first_of("actor", "undoes"), {"undoes": target}).scalar()
    if by is not None:
        raise NothingToUndoError(f"The operation {target} was undone already, by {by}.")
    return str(action)


@cache
def _first_of(column: str, equal: str) -> Select[Any]:
    """A column of the first event of which another one has a value."""
    event = table_of(Event)
    return select(event.c[column]).where(event.c[equal] == bindparam(equal)).limit(1)


def _changes(stored: Iterable[Any]) -> dict[str, list[Any]]:
    grouped: dict[str, list[Any]] = defaultdict(list)
    for row in stored:
        if row.rows == 1 and row.noun in NOUNS:  # that bytes were purged elsewhere stays so
            grouped[row.noun].append(row)
    return grouped


@cache
def _changes_of_operation() -> Select[Any]:
    event, change = table_of(Event), table_of(Change)
    of_event = (event.c.article_id == change.c.article_id) & (event.c.seq == change.c.seq)
    return select(change).join(event, of_event).where(event.c.operation == bindparam("operation"))


def _refuse_if_changed(connection: Connection, noun: str, changes: list[Any]) -> None:
    table = metadata.tables[noun]
    expected = {change.row_id: change.after for change in changes}
    stored: dict[int, list[str | None]] = {}
    for ids in batches(expected):
        for row in connection.execute(_numbered(table), {"ids": ids}):
            stored[row.id] = list(spellings(noun, dict(row._mapping)))
    for row_id, after in expected.items():
        if after not in stored.get(row_id, [None]):
            raise _changed_since(connection, noun, row_id)


@cache
def _numbered(table: Table) -> Select[Any]:
    return select(table).where(table.c.id.in_(bindparam("ids", expanding=True)))


def _changed_since(connection: Connection, noun: str, row_id: int) -> ConflictError:
    event, change = table_of(Event), table_of(Change)
    last = connection.execute(
        select(event.c.actor, event.c.action, event.c.operation)
        .join(change, (event.c.article_id == change.c.article_id) & (event.c.seq == change.c.seq))
        .where(of_row(noun, row_id))
        .order_by(event.c.operation.desc())
        .limit(1)
    ).one()
    return ConflictError(
        f"The {noun} {row_id} was changed since by {last.actor} ({last.action}); nothing was "
        "undone.",
        hint=f"Undo that first: annot undo --operation {last.operation}",
    )


def of_row(noun: str, row_id: int) -> ColumnElement[bool]:
    """Whether a change is about a row, alone or in a run."""
    change = table_of(Change)
    in_run = (
        (change.c.rows > 1)
        & (change.c.row_id <= row_id)
        & (change.c.row_id + change.c.rows > row_id)
    )
    return (change.c.noun == noun) & ((change.c.row_id == row_id) | in_run)


def _delete(operation: Operation, noun: str, changes: list[Any]) -> None:
    table = metadata.tables[noun]
    for ids in batches(change.row_id for change in changes):
        operation.connection.execute(delete(table).where(table.c.id.in_(ids)))
    for change in changes:
        gone = json.loads(change.after)
        operation.record(noun, change.row_id, article_of(noun, gone), gone, None)


def _update(operation: Operation, noun: str, changes: list[Any]) -> None:
    if not changes:
        return
    table = metadata.tables[noun]
    rows = []
    for change in changes:
        before, after = json.loads(change.before), json.loads(change.after)
        read = values(noun, before)
        rows.append({**read, "at_id": change.row_id, "at_article_id": read.get("article_id")})
        operation.record(noun, change.row_id, article_of(noun, before), after, before)
    keys = [name for name in ("id", "article_id") if name in table.c]
    columns = tuple(name for name in rows[0] if name in table.c and name not in keys)
    names = (*columns, *(f"at_{name}" for name in keys))
    operation.connection.execute(
        _setting(table, columns), [{name: row[name] for name in names} for row in rows]
    )


@lru_cache(maxsize=64)
def _setting(table: Table, columns: tuple[str, ...]) -> Update:
    keys = [name for name in ("id", "article_id") if name in table.c]
    found = update(table).where(*(table.c[name] == bindparam(f"at_{name}") for name in keys))
    return found.values({name: bindparam(name) for name in columns})


def _insert(operation: Operation, noun: str, changes: list[Any]) -> None:
    if not changes:
        return
    rows = []
    for change in changes:
        before = json.loads(change.before)
        rows.append(values(noun, before))
        operation.record(noun, change.row_id, article_of(noun, before), None, before)
    derived = {
        column.name: 0 for column in metadata.tables[noun].columns if column.info.get("derived")
    }
    operation.connection.execute(insert(metadata.tables[noun]), [{**derived, **r} for r in rows])
