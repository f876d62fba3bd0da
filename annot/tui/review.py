"""The review screen: the article, the claims, the claim in hand, and what the keys do to them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from annot.errors import AnnotError, NothingToUndoError
from annot.store.article_reading import ArticleText
from annot.store.claim_filter import ClaimFilter
from annot.store.claim_reading import ClaimDetail
from annot.store.place import Ears, listen
from annot.text.display import shown
from annot.tui import showing
from annot.tui.article_view import ArticleView
from annot.tui.bound import bindings, merged_bindings
from annot.tui.changes import Changes
from annot.tui.claim_pane import ClaimPane
from annot.tui.desk import Desk, Library
from annot.tui.heading import Heading
from annot.tui.in_hand import InHand
from annot.tui.key_bar import KeyBar
from annot.tui.keys import KEYS, Key, bar, name_of
from annot.tui.listing import Listing
from annot.tui.open_article import OpenArticle
from annot.tui.row_list import RowList
from annot.tui.showing import Opened
from annot.tui.status_line import StatusLine
from annot.tui.table_screen import TableScreen

if TYPE_CHECKING:
    from annot.tui import acts
    from annot.tui.groups import Finding, Gating, Judging, Marking, Moving, Proving, Staffing
    from annot.tui.prompt import Prompt
    from annot.tui.unsaved import Unsaved

T = TypeVar("T")

WIDE = 120
"""Cells from which on all three panes stand side by side."""

WRITTEN_SECONDS = 0.01
"""From the first paint until it is on the terminal: a thread writes it, which work would hold up.

