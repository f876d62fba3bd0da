"""The one way in which text from outside is shown, on screens and in what we print.

What could act on a terminal (control characters, escapes) or mislead the eye (direction overrides,
characters nobody sees, characters that mean nothing) is replaced by something visible, one code
point for one, so that every position still holds.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from annot.text.marks import mark_class

_UNKNOWN = "\ufffd"
_LINE_BREAK = "\u2424"
_PICTURE_OF_NUL = 0x2400
_PICTURE_OF_DELETE = "\u2421"
# A soft hyphen becomes the point that dictionaries hyphenate with.
_STAND_INS = {
    "\t": " ",
    "\x7f": _PICTURE_OF_DELETE,
    "\x85": _LINE_BREAK,
    "\u2028": _LINE_BREAK,
    "\u2029": _LINE_BREAK,
    "\u00ad": "\u2027",
}

# Letters by name, invisible to the eye, and counted as printable.
_BLANK_LETTERS = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0]")
# The two joiners decide how words of Arabic, Persian and Indic scripts and composed emoji look.
_JOINED = "\u0590-\u1fff\u2600-\u27bf\ua800-\uabff\ufe0f\U00010a00-\U0001ffff"
# A text, not a pattern: it is compiled when first needed.
_STRAY_JOINER = f"(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])"
# Not printable to Python, yet seen and harmless: the ideographic space, and signs that go over the
# digits after them.
_HARMLESS = frozenset(
    "\u3000\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2"
    "\U000110bd\U000110cd"
)
_WINDOWS_LINE_BREAK = re.compile("\r(?=\n)")
_SPACE = re.compile(r"\s+")
_MOST_MARKS = 4


def shown(text: str, *, keep_newlines: bool = False) -> str:
    """Make a text from outside safe to show.

    Args:
        text: Any text.
        keep_newlines: Leave line feeds as they are; otherwise they become spaces.

    Returns:
        As many code points as came in. Tabs and odd spaces are spaces, control characters their
        pictures (ESC is "␛"), line separators "␤", soft hyphens "‧", and whatever else acts,
        misleads or means nothing is "\ufffd".
    """
    lines = text.replace("\n", "") if keep_newlines else text
    if lines.isprintable() and not _BLANK_LETTERS.search(text):
        return text
    text = _BLANK_LETTERS.sub(_UNKNOWN, text)
    text = re.sub(_STRAY_JOINER, _UNKNOWN, text)
    text = _WINDOWS_LINE_BREAK.sub(" ", text)
    for character in set(text):
        if character.isprintable() or character in _HARMLESS:
            continue
        if character == "\n":
            text = text if keep_newlines else text.replace("\n", " ")
        else:
            text = text.replace(character, _stand_in(character))
    return text


def one_line(text: str, width: int) -> str:
    """A text on one line of at most so many code points, cut with "…"; positions do not hold."""
    line = _SPACE.sub(" ", with_few_marks(shown(text))).strip()
    if len(line) <= width:
        return line
    return line[: max(0, width - 1)].rstrip() + "…" if width > 0 else ""


def with_few_marks(text: str) -> str:
    """A text in which no character carries so many marks that they flood the lines around it.

    No language needs more than four; positions do not hold.
    """
    if text.isascii() or _MAY_FLOOD.search(text) is None:
        return text
    return _too_many_marks().sub(r"\1", text)


# What no text in Latin letters and usual signs has: more characters in a row that may be marks than
# any language needs. The exact pattern takes a tenth of a second to make.
_MAY_FLOOD = re.compile(f"[^\x00-\u02ff\u1e00-\u20cf\u2100-\u2bff]{{{_MOST_MARKS + 1}}}")


@cache
def _too_many_marks() -> re.Pattern[str]:
    return re.compile(f"([{mark_class()}]{{{_MOST_MARKS}}})[{mark_class()}]+")


def _stand_in(character: str) -> str:
    if character in _STAND_INS:
        return _STAND_INS[character]
    if character < " ":
        return chr(_PICTURE_OF_NUL + ord(character))
    return " " if unicodedata.category(character) == "Zs" else _UNKNOWN
