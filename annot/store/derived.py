"""What can be computed from other rows, kept up with every operation.

A claim's evidence count and place (for lists that must not join), and the full-text index. The
index is fed from here, not by triggers: SQLite refuses triggers on virtual tables in a file that it
was told not to trust, and a file without triggers is easier to trust.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text

from annot.store.dialect import dialect_of
from annot.store.models import NOUNS, NOWHERE, metadata

Changed = tuple[str, int, str | None, str | None]
"""Noun, row id, image before, image after."""

_COUNT = text(
    """
    UPDATE claim SET
      evidence_count = (SELECT count(*) FROM evidence
                        WHERE evidence.article_id = claim.article_id
                          AND evidence.claim_id = claim.id),
      position = coalesce((SELECT min(anchor."start") FROM anchor
                           WHERE anchor.article_id = claim.article_id
                             AND anchor.claim_id = claim.id
                             AND anchor.revision_id = (SELECT max(revision.id) FROM revision
                                 WHERE revision.article_id = claim.article_id)), :nowhere)
    WHERE id IN :claims
    """
).bindparams(bindparam("claims", expanding=True))
_AT_ONCE = 500
_INDEXED = ("text", "reasoning", "correction")


_EVIDENCE_COUNTS = """
    SELECT claim.id FROM claim LEFT JOIN (
      SELECT article_id, claim_id, count(*) AS pieces FROM evidence GROUP BY article_id, claim_id
    ) AS found ON found.article_id = claim.article_id AND found.claim_id = claim.id
    WHERE claim.evidence_count <> coalesce(found.pieces, 0) AND :nowhere > 0
    ORDER BY claim.id
"""
_POSITIONS = """
    SELECT claim.id FROM claim LEFT JOIN (
      SELECT anchor.article_id, anchor.claim_id, min(anchor."start") AS first FROM anchor
      JOIN (SELECT article_id, max(id) AS id FROM revision GROUP BY article_id) AS latest
        ON latest.article_id = anchor.article_id AND latest.id = anchor.revision_id
      GROUP BY anchor.article_id, anchor.claim_id
    ) AS found ON found.article_id = claim.article_id AND found.claim_id = claim.id
    WHERE claim.position <> coalesce(found.first, :nowhere)
    ORDER BY claim.id
