"""What in a text is no plain paragraph."""

from __future__ import annotations

from typing import NamedTuple


class Block(NamedTuple):
    """A part of a text that is no plain paragraph; code points, half-open.

    `kind` is heading, list (an item), quote or page. `level` is that of a heading from 1, how deep
    a list is nested, or the number of a page.
    """

    kind: str
    level: int
    start: int
    end: int
