"""The structure of an article in a report: what its paragraphs are, and what belongs together."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, tee
from typing import Generic, TypeVar

from annot.report.model import Paragraph
from annot.text.structure import Block, known_blocks

_SIGNS = re.compile(r"[#>*+\-\s]+")
_QUOTE_SIGNS = re.compile(r"(?:>[ \t]*)+")
_CLOSING_SIGNS = re.compile(r"[#\s]+")
_OWN_NUMBER = re.compile(r"\(?\w{1,3}[.)]\s")

T = TypeVar("T")
Span = tuple[int, int]


class Blocks:
    """The blocks of a text, found by bisection.

    Args:
        text: The text.
        stored: Its blocks as a revision has them; pages are of no account here.
    """

    def __init__(self, text: str, stored: object) -> None:
        self._text = text
        self._blocks = [b for b in known_blocks(stored, len(text)) if b.kind != "page"]
        self._starts = [block.start for block in self._blocks]

    def of(self, start: int, end: int) -> Block | None:
        """The block that a paragraph is, or belongs to."""
        at = bisect_right(self._starts, start) - 1
        for block in self._blocks[max(0, at) : at + 2]:
            if block.start < end and block.end > start:
                return block
        return None

    def words(self, start: int, end: int, block: Block) -> Span:
        """Where the words of a paragraph stand, without the signs of Markdown around them."""
        text = self._text
        if start < block.start:
            start = block.start if _SIGNS.fullmatch(text, start, block.start) else start
        elif start > block.start and block.kind == "quote":
            found = _QUOTE_SIGNS.match(text, start, end)
            start = found.end() if found and found.end() < end else start
        if block.kind == "heading" and block.end < end:
            end = block.end if _CLOSING_SIGNS.fullmatch(text, block.end, end) else end
        return start, end


@dataclass(frozen=True, slots=True)
class Shape:
    """What a paragraph is among the others.

    Attributes:
        kind: heading, list, quote, or nothing for a plain paragraph.
        depth: How deep it stands, from 1; 0 for a plain paragraph. No depth is left out, whatever
            levels the document has: a heading is at most one deeper than the one before.
        goes_on: Whether it goes on with the item of a list that the paragraph before is in.
    """

    kind: str
    depth: int
    goes_on: bool


def shapes(paragraphs: Iterable[Paragraph]) -> Iterator[Shape]:
    """The shape of each paragraph of an article."""
    headings: list[int] = []
    items: list[int] = []
    for paragraph in paragraphs:
        if paragraph.kind != "list":
            items.clear()
        goes_on = paragraph.goes_on and bool(items)
        if paragraph.kind in ("heading", "list"):
            levels = headings if paragraph.kind == "heading" else items
            depth = len(levels) if goes_on else _depth(levels, paragraph.level)
        else:
            depth = 1 if paragraph.kind else 0
        yield Shape(paragraph.kind, depth, goes_on)


def _depth(levels: list[int], level: int) -> int:
    """How deep a level stands below those before it, which are kept up."""
    while levels and levels[-1] >= level:
        levels.pop()
    levels.append(level)
    return len(levels)


def is_numbered(paragraph: Paragraph) -> bool:
    """Whether an item of a list begins with a number of its own, and needs no sign."""
    return bool(paragraph.pieces) and _OWN_NUMBER.match(paragraph.pieces[0].text) is not None


@dataclass(slots=True)
class Item(Generic[T]):
    """A heading, a paragraph, an item of a list, or a quote: one paragraph or several."""

    shape: Shape
    is_numbered: bool
    paragraphs: list[tuple[Paragraph, T]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Part(Generic[T]):
    """What belongs together: all items of a list, all paragraphs of a quote; else one item."""

    kind: str
    items: Sequence[Item[T]]


def parts(paragraphs: Iterable[Paragraph], shown: Iterable[T]) -> Iterator[Part[T]]:
    """The paragraphs of an article in the parts that they form, each with how it is shown.

    Args:
        paragraphs: The paragraphs.
        shown: Something for each of them.
    """
    for kind, group in groupby(_items(paragraphs, shown), key=lambda item: item.shape.kind):
        if kind in ("list", "quote"):
            yield Part(kind, list(group))
        else:
            yield from (Part(kind, [item]) for item in group)


def _items(paragraphs: Iterable[Paragraph], shown: Iterable[T]) -> Iterator[Item[T]]:
    item: Item[T] | None = None
    shaped, told = tee(paragraphs)
    for paragraph, shape, own in zip(told, shapes(shaped), shown, strict=True):
        if item is None or not shape.goes_on:
            if item is not None:
                yield item
            item = Item(shape, is_numbered(paragraph))
        item.paragraphs.append((paragraph, own))
    if item is not None:
        yield item