"""

EVIDENCE, PLACE = "count of evidence", "place in lists"
"""How the derived columns of a claim are told."""

UNCOUNTED: Mapping[str, int] = {"evidence_count": 0, "position": NOWHERE}
"""The derived columns of a claim before they were computed."""


class Stale(NamedTuple):
    """What is to be brought up to date.

    Attributes:
        words: Claims to be taken into the full text.
        before: What they or others were before.
        claims: The claims to be counted anew, by id.
    """

    words: Sequence[Mapping[str, Any]]
    before: Sequence[Mapping[str, Any]]
    claims: Set[int]


def stale(connection: Connection, changes: Iterable[Changed]) -> Stale:
    """What is to be brought up to date after changes."""
    claims: set[int] = set()
    revised: set[int] = set()
    forget, index = [], []
    for noun, row_id, before, after in changes:
        old = json.loads(before) if before else None
        new = json.loads(after) if after else None
        if noun == "revision":
            revised.update(image["article_id"] for image in (old, new) if image)
        if noun in ("anchor", "evidence"):
            claims.update(image["claim_id"] for image in (old, new) if image)
        if noun == "claim":
            # Of a claim that stays where it is, nothing in its own row is counted.
            if new and not (old and old["article_id"] == new["article_id"]):
                claims.add(row_id)
            if not (old and new and all(old[name] == new[name] for name in _INDEXED)):
                forget += [old] if old else []
                index += [new] if new else []
    return Stale(index, forget, claims | _placed_in(connection, revised))


def refresh(connection: Connection, found: Stale) -> None:
    """Bring the derived columns and the full-text index up to date; nothing is read here."""
    if found.before or found.words:
        dialect_of(connection).index(connection, found.words, before=found.before)
    count(connection, found.claims)


def wrong(connection: Connection) -> list[tuple[int, str]]:
    """The claims whose derived columns are not what they should be, each with what is not."""
    found = []
    for statement, what in ((_EVIDENCE_COUNTS, EVIDENCE), (_POSITIONS, PLACE)):
        rows = connection.execute(text(statement), {"nowhere": NOWHERE})
        found += [(number, what) for number in rows.scalars()]
    return found


def counters_behind(connection: Connection) -> list[tuple[str, str]]:
    """The nouns whose counter would give a number again, each with what is wrong."""
    counter, change = metadata.tables["counter"], metadata.tables["change"]
    last = func.max(change.c.row_id + change.c.rows - 1).label("last")
    given = connection.execute(select(change.c.noun, last).group_by(change.c.noun)).all()
    counted = {row.noun: row.last for row in connection.execute(select(counter))}
    return [
        (row.noun, f"it stands at {counted.get(row.noun, 0)}, though {row.last} was given already")
        for row in given
        if counted.get(row.noun, 0) < row.last and row.noun in metadata.tables
    ]


def count_ids(connection: Connection) -> None:
    """Set the counters so that no number that was ever given is given again."""
    change, counter = metadata.tables["change"], metadata.tables["counter"]
    last = func.max(change.c.row_id + change.c.rows - 1).label("last")
    named = select(change.c.noun, last).group_by(change.c.noun)
    highest: dict[str, int] = {row.noun: row.last for row in connection.execute(select(counter))}
    for row in connection.execute(named):
        highest[row.noun] = max(highest.get(row.noun, 0), row.last)
    for noun in NOUNS:
        stored = connection.execute(select(func.max(metadata.tables[noun].c.id))).scalar()
        highest[noun] = max(highest.get(noun, 0), stored or 0)
    counts = [{"noun": noun, "last": last} for noun, last in highest.items() if last]
    connection.execute(delete(counter))
    if counts:
        connection.execute(insert(counter), counts)


def _placed_in(connection: Connection, articles: set[int]) -> set[int]:
    """The claims that have or had a place in articles: in another draft it may be another one."""
    anchor = metadata.tables["anchor"].c
    found = select(anchor.claim_id).where(anchor.article_id.in_(sorted(articles))).distinct()
    return set(connection.execute(found).scalars()) if articles else set()


def count(connection: Connection, claims: Iterable[int]) -> None:
    """Count the evidence of claims anew, and find their first place."""
    rest = iter(sorted(claims))
    while some := list(islice(rest, _AT_ONCE)):
        connection.execute(_COUNT, {"claims": some, "nowhere": NOWHERE})


def came(connection: Connection, noun: str, first: int, rows: int) -> None:
    """Bring all up to date with consecutive rows that were inserted."""
    if noun == "claim":
        dialect_of(connection).index_run(connection, first, first + rows - 1)
    else:
        count(connection, claims_of(connection, noun, first, rows))


def forget(connection: Connection, first: int, rows: int) -> None:
    """Take consecutive claims that are still there out of the full-text index."""
    dialect_of(connection).forget_run(connection, first, first + rows - 1)


def is_indexed_anew(connection: Connection, *, without: int) -> bool:
    """Whether it is quicker to index the claims that stay than to forget so many that go."""
    there = connection.execute(select(func.count()).select_from(metadata.tables["claim"])).scalar()
    return int(there or 0) < 2 * without


def index_anew(connection: Connection) -> None:
    """Make the full-text index of the claims that are there anew."""
    dialect_of(connection).index_anew(connection)


def claims_of(connection: Connection, noun: str, first: int, rows: int) -> set[int]:
    """The claims whose counts depend on consecutive rows."""
    if noun not in ("anchor", "evidence"):
        return set()
    table = metadata.tables[noun]
    wanted = select(table.c.claim_id).where(table.c.id.between(first, first + rows - 1))
    return set(connection.execute(wanted.distinct()).scalars())
