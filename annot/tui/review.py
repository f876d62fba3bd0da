"""The review screen: the article, the claims, the claim in hand, and what the keys do to them."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Iterable
from typing import ClassVar

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
from annot.store.reading import ClaimDetail, EvidenceRow, ListRow, NoteRow
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
from annot.tui.showing import Changed, Division, Opened
from annot.tui.status_line import StatusLine
from annot.vocabulary import NoteKind, Status, Verdict

WIDE = 120
"""Cells from which on all three panes stand side by side."""

POLL_SECONDS = 2.0
"""How often it is looked whether somebody else has written."""


class Delivered(Message):
    """A result from the desk: what is to be done with it on the screen."""

    def __init__(self, act: Callable[[], None]) -> None:
        super().__init__()
        self.act = act


class ReviewScreen(Screen[None]):
    """One article with its claims, by keyboard and mouse.

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
        self._scope_all = opened.article is None
        self._claim: int | None = opened.detail.number if opened.detail else None
        self._detail = opened.detail
        self._found: list[tuple[int, int]] = []
        self._last: Callable[[], None] | None = None
        self.article_view = ArticleView(id="article")
        self.list = RowList(id="list")
        self.pane = ClaimPane(id="pane")
        self.status = StatusLine(id="status")
        self.prompt = Prompt(id="prompt")
        self.key_bar = KeyBar(id="keys")
        self._pages = self._new_pages(opened.count)

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

    def _new_pages(self, count: int) -> ClaimPages:
        pages = ClaimPages(self._filter, count, lambda number: self._fetch(pages, number))
        return pages

    def _fetch(self, pages: ClaimPages, number: int) -> None:
        read = pages.fetcher(number)

        def arrived(rows: list[ListRow]) -> None:
            pages.put(number, rows)
            if pages is self._pages:
                self.list.page_arrived(number * 256)

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
        wanted = self._wanted_text
        self.status.title = f"{title}  ·  {wanted}" if wanted else title

    @property
    def _wanted_text(self) -> str:
        return self._typed_filter if self._wanted != ClaimFilter() else ""

    _typed_filter = ""

    def _count(self) -> None:
        self._desk.give(
            showing.tally(self._filter), self.status.show_tally, self.refuse, lane="tally"
        )

    def refuse(self, error: AnnotError) -> None:
        """Tell an error."""
        message = f"{error.message}\n{error.hint}" if error.hint else error.message
        self.notify(shown(message, keep_newlines=True), severity="error", markup=False, timeout=8)

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
            self.list.goto(index)
        self._desk.give(
            lambda library: library.reader.claim(number),
            self._show_detail,
            self.refuse,
            lane="detail",
        )

    def _show_detail(self, detail: ClaimDetail | None) -> None:
        self._detail = detail
        self.pane.show(detail, empty=self._nothing())
        here = self._article.slug if self._article else ""
        if detail is not None and detail.article != here and detail.places:
            self._open(detail.article, claim=detail.number)

    @on(RowList.Highlighted)
    def _row_highlighted(self, message: RowList.Highlighted) -> None:
        row = self._pages.found(message.index)
        if row is not None:
            self.take(row.number)

    @on(RowList.Chosen)
    def _row_chosen(self) -> None:
        self._show_pane(self.article_view)

    @on(ArticleView.ClaimClicked)
    def _claim_clicked(self, message: ArticleView.ClaimClicked) -> None:
        self.take(message.claims[-1], from_article=True)

    @on(ArticleView.CursorMoved)
    def _cursor_moved(self, message: ArticleView.CursorMoved) -> None:
        if message.claims and self._claim not in message.claims:
            self.take(message.claims[-1], from_article=True)

    @on(ClaimPane.ItemChosen)
    def _item_chosen(self) -> None:
        self.action_enter()

    # Acts on the ledger

    def perform(self, work: acts.Work, *, then: Callable[[], None] | None = None) -> None:
        """Have the desk do something, and show what changed."""
        job = showing.performed(work, article=self._article, wanted=self._filter, claim=self._claim)

        def done(changed: Changed) -> None:
            self._show_changed(changed)
            if then is not None:
                then()

        self._desk.give(job, done, self.refuse)

    def _show_changed(self, changed: Changed) -> None:
        act = changed.act
        if act is not None:
            self.status.tell(f"{act.told}  (u undoes)")
            if act.claim is not None:
                self._claim = act.claim
        if changed.marks is not None:
            self._show_marks(changed.marks.spans, changed.marks.accepted)
        for row, matches in changed.rows:
            self.article_view.set_claim(row.number, row.status, row.verdict)
            index = self._pages.change(row, matches=matches)
            if index is not None:
                self.list.row_changed(index)
        if changed.count is not None and (
            changed.marks is not None or changed.count > self._pages.count
        ):
            self._relist(changed.count)
        self._show_detail(changed.detail)
        if changed.detail is None:
            self._claim = None
        elif act is not None and act.claim is not None:
            self.article_view.focus_claim(act.claim)
        self._count()

    def _relist(self, count: int) -> None:
        """Make the list anew, with its cursor on the claim in hand."""
        self._pages = self._new_pages(count)
        pages, claim, cursor = self._pages, self._claim, self.list.cursor

        def read(library: Library) -> tuple[int, int, list[ListRow]]:
            row = library.reader.row(claim) if claim is not None else None
            index = library.reader.index(pages.wanted, row.key) if row else cursor
            index = max(0, min(index, count - 1))
            number = index // 256
            return index, number, library.reader.page(pages.wanted, offset=number * 256)

        def arrived(found: tuple[int, int, list[ListRow]]) -> None:
            index, number, rows = found
            if pages is self._pages:
                pages.put(number, rows)
                self.list.show(pages, cursor=index)
                here = pages.found(index)
                if self._claim is None and here is not None:
                    self.take(here.number)

        self._desk.give(read, arrived, self.refuse, lane="relist")

    def _poll(self) -> None:
        def seen(others_wrote: bool) -> None:
            if others_wrote:
                self._read_anew()
                self.status.tell("Somebody else has written; what they changed is shown")

        self._desk.give(lambda library: library.others_wrote(), seen, self.refuse)

    def _read_anew(self) -> None:
        job = showing.refreshed(article=self._article, wanted=self._filter, claim=self._claim)
        self._desk.give(job, self._show_changed, self.refuse, lane="anew")

    def _open(self, slug: str, *, claim: int | None = None) -> None:
        """Show another article."""

        def opened(found: Opened) -> None:
            self._opened, self._article = found, found.article
            self._division = found.division or Division()
            self._show_marks(found.marks.spans, found.marks.accepted)
            if found.division is None:
                self._divide()
            if not self._scope_all:
                self._relist(found.count)
            self._claim = claim
            self.article_view.focus_claim(claim)
            if claim is None:
                self._claim = None
                self.take(found.detail.number if found.detail else None)
            self._show_title()
            self._count()

        wanted = self._wanted
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

    def _with_claims(self, make: Callable[[list[int]], None]) -> None:
        claims = self._chosen_claims()
        if claims:
            make(claims)
        else:
            self.status.tell("There is no claim in hand")

    def action_verdict(self, verdict: str) -> None:
        """Give the claims in hand a verdict, and go on to the next."""
        value = Verdict(verdict) if verdict else None

        def give(claims: list[int]) -> None:
            on = None if self.list.marks or value is None else lambda: self.action_claim(1)
            self.perform(acts.set_verdict(claims, value), then=on)

        self._with_claims(give)
        self._last = lambda: self.action_verdict(verdict)

    def action_status(self, status: str) -> None:
        """Give the claims in hand a status."""
        self._with_claims(lambda claims: self.perform(acts.set_status(claims, Status(status))))
        self._last = lambda: self.action_status(status)

    def action_repeat(self) -> None:
        """Do the last judgement again."""
        if self._last is not None:
            self._last()

    def action_add_claim(self) -> None:
        """Make the selection, or the sentence under the cursor, a claim."""
        span = self._chosen_span()
        if span is not None and self._article is not None:
            self.perform(acts.add_claim(self._article.slug, span))
            self.article_view.clear_selection()

    def action_anchor(self) -> None:
        """Anchor the claim in hand at the selection too."""
        span = self._chosen_span()
        if span is not None and self._claim is not None:
            self.perform(acts.anchor_claim(self._claim, span))
            self.article_view.clear_selection()

    def action_unanchor(self) -> None:
        """Take from the claim in hand its place under the cursor."""
        if self._claim is not None:
            self.perform(acts.unanchor_claim(self._claim, self.article_view.cursor))

    def action_accept(self) -> None:
        """Accept the sentence as making no claim; if it is accepted, take that back."""
        span = self._chosen_span()
        if span is not None and self._article is not None:
            back = any(start < span[1] and end > span[0] for start, end in self._accepted)
            self.perform(acts.accept(self._article.slug, span, back=back))
            self.article_view.clear_selection()

    def _chosen_span(self) -> tuple[int, int] | None:
        if self.article_view.selection is None:
            self.article_view.select_sentence()
        span = self.article_view.selection
        if span is None:
            self.status.tell("There are no words under the cursor")
        return span

    def action_undo(self) -> None:
        """Take back the last operation."""
        self.perform(acts.undo)

    def action_redo(self) -> None:
        """Do again what was undone last."""
        self.perform(acts.redo)

    def action_remove(self) -> None:
        """Remove the item in hand, or else the claims in hand."""
        if self.pane.has_focus and self.pane.item is not None:
            self.perform(acts.remove_item(*self.pane.item))
        else:
            self._with_claims(lambda claims: self.perform(acts.remove_claims(claims)))

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

            self._desk.give(job, done, lambda error: form.refused(error.message, error.hint))

        form = Form(title, fields, submit)
        self.app.push_screen(form)

    def _ask_of_claim(self, ask: Callable[[ClaimDetail], None]) -> None:
        if self._detail is None or self._detail.number != self._claim:
            self.status.tell("There is no claim in hand")
        else:
            ask(self._detail)

    def action_edit_claim(self) -> None:
        """Edit the claim in hand."""
        self._ask_of_claim(
            lambda claim: self._ask(
                f"Claim {claim.number}",
                questions.claim_fields(claim),
                lambda values: acts.edit_claim(claim.number, claim.version, values),
            )
        )

    def action_correction(self) -> None:
        """Propose another wording."""
        self._ask_of_claim(
            lambda claim: self._ask(
                f"Correction of claim {claim.number}",
                questions.correction_fields(claim),
                lambda values: acts.correct(claim.number, claim.version, values),
            )
        )

    def action_add_evidence(self) -> None:
        """Add evidence to the claim in hand."""
        self._ask_of_claim(
            lambda claim: self._ask(
                f"Evidence for claim {claim.number}",
                questions.evidence_fields(None),
                lambda values: self._remembered(
                    lambda number: acts.add_evidence(number, values), claim.number
                ),
            )
        )

    def _remembered(self, make: Callable[[int], acts.Work], claim: int) -> acts.Work:
        def again() -> None:
            if self._claim is not None:
                self.perform(make(self._claim))

        self._last = again
        return make(claim)

    def action_add_note(self) -> None:
        """Add a note to the claim in hand."""
        self._ask_of_claim(
            lambda claim: self._ask(
                f"Note on claim {claim.number}",
                questions.note_fields(),
                lambda values: acts.add_note(claim.number, values),
            )
        )

    def action_ask(self) -> None:
        """Put a question about the claim in hand."""
        self._ask_of_claim(
            lambda claim: self._ask(
                f"Query about claim {claim.number}",
                questions.query_fields(),
                lambda values: acts.ask(claim.number, values),
            )
        )

    def action_answer(self) -> None:
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

        self._ask_of_claim(ask)

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

    def action_edit_source(self) -> None:
        """Edit the source of the evidence in hand."""
        evidence = self._evidence_in_hand()
        if evidence is None:
            self.status.tell("There is no evidence in hand")
            return
        self._desk.give(
            lambda library: library.reader.source(evidence.source.id),
            lambda source: (
                self._ask(
                    f"Source {source.slug}",
                    questions.source_fields(source),
                    lambda values: acts.edit_source(source.id, values),
                )
                if source
                else None
            ),
            self.refuse,
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

    def action_down(self, lines: int) -> None:
        """A line, row or item down, or up."""
        if self._in_list:
            self.list.move(lines)
        elif self.pane.has_focus:
            self.pane.move_item(lines)
        else:
            self.article_view.move_line(lines)

    def action_page(self, pages: int) -> None:
        """A page down, or up."""
        if self._in_list:
            self.list.page(pages)
        elif self.pane.has_focus:
            self.pane.page(pages)
        else:
            self.article_view.move_page(pages)

    def action_edge(self, direction: int) -> None:
        """To the beginning or the end."""
        target = self.list if self._in_list else self.article_view
        if direction < 0:
            target.to_start()
        else:
            target.to_end()

    def action_claim(self, direction: int) -> None:
        """The next claim of the list, or the one before."""
        self.list.move(direction)

    def action_open_claim(self, direction: int) -> None:
        """The next open claim of the list, or the one before."""
        row = self.list.current
        key = self._pages.found(self.list.cursor)
        wanted = self._filter.narrowed("is", "open")
        if row is None or key is None:
            return
        self._desk.give(
            lambda library: library.reader.page(
                wanted,
                after=key.key if direction > 0 else None,
                before=key.key if direction < 0 else None,
                limit=1,
            ),
            self._go_to_row,
            self.refuse,
        )

    def _go_to_row(self, rows: list[ListRow]) -> None:
        if not rows:
            self.status.tell("There is no open claim that way")
            return
        self._reach(rows[0])

    def _reach(self, row: ListRow) -> None:
        """Put the list's cursor on a claim, wherever it stands."""
        wanted = self._pages.wanted
        here = self._pages.index(row.number)
        if here is not None:
            self.list.goto(here)
            return

        def reached(index: int) -> None:
            self.take(row.number)
            self.list.goto(index)

        self._desk.give(
            lambda library: library.reader.index(wanted, row.key),
            reached,
            self.refuse,
            lane="reach",
        )

    def action_sentence(self, sentences: int) -> None:
        """The next sentence, or the one before."""
        self.article_view.move_sentence(sentences)

    def action_word(self, words: int) -> None:
        """The next word, or the one before."""
        self.article_view.move_word(words)

    def action_word_end(self) -> None:
        """The end of the word."""
        self.article_view.move_word_end()

    def action_character(self, characters: int) -> None:
        """A character on, or back."""
        self.article_view.move_char(characters)

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

    def action_mark(self) -> None:
        """Mark the claim in hand, and go on to the next."""
        self.list.toggle_mark()
        self.list.move(1)

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

    def action_enter(self) -> None:
        """From the list to the article, from there to the claim, from its items to their form."""
        if self._in_list:
            self._show_pane(self.article_view)
        elif not self.pane.has_focus:
            self._show_pane(self.pane)
        elif self.pane.item is not None:
            self._edit_item(self.pane.item[0])
        else:
            self.action_edit_claim()

    def action_back(self) -> None:
        """Give up the selection and the marks, or go back to the article."""
        if self.article_view.selection is not None:
            self.article_view.clear_selection()
        elif self.list.marks:
            self.list.clear_marks()
        else:
            self._show_pane(self.article_view)

    # Finding

    def action_filter(self) -> None:
        """Filter the claims."""
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
            self._apply_filter(message.value)
        elif message.kind == "search":
            self._search(message.value)
        elif message.kind == "claim":
            self._find_claim(message.value)
        elif message.kind == "report" and message.value.strip():
            self.perform(acts.write_report(message.value.strip()))

    @on(Prompt.Closed)
    def _prompt_closed(self) -> None:
        target = self.list if self.has_class("listing") else self.article_view
        target.focus()

    def _apply_filter(self, typed: str) -> None:
        try:
            wanted = ClaimFilter.parse(typed)
        except AnnotError as error:
            self.prompt.refuse(error.message)
            return
        self.prompt.refuse("")
        self._typed_filter, self._wanted = typed, wanted
        self._list_anew()

    def _list_anew(self) -> None:
        chosen = self._filter
        self._show_title()

        def read(library: Library) -> tuple[list[ListRow], int]:
            return library.reader.page(chosen), library.reader.count(chosen)

        def arrived(found: tuple[list[ListRow], int]) -> None:
            rows, count = found
            self._pages = self._new_pages(count)
            self._pages.put(0, rows)
            here = self._pages.index(self._claim) if self._claim is not None else None
            self.list.show(self._pages, cursor=here or 0)
            if here is None:
                self.take(rows[0].number if rows else None)

        self._desk.give(read, arrived, self.refuse, lane="filter")
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
            self.article_view.go_to((on or places)[0][0])

    def _find_claim(self, typed: str) -> None:
        number = int(typed) if typed.strip().isdecimal() else 0

        def found(row: ListRow | None) -> None:
            if row is None:
                self.status.tell(f"There is no claim {typed}")
            elif self._pages.index(row.number) is not None:
                self._reach(row)
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
            self._list_anew()

    def action_article(self) -> None:
        """Open another article."""

        def choose(rows: list[tuple[str, str]]) -> None:
            self.app.push_screen(Chooser("Open article", rows), self._open_chosen)

        self._desk.give(
            lambda library: [
                (row.slug, f"{row.title}  ({row.claims} claims)")
                for row in library.reader.articles()
            ],
            choose,
            self.refuse,
        )

    def _open_chosen(self, slug: str | None) -> None:
        if slug:
            self._open(slug)

    def action_check(self) -> None:
        """Show what the rules of proof find about this article."""
        slug = self._article.slug if self._article else None

        def found(rows: list[tuple[str, str]]) -> None:
            if rows:
                self.app.push_screen(Chooser("The rules of proof", rows), self._go_to_finding)
            else:
                self.status.tell("The rules of proof find nothing")

        self._desk.give(
            lambda library: [
                (
                    f"{finding.claim or ''}:{finding.place[0] if finding.place else ''}",
                    f"{finding.severity} {finding.code}  {finding.message}",
                )
                for finding in library.workspace.check(slug)
            ],
            found,
            self.refuse,
        )

    def _go_to_finding(self, chosen: str | None) -> None:
        claim, _, place = (chosen or ":").partition(":")
        if claim:
            self._find_claim(claim)
        elif place:
            self._show_pane(self.article_view)
            self.article_view.go_to(int(place))

    # The rest

    def action_copy(self) -> None:
        """Copy the claim in hand with its citation."""

        def copy(claim: ClaimDetail) -> None:
            self.app.copy_to_clipboard(_citation(claim))
            self.status.tell(f"claim {claim.number} copied")

        self._ask_of_claim(copy)

    def action_open_source(self) -> None:
        """Open the source of the evidence in hand in the browser."""
        evidence = self._evidence_in_hand()
        url = live(evidence.source.url) if evidence else None
        if url:
            webbrowser.open(str(url))
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
