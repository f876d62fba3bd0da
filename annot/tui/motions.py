"""Where the cursor goes: words, sentences and paragraphs of a text, as pure functions.

All offsets are code points; a long text costs no more than a short one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

# All but spaces and punctuation: unlike \w this holds the marks and vowel signs of all scripts.
_LETTERS = (
    r"[^\s!-/:-@\[-^`{-~\xa0-\xa9\xab\xac\xae-\xb1\xb4\xb6-\xb8\xbb\xbf\xd7\xf7"
    r"\u2000-\u200b\u200e-\u206f\u2190-\u2bff\u3000-\u303f\uff01-\uff0f\uff1a-\uff20\ufffd]+"
)
_WORD = re.compile(rf"{_LETTERS}(?:(?:['’\-\u2010\u2011]|(?<=\d)[.,:](?=\d)){_LETTERS})*")
_WINDOW = 512

Passage = tuple[int, int]


def word_from(text: str, offset: int) -> Passage | None:
    """The first word that begins at or after an offset.

    A number with its signs ("1,250.5") and a compound ("vice-chair", "don't") are one word.
    """
    inside = word_at(text, offset)
    if inside is not None and inside[0] < offset:
        offset = inside[1]
    found = _WORD.search(text, offset)
    return found.span() if found else None


def word_before(text: str, offset: int) -> Passage | None:
    """The last word that begins before an offset."""
    window = _WINDOW
    while True:
        low = max(0, offset - window)
        last = None
        for found in _WORD.finditer(text, low):
            if found.start() >= offset:
                break
            last = found.span()
        # A word that begins with the window may begin before it.
        if low == 0 or (last is not None and last[0] > low):
            return last
        window *= 8


def word_at(text: str, offset: int) -> Passage | None:
    """The word in which a code point is; none between words."""
    word = word_before(text, offset + 1)
    return word if word is not None and word[1] > offset else None


def word_ending_after(text: str, offset: int) -> Passage | None:
    """The first word that ends after an offset: the one it is in, or the next one."""
    return word_at(text, offset) or word_from(text, offset)


def shifted_start(text: str, start: int, words: int) -> int:
    """Where a passage begins when its beginning goes on some words, or back if negative."""
    for _ in range(abs(words)):
        word = word_from(text, start + 1) if words > 0 else word_before(text, start)
        start = word[0] if word else start
    return start


def shifted_end(text: str, end: int, words: int) -> int:
    """Where a passage ends when its end goes on some words, or back if negative."""
    for _ in range(abs(words)):
        if words > 0:
            word = word_ending_after(text, end)
        else:
            word = word_before(text, end)
            if word is not None and word[1] >= end:
                word = word_before(text, word[0])
        end = word[1] if word else end
    return end


def sentence_at(sentences: Sequence[Passage], offset: int) -> Passage | None:
    """The sentence in which a code point is, or else the last one before it, or else the first.

    Args:
        sentences: In text order, not overlapping.
        offset: A code point of the text.
    """
    if not sentences:
        return None
    return sentences[max(0, bisect_right(sentences, offset, key=_start) - 1)]


def next_start(passages: Sequence[Passage], offset: int, direction: int) -> int | None:
    """Where the next passage begins after an offset, or the last one before it."""
    if direction > 0:
        index = bisect_right(passages, offset, key=_start)
    else:
        index = bisect_left(passages, offset, key=_start) - 1
    return passages[index][0] if 0 <= index < len(passages) else None


def next_paragraph(text: str, offset: int) -> int:
    """Where the next paragraph that is not empty begins; the end of the text after the last."""
    found = re.compile(r"\n\s*(?=\S)").search(text, offset)
    return found.end() if found else len(text)


def previous_paragraph(text: str, offset: int) -> int:
    """Where the paragraph begins, or the one before it if the offset is at its beginning."""
    at = len(text[:offset].rstrip()) if offset else 0
    start = text.rfind("\n", 0, at) + 1
    return start + len(text[start:at]) - len(text[start:at].lstrip())


def _start(passage: Passage) -> int:
    return passage[0]
