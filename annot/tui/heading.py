"""What the top line of the review screen says: what is open, narrowed and marked, and how far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from annot.store.claim_filter import ClaimFilter
from annot.store.list_reading import Tally
from annot.tui import showing
from annot.tui.desk import Desk

if TYPE_CHECKING:
    from annot.tui.review import ReviewScreen

COUNTED_AT_ONCE = 20_000
"""Claims of a list up to which its progress is counted after every act."""

PAUSE_SECONDS = 0.3


class Heading:
    """Keeps the status line of the review screen true."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen
        self._counting: Timer | None = None

    def show(self) -> None:
        """Say at the top what is open, what it is narrowed to, and how many are marked."""
        screen = self._screen
        screen.status.title = screen.article.title if screen.article else "annot"
        marked = f"{len(screen.list.marks)} marked" if screen.list.marks else ""
        reading = "second reading" if screen.is_second_reading else ""
        parts = filter(None, (reading, self._selected, marked, self.narrowing))
        screen.status.narrowing = "".join(f"  ·  {part}" for part in parts)

    @property
    def narrowing(self) -> str:
        """The filter as it was typed; empty if there is none."""
        return self._screen.typed_filter if self._screen.wanted != ClaimFilter() else ""

    @property
    def _selected(self) -> str:
        """How much is selected, and whether moving selects more."""
        view = self._screen.article_view
        if view.selection is None:
            return ""
        words = len(view.selected_text.split())
        doing = "selecting" if view.is_selecting else "selected"
        return f"{doing} {words:,} word{'s' if words != 1 else ''}"

    def count(self) -> None:
        """Have the progress counted anew; that of a long list by the clerk, in a pause."""
        screen = self._screen
        if self._counting is not None:
            self._counting.stop()
        if self.is_quick:
            self._count(screen.desk)
        else:
            self._counting = screen.set_timer(PAUSE_SECONDS, lambda: self._count(screen.clerk))

    @property
    def is_quick(self) -> bool:
        """Whether the list is short enough for its progress to be counted along with an act."""
        return self._screen.listing.pages.count <= COUNTED_AT_ONCE

    def tell(self, tally: Tally | None) -> None:
        """Show a progress that was counted along with an act; count it, if it was not."""
        if tally is None:
            self.count()
        else:
            self._screen.desk.give_up("tally")
            self._screen.status.show_tally(tally)

    def _count(self, desk: Desk) -> None:
        screen = self._screen
        for other in (screen.desk, screen.clerk):
            other.give_up("tally")
        job = showing.tally(screen.filter)
        desk.give(job, screen.status.show_tally, screen.refuse, lane="tally")
