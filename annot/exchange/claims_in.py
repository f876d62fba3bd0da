"""A claims table into the ledger: all of it, or nothing, as one recorded operation.

The same file again changes nothing, and what people did since is not overwritten. How that is
known: the history keeps every row's image after every operation, so the image that the last import
left of a claim (or, if none touched it, the one with which it was added) is what the file and the
people both started from. A value that is in the ledger as it was then takes what the file says; one
that people changed since stays theirs, and the claim is counted as kept. Places, evidence and notes
that an import once brought are not brought again, whether they are there unchanged, were changed or
were taken away. Imports that were undone do not count.

A claim is found by its key in its article; by its uid, if the key is one; without a key by its
words and their place: a key is made from them and kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from annot.errors import (
    AnnotError,
    BadRow,
    NotFoundError,
    QuoteAmbiguousError,
    QuoteNotFoundError,
)
from annot.exchange.claim_fields import CLAIM, LINK
from annot.exchange.claim_row import ClaimRow, claim_row
from annot.exchange.column_hints import kept_columns
from annot.exchange.column_map import ColumnMap
from annot.exchange.conflicts import Asked
from annot.exchange.conflicts_file import write_conflicts
from annot.exchange.fast_rows import FastRows
from annot.exchange.faults import AllFaults, Faults
from annot.exchange.known import Known, key_of
from annot.exchange.own_columns import OwnColumns
from annot.exchange.progress import Tell, told
from annot.exchange.refusals import bad_rows, refuse_without_claims, unplaced
from annot.exchange.rejects import write_rejects
from annot.exchange.sifting import Sifting
from annot.exchange.source_book import SourceBook
from annot.exchange.summary import ImportSummary
from annot.exchange.table import Reading, Row, Table, bad, chosen, damage_of, reading, row_of
from annot.exchange.table_columns import LEDGER_VERSION
from annot.exchange.taking import GivenClaim, Taking
from annot.exchange.whole_rows import WholeRows, own_approver
from annot.exchange.wording import Wordings, places_of
from annot.operations.article_handles import ArticleHandle, article_ids, article_in
from annot.operations.articles import Articles
from annot.operations.four_eyes import is_on, own_approval
from annot.operations.ledger import Ledger
from annot.operations.places import Span
from annot.store.imported import IMPORT, SETTLE, all_or_nothing
from annot.store.met_claims import MetClaims
from annot.store.models import UNPLACED, Claim
from annot.store.recorder import Operation
from annot.store.rows import find
from annot.store.stage import NO_ARTICLE, Stage
from annot.vocabulary import DateOrder, OnConflict

T = TypeVar("T")
MOST_KEYS = 2_000
"""Rows looked at alone up to which only their claims are read from the ledger, not all."""


class RehearsedError(Exception):
    """Ends a dry run, so that what it wrote is rolled back; it has the summary."""

    def __init__(self, summary: ImportSummary) -> None:
        super().__init__()
        self.summary = summary


@dataclass(frozen=True, slots=True)
class Terms:
    """How a table is to be taken in.

    Attributes:
        article: The article of the rows that name none.
        mapping: Columns by field, where a column has another name than the field.
        dry_run: Whether to write nothing.
        skip_bad: Where to write the rows that are left out; None takes all rows or none.
        progress: Called now and then with how far reading has come.
        on_conflict: What is done where people changed since what the file says otherwise.
        conflicts: Where to write the rows that are asked about.
        guess: Whether usual names of columns may stand for fields.
        dates: Which comes first in dates that can be read in two ways.
    """

    article: ArticleHandle | None = None
    mapping: ColumnMap = field(default_factory=ColumnMap)
    dry_run: bool = False
    skip_bad: Path | None = None
    progress: Tell | None = None
    on_conflict: OnConflict = OnConflict.KEEP
    conflicts: Path | None = None
    guess: bool = True
    dates: DateOrder | None = None


def take_table(ledger: Ledger, table: Table, terms: Terms) -> ImportSummary:
    """Take the rows of a claims table in.

    The rows are read and checked first, which locks nothing; those that are new and plain are then
    written in sets, the others one by one.

    Raises:
        InputFileError: If the table has no column for the claims, or two for one field.
        NotFoundError: If there is no article as named in the terms.
        BadRowsError: If rows cannot be taken and are not to be skipped; nothing was written.
    """
    columns = reading(table.columns, terms.mapping, guess=terms.guess)
    columns.dates = terms.dates
    refuse_without_claims(table, columns)
    with Stage(ledger.database) as stage:
        staged = _staged(ledger, table, columns, stage, terms)
        action = SETTLE if LEDGER_VERSION in table.columns and columns.is_marked else IMPORT
        try:
            with ledger.operation(action) as operation, all_or_nothing(operation):
                if not stage.join(operation):
                    # Something was written in between: what the ledger has may be otherwise now.
                    quiet = replace(terms, progress=None)
                    staged = _staged(ledger, table, columns, stage, quiet)
                    stage.join(operation)
                summary = _write(ledger, operation, table, columns, stage, staged, terms)
                if terms.dry_run:
                    raise RehearsedError(summary)
        except RehearsedError as rehearsed:
            summary = replace(rehearsed.summary, dry_run=True, operation="")
    return replace(
        summary,
        guessed={name: columns.fields[name] for name in columns.guessed},
        kept_columns=kept_columns(columns),
        verdict_words=columns.words.meanings,
        left_out={**table.left_out, **columns.words.lost},
        encoding=table.encoding,
    )


@dataclass(frozen=True, slots=True)
class Staged:
    """What was read of a table.

    Attributes:
        book: The sources that it cites.
        faults: What is wrong with the bad rows.
        met: The claims that the ledger has as they are.
    """

    book: SourceBook
    faults: Faults
    met: MetClaims


def _staged(ledger: Ledger, table: Table, columns: Reading, stage: Stage, terms: Terms) -> Staged:
    """Read the rows and put them on the stage, without a lock on the ledger."""
    staged = _read(ledger, table, columns, stage, terms, apart=MetClaims())
    if staged.met.torn:
        # Of some claims a row says what the ledger has, and another one something else.
        quiet = replace(terms, progress=None)
        staged = _read(ledger, table, columns, stage, quiet, apart=staged.met)
    return staged


def _read(
    ledger: Ledger,
    table: Table,
    columns: Reading,
    stage: Stage,
    terms: Terms,
    *,
    apart: MetClaims,
) -> Staged:
    own = UNPLACED if terms.article is None else Articles(ledger).get(terms.article).id
    book = SourceBook()
    faults = Faults()
    claim = [name for column, name in CLAIM.items() if column in columns.fields]
    if columns.extra or "extra" in columns.fields:
        claim.append("extra")
    # What each nested piece of evidence says may be any of it.
    said = LINK if "evidence" in columns.fields else [c for c in LINK if c in columns.fields]
    link = ["note" if column == "evidence_note" else column for column in said]
    columns.words.begin()
    with stage.filling() as connection:
        ids = {**article_ids(connection), "": own}
        sifting = Sifting(stage, book, connection, claim=claim, link=link, apart=apart)
        wordings = Wordings(connection)
        four_eyes = is_on(partial(find, connection))
        wholes = WholeRows(sifting, book, wordings, ids, ledger.actor, four_eyes=four_eyes)

        def alone(row: Row) -> None:
            read = claim_row(row, columns)
            if isinstance(read, BadRow):
                faults.add(read, is_damage=bool(damage_of(row, columns)))
            elif not wholes.take(read):
                # A uid finds its claim in whatever article that is.
                is_anywhere = not read.article and read.uid is not None
                named = NO_ARTICLE if is_anywhere else ids.get(read.article, NO_ARTICLE)
                stage.put_off(row.number, named, key_of(read))

        if table.cells is None:
            for row in told(table.rows, table, terms.progress):
                alone(row)
        else:
            fast = FastRows(table, columns, sifting, book, wordings, ids, ledger.actor)
            for number, cells in told(table.cells(), table, terms.progress):
                if not fast.take(number, cells):
                    alone(row_of(table, number, cells))
        met = sifting.finish()
    columns.words.settle()
    return Staged(book, faults, met)


def _write(
    ledger: Ledger,
    operation: Operation,
    table: Table,
    columns: Reading,
    stage: Stage,
    staged: Staged,
    terms: Terms,
) -> ImportSummary:
    """Write what is staged, as part of the open operation."""
    sorting = Sorting(operation, columns, terms, stage)
    sorting.four_eyes = is_on(operation.find)
    for row in chosen(table, stage.later()):
        sorting.sort(claim_row(row, columns))
    found = AllFaults(staged.faults, sorting.faults, place=table.place)
    if found.count and terms.skip_bad is None:
        raise bad_rows(found, columns, table)
    stage.forget_later()
    taking = Taking(ledger, operation, stage, staged.book, terms.on_conflict)
    for claim in sorting.given.values():
        if claim.claim is None:
            taking.add(claim)
    stage.settle()
    stage.name_sources(staged.book.write(operation, stage.sources_cited()))
    for claim in sorting.given.values():
        if claim.claim is not None:
            taking.update(claim, claim.claim)
    taking.write_new(staged.met)
    if not terms.dry_run:
        _write_apart(operation, table, columns, terms, found, taking.asked)
    return replace(taking.summary(), skipped=found.count, bad=found.first)


def _write_apart(
    operation: Operation,
    table: Table,
    columns: Reading,
    terms: Terms,
    found: AllFaults,
    asked: Sequence[Asked],
) -> None:
    """Write the rows that are not taken into the files that were named for them."""
    article = "" if terms.article is None else article_in(operation, terms.article).slug
    own = partial(
        OwnColumns,
        table,
        columns,
        article=article,
        is_claim=lambda uid: bool(operation.find(Claim, uid=UUID(uid))),
    )
    if found.count and terms.skip_bad is not None:
        write_rejects(terms.skip_bad, table, own(), found)
    if asked and terms.conflicts is not None:
        write_conflicts(terms.conflicts, table, own(with_key=True), asked)


class Sorting:
    """Rows sorted by the claims that they mean, once the ledger was asked; and the bad ones.

    Attributes:
        given: What the file gives for each claim.
        faults: What is wrong with the rows that cannot be taken.
        four_eyes: Whether nobody may approve a new claim that they checked.
    """

    four_eyes = False

    def __init__(self, operation: Operation, columns: Reading, terms: Terms, stage: Stage) -> None:
        self.given: dict[object, GivenClaim] = {}
        self.faults = Faults()
        self._operation = operation
        self._columns = columns
        self._known: dict[int, Known] = {}
        self._stage = stage
        default = None if terms.article is None else article_in(operation, terms.article).id
        self._articles: dict[str, int] = {"": UNPLACED if default is None else default}

    def sort(self, row: ClaimRow | BadRow) -> None:
        """Add a row to its claim, or to the bad ones."""
        if isinstance(row, BadRow):
            self.faults.add(row)
            return
        try:
            known = self._of_article(self._article(row))
        except NotFoundError as error:
            told = f"{error.message} Take it in first: annot article add FILE"
            self._refuse(row.row, "article", row.article, told)
            return
        claim = known.find(row)
        try:
            places = self._places(known, claim, row)
        except AnnotError as error:
            quote = row.quote.words if row.quote else ""
            self._refuse(row.row, "quote", quote, unplaced(error))
            return
        own = own_approver(row.values, actor=self._operation.actor) if self.four_eyes else ""
        if own and claim is None:
            told = own_approval("this claim", own).message
            self._refuse(row.row, "status", row.values.get("status"), told)
            return
        key = key_of(row)
        identity = claim.uid if claim else (known.article_id, key)
        fresh = GivenClaim(known, claim, key, row.row.number)
        given = self.given.setdefault(identity, fresh)
        disagreeing = given.disagreeing(row)
        if disagreeing:
            column = next(c for c, name in CLAIM.items() if name == disagreeing)
            told = f"another row of the same claim says {str(given.values[disagreeing])!r:.80}"
            self._refuse(row.row, column, row.values[disagreeing], told)
        else:
            given.add(row, places)

    def _refuse(self, row: Row, name: str, value: object, reason: str) -> None:
        self.faults.add(bad(row, self._columns.column(name), value, reason))

    def _article(self, row: ClaimRow) -> int:
        if not row.article and row.uid is not None:
            found = self._operation.find(Claim, uid=row.uid)
            if found:
                return found[0].article_id
        if row.article not in self._articles:
            self._articles[row.article] = article_in(self._operation, row.article).id
        return self._articles[row.article]

    def _of_article(self, article_id: int) -> Known:
        if article_id not in self._known:
            keys = self._stage.keys_put_off(article_id, MOST_KEYS)
            self._known[article_id] = Known(self._operation, article_id, keys)
        return self._known[article_id]

    def _places(self, known: Known, claim: Claim | None, row: ClaimRow) -> list[Span]:
        """Where a row's quote stands; nothing if the claim has been anchored there before."""
        quote = row.quote
        if quote is None:
            return []
        wording = known.wording
        if claim is not None and known.was_placed_earlier(claim, quote):
            return []
        try:
            return places_of(quote, wording)
        except (QuoteNotFoundError, QuoteAmbiguousError):
            if claim is not None and known.has_words(claim, quote):
                return []
            raise
