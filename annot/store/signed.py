"""Who found, approved, answered and adjudicated what stands in the ledger, and when.

This is read from its history.

What was undone and done again counts for who did it first, not for who went back and forth.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

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


class Import(NamedTuple):
    """Many rows that came in with one change: the first of them, how many, and by whom."""

    first: int
    rows: int
    act: Act


def imports(connection: Connection, noun: str, **equal: int) -> list[Import]:
    """The imports of a noun, newest first; every change of the noun is looked at.

    Args:
        connection: Where.
        noun: `claim` or `note`.
        equal: Only those of an `article_id`.
    """
    return [
        Import(row.row_id, row.rows, Act(row.actor, row.at))
        for row in _runs(connection, noun, equal)
    ]


def claims_signed(
    connection: Connection,
    article_id: int,
    claims: Iterable[Claim],
    came: Sequence[Import] | None = None,
) -> dict[int, ClaimSigned]:
    """Who gave the claims of an article their findings, and who approved them.

    A finding is given by who sets the verdict, or the status to checked again after it was open or
    stale. Claims without a verdict are left out.

    Args:
        connection: Where.
        article_id: The article.
        claims: Its claims, or some of them.
        came: The imports of its claims, if they are known; see `imports`.
    """
    found = {claim.id: claim for claim in claims if claim.verdict is not None}
    steps = _steps(connection, "claim", found, came, article_id=article_id)
    return {number: _signed(found[number], steps.get(number, ())) for number in found}


def claims_decided(
    connection: Connection, article_id: int, claims: Iterable[Claim]
) -> dict[int, Act]:
    """Who adjudicated the claims of an article between its readers.

    A decision that was undone, or after which somebody gave another verdict, is none any more.
    """
    settled = {claim.id: claim for claim in claims if claim.status in PUBLISHABLE}
    told: dict[int, Act] = {}
    for numbers in batches(settled):
        equal = {"article_id": article_id}
        for row in _changes(connection, "claim", numbers, equal, action="judgement.decide"):
            claim, after = settled[row.row_id], _image(row.after)
            now = {"verdict": claim.verdict, "checker": claim.checker, "approver": claim.approver}
            if all(after.get(name) == value for name, value in now.items()):
                told.setdefault(row.row_id, Act(row.actor, row.at))
    return told


def notes_answered(
    connection: Connection, notes: Iterable[Note], came: Sequence[Import] | None = None
) -> dict[int, Act]:
    """Who gave each query the answer that it has; queries without one are left out.

    Args:
        connection: Where.
        notes: The notes.
        came: The imports of notes, if they are known; see `imports`.
    """
    answered = {note.id: note for note in notes if note.answer is not None}
    steps = _steps(connection, "note", answered, came)
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
    connection: Connection,
    noun: str,
    wanted: Mapping[int, Claim | Note],
    came: Sequence[Import] | None,
    **equal: int,
) -> dict[int, list[_Step]]:
    """The changes of rows, newest first; as the last one that they came in with many others."""
    steps: dict[int, list[_Step]] = {}
    if not wanted:
        return steps
    for numbers in batches(wanted):
        for row in _changes(connection, noun, numbers, equal):
            there = _there(connection, row) if row.action == MERGE else {}
            step = _Step(_image(row.before), _image(row.after), Act(row.actor, row.at), there)
            steps.setdefault(row.row_id, []).append(step)
    for run in imports(connection, noun, **equal) if came is None else came:
        together = range(run.first, run.first + run.rows)
        for number in wanted:
            if number in together:
                # The fields it came with are those that no later change gave it.
                fields = _first_known(wanted[number], steps.get(number, ()))
                steps.setdefault(number, []).append(_Step(_NOTHING, fields, run.act))
    return steps


def _first_known(row: Claim | Note, later: Sequence[_Step]) -> Image:
    if later:
        return later[-1].before
    fields = ("status", "verdict", "answer")
    return {name: getattr(row, name) for name in fields if hasattr(row, name)}


def _changes(
    connection: Connection,
    noun: str,
    numbers: Sequence[int],
    equal: Mapping[str, int],
    *,
    action: str = "",
) -> Iterator[Any]:
    """The changes of rows, newest first; only those of one action, if it is named."""
    change = table_of(Change)
    asked = _of_noun(noun, equal).where(change.c.rows == 1, change.c.row_id.in_(numbers))
    if action:
        asked = asked.where(table_of(Event).c.action == action)
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
