"""The ledger's claims as a table: CSV and TSV.

One row for each piece of evidence; what is more of a claim (further places, further notes) stands
in further rows, and every row repeats the claim's own columns, so that importing the table makes
the same again. Columns beyond the default ones are written if something stands in them. Queries
and older revisions do not fit into a table: they are in the lossless export.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import BinaryIO

from annot.exchange.claim_fields import DEFAULT, FURTHER
from annot.exchange.claim_places import Places
from annot.exchange.claim_row import Quote
from annot.exchange.csv_table import csv_lines
from annot.exchange.listing import AUTHORS, TAGS, joined
from annot.exchange.selection import Selection
from annot.exchange.summary import ExportSummary
from annot.operations.articles import Articles
from annot.operations.ledger import Ledger
from annot.store.claim_filter import ClaimFilter
from annot.store.dossier import ClaimFile, Dossier, EvidenceFile, read_dossier
from annot.store.models import UNPLACED, Article, Claim, Note
from annot.store.rows import filtered_claims, find
from annot.vocabulary import Audience, NoteKind

Cells = dict[str, str]

INTERNAL = frozenset({"checker", "tags", "note", "evidence_note"})
"""The columns that are empty for the public, as in a report."""


@dataclass(slots=True)
class Extent:
    """What a table holds, found out before its heading is written."""

    claims: int = 0
    rows: int = 0
    withheld: int = 0
    further: set[str] = field(default_factory=set)


def write_table(
    ledger: Ledger, selection: Selection, out: BinaryIO, *, delimiter: str
) -> ExportSummary:
    """Write the selected claims as a table in UTF-8.

    Raises:
        NotFoundError: If there is no such article.
        InvalidValueError: If the filter is not understood.
    """
    named = None if selection.article is None else Articles(ledger).get(selection.article)
    wanted = ClaimFilter.parse(selection.wanted)
    public = selection.audience is Audience.PUBLIC
    with ledger.database.reading() as connection:
        ids = {claim.id for claim in filtered_claims(connection, wanted, None)}
        articles = [named] if named else _in_order(find(connection, Article))

        def files() -> Iterator[tuple[Dossier, ClaimFile]]:
            for article in articles:
                dossier = read_dossier(connection, article)
                for file in dossier.claims:
                    if file.claim.id in ids and (file.is_publishable or not public):
                        yield dossier, file

        extent = _extent(files(), public=public)
        columns = (*DEFAULT, *(name for name in FURTHER if name in extent.further))
        table = ([cells.get(name, "") for name in columns] for cells in _rows(files(), public))
        for lines in (csv_lines([columns], delimiter=delimiter),
                      csv_lines(table, delimiter=delimiter)):  # fmt: skip
            out.writelines(line.encode() for line in lines)
    return ExportSummary(claims=extent.claims, rows=extent.rows, withheld=extent.withheld)


def _in_order(articles: Sequence[Article]) -> list[Article]:
    """The articles as they were added, claims without an article last."""
    return sorted(articles, key=lambda article: (article.id == UNPLACED, article.id))


def _extent(files: Iterator[tuple[Dossier, ClaimFile]], *, public: bool) -> Extent:
    extent = Extent()
    places: dict[int, Places] = {}
    for dossier, file in files:
        extent.claims += 1
        extent.withheld += len(file.evidence) - len(_shown(file, public=public))
        for cells in _claim_rows(dossier, file, _places(places, dossier), public=public):
            extent.rows += 1
            extent.further.update(name for name in FURTHER if cells.get(name))
    return extent


def _rows(files: Iterator[tuple[Dossier, ClaimFile]], public: bool) -> Iterator[Cells]:
    places: dict[int, Places] = {}
    for dossier, file in files:
        yield from _claim_rows(dossier, file, _places(places, dossier), public=public)


def _places(known: dict[int, Places], dossier: Dossier) -> Places:
    """The places of an article; only the one in hand is kept, for a text may be large."""
    number = dossier.article.id
    if number not in known:
        known.clear()
        known[number] = Places(dossier.text)
    return known[number]


def _claim_rows(
    dossier: Dossier, file: ClaimFile, places: Places, *, public: bool
) -> Iterator[Cells]:
    own = _claim_cells(dossier.article, file.claim)
    quotes = list(places.quotes(file.anchors))
    notes = [note for note in file.notes if note.kind is NoteKind.NOTE and not public]
    parts = zip_longest(_shown(file, public=public), quotes, notes)
    for evidence, quote, note in list(parts) or [(None, None, None)]:
        cells = {
            **own,
            **_evidence_cells(evidence),
            **_quote_cells(quote or next(iter(quotes), None)),
            **_note_cells(note),
        }
        yield {n: v for n, v in cells.items() if n not in INTERNAL} if public else cells


def _shown(file: ClaimFile, *, public: bool) -> Sequence[EvidenceFile]:
    """The evidence of a claim without that of which the public must not know."""
    return [item for item in file.evidence if not (public and item.source.confidential)]


def _claim_cells(article: Article, claim: Claim) -> Cells:
    return {
        "key": claim.key or str(claim.uid),
        "article": "" if article.id == UNPLACED else article.slug,
        "claim": claim.text,
        "kind": claim.kind or "",
        "status": claim.status,
        "verdict": claim.verdict or "",
        "correction": claim.correction,
        "correction_state": claim.correction_state or "",
        "reasoning": claim.reasoning,
        "checker": claim.checker,
        "tags": joined(claim.tags, TAGS),
    }


def _evidence_cells(file: EvidenceFile | None) -> Cells:
    if file is None:
        return {}
    source, evidence = file.source, file.evidence
    identified = [f"{name} {value}" for name, value in sorted(source.identifiers.items())]
    return {
        "source_url": source.url,
        "source_title": source.title or (", ".join(identified) if not source.url else ""),
        "source_authors": joined(source.authors, AUTHORS),
        "source_publisher": source.publisher,
        "source_published": source.published,
        "source_kind": source.kind,
        "source_rank": source.rank or "",
        "source_accessed": source.accessed,
        "source_archived_url": source.archived_url,
        "source_confidential": "yes" if source.confidential else "",
        "stance": evidence.stance,
        "passage": evidence.passage,
        "locator": evidence.locator,
        "evidence_note": evidence.note,
    }


def _quote_cells(quote: Quote | None) -> Cells:
    if quote is None:
        return {}
    return {
        "quote": quote.words,
        "prefix": quote.prefix,
        "suffix": quote.suffix,
        "occurrence": str(quote.occurrence or ""),
    }


def _note_cells(note: Note | None) -> Cells:
    return {"note": note.text} if note else {}
