"""The report for Word, come back: replies, ticks and decisions on corrections, into the ledger.

Only a document that annot wrote is taken, known by its properties. A comment of ours is known by
its first line ("Claim 12: …", or the words of another language, which the properties name). What
others said becomes notes on the claim, in their name; a reply to a query becomes its answer. A
correction counts as accepted where its words stand in the text now, and as refused where it was a
tracked change and the printed words stand there alone. The same document again changes nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from annot.errors import InputFileError, NotFoundError
from annot.exchange.input import Input
from annot.exchange.summary import WordSummary
from annot.intake.apart import LARGEST
from annot.intake.word import WordComment, read_word
from annot.operations.claims import Claims
from annot.operations.ledger import Ledger
from annot.operations.notes import Notes
from annot.store.models import Claim, Note
from annot.text.fold import fold_text
from annot.vocabulary import CLOSED, CorrectionState, NoteKind

_ENGLISH = {
    "annot-claim": "Claim {number}:",
    "annot-query": "Claim {number}, query",
    "annot-again": "Claim {number} again:",
    "annot-answer": "Answer:",
}
"""How comments of ours begin, by the property that says it; where it says nothing, in English."""

_LONGEST_BEGINNING = 200
_TRACKED = "annot-tracked"
_ARTICLES = "annot-articles"
_ANOTHER = "To take it in as an article: annot article add {name}"


def import_word(ledger: Ledger, source: Input, *, dry_run: bool = False) -> WordSummary:
    """Take in what was said and decided in a report for Word.

    Args:
        ledger: The ledger that the report was made from.
        source: The file.
        dry_run: Whether to write nothing.

    Raises:
        InputFileError: If it is no document that annot wrote, damaged, or not of this ledger.
    """
    with source.open() as file:
        document = read_word(file.read(LARGEST + 1), source.name)
    properties = document.properties
    if _ARTICLES not in properties:
        raise InputFileError(
            f"{source.name} is not a report that annot wrote for Word.",
            hint=_ANOTHER.format(name=source.name),
        )
    comments = {comment.id: comment for comment in document.comments}
    begins = _Beginnings(properties)
    taking = _Taking(ledger, comments, begins, is_tracked=properties.get(_TRACKED) == "1")
    try:
        with ledger.operation("import") as operation:
            taking.take(source.name)
            if dry_run:
                raise _RehearsedError
            uid = str(operation.uid) if operation.changes else ""
    except _RehearsedError:
        uid = ""
    return replace(taking.summary(), operation=uid, dry_run=dry_run)


class _RehearsedError(Exception):
    """Takes back what a dry run has done."""


class _Beginnings:
    """How the comments of a document begin that are ours, in whatever language it was written.

    Args:
        properties: The properties of the document, which say it.
    """

    def __init__(self, properties: Mapping[str, str]) -> None:
        said = {
            name: properties.get(name, "")[:_LONGEST_BEGINNING] or words
            for name, words in _ENGLISH.items()
        }
        self._answer = said.pop("annot-answer")
        self._begins = {name: re.compile(_pattern(words)) for name, words in said.items()}

    def number(self, comment: WordComment) -> int | None:
        """The number of the claim that a comment of ours is at; None if it is none of ours."""
        return self._known(comment)[1]

    def is_ours(self, comment: WordComment) -> bool:
        """Whether a comment was written by annot."""
        return self.number(comment) is not None

    def is_claim(self, comment: WordComment) -> bool:
        """Whether a comment of ours says what was found about a claim."""
        return self._known(comment)[0] == "annot-claim"

    def is_query(self, comment: WordComment) -> bool:
        """Whether a comment of ours is a query."""
        return self._known(comment)[0] == "annot-query"

    def _known(self, comment: WordComment) -> tuple[str, int | None]:
        """Which beginning a comment has, the longest if one is a part of another, its number."""
        found = [(name, begin.match(comment.text)) for name, begin in self._begins.items()]
        fits = [(len(match[0]), name, int(match[1])) for name, match in found if match]
        return max(fits)[1:] if fits else ("", None)

    def is_answer(self, comment: WordComment) -> bool:
        """Whether a reply is the answer that the ledger had already."""
        return comment.text.startswith(f"{self._answer} ")


def _pattern(words: str) -> str:
    before, number, after = words.partition("{number}")
    if not number:
        return "(?!)"
    return rf"{re.escape(before)}(\d{{1,18}}){re.escape(after)}"


class _Taking:
    """One document on its way into the ledger; everything is one operation."""

    def __init__(
        self,
        ledger: Ledger,
        comments: dict[str, WordComment],
        begins: _Beginnings,
        *,
        is_tracked: bool,
    ) -> None:
        self._claims, self._notes = Claims(ledger), Notes(ledger)
        self._find = ledger.database.find
        self._comments = comments
        self._begins = begins
        self._is_tracked = is_tracked
        self.counts: Counter[str] = Counter()

    def summary(self) -> WordSummary:
        """What was taken in."""
        counts = self.counts
        return WordSummary(
            notes=counts["notes"],
            answers=counts["answers"],
            accepted=counts["accepted"],
            refused=counts["refused"],
            unchanged=counts["unchanged"],
            without_claim=counts["without_claim"],
        )

    def take(self, name: str) -> None:
        """Take everything in."""
        ours = [comment for comment in self._comments.values() if self._begins.is_ours(comment)]
        if not ours and self._comments:
            raise InputFileError(
                f"{name} has no comment of annot any more.",
                hint="Write the report anew: annot report FILE.docx",
            )
        for comment in ours:
            self._take_ours(comment, name)
        for comment in self._comments.values():
            if comment not in ours:
                self._take_others(comment)

    def _take_ours(self, comment: WordComment, name: str) -> None:
        claim = self._claim(comment, name)
        if not self._begins.is_claim(comment):
            return
        if comment.done and claim.status not in CLOSED:
            self._note(claim, "Resolved in Word.", comment.author)
        self._decide(claim, comment)

    def _decide(self, claim: Claim, comment: WordComment) -> None:
        """Take over what became of a correction, as far as the words at the place say it."""
        if not claim.correction or comment.is_changed:
            return
        state = None
        now = _folded(comment.proposed)
        if now == _folded(claim.correction):
            state = CorrectionState.ACCEPTED
        elif self._is_tracked and now in self._printed(claim):
            state = CorrectionState.STET
        if state is not None and claim.correction_state is CorrectionState.OPEN:
            self._claims.set(claim, correction_state=state)
            self.counts["accepted" if state is CorrectionState.ACCEPTED else "refused"] += 1

    def _printed(self, claim: Claim) -> set[str]:
        return {_folded(anchor.exact) for anchor in self._claims.anchors(claim)}

    def _take_others(self, comment: WordComment) -> None:
        """Take in what somebody said: a reply to a comment of ours, or a comment of their own."""
        parent = self._comments.get(comment.parent)
        while parent is not None and not self._begins.is_ours(parent):
            parent = self._comments.get(parent.parent)
        is_known = parent is not None and self._begins.is_answer(comment)
        if not comment.text.strip() or is_known:
            return
        if parent is None:
            parent = self._beside(comment)
        if parent is None:
            self.counts["without_claim"] += 1
            return
        claim = self._claim(parent, "")
        query = self._query(claim, parent)
        if query is not None and query.answer is None:
            self._notes.answer(query, comment.text)
            self.counts["answers"] += 1
        elif query is None or query.answer != comment.text:
            self._note(claim, comment.text, comment.author)

    def _beside(self, comment: WordComment) -> WordComment | None:
        """A comment of ours at words that have something in common with those of another one."""
        ours = (other for other in self._comments.values() if self._begins.is_ours(other))
        return next((other for other in ours if _is_beside(comment, other)), None)

    def _query(self, claim: Claim, comment: WordComment) -> Note | None:
        """The query that a comment of ours is about."""
        if not self._begins.is_query(comment):
            return None
        asked = comment.text.partition("\n")[2].strip()
        notes = self._find(Note, claim_id=claim.id, kind=NoteKind.QUERY)
        return next((note for note in notes if _folded(note.text) == _folded(asked)), None)

    def _note(self, claim: Claim, text: str, author: str) -> None:
        known = self._find(Note, claim_id=claim.id)
        if any(_folded(note.text) == _folded(text) for note in known):
            self.counts["unchanged"] += 1
            return
        self._notes.add(claim, text, by=author)
        self.counts["notes"] += 1

    def _claim(self, comment: WordComment, name: str) -> Claim:
        number = self._begins.number(comment) or 0
        try:
            return self._claims.get(number)
        except NotFoundError as error:
            raise InputFileError(
                f"{name or 'The document'} speaks of claim {number}, which is not there.",
                hint="Take it into the workspace that the report was made from: annot -d FILE …",
            ) from error


def _is_beside(comment: WordComment, ours: WordComment) -> bool:
    """Whether a comment is about the words of another one; one without words stands among them."""
    words, others = _folded(comment.printed), _folded(ours.printed)
    if words:
        return bool(others) and (words in others or others in words)
    places = (ours.start, comment.start, ours.end)
    start, point, end = (-1 if place is None else place for place in places)
    return 0 <= start <= point <= end


def _folded(text: str) -> str:
    return " ".join(fold_text(text).split())
