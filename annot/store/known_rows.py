"""Rows of an import held against the ledger: which are new, and which it has as they are.

The rows come many at a time. What the ledger has of their claims is read by their keys in one
query and compared here, in a third of the time that it takes to put the rows into a table first.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection

from annot.store.dialect import dialect_of
from annot.store.given import LATER, Below, Given, GivenAnchor, GivenEvidence, GivenNote
from annot.store.met_claims import MetClaims

MADE = "content:"
"""How a key begins that was made from the words of a claim that came without one."""

Sources = Mapping[int, int]
"""The ids of those sources of an import's book that the ledger has with all that is said of them,
by their numbers."""

Belongings = Mapping[int, Sequence[Below]]
"""What belongs to rows beside what stands in them, by the number of the row."""


_Stored = tuple[Any, ...]
"""A claim of the ledger beside a piece of its evidence.

Its key, its id, its status, the evidence's id; then its values in the file's columns, the source,
and the link's values in the file's columns.
"""

_KEY, _ID, _STATUS, _EVIDENCE, _BEGIN = range(5)


class KnownRows:
    """One state of the ledger, to hold rows against.

    Args:
        connection: Where to read.
        claim: The columns of a claim that the file has.
        link: Those of a piece of evidence.
        apart: What was met when the same rows were held against it before: all rows of a claim that
            was torn then are to be looked at alone.

    Attributes:
        met: The claims that the rows say again.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        claim: Iterable[str],
        link: Iterable[str],
        apart: MetClaims,
    ) -> None:
        self.met = MetClaims()
        self._fetch = partial(dialect_of(connection).fetch, connection)
        self._apart = apart
        columns, links = [*claim], [*link]
        values = [name for name in columns if name != "status"]
        self._says_status = values != columns
        self._values = _getter(Given, values)
        self._inline = _getter(Given, links)
        self._further = _getter(GivenEvidence, links)
        self._end_of_values = _BEGIN + len(values)
        selected = ["c.key", "c.id", "c.status", "e.id", *(f"c.{name}" for name in values)]
        selected += ["e.source_id", *(f"e.{name}" for name in links)]
        self._query = (
            f"SELECT {', '.join(selected)} FROM json_each(?) AS wanted"
            " CROSS JOIN main.claim AS c INDEXED BY ix_claim_key"
            " ON c.article_id = ? AND c.key = wanted.value AND c.key <> ''"
            " LEFT JOIN main.evidence AS e ON e.article_id = c.article_id AND e.claim_id = c.id"
        )
        if not dialect_of(connection).finds_in_order:
            self._query += " ORDER BY c.id, e.id"
        self._has_claims: dict[int, bool] = {}
        self._has_bare_claims: dict[int, bool] = {}

    def sort(
        self, rows: Sequence[Given], below: Belongings, sources: Callable[[], Sources]
    ) -> list[Given]:
        """The rows that are new or are to be looked at alone; not those that the ledger has.

        Args:
            rows: The rows, in any order.
            below: What belongs to them.
            sources: Gives the sources that they cite; not asked for while there are no claims.
        """
        given: list[Given] = []
        for article, own in _by_article(rows).items():
            if self._is_there(self._has_claims, article, ""):
                given += self._unknown(article, own, below, sources())
            else:
                given += own
        return given

    def _unknown(
        self, article: int, rows: Sequence[Given], below: Belongings, sources: Sources
    ) -> Iterator[Given]:
        held = self._held(article, rows)
        there = self._there(
            article, [held[row.key][0][_ID] for row in rows if row.n in below and row.key in held]
        )
        for row in rows:
            claim = held.get(row.key)
            if claim is None:
                yield row._replace(state=LATER) if self._is_doubtful(row) else row
                continue
            own = below.get(row.n, ())
            number = claim[0][_ID]
            proof = self._proof(row, claim, own, sources)
            if (
                proof is None
                or self._apart.is_torn(number)
                or not all(_has(there, number, item) for item in own)
            ):
                yield row._replace(state=LATER)
            else:
                placed = any(isinstance(item, GivenAnchor) for item in own)
                self.met.add(number, proof, placed=placed)

    def _proof(
        self, row: Given, claim: Sequence[_Stored], below: Iterable[Below], sources: Sources
    ) -> Sequence[int] | None:
        """The evidence of a claim that is what a row gives.

        None if the claim has not all of it, or is something else than the row says.
        """
        values = self._values(row)
        if self._says_status and row.said and row.said != claim[0][_STATUS]:
            return None
        if row.source is None:
            return () if claim[0][_BEGIN : self._end_of_values] == values else None
        # All in one comparison, for most rows give one piece of evidence.
        wanted = [(*values, sources.get(row.source), *self._inline(row))]
        wanted += [
            (*values, sources.get(item.source), *self._further(item))
            for item in below
            if isinstance(item, GivenEvidence)
        ]
        found: list[int] = []
        for said in wanted:
            for stored in claim:
                if stored[_BEGIN:] == said and stored[_EVIDENCE] not in found:
                    found.append(stored[_EVIDENCE])
                    break
            else:
                return None
        return found

    def _held(self, article: int, rows: Iterable[Given]) -> dict[str, list[_Stored]]:
        """The claims that have the keys of rows: the first one, should two have the same."""
        keys = json.dumps(list(dict.fromkeys(row.key for row in rows)))
        held: dict[str, list[_Stored]] = {}
        for row in self._fetch(self._query, (keys, article)):
            claim = held.get(row[_KEY])
            if claim is None:
                held[row[_KEY]] = [row]
            elif claim[0][_ID] == row[_ID]:
                claim.append(row)
        return held

    def _is_doubtful(self, row: Given) -> bool:
        """Whether it may be a claim that has no key: that is told by its words and their place."""
        return row.key.startswith(MADE) and self._is_there(
            self._has_bare_claims, row.article_id, " AND key = ''"
        )

    def _there(self, article: int, claims: Iterable[int]) -> set[tuple[Any, ...]]:
        """The notes and places of claims, each as `_marks` tells them."""
        wanted = json.dumps(list(dict.fromkeys(claims)))
        found: set[tuple[Any, ...]] = set()
        if wanted == "[]":
            return found
        for kind, noun in ((GivenNote, "note"), (GivenAnchor, "anchor")):
            names = ", ".join(f'"{name}"' for name in kind._fields[1:])
            rows = self._fetch(
                f"SELECT claim_id, {names} FROM json_each(?) AS wanted CROSS JOIN main.{noun}"
                " ON article_id = ? AND claim_id = CAST(wanted.value AS BIGINT)",
                (wanted, article),
            )
            for row in rows:
                found.update(_marks(row[0], kind(*row)))
        return found

    def _is_there(self, known: dict[int, bool], article: int, condition: str) -> bool:
        if article not in known:
            query = f"SELECT EXISTS (SELECT 1 FROM main.claim WHERE article_id = ?{condition})"
            ((found,),) = self._fetch(query, (article,))
            known[article] = bool(found)
        return known[article]


