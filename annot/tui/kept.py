"""A widget of a line or two whose lines are kept until it is drawn anew.

Textual asks every widget for its lines for every frame, wherever on the screen something changed,
and looks its styles up each time: of a line of the article that was a tenth.
"""

from __future__ import annotations

from typing import Self

from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget


class Kept(Widget):
    """A widget that gives the same lines again as long as nobody asks for others."""

    _lines_kept: tuple[Region, list[Strip]] | None = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some lines, or give those of the frame before."""
        if self._lines_kept is None or self._lines_kept[0] != crop:
            self._lines_kept = crop, super().render_lines(crop)
        return self._lines_kept[1]

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw it anew."""
        self._lines_kept = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Forget what was drawn in the colours of before."""
        super().notify_style_update()
        self._lines_kept = None
