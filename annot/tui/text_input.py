"""An input of several lines."""

from __future__ import annotations

from textual import events
from textual.actions import SkipAction
from textual.message import Message
from textual.widgets import TextArea

from annot.tui.keys_in_order import edited
from annot.tui.typed import many_lines, restored

EDITOR_KEY = "ctrl+e"


class TextInput(TextArea):
    """An input of several lines that the arrows leave at its first and last line."""

    class EditorWanted(Message):
        """The person wants to change the text in an editor of their own."""

        def __init__(self, control: TextInput) -> None:
            super().__init__()
            self.input = control

        @property
        def control(self) -> TextInput:
            """The input."""
            return self.input

    def __init__(self, text: str = "", *, is_selected: bool = False) -> None:
        """Make an input.

        Args:
            text: What it holds; any text.
            is_selected: Whether all of it is selected.
        """
        self._original = text
        super().__init__(
            many_lines(text), soft_wrap=True, tab_behavior="focus", highlight_cursor_line=False,
            compact=True,
        )  # fmt: skip
        self.move_cursor(self.document.end)
        if is_selected:
            self.select_all()

    @property
    def meant(self) -> str:
        """What it holds now; the very text of before where it was left alone."""
        return restored(self._original, many_lines(self._original), self.text)

    def hold(self, text: str) -> None:
        """Hold another text, with the cursor at its end."""
        self._original = text
        self.load_text(many_lines(text))
        self.move_cursor(self.document.end)

    def type_over(self, text: str) -> None:
        """Hold another text, as if it had been typed: it can be undone."""
        self.replace(many_lines(text), self.document.start, self.document.end)
        self.move_cursor(self.document.end)

    async def _on_key(self, event: events.Key) -> None:
        if event.key == EDITOR_KEY:  # not a binding: TextArea has one for the end of the line
            event.stop()
            event.prevent_default()
            self.post_message(self.EditorWanted(self))
        else:
            await edited(self, event)

    def action_cursor_up(self, select: bool = False) -> None:
        """Go up a line, or to the field before."""
        if not select and self.navigator.is_first_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_up(select)

    def action_cursor_down(self, select: bool = False) -> None:
        """Go down a line, or to the next field."""
        if not select and self.navigator.is_last_wrapped_line(self.cursor_location):
            raise SkipAction
        super().action_cursor_down(select)
