"""What a verification report says, before it is given a form.

`build` (see `annot.report.build`) makes a `Report` from the ledger, with everything that the
audience must not see already left out; the writers (`html`, `markdown` …) only lay it out. All
strings here may come from outside and are hostile: a writer escapes every one of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from annot.report.lazily import Joined, Numbered
from annot.vocabulary import (
    Addressee,
    Audience,
    ClaimKind,
    CorrectionState,
    NoteKind,
    Rank,
    SourceKind,
    Stance,
    Status,
    Verdict,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActEntry:
    """Who did something, when (UTC), and on which revision of the article; 0 if there is none."""

    by: str
    at: datetime
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEntry:
    """A note, or a query with its answer; `answer` is None as long as the query is open.

    `answered` says who recorded the answer and when, as far as the history knows.
    """

    kind: NoteKind
    text: str
    addressee: Addressee | None
    answer: str | None
    added_by: str
    added_at: datetime
    answered: ActEntry | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is a query without an answer."""
        return self.kind is NoteKind.QUERY and self.answer is None


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotEntry:
    """What was kept of a source, and whether a passage stands in it; `number` is the snapshot's.

    Attributes:
        number: Its number in the ledger.
        at: When the source was looked at (UTC).
        sha256: The hash of what is kept, in lower-case hex; its name in a sealed bundle. Empty if
            the source did not answer.
        payload_sha256: The hash of what the source sent, likewise.
        problem: Why there is nothing in it; empty if there is.
        stands: Whether the passage stands there; None if there is no text, or no passage.
        page: The page on which it begins, from 1; 0 if there are no pages.
        difference: How the nearest words differ, as in `only [-five-]{+four+}`.
    """

    number: int
    at: datetime
    sha256: str
    payload_sha256: str
    problem: str = ""
    stands: bool | None = None
    page: int = 0
    difference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """A source as the report cites it; `number` is its place in the list of sources, from 1."""

    number: int
    title: str
    authors: Sequence[str]
    publisher: str
    published: str
    kind: SourceKind
    rank: Rank | None
    url: str
    archived_url: str
    accessed: str
    identifiers: Sequence[tuple[str, str]]
    confidential: bool
    notes: Sequence[NoteEntry] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceEntry:
    """One piece of evidence; `source` is None if the audience must not know it.

    `snapshots` are the newest one of the source and, if the passage stands in an earlier one only,
    that; none if nothing was kept.
    """

    stance: Stance
    source: SourceEntry | None
    passage: str
    locator: str
    note: str
    added_by: str
    added_at: datetime
    snapshots: Sequence[SnapshotEntry] = ()
    notes: Sequence[NoteEntry] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SameEntry:
    """A claim that is linked to another one as the same; `article` is empty if it has none.

    Its verdict is its own: nothing of it holds for the other.
    """

    number: int
    article: str
    text: str
    status: Status
    verdict: Verdict | None


