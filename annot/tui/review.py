"""The review screen: the article, the claims, the claim in hand, and what the keys do to them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from annot.errors import AnnotError, NothingToUndoError
from annot.store.article_reading import ArticleMarks
from annot.store.claim_filter import ClaimFilter
from annot.store.claim_reading import ClaimDetail
from annot.store.place import Ears, listen
from annot.text.display import shown
from annot.tui import acts, showing
from annot.tui.article_view import ArticleView, Span
from annot.tui.bound import bindings, merged_bindings
from annot.tui.claim_pane import ClaimPane
from annot.tui.desk import Desk, Library
from annot.tui.key_bar import KeyBar
from annot.tui.key_names import key_name
from annot.tui.keys import KEYS, Key, bar, name_of
from annot.tui.listing import Listing
from annot.tui.row_list import RowList
from annot.tui.showing import Changed, Division, Opened, Taken, Whole
from annot.tui.status_line import StatusLine
from annot.tui.unsaved import Unsaved

if TYPE_CHECKING:
    from annot.tui.groups import Finding, Gating, Judging, Marking, Moving, Proving, Staffing
    from annot.tui.prompt import Prompt

T = TypeVar("T")

WIDE = 120
"""Cells from which on all three panes stand side by side."""

LOAD_SECONDS = 0.2
"""After the first paint: loading what writes takes turns with painting otherwise."""

MOMENT = 0.03
"""Seconds for which a frame may wait to be whole."""

COUNTED_AT_ONCE = 20_000
"""Claims of a list up to which its progress is counted after every act."""

PAUSE_SECONDS = 0.3

POLL_SECONDS = 2.0
"""How often it is looked whether somebody else has written."""


_TYPED = re.compile(r"\bannot [a-z-]|--[a-z]")
"""What is typed on a command line, which is no help on the screen."""


class Delivered(Message):
    """A result from the desk: what is to be done with it on the screen."""

    def __init__(self, act: Callable[[], None]) -> None:
        super().__init__()
        self.act = act


class ReviewScreen(Screen[None]):
    """One article with its claims, by keyboard and mouse.

    A key waits for what the key before it does to the claim in hand, so that it meets the claim
    that was meant however fast it is typed. So acts on the ledger are coroutines of the app, which
    takes the keys; what the screen itself is told (messages, forms) never waits for the desk.

    Args:
        library: What the desk works on.
        opened: The article to begin with, read already.
        keys: The key table, if the person has one of their own.

    Attributes:
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
        self._opened = opened
        self.article = opened.article
        self.division = Division()
        self.wanted = ClaimFilter()
        self.typed_filter = ""
        self.scope_all = opened.article is None
        self.is_second_reading = False
        self.actor = library.actor
        self.claim: int | None = opened.detail.number if opened.detail else None
        self.detail = opened.detail
        self._ahead: ClaimDetail | None = None
        self.article_view = ArticleView(id="article")
        self.list = RowList(id="list")
        self.pane = ClaimPane(id="pane")
        self.status = StatusLine(id="status")
        self.key_bar = KeyBar(id="keys")
        self.listing = Listing(self, self.filter, opened.total)
        self._counting: Timer | None = None
        self.is_ready = asyncio.Event()
        self.unsaved = Unsaved(self)
        self._is_shown = asyncio.Event()

    def _load_acts(self) -> None:
        """Make the acts of the key table, which stand by their group, the screen's actions."""
        from annot.tui.groups import GROUPS

        for home in GROUPS:
            setattr(self, home.__name__.lower(), home(self))
        for key in KEYS:
            name = key.action.partition("(")[0]
            for home in GROUPS:
                group = getattr(self, home.__name__.lower())
                if hasattr(group, name):
                    setattr(self, f"action_{name}", getattr(group, name))

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
        self._show_marks(self._opened.marks, until=self._opened.head)
        self.listing.begin(self._opened.first_page, self._opened.cursor)
        self.pane.show(self.detail, empty=self._nothing())
        self.article_view.focus_claim(self.claim)
        self.key_bar.show(bar(self.keys))
        (self.article_view if self.article else self.list).focus()
        self.show_title()
        self.call_after_refresh(self._settle)

    async def _settle(self) -> None:
        """After the first paint: what was not needed for it."""
        from annot.tui.prompt import Prompt

        self._load_acts()
        self.prompt = Prompt(id="prompt")
        await self.mount(self.prompt, before=self.key_bar)
        self.desk.start()
        self.clerk.start()
        self.set_timer(LOAD_SECONDS, self._load)
        self._show_whole()
        self.count()
        self._ears = listen(self._library.path, lambda: self._deliver(self._poll))
        if self._ears is None:
            self.set_interval(POLL_SECONDS, self._poll)
        self.is_ready.set()

    def _load(self) -> None:
        self.unsaved.read()

        def loaded(actor: str) -> None:
            self.actor = actor
            self.gating.look(self.detail)

        self.desk.give(_load, loaded, self.refuse)
        self._tell_draft()

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
    def filter(self) -> ClaimFilter:
        """What the list is narrowed to: by what was typed, and to the article in its scope."""
        slug = self.article.slug if self.article and not self.scope_all else ""
        return showing.scoped(self.wanted, slug)

    def _nothing(self) -> str:
        if self.article is None and not self.listing.pages.count:
            return (
                f"Nothing here yet. Quit with {self.name_of('quit')}, then: annot article add FILE"
            )
        if not self.listing.pages.count and self._wanted_text:
            return f"No claim matches the filter. Change it with {self.name_of('filter')}."
        select, add = self.name_of("select"), self.name_of("claim")
        return f"No claim in hand. Select words with {select}, then {add} makes them a claim."

    def name_of(self, act: str) -> str:
        """What the key of an act is called, here and now."""
        return name_of(act, self.keys)

    def _show_marks(self, marks: ArticleMarks, *, until: int | None = None) -> None:
        """Show what is marked, in the whole text or only up to a code point."""
        if self.article is None:
            return
        self.accepted = marks.accepted
        self.article_view.show(
            self.article.text[:until],
            [Span(*span) for span in marks.spans],
            self.division.sentences,
            self.division.repeated,
            self.accepted,
            self.article.headings,
        )

    def _show_whole(self) -> None:
        article = self.article
        if article is None:
            return

        def divided(found: Whole) -> None:
            if article is self.article:
                self.division = found.division
                self._show_marks(found.marks)

        self.desk.give(showing.whole(article), divided, self.refuse)

    def show_title(self) -> None:
        """Say at the top what is open, what it is narrowed to, and how many are marked."""
        self.status.title = self.article.title if self.article else "annot"
        marked = f"{len(self.list.marks)} marked" if self.list.marks else ""
        reading = "second reading" if self.is_second_reading else ""
        parts = filter(None, (reading, self._selected, marked, self._wanted_text))
        self.status.narrowing = "".join(f"  ·  {part}" for part in parts)

    @property
    def _selected(self) -> str:
        """How much is selected, and whether moving selects more."""
        if self.article_view.selection is None:
            return ""
        words = len(self.article_view.selected_text.split())
        doing = "selecting" if self.article_view.is_selecting else "selected"
        return f"{doing} {words:,} word{'s' if words != 1 else ''}"

    @property
    def _wanted_text(self) -> str:
        return self.typed_filter if self.wanted != ClaimFilter() else ""

    def count(self) -> None:
        """Have the progress counted anew; that of a long list by the clerk, in a pause."""
        if self._counting is not None:
            self._counting.stop()
        if self.listing.pages.count > COUNTED_AT_ONCE:
            self._counting = self.set_timer(PAUSE_SECONDS, lambda: self._count(self.clerk))
        else:
            self._count(self.desk)

    def _count(self, desk: Desk) -> None:
        for other in (self.desk, self.clerk):
            other.give_up("tally")
        desk.give(showing.tally(self.filter), self.status.show_tally, self.refuse, lane="tally")

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

    # The claim in hand

    def take(self, number: int | None, *, from_article: bool = False) -> None:
        """Take a claim in hand, and show it in every pane."""
        if number == self.claim:
            return
        self.claim = number
        if number is None:
            self._show_detail(None)
            return
        self._is_shown.clear()
        if not from_article:
            self.article_view.focus_claim(number)
        index = self.listing.pages.index(number)
        if index is not None and index != self.list.cursor:
            self.listing.put_cursor(index)
        wanted = self.listing.pages.wanted
        ahead, self._ahead = self._ahead, None
        if index is not None and ahead is not None and ahead.number == number:
            self._show_detail(ahead)
            return

        def taken(found: Taken) -> None:
            if number == self.claim:
                self._show_detail(found.detail)
                if found.row is not None and wanted == self.listing.pages.wanted:
                    self.listing.put_cursor(found.row)

        self.desk.give(
            showing.taken(wanted, number, is_listed=index is not None),
            taken,
            self.refuse,
            lane="detail",
        )

    async def shown_in_a_moment(self) -> None:
        """Wait until the claim in hand is shown in every pane, but not longer than is noticed."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._is_shown.wait(), MOMENT)

    def take_under_cursor(self) -> bool:
        """Take the claim under the article's cursor; whether it is another one."""
        claims = self.article_view.claims_at(self.article_view.cursor)
        is_other = bool(claims) and self.claim not in claims
        if is_other:
            self.take(claims[-1], from_article=True)
        return is_other

    def _show_detail(self, detail: ClaimDetail | None) -> None:
        self._is_shown.set()
        self.detail = detail
        self.pane.show(detail, empty="" if detail else self._nothing())
        self.gating.look(detail)
        here = self.article.slug if self.article else ""
        if detail is not None and detail.article != here and detail.places:
            self.open_article(detail.article, claim=detail.number)

    @on(RowList.Highlighted)
    def _row_highlighted(self) -> None:
        self.listing.take_row()

    @on(RowList.Chosen)
    def _row_chosen(self) -> None:
        self.show_pane(self.article_view)

    @on(ArticleView.ClaimClicked)
    def _claim_clicked(self, message: ArticleView.ClaimClicked) -> None:
        self.take(message.claims[-1], from_article=True)

    @on(ArticleView.CursorMoved)
    def _cursor_moved(self) -> None:
        self.take_under_cursor()

    @on(ClaimPane.ItemChosen)
    def _item_chosen(self, message: ClaimPane.ItemChosen) -> None:
        self.proving.edit_item(message.noun)

    @on(ArticleView.Selected)
    def _words_selected(self) -> None:
        self.show_title()

    # Acts on the ledger

    async def perform(self, work: acts.Work, *, goes_on: bool = False) -> bool:
        """Have the desk do something, and show what changed; whether it was done.

        Args:
            work: What to do.
            goes_on: Whether the next claim of the list is taken in hand after it.
        """
        following = self.listing.row_after() if goes_on else None
        changed = await self.answer(
            showing.performed(
                work,
                article=self.article,
                wanted=self.filter,
                claim=self.claim,
                ahead=following.number if following else None,
            )
        )
        if changed is None:
            return False
        with self.one_frame():
            self.show_changed(changed)
            self._ahead = changed.ahead
            if goes_on:
                await self.moving.claim(1)
        self.count()
        await self.all_here()
        return True

    def show_changed(self, changed: Changed) -> None:
        """Show what an act, or somebody else, has changed."""
        act = changed.act
        if act is not None:
            self.status.tell(self._with_way_back(act))
            if act.claim is not None:
                self.claim = act.claim
        if changed.article is not None:
            self.article = changed.article
            self.division = Division()
            self.article_view.clear_selection()
            self._show_whole()
            self._tell_draft()
        if changed.marks is not None:
            self._show_marks(changed.marks)
        for row, _ in changed.rows:
            self.article_view.set_claim(row.number, row.status, row.verdict)
        are_all_listed = self.listing.show_rows(changed.rows)
        if changed.claim == self.claim:
            if changed.detail is None:
                self.claim = None
            self._show_detail(changed.detail)
            if act is not None and act.claim is not None:
                self.article_view.focus_claim(act.claim)
        if changed.is_listed_anew or not are_all_listed:
            self.listing.anew(cursor=self.list.cursor)

    def _with_way_back(self, act: acts.Act) -> str:
        does = {"undo": "undoes", "redo": "redoes"}.get(act.back)
        return f"{act.told}  ({self.name_of(act.back)} {does})" if does else act.told

    def _poll(self) -> None:
        def seen(others_wrote: bool) -> None:
            if others_wrote:
                self.read_anew()
                self.status.tell("Others have written; all is up to date")

        self.desk.give(lambda library: library.others_wrote(), seen, self.refuse)

    def read_anew(self) -> None:
        """Read what is shown once more."""
        job = showing.refreshed(article=self.article, claim=self.claim)
        self.desk.give(job, self.show_changed, self.refuse, lane="anew")
        self.count()

    def open_article(self, slug: str, *, claim: int | None = None) -> None:
        """Show another article, with its first claim in hand; or for the claim in hand, with it."""
        wanted = self.wanted

        def opened(found: Opened) -> None:
            if claim is not None and claim != self.claim:
                return
            self.article = found.article
            self.division = Division()
            self._tell_draft()
            self._show_marks(found.marks, until=found.head)
            self._show_whole()
            self.show_title()
            if claim is None:
                self.claim = found.detail.number if found.detail else None
                self._show_detail(found.detail)
            self.article_view.focus_claim(self.claim)
            if claim is None or not self.scope_all:
                self.listing.anew()
                self.count()

        self.desk.give(
            lambda library: showing.open_article(library.reader, slug, wanted),
            opened,
            self.refuse,
            lane="open",
        )

    def _tell_draft(self) -> None:
        """Say what the article's latest draft asks, if it does."""
        article = self.article
        if article is None or article.revision == 1:
            return
        from annot.tui.asked import asks

        def told(words: str) -> None:
            if words and article is self.article:
                self.status.tell(f"{words}: {self.name_of('draft')} shows them")

        self.desk.give(asks(article), told, self.refuse, lane="draft")

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

    @on(KeyBar.Clicked)
    def _key_clicked(self, message: KeyBar.Clicked) -> None:
        """Do what the key does, as a coroutine of the app; see the class."""
        for key in self.keys:
            if key.keys and key_name(key.keys[0]) == message.key:
                self.app.call_later(self.run_action, key.action)

    # The rest

    def action_palette(self) -> None:
        """Show every act by its name."""
        from annot.tui.palette import palette

        self.app.push_screen(palette(self.keys))

    def action_theme(self) -> None:
        """Show everything in the next theme, and keep it in the settings."""
        from annot import settings
        from annot.tui.themes import next_theme, theme

        name = next_theme(self.app.theme)
        self.app.register_theme(theme(name))
        self.app.theme = name
        self.status.tell(f"theme: {name}")
        self.desk.give(lambda _: settings.keep_theme(name), lambda _: None, self.refuse)

    def action_help(self) -> None:
        """Show the keys."""
        from annot.tui.help import HelpScreen

        self.app.push_screen(HelpScreen(self.keys))

    def action_quit(self) -> None:
        """End the program; what was begun is finished first."""
        self.app.exit()


def _load(library: Library) -> str:
    """Load what writes, and the forms, while the person reads; who acts."""
    modules = (
        "asking",
        "source_meant",
        "help",
        "palette",
        "chooser",
        "known",
        "waiting",
        "sources_screen",
        "people_screen",
        "people_questions",
    )
    for module in modules:
        import_module(f"annot.tui.{module}")
    return library.workspace.actor
