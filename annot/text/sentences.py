"""Sentences of a plain text, by rules that can be read.

A sentence ends at a full stop, question or exclamation mark, with the quotation marks and brackets
that close there, if what comes next looks like a beginning. The rules look at three things: the
mark, the word before it, the word after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from annot.text.abbreviations import (
    BEFORE_NAMES,
    BEFORE_NUMBERS,
    BEFORE_YEARS,
    BEGINNERS,
    MAYBE_LAST,
    MAYBE_LAST_CAPITALISED,
    MONTHS_AFTER_ORDINALS,
    NEVER_LAST,
    SPEAKING,
)
from annot.text.paragraphs import paragraphs

_CLOSERS = "\"'”’“‘»«›)\\]}*_"
_WIDE_CLOSERS = "」』”’）】》〉〕"
# A full stop inside a number or an address has no white space after it and never gets here; the
# marks of Chinese and Japanese need none. Runs are bounded, or taken whole from their beginning, so
# that a line of nothing but dots takes no longer than other lines.
_END = re.compile(
    r"[.!?…‽؟۔।॥։።。！？｡](?:"
    r"(?<![。！？｡])(?P<more>(?:[.!?…‽]|[ \u00a0](?=[.…])){0,40})"
    rf"(?P<closers>(?:[\u00a0\u202f]?[{_CLOSERS}]|[ ]»|\[\d+\]|[¹²³⁰-⁹]){{0,40}})\s+"
    r"|(?<=[。！？｡])(?<![。！？｡][。！？｡])[。！？｡]*+"
    rf"(?P<wide>[{_WIDE_CLOSERS}]*+)\s*+"
    r")(?=\S)"
)
_NEXT_WORD = re.compile(r"\w[\w.]*(?:['’\-]\w+)*")
_ITEM_NUMBER = re.compile(r"[(\[]?(?:\d{1,3}(?:\.\d{1,3})*|[IVXLC]{1,5}|[A-Za-z])")
_INITIALS = re.compile(r"(?:[^\W\d_]{1,3}\.)+[^\W\d_]{1,3}")
_ORDINAL = re.compile(r"\d{1,2}")
_YEAR = re.compile(r"\d|AD\b|A\.D\.")
_NUMBER = re.compile(r"\d|[IVXLC]+\b")
# Japanese goes on like this after a quotation that ends with a full stop of its own.
_QUOTATIVE = ("と", "って")
_OPENERS = "([{“‘„\"'«‹—–/*_"
_LONGEST_WORD = 40
_MOST_WORDS_OF_A_NAME = 4


def sentences(text: str) -> list[tuple[int, int]]:
    """Find the sentences of a text.

    Args:
        text: The whole text; its paragraphs, headings and list items end sentences too (see
            `annot.text.paragraphs`).

    Returns:
        Code points of each sentence without the white space around it, half-open, in order. All
        that is not white space is in exactly one of them.
    """
    return [
        sentence
        for start, end in paragraphs(text)
        for sentence in _sentences_of_paragraph(text, start, end)
    ]


def _sentences_of_paragraph(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for match in _END.finditer(text, start, end):
        if _ends(text, start, match):
            yield start, max(match.end("closers"), match.end("wide"))
            start = match.end()
    yield start, end


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + 2 * _LONGEST_WORD]
    if match["wide"] is not None:
        return not (match["wide"] and after.startswith(_QUOTATIVE))
    found = _NEXT_WORD.search(after)
    if found is None or found[0][0].islower():
        return False
    mark = text[match.start() : match.end("more")]
    if mark == ".":
        before = text[max(start, match.start() - _LONGEST_WORD) : match.start()]
        return _full_stop_ends(before, found[0])
    if match["closers"]:
        return not _is_attribution(after)
    return not _is_omission(text, match.start(), mark)


def _full_stop_ends(before: str, next_word: str) -> bool:
    """Whether a full stop after these words and before that one ends the sentence."""
    if _ITEM_NUMBER.fullmatch(before):
        return False
    word = before.split()[-1].lstrip(_OPENERS) if before.strip() else ""
    lower = word.lower()
    if word in BEFORE_NAMES or (lower in NEVER_LAST and word != "V"):
        return False
    if lower in BEFORE_NUMBERS and _NUMBER.match(next_word):
        return False
    if word in BEFORE_YEARS and _YEAR.match(next_word):
        return False
    if _ORDINAL.fullmatch(word):
        return next_word.rstrip(".") not in MONTHS_AFTER_ORDINALS
    if _may_be_short(word, lower):
        return next_word in BEGINNERS
    return True


def _may_be_short(word: str, lower: str) -> bool:
    """Whether a word may be an abbreviation that can also stand at the end of a sentence."""
    is_initial = len(word) == 1 and word.isupper()
    return (
        is_initial
        or lower in MAYBE_LAST
        or word in MAYBE_LAST_CAPITALISED
        or _INITIALS.fullmatch(word) is not None
    )


def _is_omission(text: str, start: int, mark: str) -> bool:
    """Whether a mark stands for words left out of the middle: "one . . . Two", not "one... Two"."""
    dots = mark.count(".") + 3 * mark.count("…")
    return dots == 3 and mark[-1] in ".…" and text[start - 1 : start].isspace()


def _is_attribution(after: str) -> bool:
    """Whether a quotation that ended with its own mark goes on: “Why?” Chancellor Merz asked."""
    words = [word.strip(".,:;") for word in after.split()[: _MOST_WORDS_OF_A_NAME + 1]]
    if not words or words[0] in BEGINNERS:
        return False
    for word in words[1:]:
        if word in SPEAKING:
            return True
        if not word[:1].isupper():
            return False
    return False
