"""Through the text, the list and the panes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.widget import Widget

from annot.tui.article_view import ArticleView
from annot.tui.row_list import RowList

if TYPE_CHECKING:
    from annot.tui.review import ReviewScreen


_FAR = 1_000_000
"""More items than any claim has."""


class Moving:
    """Through the text, the list and the panes."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen

    @property
    def _in_list(self) -> bool:
        return self._screen.list.has_focus

    async def _go_in_list(self, move: Callable[[], None]) -> None:
        with self._screen.prevent(RowList.Highlighted):
            move()
        if self._screen.list.current is None:
            await self._screen.all_here()
        self._screen.listing.take_row()

    async def go_in_article(self, move: Callable[[], None]) -> None:
        """Move in the text, and take the claim that is there in hand."""
        with self._screen.prevent(ArticleView.CursorMoved):
            move()
        if self._screen.hand.take_under_cursor():
            with self._screen.one_frame():  # nothing is drawn before there is something to wait for
                await self._screen.hand.shown_in_a_moment()

    async def down(self, lines: int) -> None:
        """A line, row or item down, or up."""
        if self._in_list:
            await self._go_in_list(lambda: self._screen.list.move(lines))
        elif self._screen.pane.has_focus:
            self._screen.pane.move_item(lines)
        else:
            await self.go_in_article(lambda: self._screen.article_view.move_line(lines))

    async def page(self, pages: int) -> None:
        """A page down, or up."""
        if self._in_list:
            await self._go_in_list(lambda: self._screen.list.page(pages))
        elif self._screen.pane.has_focus:
            self._screen.pane.page(pages)
        else:
            await self.go_in_article(lambda: self._screen.article_view.move_page(pages))

    async def edge(self, direction: int) -> None:
        """To the beginning or the end."""
        if self._in_list:
            await self._go_in_list(
                self._screen.list.to_start if direction < 0 else self._screen.list.to_end
            )
        elif self._screen.pane.has_focus:
            self._screen.pane.move_item(direction * _FAR)
        else:
            view = self._screen.article_view
            await self.go_in_article(view.to_start if direction < 0 else view.to_end)

    async def claim(self, direction: int) -> None:
        """The next claim of the list, or the one before."""
        with self._screen.one_frame():
            await self._go_in_list(lambda: self._screen.list.move(direction))
            await self._screen.hand.shown_in_a_moment()

    async def open_claim(self, direction: int) -> None:
        """The next open claim of the list, or the one before."""
        await self._claim_that("is", "open", direction, "There is no open claim that way")

    async def query(self, direction: int) -> None:
        """The next claim of the list with an open query, or the one before."""
        await self._claim_that("has", "query", direction, "There is no open query that way")

    async def waiting(self) -> None:
        """The next claim of the list that waits for the one who acts; at its end the first one."""
        actor = await self._screen.answer(lambda library: library.workspace.actor)
        if actor is not None:
            none = "No claim of the list waits for you"
            await self._claim_that("needs", actor, 1, none, turns=True)

    async def _claim_that(
        self, field: str, value: str, direction: int, none: str, *, turns: bool = False
    ) -> None:
        """The next claim of the list that one more term of the filter lets through.

        Args:
            field: The field of the term.
            value: Its value.
            direction: Forwards if positive, else backwards.
            none: What is told if there is none.
            turns: Whether to look on from the beginning at the end of the list.
        """
        here = self._screen.listing.pages.found(self._screen.list.cursor)
        if here is None:
            return
        wanted = self._screen.filter.narrowed(field, value)
        rows = await self._screen.answer(
            lambda library: (
                library.reader.page(
                    wanted,
                    after=here.key if direction > 0 else None,
                    before=here.key if direction < 0 else None,
                    limit=1,
                )
                or (library.reader.page(wanted, limit=1) if turns else [])
            )
        )
        if rows and rows[0].number != self._screen.claim:
            self._screen.hand.take(rows[0].number)
            await self._screen.all_here()
        elif rows is not None:
            self._screen.status.tell(none)

    async def sentence(self, sentences: int) -> None:
        """The next sentence, or the one before."""
        await self.go_in_article(lambda: self._screen.article_view.move_sentence(sentences))

    async def uncovered(self, direction: int) -> None:
        """The next sentence that has no claim and is not accepted as making none, or before."""
        view = self._screen.article_view
        start = view.next_uncovered(direction)
        if start is None:
            self._screen.status.tell("No sentence that way is left to be looked at")
        else:
            self._screen.show_pane(view)
            await self.go_in_article(lambda: view.go_to(start))

    async def paragraph(self, paragraphs: int) -> None:
        """The next paragraph, or the one before."""
        await self.go_in_article(lambda: self._screen.article_view.move_paragraph(paragraphs))

    async def word(self, words: int) -> None:
        """The next word, or the one before; a selection takes in whole words."""
        if words > 0 and self._screen.article_view.is_selecting:
            await self.word_end()
            return
        await self.go_in_article(lambda: self._screen.article_view.move_word(words))

    async def word_end(self) -> None:
        """The end of the word."""
        await self.go_in_article(self._screen.article_view.move_word_end)

    async def character(self, characters: int) -> None:
        """A character on, or back."""
        await self.go_in_article(lambda: self._screen.article_view.move_char(characters))

    def pane(self, direction: int) -> None:
        """Go to the next pane, or the one before."""
        panes: list[Widget] = [self._screen.list, self._screen.article_view, self._screen.pane]
        here = next((i for i, pane in enumerate(panes) if pane.has_focus), 1)
        self._screen.show_pane(panes[(here + direction) % len(panes)])

    def zoom(self) -> None:
        """Show one pane alone, or all again."""
        self._screen.toggle_class("zoomed")
        self._screen.show_pane(self._screen.focused or self._screen.article_view)

    async def enter(self) -> None:
        """From the list to the article, from there to the claim, from its items to their form."""
        if self._in_list:
            self._screen.show_pane(self._screen.article_view)
        elif not self._screen.pane.has_focus:
            self._screen.show_pane(self._screen.pane)
        elif self._screen.pane.item is not None:
            self._screen.proving.edit_item(self._screen.pane.item[0])
        else:
            await self._screen.proving.edit_claim()

    def back(self) -> None:
        """Give up the selection and the marks, or go back to the article."""
        if self._screen.proving.give_up():
            return
        if self._screen.article_view.selection is not None:
            self._screen.article_view.clear_selection()
        elif self._screen.list.marks:
            self._screen.list.clear_marks()
            self._screen.heading.show()
        else:
            self._screen.show_pane(self._screen.article_view)