class ClaimMark(NamedTuple):
    """What is told of a claim wherever its number stands, and what decides where it is listed.

    `queries` are the addressees of its open queries, and of those of its evidence, in their order.
    """

    number: int
    verdict: Verdict | None
    status: Status
    correction_state: CorrectionState | None
    queries: tuple[Addressee | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgementEntry:
    """What one reader found about a claim for themselves, and when they said so last (UTC)."""

    reader: str
    verdict: Verdict
    note: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementEntry:
    """How far the readers of an article's claims agree; see `annot.operations.agreement`.

    Attributes:
        claims: How many claims two readers or more judged; one at least.
        readers: How many people judged them.
        same: On how many of these claims all found the same.
        alpha: Krippendorff's alpha for nominal data; None if it is not defined or not known.
        is_known: Whether the package that computes alpha is there.
    """

    claims: int
    readers: int
    same: int
    alpha: float | None
    is_known: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEntry:
    """One claim with all that was found; `number` is its number in the ledger.

    `quotes` are the words as printed, one for each anchor. `correction` is None if no other
    wording is proposed. `dropped_because` is why it was dropped, if it was and that was said.
    `found` is who recorded the finding, `approved` who approved it, as the history has it.
    `judgements` are what readers found independently of each other, and `decided` is who
    adjudicated between them, if that still holds.
    """

    number: int
    text: str
    quotes: Sequence[str]
    kind: ClaimKind | None
    status: Status
    verdict: Verdict | None
    reasoning: str
    correction: str | None
    correction_state: CorrectionState | None
    checker: str
    approver: str
    tags: Sequence[str]
    dropped_because: str = ""
    changed_at: datetime
    evidence: Sequence[EvidenceEntry]
    notes: Sequence[NoteEntry]
    same: Sequence[SameEntry] = ()
    found: ActEntry | None = None
    approved: ActEntry | None = None
    judgements: Sequence[JudgementEntry] = ()
    decided: ActEntry | None = None

    @property
    def open_queries(self) -> list[NoteEntry]:
        """The questions without an answer about it, then those about its evidence."""
        notes = [*self.notes, *(note for item in self.evidence for note in item.notes)]
        return [note for note in notes if note.is_open]

    @property
    def mark(self) -> ClaimMark:
        """What is to be known of it beforehand."""
        queries = tuple(query.addressee for query in self.open_queries)
        return ClaimMark(self.number, self.verdict, self.status, self.correction_state, queries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a paragraph in which the same claims hold.

    `claims` are the numbers of the claims that cover it, in the order in which they begin, and
    `begins` those that begin right here (a writer puts their number there). `goes_on` are those of
    them whose place began in a paragraph before.
    """

    text: str
    claims: Sequence[int]
    begins: Sequence[int]
    goes_on: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of the article; `repeats` is the number (from 1) of the one that it repeats.

    `kind` is heading, list (an item) or quote, and `level` as the document has it; both are empty
    for a plain paragraph. `goes_on` is whether that began in a paragraph before.
    """

    number: int
    pieces: Sequence[Piece]
    repeats: int | None
    kind: str = ""
    level: int = 0
    goes_on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many sentences have a claim, how many are accepted as having none, how many there are."""

    claimed: int
    accepted: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceEntry:
    """A sentence that has no claim and was not accepted as making none.

    `paragraph` is the number of the paragraph in which it begins, from 1.
    """

    text: str
    paragraph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEntry:
    """What the latest draft did to a claim.

    Attributes:
        claim: Its number.
        outcome: Its place or words: `placed`, `moved`, `changed`, `ambiguous` or `orphaned`.
        old: Its words before.
        new: Its words now; empty if they are gone.
        words: What changed in them, as in `only [-five-]{+four+}`, or the words themselves.
        context: What else changed in their sentence, likewise.
        candidates: At how many places it may be; 0 unless it is ambiguous.
        is_open: Whether somebody has yet to confirm its place.
    """

    claim: int
    outcome: str
    words: str
    context: str
    old: str = ""
    new: str = ""
    candidates: int = 0
    is_open: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisedEntry:
    """What changed since the draft before.

    Attributes:
        before: The number of that draft.
        after: The number of this one.
        paragraphs: How many paragraphs were changed, moved, added and removed, without zeros.
        claims: The claims whose words, place or sentence changed, in the order of the text before.
        stale: The numbers of claims that it made stale, as far as they are so still.
        sentences: The sentences that are new and have no claim, nor were accepted as making none.
    """

    before: int
    after: int
    paragraphs: Sequence[tuple[str, int]]
    claims: Sequence[DraftEntry]
    stale: Sequence[int]
    sentences: Sequence[SentenceEntry]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingEntry:
    """One thing that a rule of proof found; only the editor's report has them.

    `code` is the rule's (`A301`) and `rule` says in a sentence what it finds. `claim` is the number
    of the claim that it is about, `paragraph` that of the paragraph where it stands; either may be
    None.
    """

    code: str
    rule: str
    claim: int | None
    paragraph: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgedEntry:
    """What of an article is kept no more, by a rule of retention.

    `what` is its text, its file, or both where they are the same. `at` is UTC; `by` and `reason`
    may be empty.
    """

    what: Literal["text", "file", "both"]
    at: datetime
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleEntry:
    """One article with its claims, in the order in which they stand in the text.

    `text_sha256` and `file_sha256` are lower-case hex. `claims` holds also the dropped ones.
    `revised` is None for a first draft. `purged` says which of text and file are kept no more.
    `agreement` is None if no claim was judged by several readers, or the audience hears of none.
    """

    slug: str
    title: str
    byline: str
    publication: str
    published: str
    revision: int
    text_sha256: str
    file_sha256: str
    filename: str
    added_at: datetime
    paragraphs: Sequence[Paragraph]
    claims: Sequence[ClaimEntry]
    notes: Sequence[NoteEntry]
    coverage: Coverage
    uncovered: Sequence[SentenceEntry] = ()
    findings: Sequence[FindingEntry] = ()
    revised: RevisedEntry | None = None
    purged: Sequence[PurgedEntry] = ()
    agreement: AgreementEntry | None = None

    @property
    def marks(self) -> Sequence[ClaimMark]:
        """The marks of its claims, in their order."""
        known: Sequence[ClaimMark] | None = getattr(self.claims, "marks", None)
        return [claim.mark for claim in self.claims] if known is None else known

    @property
    def marks_by_number(self) -> Mapping[int, ClaimMark]:
        """The marks of its claims by number."""
        marks = self.marks
        return Numbered((mark.number for mark in marks), marks)

    @property
    def drafted(self) -> list[DraftEntry]:
        """What the latest draft did to claims whose places nobody has confirmed yet."""
        return (
            [] if self.revised is None else [item for item in self.revised.claims if item.is_open]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole report: articles (claims without an article come last, in an entry without text).

    `title` is empty if there is none of its own. `root` is the sealed root of the history in
    lower-case hex; `made_at` is UTC. `linked_data` is
    JSON-LD that says the same to search engines; empty unless the report is for the public.
    `citing` are the claims that cite a source, by numbers, if that is known beforehand.

    The sequences may be of those that make what they hold when it is asked for: a claim takes some
    kilobytes, and there may be any number of them.
    """

    title: str
    audience: Audience
    made_by: str
    made_at: datetime
    software: str
    root: str
    articles: Sequence[ArticleEntry]
    sources: Sequence[SourceEntry]
    linked_data: str = ""
    citing: Mapping[int, Sequence[int]] | None = None

    @property
    def claims(self) -> Sequence[ClaimEntry]:
        """All claims of all articles, in the order of the report."""
        return Joined(article.claims for article in self.articles)

    @property
    def marks(self) -> Sequence[ClaimMark]:
        """The marks of all claims, likewise; they cost less than the claims."""
        return Joined(article.marks for article in self.articles)

    @property
    def marks_by_number(self) -> Mapping[int, ClaimMark]:
        """The marks of all claims by number."""
        marks = self.marks
        return Numbered((mark.number for mark in marks), marks)

    @property
    def claims_by_number(self) -> Mapping[int, ClaimEntry]:
        """All claims by number."""
        return Numbered((mark.number for mark in self.marks), self.claims)
