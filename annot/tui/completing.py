"""Completing what is typed in a form: by what the field suggests, and by what is offered in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from annot.tui.field_row import FieldRow, Suggestion
from annot.tui.suggestions import Suggestions


class Completing:
    """What the keys → ↓ ↑ Esc and the mouse do with suggestions.

    Nothing is taken that was not asked for: what is suggested comes when it comes, so that Tab and
    Enter, typed ahead or not, always go on with what the field holds.

    Args:
        shown: Where they are seen.
        hold: Has a field hold a value as if it had been typed.
    """

    def __init__(self, shown: Suggestions, hold: Callable[[FieldRow, str], None]) -> None:
        self._shown = shown
        self._hold = hold

    @property
    def is_open(self) -> bool:
        """Whether suggestions are seen."""
        return self._shown.is_open

    def close(self) -> None:
        """Show none."""
        self._shown.close()

    def typed(self, row: FieldRow) -> None:
        """Ask for suggestions for what is typed in the field in hand, if it has any."""
        suggest, value = row.field.suggest, row.value
        if suggest is None or not row.control.has_focus:
            return
        # What was found for less typed stays until there is more: to hide it costs a layout, and
        # it would flicker.
        self._shown.type_on(row)

        def offer(found: Sequence[Suggestion]) -> None:
            if row.control.has_focus and row.value == value:
                self._shown.open(row, found)

        suggest(value, offer)

    def take(self, row: FieldRow) -> bool:
        """Hold the first suggestion, or else the value that is offered; whether there was one."""
        if self._shown.row is row and not self._shown.is_held:
            value = self._shown.value()
        elif row.offered and not row.value:
            value = row.offered
        else:
            return False
        self._shown.close()
        self._hold(row, value)
        return True

    def step(self, lines: int) -> bool:
        """Hold a following suggestion, or one before; whether there are any."""
        row = self._shown.row
        if row is None:
            return False
        self._hold(row, self._shown.step(lines))
        return True

    def point(self, index: int) -> None:
        """Hold the suggestion that was pointed at."""
        row = self._shown.row
        if row is not None:
            value = self._shown.value(index)
            self._shown.close()
            self._hold(row, value)

    def give_up(self) -> None:
        """Show none, and hold what was typed."""
        row, typed = self._shown.row, self._shown.typed
        self._shown.close()
        if row is not None and row.value != typed:
            self._hold(row, typed)
