"""A form: it stays open, with all that was typed, until what it asks for has been taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static, TextArea

from annot.tui.choice import Choice
from annot.tui.line_input import LineInput
from annot.tui.safety import plain
from annot.tui.text_input import TextInput

CHANGED_HINT = "Esc again throws away what you typed; ctrl+s saves"
SAVING_HINT = "Saving …"
_KEYS = "ctrl+s save   Tab next field   Esc close"
_FLAG = (("no", "no"), ("yes", "yes"))

_AROUND = 9
"""Lines of the form that are not fields: border, title, keys, and room for a long message."""

_LEAST = 3
"""Lines for the fields on however low a screen."""


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
        suggester: Completes a line.
    """

    name: str
    label: str
    kind: Literal["line", "text", "choice", "flag"]
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    suggester: Suggester | None = None


class FieldRow(Horizontal):
    """A field on the screen: its label, and what takes the value."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "app.focus_previous", "Field before", show=False),
        Binding("down", "app.focus_next", "Next field", show=False),
    ]

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.control = _control(field)
        self._label = Static(plain(field.label), classes="label")

    def compose(self) -> ComposeResult:
        """Lay out the field."""
        yield self._label
        yield self.control

    @property
    def value(self) -> str:
        """The value as it is now; the very value of before where it was left alone."""
        return self.control.value if isinstance(self.control, Choice) else self.control.meant

    @property
    def is_changed(self) -> bool:
        """Whether the value is another one than in the beginning."""
        return self.value != self.field.value

    def mark(self, *, is_refused: bool) -> None:
        """Show by colour and sign whether the value was refused."""
        self.set_class(is_refused, "-refused")
        self._label.update(plain(f"! {self.field.label}" if is_refused else self.field.label))


class Form(ModalScreen[None]):
    """Some questions, answered by keyboard.

    Saving hands the values to `submit`; the form then waits for `saved` or `refused`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # With priority, they act before the next key is looked at: what is typed ahead goes into
        # the field that they lead to.
        Binding("ctrl+s", "save", "Save", priority=True),
        Binding("tab", "app.focus_next", "Next field", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", "Field before", show=False, priority=True),
        Binding("enter", "next_or_save", "Next field", show=False, priority=True),
        Binding("escape", "leave", "Close"),
    ]

    VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-high")]  # noqa: RUF012 - so declared by Textual

    DEFAULT_CSS = """
    Form {
        align: center middle;

        & > #form {
            width: 96%;
            max-width: 100;
            height: auto;
            max-height: 100%;
            padding: 0 1;
            border: round $primary;
            background: $surface;
        }
        & #title { text-style: bold; padding: 0 1; }
        & #about { height: auto; padding: 0 1; }
        & #fields { height: auto; scrollbar-size-vertical: 1; }
        & #message {
            height: 2;
            padding: 0 1;
            color: $text-muted;

            &.-refused { height: auto; min-height: 2; max-height: 5; color: $text-error; }
            &.-warning { color: $text-warning; }
        }
        & #form-keys { height: 1; padding: 0 1; color: $text-accent; }

        & FieldRow { height: auto; border-left: blank; }
        & FieldRow:focus-within { border-left: outer $accent; }
        & .label { width: 15; padding: 0 1 0 0; color: $text-muted; }
        & FieldRow:focus-within .label { color: $foreground; text-style: bold; }
        & FieldRow.-refused .label { color: $text-error; text-style: bold; }
        & LineInput, & TextInput { background: $panel; padding: 0; }
        & TextInput { height: auto; min-height: 3; max-height: 6; scrollbar-size-vertical: 1; }

        &.-high #title, &.-high #about, &.-high FieldRow { margin-bottom: 1; }
    }
    Form:ansi {
        & LineInput, & TextInput { background: ansi_default; }
    }
    """

    def __init__(
        self,
        title: str,
        fields: Iterable[Field],
        submit: Callable[[dict[str, str]], None],
        *,
        about: str = "",
        changed_hint: str = CHANGED_HINT,
    ) -> None:
        """Ask something.

        Args:
            title: What it is about; any text.
            fields: The questions, in order.
            submit: Takes the values by the names of their fields; answers by `saved` or
                `refused`, at once or later.
            about: What is to be read before it is answered; any text.
            changed_hint: Said at the first Esc if something was typed.
        """
        super().__init__()
        self._heading = title
        self._about = Static(plain(about), id="about") if about else None
        self._asked = tuple(fields)
        self._rows: list[FieldRow] = []
        self._submit = submit
        self._changed_hint = changed_hint
        self._message = Static(id="message")
        self._fields = VerticalScroll(id="fields", can_focus=False)
        self._in_hand: FieldRow | None = None
        self._is_waiting = False
        self._is_warned = False
        self._is_refused = False
        self._is_done = False
        self._is_closed = False

    def compose(self) -> ComposeResult:
        """Lay out the form."""
        # An input can only be made while an app runs; the form itself may be made before.
        self._rows = [FieldRow(field) for field in self._asked]
        with Vertical(id="form"):
            yield Static(plain(self._heading), id="title")
            if self._about is not None:
                yield self._about
            with self._fields:
                yield from self._rows
            yield self._message
            yield Static(plain(_KEYS), id="form-keys")

    def on_mount(self) -> None:
        """Begin at the first field."""
        if self._rows:
            self._rows[0].control.focus()

    # What the owner says

    def saved(self) -> None:
        """What was typed has been taken: close."""
        self._is_waiting = False
        self._is_done = True
        self._close()

    def refused(self, message: str, hint: str = "", field: str = "") -> None:
        """What was typed cannot be taken: say why, and let it be corrected.

        Args:
            message: What is wrong; any text.
            hint: What to do; any text.
            field: The name of the field that is wrong, if it is one.
        """
        if self._is_closed:
            return
        self._is_waiting = False
        self._is_refused = True
        self._fields.disabled = False
        wrong = next((row for row in self._rows if row.field.name == field), None)
        if wrong is not None:
            wrong.mark(is_refused=True)
        self._say(f"! {message}  {hint}".rstrip(), "-refused")
        in_hand = wrong or self._in_hand
        if in_hand is not None:
            in_hand.control.focus()

    # What the person does

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Leave Enter to a field of several lines."""
        return action != "next_or_save" or not isinstance(self.focused, TextInput)

    def action_save(self) -> None:
        """Hand the values over, once the field in hand has taken in all that was typed."""
        (self.focused or self).call_later(self._save)

    def _save(self) -> None:
        if self._is_waiting or self._is_closed:
            return
        self._is_refused = self._is_warned = False
        for row in self._rows:
            row.mark(is_refused=False)
        self._is_waiting = True
        # Nothing can be typed that would be lost when the answer comes.
        self._fields.disabled = True
        self._say(SAVING_HINT)
        self._submit({row.field.name: row.value for row in self._rows})

    def action_leave(self) -> None:
        """Close; if something was typed, only the second time."""
        if self._is_warned or not any(row.is_changed for row in self._rows):
            self._close()
        else:
            self._is_warned = True
            self._say(self._changed_hint, "-warning")

    def action_next_or_save(self) -> None:
        """Go to the next field; after the last one, save."""
        if self.focused is self._rows[-1].control:
            self.action_save()
        else:
            self.focus_next()

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Choice.Changed)
    def _was_edited(self) -> None:
        """The person goes on: the next Esc warns again."""
        if self._is_warned:
            self._is_warned = False
            self._say_hint()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what the field in hand asks for."""
        row = event.widget.parent
        if isinstance(row, FieldRow):
            self._in_hand = row
            if not (self._is_refused or self._is_warned or self._is_waiting):
                self._say_hint()

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for what is around the fields."""
        room = event.size.height - _AROUND
        if self._about is not None:
            self._about.styles.max_height = about = max(1, room // 2)
            room -= about
        self._fields.styles.max_height = max(_LEAST, room)

    def on_screen_resume(self) -> None:
        """Close if what was typed was taken while another screen lay above."""
        if self._is_done:
            self._close()

    def _close(self) -> None:
        """Close, once, unless another screen lies above."""
        # Not `is_current`, which is also true of a screen that is seen behind another one.
        if self.app.screen is self and not self._is_closed:
            self._is_closed = True
            self.dismiss()

    def _say_hint(self) -> None:
        self._say(self._in_hand.field.hint if self._in_hand is not None else "")

    def _say(self, message: str, look: str = "") -> None:
        for name in ("-refused", "-warning"):
            self._message.set_class(name == look, name)
        self._message.update(plain(message))


def _control(field: Field) -> LineInput | TextInput | Choice:
    if field.kind == "line":
        return LineInput(field.value, suggester=field.suggester)
    if field.kind == "text":
        return TextInput(field.value)
    return Choice(_FLAG if field.kind == "flag" else field.choices, field.value)
