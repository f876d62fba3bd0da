"""A form: it stays open, with all that was typed, until what it asks for has been taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from annot.errors import AnnotError
from annot.tui import editor, form_keys
from annot.tui.choice import Choice
from annot.tui.completing import Completing
from annot.tui.drafts import Drafts, Slot, Typed, Values
from annot.tui.field_row import Field, FieldRow
from annot.tui.form_keys import FormKey
from annot.tui.keeping import Keeping
from annot.tui.line_input import LineInput
from annot.tui.safety import plain
from annot.tui.suggestions import Suggestions
from annot.tui.text_input import TextInput

CHANGED_HINT = "Esc again throws away what you typed; ctrl+l keeps it for later; ctrl+s saves"
SAVING_HINT = "Saving …"
NO_SUSPENDING = "This terminal cannot be handed over to an editor."

_AROUND = 9
"""Lines of the form that are not fields: border, title, keys, and room for a long message."""

_LEAST = 3
"""Lines for the fields on however low a screen."""

_LEAST_KEYS = 20
"""Cells for keys on however narrow a screen."""


class Form(ModalScreen[bool]):
    """Some questions, answered by keyboard.

    Saving hands the values to `submit`; the form then waits for `saved`, `refused` or
    `changed_meanwhile`. What is typed and not saved is kept as a draft. It ends with whether there
    is a draft to come back to.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # With priority, they act before the next key is looked at: what is typed ahead goes into
        # the field that they lead to.
        Binding("ctrl+s", "save", "Save", priority=True),
        Binding("tab", "app.focus_next", "Next field", show=False, priority=True),
        Binding("shift+tab", "app.focus_previous", "Field before", show=False, priority=True),
        Binding("enter", "next_or_save", "Next field", show=False, priority=True),
        Binding("ctrl+l", "after_typing('leave_for_later')", "Later", priority=True),
        Binding("ctrl+r", "after_typing('take_draft')", "Draft", priority=True),
        Binding("ctrl+t", "after_typing('swap')", "Theirs", priority=True),
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
        & .remark { width: auto; max-width: 40%; padding: 0 0 0 1; color: $text-muted; }
        & FieldRow.-wrong .remark { color: $text-error; }
        & .below {
            width: 1fr; height: auto; max-height: 5; padding: 0 1 0 16;
            color: $text-warning;
        }
        & LineInput, & TextInput { width: 1fr; background: $panel; padding: 0; }
        & FieldRow.-fixed LineInput { opacity: 100%; color: $text-muted; background: $surface; }
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
        slot: Slot | None = None,
        typed: Callable[[str, str], None] = lambda name, value: None,
    ) -> None:
        """Ask something.

        Args:
            title: What it is about; any text.
            fields: The questions, in order.
            submit: Takes the values by the names of their fields; answers by `saved`,
                `refused` or `changed_meanwhile`, at once or later.
            about: What is to be read before it is answered; any text.
            changed_hint: Said at the first Esc if something was typed.
            slot: Where what is typed is kept, and where earlier drafts are found; if any.
            typed: Is told the name of a field and what it holds, whenever that changes.
        """
        super().__init__()
        self._heading = title
        self._about = Static(plain(about), id="about") if about else None
        self._asked = tuple(fields)
        self._rows: list[FieldRow] = []
        self._submit = submit
        self._changed_hint = changed_hint
        unkept = Drafts(lambda _: None, lambda _: None)
        self._keeping = Keeping(self, slot or unkept.slot("", title), self._unsaved)
        self._typed = typed
        self._message = Static(id="message")
        self._keys = Static(id="form-keys")
        self._keys_shown = ""
        self._fields = VerticalScroll(id="fields", can_focus=False)
        self._suggestions = Suggestions()
        self._completing = Completing(self._suggestions, self._hold)
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
        for row in self._rows:
            if isinstance(row.control, LineInput):
                row.control.takes = partial(self._completing.take, row)
                row.control.steps = self._completing.step
        with Vertical(id="form"):
            yield Static(plain(self._heading), id="title")
            if self._about is not None:
                yield self._about
            with self._fields:
                yield from self._rows
            yield self._message
            yield self._keys
            yield self._suggestions

    def on_mount(self) -> None:
        """Begin at the first field."""
        if self._rows:
            self._rows[0].control.focus()
        for row in self._rows:
            row.check()
        self._show_keys()

    # What the owner says

    def saved(self) -> None:
        """What was typed has been taken: close."""
        self._keeping.end()
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
        wrong = self._row(field)
        if wrong is not None:
            wrong.mark(is_refused=True)
        self._say(f"! {message}  {hint}".rstrip(), "-refused")
        in_hand = wrong or self._in_hand
        if in_hand is not None:
            in_hand.control.focus()

    async def changed_meanwhile(self, values: Mapping[str, str], who: str) -> None:
        """Somebody else wrote in between: show it beside what was typed, to choose from.

        Fields that were left alone take what the other wrote.

        Args:
            values: What the fields would begin with now; any text.
            who: Who wrote; any text.
        """
        both = await self._begin_anew(values, who)
        labels = ", ".join(row.field.label for row in both)
        if both:
            told = f"{who} changed this in between, nothing was written: {labels}."
            hint = "ctrl+t takes theirs for a field, ctrl+s saves what the fields hold."
        else:
            told = f"{who} changed other fields in between; they are here now, nothing was written."
            hint = "ctrl+s saves yours with them."
        self.refused(told, hint, both[0].field.name if both else "")
        for row in both:
            row.mark(is_refused=True)
        self._keeping.now()

    def fix(self, values: Mapping[str, str]) -> None:
        """Show in some fields what is known, and let it not be changed here; any text.

        The field in hand is left alone: keys that are on their way are meant for it.
        """
        for name, value in values.items():
            row = self._row(name)
            if row is not None and not row.control.has_focus:
                row.free()
                row.fix(value)

    def free(self) -> None:
        """Show in all fields what was typed there again."""
        for row in self._rows:
            row.free()

    def offer(self, name: str, value: str) -> None:
        """Show a likely value in a field where nothing is typed; empty for none; any text."""
        row = self._row(name)
        if row is not None:
            row.offer(value)

    def remark(self, name: str, words: str) -> None:
        """Say something beside a field; any text."""
        row = self._row(name)
        if row is not None:
            row.remark(words)

    def advise(self, name: str, words: str) -> None:
        """Say something of what is typed in a field while it is in hand; any text."""
        row = self._row(name)
        if row is not None and words != row.advice:
            row.advice = words
            if row is self._in_hand and not self._is_telling:
                self._say_hint()

    def _row(self, name: str) -> FieldRow | None:
        return next((row for row in self._rows if row.field.name == name), None)

    # What the person does

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Leave Enter to a field of several lines."""
        return action != "next_or_save" or not isinstance(self.focused, TextInput)

    def action_after_typing(self, action: str) -> None:
        """Do something once the field in hand has taken in all that was typed."""
        (self.focused or self).call_later(getattr(self, f"_{action}"))

    def action_save(self) -> None:
        """Hand the values over, once the field in hand has taken in all that was typed."""
        (self.focused or self).call_later(self._save)

    def _save(self) -> None:
        if self._is_waiting or self._is_closed:
            return
        self._completing.close()
        self._is_refused = self._is_warned = False
        for row in self._rows:
            row.mark(is_refused=False)
        self._keeping.now()
        for row in self._rows:
            fault = row.check(is_left=True)
            if fault is not None and row.is_changed:
                self.refused(f"{row.field.label}: {fault.reason}.", row.field.hint, row.field.name)
                return
        self._is_waiting = True
        # Nothing can be typed that would be lost when the answer comes.
        self._fields.disabled = True
        self._say(SAVING_HINT)
        self._submit({row.field.name: row.value for row in self._rows})

    def action_leave(self) -> None:
        """Close; if something was typed, only the second time."""
        if self._is_waiting:
            return
        if self._completing.is_open:
            self._completing.give_up()
        elif self._is_warned or not self._is_anything_typed:
            self._keeping.end()
            self._close()
        else:
            self._is_warned = True
            self._say(self._changed_hint, "-warning")

    async def _leave_for_later(self) -> None:
        """Close, and keep what was typed as a draft."""
        if not self._is_waiting:
            self._keeping.now()
            self._close(is_kept=self._is_anything_typed)

    def action_next_or_save(self) -> None:
        """Go to the next field; after the last one, save."""
        last = next((row for row in reversed(self._rows) if not row.is_fixed), None)
        if last is None or self.focused is last.control:
            self.action_save()
        else:
            self.focus_next()

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Choice.Changed)
    def _hear(self, event: Input.Changed | TextArea.Changed | Choice.Changed) -> None:
        row = self._row_of(event.control)
        if row is not None and row.is_news():
            self._was_edited(row)
            self._completing.typed(row)

    @on(Suggestions.Pointed)
    def _was_pointed_at(self, event: Suggestions.Pointed) -> None:
        self._completing.point(event.index)

    def _hold(self, row: FieldRow, value: str) -> None:
        """Hold a value as if it had been typed."""
        row.put(value)
        self._was_edited(row)

    def _was_edited(self, row: FieldRow) -> None:
        """The person goes on: the next Esc warns again."""
        if self._is_warned:
            self._is_warned = False
            self._say_hint()
        row.check()
        self._keeping.soon()
        self._show_keys()
        self._typed(row.field.name, row.value)

    def _row_of(self, control: object) -> FieldRow | None:
        return next((row for row in self._rows if row.control is control), None)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what the field in hand asks for."""
        row = self._row_of(event.widget)
        if row is not None:
            is_first = self._in_hand is None
            self._in_hand = row
            if is_first and self._keeping.is_offering:
                self._say(self._keeping.offer, "-warning")
            elif not self._is_telling:
                self._say_hint()
            self._show_keys()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Be done with the field that was in hand."""
        self._completing.close()
        row = self._row_of(event.widget)
        if row is not None:
            row.check(is_left=True)

    # Drafts

    def _unsaved(self) -> Values:
        """What is typed and not saved."""
        typed = {} if self._is_done else {row.field.name: row for row in self._rows if row.is_typed}
        return {name: Typed(row.field.value, row.typed) for name, row in typed.items()}

    async def _take_draft(self) -> None:
        """Bring back what was left in this form before; what is typed now is kept meanwhile."""
        found = None if self._is_waiting else self._keeping.take()
        if found is None:
            return
        draft, told = found
        self.free()
        for row in self._rows:
            saved = row.field.value
            typed = draft.values.get(row.field.name, Typed(saved, saved))
            await row.hide_others()
            row.put(typed.now)
            if saved not in (typed.was, typed.now):
                await row.show_others(saved, "saved since")
            self._was_edited(row)
        self._is_refused = self._is_warned = False
        self._say(told, "-warning")
        self._show_keys()

    # What others wrote

    async def _begin_anew(self, values: Mapping[str, str], who: str) -> list[FieldRow]:
        """Begin with other values, and keep what was typed; the fields in which both wrote."""
        both = []
        for row in self._rows:
            fresh = values.get(row.field.name, row.field.value)
            if fresh == row.field.value:
                continue
            is_mine, mine = row.is_changed, row.value
            row.begin_at(fresh)
            if not is_mine:
                row.put(fresh)
                row.remark(f"by {who}")
            elif mine != fresh:
                await row.show_others(fresh, who)
                both.append(row)
        return both

    async def _swap(self) -> None:
        """Hold what the other wrote in the field in hand, or what was typed there again."""
        row = self._in_hand
        if row is not None and row.others is not None and not self._is_waiting:
            row.swap()
            self._was_edited(row)
            self._show_keys()

    # An editor

    @on(TextInput.EditorWanted)
    def _edit_outside(self, event: TextInput.EditorWanted) -> None:
        """Have the person's own editor change a long text."""
        control = event.control
        self._keeping.now()
        try:
            words = editor.command()
            with self.app.suspend():
                found = editor.edit(words, control.text)
        except SuspendNotSupported:
            self._say(f"! {NO_SUSPENDING}", "-refused")
        except AnnotError as error:
            self._say(f"! {error.message}", "-refused")
        else:
            if found.text != control.text:
                control.type_over(found.text)
            self._say(found.told, "-warning" if found.told else "")

    # Coming and going

    def on_resize(self, event: events.Resize) -> None:
        """Leave room for what is around the fields."""
        room = event.size.height - _AROUND
        if self._about is not None:
            self._about.styles.max_height = about = max(1, room // 2)
            room -= about
        self._fields.styles.max_height = max(_LEAST, room)
        self.call_after_refresh(self._suggestions.place)
        self._show_keys()

    def on_screen_resume(self) -> None:
        """Close if what was typed was taken while another screen lay above."""
        if self._is_done:
            self._close()

    def on_unmount(self) -> None:
        """Keep what was typed if the program ends while the form is open."""
        if not self._is_closed:
            self._keeping.now()

    def _close(self, *, is_kept: bool = False) -> None:
        """Close, once, unless another screen lies above."""
        # Not `is_current`, which is also true of a screen that is seen behind another one.
        if self.app.screen is self and not self._is_closed:
            self._is_closed = True
            self.dismiss(is_kept)

    def _say_hint(self) -> None:
        row = self._in_hand
        if row is not None:
            chosen = "← → or Space choose" if row.field.kind in ("choice", "flag") else ""
            self._say(row.advice or row.field.hint or chosen)
        else:
            self._say("")

    def _say(self, message: str, look: str = "") -> None:
        for name in ("-refused", "-warning"):
            self._message.set_class(name == look, name)
        self._message.update(plain(message))

    def _show_keys(self) -> None:
        """Say which keys there are for the field in hand, as many as there is room for."""
        words = ""
        for key in self._keys_now():
            longer = f"{words}   {key}".strip()
            if len(longer) <= max(_LEAST_KEYS, self._keys.size.width):
                words = longer
        if words != self._keys_shown:  # each time costs a layout
            self._keys_shown = words
            self._keys.update(plain(words))

    def _keys_now(self) -> Iterator[FormKey]:
        row = self._in_hand
        yield form_keys.SAVE
        if row is not None and row.others is not None:
            yield form_keys.THEIRS._replace(label="yours" if row.holds_others else "theirs")
        if self._keeping.is_offering:
            yield form_keys.DRAFT
        if row is not None and isinstance(row.control, TextInput):
            yield form_keys.EDITOR
        yield form_keys.CLOSE
        if self._is_anything_typed:
            yield form_keys.LATER
        yield form_keys.NEXT

    @property
    def _is_telling(self) -> bool:
        """Whether something is said that is not to be replaced by a hint."""
        return self._is_refused or self._is_warned or self._is_waiting

    @property
    def _is_anything_typed(self) -> bool:
        return any(row.is_typed for row in self._rows)
