"""The line at the top: what is open, how far it is checked, what was done last."""

from __future__ import annotations

from time import monotonic

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from annot.store.list_reading import Tally
from annot.text.display import shown
from annot.tui.graphemes import cut
from annot.tui.kept import Kept
from annot.tui.paint import Paint, Painter

BAR_CELLS = 12
NARROW_BAR_CELLS = 6
_WIDE = 100
"""Cells from which on the progress says what it counts."""

LEAST_TITLE = 8
"""Cells of a title that are seen beside the longest filter."""


PAINTS: dict[str, Paint] = {
    "title": Paint(manner="bold"),
    "told": Paint("text-accent"),
    "bar": Paint("text-success"),
}


class StatusLine(Kept):
    """Title and narrowing at the left, the last act in the middle, progress at the right."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    StatusLine {
        height: 1;
        background: $panel;
        color: $foreground;

    }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - as in Textual
        super().__init__(id=id)
        self._paint = Painter(self, PAINTS)
        self._title = ""
        self._narrowing = ""
        self._told = ""
        self._told_at = 0.0
        self._tally = Tally(0, 0)

    @property
    def title(self) -> str:
        """What is open."""
        return self._title

    @title.setter
    def title(self, title: str) -> None:
        self._title = title
        self.refresh()

    @property
    def narrowing(self) -> str:
        """What acts and list are narrowed to; it is seen even where the title has no room."""
        return self._narrowing

    @narrowing.setter
    def narrowing(self, narrowing: str) -> None:
        self._narrowing = narrowing
        self.refresh()

    @property
    def told(self) -> str:
        """What was done last."""
        return self._told

    def tell(self, what: str) -> None:
        """Say what was done."""
        self._told = what
        self._told_at = monotonic()
        self.refresh()

    def forget(self, *, older_than: float) -> None:
        """Say no more what was said longer ago than that, in seconds."""
        if self._told and monotonic() - self._told_at > older_than:
            self._told = ""
            self.refresh()

    def show_tally(self, tally: Tally) -> None:
        """Show how far the claims are checked."""
        if tally != self._tally:
            self._tally = tally
            self.refresh()

    def notify_style_update(self) -> None:
        """Forget the colours of before."""
        super().notify_style_update()
        self._paint.forget()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line, always."""
        return 1

    def render_line(self, y: int) -> Strip:
        """Draw the line."""
        width, base = self.size.width, self._paint.base
        if y:
            return Strip.blank(width, base)
        right = self._progress()
        room = max(0, width - sum(cell_len(part.text) for part in right) - 1)
        told, title, narrowing = map(shown, (self._told, self._title, self._narrowing))
        # What was just done is read once and at once; the title is known.
        told_cells = min(cell_len(told), room // 2 if narrowing else room - LEAST_TITLE - 2)
        left = max(0, room - told_cells - 2)
        title_cells = max(0, min(cell_len(title), max(LEAST_TITLE, left - cell_len(narrowing))))
        bold = base + self._paint("title")
        segments = [
            Segment(" ", base),
            Segment(cut(title, title_cells), bold),
            Segment(cut(narrowing, left - title_cells), bold),
            Segment("  ", base),
            Segment(cut(told, told_cells), base + self._paint("told")),
            *right,
        ]
        return Strip(segments).adjust_cell_length(width, base)

    def _progress(self) -> list[Segment]:
        total, closed = self._tally
        if not total:
            return []
        cells = BAR_CELLS if self.size.width >= _WIDE else NARROW_BAR_CELLS
        filled = closed * cells // total
        style = self._paint.base + self._paint("bar")
        bar = "█" * filled + "░" * (cells - filled)
        noun = " claims" if self.size.width >= _WIDE else ""
        return [
            Segment(f"  {closed:,} of {total:,}{noun} ", self._paint.base),
            Segment(f"{bar} ", style),
        ]
