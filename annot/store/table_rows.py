"""Claims with all that belongs to them as plain tuples, streamed: what tables are written from.

Records would cost twenty times the processors and keep everything in memory. Here one claim after
the other comes out of the database, in the order of places, and nothing is kept. Only the standard
library is needed; the caller hands in what runs a query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from typing import Any, NamedTuple

from annot.errors import NotFoundError
from annot.store.claim_filter import ClaimFilter, Parameter, where
from annot.store.place import Place, driver_errors, translated
from annot.store.thin import Thin, uid_text
from annot.vocabulary import PUBLISHABLE, Audience, NoteKind, Placement

Run = Callable[[str, tuple[Parameter, ...]], Iterable[Sequence[Any]]]
"""Runs a query with `?` for its parameters and gives its rows one by one."""

_FETCHED = 500
_KEPT = 5_000

UNPLACED = 0
"""The id of the workspace's own article, as in `annot.store.models`."""


class Chosen(NamedTuple):
    """Which claims are wanted: those a filter lets through, of one article or all, for whom."""

    wanted: ClaimFilter = ClaimFilter()
    article: int | None = None
    audience: Audience = Audience.EDITOR

    @property
    def is_public(self) -> bool:
        """Whether open claims and confidential sources stay out."""
        return self.audience is Audience.PUBLIC


class TableArticle(NamedTuple):
    """An article, with its latest revision's uid, number and text: none if there is no revision."""

    id: int
    stored_uid: bytes
    slug: str
    title: str
    byline: str
    publication: str
    published: str
    revision: str | None
    number: int
    text: str

    @property
    def uid(self) -> str:
        """Its uid as it is written."""
        return uid_text(self.stored_uid)

    @property
    def is_unplaced(self) -> bool:
        """Whether it is the workspace's own, for claims without an article."""
        return self.id == UNPLACED


class TableSource(NamedTuple):
    """A source; lists and objects are JSON as it is stored."""

    id: int
    stored_uid: bytes
    url: str
    title: str
    publisher: str
    published: str
    kind: str
    rank: str | None
    accessed: str
    archived_url: str
    authors: str
    identifiers: str
    confidential: int

    @property
    def uid(self) -> str:
        """Its uid as it is written."""
        return uid_text(self.stored_uid)


class TableRow(NamedTuple):
    """A claim beside one piece of its evidence, which is None in all columns if there is none.

    Lists and objects are JSON as it is stored; moments are UTC text.
    """

    claim: int
    stored_uid: bytes
    key: str
    text: str
    kind: str | None
    status: str
    verdict: str | None
    correction: str
    correction_state: str | None
    reasoning: str
    checker: str
    tags: str
    extra: str
    created_at: str
    updated_at: str
    source: int | None
    stance: str
    passage: str
    locator: str
    evidence_note: str

    @property
    def uid(self) -> str:
        """The claim's uid as it is written."""
        return uid_text(self.stored_uid)


class TableAnchor(NamedTuple):
    """A place of a claim in the latest revision; code points, half-open."""

    claim: int
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    placement: Placement


class TableNote(NamedTuple):
    """A note or query about a claim."""

    claim: int
    kind: str
    text: str
    addressee: str | None
    answer: str | None


class TableClaim(NamedTuple):
    """A claim with its anchors in text order and its notes.

    `rows` has each piece of its evidence with the source; one row without a source if it has none.
    """

    article: TableArticle
    rows: list[tuple[TableRow, TableSource | None]]
    anchors: list[TableAnchor]
    notes: list[TableNote]


class Missing(NamedTuple):
    """Something that belongs to claims, to be counted: the tables it is found through, and how.

    Of what is `cited`, the public sees nothing that comes from a confidential source.
    """

    tables: str
    condition: str
    cited: bool = False


