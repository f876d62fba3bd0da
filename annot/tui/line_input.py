"""Inputs for text from outside: what is shown is harmless, what is left alone stays as it was."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.suggester import Suggester, SuggestionReady
from textual.widgets import Input

from annot.text.display import shown
from annot.tui.keys_in_order import edited
from annot.tui.typed import one_line, restored


class LineInput(Input):
    """An input of one line, of which nothing is lost: neither what it held nor what is pasted."""

    ALLOW_SELECT: ClassVar[bool] = False

    def __init__(
        self,
        text: str = "",
        *,
        suggester: Suggester | None = None,
        id: str | None = None,  # noqa: A002 - so named in every widget of Textual
    ) -> None:
        """Make an input.

        Args:
            text: What it holds; any text.
            suggester: Completes what is typed.
            id: As for any widget.
        """
        self._original = text
        super().__init__(
            one_line(text), suggester=suggester, select_on_focus=False, compact=True, id=id
        )

    @property
    def meant(self) -> str:
        """What it holds now; the very text of before where it was left alone."""
        return restored(self._original, one_line(self._original), self.value)

    def hold(self, text: str) -> None:
        """Hold another text, with the cursor at its end."""
        self._original = text
        self.value = one_line(text)
        self.cursor_position = len(self.value)

    async def _on_key(self, event: events.Key) -> None:
        await edited(self, event)

    def on_paste(self, event: events.Paste) -> None:
        """Take all lines of what is pasted, not the first alone."""
        event.text = " ".join(event.text.splitlines())

    def on_suggestion_ready(self, event: SuggestionReady) -> None:
        """Suggest nothing that acts on the terminal."""
        event.suggestion = shown(event.suggestion)
