"""A list of claims of any length on the screen, of which only what is seen is asked for."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from annot.text.display import shown
from annot.tui.graphemes import cut
from annot.tui.paint import STATUS_PAINTS, VERDICT_COLORS, Paint, Painter
from annot.tui.pane import Pane
from annot.vocabulary import CLOSED, STATUS_SIGNS, VERDICT_SIGNS, Status, Verdict

PAGE_ROWS = 256
"""Rows that arrive together."""

CURSOR_SIGN = "▸"
MARK_SIGN = "+"
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
    "cursor": Paint("text", "primary", "bold", bare="reverse"),
    "cursor-blurred": Paint("foreground", "panel", "bold", bare="bold underline"),
    "muted": Paint("text-muted"),
    "unmatched": Paint("text-muted", manner="italic", bare="dim italic"),
    "marked": Paint("text-accent", manner="bold"),
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


class RowList(Pane):
    """A window on a list of claims, with a cursor and with marks for acts on many claims.

    The widget binds no keys: every motion is a public method.

    Attributes:
        marks: The numbers of the claims that are marked.
    """

    DEFAULT_CSS = """
    RowList {
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        height: 1fr;
    }
    """

    class Highlighted(Message):
        """The cursor went to a row."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Chosen(Message):
        """A row was chosen: opened by key or clicked once more."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - so named in every widget of Textual
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.marks: set[int] = set()
        self._pages: Pages = NoPages()
        self._cursor = 0
        self._number_cells = 0
        self._lines: LRUCache[tuple[_LineState, int], Strip] = LRUCache(_CACHED_LINES)
        self._paint = Painter(self, PAINTS)
        self._styles: dict[tuple[str, bool, bool, bool], Style] = {}

    # What is shown

    def show(self, pages: Pages, *, cursor: int = 0) -> None:
        """Show other rows, with the cursor on one of them; marks stay.

        Args:
            pages: Where the rows come from. If its count changes, show it again.
            cursor: The row for the cursor, counted from 0.
        """
        self._pages = pages
        self._number_cells = max(4, len(str(pages.count)))
        self._cursor = min(max(cursor, 0), max(0, pages.count - 1))
        self.lay_out()
        self.refresh()

    def page_arrived(self, first_index: int) -> None:
        """Draw the rows of a page that was asked for and is there now.

        Args:
            first_index: The index of its first row.
        """
        self._refresh_rows(first_index, first_index + PAGE_ROWS - 1)

    def row_changed(self, index: int) -> None:
        """Draw one row again."""
        self._refresh_rows(index, index)

    # The cursor and the marks

    @property
    def cursor(self) -> int:
        """The index of the row under the cursor."""
        return self._cursor

    @property
    def current(self) -> ClaimRow | None:
        """The row under the cursor; `None` if there is none or it is on the way."""
        return self._row(self._cursor)

    def goto(self, index: int) -> None:
        """Put the cursor on a row, or the nearest there is, and bring it into view."""
        if not self._pages.count:
            return
        previous = self._cursor
        self._cursor = min(max(index, 0), self._pages.count - 1)
        self._refresh_rows(previous, previous)
        self._refresh_rows(self._cursor, self._cursor)
        self._reveal()
        self.post_message(self.Highlighted(self._cursor))

    def move(self, rows: int) -> None:
        """Go down some rows, or up if negative."""
        self.goto(self._cursor + rows)

    def page(self, pages: int) -> None:
        """Go down some screens, or up if negative."""
        self.move(pages * max(1, self.size.height - 1))

    def to_start(self) -> None:
        """Go to the first row."""
        self.goto(0)

    def to_end(self) -> None:
        """Go to the last row."""
        self.goto(self._pages.count - 1)

    def choose(self) -> None:
        """Choose the row under the cursor."""
        if self._pages.count:
            self.post_message(self.Chosen(self._cursor))

    def toggle_mark(self) -> None:
        """Mark the claim under the cursor, or take its mark away."""
        row = self.current
        if row is not None:
            self.marks.symmetric_difference_update({row.number})
            self.row_changed(self._cursor)

    def clear_marks(self) -> None:
        """Take all marks away."""
        self.marks.clear()
        self.refresh()

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
                cells, self._style("", state)
            )
            self._lines[(state, cells)] = strip
        return strip

    def _segments(self, state: _LineState, cells: int) -> list[Segment]:
        row = state.row
        cursor = CURSOR_SIGN if state.has_cursor else " "
        if row is None:
            return [Segment(f"{cursor}{LOADING_SIGN}", self._style("muted", state))]
        number = f" {row.number:>{self._number_cells}} "
        right = self._right(row, state, cells)
        room = cells - 4 - cell_len(number) - sum(cell_len(part.text) for part in right)
        mark = MARK_SIGN if state.is_marked else " "
        return [
            Segment(cursor, self._style("", state)),
            Segment(mark, self._style("marked", state)),
            Segment(VERDICT_SIGNS[row.verdict], self._style(row.verdict or "muted", state)),
            Segment(STATUS_SIGNS[row.status], self._style(row.status, state)),
            Segment(number, self._style("muted", state)),
            Segment(cut(shown(row.text), room), self._style(self._wording(row), state)),
            *right,
        ]

    @staticmethod
    def _wording(row: ClaimRow) -> str:
        return Status.DROPPED.value if row.status is Status.DROPPED else ""

    def _right(self, row: ClaimRow, state: _LineState, cells: int) -> list[Segment]:
        """The columns at the right: article, checker, count of evidence, as there is room."""
        muted = self._style("muted", state)
        bare = not row.evidence and row.status in CLOSED and row.status is not Status.DROPPED
        evidence = self._style("no-evidence", state) if bare else muted
        parts = [Segment(f"{row.evidence:>4}", evidence)]
        if cells >= _NARROW:
            parts.insert(0, Segment(" " + cut(shown(row.checker), _CHECKER_CELLS), muted))
        if cells >= _WIDE:
            parts.insert(0, Segment(" " + cut(shown(row.article), _ARTICLE_CELLS), muted))
        return parts

    def _row(self, index: int) -> ClaimRow | None:
        return self._pages.row(index) if 0 <= index < self._pages.count else None

    def _style(self, name: str, state: _LineState) -> Style:
        unmatched = state.row is not None and not state.row.matches
        key = (name, state.has_cursor, state.has_focus, unmatched)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._styled(*key)
        return style

    def _styled(self, name: str, has_cursor: bool, has_focus: bool, unmatched: bool) -> Style:
        looks = [name] if name else []
        if unmatched:
            looks.append("unmatched")
        if has_cursor:
            looks.append("cursor" if has_focus else "cursor-blurred")
        return sum(map(self._paint, looks), start=self._paint.base)

    def notify_style_update(self) -> None:
        """Forget what was drawn in the colours of before."""
        super().notify_style_update()
        self._paint.forget()
        self._styles.clear()
        self._lines.clear()

    def _refresh_rows(self, first: int, last: int) -> None:
        """Draw those of some rows again that are in the window."""
        top = self.scroll_offset.y
        first, last = max(first, top), min(last, top + self.size.height)
        if first <= last:
            self.refresh_lines(first, last - first + 1)

    def _reveal(self) -> None:
        height, top = self.size.height, self.scroll_offset.y
        if self._cursor < top:
            self.scroll_to(y=self._cursor, animate=False, immediate=True)
        elif height and self._cursor >= top + height:
            self.scroll_to(y=self._cursor - height + 1, animate=False, immediate=True)
        self._place_terminal_cursor()

    def _place_terminal_cursor(self) -> None:
        """Braille displays follow the terminal's own cursor."""
        row = self._cursor - self.scroll_offset.y
        if self.has_focus and 0 <= row < self.size.height:
            self.app.cursor_position = self.content_region.offset + Offset(0, row)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep the terminal's own cursor on ours while the list scrolls."""
        super().watch_scroll_y(old_value, new_value)
        self._place_terminal_cursor()

    def lay_out(self) -> None:
        """Keep the cursor in the window."""
        self.has_lines(self._pages.count)
        self._reveal()

    def _on_focus(self, event: events.Focus) -> None:
        self.row_changed(self._cursor)
        self.call_later(self._place_terminal_cursor)  # has_focus is set after this

    def _on_blur(self, event: events.Blur) -> None:
        self.row_changed(self._cursor)

    async def _on_click(self, event: events.Click) -> None:
        index = event.get_content_offset_capture(self).y + self.scroll_offset.y
        if event.button != 1 or not 0 <= index < self._pages.count:
            return
        event.prevent_default()
        if index == self._cursor:
            self.choose()
        else:
            self.goto(index)