_CLAIM = """
claim.id, claim.uid, claim.key, claim.text, claim.kind, claim.status, claim.verdict,
claim.correction, claim.correction_state, claim.reasoning, claim.checker, claim.tags,
claim.extra, claim.created_at, claim.updated_at
"""
_EVIDENCE = "evidence.source_id, evidence.stance, evidence.passage, evidence.locator, evidence.note"
_SOURCE = """
id, uid, url, title, publisher, published, kind, rank, accessed, archived_url, authors,
identifiers, confidential
"""
# Claims come in the order of the index, so that nothing is sorted and nothing waits in memory.
_FROM = "FROM claim INDEXED BY ix_claim_place"
_ORDER = "ORDER BY claim.position, claim.id"
_OPEN_SOURCE = (
    " AND NOT (SELECT cited.confidential FROM source AS cited WHERE cited.id = evidence.source_id)"
)
_SETTLED = ", ".join(f"'{status.value}'" for status in sorted(PUBLISHABLE))
_PUBLISHABLE = f"claim.status IN ({_SETTLED}) AND claim.verdict IS NOT NULL"
_OF_CLAIM = "ON {0}.article_id = claim.article_id AND {0}.claim_id = claim.id"
_SOURCES = (
    "source CROSS JOIN evidence ON evidence.source_id = source.id CROSS JOIN claim "
    + _OF_CLAIM.format("evidence")
)
_EVIDENCES = f"evidence CROSS JOIN claim {_OF_CLAIM.format('evidence')}"
_LATEST = (
    "anchor.revision_id = (SELECT max(revision.id) FROM revision"
    " WHERE revision.article_id = anchor.article_id)"
)
_ANCHORS = f"anchor CROSS JOIN claim {_OF_CLAIM.format('anchor')}"

FILLED = {
    "reasoning": Missing("claim", "claim.reasoning <> ''"),
    "extra": Missing("claim", "claim.extra <> '{}'"),
    "correction_state": Missing("claim", "claim.correction_state IS NOT NULL"),
    "source_rank": Missing(_SOURCES, "source.rank IS NOT NULL", cited=True),
    "source_accessed": Missing(_SOURCES, "source.accessed <> ''", cited=True),
    "source_archived_url": Missing(_SOURCES, "source.archived_url <> ''", cited=True),
    "source_authors": Missing(_SOURCES, "source.authors <> '[]'", cited=True),
    "source_confidential": Missing(_SOURCES, "source.confidential"),
    "evidence_note": Missing(_EVIDENCES, "evidence.note <> ''"),
}
"""Columns that a table may do without, and where something stands in them."""

CONFIDENTIAL = Missing(_SOURCES, "source.confidential")
"""Evidence from sources of which the public must not know."""

UNSETTLED = Missing("claim", f"NOT ({_PUBLISHABLE})")
"""Claims that may not be shown to the public yet."""

LOST = {
    "extra columns": Missing("claim", "claim.extra <> '{}'"),
    "approvers": Missing("claim", "claim.approver <> ''"),
    "judgements": Missing(f"judgement CROSS JOIN claim {_OF_CLAIM.format('judgement')}", "1 = 1"),
    "identifiers of sources": Missing(_SOURCES, "source.identifiers <> '{}'", cited=True),
    "queries": Missing(
        f"note CROSS JOIN claim {_OF_CLAIM.format('note')}", f"note.kind = '{NoteKind.QUERY}'"
    ),
    "notes": Missing(
        f"note CROSS JOIN claim {_OF_CLAIM.format('note')}", f"note.kind = '{NoteKind.NOTE}'"
    ),
    "notes about evidence": Missing(
        "note CROSS JOIN evidence ON evidence.article_id = note.article_id"
        f" AND evidence.id = note.evidence_id CROSS JOIN claim {_OF_CLAIM.format('evidence')}",
        "note.evidence_id IS NOT NULL",
    ),
    "places that were lost": Missing(
        _ANCHORS, f"{_LATEST} AND anchor.placement = '{Placement.ORPHANED}'"
    ),
    "places in older drafts": Missing(_ANCHORS, f"NOT ({_LATEST})"),
}
"""What belongs to claims and does not stand in every format, by the words for it."""


def running(connection: Thin, place: Place) -> Run:
    """What runs queries on a workspace, a few rows in memory at a time.

    A query raises a `WorkspaceError` or `BusyError` where it cannot be read.
    """

    def run(statement: str, parameters: tuple[Parameter, ...]) -> Iterator[Sequence[Any]]:
        try:
            # Through `chain`, so that giving up half-way does not close the cursor: its connection
            # may be closed by then, which would be an error nobody is there to hear.
            yield from chain(connection.execute(statement, parameters))
        except driver_errors() as error:
            raise translated(error, place) from error

    return run


