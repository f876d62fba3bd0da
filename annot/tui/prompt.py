"""One line at the bottom of the screen for a word or two: a filter, a search, a number, a file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.message_pump import MessagePump
from textual.widget import Widget
from textual.widgets import Input, Static

from annot.tui.line_input import LineInput
from annot.tui.safety import plain

_LOOK_SECONDS = 0.2
"""How often it is looked whether a widget that is waited for works still."""


class Prompt(Widget):
    """A line that asks, and hides when it is answered or given up.

    Enter submits and closes, unless the screen refuses what was typed; Esc closes. Either is over
    before the next key is looked at: what is typed ahead meets what the answer led to.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Submit", show=False, priority=True),
        Binding("escape", "give_up", "Close", show=False, priority=True),
    ]

    DEFAULT_CSS = """
    Prompt {
        display: none;
        height: auto;
        background: $panel;
        color: $foreground;

        &.-open { display: block; }
        & #prompt-error {
            display: none; height: auto; max-height: 4; padding: 0 1;
            color: $text-error; text-style: bold;
        }
        &.-refused #prompt-error { display: block; }
        & Horizontal { height: 1; }
        & #prompt-label { width: auto; padding: 0 1; color: $text-accent; text-style: bold; }
        & LineInput, & LineInput:focus {
            width: 1fr; background: $panel; background-tint: $foreground 0%;
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
        self._refused = ""
        self._led_to: list[Callable[[], Awaitable[object]]] = []
        self._label = Static(id="prompt-label")
        self._input = LineInput()
        self._error = Static(id="prompt-error")

    def compose(self) -> ComposeResult:
        """Lay out the line."""
        yield self._error
        with Horizontal():
            yield self._label
            yield self._input

    @property
    def is_open(self) -> bool:
        """Whether it asks something."""
        return self.has_class("-open")

    @property
    def is_refused(self) -> bool:
        """Whether it says what is wrong."""
        return self.has_class("-refused")

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
        # At once, not by `focus`, which would take the keys back after what is typed ahead.
        self.screen.set_focus(self._input)

    def refuse(self, message: str) -> None:
        """Say above the line what is wrong with what is typed, and stay; "" takes that back."""
        if message != self._refused:  # for nothing, the whole screen would be laid out
            self._refused = message
            self.set_class(bool(message), "-refused")
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

    def then(self, led_to: Callable[[], Awaitable[object]]) -> None:
        """Have the next key wait for what an answer leads to; for who hears the answer.

        Args:
            led_to: Waits for it; called once the answer was heard.
        """
        self._led_to.append(led_to)

    async def action_submit(self) -> None:
        """Hand the answer over, once all that was typed before is in it; close unless refused."""
        await _done_by(self._input)
        self.refuse("")
        self.post_message(self.Submitted(self._kind, self.value))
        await self._heard()
        if not self.is_refused:
            await self.action_give_up()
        led_to, self._led_to = self._led_to, []
        for waits in led_to if self.screen.is_running else ():
            await waits()

    async def action_give_up(self) -> None:
        """Hide, and let it be heard."""
        self.action_close()
        await self._heard()

    async def _heard(self) -> None:
        """Wait until what was told has been heard by all above, up to the screen.

        A message goes up through the queues of all of them; so does this call, behind it.
        """
        above = self.ancestors_with_self
        for node in above[: above.index(self.screen) + 1]:
            await _done_by(node)


async def _done_by(node: MessagePump) -> None:
    """Wait until a widget has done what lies in its queue."""
    done = asyncio.Event()
    is_open = node.call_later(done.set)
    while is_open and node.is_running and not done.is_set():
        with suppress(TimeoutError):
            # A widget that broke does nothing more, and tells nobody.
            await asyncio.wait_for(done.wait(), _LOOK_SECONDS)
