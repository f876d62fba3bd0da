"""Settled claims as schema.org ClaimReviews in JSON-LD, for a page that publishes them.

What is written is for everybody, so a ClaimReview never has anything internal or confidential in
it, whoever asks, and open claims are left out. The profile is `schemas/claim_review.schema.json`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO

from annot.exchange.chosen import ChosenClaims, chosen_claims, some
from annot.exchange.json_stream import encoded, write_list
from annot.exchange.selection import Selection
from annot.exchange.stored_lists import listed, source_title
from annot.exchange.summary import ExportSummary
from annot.exchange.verdict_words import BEST, NUMBERS, WORST, word_of
from annot.store.table_rows import UNSETTLED, TableArticle, TableClaim, TableSource
from annot.vocabulary import Audience, SourceKind, Verdict

if TYPE_CHECKING:
    from annot.operations.ledger import Ledger

WORKS: Mapping[str, str] = {
    SourceKind.PAGE: "WebPage",
    SourceKind.REPORT: "Report",
    SourceKind.ARTICLE: "Article",
    SourceKind.DATASET: "Dataset",
    SourceKind.DOCUMENT: "DigitalDocument",
    SourceKind.LAW: "Legislation",
    SourceKind.INTERVIEW: "CreativeWork",
    SourceKind.BOOK: "Book",
    SourceKind.VIDEO: "VideoObject",
    SourceKind.OTHER: "CreativeWork",
}
"""What schema.org calls each kind of source."""

LOSES = ("identifiers of sources", "places that were lost", "places in older drafts")
_KEPT = 5_000

Members = dict[str, Any]
Told = Callable[[str], str]


def write_claim_reviews(
    ledger: Ledger, selection: Selection, out: BinaryIO, *, told: Told = str
) -> ExportSummary:
    """Write the selected claims that are settled and have a verdict, in UTF-8.

    Args:
        ledger: The ledger.
        selection: Which claims.
        out: Where they are written.
        told: What is told of a reasoning; all of it, if nothing is said.

    Raises:
        NotFoundError: If there is no such article.
        InvalidValueError: If the filter is not understood.
    """
    with chosen_claims(ledger, selection) as claims:
        return write_reviews(claims, out, told=told)


def write_reviews(claims: ChosenClaims, out: BinaryIO, *, told: Told = str) -> ExportSummary:
    """Write those claims that are settled and have a verdict as ClaimReviews in UTF-8."""
    shown = claims.seen_by(Audience.PUBLIC)
    reviews = _Reviews(shown, told)
    out.write(b'{"@context":"https://schema.org","@graph":')
    rows = write_list(out, reviews)
    out.write(b"}\n")
    everything = claims.seen_by(Audience.EDITOR)
    lost = {
        "claims that are open": everything.count(UNSETTLED),
        **reviews.lost,
        **shown.lost(*LOSES),
    }
    return ExportSummary(claims=rows, rows=rows, withheld=shown.withheld, lost=some(lost))


class _Reviews:
    """The ClaimReviews as JSON; `lost` counts what they do not say."""

    def __init__(self, claims: ChosenClaims, told: Told) -> None:
        self._claims = claims
        self._told = told
        self._work = lru_cache(_KEPT)(_work)
        self.lost: Counter[str] = Counter()

    def __iter__(self) -> Iterator[str]:
        """One after the other."""
        for claim in self._claims:
            self._count(claim)
            yield encoded(self._review(claim))

    def _count(self, claim: TableClaim) -> None:
        row, _ = claim.rows[0]
        self.lost["kinds of claims"] += row.kind is not None
        self.lost["corrections"] += bool(row.correction)
        self.lost["further places"] += max(0, len(claim.anchors) - 1)
        for link, source in claim.rows:
            if source is not None:
                self.lost["stances"] += 1
                self.lost["passages"] += bool(link.passage)
                self.lost["locators"] += bool(link.locator)
                self.lost["ranks of sources"] += source.rank is not None
                self.lost["days of access"] += bool(source.accessed)

    def _review(self, claim: TableClaim) -> Members:
        row, _ = claim.rows[0]
        assert row.verdict is not None, "the public sees no claim without a verdict"
        works = {source.id: self._work(source) for _, source in claim.rows if source is not None}
        review = {
            "@type": "ClaimReview",
            "@id": f"urn:uuid:{row.uid}",
            "identifier": row.key,
            "claimReviewed": row.text,
            "reviewRating": _rating(Verdict(row.verdict)),
            "itemReviewed": _reviewed(claim),
            "reviewBody": self._told(row.reasoning),
            "citation": list(works.values()),
            "dateModified": row.updated_at,
        }
        return _filled(review)


def _rating(verdict: Verdict) -> Members:
    rating: Members = {"@type": "Rating", "alternateName": word_of("claimreview", verdict).word}
    if verdict in NUMBERS:
        rating |= {"ratingValue": NUMBERS[verdict], "worstRating": WORST, "bestRating": BEST}
    return rating


def _reviewed(claim: TableClaim) -> Members:
    """The claim as it was made: in the words of its first place, and in which article."""
    words = claim.anchors[0].exact if claim.anchors else ""
    appearance = [] if claim.article.is_unplaced else [_appearance(claim.article)]
    return {"@type": "Claim", **_filled({"text": words, "appearance": appearance})}


def _appearance(article: TableArticle) -> Members:
    members = {
        "@type": "Article",
        "@id": f"urn:uuid:{article.uid}",
        "headline": article.title,
        "author": _named("Person", article.byline),
        "publisher": _named("Organization", article.publication),
        "datePublished": article.published,
    }
    return _filled(members)


def _work(source: TableSource) -> Members:
    members = {
        "@type": WORKS[source.kind],
        "@id": f"urn:uuid:{source.uid}",
        "name": source_title(source),
        "url": source.url,
        "author": [_named("Person", name) for name in listed(source.authors)],
        "publisher": _named("Organization", source.publisher),
        "datePublished": source.published,
        "archivedAt": source.archived_url,
    }
    return _filled(members)


def _named(kind: str, name: str) -> Members:
    return {"@type": kind, "name": name} if name else {}


def _filled(members: Members) -> Members:
    return {name: value for name, value in members.items() if value}
