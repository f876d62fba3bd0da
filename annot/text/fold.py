"""A form of a text in which a quote is found however it was typed, with the way back.

Folding makes equal what a reader takes for the same words: composed and decomposed accents, curly
and straight quotation marks, all dashes, "…" and "..." and " . . . ", ligatures, any run of white
space, and it drops what nobody sees (soft hyphens, zero-width characters, direction marks). Upper
and lower case stay different.

A text is folded in steps. Replacing one code point by one needs no map; every other step keeps
only the pieces that it changed, so that the map of 5 MB of prose is a few thousand numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from unicodedata import is_normalized, normalize

from annot.text.marks import is_mark, mark_class

_ONE_FOR_ONE_BY_FORM = (
    ("'", "‘’‚‛‹›′‵`´ʹʻʼʽˈ＇"),
    ('"', "“”„‟«»″‶〝〞〟＂"),
    ("-", "‐‑‒–—―−⁃⸺⸻﹘﹣－"),
    (
        " ",
        "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
        "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000",
    ),
)
_ONE_FOR_ONE = [(c, instead) for instead, characters in _ONE_FOR_ONE_BY_FORM for c in characters]
_ONE_FOR_ONE_ASCII = [pair for pair in _ONE_FOR_ONE if pair[0].isascii()]
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e01ef]+"
)
_LIGATURE = re.compile("[ﬀ-ﬆ]")
_ELLIPSIS = re.compile("…")
_SPACES = re.compile("  +")
_DASHES = re.compile("--+")
_SPACE_BETWEEN_DOTS = re.compile(r" (?<=\. )(?=\.)")
# Two dots are enough, for a quote may begin in the middle of an ellipsis.
_SPACE_AT_DOTS = re.compile(r" (?:(?=\.\.)|(?<=\.\. ))")

# Characters that the composed form replaces by others although no mark follows; a few more than
# needed do no harm.
_SINGLES = (
    "\u0374\u037e\u0387\u0958-\u095f\u09dc-\u09df\u0a33\u0a36\u0a59-\u0a5e\u0b5c\u0b5d\u0f43-\u0f69"
    "\u1f71-\u1fff\u2000\u2001\u2126\u212a\u212b\u2329\u232a\u2adc\uf900-\ufaff\ufb1d-\ufb4e"
    "\U0001d15e-\U0001d1c0\U0002f800-\U0002fa1d"
)
# Sorting a run of marks takes the square of its length: more than thirty in a row are not language.
_LONGEST_RUN_OF_MARKS = 30

_Change = tuple[int, int, str]


class _Step:
    """Where one step of folding changed the length of a text, and what position was which."""

    __slots__ = ("_new_ends", "_new_starts", "_old_ends", "_old_starts")

    def __init__(self) -> None:
        self._new_starts: list[int] = []
        self._new_ends: list[int] = []
        self._old_starts: list[int] = []
        self._old_ends: list[int] = []

    def apply(self, text: str, changes: Iterable[_Change]) -> str:
        """Make the changes `(start, end, instead)`, in text order, and remember them."""
        pieces: list[str] = []
        done = length = 0
        for start, end, instead in changes:
            pieces += (text[done:start], instead)
            length += start - done
            self._old_starts.append(start)
            self._old_ends.append(end)
            self._new_starts.append(length)
            length += len(instead)
            self._new_ends.append(length)
            done = end
        pieces.append(text[done:])
        return "".join(pieces)

    def start_before(self, position: int) -> int:
        """The old position of what begins at the new one: what was dropped there is left out."""
        return _start(position, self._new_starts, self._new_ends, self._old_starts, self._old_ends)

    def end_before(self, position: int) -> int:
        """The old position of what ends at the new one: what was dropped there is left out."""
        return _end(position, self._new_starts, self._new_ends, self._old_ends)

    def start_after(self, position: int) -> int:
        """The new position of what begins at the old one."""
        return _start(position, self._old_starts, self._old_ends, self._new_starts, self._new_ends)

    def end_after(self, position: int) -> int:
        """The new position of what ends at the old one."""
        return _end(position, self._old_starts, self._old_ends, self._new_ends)

    def cuts(self, position: int) -> bool:
        """Whether the new position is inside a piece that stands for something else."""
        piece = bisect_left(self._new_starts, position) - 1
        return piece >= 0 and self._new_ends[piece] > position


def _start(
    position: int, starts: list[int], ends: list[int], to_starts: list[int], to_ends: list[int]
) -> int:
    piece = bisect_right(starts, position) - 1
    if piece < 0:
        return position
    if ends[piece] > position:
        return to_starts[piece]
    return to_ends[piece] + position - ends[piece]


def _end(position: int, starts: list[int], ends: list[int], to_ends: list[int]) -> int:
    piece = bisect_left(ends, position)
    if piece < len(ends) and starts[piece] < position:
        return to_ends[piece]
    if piece == 0:
        return position
    return to_ends[piece - 1] + position - ends[piece - 1]


@dataclass(frozen=True)
class Folded:
    """A text in its folded form.

    Attributes:
        original: The text as it was.
        text: The folded form; its positions differ from those of the original.
    """

    original: str
    text: str
    _steps: tuple[_Step, ...] = field(repr=False)

    @cached_property
    def lowered(self) -> str:
        """The folded form in lower case, position for position; made when first asked for."""
        return lowered(self.text)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of a place in the folded form.

        Args:
            start: First code point in `text`.
            end: One after the last; more than `start`.

        Returns:
            Code points of the original, half-open. What folding dropped at either edge is left
            out, except marks of the last character. A place whose edge is no boundary (see
            `is_boundary`) is widened to whole pieces.
        """
        for step in reversed(self._steps):
            start, end = step.start_before(start), step.end_before(end)
        while end < len(self.original) and is_mark(self.original[end]):
            end += 1
        return start, end

    def locate(self, start: int, end: int) -> tuple[int, int]:
        """The place in the folded form of a place in the original, both half-open."""
        for step in self._steps:
            start, end = step.start_after(start), step.end_after(end)
        return start, max(start, end)

    def is_boundary(self, position: int) -> bool:
        """Whether a place may begin or end here: not before a mark, not inside an ellipsis."""
        if 0 < position < len(self.text) and is_mark(self.text[position]):
            return False
        for step in reversed(self._steps):
            if step.cuts(position):
                return False
            position = step.start_before(position)
        return True


