"""Where the paragraphs about a claim break, and which lines belong to what."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

from annot.tui.claim_paragraphs import Item, Paragraph, Run
from annot.tui.graphemes import drawn
from annot.tui.wrap import WrapIndex

MARGIN = 2
"""Cells left of everything, where the sign of the chosen item stands."""

STEP = 2
"""Cells by which lines stand in: those after the first of a paragraph, and deeper paragraphs."""

_NO_PARAGRAPH = -1


class ClaimLines:
    """The display lines of some paragraphs at one width.

    Attributes:
        paragraphs: What is laid out.
        width: The width in cells.
    """

    __slots__ = ("_first", "_lines", "_owners", "_starts", "paragraphs", "width")

    def __init__(self, paragraphs: Sequence[Paragraph], width: int, *, is_airy: bool) -> None:
        """Lay paragraphs out.

        Args:
            paragraphs: What there is to show.
            width: The width in cells.
            is_airy: Whether an empty line goes before each opening paragraph.
        """
        self.paragraphs = tuple(paragraphs)
        self.width = width
        self._lines: list[WrapIndex] = []
        self._first = array("L")
        self._owners = array("l")
        for number, paragraph in enumerate(self.paragraphs):
            if is_airy and paragraph.is_opening and number:
                self._owners.append(_NO_PARAGRAPH)
            room = width - MARGIN - STEP * (paragraph.indent + paragraph.is_hanging)
            wrap = WrapIndex("".join(run.text for run in paragraph.runs), room)
            self._lines.append(wrap)
            self._first.append(len(self._owners))
            self._owners.extend([number] * len(wrap))
        self._starts: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._owners)

    def item(self, line: int) -> Item | None:
        """What a line belongs to."""
        owner = self._owners[line]
        return None if owner == _NO_PARAGRAPH else self.paragraphs[owner].item

    def differing(self, before: ClaimLines | None) -> Iterator[tuple[int, int]]:
        """Runs of lines drawn otherwise than before: the first, and the one after the last.

        Lines of items always count, as which of them is chosen is not known here.
        """
        count = max(len(self), len(before or ()))
        if before is None or before.width != self.width:
            yield 0, count
            return
        changed = (line for line in range(count) if not self._is_as_before(before, line))
        for _, run in groupby(enumerate(changed), key=lambda pair: pair[1] - pair[0]):
            lines = [line for _, line in run]
            yield lines[0], lines[-1] + 1

    def _is_as_before(self, before: ClaimLines, line: int) -> bool:
        if line >= min(len(self), len(before)):
            return False
        now, then = self._owners[line], before._owners[line]
        if _NO_PARAGRAPH in (now, then):
            return now == then
        paragraph = self.paragraphs[now]
        is_as_far_in = line - self._first[now] == line - before._first[then]
        return paragraph.item is None and is_as_far_in and paragraph == before.paragraphs[then]

    def place(self, item: Item) -> tuple[int, int]:
        """The first line of an item and the line after its last."""
        owned = [n for n, paragraph in enumerate(self.paragraphs) if paragraph.item == item]
        return self._first[owned[0]], self._first[owned[-1]] + len(self._lines[owned[-1]])

    def at(self, line: int) -> tuple[int, int]:
        """The paragraph at the top of a window, and the code point in it where its line begins."""
        while self._owners[line] == _NO_PARAGRAPH:
            line += 1
        owner = self._owners[line]
        return owner, self._lines[owner].starts[line - self._first[owner]]

    def line(self, paragraph: int, offset: int) -> int:
        """The line on which a code point of a paragraph is."""
        return self._first[paragraph] + self._lines[paragraph].line_of(offset)

    def indent(self, line: int) -> int:
        """The cells left of a line."""
        owner = self._owners[line]
        if owner == _NO_PARAGRAPH:
            return 0
        paragraph = self.paragraphs[owner]
        hanging = paragraph.is_hanging and line > self._first[owner]
        return MARGIN + STEP * (paragraph.indent + hanging)

    def runs(self, line: int) -> list[Run]:
        """What is drawn on a line, without its indent."""
        owner = self._owners[line]
        if owner == _NO_PARAGRAPH:
            return []
        wrap, number = self._lines[owner], line - self._first[owner]
        if wrap.is_plain(number):
            return list(self._cut(owner, wrap.starts[number], wrap.ends[number]))
        # A grapheme that two runs share has the look of the first one.
        signs = [
            Run(drawn(wrap.text[start:end], cells), self._look(owner, start))
            for start, end, cells in wrap.graphemes(number)
        ]
        return [
            Run("".join(sign.text for sign in same), look)
            for look, same in groupby(signs, key=lambda sign: sign.look)
        ]

    def _cut(self, owner: int, start: int, end: int) -> Iterator[Run]:
        """The runs of a paragraph between two code points."""
        text = self._lines[owner].text
        starts = self._starts_of(owner)
        while start < end:
            number = bisect_right(starts, start) - 1
            stop = starts[number + 1] if number + 1 < len(starts) else end
            yield Run(text[start : min(stop, end)], self.paragraphs[owner].runs[number].look)
            start = stop

    def _look(self, owner: int, offset: int) -> str:
        number = bisect_right(self._starts_of(owner), offset) - 1
        return self.paragraphs[owner].runs[number].look

    def _starts_of(self, owner: int) -> list[int]:
        """Where each run of a paragraph begins in its text."""
        starts = self._starts.get(owner)
        if starts is None:
            runs = self.paragraphs[owner].runs
            ends = accumulate((len(run.text) for run in runs), initial=0)
            starts = self._starts[owner] = list(ends)[:-1]
        return starts
