"""The people on the screen, one a line: their role, and how much they have to do and did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from rich.segment import Segment
from textual.strip import Strip

from annot.store.checked_by import same_person
from annot.store.people_reading import PersonWork
from annot.text.display import shown
from annot.tui.graphemes import cut
from annot.tui.paint import Paint
from annot.tui.row_window import CURSOR_PAINTS, CURSOR_SIGN, RowWindow
from annot.vocabulary import label

YOU_SIGN = "@"

SIGNS = (
    (CURSOR_SIGN, "in hand"),
    (YOU_SIGN, "you"),
    ("–", "no role: not on the list, but named in the ledger"),
    ("to do", "claims still to check, to judge or to adjudicate"),
)
"""The signs of the list, each with what it means."""

_SIGN_CELLS = 3
_ROLE_CELLS = 10
_LEAST_NAME = 14
"""Cells of a name that are seen at least; columns that leave less are left out."""


class _Count(NamedTuple):
    """A column of counts: its heading, and its rank, by which those with a high one go first."""

    heading: str
    rank: int


_COUNTS = (_Count("to do", 0), _Count("checked", 1), _Count("approved", 3), _Count("judged", 2))

PAINTS: dict[str, Paint] = {
    **CURSOR_PAINTS,
    "heading": Paint("text-muted", "panel", manner="bold", bare="underline"),
    "you": Paint("text-accent", manner="bold"),
}


def counts(person: PersonWork) -> tuple[int, int, int, int]:
    """What somebody has to do, checked, approved and judged."""
    return (person.to_check + person.asked, person.checked, person.approved, person.judged)


class PeopleList(RowWindow):
    """A window on the people."""

    DEFAULT_CSS = "PeopleList { border-top: solid $panel; }"
    PAINTS: ClassVar[dict[str, Paint]] = PAINTS

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - as in Textual
        super().__init__(id=id)
        self._rows: Sequence[PersonWork] = ()
        self._actor = ""

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def rows(self) -> Sequence[PersonWork]:
        """The people, as they are listed."""
        return self._rows

    @property
    def current(self) -> PersonWork | None:
        """The person under the cursor; None if there is nobody."""
        return self._rows[self._cursor] if self._rows else None

    def show(self, rows: Sequence[PersonWork], *, actor: str, cursor: int = 0) -> None:
        """Show other rows, with the cursor on one of them.

        Args:
            rows: The people.
            actor: Who acts.
            cursor: The row for the cursor, counted from 0.
        """
        self._rows, self._actor = rows, actor
        self._begin_at(cursor)

    # Drawing

    def _columns(self) -> tuple[int, list[int]]:
        """The cells of a name, and which counts there is room for."""
        columns = list(range(len(_COUNTS)))

        def room() -> int:
            taken = sum(len(_COUNTS[column].heading) + 2 for column in columns)
            return self.cells - _SIGN_CELLS - _ROLE_CELLS - taken

        while len(columns) > 1 and room() < _LEAST_NAME:
            columns.remove(max(columns, key=lambda column: _COUNTS[column].rank))
        return max(0, room()), columns

    def _rule(self) -> Strip:
        """The names of the columns, where other panes have a rule."""
        cells = self.outer_size.width
        style = self._paint.base + self._paint("heading")
        room, columns = self._columns()
        right = "".join(f"  {_COUNTS[column].heading}" for column in columns)
        left = f"{'':{_SIGN_CELLS}}{cut('name', room)}{cut('role', _ROLE_CELLS)}"
        return Strip([Segment(f"{left}{right}", style)]).adjust_cell_length(cells, style)

    def render_line(self, y: int) -> Strip:
        """Draw a line of the window; `y` counts from its top."""
        index, cells = y + self.scroll_offset.y, self.cells
        if index >= len(self._rows):
            return Strip.blank(cells, self._paint.base)
        has_cursor = index == self._cursor
        segments = self._segments(self._rows[index], has_cursor)
        return Strip(segments).adjust_cell_length(cells, self._style("", has_cursor=has_cursor))

    def _segments(self, person: PersonWork, has_cursor: bool) -> list[Segment]:
        def part(text: str, look: str = "") -> Segment:
            return Segment(text, self._style(look, has_cursor=has_cursor))

        room, columns = self._columns()
        numbers = counts(person)
        role = label(person.role) if person.role else "–"
        return [
            part(CURSOR_SIGN if has_cursor else " "),
            part(YOU_SIGN if same_person(person.name, self._actor) else " ", "you"),
            part(" "),
            part(cut(shown(person.name), room)),
            part(cut(role, _ROLE_CELLS), "" if person.role else "muted"),
            *(
                part(
                    f"  {numbers[column]:>{len(_COUNTS[column].heading)},}",
                    "" if numbers[column] else "muted",
                )
                for column in columns
            ),
        ]
