"""What was typed over a text from outside, of which only a harmless form was on the screen."""

from __future__ import annotations

from itertools import takewhile

from annot.text.display import shown


def restored(original: str, offered: str, typed: str) -> str:
    """The text that is meant: what was left alone is as it was before it was made harmless.

    Args:
        original: The text that was to be edited.
        offered: What was shown of it, one code point for each of the original.
        typed: What it was made into.

    Returns:
        The original, with the part between the first and the last change as typed.
    """
    if typed == offered:
        return original
    head = _common(offered, typed)
    tail = min(_common(offered[::-1], typed[::-1]), len(offered) - head, len(typed) - head)
    return original[:head] + typed[head : len(typed) - tail] + original[len(original) - tail :]


def one_line(text: str) -> str:
    """A text as a one-line input may have it, one code point for each."""
    return shown(text)


def many_lines(text: str) -> str:
    """A text as an input of several lines may have it, one code point for each."""
    return shown(text, keep_newlines=True)


def _common(one: str, other: str) -> int:
    """How many code points two texts have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
