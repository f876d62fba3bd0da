"""The rules of proof on the screen: which are on, and their numbers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from annot.tui.gate_acts import Outcome, RuleRow
from annot.tui.line_list import LineList
from annot.tui.prompt import Prompt
from annot.tui.safety import plain

_AROUND = 13
"""Lines that are not rows: border, title, keys, the words in full, the prompt with an error."""

_KEYS = "Space on or off · Enter numbers · p preset · Esc back"


class RulesScreen(ModalScreen[None]):
    """All rules of proof in a list, switched and numbered by a key each.

    Args:
        rows: The rules.
        switch: Switches a rule, by its code, on or off.
        number: Sets what was typed as the numbers of a rule.
        preset: Asks for a preset and sets it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss(None)", "back"),
        Binding("space", "switch", "on or off"),
        Binding("p", "preset", "preset"),
    ]
    DEFAULT_CSS = """
    RulesScreen {
        align: center middle;

        & > Vertical {
            width: 96%;
            max-width: 120;
            height: auto;
            border: round $primary;
            background: $surface;
        }
        & #title { text-style: bold; padding: 0 1; }
        & #told { height: 4; padding: 0 1; border-top: solid $panel; }
        & #rule-keys { padding: 0 1; color: $text-muted; }
        & LineList { height: auto; }
    }
    """

    def __init__(
        self,
        rows: Sequence[RuleRow],
        *,
        switch: Callable[[str, bool], Awaitable[Outcome]],
        number: Callable[[str, str], Awaitable[Outcome]],
        preset: Callable[[], Awaitable[Outcome]],
    ) -> None:
        super().__init__()
        self._rows = rows
        self._switch, self._number, self._preset = switch, number, preset
        self._list = LineList([row.line for row in rows])
        self._told = Static(id="told")
        self._prompt = Prompt(id="numbers")

    def compose(self) -> ComposeResult:
        """Lay out the list, what is said of a rule, and the line for its numbers."""
        with Vertical():
            yield Static(plain("The rules of proof  (* changed here)"), id="title")
            yield self._list
            yield self._told
            yield self._prompt
            yield Static(plain(_KEYS), id="rule-keys")

    def on_mount(self) -> None:
        """Begin at the first."""
        self._list.focus()
        self._list.goto(0)

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for what is around the list."""
        self._list.styles.max_height = max(1, event.size.height - _AROUND)

    @property
    def row(self) -> RuleRow:
        """The rule in hand."""
        return self._rows[self._list.cursor]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Leave the keys to the line while something is typed there."""
        return not self._prompt.is_open

    async def action_switch(self) -> None:
        """Switch the rule in hand."""
        self._show(await self._switch(self.row.code, not self.row.enabled))

    async def action_preset(self) -> None:
        """Choose a preset."""
        self.run_worker(self._choose_preset())

    async def _choose_preset(self) -> None:
        self._show(await self._preset())

    @on(LineList.Highlighted)
    def _tell(self) -> None:
        self._told.update(plain(self.row.told))

    @on(LineList.Chosen)
    def _ask_numbers(self) -> None:
        if self.row.numbers:
            self._prompt.ask("numbers", self.row.code, self.row.numbers)
        else:
            self._told.update(plain(f"{self.row.code} has no numbers: Space switches it."))

    @on(Prompt.Submitted)
    async def _set_numbers(self, message: Prompt.Submitted) -> None:
        message.stop()
        if message.value.split() == self.row.numbers.split():
            return
        done = await self._number(self.row.code, message.value)
        if isinstance(done, str):
            self._prompt.refuse(done)
        else:
            self._show(done)

    @on(Prompt.Closed)
    def _prompt_closed(self, message: Prompt.Closed) -> None:
        message.stop()
        self.set_focus(self._list)

    @on(Prompt.Changed)
    def _changed(self, message: Prompt.Changed) -> None:
        message.stop()

    def _show(self, outcome: Outcome) -> None:
        if isinstance(outcome, str):
            self._told.update(plain(outcome))
        elif outcome:
            self._rows = outcome
            self._list.show([row.line for row in outcome])
            self._tell()
