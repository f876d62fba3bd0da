"""A list of claims of any length on the screen, of which only what is seen is asked for."""

from __future__ import annotations

from typing import ClassVar, NamedTuple, Protocol

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.strip import Strip

from annot.text.display import shown
from annot.tui.graphemes import cut
from annot.tui.paint import STATUS_PAINTS, VERDICT_COLORS, Paint
from annot.tui.row_window import CURSOR_PAINTS, CURSOR_SIGN, MARK_SIGN, RowWindow
from annot.vocabulary import CLOSED, STATUS_SIGNS, VERDICT_SIGNS, Status, Verdict

PAGE_ROWS = 256
"""Rows that arrive together."""

LOADING_SIGN = "…"

_CACHED_LINES = 512
_CHECKER_CELLS = 8
_ARTICLE_CELLS = 16
_WIDE = 100
"""Cells from which on the article has a column."""
_NARROW = 48
"""Cells below which the checker has none."""


class ClaimRow(NamedTuple):
    """A claim as one line of the list.

    Attributes:
        number: Its number in the workspace.
        status: How far checking has come.
        verdict: What was found, if anything.
        text: The claim.
        checker: Who checks it; may be empty.
        evidence: How many pieces of evidence it has.
        article: What its article is called in short.
        matches: Whether it still matches the filter; if not it is dimmed, and stays.
    """

    number: int
    status: Status
    verdict: Verdict | None
    text: str
    checker: str
    evidence: int
    article: str
    matches: bool = True


PAINTS: dict[str, Paint] = {
    **CURSOR_PAINTS,
    "no-evidence": Paint("text-warning"),
    **{verdict: Paint(f"text-{color}") for verdict, color in VERDICT_COLORS.items()},
    **STATUS_PAINTS,
}


class Pages(Protocol):
    """Where the rows come from; neither call may wait for a database."""

    @property
    def count(self) -> int:
        """How many rows there are."""

    def row(self, index: int) -> ClaimRow | None:
        """A row, or `None` while its page is on the way (`RowList.page_arrived` tells of it)."""


class NoPages:
    """A list without rows."""

    count = 0

    def row(self, index: int) -> None:
        """There is none."""


class _LineState(NamedTuple):
    """What decides how a line looks."""

    row: ClaimRow | None
    has_cursor: bool
    is_marked: bool
    has_focus: bool


class RowList(RowWindow):
    """A window on a list of claims; `marks` are their numbers."""

    PAINTS: ClassVar[dict[str, Paint]] = PAINTS

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - so named in every widget of Textual
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._pages: Pages = NoPages()
        self._number_cells = 0
        self._lines: LRUCache[tuple[_LineState, int], Strip] = LRUCache(_CACHED_LINES)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._pages.count

    # What is shown

    def show(self, pages: Pages, *, cursor: int = 0) -> None:
        """Show other rows, with the cursor on one of them; marks stay.

        Args:
            pages: Where the rows come from. If its count changes, show it again.
            cursor: The row for the cursor, counted from 0.
        """
        self._pages = pages
        self._number_cells = max(4, len(str(pages.count)))
        self._begin_at(cursor)

    def page_arrived(self, first_index: int) -> None:
        """Draw the rows of a page that was asked for and is there now.

        Args:
            first_index: The index of its first row.
        """
        self._refresh_rows(first_index, first_index + PAGE_ROWS - 1)

    @property
    def current(self) -> ClaimRow | None:
        """The row under the cursor; `None` if there is none or it is on the way."""
        return self._row(self._cursor)

    def toggle_mark(self) -> None:
        """Mark the claim under the cursor, or take its mark away."""
        row = self.current
        if row is not None:
            self.marks.symmetric_difference_update({row.number})
            self.row_changed(self._cursor)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw a line of the window; `y` counts from its top."""
        index = y + self.scroll_offset.y
        cells = self.cells
        if index >= self._pages.count:
            return Strip.blank(cells, self._paint.base)
        row = self._row(index)
        state = _LineState(
            row=row,
            has_cursor=index == self._cursor,
            is_marked=row is not None and row.number in self.marks,
            has_focus=self.has_focus,
        )
        strip = self._lines.get((state, cells))
        if strip is None:
            strip = Strip(self._segments(state, cells)).adjust_cell_length(
                cells, self._look("", state)
            )
            self._lines[(state, cells)] = strip
        return strip

    def _segments(self, state: _LineState, cells: int) -> list[Segment]:
        row = state.row
        cursor = CURSOR_SIGN if state.has_cursor else " "
        if row is None:
            return [Segment(f"{cursor}{LOADING_SIGN}", self._look("muted", state))]
        number = f" {row.number:>{self._number_cells}} "
        right = self._right(row, state, cells)
        room = cells - 4 - cell_len(number) - sum(cell_len(part.text) for part in right)
        mark = MARK_SIGN if state.is_marked else " "
        return [
            Segment(cursor, self._look("", state)),
            Segment(mark, self._look("marked", state)),
            Segment(VERDICT_SIGNS[row.verdict], self._look(row.verdict or "muted", state)),
            Segment(STATUS_SIGNS[row.status], self._look(row.status, state)),
            Segment(number, self._look("muted", state)),
            Segment(cut(shown(row.text), room), self._look(self._wording(row), state)),
            *right,
        ]

    @staticmethod
    def _wording(row: ClaimRow) -> str:
        return Status.DROPPED.value if row.status is Status.DROPPED else ""

    def _right(self, row: ClaimRow, state: _LineState, cells: int) -> list[Segment]:
        """The columns at the right: article, checker, count of evidence, as there is room."""
        muted = self._look("muted", state)
        bare = not row.evidence and row.status in CLOSED and row.status is not Status.DROPPED
        evidence = self._look("no-evidence", state) if bare else muted
        parts = [Segment(f"{row.evidence:>4}", evidence)]
        if cells >= _NARROW:
            parts.insert(0, Segment(" " + cut(shown(row.checker), _CHECKER_CELLS), muted))
        if cells >= _WIDE:
            parts.insert(0, Segment(" " + cut(shown(row.article), _ARTICLE_CELLS), muted))
        return parts

    def _row(self, index: int) -> ClaimRow | None:
        return self._pages.row(index) if 0 <= index < self._pages.count else None

    def _look(self, name: str, state: _LineState) -> Style:
        return self._style(
            name,
            has_cursor=state.has_cursor,
            is_faded=state.row is not None and not state.row.matches,
        )

    def notify_style_update(self) -> None:
        """Forget what was drawn in the colours of before."""
        super().notify_style_update()
        self._lines.clear()
