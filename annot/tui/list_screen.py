"""A screen over the review with a list and, beside it, what belongs to the row in hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import events, on

from annot.tui.bound import merged_bindings
from annot.tui.claim_pane import ClaimPane
from annot.tui.key_bar import KeyBar
from annot.tui.keys import KEYS, Key
from annot.tui.own_keys import shared_keys
from annot.tui.row_window import RowWindow
from annot.tui.status_line import StatusLine
from annot.tui.table_screen import TableScreen

if TYPE_CHECKING:
    from annot.tui.review import ReviewScreen

POLL_SECONDS = 2.0
"""How often it is looked whether anything was written."""

_WIDE = 120
"""Cells from which on the panes stand side by side."""

_MOST_ITEMS = 10_000
"""More than there are claims in the pane."""


class ListScreen(TableScreen):
    """Rows, and a pane with the claims of one of them, by keyboard and mouse.

    It works at the desk of the review screen, which is below it. A subclass brings the list and
    reads what the pane shows (`take_row`).

    Args:
        review: The review screen.
        keys: The key table of the screen.
        pane: The id of the pane.
    """

    list: RowWindow

    def __init__(self, review: ReviewScreen, keys: Sequence[Key], *, pane: str) -> None:
        super().__init__()
        self._review = review
        self.keys = keys
        if review.keys is not KEYS:
            self.keys = shared_keys(review.keys, keys)
            self._bindings = merged_bindings(self.keys)
        self._told = review.status.told
        self._is_changed = False
        self.pane = ClaimPane(id=pane)
        self.status = StatusLine(id="status")
        self.key_bar = KeyBar(id="keys")

    def take_row(self) -> None:
        """Read what belongs to the row under the cursor, and show it in the pane."""
        raise NotImplementedError

    def _read_anew(self) -> None:
        """Read the rows once more, if anything was written since."""
        raise NotImplementedError

    def on_screen_resume(self) -> None:
        """Show what a form has changed."""
        self._read_anew()

    @on(events.Resize)
    def _resized(self, event: events.Resize) -> None:
        self._choose_layout(event.size.width)

    def _choose_layout(self, width: int) -> None:
        self.set_class(width < _WIDE, "narrow")

    def _tell_what_was_done(self) -> None:
        """Say here, too, what the review screen was told."""
        told = self._review.status.told
        if told != self._told:
            self._told = told
            self.status.tell(told)

    # Moving

    @on(RowWindow.Highlighted)
    def _row_highlighted(self) -> None:
        self.take_row()

    @on(RowWindow.Chosen)
    async def _row_chosen(self) -> None:
        await self._to_claims()

    @on(ClaimPane.ItemChosen)
    def _item_chosen(self, message: ClaimPane.ItemChosen) -> None:
        self._go_to_claim(message.id)

    @property
    def _is_reading(self) -> bool:
        """Whether the keys go to the pane; it knows of its focus itself only a moment later."""
        return self.focused is self.pane

    def _go(self, move: Callable[[], None]) -> None:
        with self.prevent(RowWindow.Highlighted):
            move()
        self.take_row()

    def action_down(self, rows: int) -> None:
        """Go down some rows or claims, or up."""
        if self._is_reading:
            self.pane.move_item(rows)
        else:
            self._go(lambda: self.list.move(rows))

    def action_page(self, pages: int) -> None:
        """Go down some pages, or up."""
        if self._is_reading:
            self.pane.page(pages)
        else:
            self._go(lambda: self.list.page(pages))

    def action_edge(self, direction: int) -> None:
        """Go to the beginning or the end."""
        if self._is_reading:
            self.pane.move_item(direction * _MOST_ITEMS)
        else:
            self._go(self.list.to_start if direction < 0 else self.list.to_end)

    @on(events.DescendantFocus)
    def _focused(self) -> None:
        self.set_class(self._is_reading, "reading")

    async def action_enter(self) -> None:
        """Go to the claims beside the list, and from a claim to the review."""
        if not self._is_reading:
            await self._to_claims()
        elif self.pane.item is not None:
            self._go_to_claim(self.pane.item[1])

    async def _to_claims(self) -> None:
        await self._review.all_here()
        self.set_focus(self.pane)
        if self.pane.item is None:
            self.pane.move_item(1)

    def _go_to_claim(self, claim: int) -> None:
        self.action_close()
        self._review.hand.take(claim)
        self._review.show_pane(self._review.article_view)

    def action_close(self) -> None:
        """Go back to the review, which shows what was changed here."""
        self.dismiss()
        if self._is_changed:
            self._review.changes.read_anew()
