"""Which spans touch a stretch of text: spans in blocks, so that long texts stay fast."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

BLOCK = 1024


class SpanIndex:
    """Half-open spans in code points, found by what they touch.

    Args:
        spans: Start and end of each of them; more may come with them.
    """

    def __init__(self, spans: Iterable[tuple[int, ...]]) -> None:
        self._starts = array("q")
        self._ends = array("q")
        self._blocks: dict[int, array[int]] = {}
        for index, (start, end, *_) in enumerate(spans):
            self._starts.append(start)
            self._ends.append(end)
            for block in range(start // BLOCK, max(start, end - 1) // BLOCK + 1):
                self._blocks.setdefault(block, array("q")).append(index)

    def touching(self, start: int, end: int) -> list[int]:
        """The indices of the spans that share a code point with `start` to `end`, ascending."""
        first, last = start // BLOCK, max(start, end - 1) // BLOCK
        starts, ends = self._starts, self._ends
        found = {
            index
            for block in range(first, last + 1)
            for index in self._blocks.get(block, ())
            if starts[index] < end and ends[index] > start
        }
        return sorted(found)
