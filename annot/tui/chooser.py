"""A list to choose one thing from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from annot.tui.line_list import LineList
from annot.tui.safety import plain

_AROUND = 9
"""Lines that are not rows: border, title, the words in full, and some of what lies behind."""


class Chooser(ModalScreen[str | None]):
    """Choose one of several; ends with its name, or None.

    A line has the words as far as there is room; those in hand are seen in full below.

    Args:
        title: What is chosen.
        rows: Names and the words shown for them; any number.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "back"),
    ]
    DEFAULT_CSS = """
    Chooser {
        align: center middle;

        & > Vertical {
            width: 96%;
            max-width: 110;
            height: auto;
            border: round $primary;
            background: $surface;
        }
        & #title { text-style: bold; padding: 0 1; }
        & #in-full { height: 4; padding: 0 1; border-top: solid $panel; }
        & LineList { height: auto; }
    }
    """

    def __init__(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._heading = title
        self._rows = rows
        self._list = LineList([words for _, words in rows])
        self._in_full = Static(id="in-full")

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with Vertical():
            yield Static(plain(self._heading), id="title")
            yield self._list
            yield self._in_full

    def on_mount(self) -> None:
        """Begin at the first."""
        self._list.focus()
        self._list.goto(0)

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for what is around the list."""
        self._list.styles.max_height = max(1, event.size.height - _AROUND)

    @on(LineList.Highlighted)
    def _show_in_full(self, event: LineList.Highlighted) -> None:
        self._in_full.update(plain(self._rows[event.index][1]))

    @on(LineList.Chosen)
    def _end(self, event: LineList.Chosen) -> None:
        self.dismiss(self._rows[event.index][0])