def table_claims(run: Run, chosen: Chosen) -> Iterator[TableClaim]:
    """The claims that are wanted, article by article, in the order of their places.

    Claims without an article come last.

    Raises:
        NotFoundError: If the text of an article is not there.
    """
    for article in _articles(run, chosen):
        anchors = _Following(_anchors(run, chosen, article))
        notes = _Following(_notes(run, chosen, article.id))
        for number, rows in groupby(_cited(run, chosen, article.id), _number):
            yield TableClaim(
                article,
                list(rows),
                anchors.taken() if anchors.number == number else [],
                notes.taken() if notes.number == number else [],
            )


def extra_columns(run: Run, chosen: Chosen) -> list[str]:
    """The names that the claims' `extra` has, each once, in the order of the alphabet."""
    condition, parameters = condition_of(chosen)
    rows = run(
        "SELECT DISTINCT own.key COLLATE BINARY FROM claim"
        " CROSS JOIN json_each(claim.extra, '$') AS own"
        f" WHERE claim.extra <> '{{}}' AND {condition} ORDER BY 1",
        parameters,
    )
    return [name for (name,) in rows]


def workspace_uid(run: Run) -> str:
    """The uid of the workspace itself."""
    ((stored,),) = run("SELECT uid FROM article WHERE id = ?", (UNPLACED,))
    return uid_text(stored)


def next_id(run: Run, noun: str, least: int) -> int | None:
    """The lowest id of a table that is not below another; None if there is none."""
    ((found,),) = run(f'SELECT min(id) FROM "{noun}" WHERE id >= ?', (least,))
    return None if found is None else int(found)


def count(run: Run, chosen: Chosen, what: Missing) -> int:
    """How much of something belongs to the claims that are wanted."""
    found, parameters = _found(chosen, what)
    ((number,),) = run(f"SELECT count(*) {found}", parameters)
    return int(number)


def is_there(run: Run, chosen: Chosen, what: Missing) -> bool:
    """Whether anything of it belongs to them."""
    found, parameters = _found(chosen, what)
    ((answer,),) = run(f"SELECT EXISTS (SELECT 1 {found})", parameters)
    return bool(answer)


def table_places(run: Run, chosen: Chosen) -> Iterator[tuple[TableArticle, list[TableAnchor]]]:
    """The anchors of each of the claims that are wanted and have any, in the same order.

    Raises:
        NotFoundError: If the text of an article is not there.
    """
    for article in _articles(run, chosen):
        for _, anchors in groupby(_anchors(run, chosen, article), _first):
            yield article, list(anchors)


def condition_of(chosen: Chosen) -> tuple[str, tuple[Parameter, ...]]:
    """The condition of SQL by which claims are wanted, and its parameters."""
    condition, parameters = where(chosen.wanted)
    if chosen.article is not None:
        condition += " AND claim.article_id = ?"
        parameters.append(chosen.article)
    if chosen.is_public:
        condition += f" AND {_PUBLISHABLE}"
    return condition, tuple(parameters)


class _Following:
    """Rows that come in the same order as the claims; `number` is the claim of the next ones."""

    def __init__(self, rows: Iterator[Any]) -> None:
        self._groups = groupby(rows, _first)
        self.number, self._rows = self._following()

    def taken(self) -> list[Any]:
        """The rows of that claim; `number` goes on to the next one that has any."""
        rows = self._rows
        self.number, self._rows = self._following()
        return rows

    def _following(self) -> tuple[int, list[Any]]:
        for number, rows in self._groups:
            return number, list(rows)
        return -1, []


def _first(row: Sequence[Any]) -> int:
    number: int = row[0]
    return number


def _number(pair: tuple[TableRow, TableSource | None]) -> int:
    return pair[0].claim


def _articles(run: Run, chosen: Chosen) -> Iterator[TableArticle]:
    rows = run(
        "SELECT id, uid, slug, title, byline, publication, published FROM article"
        " WHERE ? IS NULL OR id = ? ORDER BY id = ?, id",
        (chosen.article, chosen.article, UNPLACED),  # type: ignore[arg-type]
    )
    for row in list(rows):
        yield TableArticle._make((*row, *_latest(run, row[0])))


