"""The sources screen: every source, who cites it, and what is to be done with it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.message import Message
from textual.widgets import Input
from textual.worker import Worker

from annot.errors import AnnotError
from annot.operations.doubles import find_doubles
from annot.report.links import live
from annot.store.reading import Reader
from annot.store.source_filter import SourceFilter
from annot.store.source_reading import SourceLine
from annot.tui import acts
from annot.tui.archiving import Asked, archive
from annot.tui.bound import bindings
from annot.tui.claim_paragraphs import remark
from annot.tui.desk import Library
from annot.tui.keys import bar
from annot.tui.list_screen import POLL_SECONDS, ListScreen
from annot.tui.prompt import Prompt
from annot.tui.shelf import Doubles, Listing, Shelf
from annot.tui.source_keys import SOURCE_KEYS
from annot.tui.source_list import SIGNS, SourceList
from annot.tui.source_paragraphs import SourceFile, source_paragraphs

if TYPE_CHECKING:
    from annot.tui.review import ReviewScreen

_LOOK_SECONDS = 1.0
"""How long a key waits for the doubles, which are looked for beside all else."""


class Stocked(NamedTuple):
    """The sources as they were read, listed by the filter, after some operation."""

    operation: bytes
    shelf: Shelf
    listing: Listing


def stocked(reader: Reader, wanted: SourceFilter, doubles: Doubles = ()) -> Stocked:
    """All sources, and what a filter lets through; the doubles are those found before."""
    operation = reader.last_operation()
    shelf = Shelf(reader.source_lines(), doubles)
    return Stocked(operation, shelf, shelf.listing(wanted))


class SourcesScreen(ListScreen):
    """All sources with those who cite them, by keyboard and mouse.

    It works at the desk of the review screen, which is below it.

    Args:
        review: The review screen.
        stock: The sources to begin with, read already.
        source: The one to begin at, by id.
    """

    list: SourceList

    SIGNS = SIGNS
    BINDINGS = bindings(SOURCE_KEYS)
    DEFAULT_CSS = """
    SourcesScreen {
        layout: horizontal;

        & > #sources { width: 62%; scrollbar-size-vertical: 2; }
        & > #source { width: 1fr; height: 1fr; }

        &.narrow { layout: vertical; }
        &.narrow > #sources { width: 100%; height: 1fr; scrollbar-size-vertical: 1; }
        &.narrow > #source { width: 100%; height: 10; border-top: solid $panel; }
        &.narrow.reading > #sources { height: 5; }
        &.narrow.reading > #source { height: 1fr; }
    }
    """

    class FoundDoubles(Message):
        """The sources of a state that look like one were found."""

        def __init__(self, lines: Sequence[SourceLine], doubles: Doubles) -> None:
            super().__init__()
            self.lines = lines
            self.doubles = doubles

    def __init__(self, review: ReviewScreen, stock: Stocked, *, source: int | None = None) -> None:
        super().__init__(review, SOURCE_KEYS, pane="source")
        self._seen, self.shelf, self.listing = stock
        self._begin_at = source
        self.wanted = SourceFilter()
        self.typed_filter = ""
        self._kept_filter = ""
        self._are_doubles_known = asyncio.Event()
        self._archiving: Worker[None] | None = None
        self.file: SourceFile | None = None
        self.list = SourceList(id="sources")
        self.prompt = Prompt(id="prompt")

    # Coming and going

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        self._choose_layout(self.app.size.width)
        yield self.status
        yield self.list
        yield self.pane
        yield self.prompt
        yield self.key_bar

    def on_mount(self) -> None:
        """Show what was read before the screen began, and look for doubles."""
        self.status.title = "Sources"
        self.key_bar.show(bar(self.keys))
        place = self.listing.place.get(self._begin_at or 0, 0)
        self.list.show(self.listing.rows, cursor=place)
        # At once, not by `focus`, which would take the keys back after what is typed ahead.
        self.set_focus(self.list)
        self._show_title()
        self.take_row()
        self._look_for_doubles()
        self.set_interval(POLL_SECONDS, self._read_anew)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Leave the keys to the prompt while something is typed there."""
        return not self.prompt.is_open

    # What is shown

    def _show_title(self) -> None:
        rows, lines = len(self.listing.rows), len(self.shelf.lines)
        count = f"{rows:,} of {lines:,}" if rows != lines else f"{lines:,}"
        doubles = len({id(double) for double in self.shelf.alike.values()})
        parts = (
            count,
            f"{doubles:,} double{'s' if doubles != 1 else ''}" if doubles else "",
            f"{len(self.list.marks)} marked" if self.list.marks else "",
            self.typed_filter if self.wanted != SourceFilter() else "",
        )
        self.status.narrowing = "".join(f"  ·  {part}" for part in parts if part)

    def take_row(self) -> None:
        """Read the source under the cursor, and show it in the pane."""
        row = self.list.current
        if row is None:
            self.file = None
            self.pane.show_paragraphs(remark(self._nothing()), is_same=False)
            return
        source_id = row.id

        def read(library: Library) -> SourceFile | None:
            detail = library.reader.source(source_id)
            return SourceFile(detail, library.reader.source_use(source_id)) if detail else None

        def arrived(file: SourceFile | None) -> None:
            if file is not None and self._id_in_hand == file.detail.id:
                is_same = self.file is not None and self.file.detail.id == file.detail.id
                self.file = file
                self._show_file(is_same=is_same)

        self._review.desk.give(read, arrived, self._review.refuse, lane="source")

    def _show_file(self, *, is_same: bool) -> None:
        if self.file is not None:
            source_id = self.file.detail.id
            told = source_paragraphs(
                self.file,
                cited=self.shelf.cited.get(source_id, 0),
                double=self.shelf.alike.get(source_id),
            )
            self.pane.show_paragraphs(told, is_same=is_same)

    def _nothing(self) -> str:
        if not self.shelf.lines:
            return "No source yet. They come with evidence: a on a claim in the review."
        return "No source matches the filter. Change it with f."

    @property
    def _id_in_hand(self) -> int | None:
        return self.list.current.id if self.list.current else None

    def _show_listing(self, listing: Listing, *, keeps: int | None) -> None:
        """Show other rows, with the cursor on a source if it is among them."""
        before = self.list.cursor
        self.listing = listing
        here = None if keeps is None else listing.place.get(keeps)
        self.list.show(listing.rows, cursor=before if here is None else here)
        self._show_title()
        self.take_row()

    # What changes

    def _read_anew(self) -> None:
        """Read the sources once more, if anything was written since."""
        seen, wanted, doubles = self._seen, self.wanted, self.shelf.doubles

        def read(library: Library) -> Stocked | None:
            if library.reader.last_operation() == seen:
                return None
            return stocked(library.reader, wanted, doubles)

        self._review.desk.give(read, self._take_stock, self._review.refuse, lane="sources")

    def _take_stock(self, stock: Stocked | None) -> None:
        self._tell_what_was_done()
        if stock is not None:
            self._is_changed = True
            is_same = stock.shelf.lines == self.shelf.lines
            self._seen, self.shelf, listing = stock
            self.list.marks &= self.shelf.cited.keys()
            self._show_listing(listing, keeps=self._id_in_hand)
            self.list.show_doubles(self.shelf.alike.keys())
            if not is_same:
                self._look_for_doubles()

    async def _perform(self, work: acts.Work) -> bool:
        """Have the desk do something, and show what it changed; whether it was done."""
        self._told = ""
        is_done = await self._review.perform(work)
        wanted, doubles = self.wanted, self.shelf.doubles
        stock = await self._review.answer(lambda library: stocked(library.reader, wanted, doubles))
        self._take_stock(stock)
        return is_done

    def _look_for_doubles(self) -> None:
        """Look for sources that look like one, in a thread, so that neither keys nor desk wait."""
        self._are_doubles_known.clear()
        lines, cited = self.shelf.lines, self.shelf.cited

        def look() -> None:
            self.post_message(self.FoundDoubles(lines, find_doubles(lines, cited)))

        threading.Thread(target=look, name="annot-doubles", daemon=True).start()

    def on_sources_screen_found_doubles(self, message: FoundDoubles) -> None:
        """Show which sources look like one, unless the sources are others by now."""
        if message.lines is not self.shelf.lines:
            return
        self.shelf = Shelf(message.lines, message.doubles)
        self.list.show_doubles(self.shelf.alike.keys())
        self._are_doubles_known.set()
        self._show_title()
        self._show_file(is_same=True)
        if self.wanted.asks_for_doubles:
            self._narrow(self.typed_filter, self.wanted)

    # Moving

    def action_pane(self) -> None:
        """Go to the other pane."""
        self.set_focus(self.list if self._is_reading else self.pane)

    async def action_double(self, direction: int) -> None:
        """Go to the next source that looks like another, or the one before."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._are_doubles_known.wait(), _LOOK_SECONDS)
        place = self.shelf.next_double(self.listing, self.list.cursor, direction)
        if place is not None:
            self.set_focus(self.list)
            self._go(lambda: self.list.goto(place))
        elif self._are_doubles_known.is_set():
            self.status.tell("No two sources of the list look like one")
        else:
            self.status.tell("Doubles are still looked for …")

    def action_back(self) -> None:
        """Give up the marks, leave the pane, take the filter away, or close: one of them."""
        if self._archiving is not None and self._archiving.is_running:
            self._archiving.cancel()
            self.status.tell("Given up; what was kept already stays")
        elif self.list.marks:
            self.list.clear_marks()
            self._show_title()
        elif self._is_reading:
            self.set_focus(self.list)
        elif self.wanted != SourceFilter():
            self._narrow("", SourceFilter())
        else:
            self.action_close()

    # Acts

    def action_mark(self) -> None:
        """Mark the source in hand, and go on to the next."""
        self.list.toggle_mark()
        self._show_title()
        self._go(lambda: self.list.move(1))

    async def action_mark_doubles(self) -> None:
        """Mark all sources that look like the one in hand."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._are_doubles_known.wait(), _LOOK_SECONDS)
        row = self.list.current
        double = self.shelf.alike.get(row.id) if row else None
        if row is None or double is None:
            self.status.tell("This source looks like no other")
            return
        there = self.shelf.cited.keys()
        self.list.marks |= {source.id for source in double.sources} & there - {row.id}
        self.list.refresh()
        self._show_title()
        self.status.tell(f"{len(self.list.marks)} marked; J puts them into this one")

    async def action_merge(self) -> None:
        """Put the marked sources into the one in hand."""
        row = self.list.current
        others = sorted(self.list.marks - {row.id}) if row else []
        if row is None or not others:
            self.status.tell("Mark the sources first that are put into this one: Space or x")
        elif await self._perform(acts.merge_sources(row.id, others)):
            self.list.clear_marks()
            self._show_title()

    def action_archive(self) -> None:
        """Keep what the marked sources, or the one in hand, say now."""
        row = self.list.current
        wanted = self.list.marks or ({row.id} if row else set())
        asked = [Asked(s.id, s.slug, s.url) for s in self.shelf.lines if s.id in wanted and s.url]
        if not asked:
            self.status.tell("It has no address to ask; a file of it: annot source archive --file")
            return
        keeping = archive(asked, perform=self._perform, tell=self.status.tell)
        self._archiving = self.run_worker(keeping, group="archive", exclusive=True)

    async def action_edit(self) -> None:
        """Edit the source in hand."""
        if self.list.current is not None:
            await self._review.proving.ask_source(self.list.current.id)

    async def action_remove(self) -> None:
        """Remove the source in hand, if nothing cites it."""
        if self.list.current is not None:
            await self._perform(acts.remove_source(self.list.current.id))

    def action_open(self) -> None:
        """Open the source in hand in the browser."""
        self._open(self.list.current.url if self.list.current else "", "web address")

    def action_open_archived(self) -> None:
        """Open its archived copy in the browser."""
        self._open(self.list.current.archived_url if self.list.current else "", "archived address")

    def _open(self, address: str, what: str) -> None:
        url = live(address)
        if url:
            self.app.open_url(url)
            self.status.tell(f"opened {url}")
        else:
            self.status.tell(f"The source in hand has no {what}")

    async def action_undo(self) -> None:
        """Take back the last operation."""
        await self._perform(acts.undo)

    async def action_redo(self) -> None:
        """Do again what was undone last."""
        await self._perform(acts.redo)

    # The filter

    def action_filter(self) -> None:
        """Filter the sources; while it is typed already."""
        self._kept_filter = self.typed_filter
        self.prompt.ask("filter", "Filter", self.typed_filter)
        self.set_focus(self.prompt.query_one(Input))

    def on_prompt_changed(self, message: Prompt.Changed) -> None:
        """Narrow the list while it is typed."""
        self._apply(message.value, is_meant=self.prompt.is_refused)

    def on_prompt_submitted(self, message: Prompt.Submitted) -> None:
        """Keep the filter; the next key waits for what it leads to."""
        if self._apply(message.value, is_meant=True):
            self._kept_filter = message.value
        self.prompt.then(self._review.all_here)

    def on_prompt_closed(self) -> None:
        """Forget a filter that was only tried."""
        if self.typed_filter != self._kept_filter:
            self._apply(self._kept_filter, is_meant=False)
        if self.focused not in (self.list, self.pane):
            self.set_focus(self.list)

    @on(events.DescendantBlur)
    def _left(self) -> None:
        self.call_later(self._close_prompt_that_was_left)

    def _close_prompt_that_was_left(self) -> None:
        """Nobody types in it any more, and an open prompt keeps the keys from all else."""
        if self.focused is not None and not self.prompt.has_focus_within:
            self.prompt.action_close()

    def _apply(self, typed: str, *, is_meant: bool) -> bool:
        """List what a filter lets through; whether it was understood.

        Args:
            typed: The filter.
            is_meant: Whether it is told if it is not understood; it may be half a word still.
        """
        try:
            wanted = SourceFilter.parse(typed)
        except AnnotError as error:
            if is_meant:
                self.prompt.refuse(f"{error.message}  {error.hint}".rstrip())
            return False
        self.prompt.refuse("")
        self._narrow(typed, wanted)
        return True

    def _narrow(self, typed: str, wanted: SourceFilter) -> None:
        """List by another filter, made at the desk: among many sources it takes a moment."""
        self.typed_filter, self.wanted = typed, wanted
        shelf, keeps = self.shelf, self._id_in_hand

        def listed(listing: Listing) -> None:
            if shelf is self.shelf:
                self._show_listing(listing, keeps=keeps)
            else:
                self._narrow(typed, wanted)

        self._review.desk.give(
            lambda _: shelf.listing(wanted), listed, self._review.refuse, lane="shelf"
        )
