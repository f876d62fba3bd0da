"""A pane whose lines depend on its size, laid out before they are first painted."""

from __future__ import annotations

from textual import events
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip


class Pane(ScrollView, can_focus=True):
    """A window on lines that are drawn one by one (`render_line`).

    Textual tells a widget its size by an event that comes after the first paint; a pane that
    waited for it would be painted empty first (40 ms). So the lines are laid out when the first of
    them is asked for.
    """

    ALLOW_SELECT = False

    _laid_out_for = Size()

    def lay_out(self) -> None:
        """Lay the lines out for the size that there is now; called once for every size."""
        raise NotImplementedError

    @property
    def cells(self) -> int:
        """The width of a line in cells; 0 before the pane has a size."""
        return int(self.scrollable_content_region.width)

    def has_lines(self, count: int) -> None:
        """Say how many lines there are.

        Setting Textual's virtual size would lay out the whole screen (4 ms); the bar is always
        there, so nothing but its length can change.
        """
        size = Size(self.cells, max(count, self.size.height))
        self.set_reactive(Pane.virtual_size, size)
        self.vertical_scrollbar.window_virtual_size = size.height
        self.vertical_scrollbar.window_size = self.size.height
        if self.scroll_y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False, immediate=True)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some lines, laid out for the size there is."""
        self._follow_size()
        return super().render_lines(crop)

    def _on_resize(self, event: events.Resize) -> None:
        self._follow_size()

    def _follow_size(self) -> None:
        size = self.scrollable_content_region.size
        if size != self._laid_out_for:
            self._laid_out_for = size
            self.lay_out()
