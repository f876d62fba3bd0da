"""What changed between two wordings, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from annot.text.words import UNSPACED

Op = Literal["=", "-", "+"]
"""What became of a piece: it stayed, went, or came."""

_TOKEN = re.compile(
    rf"[{UNSPACED}]|(?:(?![{UNSPACED}])\w)+(?:['’](?:(?![{UNSPACED}])\w)+)*|\s+|[^\w\s]"
)
# Comparing takes memory by the product of both lengths: this many pairs of words take 8 MB.
_MOST_PAIRS = 64_000_000
_BRACKETS: dict[Op, tuple[str, str]] = {"=": ("", ""), "-": ("[-", "-]"), "+": ("{+", "+}")}


def difference(old: str, new: str) -> list[tuple[Op, str]]:
    """The difference of two wordings in whole words.

    Args:
        old: The wording before.
        new: The wording after.

    Returns:
        Pieces in order; "=" and "-" together are the old wording, "=" and "+" the new one. Where
        words were replaced, the old ones come first. Two texts too long to compare word by word
        (8,000 words each) differ as a whole between their common beginning and end.
    """
    return list(_joined(_without_loose_spaces(_compared(_TOKEN.findall(old), _TOKEN.findall(new)))))


def difference_text(old: str, new: str) -> str:
    """The difference on one line: `only [-five-]{+four+} were published`."""
    return marked(difference(old, new))


def marked(pieces: Iterable[tuple[Op, str]]) -> str:
    """A difference with brackets around what went and what came."""
    return "".join(f"{_BRACKETS[op][0]}{words}{_BRACKETS[op][1]}" for op, words in pieces)


def _compared(old: list[str], new: list[str]) -> Iterator[tuple[Op, str]]:
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    yield "=", "".join(old[:head])
    yield from _compared_middle(old[head : len(old) - tail], new[head : len(new) - tail])
    yield "=", "".join(old[len(old) - tail :])


def _compared_middle(old: list[str], new: list[str]) -> Iterator[tuple[Op, str]]:
    # Loaded when first needed: the screen's first paint shows no difference.
    from rapidfuzz.distance import Indel

    if len(old) * len(new) > _MOST_PAIRS:
        yield "-", "".join(old)
        yield "+", "".join(new)
        return
    for opcode in Indel.opcodes(old, new):
        if opcode.tag == "equal":
            yield "=", "".join(old[opcode.src_start : opcode.src_end])
        else:
            yield "-", "".join(old[opcode.src_start : opcode.src_end])
            yield "+", "".join(new[opcode.dest_start : opcode.dest_end])


def _without_loose_spaces(pieces: Iterable[tuple[Op, str]]) -> Iterator[tuple[Op, str]]:
    """Let white space between two changed words change with them, so that they read as one."""
    listed = [piece for piece in pieces if piece[1]]
    for number, (op, words) in enumerate(listed):
        between_changes = (
            0 < number < len(listed) - 1
            and op == "="
            and words.isspace()
            and "=" not in (listed[number - 1][0], listed[number + 1][0])
        )
        if between_changes:
            yield "-", words
            yield "+", words
        else:
            yield op, words


def _joined(pieces: Iterable[tuple[Op, str]]) -> Iterator[tuple[Op, str]]:
    """Neighbouring pieces of a kind as one, what went before what came."""
    gone = come = kept = ""
    for op, words in pieces:
        if op == "=":
            yield from _changed(gone, come)
            gone = come = ""
            kept += words
            continue
        if kept:
            yield "=", kept
            kept = ""
        gone += words if op == "-" else ""
        come += words if op == "+" else ""
    yield from _changed(gone, come)
    if kept:
        yield "=", kept


def _changed(gone: str, come: str) -> Iterator[tuple[Op, str]]:
    if gone:
        yield "-", gone
    if come:
        yield "+", come