def fold(text: str) -> Folded:
    """Fold a text so that quotes are found in it in spite of typography (see the module).

    Args:
        text: Any text; 5 MB of English take a tenth of a second.

    Returns:
        The folded form with the way back. Folding it once more changes nothing.
    """
    steps: list[_Step] = []
    folded = text
    if not folded.isascii():
        folded = _applied(folded, _matches(_UNSEEN, folded, ""), steps)
        folded = _applied(folded, _ligatures(folded), steps)
        if not is_normalized("NFC", folded):
            folded = _applied(folded, _compositions(folded), steps)
    folded = _replaced_one_for_one(folded)
    for gate, pattern, instead in (
        ("…", _ELLIPSIS, "..."),
        ("  ", _SPACES, " "),
        ("--", _DASHES, "-"),
        (". .", _SPACE_BETWEEN_DOTS, ""),
        ("..", _SPACE_AT_DOTS, ""),
    ):
        if gate in folded:
            folded = _applied(folded, _matches(pattern, folded, instead), steps)
    return Folded(text, folded, tuple(steps))


def fold_text(text: str) -> str:
    """The folded form alone, for comparing."""
    return fold(text).text


def lowered(text: str) -> str:
    """The text in lower case, code point for code point ("İ", which has no such form, stays)."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _applied(text: str, changes: Iterable[_Change], steps: list[_Step]) -> str:
    step = _Step()
    changed = step.apply(text, changes)
    if changed != text:
        steps.append(step)
    return changed


def _matches(pattern: re.Pattern[str], text: str, instead: str) -> Iterator[_Change]:
    return ((match.start(), match.end(), instead) for match in pattern.finditer(text))


def _ligatures(text: str) -> Iterator[_Change]:
    return (
        (match.start(), match.end(), _LIGATURES[match[0]]) for match in _LIGATURE.finditer(text)
    )


def _compositions(text: str) -> Iterator[_Change]:
    """What NFC changes, character by character with its marks."""
    done = 0
    for match in _composable().finditer(text):
        start, end = match.span()
        if start > done and is_mark(text[start]):
            start -= 1
        before = text[start:end]
        composed = normalize("NFC", before)
        if composed != before:
            yield start, end, composed
        done = end


@cache
def _composable() -> re.Pattern[str]:
    # One class in front lets the search skip what cannot begin a match.
    return re.compile(
        f"[{_SINGLES}{mark_class()}][{mark_class()}]{{0,{_LONGEST_RUN_OF_MARKS - 1}}}"
    )


def _replaced_one_for_one(text: str) -> str:
    for character, instead in _ONE_FOR_ONE_ASCII if text.isascii() else _ONE_FOR_ONE:
        text = text.replace(character, instead)
    return text
