"""What every writer of a report shows in the same order and with the same counts."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from annot.report.lazily import Made
from annot.report.model import (
    ArticleEntry,
    ClaimEntry,
    ClaimMark,
    DraftEntry,
    NoteEntry,
    Report,
    SentenceEntry,
    SourceEntry,
)
from annot.text.difference import difference
from annot.vocabulary import (
    CLOSED,
    FAULTS,
    STATUS_SIGNS,
    VERDICT_SIGNS,
    Addressee,
    Audience,
    CorrectionState,
    SourceKind,
    Status,
    Verdict,
)

_GRAVEST_FIRST = (
    Verdict.REFUTED,
    Verdict.MISLEADING,
    Verdict.CONFLICTING,
    Verdict.INEXACT,
)
_LISTED_ANYWAY = frozenset({"A102", "A301", "A303", "A304"})
"""Rules whose findings are faults, sentences, queries or unfinished claims: these have lists."""

_DECIDED = frozenset({CorrectionState.ACCEPTED, CorrectionState.STET})


@dataclass(frozen=True, slots=True)
class Count:
    """How many have a status, verdict or kind; `share` is in percent of those counted."""

    value: Status | Verdict | SourceKind | None
    sign: str
    claims: int
    share: float


@dataclass(frozen=True, slots=True)
class OpenQuery:
    """A question without an answer: about a claim, a source, or else the whole article."""

    query: NoteEntry
    claim: ClaimEntry | None = None
    article: ArticleEntry | None = None
    source: SourceEntry | None = None


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """Where a rule found something: a claim, or else a paragraph of an article, or the article.

    `position` is the place of the article in the report, from 1.
    """

    claim: ClaimEntry | None
    paragraph: int | None
    article: ArticleEntry
    position: int


@dataclass(frozen=True, slots=True)
class OpenRule:
    """What one rule of proof found: how much, and at which places, each once."""

    code: str
    rule: str
    count: int
    places: Sequence[OpenPlace]


@dataclass(frozen=True, slots=True)
class OpenSentence:
    """A sentence that nobody has looked at; `position` is its article's in the report, from 1."""

    sentence: SentenceEntry
    article: ArticleEntry
    position: int


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """What the latest draft did to a claim, for somebody to confirm."""

    drafted: DraftEntry
    claim: ClaimEntry


@dataclass(frozen=True, slots=True)
class OpenItems:
    """What somebody still has to act on, each list in the order in which it is to be read.

    Attributes:
        faults: Wrong or doubtful claims about whose wording nobody has decided, gravest first.
        queries: Questions without an answer, those to the author first.
        stale: Claims whose words or source changed after checking.
        drafted: Claims whose words or places the latest draft changed, not confirmed yet.
        unfinished: Claims that are to do, being checked, or waiting, and not listed before.
        sentences: Sentences that have no claim and were not accepted as making none.
        rules: What the rules of proof found besides all that, by rule.
        decided: Wrong or doubtful claims whose correction was accepted or refused (stet).
        on_author: Claims that somebody took on the author's word; they are not open.
        told: For the public, who hears of no work that is open: all wrong or doubtful claims.
    """

    faults: Sequence[ClaimEntry]
    queries: Sequence[OpenQuery]
    stale: Sequence[ClaimEntry]
    drafted: Sequence[OpenDraft]
    unfinished: Sequence[ClaimEntry]
    sentences: Sequence[OpenSentence]
    rules: Sequence[OpenRule]
    decided: Sequence[ClaimEntry]
    on_author: Sequence[ClaimEntry] = ()
    told: Sequence[ClaimEntry] = ()

    @property
    def total(self) -> int:
        """How many items are open; what is decided is not."""
        lists = (
            *(self.faults, self.queries, self.stale, self.drafted),
            *(self.unfinished, self.sentences),
        )
        return sum(map(len, lists)) + sum(rule.count for rule in self.rules)


def open_items(report: Report) -> OpenItems:
    """All that is open in a report; dropped claims and their queries are not."""
    marks, claims = report.marks, report.claims

    def those(test: Callable[[ClaimMark], bool]) -> Sequence[ClaimEntry]:
        kept = ((i, mark) for i, mark in enumerate(marks) if mark.status is not Status.DROPPED)
        return Made(claims.__getitem__, array("q", (i for i, mark in kept if test(mark))))

    def gravest_first(test: Callable[[ClaimMark], bool]) -> Sequence[ClaimEntry]:
        kept = ((i, mark) for i, mark in enumerate(marks) if mark.status is not Status.DROPPED)
        graded = sorted((_gravity(mark), i) for i, mark in kept if test(mark))
        return Made(claims.__getitem__, array("q", (i for _, i in graded)))

    if report.audience is Audience.PUBLIC:
        faults = gravest_first(lambda mark: mark.verdict in FAULTS)
        return OpenItems((), (), (), (), (), (), (), (), told=faults)
    return OpenItems(
        faults=gravest_first(_is_undecided),
        queries=_open_queries(report),
        stale=those(lambda mark: mark.status is Status.STALE),
        drafted=_open_drafted(report),
        unfinished=those(_is_unfinished),
        sentences=[
            OpenSentence(sentence, article, position)
            for position, article in enumerate(report.articles, start=1)
            for sentence in article.uncovered
        ],
        rules=_open_rules(report),
        decided=gravest_first(lambda mark: mark.verdict in FAULTS and not _is_undecided(mark)),
        on_author=those(lambda mark: mark.verdict is Verdict.ON_AUTHOR),
    )


def _gravity(mark: ClaimMark) -> int:
    return _GRAVEST_FIRST.index(mark.verdict) if mark.verdict else 0


def _is_undecided(mark: ClaimMark) -> bool:
    return mark.verdict in FAULTS and mark.correction_state not in _DECIDED


