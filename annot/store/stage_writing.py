"""What waits on the stage and is new, written in sets.

Claims of one article get consecutive ids in the order of their rows, and so does what belongs to
them: each noun is a run in the history of the article.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from annot.store import runs
from annot.store.columns import time_to_text
from annot.store.given import (
    FRESH,
    OF_CLAIM,
    OF_LINK,
    TABLES,
    Given,
    GivenAnchor,
    GivenEvidence,
    GivenNote,
    Staged,
)
from annot.store.models import NOWHERE
from annot.store.recorder import Operation
from annot.store.temporary import Temporary


class Written(NamedTuple):
    """What was written.

    Attributes:
        claims: How many claims.
        placed: How many of them have a place.
        below: How many rows of each noun that belong to them.
    """

    claims: int
    placed: int
    below: Mapping[str, int]


class _Article(NamedTuple):
    """An article, its new claims, and those of them that have a place."""

    id: int
    claims: int
    placed: int


_BELOW: Mapping[str, Sequence[type[Staged]]] = {
    "anchor": (GivenAnchor,),
    "evidence": (Given, GivenEvidence),
    "note": (GivenNote,),
}
"""What belongs to claims, and where it waits: a row has its first piece of evidence itself."""


def write(tables: Temporary, operation: Operation) -> Written:
    """Write all that is on the stage."""
    below: Counter[str] = Counter()
    articles = _articles(tables)
    for article in articles:
        first = _write_claims(tables, operation, article, is_only=len(articles) == 1)
        for noun, kinds in _BELOW.items():
            below[noun] += _write_below(tables, operation, article, first, noun, kinds)
    claims = sum(article.claims for article in articles)
    tables.wrote(claims)
    return Written(claims, sum(a.placed for a in articles), below)


def _articles(tables: Temporary) -> list[_Article]:
    counts = (
        f"count(*) FILTER (WHERE state = {FRESH}),"
        f" count(*) FILTER (WHERE state = {FRESH} AND position <> {NOWHERE})"
        " FROM temp.given_claim"
    )
    ((first, last),) = tables.all(
        "SELECT (SELECT min(article_id) FROM temp.given_claim),"
        " (SELECT max(article_id) FROM temp.given_claim)"
    )
    if first is None:
        return []
    if first == last:  # the usual case, without sorting
        return [_Article(first, *row) for row in tables.all(f"SELECT {counts}")]
    return [
        _Article(*row) for row in tables.all(f"SELECT article_id, {counts} GROUP BY 1 ORDER BY 1")
    ]


def _write_claims(
    tables: Temporary, operation: Operation, article: _Article, *, is_only: bool
) -> int:
    """Write the new claims of an article; the id of the first.

    `fresh` then has their rows, each at the place of its claim: from 1, in their order.
    """
    first = operation.next_ids("claim", article.claims)
    tables.empty("fresh")
    # SQLite itself counts the places, in a third of the time that row_number() takes. The rows of
    # the only article are gone through as they lie.
    through = "NOT INDEXED" if is_only else ""
    tables.run(
        f"INSERT INTO temp.fresh (n) SELECT n FROM temp.given_claim {through}"
        f" WHERE article_id = ? AND state = {FRESH} ORDER BY n",
        (article.id,),
    )
    names = ", ".join(OF_CLAIM)
    tables.run(
        "INSERT INTO main.claim (article_id, id, uid, created_at, updated_at, version,"
        f" evidence_count, position, {names})"
        f" SELECT article_id, place + {first - 1}, uid, ?, ?, ?,"
        " further + CASE WHEN source IS NULL THEN 0 ELSE 1 END,"
        f" position, {names} FROM temp.fresh CROSS JOIN temp.given_claim USING (n) ORDER BY place",
        _made(operation),
    )
    runs.came(operation, "claim", article.id, first, article.claims, is_counted=True)
    return first


def _write_below(
    tables: Temporary,
    operation: Operation,
    article: _Article,
    claims: int,
    noun: str,
    kinds: Sequence[type[Staged]],
) -> int:
    """Write what belongs to the new claims of an article; how much that was."""
    count = _number(tables, kinds)
    if not count:
        return 0
    first = operation.next_ids(noun, count)
    ids = f"numbered.id + {first - 1}, place + {claims - 1}"
    for number, kind in enumerate(kinds):
        given = f"temp.{TABLES[kind]} AS given"
        rows = f"temp.numbered CROSS JOIN {given} ON given.rowid = given_row AND part = {number}"
        _insert(tables, operation, article, noun, kind, ids, rows)
    runs.came(operation, noun, article.id, first, count, is_counted=True)
    return count


def _number(tables: Temporary, kinds: Sequence[type[Staged]]) -> int:
    """Give numbers to what the new claims have of something; how much there is.

    They are given in the order of the claims, and then of the rows.
    """
    tables.empty("numbered")
    parts = [part for number, kind in enumerate(kinds) for part in _parts(tables, number, kind)]
    if not parts:
        return 0
    # A single part is in this order as it is found.
    is_sorted = tables.finds_in_order and len(parts) == 1
    order = "" if is_sorted else "ORDER BY place, n, part, given_row"
    return tables.run(
        "INSERT INTO temp.numbered (part, given_row, place) SELECT part, given_row, place"
        f" FROM ({' UNION ALL '.join(parts)}) AS parts {order}"
    )


def _parts(tables: Temporary, number: int, kind: type[Staged]) -> Iterator[str]:
    """What the first rows of the claims have of a kind, and what the rows joined to them have."""
    if not tables.has_any(TABLES[kind]):
        return
    columns = (
        f"SELECT {number} AS part, given.rowid AS given_row, place, given.n AS n FROM temp.fresh"
    )
    given = f"CROSS JOIN temp.{TABLES[kind]} AS given"
    which = "source IS NOT NULL" if kind is Given else "TRUE"
    yield f"{columns} {given} USING (n) WHERE {which}"
    if tables.has_any("together"):
        yield (
            f"{columns} CROSS JOIN temp.together ON first = fresh.n {given}"
            f" ON given.n = together.n WHERE {which} AND together.n <> first"
        )


def _insert(
    tables: Temporary,
    operation: Operation,
    article: _Article,
    noun: str,
    kind: type[Staged],
    ids: str,
    rows: str,
) -> None:
    who, values = ("", ()) if noun == "anchor" else ("added_by, ", (operation.actor,))
    names = ", ".join(f'"{name}"' for name in kind._fields[1:])
    if noun == "evidence":
        names = ", ".join(("source_id", *OF_LINK))
        rows = f"{rows} JOIN temp.given_source USING (source)"
    tables.run(
        f"INSERT INTO main.{noun} (article_id, id, claim_id, uid, created_at, updated_at, version,"
        f" {who}{names}) SELECT ?, {ids}, {'link_uid' if kind is Given else 'uid'}, ?, ?, ?,"
        f" {'?, ' if who else ''}{names} FROM {rows}",
        (article.id, *_made(operation), *values),
    )


def _made(operation: Operation) -> tuple[str, str, bytes]:
    at = time_to_text(operation.at)
    return at, at, operation.uid.bytes
