"""The quotes by which the anchors of claims are found again in the text of an article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from annot.exchange.claim_row import Quote
from annot.operations.places import Span
from annot.store.table_rows import TableAnchor
from annot.text.fold import Folded, fold, fold_text
from annot.text.paragraphs import Repeat, collapse, repeats
from annot.text.quotes import find_quote
from annot.vocabulary import Placement


class Places:
    """The text of one article, in which quotes are looked for as an import would."""

    def __init__(self, text: str) -> None:
        self._text = text

    def quotes(self, anchors: Iterable[TableAnchor]) -> Iterator[Quote]:
        """The fewest quotes that stand for the anchors, in text order.

        A quote says as much as is needed to find it: its words, or also what stands around them,
        or also which of its places is meant. Copies in repeated passages need no quote of their
        own. An anchor that lost its place has none, nor has one that no words can tell (half a
        character, only invisible signs).
        """
        done: list[Span] = []
        for anchor in anchors:
            place = (anchor.start, anchor.end)
            if anchor.placement is Placement.ORPHANED or is_among(self._text, place, done):
                continue
            found = self._shortest(anchor, place)
            if found is not None:
                quote, places = found
                done += places
                yield quote

    def _shortest(self, anchor: TableAnchor, place: Span) -> tuple[Quote, list[Span]] | None:
        for prefix, suffix in (("", ""), (anchor.prefix, anchor.suffix)):
            spans = find_quote(self._folded, anchor.exact, prefix=prefix, suffix=suffix)
            groups = collapse(spans, self._repeats)
            own = [n for n, group in enumerate(groups) if is_among(self._text, place, group)]
            if own and len(groups) == 1:
                return Quote(self._words(groups[0]), prefix, suffix), groups[0]
        if not own:
            return None
        group = groups[own[0]]
        return Quote(self._words(group), prefix, suffix, own[0] + 1), group

    def _words(self, group: list[Span]) -> str:
        """The words as a search sees them: without the invisible signs at their ends."""
        return self._text[slice(*group[0])]

    @cached_property
    def _folded(self) -> Folded:
        return fold(self._text)

    @cached_property
    def _repeats(self) -> list[Repeat]:
        return repeats(self._text)


def is_among(text: str, place: Span, places: Iterable[Span]) -> bool:
    """Whether a place of a text is one of several.

    A place found by its words may lack invisible signs that stand at the ends of one that was
    chosen by hand; it is the same all the same.
    """
    start, end = place
    return any(
        place == other
        or (other[0] < end and start < other[1] and _words(text, place) == _words(text, other))
        for other in places
    )


def _words(text: str, place: Span) -> str:
    return fold_text(text[slice(*place)]).strip()