def _is_unfinished(mark: ClaimMark) -> bool:
    """Whether it is to do, being checked or waiting, and listed nowhere else."""
    is_listed = _is_undecided(mark) or bool(mark.queries)
    return mark.status not in CLOSED | {Status.STALE} and not is_listed


def verdict_counts(claims: Iterable[ClaimEntry | ClaimMark]) -> list[Count]:
    """How many of the claims have each verdict that occurs; dropped claims are not counted."""
    found = Counter(claim.verdict for claim in claims if claim.status is not Status.DROPPED)
    return [
        Count(verdict, sign, found[verdict], 100 * found[verdict] / found.total())
        for verdict, sign in (*_verdict_signs(), (None, VERDICT_SIGNS[None]))
        if found[verdict]
    ]


def status_counts(claims: Iterable[ClaimEntry | ClaimMark]) -> list[Count]:
    """How many of the claims have each status that occurs."""
    found = Counter(claim.status for claim in claims)
    return [
        Count(status, sign, found[status], 100 * found[status] / found.total())
        for status, sign in STATUS_SIGNS.items()
        if found[status]
    ]


def source_counts(report: Report) -> list[Count]:
    """How many of the sources are of each kind that occurs, the most first."""
    found = Counter(source.kind for source in report.sources)
    return [
        Count(kind, "", count, 100 * count / found.total()) for kind, count in found.most_common()
    ]


def shares(article: ArticleEntry) -> list[float]:
    """How much of each paragraph's letters stands in claims, from 0 to 1."""
    return [
        sum(len(piece.text) for piece in paragraph.pieces if piece.claims)
        / max(1, sum(len(piece.text) for piece in paragraph.pieces))
        for paragraph in article.paragraphs
    ]


def change(claim: ClaimEntry) -> list[tuple[str, str]]:
    """What the proposed wording changes in the words as printed, or in the claim without a place.

    Returns:
        Pairs of an operation ("=" stays, "-" goes, "+" comes) and its words; empty if no other
        wording is proposed.
    """
    if claim.correction is None:
        return []
    return list(difference(claim.quotes[0] if claim.quotes else claim.text, claim.correction))


def is_shown_first(report: Report) -> bool:
    """Whether what is open stands before all else: the editor is to decide today."""
    return report.audience is Audience.EDITOR


def order(report: Report) -> tuple[str, ...]:
    """The parts between a report's head and its sources; the editor has the coverage last."""
    if is_shown_first(report):
        return ("open", "articles", "revised", "glance")
    return ("glance", "open", "articles", "revised")


def citing_claims(report: Report) -> Mapping[int, Sequence[int]]:
    """For the number of each source, the numbers of the claims that cite it, in their order."""
    if report.citing is not None:
        return report.citing
    citing: dict[int, dict[int, None]] = {source.number: {} for source in report.sources}
    for claim in report.claims:
        for evidence in claim.evidence:
            if evidence.source is not None:
                citing.setdefault(evidence.source.number, {})[claim.number] = None
    return {number: list(claims) for number, claims in citing.items()}


def _open_queries(report: Report) -> Sequence[OpenQuery]:
    """The open queries, those to the author first; those about claims are read with the claims."""
    found: list[OpenQuery | tuple[Addressee | None, int, int]] = []
    first = 0
    for article in report.articles:
        found += [OpenQuery(note, article=article) for note in article.notes if note.is_open]
        for place, mark in enumerate(article.marks, start=first):
            if mark.queries and mark.status is not Status.DROPPED:
                found += [(addressee, place, nth) for nth, addressee in enumerate(mark.queries)]
        first += len(article.claims)
    for source in report.sources:
        found += [OpenQuery(note, source=source) for note in source.notes if note.is_open]
    claims = report.claims

    def told(item: OpenQuery | tuple[Addressee | None, int, int]) -> OpenQuery:
        if isinstance(item, OpenQuery):
            return item
        _, place, nth = item
        claim = claims[place]
        return OpenQuery(claim.open_queries[nth], claim=claim)

    return Made(told, sorted(found, key=_addressee_order))


def _open_drafted(report: Report) -> Sequence[OpenDraft]:
    claims = report.claims_by_number
    drafted = [entry for article in report.articles for entry in article.drafted]
    return Made(
        lambda entry: OpenDraft(entry, claims[entry.claim]),
        [entry for entry in drafted if entry.claim in claims],
    )


def _open_rules(report: Report) -> list[OpenRule]:
    claims = report.claims_by_number
    counts: Counter[tuple[str, str]] = Counter()
    places: dict[str, dict[tuple[int, int, int], int | None]] = {}
    for position, article in enumerate(report.articles, start=1):
        for finding in article.findings:
            if finding.code not in _LISTED_ANYWAY:
                counts[finding.code, finding.rule] += 1
                key = (position, finding.claim or 0, 0 if finding.claim else finding.paragraph or 0)
                places.setdefault(finding.code, {}).setdefault(key, finding.paragraph)

    def told(place: tuple[tuple[int, int, int], int | None]) -> OpenPlace:
        (position, number, _), paragraph = place
        claim = claims[number] if number else None
        return OpenPlace(claim, paragraph, report.articles[position - 1], position)

    return [
        OpenRule(code, rule, count, Made(told, list(places[code].items())))
        for (code, rule), count in sorted(counts.items())
    ]


def _addressee_order(item: OpenQuery | tuple[Addressee | None, int, int]) -> int:
    addressee = item.query.addressee if isinstance(item, OpenQuery) else item[0]
    return len(Addressee) if addressee is None else list(Addressee).index(addressee)


def _verdict_signs() -> list[tuple[Verdict, str]]:
    return [(verdict, VERDICT_SIGNS[verdict]) for verdict in Verdict]
