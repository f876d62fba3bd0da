"""From words in the text to claims and their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annot.tui import acts

if TYPE_CHECKING:
    from annot.tui.review import ReviewScreen


class Marking:
    """From words in the text to claims and their places."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen

    def select(self) -> None:
        """Begin to select words, or end it."""
        self._screen.show_pane(self._screen.article_view)
        self._screen.article_view.toggle_selection()

    def select_sentence(self) -> None:
        """Select the sentence under the cursor."""
        self._screen.show_pane(self._screen.article_view)
        self._screen.article_view.select_sentence()

    def adjust(self, edge: str, words: int) -> None:
        """Make the selection a word longer or shorter."""
        self._screen.article_view.adjust("start" if edge == "start" else "end", words)

    async def add_claim(self) -> None:
        """Make the selection, or the sentence under the cursor, a claim."""
        span = self._chosen_span()
        if (
            span is not None
            and self._screen.article is not None
            and await self._screen.perform(acts.add_claim(self._screen.article.slug, span))
        ):
            self._screen.article_view.clear_selection()

    async def anchor(self) -> None:
        """Anchor the claim in hand at the selection too."""
        if self._screen.claim is None:
            self._screen.tell_none()
            return
        span = self._chosen_span()
        if span is not None and await self._screen.perform(
            acts.anchor_claim(self._screen.claim, span)
        ):
            self._screen.article_view.clear_selection()

    async def unanchor(self) -> None:
        """Take from the claim in hand its place under the cursor."""
        # The article of the claim may be on the way.
        await self._screen.all_here()
        if self._screen.claim is None:
            self._screen.tell_none()
        else:
            await self._screen.perform(
                acts.unanchor_claim(self._screen.claim, self._screen.article_view.cursor)
            )

    async def accept(self) -> None:
        """Accept the sentence as making no claim; if it is accepted, take that back."""
        span = self._chosen_span()
        if span is not None and self._screen.article is not None:
            back = any(start < span[1] and end > span[0] for start, end in self._screen.accepted)
            if await self._screen.perform(acts.accept(self._screen.article.slug, span, back=back)):
                self._screen.article_view.clear_selection()

    def _chosen_span(self) -> tuple[int, int] | None:
        if self._screen.article_view.selection is None:
            self._screen.article_view.select_sentence()
        span = self._screen.article_view.selection
        if span is None:
            self._screen.status.tell("There are no words under the cursor")
        return span
