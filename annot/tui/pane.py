"""A pane whose lines are drawn one by one, and kept as they were drawn.

Textual composes every line of a widget anew from its styles, borders and filters, for all lines of
all widgets that a frame touches. A pane has no border at its sides and its lines are whole, so what
was drawn once goes to the screen as it is, and moves with the window when it scrolls: a page of the
article costs half, a line a third.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self, cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from annot.tui.paint import Paint, Painter
from annot.tui.safety import filtered

RULE = Paint("border-blurred")
RULE_IN_FOCUS = Paint("border")


class Pane(ScrollView, can_focus=True):
    """A window on lines (`render_line`), with a bar at its right.

    Textual tells a widget its size by an event that comes after the first paint; a pane that
    waited for it would be painted empty first (40 ms). So the lines are laid out when the first of
    them is asked for.

    A border may be at the top alone, and is drawn as a rule; a bar of two cells draws a rule, too.
    """

    ALLOW_SELECT = False

    _laid_out_for = Size()
    _followed: Size | None = None
    """The size with borders and bars for which that was found; None after another style."""

    _window: Sequence[Strip | None] = ()
    """The lines of the pane as they were drawn, from its top; None for those to be drawn anew."""

    def lay_out(self) -> None:
        """Lay the lines out for the size that there is now; called once for every size."""
        raise NotImplementedError

    @property
    def cells(self) -> int:
        """The width of a line in cells; 0 before the pane has a size."""
        # Textual adds up the region anew at every look, and every line looks.
        return int(self._laid_out_for.width or self.scrollable_content_region.width)

    @property
    def lines_seen(self) -> int:
        """The height of the window in lines; 0 before the pane has a size."""
        return int(self._laid_out_for.height or self.size.height)

    def bring_into_view(self, line: int) -> None:
        """Scroll as little as needed to see a line, but not line by line.

        A quarter of the window is seen beyond it then: what comes next can be read before one is
        there, and most steps on draw two lines anew instead of all.
        """
        height, top = self.lines_seen, self.scroll_offset.y
        beyond = height // 4
        if line < top:
            self.scroll_to(y=max(0, line - beyond), animate=False, immediate=True)
        elif height and line >= top + height:
            self.scroll_to(y=line - height + 1 + beyond, animate=False, immediate=True)

    def has_lines(self, count: int) -> None:
        """Say how many lines there are.

        Setting Textual's virtual size would lay out the whole screen (4 ms); the bar is always
        there, so nothing but its length can change.
        """
        size = Size(self.cells, max(count, self.lines_seen))
        self.set_reactive(Pane.virtual_size, size)
        self.vertical_scrollbar.window_virtual_size = size.height
        self.vertical_scrollbar.window_size = self.lines_seen
        if self.scroll_y > self.max_scroll_y:
            self.scroll_to(y=self.max_scroll_y, animate=False, immediate=True)

    @property
    def vertical_scrollbar(self) -> ScrollBar:
        """The bar, made when first asked for."""
        if self._vertical_scrollbar is None:
            self._vertical_scrollbar = Bar(thickness=self.styles.scrollbar_size_vertical)
            self._vertical_scrollbar.display = False
            self.app._start_widget(self, self._vertical_scrollbar)
        return self._vertical_scrollbar

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some lines, laid out for the size there is."""
        self._follow_size()
        if None in self._window[crop.y : crop.bottom]:
            top = self.styles.gutter.top
            missing = [y for y in crop.line_range if self._window[y] is None]
            drawn = (self._rule() if y < top else self.render_line(y - top) for y in missing)
            window = list(self._window)
            for y, strip in zip(missing, filtered(self, drawn), strict=True):
                window[y] = strip
            self._window = window
        lines = cast("list[Strip]", list(self._window[crop.y : crop.bottom]))
        if crop.x or crop.right < self.outer_size.width:
            return [strip.crop(crop.x, crop.right) for strip in lines]
        return lines

    def refresh(
        self,
        *regions: Region,
        repaint: bool = True,
        layout: bool = False,
        recompose: bool = False,
    ) -> Self:
        """Draw some regions of the content anew, or all of it."""
        if repaint:
            self._forget(regions)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def _forget(self, regions: Sequence[Region]) -> None:
        if not regions:
            self._window = [None] * len(self._window)
            return
        window, top = list(self._window), self.styles.gutter.top
        for region in regions:
            for y in range(max(0, region.y + top), min(len(window), region.bottom + top)):
                window[y] = None
        self._window = window

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Move what was drawn with the window."""
        before, top = self._window, self.styles.gutter.top
        super().watch_scroll_y(old_value, new_value)
        by = round(new_value) - round(old_value)
        moved = (y + by for y in range(top, len(before)))
        self._window = [
            *before[:top],
            *(before[y] if top <= y < len(before) else None for y in moved),
        ]

    def notify_style_update(self) -> None:
        """Forget what was drawn in the colours of before."""
        super().notify_style_update()
        self._followed = None
        self._forget(())

    def _rule(self) -> Strip:
        paint = Painter(self, {"rule": RULE_IN_FOCUS if self.has_focus else RULE})
        sign = "━" if self.has_focus else "─"
        return Strip([Segment(sign * self.outer_size.width, paint.base + paint("rule"))])

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Show by the rule at the top whether keys go here."""
        super().watch_has_focus(_has_focus)
        if self.styles.gutter.top:
            self.refresh()

    def _on_resize(self, event: events.Resize) -> None:
        self._follow_size()

    def _follow_size(self) -> None:
        if self._followed == self.outer_size:
            return
        self._followed = self.outer_size
        size = self.scrollable_content_region.size
        if size != self._laid_out_for:
            self._laid_out_for = size
            self._window = [None] * self.outer_size.height
            self.lay_out()


