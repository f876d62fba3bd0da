"""schema.org ClaimReviews to a claims table: from a feed, a document or a web page.

A review is a source of the claim, beside the pages on which the claim appeared. Its rating is free
text: one that certainly means a verdict of ours gives it, with the reviewer as the checker; any
other leaves the claim to do. What the rating said stands in the reasoning either way.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from annot.errors import InputFileError, InvalidValueError
from annot.exchange import strict_json
from annot.exchange.claim_row import PRINTED
from annot.exchange.decoding import decoded
from annot.exchange.feed_rows import Entry, Lost, entry, feed_table, filled, note
from annot.exchange.feed_values import (
    CONTEXT,
    STANCES,
    address,
    appearances,
    block,
    count_unread,
    day,
    digest,
    line,
    sentence,
    several,
)
from annot.exchange.html_data import linked_data
from annot.exchange.input import Input
from annot.exchange.json_elements import Element, elements_of
from annot.exchange.linked_data import Graph, Node, names, nodes, text, types, uid, urls
from annot.exchange.table import Cell, Table
from annot.exchange.verdict_words import Meaning, rated
from annot.vocabulary import Rank, SourceKind, Status, label

REVIEW = "ClaimReview"
LISTS = frozenset({"dataFeedElement", "@graph", "claims"})
"""Where feeds have their elements: Data Commons, JSON-LD, the Fact Check Tools' search."""

MAX_PAGE = 64 * 1024 * 1024

WORKS = {
    "WebPage": SourceKind.PAGE,
    "Report": SourceKind.REPORT,
    "Article": SourceKind.ARTICLE,
    "NewsArticle": SourceKind.ARTICLE,
    "ScholarlyArticle": SourceKind.ARTICLE,
    "Dataset": SourceKind.DATASET,
    "DigitalDocument": SourceKind.DOCUMENT,
    "Legislation": SourceKind.LAW,
    "Book": SourceKind.BOOK,
    "VideoObject": SourceKind.VIDEO,
}
"""The kinds of source that schema.org's types of works are."""

_READ = frozenset({
    "@context", "@type", "@id", "type", "url", "name", "headline", "author", "publisher",
    "datePublished", "claimReviewed", "reviewRating", "itemReviewed", "reviewBody", "description",
    "citation",
})  # fmt: skip
_ITEM_READ = frozenset({
    "@type", "@id", "type", "author", "creator", "datePublished", "appearance", "firstAppearance",
    "url", "text",
})  # fmt: skip


def read_claim_reviews(source: Input, *, known: Iterable[str] = ()) -> Table:
    """The claims of ClaimReviews: one, an array, a `@graph`, a feed, or those of a web page.

    Raises:
        InputFileError: If it is no such file, or there is no ClaimReview in it.
    """
    elements = _page(source) if _is_page(source) else _document(source)
    graph = Graph(lambda: (element.value for element in elements()), skipped=REVIEW)

    def read(element: Element, lost: Lost) -> Iterator[Entry]:
        if isinstance(element.value, InvalidValueError):
            yield Entry(damage=f"line {element.place}: {element.value.message}")
        else:
            yield from _entries(element.value, graph, lost)

    return feed_table(elements, read, nothing=f"{source.name} holds no ClaimReview.")


def _document(source: Input) -> Callable[[], Iterable[Element]]:
    return lambda: elements_of(source, LISTS)


def _is_page(source: Input) -> bool:
    with source.open() as file:
        return (
            file.read(1024).replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] == b"<"
        )


def _page(source: Input) -> Callable[[], Iterable[Element]]:
    """The documents in a web page; one that cannot be read stands there as its error."""
    with source.open() as file:
        data = file.read(MAX_PAGE + 1)
    if len(data) > MAX_PAGE:
        raise InputFileError(f"{source.name} is a page larger than {MAX_PAGE // 1024**2} MiB.")
    page, _ = decoded(data, name=source.name, encoding=source.encoding)

    def elements() -> Iterator[Element]:
        for number, written in linked_data(page):
            try:
                yield Element(str(number), strict_json.loads(written))
            except InvalidValueError as error:
                if REVIEW in written:
                    yield Element(str(number), error)

    return elements


def _entries(value: Any, graph: Graph, lost: Lost) -> Iterator[Entry]:
    found = False
    for review in nodes(value, REVIEW):
        found = True
        yield _entry(review, graph, lost)
    for review in _searched(value):
        found = True
        yield _entry(review, graph, lost)
    if not found and {"DataFeedItem", "MediaReview"} & types(value):
        lost["elements without a ClaimReview"] += 1


def _searched(value: Any) -> Iterator[Node]:
    """The reviews of a claim as the Fact Check Tools' search gives it, in schema.org's members."""
    if not isinstance(value, dict) or not isinstance(value.get("claimReview"), list):
        return
    for review in value["claimReview"]:
        if isinstance(review, dict):
            publisher = review.get("publisher")
            yield {
                "claimReviewed": value.get("text"),
                "itemReviewed": {
                    "author": value.get("claimant"),
                    "datePublished": value.get("claimDate"),
                },
                "author": publisher if isinstance(publisher, dict) else None,
                "url": review.get("url"),
                "name": review.get("title"),
                "datePublished": review.get("reviewDate"),
                "reviewRating": {"alternateName": review.get("textualRating")},
                "inLanguage": review.get("languageCode"),
            }


