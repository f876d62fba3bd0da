"""The quotes by which the anchors of claims are found again in the text of an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from annot.exchange.claim_row import Quote
from annot.operations.places import Span
from annot.store.models import Anchor
from annot.text.fold import Folded, fold
from annot.text.paragraphs import Repeat, collapse, repeats
from annot.text.quotes import find_quote
from annot.vocabulary import Placement


class Places:
    """The text of one article, in which quotes are looked for as an import would."""

    def __init__(self, text: str) -> None:
        self._text = text

    def quotes(self, anchors: Iterable[Anchor]) -> Iterator[Quote]:
        """The fewest quotes that stand for the anchors, in text order.

        A quote says as much as is needed to find it: its words, or also what stands around them,
        or also which of its places is meant. Copies in repeated passages need no quote of their
        own. An anchor that lost its place has none.
        """
        done: set[Span] = set()
        for anchor in anchors:
            if (anchor.start, anchor.end) in done or anchor.placement is Placement.ORPHANED:
                continue
            found = self._shortest(anchor)
            if found is not None:
                quote, places = found
                done.update(places)
                yield quote

    def _shortest(self, anchor: Anchor) -> tuple[Quote, list[Span]] | None:
        for prefix, suffix in (("", ""), (anchor.prefix, anchor.suffix)):
            spans = find_quote(self._folded, anchor.exact, prefix=prefix, suffix=suffix)
            groups = collapse(spans, self._repeats)
            own = [n for n, group in enumerate(groups) if (anchor.start, anchor.end) in group]
            if own and len(groups) == 1:
                return Quote(anchor.exact, prefix, suffix), groups[0]
        if not own:
            return None
        return Quote(anchor.exact, prefix, suffix, own[0] + 1), groups[own[0]]

    @cached_property
    def _folded(self) -> Folded:
        return fold(self._text)

    @cached_property
    def _repeats(self) -> list[Repeat]:
        return repeats(self._text)