What has nothing to do with the first paint waits for that; of a fourth of a second it was a tenth.
"""

LOAD_SECONDS = 0.2
"""After the first paint: loading what writes takes turns with painting otherwise."""

POLL_SECONDS = 2.0
"""How often it is looked whether somebody else has written."""


_TYPED = re.compile(r"\bannot [a-z-]|--[a-z]")
"""What is typed on a command line, which is no help on the screen."""


class Delivered(Message):
    """A result from the desk: what is to be done with it on the screen."""

    def __init__(self, act: Callable[[], None]) -> None:
        super().__init__()
        self.act = act


class ReviewScreen(TableScreen):
    """One article with its claims, by keyboard and mouse.

    A key waits for what the key before it does to the claim in hand, so that it meets the claim
    that was meant however fast it is typed. So acts on the ledger are coroutines of the app, which
    takes the keys; what the screen itself is told (messages, forms) never waits for the desk.

    Args:
        library: What the desk works on.
        opened: The article to begin with, read already.
        keys: The key table, if the person has one of their own.

    Attributes:
        opened: The article that is open, with its marks.
        hand: The claim in hand.
        heading: What the top line says.
        changes: What acts, and others, change in the ledger.
        desk: Does what is asked, one after the other.
        clerk: A second desk, for what takes long and nobody waits for: counting long lists.
        actor: Who acts; empty until it is known.
        is_second_reading: Whether what was found about checked claims is hidden.
        is_ready: Set when the acts of the key table are there, which the first paint does not
            wait for; input has to.
    """

    moving: Moving
    marking: Marking
    judging: Judging
    proving: Proving
    finding: Finding
    gating: Gating
    staffing: Staffing
    prompt: Prompt
    unsaved: Unsaved

    BLANK = True  # the panes cover it

    BINDINGS: ClassVar[list[BindingType]] = bindings(KEYS)

    def __init__(self, library: Library, opened: Opened, keys: Sequence[Key] = KEYS) -> None:
        super().__init__()
        self.keys = keys
        if keys is not KEYS:
            self._bindings = merged_bindings(keys)
        self.desk = Desk(library, self._deliver)
        self.clerk = Desk(Library(library.path, library.actor), self._deliver)
        self._library = library
        self._ears: Ears | None = None
        self._begins_with = opened
        self.opened = OpenArticle(self, opened.article)
        self.hand = InHand(self, opened.detail)
        self.heading = Heading(self)
        self.changes = Changes(self)
        self.wanted = ClaimFilter()
        self.typed_filter = ""
        self.scope_all = opened.article is None
        self.is_second_reading = False
        self.actor = library.actor
        self.article_view = ArticleView(id="article")
        self.list = RowList(id="list")
        self.pane = ClaimPane(id="pane")
        self.status = StatusLine(id="status")
        self.key_bar = KeyBar(id="keys")
        self.listing = Listing(self, self.filter, opened.total)
        self.is_ready = asyncio.Event()

    # Coming and going

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        self._choose_layout(self.app.size)
        yield self.status
        yield self.list
        yield self.article_view
        yield self.pane
        yield self.key_bar

    def on_mount(self) -> None:
        """Show what was read before the screen began, then let the desk load the rest."""
        read = self._begins_with
        self.opened.show_marks(read.marks, until=read.head)
        self.listing.begin(read.first_page, read.cursor)
        self.hand.begin()
        self.key_bar.show(bar(self.keys))
        (self.article_view if self.article else self.list).focus()
        self.heading.show()
        self.call_after_refresh(self.set_timer, WRITTEN_SECONDS, self._settle)

    async def _settle(self) -> None:
        """After the first paint: what was not needed for it."""
        from annot.tui import groups
        from annot.tui.prompt import Prompt
        from annot.tui.unsaved import Unsaved

        groups.give(self)
        self.unsaved = Unsaved(self)
        self.prompt = Prompt(id="prompt")
        await self.mount(self.prompt, before=self.key_bar)
        self.desk.start()
        self.clerk.start()
        self.set_timer(LOAD_SECONDS, self._load)
        self.opened.show_whole()
        self.heading.count()
        self._ears = listen(self._library.path, lambda: self._deliver(self.changes.look))
        if self._ears is None:
            self.set_interval(POLL_SECONDS, self.changes.look)
        self.is_ready.set()

    def _load(self) -> None:
        from annot.tui.groups import load_the_rest

        self.unsaved.read()

        def loaded(actor: str) -> None:
            self.actor = actor
            self.gating.look(self.detail)

        self.desk.give(load_the_rest, loaded, self.refuse)
        self.opened.tell_draft()

    # The frame

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Leave the keys to the prompt while something is typed there."""
        return not self.prompt.is_open

    def close_desk(self) -> None:
        """Finish what was begun; called when the app ends."""
        if self._ears is not None:
            self._ears.close()
        self.clerk.close()
        self.desk.close()

    @on(Delivered)
    def _do_delivered(self, message: Delivered) -> None:
        message.stop()
        message.act()

    def _deliver(self, act: Callable[[], None]) -> None:
        self.post_message(Delivered(act))

    @on(events.Resize)
    def _resized(self, event: events.Resize) -> None:
        self._choose_layout(event.size)

    def _choose_layout(self, size: Size) -> None:
        self.set_class(size.width < WIDE, "narrow")

    # What is shown

    @property
    def article(self) -> ArticleText | None:
        """The article that is open."""
        return self.opened.article

    @property
    def claim(self) -> int | None:
        """The number of the claim in hand."""
        return self.hand.claim

    @property
    def detail(self) -> ClaimDetail | None:
        """All that is known of the claim in hand."""
        return self.hand.detail

    @property
    def filter(self) -> ClaimFilter:
        """What the list is narrowed to: by what was typed, and to the article in its scope."""
        slug = self.article.slug if self.article and not self.scope_all else ""
        return showing.scoped(self.wanted, slug)

    def name_of(self, act: str) -> str:
        """What the key of an act is called, here and now."""
        return name_of(act, self.keys)

    def refuse(self, error: BaseException) -> None:
        """Tell an error; a bug is not one."""
        if not isinstance(error, AnnotError):
            raise error
        if isinstance(error, NothingToUndoError):
            self.status.tell(error.message)
            return
        hint = "" if _TYPED.search(error.hint or "") else error.hint
        message = f"{error.message}\n{hint}" if hint else error.message
        self.notify(shown(message, keep_newlines=True), severity="error", markup=False, timeout=8)

    async def answer(self, work: Callable[[Library], T]) -> T | None:
        """What the desk makes of a job; None if it was refused, which has been told."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self.desk.give(work, answer.set_result, answer.set_exception)
        try:
            return await answer
        except AnnotError as error:
            self.refuse(error)
            return None

    async def all_here(self) -> None:
        """Wait until what the desk was asked for, and what that led to, is on the screen."""
        for _ in range(2):
            await self.answer(lambda _: None)
        await self.listing.is_whole.wait()

    @contextmanager
    def one_frame(self) -> Iterator[None]:
        """Draw nothing until the block has ended: two steps are seen as one."""
        with self.app.batch_update():
            yield
        self.check_idle()  # the app has that done for itself alone

    # What the panes tell

    @on(RowList.Highlighted)
    def _row_highlighted(self) -> None:
        self.listing.take_row()

    @on(RowList.Chosen)
    def _row_chosen(self) -> None:
        self.show_pane(self.article_view)

    @on(ArticleView.ClaimClicked)
    def _claim_clicked(self, message: ArticleView.ClaimClicked) -> None:
        self.hand.take(message.claims[-1], from_article=True)

    @on(ArticleView.CursorMoved)
    def _cursor_moved(self) -> None:
        self.hand.take_under_cursor()

    @on(ClaimPane.ItemChosen)
    def _item_chosen(self, message: ClaimPane.ItemChosen) -> None:
        self.proving.edit_item(message.noun)

    @on(ArticleView.Selected)
    def _words_selected(self) -> None:
        self.heading.show()

    # What acts ask for

    async def perform(self, work: acts.Work, *, goes_on: bool = False) -> bool:
        """Have the desk do something, and show what changed; whether it was done.

        Args:
            work: What to do.
            goes_on: Whether the next claim of the list is taken in hand after it.
        """
        return await self.changes.perform(work, goes_on=goes_on)

    def tell_none(self) -> None:
        """Say that there is nothing to act on."""
        self.status.tell("There is no claim in hand")

    def show_pane(self, pane: Widget) -> None:
        """Go to a pane, and bring it to the front where there is no room for all."""
        if self.has_class("zoomed"):
            for other in (self.list, self.article_view, self.pane):
                other.set_class(other is pane, "in-front")
        if pane is not self.pane:
            self.set_class(pane is self.list, "listing")
        pane.focus()

    @property
    def is_article_seen(self) -> bool:
        """Whether the text is on the screen, and not behind another pane."""
        return self.article is None or bool(self.article_view.region)

    def ask_line(self, kind: str, label: str, value: str = "") -> None:
        """Ask for a word or two at the bottom."""
        self.prompt.ask(kind, label, value)
        # At once, so that what is typed ahead goes there.
        self.set_focus(self.prompt.query_one(Input))

    # The prompt

    def on_prompt_changed(self, message: Prompt.Changed) -> None:
        """Act on what is typed while it is typed."""
        self.finding.typing(message.kind, message.value)

    def on_prompt_submitted(self, message: Prompt.Submitted) -> None:
        """Act on what was typed."""
        self.finding.typed(message.kind, message.value)

    def on_prompt_closed(self, message: Prompt.Closed) -> None:
        """Act on a prompt that was given up or answered."""
        self.finding.closed(message.kind)

    @on(events.DescendantBlur)
    def _left(self) -> None:
        if self.is_ready.is_set():
            self.call_later(self._close_prompt_that_was_left)

    def _close_prompt_that_was_left(self) -> None:
        """Nobody types in it any more, and an open prompt keeps the keys from all else."""
        if self.focused is not None and not self.prompt.has_focus_within:
            self.prompt.action_close()

    # The rest

    def action_theme(self) -> None:
        """Show everything in the next theme, and keep it in the settings."""
        from annot import settings
        from annot.tui.themes import next_theme, theme

        name = next_theme(self.app.theme)
        self.app.register_theme(theme(name))
        self.app.theme = name
        self.status.tell(f"theme: {name}")
        self.desk.give(lambda _: settings.keep_theme(name), lambda _: None, self.refuse)

    def action_quit(self) -> None:
        """End the program; what was begun is finished first."""
        self.app.exit()
