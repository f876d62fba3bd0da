"""By filter, words, number, article, and what the rules of proof find."""

from __future__ import annotations

from typing import TYPE_CHECKING

from annot.errors import AnnotError
from annot.store.claim_filter import ClaimFilter
from annot.store.reading import ListRow
from annot.tui import acts
from annot.tui.chooser import Chooser

if TYPE_CHECKING:
    from annot.rules.finding import Finding as Violation
    from annot.tui.review import ReviewScreen


_MOST_DIGITS = 18
"""The digits that a number of the database may have."""


class Finding:
    """By filter, words, number, article, and what the rules of proof find."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen
        self._found: list[tuple[int, int]] = []
        self._kept_filter = ""

    def filter(self) -> None:
        """Filter the claims; while it is typed already."""
        self._kept_filter = self._screen.typed_filter
        self._screen.ask_line("filter", "Filter", self._screen.typed_filter)

    def search(self) -> None:
        """Search in the article."""
        self._screen.ask_line("search", "Search")

    def go_to_claim(self) -> None:
        """Go to a claim by its number."""
        self._screen.ask_line("claim", "Claim number")

    def report(self) -> None:
        """Write the verification report."""
        self._screen.ask_line("report", "Report to", "report.html")

    def typing(self, kind: str, value: str) -> None:
        """What is typed in the prompt, while it is typed."""
        if kind == "filter":
            self._apply_filter(value)

    def typed(self, kind: str, value: str) -> None:
        """What was typed in the prompt."""
        if kind == "filter":
            if self._apply_filter(value):
                self._kept_filter = value
        elif kind == "search":
            self._search(value)
        elif kind == "claim":
            self._find_claim(value)
        elif kind == "report" and value.strip():
            article = (
                ""
                if self._screen.scope_all or self._screen.article is None
                else self._screen.article.slug
            )
            work = acts.write_report(value.strip(), article)
            self._screen.app.call_later(self._screen.perform, work)

    def closed(self, kind: str) -> None:
        """The prompt was closed: a filter that was only tried is forgotten."""
        if kind == "filter" and self._screen.typed_filter != self._kept_filter:
            self._apply_filter(self._kept_filter)
        if self._screen.focused not in (
            self._screen.list,
            self._screen.article_view,
            self._screen.pane,
        ):
            (
                self._screen.list
                if self._screen.has_class("listing")
                else self._screen.article_view
            ).focus()

    def _apply_filter(self, typed: str) -> bool:
        """List what a filter lets through; whether it was understood."""
        try:
            wanted = ClaimFilter.parse(typed)
        except AnnotError as error:
            self._screen.prompt.refuse(error.message)
            return False
        self._screen.prompt.refuse("")
        self._screen.typed_filter, self._screen.wanted = typed, wanted
        self._list_chosen()
        return True

    def _list_chosen(self) -> None:
        """Show the list after another one was chosen."""
        self._screen.show_title()
        self._screen.list_anew(keeps_claim=False)
        self._screen.count()

    def _search(self, typed: str) -> None:
        from annot.text.quotes import find_quote

        text = self._screen.article.text if self._screen.article else ""
        self._found = find_quote(text, typed) if typed.strip() else []
        if self._found:
            self._screen.status.tell(f"{len(self._found)} found; n and N go on")
            self.search_next(1)
        else:
            self._screen.status.tell("Not found")

    def search_next(self, direction: int) -> None:
        """Go to the next place found, or the one before."""
        cursor = self._screen.article_view.cursor
        places = self._found if direction > 0 else self._found[::-1]
        on = [p for p in places if (p[0] > cursor if direction > 0 else p[0] < cursor)]
        if on or places:
            self._screen.show_pane(self._screen.article_view)
            self._screen.moving.go_in_article(
                lambda: self._screen.article_view.go_to((on or places)[0][0])
            )

    def _find_claim(self, typed: str) -> None:
        word = typed.strip()
        number = int(word) if word.isdecimal() and len(word) <= _MOST_DIGITS else 0

        def found(row: ListRow | None) -> None:
            if row is None:
                self._screen.status.tell(f"There is no claim {word}")
            else:
                self._screen.take(row.number)

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

    async def article(self) -> None:
        """Open another article."""
        articles = await self._screen.answer(lambda library: library.reader.articles())
        if articles:
            rows = [(row.slug, f"{row.title}  ({row.claims:,} claims)") for row in articles]
            self._screen.app.push_screen(Chooser("Open article", rows), self._open_chosen)
        elif articles is not None:
            self._screen.status.tell("There is no article")

    def _open_chosen(self, slug: str | None) -> None:
        if slug:
            self._screen.open_article(slug)

    async def check(self) -> None:
        """Show what the rules of proof find about this article."""
        slug = self._screen.article.slug if self._screen.article else None
        findings = await self._screen.answer(lambda library: library.workspace.check(slug))
        if findings:
            rows = [(_place(finding), _words(finding)) for finding in findings]
            self._screen.app.push_screen(Chooser("The rules of proof", rows), self._go_to_finding)
        elif findings is not None:
            self._screen.status.tell("The rules of proof find nothing")

    def _go_to_finding(self, chosen: str | None) -> None:
        claim, _, place = (chosen or ":").partition(":")
        if claim:
            self._find_claim(claim)
        elif place:
            self._screen.show_pane(self._screen.article_view)
            self._screen.moving.go_in_article(lambda: self._screen.article_view.go_to(int(place)))


def _place(finding: Violation) -> str:
    """Where a finding leads: to a claim, a place in the text, or nowhere."""
    return f"{finding.claim or ''}:{finding.place[0] if finding.place else ''}"


def _words(finding: Violation) -> str:
    claim = f"claim {finding.claim}: " if finding.claim else ""
    return f"{finding.severity:<7} {finding.code}  {claim}{finding.message}"
