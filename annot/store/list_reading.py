"""Lists of claims, a page at a time, by the standard library alone: rows, counts, progress."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from annot.store import word_search
from annot.store.claim_filter import ClaimFilter, Parameter, where
from annot.store.claim_order import Key
from annot.store.last_written import last_operation
from annot.store.thin import Run
from annot.vocabulary import CLOSED, Status, Verdict

PAGE_ROWS = 256

_LIST = (
    "SELECT claim.id, claim.status, claim.verdict, substr(claim.text, 1, 400), claim.checker,"
    " claim.evidence_count, article.slug, {key}"
    " FROM claim JOIN article ON article.id = claim.article_id"
)


class ListRow(NamedTuple):
    """A claim as a line of a list; `key` is its place in the list's order."""

    number: int
    status: Status
    verdict: Verdict | None
    text: str
    checker: str
    evidence: int
    article: str
    key: Key


class Tally(NamedTuple):
    """How many claims there are, and how many of them nobody has to act on any more."""

    total: int
    closed: int


class Lists:
    """Reads lists of claims.

    The beginning of the list that somebody is narrowing by words is kept (`word_search`).

    Args:
        run: Runs a query.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._first: word_search.FirstHits | None = None

    def page(
        self,
        wanted: ClaimFilter,
        *,
        after: Key | None = None,
        before: Key | None = None,
        offset: int = 0,
        limit: int = PAGE_ROWS,
    ) -> list[ListRow]:
        """Some rows of a list in its order: after or before a key, or from an offset."""
        if word_search.is_for_words(wanted) and after is None and before is None and not offset:
            return self._first_hits(wanted, limit)
        condition, parameters = where(wanted)
        order = wanted.order if before is None else wanted.order.reversed()
        key = after if before is None else before
        if key is not None:
            condition += f" AND {order.behind()}"
            parameters += key
        rows = self._run(
            f"{_listing(wanted)} WHERE {condition} ORDER BY {order.by()} LIMIT ? OFFSET ?",
            [*parameters, limit, offset],
        )
        found = [_list_row(row) for row in rows]
        return found[::-1] if before is not None else found

    def last_page(self, wanted: ClaimFilter, limit: int) -> list[ListRow]:
        """The last rows of a list, in its order."""
        condition, parameters = where(wanted)
        order = wanted.order.reversed().by()
        statement = f"{_listing(wanted)} WHERE {condition} ORDER BY {order} LIMIT ?"
        rows = self._run(statement, [*parameters, limit])
        return [_list_row(row) for row in rows][::-1]

    def row(self, number: int, wanted: ClaimFilter) -> ListRow | None:
        """One claim as a line of a list; its key is that of the list's order."""
        rows = self._run(f"{_listing(wanted)} WHERE claim.id = ?", (number,))
        return _list_row(rows[0]) if rows else None

    def matches(self, wanted: ClaimFilter, number: int) -> bool:
        """Whether a filter lets a claim through."""
        found, parameters = _found(wanted)
        return bool(self._run(f"SELECT 1 {found} AND claim.id = ?", [*parameters, number]))

    def index(self, wanted: ClaimFilter, key: Key) -> int:
        """How many rows of a list stand before a key."""
        found, parameters = _found(wanted)
        statement = f"SELECT count(*) {found} AND {wanted.order.reversed().behind()}"
        return self._number(statement, [*parameters, *key])

    def count(self, wanted: ClaimFilter) -> int:
        """How many claims a filter lets through."""
        if not wanted.terms and not wanted.words:
            # Without a condition SQLite counts whole pages: 8 ms for a million rows, not 28.
            return self._number("SELECT count(*) FROM claim")
        found, parameters = _found(wanted)
        return self._number(f"SELECT count(*) {found}", parameters)

    def tally(self, wanted: ClaimFilter) -> Tally:
        """How many claims a filter lets through, and how many of them are closed."""
        closed = wanted.narrowed("status", ",".join(sorted(CLOSED)))
        return Tally(self.count(wanted), self.count(closed))

    def _first_hits(self, wanted: ClaimFilter, limit: int) -> list[ListRow]:
        """The first rows of a list that is narrowed by words."""
        order = wanted.order.by()
        ids = None
        if wanted.order.is_of_places:
            self._first = self._first or word_search.FirstHits()
            ids = self._first.find(self._run, last_operation(self._run), wanted, limit)
        if ids is None:
            found, parameters = word_search.hits(wanted)
            statement = f"SELECT claim.id {found} ORDER BY {order} LIMIT ?"
            ids = [number for (number,) in self._run(statement, [*parameters, limit])]
        places = ", ".join("?" * len(ids))
        statement = f"{_listing(wanted)} WHERE claim.id IN ({places}) ORDER BY {order}"
        return [_list_row(row) for row in self._run(statement, ids)]

    def _number(self, statement: str, parameters: Sequence[Parameter] = ()) -> int:
        return int(self._run(statement, parameters)[0][0])


def _listing(wanted: ClaimFilter) -> str:
    """`SELECT … FROM …` for the rows of a list, with the columns of their keys."""
    return _LIST.format(key=", ".join(wanted.order.columns))


def _found(wanted: ClaimFilter) -> tuple[str, list[Parameter]]:
    """`FROM … WHERE …` over the claims that a filter lets through, and its parameters."""
    if word_search.is_for_words(wanted):
        return word_search.hits(wanted)
    condition, parameters = where(wanted)
    return f"FROM claim WHERE {condition}", parameters


def _list_row(row: tuple[Any, ...]) -> ListRow:
    number, status, verdict, text, checker, evidence, slug, *key = row
    return ListRow(
        number,
        Status(status),
        Verdict(verdict) if verdict else None,
        text,
        checker,
        evidence,
        slug,
        tuple(key),
    )
