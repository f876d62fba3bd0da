"""The claim in hand: which one it is, and that every pane of the review screen shows it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from annot.store.claim_reading import ClaimDetail
from annot.tui import showing
from annot.tui.showing import Taken

if TYPE_CHECKING:
    from annot.tui.review import ReviewScreen

MOMENT = 0.03
"""Seconds for which a frame may wait to be whole."""


class InHand:
    """The claim that the keys act on.

    Args:
        screen: The review screen.
        detail: The claim to begin with, read already.

    Attributes:
        claim: Its number; None for none.
        detail: All that is known of it, or of the one before while it is on the way.
    """

    def __init__(self, screen: ReviewScreen, detail: ClaimDetail | None) -> None:
        self._screen = screen
        self.claim = detail.number if detail else None
        self.detail = detail
        self._ahead: ClaimDetail | None = None
        self._is_shown = asyncio.Event()

    def begin(self) -> None:
        """Show the claim that was read before the screen began."""
        self._screen.pane.show(self.detail, empty=self._nothing())
        self._screen.article_view.focus_claim(self.claim)

    def take(self, number: int | None, *, from_article: bool = False) -> None:
        """Take a claim in hand, and show it in every pane."""
        if number == self.claim:
            return
        self.claim = number
        if number is None:
            self._show(None)
            return
        self._is_shown.clear()
        screen = self._screen
        if from_article:
            screen.article_view.mark_in_hand(number)
        else:
            screen.article_view.focus_claim(number)
        index = screen.listing.pages.index(number)
        if index is not None and index != screen.list.cursor:
            screen.listing.put_cursor(index)
        wanted = screen.listing.pages.wanted
        ahead, self._ahead = self._ahead, None
        if index is not None and ahead is not None and ahead.number == number:
            self._show(ahead)
            return

        def taken(found: Taken) -> None:
            if number == self.claim:
                self._show(found.detail)
                if found.row is not None and wanted == screen.listing.pages.wanted:
                    screen.listing.put_cursor(found.row)

        job = showing.taken(wanted, number, is_listed=index is not None)
        screen.desk.give(job, taken, screen.refuse, lane="detail")

    def take_under_cursor(self) -> bool:
        """Take the claim under the article's cursor; whether it is another one."""
        view = self._screen.article_view
        claims = view.claims_at(view.cursor)
        is_other = bool(claims) and self.claim not in claims
        if is_other:
            self.take(claims[-1], from_article=True)
        return is_other

    def put(self, detail: ClaimDetail | None) -> None:
        """Have a claim in hand that was read already, or none."""
        self.claim = detail.number if detail else None
        self._show(detail)

    def expect(self, ahead: ClaimDetail | None) -> None:
        """Keep a claim that was read ahead, which is likely to be taken next."""
        self._ahead = ahead

    async def shown_in_a_moment(self) -> None:
        """Wait until the claim in hand is shown in every pane, but not longer than is noticed."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_shown.wait(), MOMENT)

    def _show(self, detail: ClaimDetail | None) -> None:
        self._is_shown.set()
        self.detail = detail
        screen = self._screen
        screen.pane.show(detail, empty="" if detail else self._nothing())
        screen.gating.look(detail)
        here = screen.article.slug if screen.article else ""
        if detail is not None and detail.article != here and detail.places:
            screen.opened.open(detail.article, claim=detail.number)

    def _nothing(self) -> str:
        """What stands in the claim's pane while there is none."""
        screen = self._screen
        is_empty = not screen.listing.pages.count
        if screen.article is None and is_empty:
            quit_key = screen.name_of("quit")
            return f"Nothing here yet. Quit with {quit_key}, then: annot article add FILE"
        if is_empty and screen.heading.narrowing:
            return f"No claim matches the filter. Change it with {screen.name_of('filter')}."
        select, add = screen.name_of("select"), screen.name_of("claim")
        return f"No claim in hand. Select words with {select}, then {add} makes them a claim."
