"""Where words begin and end, also in scripts that put no spaces between them."""

from __future__ import annotations

import re

from annot.text.marks import is_mark

# Thai to Burmese, Hangul jamo, Khmer, the ideographs and kana, Hangul syllables. Korean has spaces
# but hangs its particles onto the word, so that a quote may end before one.
UNSPACED = (
    "\u0e00-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u9fff\ua960-\ua97f"
    "\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
"""The inside of a character class for `re`: letters of scripts without spaces between words."""

_UNSPACED = re.compile(f"[{UNSPACED}]")


def is_word_edge(text: str, position: int) -> bool:
    """Whether a word may begin or end at a position (0 to the length of the text)."""
    if position <= 0 or position >= len(text):
        return True
    before, after = text[position - 1], text[position]
    if is_mark(after):
        return False
    if not (_is_of_word(before) and _is_of_word(after)):
        return True
    return bool(_UNSPACED.match(before) or _UNSPACED.match(after))


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_" or is_mark(character)
