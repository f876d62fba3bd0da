"""The screen for those who set NO_COLOR: signs, bold, underline and reverse say it all."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter


class NoColor(LineFilter):
    """Takes every colour from every line; Textual's own filter for it leaves greys."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments in the terminal's own colours.

        Args:
            segments: The segments of a line; those that control the terminal have no colour.
            background: Not used.
        """
        return [
            segment
            if segment.style is None or segment.control
            else Segment(segment.text, segment.style.without_color)
            for segment in segments
        ]
