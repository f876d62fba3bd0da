"""Whether the words of a source stand in what it said: a passage looked for in a snapshot."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from annot.text.difference import difference_text
from annot.text.fold import fold
from annot.text.quotes import Quotable, find_quote, nearest

PAGE_END = "\f"
"""What ends a page of a PDF in the text of a snapshot."""

_LEFT_OUT = re.compile(r"\s*(?:[\[(]\s*(?:…|\.{3})\s*[\])]|…|\.{3})\s*")
_QUOTED = re.compile(r"^[\"“”„«»‘’']+|[\"“”„«»‘’']+$")


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of looking for a passage.

    Attributes:
        stands: Whether all of its words stand there, in this order; what was left out with dots
            may be anything.
        page: The page on which it begins, from 1; 0 if the text has no pages, or it does not stand.
        nearest: The words most like those that do not; empty if nothing is.
        difference: How they differ: `only [-five-]{+four+}`, the text's words in braces.
    """

    stands: bool
    page: int = 0
    nearest: str = ""
    difference: str = ""


class Snapped:
    """The text of a snapshot, in which several passages may be looked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._quotable = Quotable(fold(text.replace(PAGE_END, "\n")))
        self._page_ends = [at for at, sign in enumerate(text) if sign == PAGE_END]

    def standing(self, passage: str) -> Standing:
        """Where a passage stands, whatever its typography, case and white space.

        Args:
            passage: The words, as they were copied or typed; `…` and `[...]` leave words out.
        """
        parts = [part for raw in _LEFT_OUT.split(passage.strip()) if (part := _bare(raw))]
        first = after = -1
        for part in parts:
            places = [place for place in find_quote(self._quotable, part) if place[0] >= after]
            if not places:
                return self._missing(part)
            first = places[0][0] if first < 0 else first
            after = places[0][1]
        if first < 0:
            return Standing(stands=False)
        return Standing(stands=True, page=self._page(first))

    def _missing(self, part: str) -> Standing:
        near = nearest(self._quotable.folded, part)
        if near is None:
            return Standing(stands=False)
        words = " ".join(self._text[near[0] : near[1]].split())
        return Standing(stands=False, nearest=words, difference=difference_text(part, words))

    def _page(self, at: int) -> int:
        return bisect_right(self._page_ends, at) + 1 if self._page_ends else 0


def _bare(part: str) -> str:
    return _QUOTED.sub("", part.strip()).strip()
