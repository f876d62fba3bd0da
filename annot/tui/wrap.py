"""Where the lines of a long text break: offsets over the untouched text, never copies of it."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import accumulate

from annot.tui.graphemes import ODD, Grapheme, cells_of, graphemes

_NOT_FIRST = frozenset("、。，．！？：；」』）］｝】》〉〕”’…—ー々")
"""Signs that do not begin a line in Chinese and Japanese."""


class WrapIndex:
    """The display lines of a text at one width.

    A line breaks at every newline and, where it is too long, at a space, beside a wide sign, or
    else after as many graphemes as fit. The newline or space at which a line breaks belongs to
    that line but is not drawn, so that every offset from 0 to `len(text)` is on exactly one line.

    Attributes:
        text: The text as it is drawn: harmless, one code point for each of the original.
        width: The width in cells.
        starts: Where each line begins, in code points, strictly growing.
        ends: Where its drawn part ends.
    """

    __slots__ = ("ends", "starts", "text", "width")

    def __init__(self, text: str, width: int) -> None:
        self.text = text
        self.width = max(1, width)
        self.starts = array("L")
        self.ends = array("L")
        at = 0
        while at <= len(text):
            end = text.find("\n", at)
            if end < 0:
                end = len(text)
            if end - at <= self.width and text.isascii():
                self._add(at, end)
            elif ODD.search(text, at, end) is None:
                self._wrap_plain(at, end)
            else:
                self._wrap_odd(at, end)
            at = end + 1

    def __len__(self) -> int:
        return len(self.starts)

    def _add(self, start: int, end: int) -> None:
        self.starts.append(start)
        self.ends.append(end)

    def _wrap_plain(self, start: int, end: int) -> None:
        """Wrap a paragraph in which every code point is a grapheme of one cell."""
        width, rfind = self.width, self.text.rfind
        while end - start > width:
            space = rfind(" ", start + 1, start + width + 1)
            if space < 0:
                self._add(start, start + width)
                start += width
            else:
                self._add(start, space)
                start = space + 1
        self._add(start, end)

    def _wrap_odd(self, start: int, end: int) -> None:
        """Wrap a paragraph by the cells of its graphemes."""
        paragraph = self.text[start:end]
        cells = cells_of(paragraph)
        before = array("L", accumulate(cells, initial=0))
        first = 0
        while before[-1] - before[first] > self.width:
            # The last code point that still fits; marks without cells stay with their base.
            limit = bisect_right(before, before[first] + self.width) - 1
            stop, following = _break(paragraph, cells, first, limit)
            self._add(start + first, start + stop)
            if stop == len(paragraph):
                return
            first = following
        self._add(start + first, end)

    def line_of(self, offset: int) -> int:
        """The line on which a code point is."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def cell_to_offset(self, line: int, cell: int) -> tuple[int, int]:
        """The grapheme under a cell of a line.

        Returns:
            Its `(start, end)`; past the end of the line, the end of the line twice.
        """
        start, end = self.starts[line], self.ends[line]
        cell = max(0, cell)
        if ODD.search(self.text, start, end) is None:
            place = min(start + cell, end)
            return place, min(place + 1, end)
        reached = 0
        for grapheme in graphemes(self.text, start, end):
            reached += grapheme.cells
            if cell < reached:
                return grapheme.start, grapheme.end
        return end, end

    def offset_to_cell(self, line: int, offset: int) -> int:
        """The cell of a line where the grapheme begins in which a code point is."""
        start, end = self.starts[line], self.ends[line]
        offset = min(max(offset, start), end)
        if ODD.search(self.text, start, end) is None:
            return offset - start
        reached = 0
        for grapheme in graphemes(self.text, start, end):
            if offset < grapheme.end:
                return reached
            reached += grapheme.cells
        return reached

    def grapheme(self, offset: int) -> tuple[int, int]:
        """The `(start, end)` of the grapheme in which a code point is.

        The newline or space at which a line breaks is one of its own; the end of the text is
        `(len(text), len(text))`.
        """
        offset = min(max(offset, 0), len(self.text))
        line = self.line_of(offset)
        start, end = self.starts[line], self.ends[line]
        if offset >= end:
            return offset, min(offset + 1, len(self.text))
        if ODD.search(self.text, start, end) is None:
            return offset, offset + 1
        return next(
            (found.start, found.end)
            for found in graphemes(self.text, start, end)
            if offset < found.end
        )

    def graphemes(self, line: int) -> list[Grapheme]:
        """The graphemes of a line, the newline or space at its end left out."""
        return list(graphemes(self.text, self.starts[line], self.ends[line]))

    def is_plain(self, line: int) -> bool:
        """Whether every code point of a line is a grapheme of one cell."""
        return ODD.search(self.text, self.starts[line], self.ends[line]) is None


def _break(text: str, cells: list[int], first: int, limit: int) -> tuple[int, int]:
    """Where a line breaks that begins at `first` and must end at or before `limit`.

    Returns:
        Where its drawn part ends, and where the next line begins.
    """
    for at in range(limit, first, -1):
        if not cells[at]:
            continue
        if text[at] == " " and (at + 1 == len(text) or cells[at + 1]):
            return at, at + 1
        if (cells[at] == 2 or cells[at - 1] == 2) and text[at] not in _NOT_FIRST:
            return at, at
    if limit == first:
        # A sign wider than the line: it stands alone, whatever is cut of it.
        limit = first + 1
        while limit < len(cells) and not cells[limit]:
            limit += 1
    return limit, limit
