"""What is on the screen while something takes long, so that it can be given up."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from annot.tui.safety import plain


class Waiting(ModalScreen[None]):
    """Says what is waited for, and takes the keys meanwhile.

    Args:
        what: What is being done.
        give_up: Called if the person gives it up.

    Attributes:
        is_given_up: Whether nobody waits for it any more.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "give_up", "give up")]
    DEFAULT_CSS = """
    Waiting {
        align: center middle;

        & > Static {
            width: auto;
            max-width: 96%;
            padding: 0 2;
            border: round $primary;
            background: $surface;
            text-style: bold;
        }
    }
    """

    def __init__(self, what: str, give_up: Callable[[], None]) -> None:
        super().__init__()
        self._what = what
        self._give_up = give_up
        self.is_given_up = False

    def compose(self) -> ComposeResult:
        """Lay it out."""
        yield Static(plain(f"{self._what} …  Esc gives up"))

    def action_give_up(self) -> None:
        """Wait no longer."""
        self.is_given_up = True
        self._give_up()
        self.end()

    def end(self) -> None:
        """Close, if it was shown at all."""
        if self.is_attached:
            self.dismiss()
