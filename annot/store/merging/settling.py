"""What a merge leaves in the history of it: the record, made from the plan that was carried out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, select

from annot.store.checked_by import who_checked
from annot.store.columns import time_to_text
from annot.store.history import current_root
from annot.store.images import table_of
from annot.store.merging.apply import Applied
from annot.store.merging.candidates import Candidate
from annot.store.merging.changed import MERGED, stored
from annot.store.merging.lineage import Lineage, has_operation
from annot.store.merging.numbers import Numbers
from annot.store.merging.plan import Plan
from annot.store.merging.record import MergeRecord, Postponed
from annot.store.models import Change, Claim, Event, Note
from annot.store.recorder import batches
from annot.store.rows import find
from annot.store.signed import claims_signed, notes_answered

N = TypeVar("N", Claim, Note)

_MOST_ROWS = 1000
"""Of an operation that touched more rows of a table, such as an import, they are not named."""


def record_for(
    here: Connection,
    there: Connection,
    common: Lineage,
    plan: Plan,
    numbers: Numbers,
    checked: Mapping[int, Iterable[str]],
    signed: Mapping[str, Mapping[str, Sequence[str]]],
) -> MergeRecord:
    """The record of a merge that was carried out."""
    done, events = _operations(there, common.since, numbers)
    named = {item["operation"] for record in common.here for item in record.operations}
    further = [
        item
        for record in common.new_there
        for item in record.operations
        if item["operation"] not in named and not has_operation(here, UUID(item["operation"]))
    ]
    return MergeRecord(
        root=current_root(there).hex(),
        last=_last(there),
        events=events,
        knew=sorted(
            str(uid) for record in common.there if not record.later for uid in record.known
        ),
        operations=[*({**item, "rows": {}} for item in further), *done],
        twins={noun: dict(pairs) for noun, pairs in numbers.twins.items() if pairs},
        left=_uids(plan.left),
        kept=_kept(here, plan),
        later=_postponed(plan.later),
        checked={str(number): sorted(names) for number, names in checked.items() if names},
        signed=signed,
    )


def checked_there(there: Connection, plan: Plan) -> dict[int, frozenset[str]]:
    """Who had checked the claims that come or change with a finding, by their numbers there."""
    found = {}
    for item in plan.items:
        if item.noun == "claim" and item.theirs is not None and item.theirs["verdict"]:
            row = ("claim", int(item.ours["id"])) if item.ours else None
            if ("claim", item.number) in plan.inserts or (row and row in plan.updates):
                found[item.number] = item.theirs["verdict"]
    return who_checked(there, found) if found else {}


def signed_there(
    there: Connection, plan: Plan, done: Applied
) -> dict[str, dict[str, Sequence[str]]]:
    """Who had found, approved and answered there what comes or changes, by numbers here."""
    told: dict[str, dict[str, Sequence[str]]] = {"found": {}, "approved": {}, "answered": {}}
    numbers = _coming(plan, done, "claim")
    claims = [c for c in _rows(there, Claim, numbers) if c.verdict is not None]
    for article in sorted({claim.article_id for claim in claims}):
        of_article = [claim for claim in claims if claim.article_id == article]
        for number, signed in claims_signed(there, article, of_article).items():
            for what, act in (("found", signed.found), ("approved", signed.approved)):
                if act is not None:
                    told[what][str(numbers[number])] = (act.by, time_to_text(act.at))
    notes = _coming(plan, done, "note")
    for number, act in notes_answered(there, _rows(there, Note, notes)).items():
        told["answered"][str(notes[number])] = (act.by, time_to_text(act.at))
    return {what: acts for what, acts in told.items() if acts}


def _coming(plan: Plan, done: Applied, noun: str) -> dict[int, int]:
    """The rows of a table that come or change: their numbers there and here."""
    return {
        there: here
        for there, here in numbers_of(plan, done, noun).items()
        if there in done.added.get(noun, {}) or (noun, here) in plan.updates
    }


def _rows(there: Connection, model: type[N], numbers: Iterable[int]) -> list[N]:
    return [row for ids in batches(numbers) for row in find(there, model, id=ids)]


def numbers_of(plan: Plan, done: Applied, noun: str) -> dict[int, int]:
    """The numbers that rows of the other copy have here, of those that changed in it."""
    known = {
        item.number: int(item.ours["id"]) for item in plan.items if item.noun == noun and item.ours
    }
    return known | done.added.get(noun, {})


def _last(there: Connection) -> str:
    event = table_of(Event)
    newest = select(event.c.operation).order_by(event.c.operation.desc()).limit(1)
    return str(there.execute(newest).scalar_one())


def _operations(
    there: Connection, since: UUID | None, numbers: Numbers
) -> tuple[list[dict[str, Any]], int]:
    """What was done in the other copy, by whom and when, and in how many events."""
    event, change = table_of(Event), table_of(Change)
    wanted = select(event).order_by(event.c.operation, event.c.article_id)
    touched = (
        select(event.c.operation, change.c.noun, change.c.row_id)
        .select_from(change)
        .join(event, (event.c.article_id == change.c.article_id) & (event.c.seq == change.c.seq))
        .where(change.c.noun.in_(MERGED), change.c.rows == 1)
    )
    if since is not None:
        wanted = wanted.where(event.c.operation > since)
        touched = touched.where(event.c.operation > since)
    rows: dict[UUID, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in there.execute(touched):
        number = numbers.here(row.noun, row.row_id)
        if isinstance(number, int):
            rows[row.operation][row.noun].append(number)
    done, events = [], 0
    for operation, found in groupby(there.execute(wanted), key=lambda row: row.operation):
        of_operation = list(found)
        events += len(of_operation)
        first = of_operation[0]
        done.append(
            {
                "operation": str(operation),
                "at": time_to_text(first.at),
                "actor": first.actor,
                "action": first.action,
                "reason": first.reason,
                "rows": {
                    noun: sorted(set(ids))
                    for noun, ids in rows[operation].items()
                    if len(ids) <= _MOST_ROWS
                },
            }
        )
    return done, events


def _uids(items: Iterable[Candidate]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for item in items:
        found[item.noun].append(item.uid)
    return {noun: sorted(set(uids)) for noun, uids in found.items()}


def _kept(here: Connection, plan: Plan) -> dict[str, list[str]]:
    numbers: dict[str, list[int]] = defaultdict(list)
    for noun, number in plan.kept:
        numbers[noun].append(number)
    return {
        noun: sorted(row["uid"] for row in stored(here, noun, id=ids).values())
        for noun, ids in numbers.items()
    }


def _postponed(items: Iterable[Candidate]) -> Sequence[Postponed]:
    found = {
        (item.noun, item.uid): Postponed(
            item.noun,
            item.uid,
            item.number,
            [(side, str(state) if state else "") for side, state in item.since],
        )
        for item in items
    }
    return list(found.values())
