"""Claims as a W3C Web Annotation collection in JSON-LD: what is said of which passage.

Each claim of an article is one annotation; its targets are its places in the latest draft, by
their words and by their numbers (code points, half-open, as the standard counts). A claim that has
no place there is about the draft as a whole. Drafts, claims and sources are named by their uids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO
from uuid import UUID, uuid5

from annot.exchange.chosen import ChosenClaims, chosen_claims, some
from annot.exchange.json_stream import encoded, write_list
from annot.exchange.selection import Selection
from annot.exchange.stored_lists import listed
from annot.exchange.summary import ExportSummary
from annot.store.table_rows import (
    TableAnchor,
    TableArticle,
    TableClaim,
    TableNote,
    TableRow,
    TableSource,
    workspace_uid,
)
from annot.vocabulary import NoteKind, Placement

if TYPE_CHECKING:
    from annot.operations.ledger import Ledger

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
LOSES = (
    "approvers", "judgements", "extra columns", "notes", "notes about evidence",
    "identifiers of sources", "places that were lost", "places in older drafts",
)  # fmt: skip

Members = dict[str, Any]


def write_web_annotations(ledger: Ledger, selection: Selection, out: BinaryIO) -> ExportSummary:
    """Write the selected claims that belong to articles as a collection in UTF-8.

    Raises:
        NotFoundError: If there is no such article.
        InvalidValueError: If the filter is not understood.
    """
    with chosen_claims(ledger, selection) as claims:
        return write_annotations(claims, out)


def write_annotations(claims: ChosenClaims, out: BinaryIO) -> ExportSummary:
    """Write claims as a collection of annotations in UTF-8."""
    annotations = _Annotations(claims)
    name = f"urn:uuid:{_collection(claims)}"
    out.write(f'{{"@context":"{CONTEXT}","id":"{name}","type":"AnnotationCollection",'.encode())
    texts = iter(annotations)
    first = list(islice(texts, 1))
    rows = 0
    if first:  # a page has one annotation at least
        begin = f'"first":{{"id":"{name}#page","type":"AnnotationPage","startIndex":0,"items":'
        out.write(begin.encode())
        rows = write_list(out, chain(first, texts))
        out.write(b"},")
    out.write(f'"total":{rows}}}\n'.encode())
    lost = some({**annotations.lost, **claims.lost(*LOSES)})
    return ExportSummary(claims=rows, rows=rows, withheld=claims.withheld, lost=lost)


def _collection(claims: ChosenClaims) -> UUID:
    """The same name for the same selection of the same workspace."""
    wanted, article, audience = claims.chosen
    selection = encoded([wanted, article, audience])
    return uuid5(UUID(workspace_uid(claims.run)), selection)


class _Annotations:
    """The annotations as JSON; `lost` counts what they do not say."""

    def __init__(self, claims: ChosenClaims) -> None:
        self._claims = claims
        self.lost: Counter[str] = Counter()

    def __iter__(self) -> Iterator[str]:
        """One after the other."""
        public = self._claims.is_public
        for claim in self._claims:
            if claim.article.revision is None:
                self.lost["claims without an article"] += 1
                continue
            self._count(claim)
            yield encoded(_annotation(claim, public=public))

    def _count(self, claim: TableClaim) -> None:
        self.lost["statuses"] += 1
        for link, source in claim.rows:
            if source is not None:
                self.lost["stances"] += 1
                self.lost["locators"] += bool(link.locator)
                self.lost["titles of sources"] += bool(source.title)
                if not self._claims.is_public:
                    self.lost["notes of evidence"] += bool(link.evidence_note)


def _annotation(claim: TableClaim, *, public: bool) -> Members:
    row, _ = claim.rows[0]
    annotation: Members = {
        "id": f"urn:uuid:{row.uid}",
        "type": "Annotation",
        "motivation": "assessing",
        "created": row.created_at,
        "modified": row.updated_at,
    }
    if row.checker and not public:
        annotation["creator"] = {"type": "Person", "name": row.checker}
    annotation["body"] = list(_bodies(claim, public=public))
    annotation["target"] = list(_targets(claim.article, claim.anchors))
    return annotation


def _bodies(claim: TableClaim, *, public: bool) -> Iterator[Members]:
    row, _ = claim.rows[0]
    said: list[tuple[str, str | None]] = [
        ("describing", row.text),
        ("classifying", row.kind),
        ("assessing", row.verdict),
        ("commenting", row.reasoning),
        ("editing", row.correction),
    ]
    if not public:
        said += [("tagging", tag) for tag in listed(row.tags)]
        said += chain.from_iterable(map(_asked, claim.notes))
    for purpose, value in said:
        if value:
            yield {
                "type": "TextualBody",
                "purpose": purpose,
                "format": "text/plain",
                "value": value,
            }
    for link, source in claim.rows:
        if source is not None:
            yield _linked(link, source)


def _asked(note: TableNote) -> list[tuple[str, str | None]]:
    """A query and its answer."""
    if note.kind != NoteKind.QUERY:
        return []
    return [("questioning", note.text), ("replying", note.answer)]


def _linked(link: TableRow, source: TableSource) -> Members:
    body: Members = {
        "type": "SpecificResource",
        "purpose": "linking",
        "source": source.url or f"urn:uuid:{source.uid}",
    }
    if link.passage:
        body["selector"] = {"type": "TextQuoteSelector", "exact": link.passage}
    return body


def _targets(article: TableArticle, anchors: Iterable[TableAnchor]) -> Iterator[Members]:
    draft = f"urn:uuid:{article.revision}"
    placed = [anchor for anchor in anchors if anchor.placement is not Placement.ORPHANED]
    for anchor in placed:
        quote = {"type": "TextQuoteSelector", "exact": anchor.exact}
        around = {"prefix": anchor.prefix, "suffix": anchor.suffix}
        quote |= {name: words for name, words in around.items() if words}
        place = {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end}
        yield {"type": "SpecificResource", "source": draft, "selector": [quote, place]}
    if not placed:
        yield {"type": "SpecificResource", "source": draft}
