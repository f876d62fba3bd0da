"""Words between quotation marks, and whether a passage holds them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from annot.text.fold import fold_text
from annot.text.words import is_word_edge

_CORNERS = str.maketrans("「」『』", '""""')
# An apostrophe stands between letters, or after one; a mark that opens stands after none.
_OPENING = re.compile(r"(?<!\w)'(?=\S)")
_CLOSING = re.compile(r"(?<=\S)'(?!\w)")
_CHANGED_CAPITAL = re.compile(r"\[(\w)\](?=\w)")
_INSERTED = re.compile(r"\[[^\[\]]*\]")
_FOOTNOTE = re.compile(r"\[\d+\]")
_MARKS = str.maketrans("", "", "\"'")
_DASH = re.compile(r" ?- ?")
_OMISSION = "..."
_EDGES = " ,.;:!?-"


def quoted(text: str) -> list[str]:
    """The words between quotation marks, in their folded form, each once.

    Single marks count where there are no double ones. A mark whose partner is missing reaches to
    the end or the beginning of the text.
    """
    folded = fold_text(text.translate(_CORNERS))
    parts = folded.split('"')
    if len(parts) > 1:
        inside = parts[0 if _begins_inside(parts) else 1 :: 2]
    else:
        inside = list(_in_single_marks(folded))
    return list(dict.fromkeys(words for words in map(str.strip, inside) if _pieces(words)))


def holds(passage: str, words: str) -> bool:
    """Whether a passage holds the words of a quotation.

    Typography, upper and lower case, quotation marks and the punctuation at the ends do not matter.
    What the quotation leaves out ("...") or puts in ("[the minister]") may be anything: the words
    before it and after it have to stand there in this order.
    """
    text = _bare(_FOOTNOTE.sub("", _CHANGED_CAPITAL.sub(r"\1", fold_text(passage))))
    position = 0
    for piece in _pieces(words):
        position = _end_of(text, piece, position)
        if position < 0:
            return False
    return True


def _in_single_marks(folded: str) -> Iterator[str]:
    closing = [match.start() for match in _CLOSING.finditer(folded)]
    done = 0
    for match in _OPENING.finditer(folded):
        start = match.end()
        index = bisect_right(closing, start)
        if start > done and index < len(closing):
            done = closing[index]
            yield folded[start:done]


def _begins_inside(parts: list[str]) -> bool:
    """Whether the first mark closes: words stand right before it and none right after."""
    before, after = parts[0], parts[1]
    return bool(before) and not before[-1].isspace() and not after[:1].isalnum()


def _pieces(words: str) -> list[str]:
    """What has to stand in a passage: the words between omissions, without punctuation around."""
    folded = _CHANGED_CAPITAL.sub(r"\1", fold_text(words))
    parts = _INSERTED.sub(_OMISSION, folded).split(_OMISSION)
    pieces = (_bare(part).strip(_EDGES) for part in parts)
    return [piece for piece in pieces if piece]


def _bare(folded: str) -> str:
    without_marks = folded.translate(_MARKS).casefold()
    return _DASH.sub("-", " ".join(without_marks.split()))


def _end_of(text: str, piece: str, position: int) -> int:
    """Where a piece ends that stands there as whole words; -1 if it does not."""
    start = text.find(piece, position)
    while start >= 0:
        end = start + len(piece)
        if is_word_edge(text, start) and is_word_edge(text, end):
            return end
        start = text.find(piece, start + 1)
    return -1
