"""Claims as AVeriTeC has them: a label, a justification, and questions with their answers.

A query and its answer are a question and its answer; a piece of evidence is the answer to a
question that the ledger does not have, so that is empty. A verdict that AVeriTeC has no label for,
or none yet, is the label null, as in its test data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from annot.exchange.chosen import ChosenClaims, chosen_claims, some
from annot.exchange.json_stream import encoded, write_list
from annot.exchange.selection import Selection
from annot.exchange.summary import ExportSummary
from annot.exchange.verdict_words import word_of
from annot.store.table_rows import TableClaim, TableNote, TableRow, TableSource
from annot.vocabulary import ClaimKind, NoteKind, SourceKind, Verdict

if TYPE_CHECKING:
    from annot.operations.ledger import Ledger

TYPES: Mapping[str | None, str] = {
    ClaimKind.QUANTITY: "Numerical Claim",
    ClaimKind.QUOTATION: "Quote Verification",
    ClaimKind.CAUSE: "Causal Claim",
    ClaimKind.EVENT: "Event/Property Claim",
}
"""The kinds of claims that it has a type for."""

MEDIA: Mapping[str, str] = {
    SourceKind.PAGE: "Web text",
    SourceKind.ARTICLE: "Web text",
    SourceKind.DATASET: "Web table",
    SourceKind.VIDEO: "Video",
}
"""The kinds of sources that it has a medium for; the others are "Other"."""

LOSES = (
    "approvers", "judgements", "extra columns", "notes", "notes about evidence",
    "identifiers of sources", "places that were lost", "places in older drafts",
)  # fmt: skip

Members = dict[str, Any]


def write_averitec(ledger: Ledger, selection: Selection, out: BinaryIO) -> ExportSummary:
    """Write the selected claims as an AVeriTeC file in UTF-8.

    Raises:
        NotFoundError: If there is no such article.
        InvalidValueError: If the filter is not understood.
    """
    with chosen_claims(ledger, selection) as claims:
        return write_labelled(claims, out)


def write_labelled(claims: ChosenClaims, out: BinaryIO) -> ExportSummary:
    """Write claims as an AVeriTeC file in UTF-8."""
    objects = _Objects(claims)
    rows = write_list(out, objects)
    out.write(b"\n")
    lost = some({**objects.lost, **claims.lost(*LOSES)})
    return ExportSummary(claims=rows, rows=rows, withheld=claims.withheld, lost=lost)


class _Objects:
    """The objects of the file as JSON; `lost` counts what they do not say."""

    def __init__(self, claims: ChosenClaims) -> None:
        self._claims = claims
        self.lost: Counter[str] = Counter()

    def __iter__(self) -> Iterator[str]:
        """One after the other."""
        for claim in self._claims:
            self._count(claim)
            yield encoded(_labelled(claim, public=self._claims.is_public))

    def _count(self, claim: TableClaim) -> None:
        row, _ = claim.rows[0]
        self.lost["statuses"] += 1
        if row.verdict is not None:
            said = word_of("averitec", Verdict(row.verdict))
            self.lost[said.lost if said.word else "verdicts without a label"] += bool(said.lost)
        self.lost["kinds of claims"] += row.kind is not None and row.kind not in TYPES
        self.lost["corrections"] += bool(row.correction)
        self.lost["places"] += len(claim.anchors)
        for link, source in claim.rows:
            if source is not None:
                self.lost["stances"] += 1
                self.lost["locators"] += bool(link.locator)
                self.lost["titles of sources"] += bool(source.title)
        if not self._claims.is_public:
            self.lost["checkers"] += bool(row.checker)
            self.lost["tags"] += row.tags != "[]"
            self.lost["notes of evidence"] += sum(
                bool(link.evidence_note) for link, _ in claim.rows
            )


def _labelled(claim: TableClaim, *, public: bool) -> Members:
    row, _ = claim.rows[0]
    asked = [note for note in claim.notes if note.kind == NoteKind.QUERY and not public]
    return {
        "claim": row.text,
        "required_reannotation": False,
        "label": _label(row.verdict),
        "justification": row.reasoning,
        "claim_date": _day(claim.article.published),
        "speaker": None,
        "original_claim_url": None,
        "cached_original_claim_url": None,
        "fact_checking_article": None,
        "reporting_source": claim.article.publication or None,
        "location_ISO_code": None,
        "claim_types": [TYPES[row.kind]] if row.kind in TYPES else [],
        "fact_checking_strategies": [],
        "questions": [
            *(_query(note) for note in asked),
            *(_evidence(link, source) for link, source in claim.rows if source is not None),
        ],
    }


def _label(verdict: str | None) -> str | None:
    return None if verdict is None else word_of("averitec", Verdict(verdict)).word or None


def _day(published: str) -> str | None:
    """A day as AVeriTeC writes it, such as 5-8-2020; a month or a year is none."""
    parts = published.split("-")
    if len(parts) < len(("year", "month", "day")):
        return None
    return "-".join(str(int(part)) for part in reversed(parts))


def _query(note: TableNote) -> Members:
    answer = {"answer": note.answer, "answer_type": "Abstractive", "source_url": None,
              "source_medium": None, "cached_source_url": None}  # fmt: skip
    return {"question": note.text, "answers": [answer] if note.answer else []}


def _evidence(link: TableRow, source: TableSource) -> Members:
    answer = {
        "answer": link.passage,
        "answer_type": "Extractive" if link.passage else "Unanswerable",
        "source_url": source.url or None,
        "source_medium": MEDIA.get(source.kind, "Other"),
        "cached_source_url": source.archived_url or None,
    }
    return {"question": "", "answers": [answer]}
