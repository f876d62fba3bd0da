"""What can be done in `annot review --line`: the acts of the key table, without a screen.

Each method has the name of an action of the table and does the same through the same façade.
`rest` is what was typed after the key; without it, what an act needs is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from annot.cli.line_claim import claim_lines
from annot.cli.line_form import ask
from annot.cli.line_gate import LineGate
from annot.cli.line_people import LinePeople
from annot.cli.output import counted, say, write
from annot.errors import InvalidValueError, NotFoundError
from annot.store.article_reading import ArticleText
from annot.store.claim_filter import ClaimFilter
from annot.store.claim_reading import ClaimDetail
from annot.store.list_reading import ListRow
from annot.text.display import one_line
from annot.tui import acts, showing
from annot.tui.asked import Draft, latest_draft, question
from annot.tui.desk import Library
from annot.tui.reporting import typed, write_report
from annot.vocabulary import NoteKind, Status, Verdict, label

if TYPE_CHECKING:
    from annot.tui.field_row import Offer
    from annot.tui.questions import Question

_LONGEST = 4_000
"""Code points of what is asked about that are shown."""

_MOST_DIGITS = 18
"""The digits that a number of the database may have."""


class LineActs(LineGate, LinePeople):
    """The claim in hand, the list that it is taken from, and what is done to it.

    Args:
        library: The workspace's reader and its façade.
        article: The article to begin with; else the one last worked on.
        read: Shows a question and reads a line.
        name_of: The key of an act, or its name.

    Raises:
        NotFoundError: If there is no such article.
    """

    def __init__(
        self,
        library: Library,
        article: str,
        *,
        read: Callable[[str], str],
        name_of: Callable[[str], str],
    ) -> None:
        self._library = library
        self._read = read
        self._name_of = name_of
        self._wanted = ClaimFilter()
        self._article: ArticleText | None = None
        self._is_whole_workspace = False
        self._is_second_reading = False
        self._row: ListRow | None = None
        self._last: Callable[[int], acts.Work] | None = None
        self._last_evidence: Callable[[int], acts.Work] | None = None
        self._suggested = -1  # where the sentence that was suggested last begins
        self._open(article or library.reader.newest_article())

    # What is read

    @property
    def _filter(self) -> ClaimFilter:
        return showing.scoped(self._wanted, self._scope)

    @property
    def _scope(self) -> str:
        """The article to which everything is narrowed; empty for the whole workspace."""
        return self._article.slug if self._article and not self._is_whole_workspace else ""

    def say_claim(self) -> None:
        """Say the claim in hand, or how to come by one."""
        if self._row is None:
            write(f"There is no claim here. {self._name_of('claim')} makes one of words.")
            return
        claim = self._claim()
        text = self._article.text if self._article and self._article.slug == claim.article else ""
        for line in claim_lines(claim, place=self._place(), text=text):
            write(line)

    def _place(self) -> str:
        reader, wanted = self._library.reader, self._filter
        if self._row is None or not reader.matches(wanted, self._row.number):
            return "no longer in the list"
        return f"{reader.index(wanted, self._row.key) + 1:,} of {reader.count(wanted):,}"

    def _claim(self) -> ClaimDetail:
        found = self._library.reader.claim(self._row.number) if self._row else None
        if found is None:
            raise NotFoundError("There is no claim in hand.", hint=self._name_of("next"))
        return found

    def _take(self, row: ListRow | None, none: str) -> None:
        """Take a claim in hand and say it; if there is none, say that."""
        if row is None:
            say(none)
            return
        self._row = self._library.reader.row(row.number, self._filter)
        self.say_claim()

    def _take_first(self) -> None:
        rows = self._library.reader.page(self._filter, limit=1)
        self._row = rows[0] if rows else None
        self.say_claim()

    def _beside(self, wanted: ClaimFilter, direction: int) -> ListRow | None:
        key = self._row.key if self._row else None
        reader = self._library.reader
        if direction < 0:
            rows = reader.page(wanted, before=key, limit=1) if key else []
        else:
            rows = reader.page(wanted, after=key, limit=1)
        return rows[0] if rows else None

    # Moving

    def claim(self, direction: int, rest: str = "") -> None:
        """The next claim, or the one before."""
        none = "That was the last claim." if direction > 0 else "That was the first claim."
        self._take(self._beside(self._filter, direction), none)

    down = claim

    def edge(self, direction: int, rest: str = "") -> None:
        """The first claim, or the last."""
        reader, wanted = self._library.reader, self._filter
        rows = reader.page(wanted, limit=1) if direction < 0 else reader.last_page(wanted, 1)
        self._take(rows[-1] if rows else None, "There is no claim.")

    def open_claim(self, direction: int, rest: str = "") -> None:
        """The next open claim, or the one before."""
        found = self._beside(self._filter.narrowed("is", "open"), direction)
        self._take(found, "There is no open claim that way.")

    def query(self, direction: int, rest: str = "") -> None:
        """The next claim with an open query, or the one before."""
        found = self._beside(self._filter.narrowed("has", "query"), direction)
        self._take(found, "There is no open query that way.")

    def waiting(self, rest: str = "") -> None:
        """The next claim that waits for the one who acts; at the end the first one."""
        wanted = self._filter.narrowed("needs", self._library.workspace.actor)
        first = self._library.reader.page(wanted, limit=1)
        found = self._beside(wanted, 1) or (first[0] if first else None)
        self._take(found, "No claim of the list waits for you.")

    def go_to_claim(self, rest: str = "") -> None:
        """A claim by its number."""
        word = rest or self._read("Claim number: ").strip()
        number = int(word) if word.isdecimal() and len(word) <= _MOST_DIGITS else 0
        row = self._library.reader.row(number, self._filter)
        if row is None:
            raise NotFoundError(f"There is no claim {word}.")
        self._take(row, "")

    # The list

    def filter(self, rest: str = "") -> None:
        """Other claims, from the first."""
        typed = rest or self._read("Filter: ").strip()
        self._wanted = ClaimFilter.parse(typed, me=self._library.workspace.actor)
        say(counted(self._library.reader.count(self._filter), "claim") + ".")
        self._take_first()

    def scope(self, rest: str = "") -> None:
        """The claims of this article, or of the whole workspace."""
        self._is_whole_workspace = not self._is_whole_workspace
        where = "the whole workspace" if self._is_whole_workspace else "this article"
        say(f"Claims of {where}: {self._library.reader.count(self._filter):,}.")
        self._say_anew()

    def article(self, rest: str = "") -> None:
        """Another article."""
        if not rest:
            for row in self._library.reader.articles():
                write(f"{row.slug}: {row.title}, {counted(row.claims, 'claim')}")
        slug = rest or self._read("Article: ").strip()
        if slug:
            self._open(slug)
            self.say_claim()

    def _open(self, slug: str) -> None:
        self._article = self._library.reader.article(slug) if slug else None
        self._is_whole_workspace = self._article is None
        self._suggested = -1
        rows = self._library.reader.page(self._filter, limit=1)
        self._row = rows[0] if rows else None
        if self._article:
            count = self._library.reader.count(self._filter)
            say(f"{self._article.title}. {counted(count, 'claim')}.")

    def known(self, rest: str = "") -> None:
        """Claims that may say the same; one of them is linked, or the link is taken back."""
        from annot.cli.line_matches import number_chosen, say_matches

        claim = self._claim()
        rows = () if rest else say_matches(self._library, claim.number)
        if not rest and all(row.elsewhere for row in rows):
            return
        word = rest or self._read("The same as claim (none): ").strip()
        if word:
            number = number_chosen(word, rows)
            back = number in {row.number for row in claim.same}
            self._do(lambda mine: acts.link_claims(mine, number, back=back))

    def draft(self, rest: str = "") -> None:
        """What the latest draft asks; `12 2` puts claim 12 at the second place it may have."""
        if self._article is None:
            raise NotFoundError("There is no article.")
        self._article = self._library.reader.article(self._article.slug)
        draft = latest_draft(self._article.slug)(self._library)
        if rest:
            claim, span = _place_named(rest, draft)
            self._tell(acts.reanchor_claim(self._article, claim, span)(self._library))
            return
        for fate in draft.questions:
            write(one_line(question(fate), _LONGEST))
            for number, place in enumerate(fate.candidates, start=1):
                around = f"{place.before}«{place.exact}»{place.after}"
                write(one_line(f"{number}: {around}", _LONGEST))
        if not draft.questions:
            say("The latest draft asks nothing.")

    # Judging

    def verdict(self, verdict: str, rest: str = "") -> None:
        """A verdict for the claim in hand, and on to the next; or none."""
        value = Verdict(verdict) if verdict else None
        if value is not None and self._is_second_reading and self._claim().status is Status.CHECKED:
            self._do(lambda number: acts.review_claim(number, value))
        else:
            self._do_again_later(lambda number: acts.set_verdict([number], value))
        if value is not None:
            self.claim(1)

    def status(self, status: str, rest: str = "") -> None:
        """A status for the claim in hand."""
        self._do_again_later(lambda number: acts.set_status([number], Status(status)))

    def repeat(self, rest: str = "") -> None:
        """The last verdict or status again."""
        if self._last is None:
            raise InvalidValueError("There is nothing to do again yet.")
        self._do(self._last)

    def second_reading(self, rest: str = "") -> None:
        """Hide what was found about checked claims until one has judged, or show it."""
        self._is_second_reading = not self._is_second_reading
        self._library.hide_verdicts(self._is_second_reading)
        is_hidden = self._is_second_reading
        say("Verdicts are hidden until yours." if is_hidden else "Verdicts are shown.")
        self.say_claim()

    def edit_claim(self, rest: str = "") -> None:
        """Words, kind, reasoning, checker, tags."""
        from annot.tui import questions
        from annot.tui.names import Names

        claim = self._claim()
        values = self._asked(questions.claim_question(claim, Names(), Names()))
        self._do(lambda number: acts.edit_claim(number, claim.version, values))

    def correction(self, rest: str = "") -> None:
        """Another wording, or what became of it."""
        from annot.tui import questions

        claim = self._claim()
        values = self._asked(questions.correction_question(claim))
        self._do(lambda number: acts.correct(number, claim.version, values))

    def confirm(self, rest: str = "") -> None:
        """The place that the new draft gave the claim is right."""
        self._do(lambda number: acts.confirm_claims([number]))

    def remove(self, rest: str = "") -> None:
        """The claim, which was added by mistake."""
        self._do(lambda number: acts.remove_claims([number]))
        self.claim(1)

    def add_claim(self, rest: str = "") -> None:
        """A claim made of words of the article."""
        if self._article is None:
            raise NotFoundError("There is no article.", hint="annot article add FILE")
        quote = rest or self._read("Words as printed: ").strip()
        done = acts.add_quote(self._article.slug, quote)(self._library)
        self._tell(done)
        if done.claim is not None:
            self._take(self._library.reader.row(done.claim, self._filter), "")

    def candidate(self, rest: str = "") -> None:
        """The next sentence that may be a claim: kept, dropped as making none, or gone by."""
        if self._article is None:
            raise NotFoundError("There is no article.", hint="annot article add FILE")
        article = self._article = self._library.reader.article(self._article.slug)
        found = acts.next_candidate(article.slug, self._suggested)(self._library)
        if found is None:
            say("No sentence is left that may be a claim.")
            return
        span = (found.start, found.end)
        write(f"{label(found.kind)}: {one_line(article.text[slice(*span)], _LONGEST)}")
        write(f"Because: {', '.join(found.reasons)}.")
        word = (rest or self._read("keep or drop (neither): ")).strip().casefold()
        if word and not ("keep".startswith(word) or "drop".startswith(word)):
            raise InvalidValueError(f"It is neither kept nor dropped by {word!r}.", hint="keep")
        self._suggested = found.start
        if not word:
            return
        if "drop".startswith(word):
            self._tell(acts.accept(article, span, back=False)(self._library))
            return
        done = acts.add_claim(article, span, found.kind)(self._library)
        self._tell(done)
        if done.claim is not None:
            self._take(self._library.reader.row(done.claim, self._filter), "")

    # Proving

    def add_evidence(self, rest: str = "") -> None:
        """A source, what it says, and where."""
        from annot.tui import questions

        question = questions.new_evidence_question(self._claim(), _offer_nothing)
        values = self._asked(question)
        self._last_evidence = lambda number: acts.add_evidence(number, values)
        self._do(self._last_evidence)

    def same_evidence(self, rest: str = "") -> None:
        """The evidence added last, here too."""
        if self._last_evidence is None:
            raise InvalidValueError("No evidence was added yet that could be added again.")
        self._do(self._last_evidence)

    def archive(self, rest: str = "") -> None:
        """Keep what the source of the first evidence that has an address says now."""
        from annot.operations.snapshots import look

        sources = [item.source for item in self._claim().evidence if item.source.url]
        if not sources:
            raise InvalidValueError("No source of this claim has an address.")
        said = look(sources[0])
        self._do(lambda _: acts.keep_snapshot(sources[0].id, sources[0].slug, said))

    def add_note(self, rest: str = "") -> None:
        """A note."""
        from annot.tui import questions

        number = self._claim().number
        values = {"text": rest} if rest else self._asked(questions.new_note_question(number))
        self._do(lambda number: acts.add_note(number, values))

    def ask(self, rest: str = "") -> None:
        """A question to author, source or editor."""
        from annot.tui import questions

        values = self._asked(questions.query_question(self._claim().number))
        self._do(lambda number: acts.ask(number, values))

    def answer(self, rest: str = "") -> None:
        """The answer to the first open query."""
        from annot.tui import questions

        claim = self._claim()
        queries = [note for note in claim.notes if note.kind is NoteKind.QUERY]
        note = next((note for note in queries if note.answer is None), None)
        if note is None:
            raise NotFoundError(f"The claim {claim.number} has no open query.")
        question = questions.answer_question(claim.number, note)
        values = {"answer": rest} if rest else self._asked(question)
        self._do(lambda _: acts.answer(note.id, note.version, values))

    # The rest

    def undo(self, rest: str = "") -> None:
        """The last operation taken back."""
        self._tell(acts.undo(self._library))
        self._say_anew()

    def redo(self, rest: str = "") -> None:
        """What was undone, done again."""
        self._tell(acts.redo(self._library))
        self._say_anew()

    def report(self, rest: str = "") -> None:
        """The verification report."""
        path, wanted = typed(rest)
        path = path or self._read("Report to [report.html]: ").strip() or "report.html"
        self._tell(write_report(path, self._scope, wanted)(self._library))

    def _asked(self, question: Question) -> dict[str, str]:
        if question.about:
            say(one_line(question.about, _LONGEST))
        return ask(question.fields, self._read)

    def _do_again_later(self, make: Callable[[int], acts.Work]) -> None:
        self._do(make)
        self._last = make

    def _do(self, make: Callable[[int], acts.Work]) -> None:
        self._tell(make(self._claim().number)(self._library))

    def _tell(self, act: acts.Act) -> None:
        does = {"undo": "undoes", "redo": "redoes"}.get(act.back)
        say(f"{act.told}. {self._name_of(act.back)} {does} it." if does else f"{act.told}.")

    def _say_anew(self) -> None:
        """The claim in hand as it is now; if it is gone, another one."""
        row = self._library.reader.row(self._row.number, self._filter) if self._row else None
        if row is None:
            self._take_first()
        else:
            self._take(row, "")


def _offer_nothing(typed: str, offer: Offer) -> None:
    """Nothing is completed where a whole line is typed at once."""


def _place_named(words: str, draft: Draft) -> tuple[int, tuple[int, int]]:
    """The claim and the place that are meant by `12 2`."""
    for fate in draft.questions:
        for number, place in enumerate(fate.candidates, start=1):
            if words.split() == [str(fate.claim), str(number)]:
                return fate.claim, (place.start, place.end)
    raise NotFoundError(
        f"The latest draft offers no place {one_line(words, _LONGEST)!r}.",
        hint="Give the number of a claim and that of one of its places, such as: 12 2",
    )
