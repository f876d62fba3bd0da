"""What a merge keeps of the other copy: how far it went, and who had done what there, and when.

It is one change of the merge's own event, of a noun that is no table, so that it is covered by the
chain and travels with the ledger. Like what a purge tells, it stands as what was `before`: whoever
holds rows against the history misses none. It counts as long as the merge is not undone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from annot.store.columns import text_to_time
from annot.store.images import table_of
from annot.store.imported import undone_operations
from annot.store.merging import ACTION, NOUN
from annot.store.models import UNPLACED, Change, Event
from annot.store.recorder import Operation

Uids = Mapping[str, Sequence[str]]
"""Uids of rows, by noun."""


@dataclass(frozen=True, slots=True)
class Postponed:
    """A row that was left undecided.

    Attributes:
        noun: Its table.
        uid: Its uid in the other copy.
        number: Its number there.
        bases: What both had in common then: the side (`here` or `there`, as the merge saw them) and
            the operation up to which it was; empty for the beginning.
    """

    noun: str
    uid: str
    number: int
    bases: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class MergeRecord:
    """What one merge kept.

    Attributes:
        root: The root of the other copy's history then, in hex.
        last: The last operation of that history.
        events: How many of its events were new.
        knew: Operations of further copies up to which the other one had merged these.
        operations: What was done there: `operation`, `at`, `actor`, `action`, `reason`, and by
            noun the rows that it touched, by their numbers here.
        twins: By noun, rows there that are the same as one here with another uid: theirs to ours.
        left: Rows of the other copy that were not taken.
        kept: Rows that went there and stayed here.
        later: What was left undecided.
        checked: By claim number here, who had checked it there.
        signed: Who had `found` and `approved` claims and `answered` notes there, by their numbers
            here: the name and the moment.
        by: The operation that the record is of; not stored in it.
    """

    root: str
    last: str
    events: int
    knew: Sequence[str] = ()
    operations: Sequence[Mapping[str, Any]] = ()
    twins: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    left: Uids = field(default_factory=dict)
    kept: Uids = field(default_factory=dict)
    later: Sequence[Postponed] = ()
    checked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    signed: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    by: UUID | None = None

    @property
    def known(self) -> set[UUID]:
        """The operations of other copies up to which everything is known."""
        return {UUID(uid) for uid in (self.last, *self.knew)}


def keep_record(operation: Operation, record: MergeRecord) -> None:
    """Write a record as part of the open operation."""
    stored = {name: value for name, value in asdict(record).items() if name != "by"}
    tell(operation, stored)


def tell(operation: Operation, stored: Mapping[str, Any]) -> None:
    """Write something about a merge as part of the open operation."""
    operation.record(NOUN, operation.next_ids(NOUN, 1), UNPLACED, stored, None)


def records(connection: Connection) -> list[MergeRecord]:
    """The records of the merges that are in force, oldest first.

    Raises:
        ValueError: If one cannot be read.
    """
    gone = undone_operations(connection)
    return [
        _read(row.before, row.operation)
        for row in connection.execute(_kept())
        if row.operation not in gone
    ]


def record_of(connection: Connection, operation: UUID) -> MergeRecord | None:
    """The record that an operation kept; None if it is no merge."""
    row = connection.execute(_kept().where(table_of(Event).c.operation == operation)).first()
    return None if row is None else _read(row.before, operation)


def _kept() -> Select[Any]:
    event, change = table_of(Event), table_of(Change)
    of_event = (event.c.article_id == change.c.article_id) & (event.c.seq == change.c.seq)
    return (
        select(change.c.before, event.c.operation)
        .join(event, of_event)
        .where(change.c.noun == NOUN, event.c.action == ACTION, change.c.before.is_not(None))
        .order_by(event.c.operation)
    )


def _read(stored: str, by: UUID) -> MergeRecord:
    try:
        told = json.loads(stored)
        later = [Postponed(**item) for item in told.pop("later")]
        record = MergeRecord(**told, later=later, by=by)
        _ = record.known
        _refuse_odd(record)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise ValueError(f"what the merge {by} kept cannot be read") from error
    return record


def _refuse_odd(record: MergeRecord) -> None:
    """Refuse a record whose parts are not of the kinds that they should be."""
    for by_noun in (record.left, record.kept):
        for noun, uids in by_noun.items():
            _ = str(noun), [UUID(uid) for uid in uids]
    for pairs in record.twins.values():
        _ = [(UUID(theirs), UUID(ours)) for theirs, ours in pairs.items()]
    for item in record.later:
        _ = UUID(item.uid), int(item.number)
        _ = [(str(side), uid and UUID(uid)) for side, uid in item.bases]
    for done in record.operations:
        _ = UUID(done["operation"]), text_to_time(done["at"])
        _ = str(done["actor"]), str(done["action"])
        _ = [list(numbers) for numbers in done["rows"].values()]
    for acts in record.signed.values():
        _ = [(int(number), str(by), text_to_time(at)) for number, (by, at) in acts.items()]
    _ = [(int(number), list(names)) for number, names in record.checked.items()]
