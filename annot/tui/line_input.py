"""Inputs for text from outside: what is shown is harmless, what is left alone stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.widgets import Input

from annot.text.display import shown
from annot.tui.keys_in_order import edited
from annot.tui.typed import one_line, restored


class LineInput(Input):
    """An input of one line, of which nothing is lost: neither what it held nor what is pasted.

    Attributes:
        takes: What → does at the end, where it would do nothing; whether it did.
        steps: What ↓ (1) and ↑ (-1) do; whether they did.
    """

    ALLOW_SELECT: ClassVar[bool] = False

    # What is typed needs no other room: Textual would lay out the whole screen for every letter.
    virtual_size: Reactive[Size] = Reactive(Size(0, 0), layout=False)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "step(1)", "Next suggestion", show=False),
        Binding("up", "step(-1)", "Suggestion before", show=False),
    ]

    def __init__(
        self,
        text: str = "",
        *,
        id: str | None = None,  # noqa: A002 - so named in every widget of Textual
    ) -> None:
        """Make an input.

        Args:
            text: What it holds; any text.
            id: As for any widget.
        """
        self._original = text
        self.takes: Callable[[], bool] = lambda: False
        self.steps: Callable[[int], bool] = lambda _: False
        super().__init__(one_line(text), select_on_focus=False, compact=True, id=id)

    @property
    def meant(self) -> str:
        """What it holds now; the very text of before where it was left alone."""
        return restored(self._original, one_line(self._original), self.value)

    def hold(self, text: str) -> None:
        """Hold another text, with the cursor at its end."""
        self._original = text
        self.value = one_line(text)
        self.cursor_position = len(self.value)

    def offer(self, words: str) -> None:
        """Show words where nothing is typed; any text."""
        self.placeholder = shown(words)  # which an `Input` never reads as markup

    def on_resize(self) -> None:
        """Keep what is typed in sight when a remark takes some of the room."""
        if self.has_focus:
            self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    async def _on_key(self, event: events.Key) -> None:
        await edited(self, event)

    def action_cursor_right(self, select: bool = False) -> None:
        """Go right; at the end, take what is suggested there."""
        if select or not self.cursor_at_end or not self.takes():
            super().action_cursor_right(select)

    def action_step(self, lines: int) -> None:
        """Go through what is suggested, or else to another field."""
        if not self.steps(lines):
            raise SkipAction

    def on_paste(self, event: events.Paste) -> None:
        """Take all lines of what is pasted, not the first alone."""
        event.text = " ".join(event.text.splitlines())
