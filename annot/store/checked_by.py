"""Who checked a claim: read from its history, not only from the field that names a checker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from annot.store.imported import IMPORT, SETTLE
from annot.store.merging import ACTION as MERGE
from annot.store.merging.record import record_of
from annot.store.recorder import batches
from annot.store.rows import running

_STEPS = ("undo", "redo")
_NAMES_THE_CHECKER = (IMPORT, SETTLE, "judgement.decide")
"""Actions in which a verdict was given by the one who is named as the checker, not by who acts."""

_CHANGES = """
    SELECT change.row_id,
      change."before" IS NOT NULL, json_extract(change."before", '$.verdict'),
      json_extract(change."before", '$.checker'),
      change."after" IS NOT NULL, json_extract(change."after", '$.verdict'),
      json_extract(change."after", '$.checker'),
      event.actor, event.action, event.operation
    FROM change
    JOIN event ON event.article_id = change.article_id AND event.seq = change.seq
    WHERE change.noun = 'claim' AND change.rows = 1 AND change.row_id IN ({marks})
    ORDER BY event.operation DESC
"""


class Judged(NamedTuple):
    """What a claim says of its checking: the verdict, and who is named as its checker."""

    verdict: str | None
    checker: str


class ClaimChange(NamedTuple):
    """One change of a claim: what it said before and after (None where there was none), by whom.

    `also` are those who had checked it in the copy from which a merge brought it.
    """

    before: Judged | None
    after: Judged | None
    actor: str
    action: str
    also: tuple[str, ...] = ()


def same_person(one: str, other: str) -> bool:
    """Whether two names are those of one person: upper and lower case do not tell people apart."""
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def approves_own(approver: str, checker: str, verdict: Any) -> bool:
    """Whether a new claim is approved by who checked it; nobody named means who takes it in."""
    return same_person(approver, checker) or bool(approver and verdict and not checker.strip())


def who_checked(
    connection: Connection,
    verdicts: Mapping[int, str | None],
    *,
    now: Mapping[int, ClaimChange] | None = None,
) -> dict[int, frozenset[str]]:
    """Everybody who checked a claim as it stands.

    That is who gave the verdict that it has, and who was named as its checker since. A verdict that
    came with the name of its checker, as in a file, was given by the one named.

    Args:
        connection: Where.
        verdicts: The claims by number, each with the verdict that it has.
        now: Changes of them that the history does not have yet.
    """
    changes = _changes(connection, verdicts)
    for number, change in (now or {}).items():
        changes[number].insert(0, change)
    return {
        number: frozenset(filter(None, _checked(changes[number], verdict)))
        for number, verdict in verdicts.items()
    }


def _checked(changes: list[ClaimChange], verdict: str | None) -> Iterator[str]:
    """Who checked, by the changes of a claim, newest first."""
    for change in changes:
        if change.after is None or change.after.verdict != verdict:
            continue
        yield change.after.checker
        yield from change.also
        if change.before is not None and change.before.verdict == verdict:
            yield change.before.checker
            continue
        if change.action in _STEPS:
            continue
        if verdict is not None and not _is_named(change):
            yield change.actor
        return


def _is_named(change: ClaimChange) -> bool:
    """Whether a verdict came with the name of who gave it."""
    assert change.after is not None
    checker = change.after.checker
    if change.action == MERGE:
        return True  # whoever brings it gave no verdict
    if change.action in _NAMES_THE_CHECKER:
        return bool(checker)
    was = change.before.checker if change.before else ""
    return bool(checker) and checker != was


def _changes(
    connection: Connection, numbers: Mapping[int, Any]
) -> defaultdict[int, list[ClaimChange]]:
    """What the history has of some claims one by one, newest first."""
    found: defaultdict[int, list[ClaimChange]] = defaultdict(list)
    run = running(connection)
    for batch in batches(numbers):
        marks = ", ".join("?" * len(batch))
        for number, was, *before, there, verdict, checker, actor, action, by in run(
            _CHANGES.format(marks=marks), batch
        ):
            found[number].append(
                ClaimChange(
                    Judged(*before) if was else None,
                    Judged(verdict, checker) if there else None,
                    actor,
                    action,
                    _there(connection, UUID(bytes=bytes(by)), number) if action == MERGE else (),
                )
            )
    return found


def _there(connection: Connection, merge: UUID, number: int) -> tuple[str, ...]:
    """Who had checked a claim in the copy from which a merge brought it."""
    record = record_of(connection, merge)
    return tuple(record.checked.get(str(number), ())) if record else ()