def _entry(review: Node, graph: Graph, lost: Lost) -> Entry:
    count_unread(review, _READ, lost)
    claim = text(review.get("claimReviewed"))
    items = [
        item for item in several(graph.whole(review.get("itemReviewed"))) if isinstance(item, dict)
    ]
    for item in items:
        count_unread(item, _ITEM_READ, lost, within="itemReviewed.")
    authors = names(graph.whole(review.get("author") or review.get("publisher")))
    rating = _Rating(graph.whole(review.get("reviewRating")), lost)
    reviewer = ", ".join(authors)
    says = rating.meaning
    return entry(
        key=uid(review) or digest("claimreview", _url(review), claim, reviewer),
        claim=claim,
        status=says.status or (None if says.verdict else Status.TODO),
        verdict=says.verdict,
        checker=reviewer if says.verdict else "",
        reasoning="\n\n".join(filter(None, [_body(review, claim), rating.told(reviewer)])),
        evidence=[
            *_itself(review, reviewer, claim, says, lost),
            *appearances([
                address(url, lost)
                for item in items
                for name in ("firstAppearance", "appearance", "url")
                for url in urls(graph.whole(item.get(name)))
            ]),
            *_cited(graph.whole(review.get("citation")), lost),
        ],
        notes=[
            said
            for item in items
            for said in (*note(_said(item, graph)), *_in_words(text(item.get("text")), claim))
        ],
    )  # fmt: skip


class _Rating:
    """What a `reviewRating` says."""

    def __init__(self, value: Any, lost: Lost) -> None:
        rating = next(iter(several(value)), None)
        node = rating if isinstance(rating, dict) else {"alternateName": rating}
        self.name = line(text(node.get("alternateName")) or text(node.get("name")))
        self._value, self._best, self._worst = (
            text(node.get(name)) for name in ("ratingValue", "bestRating", "worstRating")
        )
        if len(several(value)) > 1:
            lost["further ratings"] += len(several(value)) - 1

    @property
    def meaning(self) -> Meaning:
        """What it certainly says in our words, if anything."""
        try:
            return rated(
                self.name,
                value=_number(self._value),
                best=_number(self._best),
                worst=_number(self._worst),
            )
        except InvalidValueError:
            return Meaning(None)

    def told(self, reviewer: str) -> str:
        """A sentence that keeps the rating as it was; none for one that is a verdict of ours."""
        verdict = self.meaning.verdict
        if verdict and not reviewer and self.name == label(verdict).capitalize():
            return ""
        scale = f"{self._worst} to {self._best}" if self._worst and self._best else ""
        number = f"{self._value} ({scale})" if scale and self._value else self._value
        told = f"“{self.name}”" if self.name else ""
        rating = ", ".join(filter(None, [told, number]))
        return sentence(("rated", rating), ("by", reviewer)) if rating else ""


def _number(told: str) -> float | None:
    # More than a few digits are no rating, and many are too many to be read as a number.
    if len(told) > 10:
        return None
    try:
        number = float(told)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _body(review: Node, claim: str) -> str:
    body = block(text(review.get("reviewBody"))) or block(text(review.get("description")))
    return "" if body == claim else body


def _url(review: Node) -> str:
    return next(iter(urls(review.get("url"))), "")


def _itself(
    review: Node, reviewer: str, claim: str, says: Meaning, lost: Lost
) -> Iterator[dict[str, Cell]]:
    """The review as a source of the claim, if it has an address."""
    url = address(_url(review), lost)
    if url:
        yield filled(
            source_url=url,
            source_title=line(text(review.get("headline")) or text(review.get("name")) or claim),
            source_publisher=reviewer,
            source_published=day(text(review.get("datePublished")), lost),
            source_kind=SourceKind.ARTICLE,
            source_rank=Rank.SECONDARY,
            stance=STANCES.get(says.verdict, "context"),
        )


def _cited(value: Any, lost: Lost) -> Iterator[dict[str, Cell]]:
    """The works that a review cites; what they do to the claim is not said."""
    for work in several(value):
        node = work if isinstance(work, dict) else {"url": work}
        cited = filled(
            source_url=address(next(iter(urls(node)), ""), lost),
            source_title=line(text(node.get("name")) or text(node.get("headline"))),
            source_authors=names(node.get("author")),
            source_publisher=", ".join(names(node.get("publisher"))),
            source_published=day(text(node.get("datePublished")), lost),
            source_kind=next((WORKS[name] for name in sorted(types(node)) if name in WORKS), None),
            source_archived_url=address(text(node.get("archivedAt")), lost),
            **CONTEXT,
        )
        if "source_url" in cited or "source_title" in cited:
            yield cited
        else:
            lost["citations without a name"] += 1


def _said(item: Node, graph: Graph) -> str:
    """Who made the claim and when."""
    speakers = graph.whole(item.get("author") or item.get("creator"))
    jobs = [
        line(text(person.get("jobTitle")))
        for person in several(speakers)
        if isinstance(person, dict)
    ]
    said_by = ", ".join(filter(None, [*names(speakers), *jobs]))
    on = "on" if said_by else "said on"
    return sentence(("said by", said_by), (on, line(text(item.get("datePublished")))))


def _in_words(words: str, claim: str) -> Iterator[dict[str, str]]:
    """In which words the claim was made, if they are others."""
    if words and words != claim:
        (told,) = note(f"In these words: “{words}”")
        yield {**told, PRINTED: words}
