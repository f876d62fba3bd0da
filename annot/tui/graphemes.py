"""What a terminal shows as one sign: grapheme clusters, their cells, and what is drawn for them.

The cells are those that Textual itself reckons with, since a line that it measures otherwise than
we do breaks the layout; only the boundaries are finer here (flags, joined emoji, letters that a
joiner does not join).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from rich._unicode_data import load as load_cell_table
from rich.cells import cell_len, get_character_cell_size

MOST_DRAWN = 24
"""Code points drawn of one emoji; those in use have up to 15."""

_MOST_DRAWN_OF_LETTER = 8
"""Code points drawn of one letter with its marks, so that no tower floods the lines around it."""

DOTTED_CIRCLE = "\u25cc"
"""What carries marks that stand on nothing, as Unicode proposes."""

JOINER = "\u200d"
EMOJI_PRESENTATION = "\ufe0f"

_PLAIN = (
    "\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u2010-\u2027\u2030-\u205e"
    "\u20a0-\u20cf\u2100-\u2319\u2400-\u2426\ufffd"
)
ODD = re.compile(f"[^{_PLAIN}]")
"""Any code point that may be something else than a grapheme of one cell of its own."""

_EMOJI = "[\xa9\xae\u203c\u2049\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff]"
_EXTEND = "[\u0300-\u036f\u20e3\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]"
# Texts, not patterns: few articles need them, and `re` keeps what it has made of them once.
_JOINED = f"{_EMOJI}{_EXTEND}*(?:{JOINER}{_EMOJI}{_EXTEND}*)+"
_SKIN = "[\U0001f3fb-\U0001f3ff]"
_IDLE_ON_EMOJI = f"{JOINER}(?!{_EMOJI})|(?<={_SKIN}){_SKIN}"
_IDLE_ON_LETTER = f"{JOINER}|{_SKIN}"
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")


class Grapheme(NamedTuple):
    """One sign on the screen: code points `start` to `end`, and its width in cells."""

    start: int
    end: int
    cells: int


def cells_of(text: str) -> list[int]:
    """The cells of each code point of a line or paragraph.

    The first code point of a grapheme carries the cells of all of it, the others have 0. A text
    that begins with a mark is begun by a dotted circle of one cell.

    Args:
        text: A text without line breaks that begins at a grapheme.
    """
    cells = list(map(get_character_cell_size, text))
    if cells and not cells[0]:
        cells[0] = 1
    for flag in _FLAG.finditer(text):
        first = flag.start()
        cells[first : first + 2] = [cells[first] + cells[first + 1], 0]
    if JOINER in text:
        for joined in re.finditer(_JOINED, text):
            first, end = joined.span()
            cells[first + 1 : end] = bytes(end - first - 1)
    if EMOJI_PRESENTATION in text:
        _widen(text, cells)
    return cells


def _widen(text: str, cells: list[int]) -> None:
    """Give two cells to narrow signs that are followed by the emoji presentation selector."""
    narrow = load_cell_table("auto").narrow_to_wide
    done = -1
    at = text.find(EMOJI_PRESENTATION)
    while at >= 0:
        base = at
        # Never back over a selector that was seen: a tower of them must not cost its square.
        while base > done and not cells[base]:
            base -= 1
        if base > done and text[base] in narrow:
            cells[base] += 1
        done = at
        at = text.find(EMOJI_PRESENTATION, at + 1)


def graphemes(text: str, start: int, end: int) -> Iterator[Grapheme]:
    """The graphemes of a part of a text that begins and ends at graphemes.

    Args:
        text: The whole text.
        start: Where the part begins, in code points.
        end: Where it ends.

    Yields:
        Graphemes that cover every code point of the part once, in order.
    """
    cells = cells_of(text[start:end])
    first = 0
    for index in range(1, len(cells)):
        if cells[index]:
            yield Grapheme(start + first, start + index, cells[first])
            first = index
    if cells:
        yield Grapheme(start + first, end, cells[first])


def drawn(sign: str, cells: int) -> str:
    """What is written to the screen for one grapheme: at most `MOST_DRAWN` code points.

    Args:
        sign: The code points of the grapheme, already harmless.
        cells: Its width.

    Returns:
        A text that Textual, too, takes for exactly so many cells.
    """
    if len(sign) == 1 and get_character_cell_size(sign) == cells:
        return sign
    # Terminals ignore joiners that join nothing and give cells to skin tones that colour nothing.
    if re.match(_EMOJI, sign):
        kept = re.sub(_IDLE_ON_EMOJI, "", sign[:MOST_DRAWN])
    else:
        kept = re.sub(_IDLE_ON_LETTER, "", sign[:_MOST_DRAWN_OF_LETTER])
    if not kept or not get_character_cell_size(kept[0]):
        kept = DOTTED_CIRCLE + kept
    return kept + " " * (cells - cell_len(kept))


def cut(text: str, cells: int) -> str:
    """A harmless text as exactly so many cells: filled with spaces, or cut and ended by "…".

    Args:
        text: One line.
        cells: The width; nothing is left of the text if it is 0 or less.
    """
    if cells <= 0:
        return ""
    if ODD.search(text, 0, cells + 1) is None:
        return text.ljust(cells) if len(text) <= cells else text[: cells - 1] + "…"
    # Each grapheme has a cell at least, and hardly one has more code points than are drawn.
    near = text[: (cells + 1) * MOST_DRAWN]
    signs = list(graphemes(near, 0, len(near)))
    fits = sum(sign.cells for sign in signs) <= cells and len(near) == len(text)
    room = cells if fits else cells - 1
    kept: list[str] = []
    for start, end, width in signs:
        if width > room:
            break
        kept.append(drawn(text[start:end], width))
        room -= width
    return "".join(kept) + ("" if fits else "…") + " " * room
