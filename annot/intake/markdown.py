"""The structure of a Markdown text: which of its words are headings, items of lists and quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from annot.text.structure import Block

if TYPE_CHECKING:
    from markdown_it.token import Token

LONGEST = 2_000_000
"""The longest text whose structure is read, in code points."""

_PREAMBLE = re.compile(r"---[ \t]*\n(?=[\w-]+[ \t]*:)(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
"""Fields for a program between two lines of hyphens, with which a file may begin."""

_OPENS = {"bullet_list_open": "list", "ordered_list_open": "list", "blockquote_open": "quote"}
_CLOSES = frozenset({"bullet_list_close", "ordered_list_close", "blockquote_close"})


def markdown_blocks(text: str) -> tuple[Block, ...]:
    """The headings, items of lists and quotes of a Markdown text (CommonMark), in its order.

    A block is the words alone, without the signs that make it one (`##`, `-`, `>`) at its begin and
    end. A paragraph in an item or a quote is a block of its own; what stands in several is what it
    stands in next. The level of a list or quote says how deep it is nested in its like.

    Args:
        text: The text, its line ends LF. One that is longer than `LONGEST` has no blocks: a list of
            nothing else would take a gigabyte to read.
    """
    if len(text) > LONGEST:
        return ()
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark")
    reader.core.ruler.enableOnly(["normalize", "block"])
    lines = _without_preamble(text).split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    return tuple(_blocks(reader.parse("\n".join(lines)), lines, starts))


def _without_preamble(text: str) -> str:
    """The text with blanks for what it says to a program, so that all else keeps its place."""
    found = _PREAMBLE.match(text)
    return text if found is None else re.sub(r"[^\n]", " ", found[0]) + text[found.end() :]


def _blocks(
    tokens: Sequence[Token], lines: Sequence[str], starts: Sequence[int]
) -> Iterator[Block]:
    inside: list[str] = []
    heading: Token | None = None
    for token in tokens:
        if token.type in _OPENS:
            inside.append(_OPENS[token.type])
        elif token.type in _CLOSES:
            inside.pop()
        elif token.type == "heading_open":
            heading = token
        elif token.type == "heading_close":
            heading = None
        elif token.type == "inline" and token.map and token.content.strip():
            kind, level = ("heading", int(heading.tag[1])) if heading else _kind(inside)
            if kind:
                signs = heading.markup if heading and heading.markup[0] == "#" else ""
                yield Block(kind, level, *_place(token, signs, lines, starts))


def _kind(inside: Sequence[str]) -> tuple[str, int]:
    return (inside[-1], inside.count(inside[-1])) if inside else ("", 0)


def _place(
    token: Token, signs: str, lines: Sequence[str], starts: Sequence[int]
) -> tuple[int, int]:
    """Where the words of a block stand; `signs` are those before a heading."""
    assert token.map is not None
    words = [line.strip() for line in token.content.strip().split("\n")]
    # Before the words may stand a line of nothing but a control character, which is left out.
    first = next(number for number in range(*token.map) if words[0] in lines[number])
    last = first + len(words) - 1
    if signs:
        begin = lines[first].index(words[0], lines[first].index(signs) + len(signs))
        return starts[first] + begin, starts[first] + begin + len(words[0])
    begin, end = lines[first].rindex(words[0]), lines[last].rindex(words[-1])
    return starts[first] + begin, starts[last] + end + len(words[-1])