def _latest(run: Run, article: int) -> tuple[str | None, int, str]:
    for uid, number, sha256, text in run(
        "SELECT revision.uid, number, lower(hex(text_sha256)), content.data FROM revision"
        " LEFT JOIN content ON content.sha256 = revision.text_sha256"
        " WHERE article_id = ? ORDER BY revision.id DESC LIMIT 1",
        (article,),
    ):
        if text is None and not _is_purged(run, sha256):
            raise NotFoundError(f"Nothing is kept under {sha256}.", hint="annot verify")
        return uid_text(uid), number, (text or b"").decode()
    return None, 0, ""


def _is_purged(run: Run, sha256: str) -> bool:
    """Whether the history says that the bytes of a hash were let go; see `purged`."""
    found = run(
        "SELECT 1 FROM change WHERE noun = 'content' AND \"after\" IS NULL"
        ' AND instr("before", ?) > 0 LIMIT 1',
        (sha256,),
    )
    return bool(list(found))


def _rows(run: Run, chosen: Chosen, article: int) -> Iterator[TableRow]:
    condition, parameters = condition_of(chosen)
    cited = _OF_CLAIM.format("evidence") + (_OPEN_SOURCE if chosen.is_public else "")
    rows = run(
        f"SELECT {_CLAIM}, {_EVIDENCE} {_FROM} LEFT JOIN evidence {cited}"
        f" WHERE claim.article_id = ? AND {condition} {_ORDER}, evidence.id",
        (article, *parameters),
    )
    return map(TableRow._make, rows)


def _cited(run: Run, chosen: Chosen, article: int) -> Iterator[tuple[TableRow, TableSource | None]]:
    """The rows with their sources, which are read when they are met: many rows have the same."""
    rows = _rows(run, chosen, article)
    known: dict[int | None, TableSource] = {}
    while batch := list(islice(rows, _FETCHED)):
        wanted = {row.source for row in batch}
        if len(known) > _KEPT:
            known = {number: known[number] for number in wanted & known.keys()}
        known |= _sources(run, wanted - known.keys())
        for row in batch:
            yield row, known.get(row.source)


def _sources(run: Run, numbers: set[int | None]) -> dict[int | None, TableSource]:
    wanted = sorted(number for number in numbers if number is not None)
    if not wanted:
        return {}
    marks = ", ".join("?" for _ in wanted)
    found = run(f"SELECT {_SOURCE} FROM source WHERE id IN ({marks})", tuple(wanted))
    return {row[0]: TableSource._make(row) for row in found}


def _anchors(run: Run, chosen: Chosen, article: TableArticle) -> Iterator[TableAnchor]:
    if not _any_of(run, "anchor", article.id):
        return iter(())
    condition, parameters = condition_of(chosen)
    rows = run(
        'SELECT claim.id, exact, prefix, suffix, start, anchor."end", placement'
        f" {_FROM} CROSS JOIN anchor {_OF_CLAIM.format('anchor')} AND {_LATEST}"
        f" WHERE claim.article_id = ? AND {condition} {_ORDER}, anchor.start, anchor.id",
        (article.id, *parameters),
    )
    return (TableAnchor._make((*row[:6], Placement(row[6]))) for row in rows)


def _notes(run: Run, chosen: Chosen, article: int) -> Iterator[TableNote]:
    if chosen.is_public or not _any_of(run, "note", article):
        return iter(())
    condition, parameters = condition_of(chosen)
    rows = run(
        "SELECT claim.id, note.kind, note.text, note.addressee, note.answer"
        f" {_FROM} CROSS JOIN note {_OF_CLAIM.format('note')}"
        f" WHERE claim.article_id = ? AND {condition} {_ORDER}, note.id",
        (article, *parameters),
    )
    return map(TableNote._make, rows)


def _any_of(run: Run, noun: str, article: int) -> bool:
    ((found,),) = run(f"SELECT EXISTS (SELECT 1 FROM {noun} WHERE article_id = ?)", (article,))
    return bool(found)


def _found(chosen: Chosen, what: Missing) -> tuple[str, tuple[Parameter, ...]]:
    condition, parameters = condition_of(chosen)
    shown = " AND NOT source.confidential" if what.cited and chosen.is_public else ""
    return f"FROM {what.tables} WHERE {what.condition}{shown} AND {condition}", parameters
