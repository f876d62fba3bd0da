"""Claims that people linked as the same: SQL over the links, by the standard library alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from annot.store.thin import Run
from annot.vocabulary import Status, Verdict

_BATCH = 250
_SIDE = (
    "SELECT same.{mine}, claim.id, CASE WHEN article.id = 0 THEN '' ELSE article.slug END,"
    " CASE WHEN article.id = 0 THEN '' ELSE article.title END, substr(claim.text, 1, 400),"
    " claim.status, claim.verdict FROM same JOIN claim ON claim.id = same.{theirs}"
    " JOIN article ON article.id = claim.article_id WHERE same.{mine} IN ({marks})"
)


class SameRow(NamedTuple):
    """A claim that is linked to another one as the same.

    `article` is the slug of its article and `title` its title, both empty if it has none.
    """

    number: int
    article: str
    title: str
    text: str
    status: Status
    verdict: Verdict | None


def same_claims(run: Run, numbers: Iterable[int]) -> dict[int, tuple[SameRow, ...]]:
    """The claims that are linked to some claims, by the number of these; the lowest first."""
    found: dict[int, list[SameRow]] = defaultdict(list)
    rest = iter(numbers)
    while batch := tuple(islice(rest, _BATCH)):
        marks = ", ".join("?" * len(batch))
        sides = (("claim_id", "other_id"), ("other_id", "claim_id"))
        both = [_SIDE.format(mine=mine, theirs=theirs, marks=marks) for mine, theirs in sides]
        for mine, number, slug, title, text, status, verdict in run(
            f"{' UNION ALL '.join(both)} ORDER BY 1, 2", (*batch, *batch)
        ):
            known = Verdict(verdict) if verdict else None
            found[mine].append(SameRow(number, slug, title, text, Status(status), known))
    return {number: tuple(rows) for number, rows in found.items()}


def widowed(run: Run) -> Iterator[tuple[int, int]]:
    """The links of which a claim is missing, by their ids, each with the number that is missing."""
    for side in ("claim_id", "other_id"):
        yield from run(
            f"SELECT id, {side} FROM same EXCEPT"
            f" SELECT same.id, {side} FROM same JOIN claim ON claim.id = same.{side} ORDER BY 1",
            (),
        )
