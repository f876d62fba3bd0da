"""A list to choose one thing from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from annot.tui.safety import plain


class Chooser(ModalScreen[str | None]):
    """Choose one of several; ends with its name, or None.

    Args:
        title: What is chosen.
        rows: Names and the words shown for them.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "back"),
        Binding("j", "cursor(1)", "down"),
        Binding("k", "cursor(-1)", "up"),
    ]
    DEFAULT_CSS = """
    Chooser {
        align: center middle;

        & > Vertical {
            width: 90%;
            max-width: 110;
            height: auto;
            max-height: 80%;
            border: round $primary;
            background: $surface;
        }
        & Static { text-style: bold; padding: 0 1; }
        & OptionList, & OptionList:focus { height: auto; max-height: 100%; border: none; }
    }
    """

    def __init__(self, title: str, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._heading = title
        self._rows = rows

    def compose(self) -> ComposeResult:
        """Lay out the list."""
        with Vertical():
            yield Static(plain(self._heading))
            yield OptionList(*(Option(plain(words)) for _, words in self._rows))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """End with the name of what was chosen."""
        self.dismiss(self._rows[event.option_index][0])

    def action_cursor(self, rows: int) -> None:
        """Move through the list."""
        options = self.query_one(OptionList)
        if rows > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()
