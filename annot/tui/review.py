"""The review screen: the article, the claims, the claim in hand, and what the keys do to them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import ClassVar, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget

from annot.errors import AnnotError
from annot.report.links import live
from annot.store.claim_filter import ClaimFilter
from annot.store.reading import PAGE_ROWS, ClaimDetail, EvidenceRow, ListRow, NoteRow
from annot.text.display import shown
from annot.tui import acts, questions, showing
from annot.tui.article_view import ArticleView, Span
from annot.tui.chooser import Chooser
from annot.tui.claim_pane import ClaimPane
from annot.tui.desk import Desk, Library
from annot.tui.form import Field, Form
from annot.tui.help import HelpScreen
from annot.tui.key_bar import KeyBar
from annot.tui.keys import KEYS, bar
from annot.tui.pages import ClaimPages
from annot.tui.palette import palette
from annot.tui.prompt import Prompt
from annot.tui.row_list import RowList
from annot.tui.showing import Changed, Division, Listed, Opened, Taken
from annot.tui.status_line import StatusLine
from annot.vocabulary import NoteKind, Status, Verdict

T = TypeVar("T")

WIDE = 120
"""Cells from which on all three panes stand side by side."""

_FAR = 1_000_000
"""More items than any claim has."""

_MOST_DIGITS = 18
"""The digits that a number of the database may have."""

POLL_SECONDS = 2.0
"""How often it is looked whether somebody else has written."""


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
        scope_all: Whether the list shows the whole workspace.
    """

    CSS_PATH: ClassVar[str] = "review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        # With priority, a key acts before the next one is looked at: what is typed ahead goes
        # into the form that the key before it opened.
        Binding(",".join(key.keys), key.action, key.label, show=False, priority=True)
        for key in KEYS
    ]

    def __init__(self, library: Library, opened: Opened) -> None:
        super().__init__()
        self._desk = Desk(library, self._deliver)
        self._opened = opened
        self._article = opened.article
        self._division = opened.division or Division()
        self._wanted = ClaimFilter()
        self._typed_filter = self._kept_filter = ""
        self._scope_all = opened.article is None
        self._claim: int | None = opened.detail.number if opened.detail else None
        self._detail = opened.detail
        self._found: list[tuple[int, int]] = []
        self._last: Callable[[], Awaitable[None]] | None = None
        self.article_view = ArticleView(id="article")
        self.list = RowList(id="list")
        self.pane = ClaimPane(id="pane")
        self.status = StatusLine(id="status")
        self.prompt = Prompt(id="prompt")
        self.key_bar = KeyBar(id="keys")
        self._pages = self._new_pages(self._filter, opened.count)

    # Coming and going

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        yield self.status
        with Container(id="body"):
            yield self.list
            yield self.article_view
            yield self.pane
        yield self.prompt
        yield self.key_bar

    def on_mount(self) -> None:
        """Show what was read before the screen began, then let the desk load the rest."""
        self._show_marks(self._opened.marks.spans, self._opened.marks.accepted)
        self._pages.put(0, self._opened.first_page)
        self.list.show(self._pages)
        self.pane.show(self._detail, empty=self._nothing())
        self.article_view.focus_claim(self._claim)
        self.key_bar.show(bar())
        (self.article_view if self._article else self.list).focus()
        self._show_title()
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        """After the first paint: what was not needed for it."""
        self._desk.start()
        self._desk.give(_load, lambda _: None, self.refuse)
        if self._opened.division is None:
            self._divide()
        self._count()
        self.set_interval(POLL_SECONDS, self._poll)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool:
        """Leave the keys to the prompt while something is typed there."""
        return not self.prompt.is_open

    def close_desk(self) -> None:
        """Finish what was begun; called when the app ends."""
        self._desk.close()

    @on(Delivered)
    def _do_delivered(self, message: Delivered) -> None:
        message.stop()
        message.act()

    def _deliver(self, act: Callable[[], None]) -> None:
        self.post_message(Delivered(act))

    @on(events.Resize)
    def _choose_layout(self, event: events.Resize) -> None:
        self.set_class(event.size.width < WIDE, "narrow")

    # What is shown

    @property
    def _filter(self) -> ClaimFilter:
        slug = self._article.slug if self._article and not self._scope_all else ""
        return showing.scoped(self._wanted, slug)

    def _nothing(self) -> str:
        if self._article is None and not self._pages.count:
            return "Nothing here yet. Quit with q, then: annot article add FILE"
        return "No claim in hand. Select words with v, then c makes them a claim."

    def _new_pages(self, wanted: ClaimFilter, count: int) -> ClaimPages:
        pages = ClaimPages(wanted, count, lambda number: self._fetch(pages, number))
        return pages

    def _fetch(self, pages: ClaimPages, number: int) -> None:
        read = pages.fetcher(number)

        def arrived(rows: list[ListRow]) -> None:
            pages.put(number, rows)
            if pages is self._pages:
                self.list.page_arrived(number * PAGE_ROWS)
                if self._claim is None:
                    self._take_row()

        self._desk.give(lambda library: read(library.reader), arrived, self.refuse)

    def _show_marks(
        self,
        spans: Iterable[tuple[int, int, int, Status, Verdict | None]],
        accepted: Iterable[tuple[int, int]],
    ) -> None:
        if self._article is None:
            return
        self._accepted = list(accepted)
        self._spans = [Span(*span) for span in spans]
        self.article_view.show(
            self._article.text,
            self._spans,
            self._division.sentences,
            self._division.repeated,
            self._accepted,
        )

    def _divide(self) -> None:
        article = self._article
        if article is None:
            return

        def divided(division: Division) -> None:
            if article is self._article:
                self._division = division
                self._show_marks(self._spans, self._accepted)

        self._desk.give(lambda _: showing.divide(article.text), divided, self.refuse)

    def _show_title(self) -> None:
        title = self._article.title if self._article else "annot"
        marked = f"{len(self.list.marks)} marked" if self.list.marks else ""
        self.status.title = "  ·  ".join(filter(None, (title, self._wanted_text, marked)))

    @property
    def _wanted_text(self) -> str:
        return self._typed_filter if self._wanted != ClaimFilter() else ""

    def _count(self) -> None:
        self._desk.give(
            showing.tally(self._filter), self.status.show_tally, self.refuse, lane="tally"
        )

    def refuse(self, error: BaseException) -> None:
        """Tell an error; a bug is not one."""
        if not isinstance(error, AnnotError):
            raise error
        message = f"{error.message}\n{error.hint}" if error.hint else error.message
        self.notify(shown(message, keep_newlines=True), severity="error", markup=False, timeout=8)

    async def _answer(self, work: Callable[[Library], T]) -> T | None:
        """What the desk makes of a job; None if it was refused, which has been told."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._desk.give(work, answer.set_result, answer.set_exception)
        try:
            return await answer
        except AnnotError as error:
            self.refuse(error)
            return None

    async def _all_here(self) -> None:
        """Wait until what the desk was asked for, and what that led to, is on the screen."""
        for _ in range(2):
            await self._answer(lambda _: None)

    # The claim in hand

    def take(self, number: int | None, *, from_article: bool = False) -> None:
        """Take a claim in hand, and show it in every pane."""
        if number == self._claim:
            return
        self._claim = number
        if number is None:
            self._show_detail(None)
            return
        if not from_article:
            self.article_view.focus_claim(number)
        index = self._pages.index(number)
        if index is not None and index != self.list.cursor:
            self._put_list_cursor(index)
        wanted = self._pages.wanted

        def taken(found: Taken) -> None:
            if number == self._claim:
                self._show_detail(found.detail)
                if found.index is not None and wanted == self._pages.wanted:
                    self._put_list_cursor(found.index)

        self._desk.give(
            showing.taken(wanted, number, is_listed=index is not None),
            taken,
            self.refuse,
            lane="detail",
        )

    def _put_list_cursor(self, index: int) -> None:
        with self.prevent(RowList.Highlighted):
            self.list.goto(index)

    def _take_row(self) -> None:
        """Take the claim under the list's cursor; none while its page is on the way."""
        if self._pages.count:
            row = self._pages.found(self.list.cursor)
            self.take(None if row is None else row.number)

    def _take_under_cursor(self) -> None:
        """Take the claim under the article's cursor, if there is one."""
        claims = self.article_view.claims_at(self.article_view.cursor)
        if claims and self._claim not in claims:
            self.take(claims[-1], from_article=True)

    def _show_detail(self, detail: ClaimDetail | None) -> None:
        self._detail = detail
        self.pane.show(detail, empty=self._nothing())
        here = self._article.slug if self._article else ""
        if detail is not None and detail.article != here and detail.places:
            self._open(detail.article, claim=detail.number)

    @on(RowList.Highlighted)
    def _row_highlighted(self) -> None:
        self._take_row()

    @on(RowList.Chosen)
    def _row_chosen(self) -> None:
        self._show_pane(self.article_view)

    @on(ArticleView.ClaimClicked)
    def _claim_clicked(self, message: ArticleView.ClaimClicked) -> None:
        self.take(message.claims[-1], from_article=True)

    @on(ArticleView.CursorMoved)
    def _cursor_moved(self) -> None:
        self._take_under_cursor()

    @on(ClaimPane.ItemChosen)
    def _item_chosen(self, message: ClaimPane.ItemChosen) -> None:
        self._edit_item(message.noun)

    # Acts on the ledger

    async def perform(self, work: acts.Work) -> bool:
        """Have the desk do something, and show what changed; whether it was done."""
        changed = await self._answer(
            showing.performed(work, article=self._article, wanted=self._filter, claim=self._claim)
        )
        if changed is None:
            return False
        self._show_changed(changed)
        await self._all_here()
        return True

    def _show_changed(self, changed: Changed) -> None:
        act = changed.act
        if act is not None:
            self.status.tell(f"{act.told}  ({act.back})" if act.back else act.told)
            if act.claim is not None:
                self._claim = act.claim
        if changed.marks is not None:
            self._show_marks(changed.marks.spans, changed.marks.accepted)
        are_all_listed = self._show_rows(changed.rows)
        if changed.claim == self._claim:
            if changed.detail is None:
                self._claim = None
            self._show_detail(changed.detail)
            if act is not None and act.claim is not None:
                self.article_view.focus_claim(act.claim)
        if changed.is_listed_anew or not are_all_listed:
            self._list_anew(cursor=self.list.cursor)
        self._count()

    def _show_rows(self, rows: Iterable[tuple[ListRow, bool]]) -> bool:
        """Show claims that were changed; whether those that belong in the list were seen there."""
        are_all_listed = True
        for row, matches in rows:
            self.article_view.set_claim(row.number, row.status, row.verdict)
            index = self._pages.change(row, matches=matches)
            if index is not None:
                self.list.row_changed(index)
            elif matches:
                are_all_listed = False
        return are_all_listed

    def _list_anew(self, *, cursor: int = 0, keeps_claim: bool = True) -> None:
        """Make the list anew, with its cursor on the claim in hand, or else on a row.

        Args:
            cursor: The row.
            keeps_claim: Whether a claim that is not in the list stays in hand.
        """
        wanted, claim = self._filter, self._claim

        def arrived(listed: Listed) -> None:
            pages = self._pages = self._new_pages(wanted, listed.count)
            pages.put(listed.page, listed.rows)
            here = None if self._claim is None else pages.index(self._claim)
            self.list.show(pages, cursor=listed.cursor if here is None else here)
            if here is None and not (keeps_claim and self._claim):
                self.take(None)
                self._take_row()

        self._desk.give(
            showing.listed(wanted, claim=claim, cursor=cursor), arrived, self.refuse, lane="list"
        )

    def _poll(self) -> None:
        def seen(others_wrote: bool) -> None:
            if others_wrote:
                self._read_anew()
                self.status.tell("Others have written; all is up to date")

        self._desk.give(lambda library: library.others_wrote(), seen, self.refuse)

    def _read_anew(self) -> None:
        job = showing.refreshed(article=self._article, claim=self._claim)
        self._desk.give(job, self._show_changed, self.refuse, lane="anew")

    def _open(self, slug: str, *, claim: int | None = None) -> None:
        """Show another article, with its first claim in hand; or for the claim in hand, with it."""
        wanted = self._wanted

        def opened(found: Opened) -> None:
            if claim is not None and claim != self._claim:
                return
            self._article = found.article
            self._division = found.division or Division()
            self._show_marks(found.marks.spans, found.marks.accepted)
            if found.division is None:
                self._divide()
            self._show_title()
            if claim is None:
                self._claim = found.detail.number if found.detail else None
                self._show_detail(found.detail)
            self.article_view.focus_claim(self._claim)
            if claim is None or not self._scope_all:
                self._list_anew()
                self._count()

        self._desk.give(
            lambda library: showing.open_article(library.reader, slug, wanted),
            opened,
            self.refuse,
            lane="open",
        )

    def _chosen_claims(self) -> list[int]:
        if self.list.marks:
            return sorted(self.list.marks)
        return [] if self._claim is None else [self._claim]

    async def _judge(self, make: Callable[[list[int]], acts.Work]) -> bool:
        """Do something to the marked claims or else the one in hand; whether it was done."""
        claims = self._chosen_claims()
        if not claims:
            self._tell_none()
            return False
        return await self.perform(make(claims))

    def _tell_none(self) -> None:
        self.status.tell("There is no claim in hand")

    async def action_verdict(self, verdict: str) -> None:
        """Give the claims in hand a verdict, and go on to the next."""
        value = Verdict(verdict) if verdict else None
        goes_on = value is not None and not self.list.marks
        self._last = lambda: self.action_verdict(verdict)
        if await self._judge(lambda claims: acts.set_verdict(claims, value)) and goes_on:
            await self.action_claim(1)

    async def action_status(self, status: str) -> None:
        """Give the claims in hand a status."""
        self._last = lambda: self.action_status(status)
        await self._judge(lambda claims: acts.set_status(claims, Status(status)))

    async def action_repeat(self) -> None:
        """Do the last judgement again."""
        if self._last is not None:
            await self._last()

    async def action_add_claim(self) -> None:
        """Make the selection, or the sentence under the cursor, a claim."""
        span = self._chosen_span()
        if (
            span is not None
            and self._article is not None
            and await self.perform(acts.add_claim(self._article.slug, span))
        ):
            self.article_view.clear_selection()

    async def action_anchor(self) -> None:
        """Anchor the claim in hand at the selection too."""
        if self._claim is None:
            self._tell_none()
            return
        span = self._chosen_span()
        if span is not None and await self.perform(acts.anchor_claim(self._claim, span)):
            self.article_view.clear_selection()

    async def action_unanchor(self) -> None:
        """Take from the claim in hand its place under the cursor."""
        # The article of the claim may be on the way.
        await self._all_here()
        if self._claim is None:
            self._tell_none()
        else:
            await self.perform(acts.unanchor_claim(self._claim, self.article_view.cursor))

    async def action_accept(self) -> None:
        """Accept the sentence as making no claim; if it is accepted, take that back."""
        span = self._chosen_span()
        if span is not None and self._article is not None:
            back = any(start < span[1] and end > span[0] for start, end in self._accepted)
            if await self.perform(acts.accept(self._article.slug, span, back=back)):
                self.article_view.clear_selection()

    def _chosen_span(self) -> tuple[int, int] | None:
        if self.article_view.selection is None:
            self.article_view.select_sentence()
        span = self.article_view.selection
        if span is None:
            self.status.tell("There are no words under the cursor")
        return span

    async def action_undo(self) -> None:
        """Take back the last operation."""
        await self.perform(acts.undo)

    async def action_redo(self) -> None:
        """Do again what was undone last."""
        await self.perform(acts.redo)

    async def action_remove(self) -> None:
        """Remove the item in hand, or else the claims in hand."""
        if self.pane.has_focus and self.pane.item is not None:
            await self.perform(acts.remove_item(*self.pane.item))
        elif await self._judge(acts.remove_claims):
            self.list.clear_marks()
            self._show_title()

    # Forms

    def _ask(
        self, title: str, fields: list[Field], work: Callable[[dict[str, str]], acts.Work]
    ) -> None:
        """Ask for something; the form stays until the ledger has taken it."""

        def submit(values: dict[str, str]) -> None:
            job = showing.performed(
                work(values), article=self._article, wanted=self._filter, claim=self._claim
            )

            def done(changed: Changed) -> None:
                form.saved()
                self._show_changed(changed)

            def refused(error: BaseException) -> None:
                if not isinstance(error, AnnotError):
                    raise error
                form.refused(error.message, error.hint)

            self._desk.give(job, done, refused)

        form = Form(title, fields, submit)
        self.app.push_screen(form)

    async def _ask_of_claim(self, ask: Callable[[ClaimDetail], None]) -> None:
        if self._claim is not None and (self._detail is None or self._detail.number != self._claim):
            await self._all_here()
        if self._detail is None or self._detail.number != self._claim:
            self._tell_none()
        else:
            ask(self._detail)

    async def action_edit_claim(self) -> None:
        """Edit the claim in hand."""
        await self._ask_of_claim(
            lambda claim: self._ask(
                f"Claim {claim.number}",
                questions.claim_fields(claim),
                lambda values: acts.edit_claim(claim.number, claim.version, values),
            )
        )

    async def action_correction(self) -> None:
        """Propose another wording."""
        await self._ask_of_claim(
            lambda claim: self._ask(
                f"Correction of claim {claim.number}",
                questions.correction_fields(claim),
                lambda values: acts.correct(claim.number, claim.version, values),
            )
        )

    async def action_add_evidence(self) -> None:
        """Add evidence to the claim in hand."""
        await self._ask_of_claim(
            lambda claim: self._ask(
                f"Evidence for claim {claim.number}",
                questions.evidence_fields(None),
                lambda values: self._remembered(
                    lambda number: acts.add_evidence(number, values), claim.number
                ),
            )
        )

    def _remembered(self, make: Callable[[int], acts.Work], claim: int) -> acts.Work:
        async def again() -> None:
            if self._claim is None:
                self._tell_none()
            else:
                await self.perform(make(self._claim))

        self._last = again
        return make(claim)

    async def action_add_note(self) -> None:
        """Add a note to the claim in hand."""
        await self._ask_of_claim(
            lambda claim: self._ask(
                f"Note on claim {claim.number}",
                questions.note_fields(),
                lambda values: acts.add_note(claim.number, values),
            )
        )

    async def action_ask(self) -> None:
        """Put a question about the claim in hand."""
        await self._ask_of_claim(
            lambda claim: self._ask(
                f"Query about claim {claim.number}",
                questions.query_fields(),
                lambda values: acts.ask(claim.number, values),
            )
        )

    async def action_answer(self) -> None:
        """Record the answer to the query in hand, or the first open one."""

        def ask(claim: ClaimDetail) -> None:
            open_ones = [n for n in claim.notes if n.kind is NoteKind.QUERY and n.answer is None]
            note = self._note_in_hand() or (open_ones[0] if open_ones else None)
            if note is None or note.kind is not NoteKind.QUERY:
                self.status.tell("There is no open query")
                return
            self._ask(
                f"Answer to query {note.id}",
                questions.answer_fields(note.text, note.answer or ""),
                lambda values: acts.answer(note.id, values),
            )

        await self._ask_of_claim(ask)

    def _note_in_hand(self) -> NoteRow | None:
        noun, number = self.pane.item or ("", 0)
        notes = self._detail.notes if self._detail and noun == "note" else ()
        return next((note for note in notes if note.id == number), None)

    def _evidence_in_hand(self) -> EvidenceRow | None:
        noun, number = self.pane.item or ("", 0)
        evidence = self._detail.evidence if self._detail else ()
        if noun == "evidence":
            return next((item for item in evidence if item.id == number), None)
        return evidence[0] if evidence else None

    async def action_edit_source(self) -> None:
        """Edit the source of the evidence in hand."""
        await self._ask_of_claim(lambda _: None)
        evidence = self._evidence_in_hand()
        if evidence is None:
            self.status.tell("There is no evidence in hand")
            return
        source_id = evidence.source.id
        source = await self._answer(lambda library: library.reader.source(source_id))
        if source is not None:
            self._ask(
                f"Source {source.slug}",
                questions.source_fields(source),
                lambda values: acts.edit_source(source_id, values),
            )

    def _edit_item(self, noun: str) -> None:
        evidence, note = self._evidence_in_hand(), self._note_in_hand()
        if noun == "evidence" and evidence is not None:
            self._ask(
                f"Evidence {evidence.id}",
                questions.evidence_fields(evidence),
                lambda values: acts.edit_evidence(evidence.id, evidence.version, values),
            )
        elif note is not None:
            self._ask(
                f"Note {note.id}",
                questions.note_fields(note.text),
                lambda values: acts.edit_note(note.id, values),
            )

    # Moving

    @property
    def _in_list(self) -> bool:
        return self.list.has_focus

    async def _go_in_list(self, move: Callable[[], None]) -> None:
        with self.prevent(RowList.Highlighted):
            move()
        if self.list.current is None:
            await self._all_here()
        self._take_row()

    def _go_in_article(self, move: Callable[[], None]) -> None:
        with self.prevent(ArticleView.CursorMoved):
            move()
        self._take_under_cursor()

    async def action_down(self, lines: int) -> None:
        """A line, row or item down, or up."""
        if self._in_list:
            await self._go_in_list(lambda: self.list.move(lines))
        elif self.pane.has_focus:
            self.pane.move_item(lines)
        else:
            self._go_in_article(lambda: self.article_view.move_line(lines))

    async def action_page(self, pages: int) -> None:
        """A page down, or up."""
        if self._in_list:
            await self._go_in_list(lambda: self.list.page(pages))
        elif self.pane.has_focus:
            self.pane.page(pages)
        else:
            self._go_in_article(lambda: self.article_view.move_page(pages))

    async def action_edge(self, direction: int) -> None:
        """To the beginning or the end."""
        if self._in_list:
            await self._go_in_list(self.list.to_start if direction < 0 else self.list.to_end)
        elif self.pane.has_focus:
            self.pane.move_item(direction * _FAR)
        else:
            view = self.article_view
            self._go_in_article(view.to_start if direction < 0 else view.to_end)

    async def action_claim(self, direction: int) -> None:
        """The next claim of the list, or the one before."""
        await self._go_in_list(lambda: self.list.move(direction))

    async def action_open_claim(self, direction: int) -> None:
        """The next open claim of the list, or the one before."""
        here = self._pages.found(self.list.cursor)
        if here is None:
            return
        wanted = self._filter.narrowed("is", "open")
        rows = await self._answer(
            lambda library: library.reader.page(
                wanted,
                after=here.key if direction > 0 else None,
                before=here.key if direction < 0 else None,
                limit=1,
            )
        )
        if rows:
            self.take(rows[0].number)
            await self._all_here()
        elif rows is not None:
            self.status.tell("There is no open claim that way")

    def action_sentence(self, sentences: int) -> None:
        """The next sentence, or the one before."""
        self._go_in_article(lambda: self.article_view.move_sentence(sentences))

    def action_word(self, words: int) -> None:
        """The next word, or the one before."""
        self._go_in_article(lambda: self.article_view.move_word(words))

    def action_word_end(self) -> None:
        """The end of the word."""
        self._go_in_article(self.article_view.move_word_end)

    def action_character(self, characters: int) -> None:
        """A character on, or back."""
        self._go_in_article(lambda: self.article_view.move_char(characters))

    def action_select(self) -> None:
        """Begin to select words, or end it."""
        self._show_pane(self.article_view)
        self.article_view.toggle_selection()

    def action_select_sentence(self) -> None:
        """Select the sentence under the cursor."""
        self._show_pane(self.article_view)
        self.article_view.select_sentence()

    def action_adjust(self, edge: str, words: int) -> None:
        """Make the selection a word longer or shorter."""
        self.article_view.adjust("start" if edge == "start" else "end", words)

    async def action_mark(self) -> None:
        """Mark the claim in hand, and go on to the next."""
        self.list.toggle_mark()
        self._show_title()
        await self.action_claim(1)

    # Panes

    def action_pane(self, direction: int) -> None:
        """Go to the next pane, or the one before."""
        panes: list[Widget] = [self.list, self.article_view, self.pane]
        here = next((i for i, pane in enumerate(panes) if pane.has_focus), 1)
        self._show_pane(panes[(here + direction) % len(panes)])

    def _show_pane(self, pane: Widget) -> None:
        if self.has_class("zoomed"):
            for other in (self.list, self.article_view, self.pane):
                other.set_class(other is pane, "in-front")
        if pane is not self.pane:
            self.set_class(pane is self.list, "listing")
        pane.focus()

    def action_zoom(self) -> None:
        """Show one pane alone, or all again."""
        self.toggle_class("zoomed")
        self._show_pane(self.focused or self.article_view)

    async def action_enter(self) -> None:
        """From the list to the article, from there to the claim, from its items to their form."""
        if self._in_list:
            self._show_pane(self.article_view)
        elif not self.pane.has_focus:
            self._show_pane(self.pane)
        elif self.pane.item is not None:
            self._edit_item(self.pane.item[0])
        else:
            await self.action_edit_claim()

    def action_back(self) -> None:
        """Give up the selection and the marks, or go back to the article."""
        if self.article_view.selection is not None:
            self.article_view.clear_selection()
        elif self.list.marks:
            self.list.clear_marks()
            self._show_title()
        else:
            self._show_pane(self.article_view)

    # Finding

    def action_filter(self) -> None:
        """Filter the claims; while it is typed already."""
        self._kept_filter = self._typed_filter
        self.prompt.ask("filter", "Filter", self._typed_filter)

    def action_search(self) -> None:
        """Search in the article."""
        self.prompt.ask("search", "Search")

    def action_go_to_claim(self) -> None:
        """Go to a claim by its number."""
        self.prompt.ask("claim", "Claim number")

    def action_report(self) -> None:
        """Write the verification report."""
        self.prompt.ask("report", "Report to", "report.html")

    @on(Prompt.Changed)
    def _typing(self, message: Prompt.Changed) -> None:
        if message.kind == "filter":
            self._apply_filter(message.value)

    @on(Prompt.Submitted)
    def _typed(self, message: Prompt.Submitted) -> None:
        if message.kind == "filter":
            if self._apply_filter(message.value):
                self._kept_filter = message.value
        elif message.kind == "search":
            self._search(message.value)
        elif message.kind == "claim":
            self._find_claim(message.value)
        elif message.kind == "report" and message.value.strip():
            article = "" if self._scope_all or self._article is None else self._article.slug
            work = acts.write_report(message.value.strip(), article)
            self.app.call_later(self.perform, work)

    @on(Prompt.Closed)
    def _prompt_closed(self, message: Prompt.Closed) -> None:
        if message.kind == "filter" and self._typed_filter != self._kept_filter:
            self._apply_filter(self._kept_filter)
        if self.focused not in (self.list, self.article_view, self.pane):
            (self.list if self.has_class("listing") else self.article_view).focus()

    @on(events.DescendantBlur)
    def _left(self) -> None:
        self.call_later(self._close_prompt_that_was_left)

    def _close_prompt_that_was_left(self) -> None:
        """Nobody types in it any more, and an open prompt keeps the keys from all else."""
        if self.focused is not None and not self.prompt.has_focus_within:
            self.prompt.action_close()

    def _apply_filter(self, typed: str) -> bool:
        """List what a filter lets through; whether it was understood."""
        try:
            wanted = ClaimFilter.parse(typed)
        except AnnotError as error:
            self.prompt.refuse(error.message)
            return False
        self.prompt.refuse("")
        self._typed_filter, self._wanted = typed, wanted
        self._list_chosen()
        return True

    def _list_chosen(self) -> None:
        """Show the list after another one was chosen."""
        self._show_title()
        self._list_anew(keeps_claim=False)
        self._count()

    def _search(self, typed: str) -> None:
        from annot.text.quotes import find_quote

        text = self._article.text if self._article else ""
        self._found = find_quote(text, typed) if typed.strip() else []
        if self._found:
            self.status.tell(f"{len(self._found)} found; n and N go on")
            self.action_search_next(1)
        else:
            self.status.tell("Not found")

    def action_search_next(self, direction: int) -> None:
        """Go to the next place found, or the one before."""
        cursor = self.article_view.cursor
        places = self._found if direction > 0 else self._found[::-1]
        on = [p for p in places if (p[0] > cursor if direction > 0 else p[0] < cursor)]
        if on or places:
            self._show_pane(self.article_view)
            self._go_in_article(lambda: self.article_view.go_to((on or places)[0][0]))

    def _find_claim(self, typed: str) -> None:
        word = typed.strip()
        number = int(word) if word.isdecimal() and len(word) <= _MOST_DIGITS else 0

        def found(row: ListRow | None) -> None:
            if row is None:
                self.status.tell(f"There is no claim {word}")
            else:
                self.take(row.number)

        self._desk.give(lambda library: library.reader.row(number), found, self.refuse)

    def action_scope(self) -> None:
        """List the claims of this article, or of the whole workspace."""
        if self._article is not None:
            self._scope_all = not self._scope_all
            self.status.tell(
                "Claims of the whole workspace" if self._scope_all else "Claims of this article"
            )
            self._list_chosen()

    async def action_article(self) -> None:
        """Open another article."""
        articles = await self._answer(lambda library: library.reader.articles())
        if articles:
            rows = [(row.slug, f"{row.title}  ({row.claims:,} claims)") for row in articles]
            self.app.push_screen(Chooser("Open article", rows), self._open_chosen)
        elif articles is not None:
            self.status.tell("There is no article")

    def _open_chosen(self, slug: str | None) -> None:
        if slug:
            self._open(slug)

    async def action_check(self) -> None:
        """Show what the rules of proof find about this article."""
        slug = self._article.slug if self._article else None
        findings = await self._answer(lambda library: library.workspace.check(slug))
        if findings:
            rows = [
                (
                    f"{finding.claim or ''}:{finding.place[0] if finding.place else ''}",
                    f"{finding.severity} {finding.code}  {finding.message}",
                )
                for finding in findings
            ]
            self.app.push_screen(Chooser("The rules of proof", rows), self._go_to_finding)
        elif findings is not None:
            self.status.tell("The rules of proof find nothing")

    def _go_to_finding(self, chosen: str | None) -> None:
        claim, _, place = (chosen or ":").partition(":")
        if claim:
            self._find_claim(claim)
        elif place:
            self._show_pane(self.article_view)
            self._go_in_article(lambda: self.article_view.go_to(int(place)))

    # The rest

    async def action_copy(self) -> None:
        """Copy the claim in hand with its citation."""

        def copy(claim: ClaimDetail) -> None:
            self.app.copy_to_clipboard(shown(_citation(claim), keep_newlines=True))
            self.status.tell(f"claim {claim.number} copied")

        await self._ask_of_claim(copy)

    def action_open_source(self) -> None:
        """Open the source of the evidence in hand in the browser."""
        evidence = self._evidence_in_hand()
        url = live(evidence.source.url) if evidence else None
        if url:
            self.app.open_url(url)
            self.status.tell(f"opened {url}")
        else:
            self.status.tell("The evidence in hand has no web address")

    def action_palette(self) -> None:
        """Show every act by its name."""
        self.app.push_screen(palette(KEYS))

    def action_help(self) -> None:
        """Show the keys."""
        self.app.push_screen(HelpScreen(KEYS))

    def action_quit(self) -> None:
        """End the program; what was begun is finished first."""
        self.app.exit()


def _load(library: Library) -> None:
    """Load what writes, while the person reads."""
    _ = library.workspace


def _citation(claim: ClaimDetail) -> str:
    from annot.vocabulary import label

    lines = [f"{claim.number}. {claim.text}", f"   {label(claim.verdict)}, {label(claim.status)}"]
    for evidence in claim.evidence:
        source = evidence.source
        parts = [source.title, source.publisher, source.published, evidence.locator, source.url]
        lines.append(f"   {evidence.stance}: " + ", ".join(part for part in parts if part))
    return "\n".join(lines)
