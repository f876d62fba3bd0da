"""A list of any number of lines, of which only those in the window are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from annot.text.display import shown
from annot.tui.graphemes import cut
from annot.tui.row_window import CURSOR_SIGN


class LineList(ScrollView, can_focus=True):
    """Lines to choose from, by keyboard and mouse.

    Args:
        lines: The lines; any text.
    """

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "move(1)", "down", show=False),
        Binding("k,up", "move(-1)", "up", show=False),
        Binding("pagedown,ctrl+d", "page(1)", "page down", show=False),
        Binding("pageup,ctrl+u", "page(-1)", "page up", show=False),
        Binding("g,home", "edge(-1)", "start", show=False),
        Binding("G,end", "edge(1)", "end", show=False),
        Binding("enter", "choose", "choose", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"line-list--cursor"}
    DEFAULT_CSS = """
    LineList {
        background: $surface;
        color: $foreground;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;

        & .line-list--cursor { background: $primary; color: $text; text-style: bold; }
    }
    LineList:ansi, LineList:nocolor {
        & .line-list--cursor {
            background: ansi_default; color: ansi_default; text-style: reverse;
        }
    }
    """

    class Highlighted(Message):
        """The cursor went to a line."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Chosen(Message):
        """A line was chosen."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__()
        self._texts = lines
        self._cursor = 0

    @property
    def cursor(self) -> int:
        """The index of the line under the cursor."""
        return self._cursor

    def show(self, lines: Sequence[str]) -> None:
        """Show other lines in their place; the cursor stays where it is."""
        self._texts = lines
        self.virtual_size = Size(self._cells, len(lines))
        self.goto(self._cursor)

    def goto(self, index: int) -> None:
        """Put the cursor on a line, or the nearest there is, and bring it into view."""
        self._cursor = max(0, min(index, len(self._texts) - 1))
        self._reveal()
        self.refresh()
        self.post_message(self.Highlighted(self._cursor))

    def action_move(self, lines: int) -> None:
        """Go down some lines, or up if negative."""
        self.goto(self._cursor + lines)

    def action_page(self, pages: int) -> None:
        """Go down some windows, or up if negative."""
        self.goto(self._cursor + pages * max(1, self.size.height - 1))

    def action_edge(self, direction: int) -> None:
        """Go to the first line if negative, else to the last."""
        self.goto(0 if direction < 0 else len(self._texts))

    def action_choose(self) -> None:
        """Choose the line under the cursor."""
        if self._texts:
            self.post_message(self.Chosen(self._cursor))

    # Drawing

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row for each line, as far as there is room."""
        return len(self._texts)

    def render_line(self, y: int) -> Strip:
        """Draw a line of the window; `y` counts from its top."""
        index, cells, base = y + self.scroll_offset.y, self._cells, self.rich_style
        if index >= len(self._texts):
            return Strip.blank(cells, base)
        has_cursor = index == self._cursor
        style = self.get_component_rich_style("line-list--cursor") if has_cursor else base
        sign = CURSOR_SIGN if has_cursor else " "
        words = cut(shown(self._texts[index]), max(0, cells - 2))
        return Strip([Segment(f"{sign} {words}", style)]).adjust_cell_length(cells, style)

    @property
    def _cells(self) -> int:
        return int(self.scrollable_content_region.width)

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

    def _on_resize(self, event: events.Resize) -> None:
        self.virtual_size = Size(self._cells, len(self._texts))
        self._reveal()

    def watch_has_focus(self, has_focus: bool) -> None:
        """Take the terminal's own cursor."""
        super().watch_has_focus(has_focus)
        self._place_terminal_cursor()

    async def _on_click(self, event: events.Click) -> None:
        index = event.get_content_offset_capture(self).y + self.scroll_offset.y
        if event.button == 1 and 0 <= index < len(self._texts):
            event.prevent_default()
            self.goto(index)
            self.action_choose()
