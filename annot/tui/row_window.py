"""A window on rows of any number, of which only those seen are drawn."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Offset
from textual.message import Message

from annot.tui.paint import Paint, Painter
from annot.tui.pane import Pane

CURSOR_SIGN = "▸"
MARK_SIGN = "+"

CURSOR_PAINTS: dict[str, Paint] = {
    "cursor": Paint("text", "primary", "bold", bare="reverse"),
    "cursor-blurred": Paint("foreground", "panel", "bold", bare="bold underline"),
    "muted": Paint("text-muted"),
    "unmatched": Paint("text-muted", manner="italic", bare="dim italic"),
    "marked": Paint("text-accent", manner="bold"),
}
"""The looks that rows of every kind have."""


class RowWindow(Pane):
    """Rows with a cursor, and with marks for acts on several of them.

    The widget binds no keys: every motion is a public method. A subclass says how many rows there
    are and draws them.

    Attributes:
        marks: The numbers of the rows that are marked, as the subclass numbers them.
    """

    PAINTS: ClassVar[dict[str, Paint]] = CURSOR_PAINTS
    DEFAULT_CSS = """
    RowWindow {
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
        self._cursor = 0
        self._paint = Painter(self, self.PAINTS)
        self._styles: dict[tuple[str, bool, bool, bool], Style] = {}

    @property
    def count(self) -> int:
        """How many rows there are."""
        raise NotImplementedError

    # The cursor and the marks

    @property
    def cursor(self) -> int:
        """The index of the row under the cursor."""
        return self._cursor

    def goto(self, index: int) -> None:
        """Put the cursor on a row, or the nearest there is, and bring it into view."""
        if not self.count:
            return
        previous = self._cursor
        self._cursor = min(max(index, 0), self.count - 1)
        self._refresh_rows(previous, previous)
        self._refresh_rows(self._cursor, self._cursor)
        self._reveal()
        self.post_message(self.Highlighted(self._cursor))

    def move(self, rows: int) -> None:
        """Go down some rows, or up if negative."""
        self.goto(self._cursor + rows)

    def page(self, pages: int) -> None:
        """Go down some screens, or up if negative."""
        self.move(pages * max(1, self.lines_seen - 1))

    def to_start(self) -> None:
        """Go to the first row."""
        self.goto(0)

    def to_end(self) -> None:
        """Go to the last row."""
        self.goto(self.count - 1)

    def choose(self) -> None:
        """Choose the row under the cursor."""
        if self.count:
            self.post_message(self.Chosen(self._cursor))

    def clear_marks(self) -> None:
        """Take all marks away."""
        self.marks.clear()
        self.refresh()

    def _begin_at(self, cursor: int) -> None:
        """Draw other rows, with the cursor on one of them."""
        self._cursor = min(max(cursor, 0), max(0, self.count - 1))
        self.lay_out()
        self.refresh()

    # Drawing

    def row_changed(self, index: int) -> None:
        """Draw one row again."""
        self._refresh_rows(index, index)

    def _style(self, name: str, *, has_cursor: bool, is_faded: bool = False) -> Style:
        """How a part of a row looks, under the cursor or not."""
        key = (name, has_cursor, has_cursor and self.has_focus, is_faded)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._styled(*key)
        return style

    def _styled(self, name: str, has_cursor: bool, has_focus: bool, is_faded: bool) -> Style:
        looks = [name] if name else []
        if is_faded:
            looks.append("unmatched")
        if has_cursor:
            looks.append("cursor" if has_focus else "cursor-blurred")
        return sum(map(self._paint, looks), start=self._paint.base)

    def notify_style_update(self) -> None:
        """Forget what was drawn in the colours of before."""
        super().notify_style_update()
        self._paint.forget()
        self._styles.clear()

    def _refresh_rows(self, first: int, last: int) -> None:
        """Draw those of some rows again that are in the window."""
        top = self.scroll_offset.y
        first, last = max(first, top), min(last, top + self.lines_seen - 1)
        if first <= last:
            self.refresh_lines(first, last - first + 1)

    def _reveal(self) -> None:
        self.bring_into_view(self._cursor)
        self._place_terminal_cursor()

    def _place_terminal_cursor(self) -> None:
        """Braille displays follow the terminal's own cursor."""
        if not self.has_focus:
            return
        row, region = self._cursor - self.scroll_offset.y, self.content_region
        if 0 <= row < region.height:
            self.app.cursor_position = region.offset + Offset(0, row)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep the terminal's own cursor on ours while the list scrolls."""
        super().watch_scroll_y(old_value, new_value)
        self._place_terminal_cursor()

    def lay_out(self) -> None:
        """Keep the cursor in the window."""
        self.has_lines(self.count)
        self._reveal()

    def _on_focus(self, event: events.Focus) -> None:
        self.row_changed(self._cursor)
        self.call_later(self._place_terminal_cursor)  # has_focus is set after this

    def _on_blur(self, event: events.Blur) -> None:
        self.row_changed(self._cursor)

    async def _on_click(self, event: events.Click) -> None:
        index = event.get_content_offset_capture(self).y + self.scroll_offset.y
        if event.button != 1 or not 0 <= index < self.count:
            return
        event.prevent_default()
        if index == self._cursor:
            self.choose()
        else:
            self.goto(index)
