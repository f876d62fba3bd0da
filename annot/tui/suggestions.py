"""What a field may hold, below it and above what lies there: nothing on the form moves for it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from annot.text.display import shown
from annot.tui.field_row import FieldRow, Suggestion
from annot.tui.graphemes import cut
from annot.tui.row_window import CURSOR_SIGN

MOST = 6
"""Suggestions that are seen at once."""


class Suggestions(Widget):
    """A few suggestions for the field in hand; one of them may be held by it already.

    Attributes:
        row: The field to which they belong; None while none are shown.
        typed: What was typed there, before a suggestion was put in its place.
    """

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"suggestions--held", "suggestions--key"}  # noqa: RUF012 - as in Textual
    DEFAULT_CSS = """
    Suggestions {
        overlay: screen;
        constrain: inside inflect;
        display: none;
        background: $boost;
        color: $foreground;

        & .suggestions--held { background: $primary; color: $text; text-style: bold; }
        & .suggestions--key { color: $text-accent; }
    }
    Suggestions:ansi, Suggestions:nocolor {
        background: ansi_default;
        & .suggestions--held {
            background: ansi_default; color: ansi_default; text-style: bold reverse;
        }
    }
    """

    class Pointed(Message):
        """A suggestion was pointed at."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self) -> None:
        super().__init__()
        self.row: FieldRow | None = None
        self.typed = ""
        self._found: Sequence[Suggestion] = ()
        self._held = -1

    @property
    def is_open(self) -> bool:
        """Whether there is anything to choose."""
        return self.row is not None

    @property
    def is_held(self) -> bool:
        """Whether the field holds a suggestion, and not what was typed."""
        return self._held >= 0

    def open(self, row: FieldRow, found: Sequence[Suggestion]) -> None:
        """Show what a field may hold; nothing if there is nothing."""
        if not found:
            self.close()
            return
        self.row, self.typed, self._found, self._held = row, row.value, found[:MOST], -1
        self.place()
        self.display = True
        self.refresh()

    def type_on(self, row: FieldRow) -> None:
        """Stay for the moment, though something else is typed; close if it is in another field."""
        if self.row is not row:
            self.close()
            return
        self.typed, self._held = row.value, -1
        self.refresh()

    def close(self) -> None:
        """Show nothing."""
        self.row = None
        self.display = False

    def step(self, lines: int) -> str:
        """Go on to a following suggestion, or back; the value that the field is to hold.

        Before the first and after the last is what was typed.
        """
        places = len(self._found) + 1
        self._held = (self._held + 1 + lines) % places - 1
        self.refresh()
        return self.typed if self._held < 0 else self._found[self._held].value

    def value(self, index: int = 0) -> str:
        """The value of a suggestion."""
        return self._found[index].value

    def place(self) -> None:
        """Stand below the field, or above it if there is no room."""
        if self.row is not None:
            field: Region = self.row.control.region
            self.absolute_offset = field.bottom_left
            self.styles.width = max(1, field.width)
            self.styles.height = len(self._found)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line for each."""
        return len(self._found)

    def render_line(self, y: int) -> Strip:
        """Draw a suggestion; the first one says by which key it is taken."""
        width, base = self.size.width, self.rich_style
        if y >= len(self._found):
            return Strip.blank(width, base)
        is_held = y == self._held
        style = self.get_component_rich_style("suggestions--held") if is_held else base
        key = " → " if y == 0 and not self.is_held else ""
        words = cut(shown(self._found[y].words), max(0, width - 2 - len(key)))
        sign = CURSOR_SIGN if is_held else " "
        line = Strip([Segment(f"{sign} {words}", style)]).adjust_cell_length(
            width - len(key), style
        )
        taken = self.get_component_rich_style("suggestions--key")
        return Strip([*line, Segment(key, taken)]) if key else line

    async def _on_click(self, event: events.Click) -> None:
        index = event.get_content_offset_capture(self).y
        if 0 <= index < len(self._found):
            event.stop()
            self.post_message(self.Pointed(index))