class Bar(ScrollBar):
    """Where the window stands among the lines; its second cell, if it has one, is a rule.

    It looks and is grabbed as Textual's own, and is drawn in a tenth of the time.
    """

    def __init__(self, *, thickness: int) -> None:
        super().__init__(thickness=thickness)
        self._cells: dict[tuple[str, int, bool, bool], Strip] = {}
        self._drawn: tuple[tuple[object, ...], list[Strip]] | None = None

    position: Reactive[float] = Reactive(0.0, repaint=False)

    def watch_position(self, before: float, now: float) -> None:
        """Draw the bar anew if it looks otherwise, which of a long text it seldom does."""
        height = self.outer_size.height
        if self._thumb(height, before) != self._thumb(height, now):
            self.refresh()

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw some lines."""
        width, height = self.outer_size
        looks = (width, height, self._thumb(height, self.position), self.grabbed, self.mouse_over)
        if self._drawn is None or self._drawn[0] != looks:
            self._drawn = looks, self._draw(width, height, *looks[2])
        return self._drawn[1][crop.y : crop.bottom]

    def _draw(self, width: int, height: int, first: int, stop: int) -> list[Strip]:
        before, thumb, after = (
            self._cell(act, width) for act in ("scroll_up", "grab", "scroll_down")
        )
        return [before] * first + [thumb] * (stop - first) + [after] * (height - stop)

    def _thumb(self, height: int, position: float) -> tuple[int, int]:
        """The lines of what is grabbed, half-open; none if all is seen."""
        lines, seen = self.window_virtual_size, self.window_size
        if lines <= seen or not height:
            return 0, 0
        size = max(1, round(height * seen / lines))
        first = min(round((height - size) * position / (lines - seen)), height - size)
        return first, first + size

    def _cell(self, act: str, width: int) -> Strip:
        """A line of one part, of which the mouse knows what it does."""
        key = (act, width, bool(self.grabbed), self.mouse_over)
        strip = self._cells.get(key)
        if strip is None:
            strip = self._cells[key] = self._draw_cell(act, width)
        return strip

    def _draw_cell(self, act: str, width: int) -> Strip:
        pane = self.parent
        assert isinstance(pane, Pane)
        meta = Style.from_meta({"@mouse.down": act})
        segments = [Segment(" ", self._colors(pane, is_thumb=act == "grab") + meta)]
        if width > 1:
            paint = Painter(pane, {"rule": RULE})
            segments.append(Segment("│", paint.base + paint("rule")))
        return filtered(pane, [Strip(segments).adjust_cell_length(width)])[0]

    def _colors(self, pane: Pane, *, is_thumb: bool) -> Style:
        styles = pane.styles
        if self.grabbed:
            ground, thumb = styles.scrollbar_background_active, styles.scrollbar_color_active
        elif self.mouse_over:
            ground, thumb = styles.scrollbar_background_hover, styles.scrollbar_color_hover
        else:
            ground, thumb = styles.scrollbar_background, styles.scrollbar_color
        ground = pane.background_colors[0] + ground
        if is_thumb:
            return Style(color=(ground + thumb).rich_color, reverse=True)
        return Style(bgcolor=ground.rich_color)

    def notify_style_update(self) -> None:
        """Forget what was drawn in the colours of before."""
        super().notify_style_update()
        self._cells.clear()
        self._drawn = None
