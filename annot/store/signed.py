"""Who found, approved and answered what stands in the ledger, and when: read from its history.

What was undone and done again counts for who did it first, not for who went back and forth.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from annot.store.columns import text_to_time
from annot.store.images import table_of
from annot.store.merging import ACTION as MERGE
from annot.store.merging.record import record_of
from annot.store.models import Change, Claim, Event, Note
from annot.store.recorder import batches
from annot.store.rows import fetch
from annot.vocabulary import PUBLISHABLE, Status

Image = Mapping[str, Any]

_BACK_AND_FORTH = ("undo", "redo")
_NOTHING: Image = {}


@dataclass(frozen=True, slots=True)
class Act:
    """Who did something, and when (UTC)."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ClaimSigned:
    """Who gave a claim the finding that it has, and who approved that; None if nobody did."""

    found: Act | None
    approved: Act | None


@dataclass(frozen=True, slots=True)
class _Step:
    """One change of a row: its fields before and after, and by whom it was made.

    `there` is who found, approved or answered it in the copy from which a merge brought it.
    """

    before: Image
    after: Image
    act: Act
    there: Mapping[str, Act] = field(default_factory=dict)

    def by(self, what: str) -> Act:
        """Who did what the change tells: who brought it from another copy did not do it."""
        return self.there.get(what, self.act)


def claims_signed(
    connection: Connection, article_id: int, claims: Iterable[Claim]
) -> dict[int, ClaimSigned]:
    """Who gave the claims of an article their findings, and who approved them.

    A finding is given by who sets the verdict, or the status to checked again after it was open or
    stale. Claims without a verdict are left out.
    """
    found = {claim.id: claim for claim in claims if claim.verdict is not None}
    steps = _steps(connection, "claim", found, article_id=article_id)
    return {number: _signed(found[number], steps.get(number, ())) for number in found}


def notes_answered(connection: Connection, notes: Iterable[Note]) -> dict[int, Act]:
    """Who gave each query the answer that it has; queries without one are left out."""
    answered = {note.id: note for note in notes if note.answer is not None}
    steps = _steps(connection, "note", answered)
    told = {}
    for number, note in answered.items():
        for step in steps.get(number, ()):
            if step.after.get("answer") == note.answer != step.before.get("answer"):
                told[number] = step.by("answered")
                break
    return told


def notes_on_sources(connection: Connection) -> list[Note]:
    """The notes and queries about sources, as they were added."""
    note = table_of(Note)
    return fetch(connection, Note, select(note).where(note.c.source_id.is_not(None)))


def _signed(claim: Claim, steps: Sequence[_Step]) -> ClaimSigned:
    """By the changes of a claim, newest first, an import as the last."""
    found = approved = None
    for step in steps:
        before, after = step.before, step.after
        if claim.status is Status.APPROVED and approved is None and _approves(step):
            approved = step.by("approved")
        is_found = after.get("verdict") == claim.verdict and after.get("status") in PUBLISHABLE
        was_found = before.get("verdict") == claim.verdict and before.get("status") in PUBLISHABLE
        if is_found and not was_found:
            found = step.by("found")
            break
    return ClaimSigned(found or _verdict_given(claim, steps), approved)


def _approves(step: _Step) -> bool:
    return step.after.get("status") == Status.APPROVED != step.before.get("status")


def _verdict_given(claim: Claim, steps: Sequence[_Step]) -> Act | None:
    """Who set the verdict of a claim that was never called checked."""
    for step in steps:
        if step.after.get("verdict") == claim.verdict != step.before.get("verdict"):
            return step.by("found")
    return None


def _steps(
    connection: Connection, noun: str, wanted: Mapping[int, Claim | Note], **equal: int
) -> dict[int, list[_Step]]:
    """The changes of rows, newest first; as the last one that they came in with many others."""
    steps: dict[int, list[_Step]] = {}
    for numbers in batches(wanted):
        for row in _changes(connection, noun, numbers, equal):
            there = _there(connection, row) if row.action == MERGE else {}
            step = _Step(_image(row.before), _image(row.after), Act(row.actor, row.at), there)
            steps.setdefault(row.row_id, []).append(step)
    for run in _runs(connection, noun, equal):
        act = Act(run.actor, run.at)
        for number in range(run.row_id, run.row_id + run.rows):
            if number in wanted:
                # The fields it came with are those that no later change gave it.
                came = _first_known(wanted[number], steps.get(number, ()))
                steps.setdefault(number, []).append(_Step(_NOTHING, came, act))
    return steps


def _first_known(row: Claim | Note, later: Sequence[_Step]) -> Image:
    if later:
        return later[-1].before
    fields = ("status", "verdict", "answer")
    return {name: getattr(row, name) for name in fields if hasattr(row, name)}


def _changes(
    connection: Connection, noun: str, numbers: Sequence[int], equal: Mapping[str, int]
) -> Iterator[Any]:
    change = table_of(Change)
    asked = _of_noun(noun, equal).where(change.c.rows == 1, change.c.row_id.in_(numbers))
    return iter(connection.execute(asked))


def _runs(connection: Connection, noun: str, equal: Mapping[str, int]) -> Iterator[Any]:
    change = table_of(Change)
    came = _of_noun(noun, equal).where(change.c.rows > 1, change.c.after.is_not(None))
    return iter(connection.execute(came))


def _of_noun(noun: str, equal: Mapping[str, int]) -> Any:
    """The changes of a noun with their events, newest first, without what only goes back."""
    event, change = table_of(Event), table_of(Change)
    of_event = (event.c.article_id == change.c.article_id) & (event.c.seq == change.c.seq)
    return (
        select(change.c.row_id, change.c.rows, change.c.before, change.c.after, event.c.actor,
               event.c.at, event.c.action, event.c.operation)
        .join(event, of_event)
        .where(change.c.noun == noun, event.c.action.not_in(_BACK_AND_FORTH))
        .where(*(change.c[name] == value for name, value in equal.items()))
        .order_by(event.c.operation.desc())
    )  # fmt: skip


def _there(connection: Connection, row: Any) -> dict[str, Act]:
    record = record_of(connection, row.operation)
    acts = record.signed.items() if record else ()
    found = {what: signed.get(str(row.row_id)) for what, signed in acts}
    return {what: Act(act[0], text_to_time(act[1])) for what, act in found.items() if act}


def _image(text: str | None) -> Image:
    image: Image = _NOTHING if text is None else json.loads(text)
    return image
