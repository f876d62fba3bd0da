"""A field of a form: what it asks, what takes the value, and what is said beside and below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from annot.text.display import one_line
from annot.tui.choice import Choice
from annot.tui.line_input import LineInput
from annot.tui.safety import plain
from annot.tui.text_input import TextInput

_FLAG = (("no", "no"), ("yes", "yes"))
_MOST_SHOWN = 500


class Fault(NamedTuple):
    """What is wrong with a value as it stands.

    `is_begun` says that it may become right when it is typed to its end.
    """

    reason: str
    is_begun: bool = False


class Suggestion(NamedTuple):
    """What a field may hold: the value, and the words by which it is known; any text."""

    value: str
    words: str


Offer = Callable[[Sequence[Suggestion]], None]
"""Takes suggestions, at once or later; those for what is no longer typed are given up."""

Suggest = Callable[[str, Offer], None]
"""Is told what is typed, and offers values for it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A question of a form.

    Attributes:
        name: What the value is called in what the form hands over.
        label: What the person reads beside it.
        kind: A line, text of several lines, one of `choices`, or "yes" or "no" (flag).
        value: The value to begin with; any text.
        choices: Pairs of a value and the words shown for it.
        hint: What to type, shown while the field is in hand.
        check: Says what is wrong with a value, if anything is, while it is typed.
        suggest: Is told what is typed, and offers values for it.
        is_replaced: Whether all of a text is selected at first, so that what is typed replaces it.
    """

    name: str
    label: str
    kind: Literal["line", "text", "choice", "flag"]
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    check: Callable[[str], Fault | None] | None = None
    suggest: Suggest | None = None
    is_replaced: bool = False


class FieldRow(Horizontal):
    """A field on the screen: its label, what takes the value, and a remark beside it.

    Attributes:
        field: What it asks; `field.value` is the value that counts as unchanged.
        control: What takes the value.
        others: What somebody else wrote there, and is shown below; None if nobody did.
        offered: A likely value that is shown where nothing is typed; empty if there is none.
        advice: What is said of the value while it is in hand, instead of its hint; mostly empty.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", "Field before", show=False),
        Binding("down", "app.focus_next", "Next field", show=False),
    ]

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.control = _control(field)
        self.others: str | None = None
        self.offered = ""
        self.advice = ""
        self._under: str | None = None
        self._noticed = field.value
        self._who = ""
        self._holds_others = False
        self._label = Static(plain(field.label), classes="label")
        self._said = ""
        self._remark = Static(classes="remark")
        self._remark.display = False
        self._below = Static(classes="below")

    def compose(self) -> ComposeResult:
        """Lay out the field."""
        yield self._label
        yield self.control
        yield self._remark

    @property
    def value(self) -> str:
        """The value as it is now; the very value of before where it was left alone."""
        if self._under is not None:
            return self._under
        return self.control.value if isinstance(self.control, Choice) else self.control.meant

    @property
    def is_changed(self) -> bool:
        """Whether the value is another one than in the beginning."""
        return self.value != self.field.value

    @property
    def typed(self) -> str:
        """What the person typed there, also while what somebody else wrote is in its place."""
        is_away = self._holds_others and self.others is not None and not self.is_changed
        return str(self.others) if is_away else self.value

    @property
    def is_typed(self) -> bool:
        """Whether something stands there, or below, that is not saved."""
        return self.typed != self.field.value

    @property
    def holds_others(self) -> bool:
        """Whether what somebody else wrote is in the place of what was typed."""
        return self._holds_others

    @property
    def is_fixed(self) -> bool:
        """Whether it shows a value that cannot be changed here."""
        return self._under is not None

    def put(self, value: str) -> None:
        """Hold another value; any text."""
        if isinstance(self.control, Choice):
            self.control.choose(value)
        else:
            self.control.hold(value)
        self.is_news()

    def is_news(self) -> bool:
        """Whether the value is another one than when this was asked last, or put there."""
        before, self._noticed = self._noticed, self.value
        return before != self._noticed

    def offer(self, value: str) -> None:
        """Show a likely value where nothing is typed, to be taken by a key; any text."""
        self.offered = value
        if isinstance(self.control, LineInput):
            self.control.offer(f"{value}   → takes it" if value else "")

    def fix(self, value: str) -> None:
        """Show a value that cannot be changed here; what was typed stays beneath it."""
        under = self.value
        self._under = None
        # Only to be read, so it need not be whole: an input takes seconds for thousands of marks.
        self.put(one_line(value, _MOST_SHOWN))
        self._under = under
        self.is_news()
        self.control.disabled = True
        self.add_class("-fixed")
        self.check()

    def free(self) -> None:
        """Show what was typed again."""
        if self._under is not None:
            under, self._under = self._under, None
            self.put(under)
            self.control.disabled = False
            self.remove_class("-fixed")
            self.check()

    # What somebody else wrote

    def begin_at(self, value: str) -> None:
        """Count another value as the one of the beginning."""
        self.field = replace(self.field, value=value)

    async def show_others(self, value: str, who: str) -> None:
        """Show below what somebody else wrote there; any text."""
        self.others, self._who, self._holds_others = value, who, False
        self._show_below()
        if not self._below.is_attached and isinstance(self.parent, Widget):
            await self.parent.mount(self._below, after=self)

    def swap(self) -> None:
        """Hold what the other wrote, and show below what was held; once more turns it back."""
        if self.others is not None:
            mine = self.value
            self.put(self.others)
            self.others, self._holds_others = mine, not self._holds_others
            self._show_below()

    def _show_below(self) -> None:
        who = "you" if self._holds_others else self._who
        self._below.update(plain(f"{who}: {self._words(self.others or '')}", keep_newlines=True))

    def _words(self, value: str) -> str:
        """A value as people read it."""
        choices = _FLAG if self.field.kind == "flag" else self.field.choices
        return dict(choices).get(value, value) or "(nothing)"

    async def hide_others(self) -> None:
        """Show nothing below any more."""
        self.others, self._holds_others = None, False
        if self._below.is_attached:
            await self._below.remove()

    # What is said of the value

    def check(self, *, is_left: bool = False) -> Fault | None:
        """Say beside the field what is wrong with its value, if anything is.

        Args:
            is_left: Whether the person is done with it; what is only begun is then wrong too.
        """
        if self.field.check is None:
            return None
        fault = None if self.is_fixed else self.field.check(self.value)
        is_wrong = fault is not None and (is_left or not fault.is_begun)
        self.set_class(is_wrong, "-wrong")
        self.remark(fault.reason if fault and is_wrong else "")
        return fault if is_wrong else None

    def remark(self, words: str) -> None:
        """Say something beside the field; any text."""
        if words != self._said:  # each time costs a layout
            self._said = words
            self._remark.update(plain(words))
            self._remark.display = bool(words)

    def mark(self, *, is_refused: bool) -> None:
        """Show by colour and sign whether the value was refused."""
        self.set_class(is_refused, "-refused")
        self._label.update(plain(f"! {self.field.label}" if is_refused else self.field.label))


def _control(field: Field) -> LineInput | TextInput | Choice:
    if field.kind == "line":
        return LineInput(field.value)
    if field.kind == "text":
        return TextInput(field.value, is_selected=field.is_replaced)
    return Choice(_FLAG if field.kind == "flag" else field.choices, field.value)
