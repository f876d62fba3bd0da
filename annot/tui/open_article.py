"""The article that is open: its text in the view with all that is marked, and its latest draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annot.store.article_reading import ArticleMarks, ArticleText
from annot.tui import showing
from annot.tui.article_view import Span
from annot.tui.showing import Division, Opened, Whole

if TYPE_CHECKING:
    from annot.tui.review import ReviewScreen


class OpenArticle:
    """The article of the review screen; a long text shows its beginning at first.

    Args:
        screen: The review screen.
        article: The article to begin with, read already; None if there is none.

    Attributes:
        article: The article.
        accepted: Where it is accepted as making no claim; code points, half-open.
    """

    def __init__(self, screen: ReviewScreen, article: ArticleText | None) -> None:
        self._screen = screen
        self.article = article
        self.accepted: list[tuple[int, int]] = []
        self._division = Division()

    def open(self, slug: str, *, claim: int | None = None) -> None:
        """Show another article, with its first claim in hand; or for the claim in hand, with it."""
        screen, wanted = self._screen, self._screen.wanted

        def opened(found: Opened) -> None:
            if claim is not None and claim != screen.claim:
                return
            self._turn_to(found.article)
            self.tell_draft()
            self.show_marks(found.marks, until=found.head)
            self.show_whole()
            screen.heading.show()
            if claim is None:
                screen.hand.put(found.detail)
            screen.article_view.focus_claim(screen.claim)
            if claim is None or not screen.scope_all:
                screen.listing.anew()
                screen.heading.count()

        screen.desk.give(
            lambda library: showing.open_article(library.reader, slug, wanted),
            opened,
            screen.refuse,
            lane="open",
        )

    def renew(self, article: ArticleText) -> None:
        """Show another draft of the article."""
        self._turn_to(article)
        self._screen.article_view.clear_selection()
        self.show_whole()
        self.tell_draft()

    def show_marks(self, marks: ArticleMarks, *, until: int | None = None) -> None:
        """Show what is marked, in the whole text or only up to a code point."""
        if self.article is None:
            return
        self.accepted = marks.accepted
        self._screen.article_view.show(
            self.article.text[:until],
            [Span(*span) for span in marks.spans],
            self._division.sentences,
            self._division.repeated,
            self.accepted,
            self.article.headings,
        )

    def show_whole(self) -> None:
        """Have the whole text shown with all its marks, sentence by sentence, once it is read."""
        article = self.article
        if article is None:
            return

        def divided(found: Whole) -> None:
            if article is self.article:
                self._division = found.division
                self.show_marks(found.marks)

        self._screen.desk.give(showing.whole(article), divided, self._screen.refuse)

    def tell_draft(self) -> None:
        """Say what the article's latest draft asks, if it does."""
        article, screen = self.article, self._screen
        if article is None or article.revision == 1:
            return
        from annot.tui.asked import asks

        def told(words: str) -> None:
            if words and article is self.article:
                screen.status.tell(f"{words}: {screen.name_of('draft')} shows them")

        screen.desk.give(asks(article), told, screen.refuse, lane="draft")

    def _turn_to(self, article: ArticleText | None) -> None:
        self.article = article
        self._division = Division()
