"""Combining marks: what must not be cut from the character before it."""

from __future__ import annotations

from functools import cache
from unicodedata import category

# Marks end with the second plane; the variation selectors of plane 14 stand alone.
_LAST_PLANE_WITH_MARKS = 0x1FFFF
_VOWELS_AND_FINALS_OF_HANGUL = "\u1160-\u11ff\ud7b0-\ud7ff"
_VARIATION_SELECTORS = "\U000e0100-\U000e01ef"


def is_mark(character: str) -> bool:
    """Whether a character belongs to the one before it.

    These are the marks of Unicode (accents, vowel signs, variation selectors) and the conjoining
    vowels and finals of Hangul.
    """
    if character < "\u0300":
        return False
    return (
        category(character).startswith("M")
        or "\u1160" <= character <= "\u11ff"
        or "\ud7b0" <= character <= "\ud7ff"
    )


@cache
def mark_class() -> str:
    """The inside of a character class for `re` that matches what `is_mark` does.

    Made when first needed (10 ms), since most texts never need it.
    """
    ranges: list[str] = []
    start = previous = -1
    for code in range(0x300, _LAST_PLANE_WITH_MARKS + 1):
        if not category(chr(code)).startswith("M"):
            continue
        if code != previous + 1:
            ranges.append(_range(start, previous))
            start = code
        previous = code
    ranges.append(_range(start, previous))
    return "".join(ranges) + _VOWELS_AND_FINALS_OF_HANGUL + _VARIATION_SELECTORS


def _range(start: int, end: int) -> str:
    return "" if start < 0 else f"{chr(start)}-{chr(end)}"
