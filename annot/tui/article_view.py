"""The article on the screen: its claims, one cursor and one selection, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from rich.style import Style
from textual import events
from textual.geometry import Offset, Region
from textual.message import Message
from textual.strip import Strip
from textual.timer import Timer

from annot.text.display import shown
from annot.tui import article_look, motions
from annot.tui.article_look import GutterLook, Look
from annot.tui.article_paint import GUTTER, LineState, Looks, Scene, paint
from annot.tui.caret import Caret
from annot.tui.motions import Passage
from annot.tui.paint import Painter
from annot.tui.pane import Pane
from annot.tui.passages import ClaimIndex, Mark, Passages, Span, uncovered
from annot.tui.wrap import WrapIndex
from annot.vocabulary import Status, Verdict

__all__ = ["ArticleView", "Span"]

_CACHED_LINES = 512
_CACHED_STATES = 8
"""Ways in which a line is kept: the cursor comes and goes, and so does the claim in hand."""

_NARROWEST = 8
_DRAG_LINES_PER_SECOND = 30
_CONTEXT_LINES = 2
"""Lines kept visible above and below a claim that is brought into view."""


class ArticleView(Pane):
    """A text with claims, read and marked by code points.

    The widget binds no keys: every motion is a public method. It knows claims by number and look
    only, and tells what happens by messages.
    """

    DEFAULT_CSS = article_look.CSS

    class ClaimClicked(Message):
        """The mouse clicked a passage of one or several claims; `claims` are their numbers."""

        def __init__(self, claims: Sequence[int]) -> None:
            super().__init__()
            self.claims = tuple(claims)

    class Selected(Message):
        """The selection is now `start` to `end`, in code points; both equal if there is none."""

        def __init__(self, start: int, end: int) -> None:
            super().__init__()
            self.start = start
            self.end = end

    class CursorMoved(Message):
        """The cursor went to a code point."""

        def __init__(self, offset: int) -> None:
            super().__init__()
            self.offset = offset

    def __init__(
        self,
        *,
        name: str | None = None,
        id: str | None = None,  # noqa: A002 - so named in every widget of Textual
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._caret = Caret()
        self._index = ClaimIndex()
        self._dimmed = self._headings = Passages()
        self._uncovered = Passages()
        self._scene: Scene | None = None
        self._in_hand: int | None = None
        self._drag: _Drag | None = None
        self._lines: dict[int, dict[LineState, Strip]] = {}
        self._paint = Painter(self, article_look.PAINTS)
        self._looks = Looks(self._styled)

    # What is shown

    def show(
        self,
        text: str,
        spans: Iterable[Span],
        sentences: Iterable[Passage],
        dimmed: Iterable[Passage] = (),
        accepted: Iterable[Passage] = (),
        headings: Iterable[Passage] = (),
    ) -> None:
        """Show a text. If it begins with the text already shown, all of it stays where it is.

        All places are code points, half-open.

        Args:
            text: The text of a revision, as it is stored.
            spans: The passages of its claims; several may have one number.
            sentences: Its sentences, in text order.
            dimmed: Passages that repeat others.
            accepted: Passages accepted as having no claim.
            headings: Its headings.
        """
        before = self._caret.text
        kept = text.startswith(before)
        if kept:
            self._caret.text = text
        else:
            self._caret, self._in_hand = Caret(text), None
        self._caret.sentences = list(sentences)
        self._index = ClaimIndex(spans)
        self._dimmed, self._headings = Passages(dimmed), Passages(headings)
        covered = [(start, end) for start, end, _ in self._index.places]
        self._uncovered = uncovered(self._caret.sentences, [*covered, *accepted])
        self._stage(kept_wrap=text == before)
        if not kept:
            self.scroll_to(y=0, animate=False, immediate=True)

    def set_claim(self, claim: int, status: Status, verdict: Verdict | None) -> None:
        """Give a claim another look; only the lines with its passages are drawn again."""
        if claim in self._index.marks:
            self._index.marks[claim] = Mark(status, verdict)
            self._redraw_claim(claim)

    def mark_in_hand(self, claim: int | None) -> None:
        """Mark the passages of the claim in hand, and those of the one before no more."""
        previous, self._in_hand = self._in_hand, claim
        for number in (previous, claim):
            for place in self._index.of(number) if number is not None else ():
                self._redraw_passage(place.start, place.end - 1)

    def focus_claim(self, claim: int | None) -> None:
        """Take a claim in hand: mark its passages, go to the first and bring it into view."""
        self.mark_in_hand(claim)
        places = self._index.of(claim) if claim is not None else ()
        if places:
            before = self._caret.offset
            self._caret.put(places[0].start)
            self._redraw_caret(before, self._caret.selection)
            self._reveal(places[0].start, _CONTEXT_LINES)

    def claims_at(self, offset: int) -> list[int]:
        """The numbers of the claims at a code point, in text order."""
        return self._index.claims_at(offset)

    # The cursor

    @property
    def cursor(self) -> int:
        """Where the cursor is: the first code point of a grapheme."""
        return self._caret.offset

    def go_to(self, offset: int) -> None:
        """Put the cursor on the grapheme at a code point."""
        self._act(lambda caret: caret.go_to(offset))

    def move_line(self, lines: int) -> None:
        """Go down some display lines, or up if negative."""
        self._act(lambda caret: caret.move_line(lines))

    def move_page(self, pages: int) -> None:
        """Go down some screens, or up if negative."""
        self.move_line(pages * max(1, self.lines_seen - 1))

    def move_char(self, graphemes: int) -> None:
        """Go on some graphemes, or back if negative."""
        self._act(lambda caret: caret.move_char(graphemes))

    def move_word(self, words: int) -> None:
        """Go to the beginning of a following word, or of this or one before if negative."""
        self._act(lambda caret: caret.move_word(words))

    def move_word_end(self) -> None:
        """Go to the last grapheme of this word, or of the next one if it is there."""
        self._act(Caret.move_word_end)

    def move_sentence(self, sentences: int) -> None:
        """Go to the beginning of a following sentence, or of this or one before if negative."""
        self._act(lambda caret: caret.move_sentence(sentences))

    def next_uncovered(self, direction: int) -> int | None:
        """Where the next sentence that nothing covers begins, or the one before if negative."""
        return self._uncovered.start_beyond(self._caret.offset, direction)

    def move_paragraph(self, paragraphs: int) -> None:
        """Go to the beginning of a following paragraph, or of this or one before if negative."""
        self._act(lambda caret: caret.move_paragraph(paragraphs))

    def to_start(self) -> None:
        """Go to the beginning of the text."""
        self.go_to(0)

    def to_end(self) -> None:
        """Go to the end of the text."""
        self.go_to(len(self._caret.text))

    # The selection

    @property
    def selection(self) -> Passage | None:
        """What is selected: whole graphemes, in code points, half-open."""
        return self._caret.selection

    @property
    def sentence(self) -> Passage | None:
        """The sentence under the cursor, or else the one before: code points, half-open."""
        return motions.sentence_at(self._caret.sentences, self._caret.offset)

    @property
    def selected_text(self) -> str:
        """The words selected, as they are stored."""
        start, end = self._caret.selection or (0, 0)
        return self._caret.text[start:end]

    @property
    def is_selecting(self) -> bool:
        """Whether moving the cursor extends the selection."""
        return self._caret.is_selecting

    def start_selection(self) -> None:
        """Let every further motion extend the selection, from the cursor or what is selected."""
        self._act(Caret.start_selection)

    def toggle_selection(self) -> None:
        """Start selecting, or give the selection up."""
        self._act(Caret.clear_selection if self.is_selecting else Caret.start_selection)

    def clear_selection(self) -> None:
        """Select nothing."""
        self._act(Caret.clear_selection)

    def select(self, start: int, end: int) -> None:
        """Select a passage, widened to whole graphemes."""
        self._act(lambda caret: caret.select(start, end))

    def select_sentence(self) -> None:
        """Select the sentence under the cursor."""
        self._act(Caret.select_sentence)

    def select_word(self) -> None:
        """Select the word under the cursor, or else the next one."""
        self._act(Caret.select_word)

    def adjust(self, edge: Literal["start", "end"], words: int) -> None:
        """Move one edge of the selection by words, unless nothing would be left of it.

        Args:
            edge: Which edge.
            words: How many words towards the end of the text, or the beginning if negative.
        """
        self._act(lambda caret: caret.adjust(edge, words))

    def _act(self, act: Callable[[Caret], None]) -> None:
        """Let the caret do something by keyboard: show what changed, and tell it."""
        offset, selection = self._caret.offset, self._caret.selection
        act(self._caret)
        self._redraw_caret(offset, selection)
        if self._caret.selection != selection:
            self._tell_selection()
        if self._caret.offset != offset:
            self._reveal(self._caret.offset)
            self._tell_cursor()

    def _tell_cursor(self) -> None:
        self.post_message(self.CursorMoved(self._caret.offset))

    def _tell_selection(self) -> None:
        offset = self._caret.offset
        self.post_message(self.Selected(*(self._caret.selection or (offset, offset))))

    # Drawing

    def render_line(self, y: int) -> Strip:
        """Draw a line of the window; `y` counts from its top."""
        line = y + self.scroll_offset.y
        scene = self._scene
        if scene is None or line >= len(scene.wrap):
            return Strip.blank(self.cells, self._looks.style(Look()))
        state = self._state_of(scene, line)
        drawn = self._lines.get(line)
        if drawn is None:
            if len(self._lines) >= _CACHED_LINES:
                del self._lines[next(iter(self._lines))]
            drawn = self._lines[line] = {}
        strip = drawn.get(state)
        if strip is None:
            if len(drawn) >= _CACHED_STATES:
                drawn.clear()
            strip = drawn[state] = paint(scene, line, state, self._looks, self.cells)
        return strip

    def _state_of(self, scene: Scene, line: int) -> LineState:
        wrap = scene.wrap
        start = wrap.starts[line]
        stop = wrap.starts[line + 1] if line + 1 < len(wrap) else len(wrap.text) + 1
        selection = cursor = in_hand = None
        chosen = self._caret.selection
        if chosen is not None and chosen[0] < stop and chosen[1] > start:
            selection = (max(start, chosen[0]), min(stop, chosen[1]))
        if start <= self._caret.offset < stop and self.has_focus:
            cursor = wrap.grapheme(self._caret.offset)
        if self._in_hand is not None and any(
            place.start < stop and place.end > start for place in self._index.of(self._in_hand)
        ):
            in_hand = self._in_hand
        return LineState(selection, cursor, in_hand)

    def _styled(self, look: Look | GutterLook) -> Style:
        return article_look.style(look, self._paint.base, self._paint)

    def notify_style_update(self) -> None:
        """Forget what was drawn in the colours of before."""
        super().notify_style_update()
        self._paint.forget()
        self._looks.forget()
        self._lines.clear()

    # The window

    def _stage(self, *, kept_wrap: bool) -> None:
        """Lay the text out for the width there is."""
        width = self.cells - GUTTER - 1
        if width < _NARROWEST:
            self._scene = self._caret.wrap = None
            return
        wrap = self._scene.wrap if self._scene and kept_wrap else None
        if wrap is None or wrap.width != width:
            wrap = WrapIndex(shown(self._caret.text, keep_newlines=True), width)
        self._caret.wrap = wrap
        self._scene = Scene(wrap, self._index, self._dimmed, self._uncovered, self._headings)
        self._lines.clear()
        self.has_lines(len(wrap))
        self.refresh()

    def lay_out(self) -> None:
        """Wrap anew if the width changed, with the same words at the top."""
        before = self._scene.wrap if self._scene else None
        top = min(self.scroll_offset.y, len(before) - 1) if before else 0
        self._stage(kept_wrap=True)
        if self._scene is None or self._scene.wrap is before:
            return
        if before is None:
            self._reveal(self._caret.offset, _CONTEXT_LINES)
            return
        line = self._scene.wrap.line_of(before.starts[top])
        self.scroll_to(y=line, animate=False, immediate=True)

    def _reveal(self, offset: int, context: int = 0) -> None:
        """Scroll as little as needed to see a code point with lines around it."""
        if self._scene is None:
            return
        line = self._scene.wrap.line_of(offset)
        height, top = self.lines_seen, self.scroll_offset.y
        context = min(context, max(0, (height - 1) // 2))
        if not context:
            self.bring_into_view(line)
        elif line < top + context:
            self.scroll_to(y=line - context, animate=False, immediate=True)
        elif line >= top + height - context:
            # A claim far below is shown a third down, so that its context is seen.
            self.scroll_to(y=max(0, line - height // 3), animate=False, immediate=True)
        self._place_terminal_cursor()

    def _redraw_passage(self, start: int, end: int) -> None:
        """Draw the visible lines with a passage again, if their state changed."""
        if self._scene is None:
            return
        top, height = self.scroll_offset.y, self.lines_seen
        first = max(top, self._scene.wrap.line_of(start))
        last = min(top + height - 1, self._scene.wrap.line_of(max(start, end)))
        if first <= last:
            self.refresh(Region(0, first - top, self.cells, last - first + 1))

    def _redraw_caret(self, offset: int, selection: Passage | None) -> None:
        """Draw again what differs from where the cursor and the selection were."""
        before, after = sorted((offset, self._caret.offset))
        if self._are_near(before, after):
            self._redraw_passage(before, after)
        else:
            self._redraw_passage(before, before)
            self._redraw_passage(after, after)
        if selection != self._caret.selection:
            for passage in (selection, self._caret.selection):
                if passage is not None:
                    self._redraw_passage(*passage)

    def _are_near(self, start: int, end: int) -> bool:
        """Whether two places are on one line, or on two that follow each other."""
        wrap = self._scene.wrap if self._scene else None
        return wrap is None or wrap.line_of(end) - wrap.line_of(start) <= 1

    def _redraw_claim(self, claim: int) -> None:
        if self._scene is None:
            return
        for place in self._index.of(claim):
            first = self._scene.wrap.line_of(place.start)
            last = self._scene.wrap.line_of(max(place.start, place.end - 1))
            for line in list(filter(range(first, last + 1).__contains__, self._lines.keys())):
                del self._lines[line]
            self._redraw_passage(place.start, place.end - 1)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep the terminal's own cursor on ours while the text scrolls."""
        super().watch_scroll_y(old_value, new_value)
        self._place_terminal_cursor()

    def _place_terminal_cursor(self) -> None:
        """Braille displays and input methods follow the terminal's own cursor."""
        if self._scene is None or not self.has_focus:
            return
        wrap = self._scene.wrap
        line = wrap.line_of(self._caret.offset)
        cell = GUTTER + wrap.offset_to_cell(line, self._caret.offset)
        inside = Offset(min(cell, self.cells - 1), line - self.scroll_offset.y)
        region = self.content_region
        if 0 <= inside.y < region.height:
            self.app.cursor_position = region.offset + inside

    def _on_focus(self, event: events.Focus) -> None:
        self._redraw_passage(self._caret.offset, self._caret.offset)
        self.call_later(self._place_terminal_cursor)  # has_focus is set after this

    def _on_blur(self, event: events.Blur) -> None:
        self._redraw_passage(self._caret.offset, self._caret.offset)

    # The mouse

    def _under(self, event: events.MouseEvent) -> Passage:
        """The grapheme under the mouse, or the nearest one if it is outside."""
        return self._hit(event.get_content_offset_capture(self))

    def _hit(self, place: Offset) -> Passage:
        if self._scene is None:
            return 0, 0
        wrap = self._scene.wrap
        row = min(max(place.y, 0), self.lines_seen - 1)
        line = min(row + self.scroll_offset.y, len(wrap) - 1)
        return wrap.cell_to_offset(line, place.x - GUTTER)

    async def _on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button != 1:
            return
        self.capture_mouse()
        by_words = not (event.ctrl or event.meta)
        if event.shift:
            selection = self._caret.selection
            start = selection[0] if selection else self.cursor
            self._drag = _Drag(self._caret.grapheme(start), by_words=by_words)
            self._drag_to(event.get_content_offset_capture(self))
        else:
            self._drag = _Drag(self._under(event), by_words=by_words)

    async def _on_mouse_move(self, event: events.MouseMove) -> None:
        if self._drag is not None:
            place = event.get_content_offset_capture(self)
            self._drag_to(place)
            at_bottom = place.y >= self.lines_seen - 1
            self._scroll_while_dragging(-1 if place.y <= 0 else int(at_bottom))

    def _drag_to(self, place: Offset) -> None:
        if self._drag is not None:
            self._drag.place = place
            self._drag.has_moved = True
            offset, selection = self._caret.offset, self._caret.selection
            self._caret.drag(self._drag.origin, self._hit(place), by_words=self._drag.by_words)
            self._redraw_caret(offset, selection)

    def _scroll_while_dragging(self, direction: int) -> None:
        """Scroll as long as the mouse is at an edge: 1 is down, -1 up, 0 not."""
        if self._drag is not None and self._drag.direction != direction:
            self._drag.stop_scrolling()
            self._drag.direction = direction
            if direction:
                step = 1 / _DRAG_LINES_PER_SECOND
                self._drag.timer = self.set_interval(step, self._drag_scroll)

    def _drag_scroll(self) -> None:
        if self._drag is not None:
            y = self.scroll_offset.y + self._drag.direction
            self.scroll_to(y=y, animate=False, immediate=True)
            self._drag_to(self._drag.place)

    async def _on_mouse_up(self, event: events.MouseUp) -> None:
        drag, self._drag = self._drag, None
        if drag is None:
            return
        drag.stop_scrolling()
        self.release_mouse()
        if drag.has_moved:
            self._tell_selection()
        else:
            self._put_by_mouse(self._under(event)[0])
        self._place_terminal_cursor()

    def _put_by_mouse(self, offset: int) -> None:
        before, selection = self._caret.offset, self._caret.selection
        self._caret.clear_selection()
        self._caret.put(offset)
        self._redraw_caret(before, selection)
        if selection is not None:
            self._tell_selection()

    async def _on_click(self, event: events.Click) -> None:
        event.prevent_default()
        if event.button != 1:
            return
        start, _ = self._under(event)
        if event.chain == 2:
            self._act(lambda caret: caret.select_word(start))
        elif event.chain > 2:
            self._act(lambda caret: caret.select_sentence(start))
        elif self._caret.selection is not None:
            return
        elif claims := self.claims_at(start):
            self.post_message(self.ClaimClicked(claims))
        else:
            self._tell_cursor()


class _Drag:
    """A selection being made by the mouse.

    Attributes:
        origin: The grapheme where it began.
        by_words: Whether whole words are selected, as nearly always; else graphemes.
        place: Where the mouse is now, in cells of the view.
        has_moved: Whether it is more than a click.
        direction: Where the view scrolls meanwhile: 1 down, -1 up, 0 not.
        timer: What scrolls it.
    """

    __slots__ = ("by_words", "direction", "has_moved", "origin", "place", "timer")

    def __init__(self, origin: Passage, *, by_words: bool) -> None:
        self.origin = origin
        self.by_words = by_words
        self.place = Offset()
        self.has_moved = False
        self.direction = 0
        self.timer: Timer | None = None

    def stop_scrolling(self) -> None:
        """End the scrolling."""
        if self.timer is not None:
            self.timer.stop()
            self.timer = None
