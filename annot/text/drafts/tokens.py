"""A text as a row of numbers, one for each word, so that two texts can be aligned.

A word keeps what changes its sense when it is glued to it: signs, currencies and percent signs of
numbers ("-5", "$3.5", "40 000", "5%"), hyphens and slashes inside ("non-violent"). Otherwise "3.5
million" would hold the unchanged words "5 million". Two words have the same number if they are the
same after folding (`annot.text.fold`); upper and lower case differ.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from annot.text.fold import fold_text
from annot.text.words import UNSPACED

_MARKS = re.escape("!\"#$%&'()*+,-./:;<=>?@[\\]^`{|}~") + (
    "‐-‧‹›«»¡¿§¶·−≤≥≈±×€£¥₽‰°、。〈-】！（），．：；？｛｝"
)
_LETTER = rf"[^\s{_MARKS}{UNSPACED}]"
_SIGN = "[-+±~≈<>≤≥=−–#$€£¥₽]"
_JOINT = "[-.,:/'’‐‑–−&@+·]"
_TOKEN = re.compile(
    rf"{_SIGN}{{0,2}}\d{{1,3}}(?:[ \u00a0\u2009\u202f]\d{{3}}){{1,5}}(?!{_LETTER})[%‰°]?"
    rf"|(?:{_SIGN}{{1,2}}(?=\.?\d))?(?:\.(?=\d))?"
    rf"{_LETTER}+(?:(?!--|\.\.){_JOINT}{{1,2}}{_LETTER}+)*(?:(?<=\d)[%‰°])?"
    r"|\.(?:\s?\.)+|…"
    rf"|[{UNSPACED}]|\S"
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words and marks of a text.

    Attributes:
        text: The text.
        ids: A number for each word; the same number is the same word after folding.
        starts: Where each begins, in code points.
        ends: One after its last code point.
    """

    text: str
    ids: Sequence[int]
    starts: Sequence[int]
    ends: Sequence[int]

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the words that a span touches, half-open."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def cut(self, start: int, end: int) -> Tokens | None:
        """A part of the text with its words; None if it begins or ends inside a word."""
        first, last = self.within(start, end)
        if first < last and (self.starts[first] < start or self.ends[last - 1] > end):
            return None
        return Tokens(
            self.text[start:end],
            self.ids[first:last],
            [place - start for place in self.starts[first:last]],
            [place - start for place in self.ends[first:last]],
        )


class Vocabulary:
    """Numbers for words, the same in all texts that are read with it."""

    def __init__(self) -> None:
        self._of_form: dict[str, int] = {}
        self._of_word: dict[str, int] = {}

    def read(self, text: str) -> Tokens:
        """The words of a text; what folding drops altogether is no word."""
        known = self._of_word
        ids: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        for found in _TOKEN.finditer(text):
            word = found[0]
            number = known.get(word)
            if number is None:
                number = self._number(word)
            if number >= 0:
                ids.append(number)
                starts.append(found.start())
                ends.append(found.end())
        return Tokens(text, ids, starts, ends)

    def _number(self, word: str) -> int:
        form = word if word.isascii() and word.isalnum() else fold_text(word).strip()
        number = self._of_form.setdefault(form, len(self._of_form)) if form else -1
        self._of_word[word] = number
        return number
