"""Who checked a claim: read from its history, not only from the field that names a checker."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from annot.store.images import Image, table_of
from annot.store.imported import IMPORT, SETTLE
from annot.store.models import Change, Event
from annot.store.recorder import batches

_STEPS = ("undo", "redo")
_NAMES_THE_CHECKER = (IMPORT, SETTLE, "judgement.decide")
"""Actions in which a verdict was given by the one who is named as the checker, not by who acts."""


class ClaimChange(NamedTuple):
    """One change of a claim: its image before (None if there was none) and after, and by whom."""

    before: Image | None
    after: Image | None
    actor: str
    action: str


def same_person(one: str, other: str) -> bool:
    """Whether two names are those of one person: upper and lower case do not tell people apart."""
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def approves_own(approver: str, checker: str, verdict: Any) -> bool:
    """Whether a new claim is approved by who checked it; nobody named means who takes it in."""
    return same_person(approver, checker) or bool(approver and verdict and not checker.strip())


def who_checked(
    connection: Connection,
    verdicts: Mapping[int, Any],
    *,
    before: Mapping[int, ClaimChange] | None = None,
) -> dict[int, frozenset[str]]:
    """Everybody who checked a claim as it stands.

    That is who gave the verdict that it has, and who was named as its checker since. A verdict that
    came with the name of its checker, as in a file, was given by the one named.

    Args:
        connection: Where.
        verdicts: The claims by number, each with the verdict that it has.
        before: Changes of them that the history does not have yet.
    """
    changes = _changes(connection, verdicts)
    for number, change in (before or {}).items():
        changes[number].insert(0, change)
    return {
        number: frozenset(filter(None, _checked(changes[number], verdict)))
        for number, verdict in verdicts.items()
    }


def _checked(changes: list[ClaimChange], verdict: Any) -> Iterator[str]:
    """Who checked, by the changes of a claim, newest first."""
    for change in changes:
        if change.after is None or change.after["verdict"] != verdict:
            continue
        yield change.after["checker"]
        if change.before is not None and change.before["verdict"] == verdict:
            yield change.before["checker"]
            continue
        if change.action in _STEPS:
            continue
        if verdict is not None and not _is_named(change):
            yield change.actor
        return


def _is_named(change: ClaimChange) -> bool:
    """Whether a verdict came with the name of who gave it."""
    assert change.after is not None
    checker = change.after["checker"]
    if change.action in _NAMES_THE_CHECKER:
        return bool(checker)
    was = change.before["checker"] if change.before else ""
    return bool(checker) and checker != was


def _changes(
    connection: Connection, numbers: Mapping[int, Any]
) -> defaultdict[int, list[ClaimChange]]:
    """What the history has of some claims one by one, newest first."""
    event, change = table_of(Event), table_of(Change)
    of_event = (change.c.article_id == event.c.article_id) & (change.c.seq == event.c.seq)
    found: defaultdict[int, list[ClaimChange]] = defaultdict(list)
    for batch in batches(numbers):
        statement = (
            select(change.c.row_id, change.c.before, change.c.after, event.c.actor, event.c.action)
            .join(event, of_event)
            .where(change.c.noun == "claim", change.c.row_id.in_(batch), change.c.rows == 1)
            .order_by(event.c.operation.desc())
        )
        for row in connection.execute(statement):
            images = [
                None if side is None else json.loads(side) for side in (row.before, row.after)
            ]
            found[row.row_id].append(ClaimChange(images[0], images[1], row.actor, row.action))
    return found
