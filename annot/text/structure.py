"""What in a text is no plain paragraph: headings, items of lists, quotes, pages."""

from __future__ import annotations

from typing import NamedTuple

KINDS = frozenset({"heading", "list", "quote", "page"})


class Block(NamedTuple):
    """A part of a text that is no plain paragraph; code points, half-open.

    `kind` is heading, list (an item), quote or page. `level` is that of a heading from 1, how deep
    a list is nested, or the number of a page.
    """

    kind: str
    level: int
    start: int
    end: int


def known_blocks(stored: object, length: int) -> list[Block]:
    """The blocks of a revision, in the order of the text.

    Args:
        stored: What is stored; it may have come in a stranger's file, and what is no block inside
            the text is left out.
        length: How many code points the text has.
    """
    items = stored if isinstance(stored, list) else []
    found = (_block(item) for item in items)
    known = [block for block in found if block and 0 <= block.start < block.end <= length]
    return sorted(known, key=lambda block: block.start)


def _block(item: object) -> Block | None:
    match item:
        case [str(kind), int(level), int(start), int(end)] if kind in KINDS and level > 0:
            return Block(kind, level, start, end)
    return None
