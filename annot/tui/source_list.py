"""The sources on the screen, one a line, however many there are."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from annot.store.source_reading import SourceLine
from annot.text.addresses import printed
from annot.text.display import shown
from annot.tui.graphemes import cut
from annot.tui.paint import Paint
from annot.tui.row_window import CURSOR_PAINTS, CURSOR_SIGN, MARK_SIGN, RowWindow
from annot.vocabulary import label

CONFIDENTIAL_SIGN = "§"
NOT_ARCHIVED_SIGN = "!"
DEAD_SIGN = "†"
NEVER_ACCESSED_SIGN = "?"
DOUBLE_SIGN = "="

SIGNS = (
    (CONFIDENTIAL_SIGN, "confidential"),
    (NOT_ARCHIVED_SIGN, "has an address, and neither an archived one nor a snapshot"),
    (DEAD_SIGN, "did not answer when it was asked last"),
    (NEVER_ACCESSED_SIGN, "has an address, and was never looked at"),
    (DOUBLE_SIGN, "looks like another source"),
    ("12", "how often it is cited"),
    (CURSOR_SIGN, "in hand"),
    (MARK_SIGN, "marked"),
)
"""The signs of the list, each with what it means."""

_HEADINGS = ("publisher", "published", "kind", "handle")
_SIGN_CELLS = 6
_CITED_CELLS = 5
_PUBLISHER_CELLS = 15
_DATE_CELLS = 11
_KIND_CELLS = 10
_SLUG_CELLS = 15
_WITH_PUBLISHER = 60
"""Cells from which on the publisher has a column, and so on."""
_WITH_SLUG = 76
_WITH_KIND = 84


PAINTS: dict[str, Paint] = {
    **CURSOR_PAINTS,
    "heading": Paint("text-muted", "panel", manner="bold", bare="underline"),
    "warning": Paint("text-warning"),
    "confidential": Paint("text-error", manner="bold"),
    "double": Paint("text-accent", manner="bold"),
}


class SourceList(RowWindow):
    """A window on a list of sources; `marks` are their ids."""

    DEFAULT_CSS = "SourceList { border-top: solid $panel; }"
    PAINTS: ClassVar[dict[str, Paint]] = PAINTS

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - as in Textual
        super().__init__(id=id)
        self._rows: Sequence[SourceLine] = ()
        self._doubles: Set[int] = frozenset()

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    @property
    def rows(self) -> Sequence[SourceLine]:
        """The sources, as they are listed."""
        return self._rows

    @property
    def current(self) -> SourceLine | None:
        """The source under the cursor; None if there is none."""
        return self._rows[self._cursor] if self._rows else None

    def show(self, rows: Sequence[SourceLine], *, cursor: int = 0) -> None:
        """Show other rows, with the cursor on one of them; marks stay.

        Args:
            rows: The sources.
            cursor: The row for the cursor, counted from 0.
        """
        self._rows = rows
        self._begin_at(cursor)

    def show_doubles(self, doubles: Set[int]) -> None:
        """Say which sources, by id, look like another."""
        self._doubles = doubles
        self.refresh()

    def toggle_mark(self) -> None:
        """Mark the source under the cursor, or take its mark away."""
        if self.current is not None:
            self.marks.symmetric_difference_update({self.current.id})
            self.row_changed(self._cursor)

    # Drawing

    def _rule(self) -> Strip:
        """The names of the columns, where other panes have a rule."""
        cells = self.outer_size.width
        style = self._paint.base + self._paint("heading")
        right = "".join(f" {cut(name, room - 1)}" for name, room in _columns(_HEADINGS, self.cells))
        left = f"{'':{_SIGN_CELLS}}{'cited':>{_CITED_CELLS}} "
        room = max(0, self.cells - len(left) - len(right))
        return Strip([Segment(f"{left}{cut('source', room)}{right}", style)]).adjust_cell_length(
            cells, style
        )

    def render_line(self, y: int) -> Strip:
        """Draw a line of the window; `y` counts from its top."""
        index, cells = y + self.scroll_offset.y, self.cells
        if index >= len(self._rows):
            return Strip.blank(cells, self._paint.base)
        has_cursor = index == self._cursor
        segments = self._segments(self._rows[index], has_cursor, cells)
        return Strip(segments).adjust_cell_length(cells, self._style("", has_cursor=has_cursor))

    def _segments(self, row: SourceLine, has_cursor: bool, cells: int) -> list[Segment]:
        def part(text: str, look: str = "") -> Segment:
            return Segment(text, self._style(look, has_cursor=has_cursor))

        columns = _columns((row.publisher, row.published, label(row.kind), row.slug), cells)
        right = [part(f" {cut(shown(text), room - 1)}", "muted") for text, room in columns]
        left = [
            part(CURSOR_SIGN if has_cursor else " "),
            part(MARK_SIGN if row.id in self.marks else " ", "marked"),
            part(CONFIDENTIAL_SIGN if row.confidential else " ", "confidential"),
            part(DEAD_SIGN if row.problem else _kept_sign(row), "warning"),
            part(NEVER_ACCESSED_SIGN if is_never_accessed(row) else " ", "warning"),
            part(DOUBLE_SIGN if row.id in self._doubles else " ", "double"),
            part(f"{row.cited:>{_CITED_CELLS},} ", "" if row.cited else "muted"),
        ]
        room = cells - sum(cell_len(item.text) for item in (*left, *right))
        return [*left, part(cut(shown(named(row)), max(0, room))), *right]


def _columns(texts: tuple[str, str, str, str], cells: int) -> list[tuple[str, int]]:
    """What stands at the right of a row, each with its cells, as there is room."""
    publisher, published, kind, slug = texts
    columns = [(published, _DATE_CELLS)]
    if cells >= _WITH_PUBLISHER:
        columns.insert(0, (publisher, _PUBLISHER_CELLS))
    if cells >= _WITH_KIND:
        columns.append((kind, _KIND_CELLS))
    if cells >= _WITH_SLUG:
        columns.append((slug, _SLUG_CELLS))
    return columns


def named(row: SourceLine) -> str:
    """What people know a source by: its title, else its address or handle."""
    return row.title or printed(row.url) or row.slug


def _kept_sign(row: SourceLine) -> str:
    return NOT_ARCHIVED_SIGN if is_not_archived(row) else " "


def is_not_archived(row: SourceLine) -> bool:
    """Whether its page may be gone one day, and nothing would be left."""
    return bool(row.url) and not row.archived_url and not row.snapped


def is_never_accessed(row: SourceLine) -> bool:
    """Whether nobody noted when its page was looked at."""
    return bool(row.url) and not row.accessed