def _by_article(rows: Sequence[Given]) -> Mapping[int, Sequence[Given]]:
    if all(row.article_id == rows[0].article_id for row in rows):
        return {rows[0].article_id: rows} if rows else {}
    by_article: dict[int, list[Given]] = defaultdict(list)
    for row in rows:
        by_article[row.article_id].append(row)
    return by_article


def _marks(claim: int, item: GivenNote | GivenAnchor) -> list[tuple[Any, ...]]:
    """What a note or place of a claim is found again by: a note also by its answer."""
    if isinstance(item, GivenAnchor):
        return [(claim, item.revision_id, item.start, item.end)]
    note = (claim, item.kind, item.text, item.addressee)
    return [note, (*note, item.answer)]


def _has(there: set[tuple[Any, ...]], claim: int, item: Below) -> bool:
    """Whether a claim has a note or place; of evidence it is told elsewhere."""
    if isinstance(item, GivenEvidence):
        return True
    unanswered = isinstance(item, GivenNote) and item.answer is None
    return _marks(claim, item)[0 if unanswered else -1] in there


def _getter(kind: type[NamedTuple], names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
    """Gives some fields of a row."""
    places = [kind._fields.index(name) for name in names]
    if not places:
        return lambda _: ()
    if len(places) == 1:
        at = places[0]
        return lambda row: (row[at],)
    getter: Callable[[Any], tuple[Any, ...]] = itemgetter(*places)
    return getter
