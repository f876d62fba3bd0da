"""The text of an article in paragraphs, cut wherever a claim begins or ends."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from annot.report.lazily import Lazy
from annot.report.model import Paragraph, Piece
from annot.report.shapes import Blocks
from annot.text.paragraphs import paragraphs, repeats
from annot.text.spans import SpanIndex

_SIDE_BY_SIDE = 4

Place = tuple[int, int, int]


class Places(Lazy[Place]):
    """Start, end and claim of places in a text, in code points, half-open, in their order."""

    __slots__ = ("_values",)

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._values = array("q")
        for place in places:
            self._values.extend(place)

    def __len__(self) -> int:
        return len(self._values) // 3

    def _at(self, index: int) -> Place:
        start, end, claim = self._values[3 * index : 3 * index + 3]
        return start, end, claim


class CutText(Lazy[Paragraph]):
    """The paragraphs of a text; each is cut when it is asked for.

    Args:
        text: The text.
        places: The places of the claims that are shown, in their order.
        blocks: The blocks of the text, as a revision has them.
    """

    def __init__(self, text: str, places: Places, blocks: object) -> None:
        self._text = text
        self._places = places
        self._index = SpanIndex(places)
        self._spans = paragraphs(text)
        self._blocks = Blocks(text, blocks)
        self._originals = {item.paragraph: item.first_paragraph for item in repeats(text)}

        # They are gone through side by side: as they are, with their shapes, with their claims.
        self._kept = lru_cache(_SIDE_BY_SIDE)(self._cut)

    def __len__(self) -> int:
        return len(self._spans)

    def _at(self, index: int) -> Paragraph:
        return self._kept(index)

    def _cut(self, index: int) -> Paragraph:
        start, end = self._spans[index]
        inside = [self._places[i] for i in self._index.touching(start, end)]
        block = self._blocks.of(start, end)
        words = self._blocks.words(start, end, block) if block else (start, end)
        # A sign that a claim covers stays.
        first = start if any(place[0] < words[0] for place in inside) else words[0]
        last = end if any(place[1] > words[1] for place in inside) else words[1]
        return Paragraph(
            number=index + 1,
            pieces=_pieces(self._text, first, last, inside),
            repeats=self._originals.get(index + 1),
            kind=block.kind if block else "",
            level=block.level if block else 0,
            goes_on=block is not None and block.start < start,
        )


def _pieces(text: str, start: int, end: int, places: Sequence[Place]) -> list[Piece]:
    """Cut a paragraph wherever a claim begins or ends; a claim is new in its first piece here."""
    cuts = {start, end}
    begins: dict[int, list[int]] = defaultdict(list)
    for first, last, claim in places:
        cuts |= {max(first, start), min(last, end)}
        begins[max(first, start)].append(claim)
    ordered = sorted(cuts)
    return [
        Piece(
            text=text[here:there],
            claims=list(dict.fromkeys(c for f, t, c in places if f <= here and t >= there)),
            begins=list(dict.fromkeys(begins[here])),
            goes_on=[c for f, t, c in places if f < start == here < t],
        )
        for here, there in pairwise(ordered)
    ]
