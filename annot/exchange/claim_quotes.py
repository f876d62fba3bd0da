"""The quotes that stand for the anchors of claims, article by article."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from annot.store.table_rows import TableAnchor, TableArticle

if TYPE_CHECKING:
    from annot.exchange.claim_places import Places
    from annot.exchange.claim_row import Quote


_KEPT = 20_000


class ArticleQuotes:
    """Finds quotes in the article in hand; only its text is kept, for a text may be large.

    Finding takes up to a quarter of a millisecond in a text of 1 MB, so the quotes of the first
    claims are remembered for those who go through them twice.
    """

    def __init__(self) -> None:
        self._article = -1
        self._places: Places | None = None
        self._found: dict[int, list[Quote]] = {}

    def of(self, article: TableArticle, anchors: Sequence[TableAnchor]) -> list[Quote]:
        """The fewest quotes that stand for the anchors of a claim, in text order."""
        if not anchors:
            return []
        claim = anchors[0].claim
        quotes = self._found.get(claim)
        if quotes is None:
            quotes = list(self._in(article).quotes(anchors))
            if len(self._found) < _KEPT:
                self._found[claim] = quotes
        return quotes

    def _in(self, article: TableArticle) -> Places:
        if self._places is None or self._article != article.id:
            # What finds quotes is only loaded where there are any.
            from annot.exchange.claim_places import Places

            self._article, self._places = article.id, Places(article.text)
        return self._places
