"""One line at the bottom of the screen for a word or two: a filter, a search, a number, a file."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from annot.tui.line_input import LineInput
from annot.tui.safety import plain


class Prompt(Widget):
    """A line that asks, and hides when it is answered or given up.

    Enter submits and closes, unless the owner refuses what was typed; Esc closes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "close", "Close", show=False)]

    DEFAULT_CSS = """
    Prompt {
        display: none;
        layout: horizontal;
        height: 1;
        background: $panel;
        color: $foreground;

        &.-open { display: block; }
        & #prompt-label { width: auto; padding: 0 1; color: $text-accent; text-style: bold; }
        & LineInput, & LineInput:focus {
            width: 1fr; background: $panel; background-tint: $foreground 0%;
        }
        & #prompt-error {
            width: auto; max-width: 60%; height: 1; padding: 0 1;
            color: $text-error; text-style: bold;
        }
    }
    Prompt:ansi {
        background: ansi_default;
        & LineInput, & LineInput:focus { background: ansi_default; }
    }
    """

    class Answer(Message):
        """Something about the question of a kind, as `ask` was told it."""

        def __init__(self, kind: str, value: str) -> None:
            super().__init__()
            self.kind = kind
            self.value = value

    class Changed(Answer):
        """The value is another one now."""

    class Submitted(Answer):
        """The value is meant."""

    class Closed(Message):
        """The prompt is hidden: it was answered or given up."""

        def __init__(self, kind: str) -> None:
            super().__init__()
            self.kind = kind

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - so named in every widget of Textual
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._kind = ""
        self._is_refused = False
        self._label = Static(id="prompt-label")
        self._input = LineInput()
        self._error = Static(id="prompt-error")

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield self._label
        yield self._input
        yield self._error

    @property
    def is_open(self) -> bool:
        """Whether it asks something."""
        return self.has_class("-open")

    @property
    def value(self) -> str:
        """What is typed."""
        return self._input.meant

    def ask(self, kind: str, label: str, value: str = "") -> None:
        """Ask something.

        Args:
            kind: What the answer's messages are marked with.
            label: What is asked; any text.
            value: What the answer is so far; any text.
        """
        self._kind = kind
        self.refuse("")
        self._label.update(plain(label))
        with self.prevent(Input.Changed):
            self._input.hold(value)
        self.add_class("-open")
        self._input.focus()

    def refuse(self, message: str) -> None:
        """Say at the right what is wrong with what is typed, and stay; "" takes that back."""
        self._is_refused = bool(message)
        self._error.update(plain(message))

    def action_close(self) -> None:
        """Hide."""
        if self.is_open:
            self.remove_class("-open")
            self.post_message(self.Closed(self._kind))

    @on(Input.Changed)
    def _tell_change(self, event: Input.Changed) -> None:
        event.stop()
        if self.is_open:
            self.post_message(self.Changed(self._kind, self.value))

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.refuse("")
        self.post_message(self.Submitted(self._kind, self.value))
        self.call_later(self._close_when_heard, 0)

    def _close_when_heard(self, above: int) -> None:
        """Close after each of those above has seen the answer and could refuse it.

        A message goes up through the queues of all of them; so does this call, behind it.
        """
        if above < len(self.ancestors):
            self.ancestors[above].call_later(self._close_when_heard, above + 1)
        elif not self._is_refused:
            self.action_close()
