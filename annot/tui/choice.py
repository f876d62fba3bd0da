"""One of a few words, on one line: all of them are seen, the chosen one between `‹` and `›`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, takewhile
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from annot.text.display import shown
from annot.tui.graphemes import cut
from annot.tui.keys_in_order import edited

_OPEN, _CLOSE = "‹ ", " ›"
_BLANK = "  "
_BEFORE, _AFTER = "… ", " …"


class Choice(Widget, can_focus=True):
    """Options side by side; where they do not fit, those around the chosen one are seen.

    A value that is none of the options stays until another one is chosen.
    """

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,space", "step(1)", "Next option", show=False),
        Binding("left", "step(-1)", "Option before", show=False),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {"choice--chosen", "choice--other"}

    DEFAULT_CSS = """
    Choice {
        height: 1;
        width: 1fr;
        color: $foreground;

        & .choice--chosen { color: $text-accent; text-style: bold; }
        & .choice--other { color: $text-muted; }
        &:focus .choice--chosen { background: $primary; color: $text; text-style: bold; }
    }
    Choice:ansi, Choice:nocolor {
        &:focus .choice--chosen {
            background: ansi_default; color: ansi_default; text-style: bold reverse;
        }
    }
    """

    class Changed(Message):
        """Another option was chosen."""

        def __init__(self, choice: Choice, value: str) -> None:
            super().__init__()
            self.choice = choice
            self.value = value

        @property
        def control(self) -> Choice:
            """The widget in which it was chosen."""
            return self.choice

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        value: str = "",
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - so named in every widget of Textual
        classes: str | None = None,
    ) -> None:
        """Offer some options.

        Args:
            choices: Pairs of a value and the words shown for it.
            value: The value chosen already; it need not be among them.
            name: As for any widget.
            id: As for any widget.
            classes: As for any widget.
        """
        super().__init__(name=name, id=id, classes=classes)
        self._values = tuple(value for value, _ in choices)
        self._words = tuple(shown(words) for _, words in choices)
        self._value = value

    @property
    def value(self) -> str:
        """The value chosen."""
        return self._value

    def choose(self, value: str) -> None:
        """Choose a value."""
        if value != self._value:
            self._value = value
            self.post_message(self.Changed(self, value))
            self.refresh()
            self._place_terminal_cursor()

    def action_step(self, options: int) -> None:
        """Choose a following option, or one before if negative; after the last is the first."""
        if self._values:
            at = self._chosen
            if at is None:
                at = -1 if options > 0 else 0
            self.choose(self._values[(at + options) % len(self._values)])

    @property
    def _chosen(self) -> int | None:
        return self._values.index(self._value) if self._value in self._values else None

    async def _on_key(self, event: events.Key) -> None:
        """A letter goes to the next option that begins with it."""
        letter = event.character
        if await edited(self, event) or letter is None or not letter.isalnum():
            return
        at = -1 if self._chosen is None else self._chosen
        count = len(self._words)
        following = [(at + step) % count for step in range(1, count + 1)]
        for option in following:
            if self._words[option].casefold().startswith(letter.casefold()):
                event.stop()
                self.choose(self._values[option])
                return

    # Drawing

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line, always."""
        return 1

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        base = self.rich_style
        if y:
            return Strip.blank(self.size.width, base)
        chosen = self.get_component_rich_style("choice--chosen")
        other = self.get_component_rich_style("choice--other")
        segments = [
            Segment(text, chosen if option == self._chosen else other)
            for option, text in self._options()
        ]
        return Strip(segments).adjust_cell_length(self.size.width, base)

    def _options(self) -> list[tuple[int, str]]:
        """What is seen: the words of options, and where there are more, a sign for the nearest."""
        texts = [
            f"{_OPEN}{words}{_CLOSE}" if option == self._chosen else f"{_BLANK}{words}{_BLANK}"
            for option, words in enumerate(self._words)
        ]
        if not texts:
            return []
        first, last = self._window([cell_len(text) for text in texts])
        seen = [(option, texts[option]) for option in range(first, last + 1)]
        if first == last:
            room = self.size.width - (len(_BEFORE) if first else 0)
            seen = [(first, cut(texts[first], room))] if cell_len(texts[first]) > room else seen
        before = [(first - 1, _BEFORE)] if first else []
        after = [(last + 1, _AFTER)] if last + 1 < len(texts) else []
        return [*before, *seen, *after]

    def _window(self, widths: list[int]) -> tuple[int, int]:
        """The first and the last option to be seen, the chosen one among them."""
        chosen, first = self._chosen or 0, 0
        while (last := self._last(widths, first)) < chosen:
            first += 1
        return first, max(first, last)

    def _last(self, widths: list[int], first: int) -> int:
        """The last option that is seen in whole if the first is a certain one."""
        room = self.size.width - (len(_BEFORE) if first else 0)
        if sum(widths[first:]) <= room:
            return len(widths) - 1
        fitting = takewhile(lambda taken: taken <= room - len(_AFTER), accumulate(widths[first:]))
        return first + max(1, sum(1 for _ in fitting)) - 1

    def _place_terminal_cursor(self) -> None:
        """Braille displays follow the terminal's own cursor."""
        if self.has_focus:
            before = [text for option, text in self._options() if option < (self._chosen or 0)]
            cell = min(sum(map(cell_len, before)), max(0, self.size.width - 1))
            self.app.cursor_position = self.content_region.offset + Offset(cell, 0)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Take the terminal's own cursor."""
        super().watch_has_focus(has_focus)
        self._place_terminal_cursor()

    async def _on_click(self, event: events.Click) -> None:
        reached = 0
        for option, text in self._options():
            reached += cell_len(text)
            if event.get_content_offset_capture(self).x < reached:
                self.choose(self._values[option])
                return
