"""The claim in hand on the screen: what was found, what proves it, and what was said about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.cache import LRUCache
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from annot.store.claim_reading import ClaimDetail
from annot.tui import claim_look
from annot.tui.claim_lines import MARGIN, ClaimLines
from annot.tui.claim_paragraphs import Item, Paragraph, paragraphs, remark
from annot.tui.paint import Painter
from annot.tui.pane import Pane

if TYPE_CHECKING:
    from annot.tui.gate_acts import Remarked

CHOSEN_SIGN = "▸"
CHOSEN_RULE = "│"

_CACHED_LINES = 256
_AIRY = 16
"""Lines from which on there is room for empty ones."""


class ClaimPane(Pane):
    """A claim with all that belongs to it, and a cursor on its evidence and notes.

    The widget binds no keys: every motion is a public method.
    """

    DEFAULT_CSS = claim_look.CSS

    class ItemChosen(Message):
        """A piece of evidence or a note was clicked once more: `noun` says which of the two."""

        def __init__(self, noun: str, id: int) -> None:  # noqa: A002 - ids are called so
            super().__init__()
            self.noun = noun
            self.id = id

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - so named in every widget of Textual
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._detail: ClaimDetail | None = None
        self._remarks: tuple[int, Sequence[Remarked]] = (0, ())
        self._paragraphs: Sequence[Paragraph] = ()
        self._layout_lines: ClaimLines | None = None
        self._item: Item | None = None
        self._strips: LRUCache[tuple[int, bool, bool], Strip] = LRUCache(_CACHED_LINES)
        self._paint = Painter(self, claim_look.PAINTS)
        self._styles: dict[tuple[str, bool, bool], Style] = {}

    # What is shown

    def show(self, detail: ClaimDetail | None, *, empty: str = "No claim is in hand.") -> None:
        """Show a claim. If it is the claim already shown, scroll and chosen item stay.

        Args:
            detail: The claim, or `None`.
            empty: What is said if there is none.
        """
        before, self._detail = self._detail, detail
        is_same = before is not None and detail is not None and before.number == detail.number
        self.show_paragraphs(self._told(empty), is_same=is_same)

    def tell_found(self, number: int, remarks: Sequence[Remarked]) -> None:
        """Say what the rules of proof find about the claim that is shown.

        It stays until another claim is shown or something else is found.

        Args:
            number: The claim; nothing is said if another one is shown by now.
            remarks: What they find.
        """
        if self._detail is None or self._detail.number != number:
            return
        before, self._remarks = self._remarks, (number, remarks)
        if list(remarks) != list(before[1] if before[0] == number else ()):
            self.show_paragraphs(self._told(""), is_same=True)

    def _told(self, empty: str) -> Sequence[Paragraph]:
        if self._detail is None:
            return remark(empty)
        of, remarks = self._remarks
        return paragraphs(self._detail, remarks if of == self._detail.number else ())

    def show_paragraphs(self, told: Sequence[Paragraph], *, is_same: bool) -> None:
        """Show what is told about a claim or a source.

        Args:
            told: The paragraphs.
            is_same: Whether they are about what was shown before, so that scroll and item stay.
        """
        items_before = self._items() if self._item is not None else []
        top = self.scroll_offset.y if is_same else 0
        self._paragraphs = told
        self._item = self._kept_item(items_before) if is_same else None
        self._stage()
        self._scroll(top)

    def _kept_item(self, items_before: list[Item]) -> Item | None:
        """The chosen item, or the one in its place if it is gone."""
        if self._item is None:
            return None
        items = self._items()
        if self._item in items or not items:
            return self._item if items else None
        return items[min(items_before.index(self._item), len(items) - 1)]

    # The cursor

    @property
    def item(self) -> Item | None:
        """The chosen item: `("evidence", id)` or `("note", id)`, or `None`."""
        return self._item

    def move_item(self, items: int) -> None:
        """Choose a following item, or one before if negative; before the first none is chosen."""
        found = self._items()
        at = found.index(self._item) if self._item is not None else -1
        if at < 0 and items < 0:
            at = 0
        at = min(at + items, len(found) - 1)
        self._choose(found[at] if at >= 0 else None)

    def _items(self) -> list[Item]:
        return list(dict.fromkeys(part.item for part in self._paragraphs if part.item is not None))

    def _choose(self, item: Item | None) -> None:
        before, self._item = self._item, item
        for changed in {before, item} - {None}:
            self._redraw_item(changed)
        self._reveal()

    # Scrolling

    def scroll_lines(self, lines: int) -> None:
        """Scroll down some lines, or up if negative."""
        self._scroll(self.scroll_offset.y + lines)

    def page(self, pages: int) -> None:
        """Scroll down some screens, or up if negative; a line stays seen."""
        self.scroll_lines(pages * max(1, self.lines_seen - 1))

    def _scroll(self, line: int) -> None:
        last = max(0, self.virtual_size.height - self.lines_seen)
        self.scroll_to(y=min(max(0, line), last), animate=False, immediate=True)
        self._place_terminal_cursor()

    def _reveal(self) -> None:
        """Scroll as little as needed to see the chosen item, at least its beginning."""
        if self._item is None:
            self._scroll(0)
        elif self._layout_lines is not None:
            first, stop = self._layout_lines.place(self._item)
            top = self.scroll_offset.y
            if first < top:
                top = first
            elif stop > top + self.lines_seen:
                top = min(first, stop - self.lines_seen)
            self._scroll(top)

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw a line of the window; `y` counts from its top."""
        line = y + self.scroll_offset.y
        lines = self._layout_lines
        if lines is None or line >= len(lines):
            return Strip.blank(self.cells, self._style("", False))
        is_chosen = self._item is not None and lines.item(line) == self._item
        key = (line, is_chosen, self.has_focus)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(lines, line, is_chosen)
        return strip

    def _draw(self, lines: ClaimLines, line: int, is_chosen: bool) -> Strip:
        base = self._style("", is_chosen)
        indent = lines.indent(line)
        segments = [Segment(" " * indent, base)]
        if is_chosen and self._item is not None:
            sign = CHOSEN_SIGN if line == lines.place(self._item)[0] else CHOSEN_RULE
            segments = [
                Segment(sign.ljust(MARGIN), self._style("marker", is_chosen)),
                Segment(" " * (indent - MARGIN), base),
            ]
        segments += [
            Segment(run.text, self._style(run.look, is_chosen)) for run in lines.runs(line)
        ]
        return Strip(segments).adjust_cell_length(self.cells, base)

    def _style(self, look: str, is_chosen: bool) -> Style:
        key = (look, is_chosen, is_chosen and self.has_focus)
        style = self._styles.get(key)
        if style is None:
            style = self._paint.base
            if look:
                style += self._paint(look)
            if is_chosen:
                style += self._paint("chosen" if self.has_focus else "chosen-blurred")
            self._styles[key] = style
        return style

    def notify_style_update(self) -> None:
        """Forget what was drawn in the colours of before."""
        super().notify_style_update()
        self._paint.forget()
        self._styles.clear()
        self._strips.clear()

    # The window

    def _stage(self) -> None:
        """Lay the paragraphs out for the window there is, and draw the lines that may differ."""
        cells = self.cells
        before = self._layout_lines
        self._strips.clear()
        self._layout_lines = None
        if cells > 0:
            is_airy = self.lines_seen >= _AIRY
            lines = self._layout_lines = ClaimLines(self._paragraphs, cells, is_airy=is_airy)
            self.has_lines(len(lines))
            for first, stop in lines.differing(before):
                self.refresh_lines(first, stop - first)

    def lay_out(self) -> None:
        """Lay out anew, with the same words at the top."""
        before = self._layout_lines
        top = min(self.scroll_offset.y, len(before) - 1) if before else 0
        self._stage()
        if before and self._layout_lines:
            self._scroll(self._layout_lines.line(*before.at(top)) if top else 0)

    def _redraw_item(self, item: Item | None) -> None:
        """Draw the lines of an item again that are in the window."""
        if item is None or self._layout_lines is None:
            return
        first, stop = self._layout_lines.place(item)
        top = self.scroll_offset.y
        first, stop = max(first, top), min(stop, top + self.lines_seen)
        if first < stop:
            self.refresh_lines(first, stop - first)

    def _place_terminal_cursor(self) -> None:
        """Braille displays follow the terminal's own cursor."""
        lines = self._layout_lines
        if lines is None or not self.has_focus:
            return
        line = lines.place(self._item)[0] if self._item is not None else self.scroll_offset.y
        row = line - self.scroll_offset.y
        region = self.content_region
        if 0 <= row < region.height:
            self.app.cursor_position = region.offset + Offset(0, row)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep the terminal's own cursor on ours while the pane scrolls."""
        super().watch_scroll_y(old_value, new_value)
        self._place_terminal_cursor()

    def _on_focus(self, event: events.Focus) -> None:
        self._redraw_item(self._item)
        self.call_later(self._place_terminal_cursor)  # has_focus is set after this

    def _on_blur(self, event: events.Blur) -> None:
        self._redraw_item(self._item)

    async def _on_click(self, event: events.Click) -> None:
        line = event.get_content_offset_capture(self).y + self.scroll_offset.y
        if event.button != 1 or self._layout_lines is None or line >= len(self._layout_lines):
            return
        item = self._layout_lines.item(line)
        if item is None:
            return
        event.prevent_default()
        if item == self._item:
            self.post_message(self.ItemChosen(*item))
        else:
            self._choose(item)
