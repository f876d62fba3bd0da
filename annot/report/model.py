"""What a verification report says, before it is given a form.

`build` (see `annot.report.build`) makes a `Report` from the ledger, with everything that the
audience must not see already left out; the writers (`html`, `markdown` …) only lay it out. All
strings here may come from outside and are hostile: a writer escapes every one of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

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


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceEntry:
    """One piece of evidence; `source` is None if the audience must not know it."""

    stance: Stance
    source: SourceEntry | None
    passage: str
    locator: str
    note: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEntry:
    """A note, or a query with its answer; `answer` is None as long as the query is open."""

    kind: NoteKind
    text: str
    addressee: Addressee | None
    answer: str | None
    added_by: str
    added_at: datetime


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimEntry:
    """One claim with all that was found; `number` is its number in the ledger.

    `quotes` are the words as printed, one for each anchor. `correction` is None if no other
    wording is proposed. `dropped_because` is why it was dropped, if it was and that was said.
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
    """A paragraph of the article; `repeats` is the number (from 1) of the one that it repeats."""

    number: int
    pieces: Sequence[Piece]
    repeats: int | None


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
    """What the latest draft did to a claim whose place nobody has confirmed yet.

    `words` are what changed in its words, as in `only [-five-]{+four+}`, or the words themselves.
    """

    claim: int
    outcome: str
    words: str
    context: str


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
class ArticleEntry:
    """One article with its claims, in the order in which they stand in the text.

    `text_sha256` and `file_sha256` are lower-case hex. `claims` holds also the dropped ones.
    `purged` says in words which of text and file are kept no more, and since when.
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
    drafted: Sequence[DraftEntry] = ()
    purged: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole report: articles (claims without an article come last, in an entry without text).

    `root` is the sealed root of the history in lower-case hex; `made_at` is UTC. `linked_data` is
    JSON-LD that says the same to search engines; empty unless the report is for the public.
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

    @property
    def claims(self) -> list[ClaimEntry]:
        """All claims of all articles, in the order of the report."""
        return [claim for article in self.articles for claim in article.claims]
