"""By filter, words, number, article, and what the rules of proof find."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from annot.errors import AnnotError
from annot.store.claim_filter import ClaimFilter
from annot.store.list_reading import ListRow
from annot.tui import acts, reporting
from annot.tui.desk import Library
from annot.tui.reporting import Wanted

if TYPE_CHECKING:
    from annot.rules.finding import Finding as Violation
    from annot.tui.review import ReviewScreen


_MOST_DIGITS = 18
"""The digits that a number of the database may have."""

_CHECK = "check"
_SHORT_SECONDS = 0.25
"""How long the rules of proof may take before a sign says that they do."""


class Finding:
    """By filter, words, number, article, and what the rules of proof find."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen
        self._found: list[tuple[int, int]] = []
        self._kept_filter = ""
        self._wanted: dict[str, Wanted] = {}
        self._report = Wanted()

    def filter(self) -> None:
        """Filter the claims; while it is typed already."""
        self._kept_filter = self._screen.typed_filter
        self._screen.ask_line("filter", "Filter", self._screen.typed_filter)

    def narrow(self, typed: str) -> None:
        """Filter the claims by what nobody had to type."""
        self._kept_filter = typed
        self._apply_filter(typed, is_meant=False)

    def search(self) -> None:
        """Search in the article."""
        self._screen.ask_line("search", "Search")

    def go_to_claim(self) -> None:
        """Go to a claim by its number."""
        self._screen.ask_line("claim", "Claim number")

    def report(self) -> None:
        """Write the verification report, for one of its readers and in one of its languages."""
        from annot.tui.chooser import Chooser

        try:
            rows = reporting.choices()
        except AnnotError as error:
            self._screen.refuse(error)
            return
        self._wanted = {wanted.file: wanted for wanted, _ in rows}
        listed = [(wanted.file, words) for wanted, words in rows]
        self._screen.app.push_screen(Chooser("Report for the", listed), self._report_for)

    def _report_for(self, chosen: str | None) -> None:
        if chosen:
            self._report = self._wanted[chosen]
            self._ask_report(chosen)

    def _ask_report(self, path: str) -> None:
        asked = f"Report for {self._report.told}, .html or .md, to"
        self._screen.ask_line("report", asked, path)

    def typing(self, kind: str, value: str) -> None:
        """What is typed in the prompt, while it is typed."""
        if kind == "filter":
            self._apply_filter(value, is_meant=self._screen.prompt.is_refused)

    def typed(self, kind: str, value: str) -> None:
        """What was typed in the prompt; the next key waits for what it leads to."""
        if kind == "filter":
            if self._apply_filter(value, is_meant=True):
                self._kept_filter = value
        elif kind == "search":
            self._search(value)
        elif kind == "claim":
            self._find_claim(value)
        elif kind.startswith("decide:"):
            self._screen.gating.decided(kind, value)
        elif kind == "report" and value.strip():
            article = (
                ""
                if self._screen.scope_all or self._screen.article is None
                else self._screen.article.slug
            )
            work = reporting.write_report(value.strip(), article, self._report)
            self._screen.prompt.then(lambda: self._write_report(work, value))
        self._screen.prompt.then(self._screen.all_here)

    async def _write_report(self, work: acts.Work, path: str) -> None:
        """Write a report; if it cannot be written there, ask again."""
        if not await self._screen.perform(work):
            self._ask_report(path)

    def closed(self, kind: str) -> None:
        """The prompt was closed: a filter that was only tried is forgotten."""
        if kind == "filter" and self._screen.typed_filter != self._kept_filter:
            self._apply_filter(self._kept_filter, is_meant=False)
        if self._screen.focused not in (
            self._screen.list,
            self._screen.article_view,
            self._screen.pane,
        ):
            # At once: the input would take the next key, though nobody sees it any more.
            self._screen.set_focus(
                self._screen.list
                if self._screen.has_class("listing")
                else self._screen.article_view
            )

    def _apply_filter(self, typed: str, *, is_meant: bool) -> bool:
        """List what a filter lets through; whether it was understood.

        Args:
            typed: The filter.
            is_meant: Whether it is told if it is not understood; it may be half a word still.
        """
        try:
            wanted = ClaimFilter.parse(typed, me=self._screen.actor)
        except AnnotError as error:
            if is_meant:
                self._screen.prompt.refuse(f"{error.message}  {error.hint}".rstrip())
            return False
        self._screen.prompt.refuse("")
        self._screen.typed_filter, self._screen.wanted = typed, wanted
        self._list_chosen()
        return True

    def _list_chosen(self) -> None:
        """Show the list after another one was chosen."""
        self._screen.heading.show()
        self._screen.listing.anew(keeps_claim=False)
        self._screen.heading.count()

    def _search(self, typed: str) -> None:
        from annot.text.quotes import find_quote

        text = self._screen.article.text if self._screen.article else ""
        self._found = find_quote(text, typed) if typed.strip() else []
        if self._found:
            on, back = map(self._screen.name_of, ("next hit", "hit before"))
            self._screen.status.tell(f"{len(self._found)} found; {on} and {back} go on")
            self._screen.prompt.then(lambda: self.search_next(1))
        else:
            self._screen.status.tell("Not found")

    async def search_next(self, direction: int) -> None:
        """Go to the next place found, or the one before."""
        cursor = self._screen.article_view.cursor
        places = self._found if direction > 0 else self._found[::-1]
        on = [p for p in places if (p[0] > cursor if direction > 0 else p[0] < cursor)]
        if on or places:
            await self._go_to_place((on or places)[0][0])

    async def _go_to_place(self, offset: int) -> None:
        """Go to a place in the article, once the article has its lines on the screen."""
        view = self._screen.article_view
        self._screen.show_pane(view)
        if not view.size.height:
            is_laid_out = asyncio.Event()
            if self._screen.call_after_refresh(is_laid_out.set):
                await is_laid_out.wait()
        await self._screen.moving.go_in_article(lambda: view.go_to(offset))

    def _find_claim(self, typed: str) -> None:
        word = typed.strip()
        number = int(word) if word.isdecimal() and len(word) <= _MOST_DIGITS else 0

        def found(row: ListRow | None) -> None:
            if row is None:
                self._screen.status.tell(f"There is no claim {word}")
            else:
                self._screen.hand.take(row.number)

        self._screen.desk.give(
            lambda library: library.reader.row(number), found, self._screen.refuse
        )

    def scope(self) -> None:
        """List the claims of this article, or of the whole workspace."""
        if self._screen.article is not None:
            self._screen.scope_all = not self._screen.scope_all
            self._screen.status.tell(
                "Claims of the whole workspace"
                if self._screen.scope_all
                else "Claims of this article"
            )
            self._list_chosen()

    async def sources(self) -> None:
        """Show all sources, beginning at that of the evidence in hand."""
        from annot.store.source_filter import SourceFilter
        from annot.tui.sources_screen import SourcesScreen, stocked

        await self._screen.all_here()
        evidence = self._screen.proving.evidence_in_hand()
        stock = await self._screen.answer(lambda library: stocked(library.reader, SourceFilter()))
        if stock is not None:
            source = evidence.source.id if evidence else None
            await self._screen.app.push_screen(SourcesScreen(self._screen, stock, source=source))

    async def draft(self) -> None:
        """Show what the latest draft asks, to be decided there."""
        from annot.tui.asked import latest_draft
        from annot.tui.drafted import DraftScreen

        article = self._screen.article
        if article is None:
            self._screen.status.tell("There is no article")
            return
        draft = await self._screen.answer(latest_draft(article.slug))
        if draft is not None and draft.questions:
            screen = DraftScreen(self._screen, article, draft)
            self._screen.app.push_screen(screen, self._go_to_asked)
        elif draft is not None:
            self._screen.status.tell("The latest draft asks nothing")

    def _go_to_asked(self, claim: int | None) -> None:
        if claim is not None:
            self._find_claim(str(claim))

    async def article(self) -> None:
        """Open another article."""
        from annot.tui.chooser import Chooser

        articles = await self._screen.answer(lambda library: library.reader.articles())
        if articles:
            rows = [(row.slug, f"{row.title}  ({row.claims:,} claims)") for row in articles]
            self._screen.app.push_screen(Chooser("Open article", rows), self._open_chosen)
        elif articles is not None:
            self._screen.status.tell("There is no article")

    def _open_chosen(self, slug: str | None) -> None:
        if slug:
            self._screen.opened.open(slug)

    async def check(self) -> None:
        """Show what the rules of proof find about this article; a long search can be given up."""
        from annot.tui.waiting import Waiting

        slug = self._screen.article.slug if self._screen.article else None
        waiting = Waiting("Applying the rules of proof", self._give_up_check)
        is_over = asyncio.Event()

        def is_wanted() -> bool:
            is_over.set()
            if not waiting.is_given_up:
                waiting.end()
            return not waiting.is_given_up

        def found(rows: list[tuple[str, str]]) -> None:
            if is_wanted():
                self._show_findings(rows)

        def refused(error: BaseException) -> None:
            if is_wanted():
                self._screen.refuse(error)

        self._screen.status.tell("Applying the rules of proof …")
        self._screen.desk.give(lambda library: _found(library, slug), found, refused, lane=_CHECK)
        with suppress(TimeoutError):
            # What is typed ahead is for what a short search finds.
            await asyncio.wait_for(is_over.wait(), _SHORT_SECONDS)
        if not is_over.is_set():
            self._screen.app.push_screen(waiting)

    def _give_up_check(self) -> None:
        self._screen.desk.give_up(_CHECK)
        self._screen.status.tell("Given up")

    def _show_findings(self, rows: list[tuple[str, str]]) -> None:
        from annot.tui.chooser import Chooser

        if rows:
            self._screen.status.tell(f"{len(rows):,} found by the rules of proof")
            self._screen.app.push_screen(Chooser("The rules of proof", rows), self._go_to_finding)
        else:
            self._screen.status.tell("The rules of proof find nothing")

    def _go_to_finding(self, chosen: str | None) -> None:
        claim, _, place = (chosen or ":").partition(":")
        if claim:
            self._find_claim(claim)
        elif place:
            self._screen.app.call_later(self._go_to_place, int(place))


def _found(library: Library, slug: str | None) -> list[tuple[str, str]]:
    """What the rules of proof find: where each finding leads, and its words."""
    return [(_place(finding), _words(finding)) for finding in library.workspace.check(slug)]


def _place(finding: Violation) -> str:
    """Where a finding leads: to a claim, a place in the text, or nowhere."""
    return f"{finding.claim or ''}:{finding.place[0] if finding.place else ''}"


def _words(finding: Violation) -> str:
    claim = f"claim {finding.claim}: " if finding.claim else ""
    return f"{finding.severity:<7} {finding.code}  {claim}{finding.message}"
