"""The ledger's claims as one JSON array: an object for each claim, its evidence and notes in it.

The members are the columns of a claims table, so that importing the file makes the same again. A
claim that stands in several places has one more object for each further place, without evidence
and notes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, BinaryIO

from annot.exchange.chosen import ChosenClaims, chosen_claims
from annot.exchange.claim_quotes import ArticleQuotes
from annot.exchange.json_stream import encoded, write_list
from annot.exchange.selection import Selection
from annot.exchange.stored_lists import listed, source_title
from annot.exchange.summary import ExportSummary
from annot.store.table_rows import TableClaim, TableNote, TableRow, TableSource

if TYPE_CHECKING:
    from annot.exchange.claim_row import Quote
    from annot.operations.ledger import Ledger

LOSES = (
    "approvers", "judgements", "notes about evidence", "identifiers of sources",
    "places that were lost", "places in older drafts",
)  # fmt: skip
"""What the array cannot say."""

Members = dict[str, Any]

_KEPT = 5_000


def write_json(ledger: Ledger, selection: Selection, out: BinaryIO) -> ExportSummary:
    """Write the selected claims as one JSON array in UTF-8.

    Raises:
        NotFoundError: If there is no such article.
        InvalidValueError: If the filter is not understood.
    """
    with chosen_claims(ledger, selection) as claims:
        return write_objects(claims, out)


def write_objects(claims: ChosenClaims, out: BinaryIO) -> ExportSummary:
    """Write claims as one JSON array in UTF-8."""
    objects = ClaimObjects(claims)
    rows = write_list(out, objects)
    out.write(b"\n")
    return ExportSummary(
        claims=objects.claims, rows=rows, withheld=claims.withheld, lost=claims.lost(*LOSES)
    )


class ClaimObjects:
    """The objects of the array as JSON; `claims` says of how many claims there were any."""

    def __init__(self, claims: ChosenClaims) -> None:
        self._claims = claims
        self._public = claims.is_public
        # A source stands in many claims, and so do tags.
        self._source = lru_cache(_KEPT)(_source)
        self._listed = lru_cache(_KEPT)(listed)
        self.claims = 0

    def __iter__(self) -> Iterator[str]:
        """Object after object; every claim has one at least."""
        quotes = ArticleQuotes()
        for claim in self._claims:
            self.claims += 1
            own = self._own(claim)
            found = quotes.of(claim.article, claim.anchors) if claim.anchors else []
            first = _quote(found[0]) if found else {}
            yield f"{encoded(own | first)[:-1]},{self._proof(claim)}}}"
            for quote in found[1:]:
                yield encoded(own | _quote(quote))

    def _own(self, claim: TableClaim) -> Members:
        row, _ = claim.rows[0]
        own: Members = {
            "key": row.key or row.uid,
            "article": "" if claim.article.is_unplaced else claim.article.slug,
            "claim": row.text,
            "kind": row.kind,
            "status": row.status,
            "verdict": row.verdict,
            "correction": row.correction,
            "correction_state": row.correction_state,
            "reasoning": row.reasoning,
        }
        if not self._public:
            own |= {"checker": row.checker, "tags": self._listed(row.tags)}
            if row.extra != "{}":
                own["extra"] = json.loads(row.extra)
        return own

    def _proof(self, claim: TableClaim) -> str:
        """The members `evidence` and `notes`."""
        links = ",".join(
            f"{self._source(source)},{encoded(self._link(row))[1:]}"
            for row, source in claim.rows
            if source is not None
        )
        if self._public:
            return f'"evidence":[{links}]'
        notes = encoded([_note(note) for note in claim.notes]) if claim.notes else "[]"
        return f'"evidence":[{links}],"notes":{notes}'

    def _link(self, row: TableRow) -> Members:
        link = {"stance": row.stance, "passage": row.passage, "locator": row.locator}
        if row.evidence_note and not self._public:
            link["note"] = row.evidence_note
        return link


def _quote(quote: Quote) -> Members:
    return {
        "quote": quote.words,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
        "occurrence": quote.occurrence,
    }


def _source(source: TableSource) -> str:
    """The begin of an object that says which source it is: what is empty is left out."""
    members = {
        "source_url": source.url,
        "source_title": source_title(source),
        "source_authors": listed(source.authors),
        "source_publisher": source.publisher,
        "source_published": source.published,
        "source_kind": source.kind,
        "source_rank": source.rank,
        "source_accessed": source.accessed,
        "source_archived_url": source.archived_url,
        "source_confidential": bool(source.confidential),
    }
    return encoded({name: value for name, value in members.items() if value})[:-1]


def _note(note: TableNote) -> Members:
    members = {
        "kind": note.kind, "text": note.text, "to": note.addressee, "answer": note.answer,
    }  # fmt: skip
    return {name: value for name, value in members.items() if value}
