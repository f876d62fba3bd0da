"""What the latest draft of an article asks, without a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annot.store.article_reading import ArticleText
from annot.store.claim_filter import ClaimFilter
from annot.tui.desk import Library
from annot.vocabulary import Placement, Status

if TYPE_CHECKING:
    from annot.operations.whereabouts import Fate


class Draft(NamedTuple):
    """What a draft did to the claims of an article, and which of them still ask, by number."""

    number: int
    fates: Sequence[Fate]
    asking: frozenset[int]

    @property
    def questions(self) -> list[Fate]:
        """Those about which somebody has to decide, in the order of the text."""
        return [fate for fate in self.fates if fate.claim in self.asking]


def latest_draft(article: str) -> Callable[[Library], Draft]:
    """What the latest draft did to an article's claims."""

    def work(library: Library) -> Draft:
        articles = library.workspace.articles
        number = articles.revision(article).number
        return Draft(number, articles.fates(article), still_asking(library, article))

    return work


def still_asking(library: Library, article: str) -> frozenset[int]:
    """The numbers of the claims whose place somebody has to decide about."""
    claims = library.workspace.claims.list(_unsure(article))
    return frozenset(claim.id for claim in claims)


def asks(article: ArticleText) -> Callable[[Library], str]:
    """What is to be said of an article's latest draft; nothing if it asks nothing."""

    def work(library: Library) -> str:
        questions = library.reader.count(_unsure(article.slug)) if article.revision > 1 else 0
        plural = "s" if questions != 1 else ""
        return f"Draft {article.revision} asks {questions:,} question{plural}" if questions else ""

    return work


def question(fate: Fate) -> str:
    """A question on one line."""
    words = fate.difference or fate.old
    return f"claim {fate.claim} {fate.outcome}: {words}"


def _unsure(article: str) -> ClaimFilter:
    placements = ",".join(sorted({*Placement} - {Placement.PLACED}))
    return ClaimFilter.parse(f'article:"{article}" placement:{placements} -status:{Status.DROPPED}')
