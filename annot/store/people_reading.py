"""People as the screen and the lists need them, by the standard library alone.

Who was asked for what about a claim, how much everybody has done, and names to be completed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from annot.store.thin import Run
from annot.vocabulary import Role, Status, Task

_MOST_READ = 5_000
"""The newest rows in which names and tags are looked for."""

_SETTLED = (Status.APPROVED, Status.DROPPED)
"""Of a claim of this status nobody has to judge or adjudicate anything any more."""

_COUNTS = (
    (
        "to_check",
        "SELECT checker, count(*) FROM claim WHERE checker > ''"
        " AND status IN ('todo', 'checking', 'query', 'stale') GROUP BY checker",
    ),
    (
        "checked",
        "SELECT checker, count(*) FROM claim WHERE checker > ''"
        " AND status IN ('checked', 'approved') GROUP BY checker",
    ),
    (
        "approved",
        "SELECT approver, count(*) FROM claim WHERE approver > '' AND status = 'approved'"
        " GROUP BY approver",
    ),
    ("judged", "SELECT reader, count(*) FROM judgement GROUP BY reader"),
)


_ASKED = (
    "SELECT assignment.name, assignment.claim_id, task FROM assignment JOIN claim"
    " ON claim.article_id = assignment.article_id AND claim.id = assignment.claim_id"
    " WHERE claim.status NOT IN ('approved', 'dropped') ORDER BY assignment.id"
)
_JUDGED = "SELECT claim_id, reader FROM judgement"


class AssignedRow(NamedTuple):
    """Who was asked to judge or to adjudicate a claim, and whether it is done."""

    name: str
    task: Task
    is_done: bool


class PersonWork(NamedTuple):
    """Somebody, and how much they have done.

    Attributes:
        name: The name that they act under.
        role: What they may do; None if they are not on the list of people.
        to_check: Open claims that they are to check.
        asked: Claims that they are still to judge or to adjudicate.
        checked: Claims, checked or approved, that name them as the checker.
        approved: Claims that they approved.
        judged: Claims that they judged independently.
    """

    name: str
    role: Role | None = None
    to_check: int = 0
    asked: int = 0
    checked: int = 0
    approved: int = 0
    judged: int = 0


def assigned(run: Run, article_id: int, claim: int, status: Status) -> tuple[AssignedRow, ...]:
    """Who was asked to judge or to adjudicate a claim, in the order in which they were.

    Args:
        run: Runs a query.
        article_id: The article of the claim.
        claim: Its number.
        status: How far it is.
    """
    where = "WHERE article_id = ? AND claim_id = ?"
    # Put in order here: SQLite would go through all of the article by their ids otherwise.
    rows = sorted(run(f"SELECT id, name, task FROM assignment {where}", (article_id, claim)))
    if not rows:
        return ()  # as for most claims
    cast = run(f"SELECT reader FROM judgement {where}", (article_id, claim))
    readers = {_folded(name) for (name,) in cast}
    return tuple(
        AssignedRow(
            name,
            Task(task),
            status in _SETTLED or (Task(task) is Task.JUDGE and _folded(name) in readers),
        )
        for _, name, task in rows
    )


def people_work(run: Run, people: Iterable[tuple[str, Role]]) -> list[PersonWork]:
    """How much everybody has done: the people of the list, then others who did anything, by name.

    Names in upper and lower case are those of one person.

    Args:
        run: Runs a query.
        people: The people on the list, with their roles.
    """
    found = {_folded(name): PersonWork(name, role) for name, role in people}

    def add(name: str, field: str, count: int) -> None:
        known = found.get(_folded(name), PersonWork(name))
        found[_folded(name)] = known._replace(**{field: getattr(known, field) + count})

    for field, statement in _COUNTS:
        for name, count in run(statement, ()):
            add(name, field, int(count))
    judged = {(claim, _folded(reader)) for claim, reader in run(_JUDGED, ())}
    for name, claim, task in run(_ASKED, ()):
        if task != Task.JUDGE or (claim, _folded(name)) not in judged:
            add(name, "asked", 1)
    return sorted(found.values(), key=lambda item: (item.role is None, _folded(item.name)))


def known_people(run: Run) -> list[str]:
    """Names of people in the ledger, those who were busy lately first.

    Those on the list of people, all checkers and whoever was asked for anything, and the approvers,
    authors of evidence and actors of the newest rows.
    """
    return _names(
        run,
        # A step from name to name in the index, since the claims may be a million.
        "WITH RECURSIVE checkers(name) AS (SELECT min(checker) FROM claim WHERE checker > ''"
        " UNION ALL SELECT (SELECT min(checker) FROM claim WHERE checker > checkers.name)"
        " FROM checkers WHERE checkers.name IS NOT NULL),"
        f" lately(name) AS (SELECT * FROM (SELECT actor FROM event ORDER BY operation DESC"
        f" LIMIT {_MOST_READ}) AS acting"
        f" UNION ALL SELECT * FROM (SELECT approver FROM claim ORDER BY id DESC"
        f" LIMIT {_MOST_READ}) AS approving"
        f" UNION ALL SELECT * FROM (SELECT added_by FROM evidence ORDER BY id DESC"
        f" LIMIT {_MOST_READ}) AS adding"
        " UNION ALL SELECT name FROM checkers UNION ALL SELECT name FROM person"
        " UNION ALL SELECT DISTINCT name FROM assignment)"
        " SELECT name FROM lately WHERE name > '' GROUP BY name ORDER BY count(*) DESC, name",
    )


def known_tags(run: Run) -> list[str]:
    """The tags of the newest claims, the most used first."""
    return _names(
        run,
        "SELECT tag.value COLLATE BINARY FROM (SELECT tags FROM claim WHERE tags <> '[]'"
        f" ORDER BY id DESC LIMIT {_MOST_READ}) AS lately,"
        " json_each(lately.tags) AS tag GROUP BY 1 ORDER BY count(*) DESC, 1",
    )


def _names(run: Run, statement: str, parameters: Sequence[Any] = ()) -> list[str]:
    return [str(name) for (name,) in run(statement, parameters)]


def _folded(name: str) -> str:
    return name.strip().casefold()
