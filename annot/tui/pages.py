"""The rows of a claim list, a page at a time, fetched by the desk when they are looked at."""

from __future__ import annotations

from collections.abc import Callable

from annot.store.claim_filter import ClaimFilter
from annot.store.list_reading import PAGE_ROWS, ListRow
from annot.store.reading import Reader
from annot.tui.row_list import ClaimRow

KEPT_PAGES = 64
NEAR = 64
"""Rows from the edge of a page at which the next one is asked for, before it is missing."""


class ClaimPages:
    """The list that a filter makes: its length, and the pages that were looked at.

    Pages are reached from their neighbours by key, which costs the same everywhere; only a jump
    into the middle counts rows.

    Args:
        wanted: The filter.
        count: How many rows it lets through.
        ask: Called with the number of a page that is missing; it brings it by `put`.
        ask_ahead: The same for one that will be missing soon, and can wait until all is drawn.
    """

    def __init__(
        self,
        wanted: ClaimFilter,
        count: int,
        ask: Callable[[int], None],
        ask_ahead: Callable[[int], None],
    ) -> None:
        self.wanted = wanted
        self.count = count
        self._ask = ask
        self._ask_ahead = ask_ahead
        self._pages: dict[int, list[ListRow]] = {}
        self._asked: set[int] = set()
        self._faded: set[int] = set()

    def row(self, index: int) -> ClaimRow | None:
        """A row, or None while its page is on the way."""
        found = self.found(index)
        if found is None:
            return None
        return ClaimRow(*found[:7], matches=found.number not in self._faded)

    def found(self, index: int) -> ListRow | None:
        """A row with its key, or None while its page is on the way."""
        number, place = divmod(index, PAGE_ROWS)
        page = self._pages.get(number)
        if page is None:
            self._want(number, self._ask)
            return None
        if place < NEAR:
            self._want(number - 1, self._ask_ahead)
        elif place >= PAGE_ROWS - NEAR:
            self._want(number + 1, self._ask_ahead)
        return page[place] if place < len(page) else None

    def _want(self, number: int, ask: Callable[[int], None]) -> None:
        """Have a page brought, if there is one of that number that is not on the way."""
        is_one = 0 <= number * PAGE_ROWS < self.count
        if is_one and number not in self._pages and number not in self._asked:
            self._asked.add(number)
            ask(number)

    def put(self, number: int, rows: list[ListRow]) -> None:
        """Take in a page; the one that came first is forgotten if there are too many."""
        self._asked.discard(number)
        self._pages[number] = rows
        if len(self._pages) > KEPT_PAGES:
            self._pages.pop(next(iter(self._pages)))

    def change(self, row: ListRow, *, matches: bool) -> int | None:
        """Show a claim as it is now, at its old place; its index, if it is among the pages.

        A claim that the filter would no longer let through stays, faded, until the list is made
        anew.
        """
        self._faded.discard(row.number)
        if not matches:
            self._faded.add(row.number)
        for number, page in self._pages.items():
            for place, old in enumerate(page):
                if old.number == row.number:
                    page[place] = row._replace(key=old.key)
                    return number * PAGE_ROWS + place
        return None

    def index(self, claim: int) -> int | None:
        """Where a claim stands, if it is among the pages that are here."""
        for number, page in self._pages.items():
            for place, row in enumerate(page):
                if row.number == claim:
                    return number * PAGE_ROWS + place
        return None

    def fetcher(self, number: int) -> Callable[[Reader], list[ListRow]]:
        """A function that reads a page, by the cheapest way there is from the pages here."""
        before, after = self._pages.get(number - 1), self._pages.get(number + 1)
        wanted, last = self.wanted, (self.count - 1) // PAGE_ROWS
        if number == 0:
            return lambda reader: reader.page(wanted)
        if before:
            key = before[-1].key
            return lambda reader: reader.page(wanted, after=key)
        if after:
            first = after[0].key
            return lambda reader: reader.page(wanted, before=first)
        if number == last:
            rest = self.count - last * PAGE_ROWS
            return lambda reader: reader.last_page(wanted, rest)
        return lambda reader: reader.page(wanted, offset=number * PAGE_ROWS)
