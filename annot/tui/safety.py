"""What keeps text from outside from acting on the terminal or on a widget.

Two doors, and everything goes through both: `plain` is the only way by which text from outside is
given to a widget of Textual's (never as a `str`, which could be markup), and `SafetyFilter` sees
every line of every widget last: Textual calls it for its own widgets, `filtered` for ours that
compose their lines themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len, get_character_cell_size, set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter
from textual.strip import Strip
from textual.widget import Widget

from annot.text.display import shown, with_few_marks

_REPLACEMENT = "\ufffd"

_GROUND = Color(0, 0, 0)
"""What filters are told of the colours behind a line: no filter of the app's wants to know."""


def plain(text: str, *, keep_newlines: bool = False) -> Content:
    """Text from outside as a widget may have it: harmless, and never taken for markup.

    Args:
        text: Any text.
        keep_newlines: Whether it may have several lines.
    """
    return Content(shown(text, keep_newlines=keep_newlines))


def filtered(widget: Widget, lines: Iterable[Strip]) -> list[Strip]:
    """Lines of a widget that composes them itself, through all filters of the app."""
    filters = list(widget.get_line_filters())

    def passed(line: Strip) -> Strip:
        before = found = list(line)
        for line_filter in filters:
            found = line_filter.apply(found, _GROUND)
        # A strip has seven caches of its own, and takes longer to make than to filter.
        return line if found is before else Strip(found, line.cell_length)

    return [passed(line) for line in lines]


class SafetyFilter(LineFilter):
    """Takes from every line what could act on the terminal or flood the lines around it.

    An app has one of them for its whole life and returns it last from `get_line_filters`: Textual
    caches lines by filter. The width of a line stays as it was laid out.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the segments with harmless text.

        Args:
            segments: The segments of a line; those that control the terminal are Textual's own.
            background: Not used.
        """
        changed: list[Segment] = []
        for place, segment in enumerate(segments):
            text = segment.text
            # Whatever could act is not printable to Python; nearly every segment ends here.
            if segment.control or (text.isascii() and text.isprintable()):
                continue
            safe = _harmless(text)
            if safe is not text:
                changed = changed or list(segments)
                changed[place] = Segment(safe, segment.style)
        return changed or segments


def _harmless(text: str) -> str:
    """A text of the same cells in which nothing acts on the terminal."""
    text = with_few_marks(text)  # marks have no cells
    if text.isprintable():
        return text
    safe = shown(text)
    if safe == text:
        return text
    kept = "".join(
        new if new == old else _of_cells(new, get_character_cell_size(old))
        for old, new in zip(text, safe, strict=True)
    )
    # Without a joiner the sign after it has cells of its own again.
    return set_cell_size(kept, cell_len(text))


def _of_cells(sign: str, cells: int) -> str:
    """A sign for exactly so many cells: another one, or none, if its own width differs."""
    return sign if get_character_cell_size(sign) == cells else _REPLACEMENT * cells
