"""The list of the review screen: which claims stand in it, and how its rows come from the desk."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import TYPE_CHECKING

from annot.store.claim_filter import ClaimFilter
from annot.store.list_reading import PAGE_ROWS, ListRow
from annot.tui import showing
from annot.tui.pages import ClaimPages
from annot.tui.row_list import RowList
from annot.tui.showing import Counted, Listed

if TYPE_CHECKING:
    from annot.tui.review import ReviewScreen


class Listing:
    """The claims that a filter lets through, with one row of them under the cursor.

    Attributes:
        pages: Its rows, as far as they are here.
        is_whole: Set unless the list has its first page only, while it is counted.
    """

    def __init__(self, screen: ReviewScreen, wanted: ClaimFilter, count: int) -> None:
        self._screen = screen
        self.pages = self._pages_of(wanted, count)
        self.is_whole = asyncio.Event()
        self.is_whole.set()

    def begin(self, page: list[ListRow], cursor: int) -> None:
        """Show the page that was read before the screen began, with the cursor on a row."""
        self.pages.put(0, page)
        self._screen.list.show(self.pages, cursor=cursor)

    def row_after(self) -> ListRow | None:
        """The row below the cursor, if there is one and it is here."""
        index = self._screen.list.cursor + 1
        return self.pages.found(index) if index < self.pages.count else None

    def put_cursor(self, index: int) -> None:
        """Put the cursor on a row without taking its claim in hand."""
        with self._screen.prevent(RowList.Highlighted):
            self._screen.list.goto(index)

    def take_row(self) -> None:
        """Take the claim under the cursor; none while its page is on the way."""
        if self.pages.count:
            row = self.pages.found(self._screen.list.cursor)
            self._screen.hand.take(None if row is None else row.number)

    def show_rows(self, rows: Iterable[tuple[ListRow, bool]]) -> bool:
        """Show claims that were changed; whether those that belong in the list were seen there."""
        are_all_listed = True
        for row, matches in rows:
            index = self.pages.change(row, matches=matches)
            if index is not None:
                self._screen.list.row_changed(index)
            elif matches:
                are_all_listed = False
        return are_all_listed

    def anew(self, *, cursor: int = 0, keeps_claim: bool = True) -> None:
        """Make the list anew, with its cursor on the claim in hand, or else on a row.

        Args:
            cursor: The row.
            keeps_claim: Whether a claim that is not in the list stays in hand.
        """
        screen = self._screen
        wanted = screen.filter

        def arrived(listed: Listed) -> None:
            pages = self.pages = self._pages_of(wanted, listed.total)
            pages.put(listed.page, listed.rows)
            here = None if screen.claim is None else pages.index(screen.claim)
            screen.list.show(pages, cursor=listed.cursor if here is None else here)
            if not listed.is_counted:
                self._lengthen(pages, keeps_claim=keeps_claim)
            elif here is None and not (keeps_claim and screen.claim):
                self._take_other()

        screen.clerk.give_up("list")
        self.is_whole.set()
        job = showing.listed(wanted, claim=screen.claim, cursor=cursor)
        screen.desk.give(job, arrived, screen.refuse, lane="list")

    def _lengthen(self, pages: ClaimPages, *, keeps_claim: bool) -> None:
        """Give a list the length that it has, now that its first page is shown."""
        screen = self._screen
        claim = screen.claim
        self.is_whole.clear()

        def counted(found: Counted) -> None:
            self.is_whole.set()
            pages.count, index = found.total, found.cursor
            if found.rows:
                pages.put(found.page, found.rows)
            if pages is self.pages:
                screen.list.lay_out()
                screen.list.refresh()
                if claim != screen.claim:
                    return
                if index is not None:
                    self.put_cursor(index)
                elif not (keeps_claim and claim):
                    self._take_other()

        def refused(error: BaseException) -> None:
            self.is_whole.set()
            screen.refuse(error)

        # By the clerk: a common word takes half a second, in part of which nothing can stop it.
        screen.clerk.give(showing.counted(pages.wanted, claim), counted, refused, lane="list")

    def _take_other(self) -> None:
        """Give up the claim in hand for the one under the cursor."""
        self._screen.hand.take(None)
        self.take_row()

    def _pages_of(self, wanted: ClaimFilter, count: int) -> ClaimPages:
        def fetch(number: int) -> None:
            self._fetch(pages, number)

        def fetch_later(number: int) -> None:
            self._screen.call_after_refresh(fetch, number)

        pages = ClaimPages(wanted, count, fetch, fetch_later)
        return pages

    def _fetch(self, pages: ClaimPages, number: int) -> None:
        read = pages.fetcher(number)

        def arrived(rows: list[ListRow]) -> None:
            pages.put(number, rows)
            if pages is self.pages:
                self._screen.list.page_arrived(number * PAGE_ROWS)
                if self._screen.claim is None:
                    self.take_row()

        desk = self._screen.desk
        desk.give(lambda library: read(library.reader), arrived, self._screen.refuse)
