"""Which spans touch a stretch of text: spans in blocks, so that long texts stay fast."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

BLOCK = 1024


class SpanIndex:
    """Half-open spans in code points, found by what they touch.

    Args:
        spans: Start and end of each of them; more may come with them.
    """

    def __init__(self, spans: Sequence[tuple[int, ...]]) -> None:
        self.spans = spans
        self._blocks: dict[int, list[int]] = defaultdict(list)
        for index, (start, end, *_) in enumerate(spans):
            for block in range(start // BLOCK, max(start, end - 1) // BLOCK + 1):
                self._blocks[block].append(index)

    def touching(self, start: int, end: int) -> list[int]:
        """The indices of the spans that share a code point with `start` to `end`, ascending."""
        first, last = start // BLOCK, max(start, end - 1) // BLOCK
        found = {
            index
            for block in range(first, last + 1)
            for index in self._blocks.get(block, ())
            if (span := self.spans[index])[0] < end and span[1] > start
        }
        return sorted(found)
