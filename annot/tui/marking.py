"""From words in the text to claims and their places."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annot.tui import acts
from annot.vocabulary import ClaimKind, label

if TYPE_CHECKING:
    from annot.store.article_reading import ArticleText
    from annot.text.candidates import Candidate
    from annot.tui.known import Chosen
    from annot.tui.review import ReviewScreen


class Marking:
    """From words in the text to claims and their places."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen
        self._suggested: Candidate | None = None
        self._suggested_in = ""  # the article, by its slug

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

    async def candidate(self) -> None:
        """Select the next sentence that may be a claim, and say why."""
        article, view = self._screen.article, self._screen.article_view
        if article is None:
            self._screen.status.tell("There is no article")
            return
        # The first one may begin where the cursor is before anything was suggested.
        is_first = self._suggested is None or self._suggested_in != article.slug
        work = acts.next_candidate(article.slug, view.cursor - is_first)
        found = await self._screen.answer(lambda library: [work(library)])
        self._suggested = found[0] if found else None
        self._suggested_in = article.slug
        if self._suggested is None:
            self._screen.status.tell("No sentence is left that may be a claim")
            return
        self._screen.show_pane(view)
        view.select(self._suggested.start, self._suggested.end)
        keep, drop = self._screen.name_of("claim"), self._screen.name_of("no claim")
        reasons = ", ".join(self._suggested.reasons[:4])
        self._screen.status.tell(
            f"{label(self._suggested.kind)}: {reasons}  ({keep} keeps, {drop} drops)"
        )

    async def add_claim(self) -> None:
        """Make the selection, or the sentence under the cursor, a claim."""
        span = self._chosen_span()
        kind = self._suggested_kind(span)
        if (
            span is not None
            and self._screen.article is not None
            and await self._screen.perform(acts.add_claim(self._screen.article, span, kind))
        ):
            self._screen.article_view.clear_selection()

    def _suggested_kind(self, span: tuple[int, int] | None) -> ClaimKind | None:
        """The kind that was suggested for words of the sentence that was suggested last."""
        item, article = self._suggested, self._screen.article
        if item is None or span is None or article is None or article.slug != self._suggested_in:
            return None
        return item.kind if span[0] < item.end and item.start < span[1] else None

    async def anchor(self) -> None:
        """Anchor the claim in hand at the selection too."""
        await self._anchor(acts.anchor_claim)

    async def reanchor(self) -> None:
        """Anchor the claim in hand at the selection instead of where it stood."""
        await self._anchor(acts.reanchor_claim)

    async def _anchor(self, act: Callable[[ArticleText, int, tuple[int, int]], acts.Work]) -> None:
        article, claim = self._screen.article, self._screen.claim
        if claim is None or article is None:
            self._screen.tell_none()
            return
        span = self._chosen_span()
        if span is not None and await self._screen.perform(act(article, claim, span)):
            self._screen.article_view.clear_selection()

    async def confirm(self) -> None:
        """Say that the place of the claim in hand, or those of all marked, is right."""
        in_hand = [] if self._screen.claim is None else [self._screen.claim]
        claims = sorted(self._screen.list.marks) or in_hand
        if not claims:
            self._screen.tell_none()
        elif await self._screen.perform(acts.confirm_claims(claims)):
            self._screen.list.clear_marks()
            self._screen.heading.show()

    async def split(self) -> None:
        """Split the claim in hand at the cursor."""
        article, claim = self._screen.article, self._screen.claim
        if claim is None or article is None:
            self._screen.tell_none()
            return
        cursor = self._screen.article_view.cursor
        await self._screen.perform(acts.split_claim(article, claim, cursor))

    async def merge(self) -> None:
        """Put the marked claims into the one in hand."""
        claim = self._screen.claim
        others = sorted(self._screen.list.marks - {claim})
        if claim is None:
            self._screen.tell_none()
        elif not others:
            self._screen.status.tell("Mark the claims first that are put into this one: Space")
        elif await self._screen.perform(acts.merge_claims(claim, others)):
            self._screen.list.clear_marks()
            self._screen.heading.show()

    async def unanchor(self) -> None:
        """Take from the claim in hand its place under the cursor."""
        # The article of the claim may be on the way.
        await self._screen.all_here()
        article, claim = self._screen.article, self._screen.claim
        if claim is None or article is None:
            self._screen.tell_none()
        else:
            cursor = self._screen.article_view.cursor
            await self._screen.perform(acts.unanchor_claim(article, claim, cursor))

    async def accept(self) -> None:
        """Accept the sentence as making no claim; if it is accepted, take that back."""
        span = self._chosen_span()
        if span is not None and self._screen.article is not None:
            accepted = self._screen.opened.accepted
            back = any(start < span[1] and end > span[0] for start, end in accepted)
            if await self._screen.perform(acts.accept(self._screen.article, span, back=back)):
                self._screen.article_view.clear_selection()

    def _chosen_span(self) -> tuple[int, int] | None:
        """The selection, or else the sentence under the cursor; none that nobody sees."""
        if not self._screen.is_article_seen:
            self._screen.show_pane(self._screen.article_view)
            self._screen.status.tell("Here is the text that the key acts on; once more does it")
            return None
        span = self._screen.article_view.selection or self._screen.article_view.sentence
        if span is None:
            self._screen.status.tell("There are no words under the cursor")
        return span

    async def known(self) -> None:
        """Show claims that may say the same beside the one in hand; one is gone to, or linked."""
        from annot.tui.known import KnownScreen
        from annot.tui.matching import known_claims

        claim = self._screen.claim
        if claim is None:
            self._screen.tell_none()
            return
        rows = await self._screen.answer(known_claims(claim))
        if rows:
            screen = KnownScreen(claim, rows)
            self._screen.app.push_screen(screen, lambda chosen: self._do_known(claim, chosen))
        elif rows is not None:
            self._screen.status.tell("No other claim says anything like it")

    def _do_known(self, claim: int, chosen: Chosen | None) -> None:
        if chosen is None:
            return
        if chosen.act == "go":
            self._screen.hand.take(chosen.claim)
            return
        work = acts.link_claims(claim, chosen.claim, back=chosen.act == "unlink")
        self._screen.app.call_later(lambda: self._screen.perform(work))
