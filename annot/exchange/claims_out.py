"""The ledger's claims as a table: CSV and TSV.

One row for each piece of evidence; what is more of a claim (further places, further notes) stands
in further rows, and every row repeats the claim's own columns, so that importing the table makes
the same again. Columns beyond the default ones are written if something stands in them. Queries
and older revisions do not fit into a table: they are in the lossless export.

A million claims take no more memory than ten: nothing but the claim in hand is kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, zip_longest
from operator import itemgetter
from typing import TYPE_CHECKING, BinaryIO

from annot.exchange.chosen import ChosenClaims, chosen_claims
from annot.exchange.claim_quotes import ArticleQuotes
from annot.exchange.json_stream import encoded
from annot.exchange.listing import AUTHORS, TAGS
from annot.exchange.selection import Selection
from annot.exchange.stored_lists import in_one_cell, source_title
from annot.exchange.summary import ExportSummary
from annot.exchange.table_columns import DEFAULT, FURTHER, MOST_EXTRA, is_own_name
from annot.exchange.table_line import END, speller
from annot.store.table_rows import FILLED, TableClaim, TableNote, TableRow, TableSource
from annot.vocabulary import NoteKind

if TYPE_CHECKING:
    from annot.exchange.claim_row import Quote
    from annot.operations.ledger import Ledger

INTERNAL = frozenset({"checker", "tags", "note", "evidence_note", "extra"})
"""The columns that are empty for the public, as in a report."""

LOSES = (
    "approvers", "judgements", "queries", "notes about evidence", "identifiers of sources",
    "places that were lost", "places in older drafts",
)  # fmt: skip
"""What a table cannot say."""

CLAIM = (
    "key", "article", "claim", "kind", "status", "verdict", "correction", "reasoning",
    "correction_state", "checker", "tags",
)  # fmt: skip
SOURCE = (
    "source_url", "source_title", "source_publisher", "source_published", "source_kind",
    "source_rank", "source_accessed", "source_archived_url", "source_authors",
    "source_confidential",
)  # fmt: skip
LINK = ("stance", "passage", "locator", "evidence_note")
QUOTE = ("quote", "prefix", "suffix", "occurrence")
NOTE = ("note",)

_KEPT = 5_000
_WRITTEN = 500

Cells = tuple[str, ...]


def write_table(
    ledger: Ledger, selection: Selection, out: BinaryIO, *, delimiter: str
) -> ExportSummary:
    """Write the selected claims as a table in UTF-8.

    Raises:
        NotFoundError: If there is no such article.
        InvalidValueError: If the filter is not understood.
    """
    with chosen_claims(ledger, selection) as claims:
        return write_rows(claims, out, delimiter=delimiter)


def write_rows(claims: ChosenClaims, out: BinaryIO, *, delimiter: str) -> ExportSummary:
    """Write claims as a table in UTF-8."""
    quotes = ArticleQuotes()
    own, is_all = _own(claims)
    further = [name for name in _further(claims, quotes) if name != "extra" or not is_all]
    columns = (*DEFAULT, *further, *own)
    lines = TableLines(claims, quotes, columns, own, delimiter)
    out.write((delimiter.join(map(speller(delimiter), columns)) + END).encode())
    rest = iter(lines)
    while batch := list(islice(rest, _WRITTEN)):
        out.write("".join(batch).encode())
    return ExportSummary(
        claims=lines.claims, rows=lines.rows, withheld=claims.withheld, lost=claims.lost(*LOSES)
    )


def _own(claims: ChosenClaims) -> tuple[list[str], bool]:
    """The columns that are no fields and can stand for themselves, and whether these are all."""
    extra = claims.extra_columns()
    own = [name for name in extra if is_own_name(name)][:MOST_EXTRA]
    return own, len(own) == len(extra)


def _further(claims: ChosenClaims, quotes: ArticleQuotes) -> Iterator[str]:
    """The columns beyond the default ones in which something stands."""
    for name in FURTHER:
        if claims.is_public and name in (*INTERNAL, "source_confidential"):
            continue
        if name == "occurrence":
            places = (quotes.of(*of_claim) for of_claim in claims.places())
            if any(quote.occurrence for found in places for quote in found):
                yield name
        elif claims.has(FILLED[name]):
            yield name


class TableLines:
    """The lines of a table without its heading; `claims` and `rows` say how many there were.

    Args:
        claims: The claims.
        quotes: What finds the quotes of those that have a place.
        columns: The columns in their order.
        own: Those of them that are no fields.
        delimiter: What stands between cells.
    """

    def __init__(
        self,
        claims: ChosenClaims,
        quotes: ArticleQuotes,
        columns: Sequence[str],
        own: Sequence[str],
        delimiter: str,
    ) -> None:
        self._claims = claims
        self._quotes = quotes
        self._public = claims.is_public
        self._delimiter = delimiter
        self._spelled = speller(delimiter)
        self._own = own
        self._no_extra = ("",) * (len(own) + 1)
        cells = (*CLAIM, "extra", *own, *SOURCE, *LINK, *QUOTE, *NOTE)
        self._in_order = itemgetter(*(cells.index(column) for column in columns))
        # What stands in many rows is spelled once.
        self._source = lru_cache(_KEPT)(self._source_cells)
        self._tags = lru_cache(_KEPT)(self._tags_cell)
        self.claims = 0
        self.rows = 0

    def __iter__(self) -> Iterator[str]:
        """Line after line; every claim has one at least."""
        join, in_order = self._delimiter.join, self._in_order
        for claim in self._claims:
            self.claims += 1
            own = self._claim(claim)
            if claim.anchors or claim.notes:
                rows = self._rows(claim, self._quotes.of(claim.article, claim.anchors))
            else:
                rows = [self._evidence(*pair) + NO_QUOTE + NO_NOTE for pair in claim.rows]
            self.rows += len(rows)
            for cells in rows:
                yield join(in_order(own + cells)) + END

    def _rows(self, claim: TableClaim, quotes: Sequence[Quote]) -> list[Cells]:
        evidence = [pair for pair in claim.rows if pair[1] is not None]
        notes = [note for note in claim.notes if note.kind == NoteKind.NOTE]
        first = next(iter(quotes), None)
        parts = list(zip_longest(evidence, quotes, notes)) or [(None, None, None)]
        return [
            (self._evidence(*pair) if pair else NO_EVIDENCE)
            + self._quote(quote or first)
            + self._note(note)
            for pair, quote, note in parts
        ]

    def _claim(self, claim: TableClaim) -> Cells:
        spelled = self._spelled
        row, _ = claim.rows[0]
        return (
            spelled(row.key or row.uid),
            "" if claim.article.is_unplaced else spelled(claim.article.slug),
            spelled(row.text),
            row.kind or "",
            row.status,
            row.verdict or "",
            row.correction and spelled(row.correction),
            row.reasoning and spelled(row.reasoning),
            row.correction_state or "",
            "" if self._public else spelled(row.checker),
            "" if self._public else self._tags(row.tags),
            *(self._no_extra if row.extra == "{}" or self._public else self._extra(row.extra)),
        )

    def _extra(self, stored: str) -> Cells:
        """What is no field: the columns that cannot stand for themselves together, then each."""
        extra = json.loads(stored)
        own = [self._spelled(extra.pop(name, "")) for name in self._own]
        return (self._spelled(encoded(extra)) if extra else "", *own)

    def _evidence(self, row: TableRow, source: TableSource | None) -> Cells:
        if source is None:
            return NO_EVIDENCE
        spelled = self._spelled
        note = "" if self._public else row.evidence_note and spelled(row.evidence_note)
        return (
            *self._source(source),
            row.stance,
            row.passage and spelled(row.passage),
            row.locator and spelled(row.locator),
            note,
        )

    def _source_cells(self, source: TableSource) -> Cells:
        cells = (
            source.url,
            source_title(source),
            source.publisher,
            source.published,
            source.kind,
            source.rank or "",
            source.accessed,
            source.archived_url,
            in_one_cell(source.authors, AUTHORS),
            "yes" if source.confidential else "",
        )
        return tuple(map(self._spelled, cells))

    def _tags_cell(self, stored: str) -> str:
        return self._spelled(in_one_cell(stored, TAGS))

    def _quote(self, quote: Quote | None) -> Cells:
        if quote is None:
            return NO_QUOTE
        cells = (quote.words, quote.prefix, quote.suffix, str(quote.occurrence or ""))
        return tuple(map(self._spelled, cells))

    def _note(self, note: TableNote | None) -> Cells:
        return NO_NOTE if note is None else (self._spelled(note.text),)


NO_EVIDENCE = ("",) * (len(SOURCE) + len(LINK))
NO_QUOTE = ("",) * len(QUOTE)
NO_NOTE = ("",)
