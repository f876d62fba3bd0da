"""The thin read path: what the screen shows, as plain tuples, by the standard library alone.

The first rows must not wait until SQLModel is loaded (0.3 s), and a page of a long list must cost
less than a millisecond. All queries here only read; every write goes through the recorder.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from annot.errors import NotFoundError
from annot.store import word_search
from annot.store.claim_filter import ClaimFilter, Parameter, where
from annot.store.claim_order import Key
from annot.store.people_reading import AssignedRow, assigned, known_people, known_tags
from annot.store.place import Place, connect
from annot.store.same_claims import SameRow, same_claims
from annot.text.structure import known_blocks
from annot.vocabulary import (
    CLOSED,
    Addressee,
    ClaimKind,
    CorrectionState,
    NoteKind,
    Placement,
    Rank,
    SourceKind,
    Stance,
    Status,
    Verdict,
)

if TYPE_CHECKING:
    from annot.store.source_reading import SourceLine, SourceUse

PAGE_ROWS = 256
NOWHERE = 2**53 - 1
"""A code point behind the end of every text."""


_MOST_FOUND = 2_000
"""Sources that are put in order by how often they are cited."""

"""Rows that are looked through for names."""


class ArticleRow(NamedTuple):
    """An article as a line of a list."""

    id: int
    slug: str
    title: str
    claims: int


class ArticleText(NamedTuple):
    """An article's latest wording; `headings` are code points of its text, half-open."""

    id: int
    slug: str
    title: str
    revision: int
    text: str
    headings: tuple[tuple[int, int], ...] = ()


class ArticleMarks(NamedTuple):
    """What is marked in a text; code points, half-open.

    `spans` are `(start, end, claim, status, verdict)`, `accepted` are `(start, end)`.
    """

    spans: list[tuple[int, int, int, Status, Verdict | None]]
    accepted: list[tuple[int, int]]


class ListRow(NamedTuple):
    """A claim as a line of a list; `key` is its place in the list's order."""

    number: int
    status: Status
    verdict: Verdict | None
    text: str
    checker: str
    evidence: int
    article: str
    key: Key


class PlaceRow(NamedTuple):
    """Where a claim stands in the latest revision; code points, half-open."""

    anchor: int
    exact: str
    start: int
    end: int
    placement: Placement


class SourceRow(NamedTuple):
    """A source in short."""

    id: int
    slug: str
    title: str
    publisher: str
    published: str
    url: str
    confidential: bool


class SourceDetail(NamedTuple):
    """A source with all that is known of it."""

    id: int
    slug: str
    url: str
    title: str
    authors: tuple[str, ...]
    publisher: str
    published: str
    kind: SourceKind
    rank: Rank | None
    accessed: str
    archived_url: str
    identifiers: tuple[tuple[str, str], ...]
    confidential: bool
    version: str


class EvidenceRow(NamedTuple):
    """A piece of evidence with its source."""

    id: int
    stance: Stance
    passage: str
    locator: str
    note: str
    added_by: str
    version: str
    source: SourceRow


class NoteRow(NamedTuple):
    """A note or a query with its answer."""

    id: int
    kind: NoteKind
    text: str
    addressee: Addressee | None
    answer: str | None
    added_by: str
    created_at: str
    version: str = ""


class ClaimDetail(NamedTuple):
    """A claim with everything that belongs to it; versions are UUIDs as text.

    `same` are the claims that are linked to it as the same, `assigned` is who was asked to judge or
    to adjudicate it.
    """

    number: int
    article: str
    text: str
    kind: ClaimKind | None
    status: Status
    verdict: Verdict | None
    reasoning: str
    correction: str
    correction_state: CorrectionState | None
    checker: str
    approver: str
    tags: tuple[str, ...]
    extra: tuple[tuple[str, str], ...]
    version: str
    updated_at: str
    places: tuple[PlaceRow, ...]
    evidence: tuple[EvidenceRow, ...]
    notes: tuple[NoteRow, ...]
    same: tuple[SameRow, ...] = ()
    assigned: tuple[AssignedRow, ...] = ()


class Tally(NamedTuple):
    """How many claims there are, and how many of them nobody has to act on any more."""

    total: int
    closed: int


_STATUSES = {status.value: status for status in Status}
_VERDICTS: dict[str | None, Verdict | None] = {None: None, **{v.value: v for v in Verdict}}
"""The members by what is stored; asking the enums takes four times as long."""

_ALL = ClaimFilter()
_LIST = (
    "SELECT claim.id, claim.status, claim.verdict, substr(claim.text, 1, 400), claim.checker,"
    " claim.evidence_count, article.slug, {key}"
    " FROM claim JOIN article ON article.id = claim.article_id"
)
_LATEST = "(SELECT max(revision.id) FROM revision WHERE revision.article_id = ?)"
_SOURCE = (
    "source.id, source.slug, source.title, source.publisher, source.published, source.url,"
    " source.confidential"
)

_COLUMNS_OF_WORDS = 4
_BEFORE_ALL = bytes(16)
"""What all uids come after."""
_HOLDS_A_WORD = (
    "(title LIKE ? ESCAPE '\\' OR slug LIKE ? ESCAPE '\\' OR url LIKE ? ESCAPE '\\'"
    " OR publisher LIKE ? ESCAPE '\\')"
)


class Reader:
    """A connection that only reads, for one thread at a time.

    `interrupt` may be called from any thread.
    """

    def __init__(self, place: Place) -> None:
        self._connection = connect(place)
        self._first: word_search.FirstHits | None = None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def interrupt(self) -> None:
        """Have the query that is running end at once, with one of `place.driver_errors`."""
        self._connection.interrupt()

    def run(self, statement: str, parameters: Sequence[Parameter] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query of the store's own."""
        rows: list[tuple[Any, ...]] = self._connection.execute(
            statement, tuple(parameters)
        ).fetchall()
        return rows

    def operations_after(self, last: bytes) -> list[bytes]:
        """The operations later than one, which is named by its uid; oldest first.

        Operations are numbered upwards, so whatever was done since comes after what was seen.
        """
        rows = self.run(
            "SELECT DISTINCT operation FROM event WHERE operation > ? ORDER BY operation",
            (last or _BEFORE_ALL,),
        )
        return [row[0] for row in rows]

    def workspace_uid(self) -> str:
        """The uid of the workspace, which a copy of it has too."""
        return _uid(self.run("SELECT uid FROM article WHERE id = 0")[0][0])

    def last_actor(self, noun: str, number: int) -> str:
        """Who changed a row last; empty if the history does not say."""
        rows = self.run(
            "SELECT event.actor FROM change JOIN event ON event.article_id = change.article_id"
            " AND event.seq = change.seq WHERE change.noun = ? AND change.row_id = ?"
            " ORDER BY event.operation DESC LIMIT 1",
            (noun, number),
        )
        return str(rows[0][0]) if rows else ""

    def last_operation(self) -> bytes:
        """The uid of the newest operation; empty if there is none."""
        found = self.run("SELECT operation FROM event ORDER BY operation DESC LIMIT 1")
        return bytes(found[0][0]) if found else b""

    def articles(self) -> list[ArticleRow]:
        """All articles, in the order in which they were added."""
        rows = self.run(
            "SELECT article.id, slug, title, coalesce(counted.claims, 0) FROM article"
            " LEFT JOIN (SELECT article_id, count(*) AS claims FROM claim WHERE article_id > 0"
            " GROUP BY article_id) AS counted ON counted.article_id = article.id"
            " WHERE article.id > 0 ORDER BY article.id"
        )
        return [ArticleRow(*row) for row in rows]

    def newest_article(self) -> str:
        """The slug of the article last worked on; empty if there is none."""
        found = self.run(
            "SELECT article.slug FROM event JOIN article ON article.id = event.article_id"
            " WHERE article.id > 0 AND event.article_id IN (SELECT revision.article_id"
            " FROM revision JOIN content ON content.sha256 = revision.text_sha256)"
            " ORDER BY event.operation DESC LIMIT 1"
        )
        return str(found[0][0]) if found else ""

    def article(self, slug: str) -> ArticleText:
        """An article's latest wording.

        Raises:
            NotFoundError: If there is no such article.
        """
        rows = self.run(
            "SELECT article.id, slug, title, revision.number, content.data, blocks FROM article"
            " JOIN revision ON revision.article_id = article.id"
            " LEFT JOIN content ON content.sha256 = revision.text_sha256"
            " WHERE slug = ? ORDER BY revision.id DESC LIMIT 1",
            (slug,),
        )
        if not rows:
            raise NotFoundError(
                f"There is no article {slug!r}.", hint="See them: annot article list"
            )
        article_id, handle, title, number, data, blocks = rows[0]
        if data is None:
            raise NotFoundError(
                f"The text of {handle} is kept no more.",
                hint=f"See why: annot article show {handle}. Its claims: annot claim list",
            )
        text = data.decode()
        known = known_blocks(json.loads(blocks), len(text))
        headings = tuple((block.start, block.end) for block in known if block.kind == "heading")
        return ArticleText(article_id, handle, title, number, text, headings)

    def marks(self, article_id: int, *, until: int = NOWHERE) -> ArticleMarks:
        """The claims' places in an article's latest revision, and what is accepted in it.

        Args:
            article_id: The article.
            until: Only what begins before this code point.
        """
        spans = self.run(
            'SELECT anchor."start", anchor."end", claim.id, claim.status, claim.verdict'
            " FROM anchor JOIN claim ON claim.article_id = anchor.article_id"
            " AND claim.id = anchor.claim_id"
            f" WHERE anchor.article_id = ? AND anchor.revision_id = {_LATEST}"
            ' AND anchor."start" < ?'
            " AND claim.status <> 'dropped' ORDER BY anchor.\"start\", anchor.id",
            (article_id, article_id, until),
        )
        accepted = self.run(
            'SELECT "start", "end" FROM acceptance'
            f' WHERE article_id = ? AND revision_id = {_LATEST} AND "start" < ? ORDER BY "start"',
            (article_id, article_id, until),
        )
        return ArticleMarks(
            [
                (start, end, number, _STATUSES[status], _VERDICTS[verdict])
                for start, end, number, status, verdict in spans
            ],
            [(start, end) for start, end in accepted],
        )

    def count(self, wanted: ClaimFilter) -> int:
        """How many claims a filter lets through."""
        if not wanted.terms and not wanted.words:
            # Without a condition SQLite counts whole pages: 8 ms for a million rows, not 28.
            return int(self._value("SELECT count(*) FROM claim"))
        found, parameters = _found(wanted)
        return int(self._value(f"SELECT count(*) {found}", parameters))

    def tally(self, wanted: ClaimFilter) -> Tally:
        """How many claims a filter lets through, and how many of them are closed."""
        closed = wanted.narrowed("status", ",".join(sorted(CLOSED)))
        return Tally(self.count(wanted), self.count(closed))

    def page(
        self,
        wanted: ClaimFilter,
        *,
        after: Key | None = None,
        before: Key | None = None,
        offset: int = 0,
        limit: int = PAGE_ROWS,
    ) -> list[ListRow]:
        """Some rows of a list in its order: after or before a key, or from an offset."""
        if word_search.is_for_words(wanted) and after is None and before is None and not offset:
            return self._first_hits(wanted, limit)
        condition, parameters = where(wanted)
        order = wanted.order if before is None else wanted.order.reversed()
        key = after if before is None else before
        if key is not None:
            condition += f" AND {order.behind()}"
            parameters += key
        rows = self.run(
            f"{_listing(wanted)} WHERE {condition} ORDER BY {order.by()} LIMIT ? OFFSET ?",
            [*parameters, limit, offset],
        )
        found = [_list_row(row) for row in rows]
        return found[::-1] if before is not None else found

    def _first_hits(self, wanted: ClaimFilter, limit: int) -> list[ListRow]:
        """The first rows of a list that is narrowed by words."""
        order = wanted.order.by()
        ids = None
        if wanted.order.is_of_places:
            self._first = self._first or word_search.FirstHits()
            ids = self._first.find(self.run, self.last_operation(), wanted, limit)
        if ids is None:
            found, parameters = word_search.hits(wanted)
            statement = f"SELECT claim.id {found} ORDER BY {order} LIMIT ?"
            ids = [number for (number,) in self.run(statement, [*parameters, limit])]
        places = ", ".join("?" * len(ids))
        statement = f"{_listing(wanted)} WHERE claim.id IN ({places}) ORDER BY {order}"
        return [_list_row(row) for row in self.run(statement, ids)]

    def last_page(self, wanted: ClaimFilter, limit: int) -> list[ListRow]:
        """The last rows of a list, in its order."""
        condition, parameters = where(wanted)
        order = wanted.order.reversed().by()
        statement = f"{_listing(wanted)} WHERE {condition} ORDER BY {order} LIMIT ?"
        rows = self.run(statement, [*parameters, limit])
        return [_list_row(row) for row in rows][::-1]

    def row(self, number: int, wanted: ClaimFilter = _ALL) -> ListRow | None:
        """One claim as a line of a list; its key is that of the list's order."""
        rows = self.run(f"{_listing(wanted)} WHERE claim.id = ?", (number,))
        return _list_row(rows[0]) if rows else None

    def matches(self, wanted: ClaimFilter, number: int) -> bool:
        """Whether a filter lets a claim through."""
        found, parameters = _found(wanted)
        return bool(self.run(f"SELECT 1 {found} AND claim.id = ?", [*parameters, number]))

    def index(self, wanted: ClaimFilter, key: Key) -> int:
        """How many rows of a list stand before a key."""
        found, parameters = _found(wanted)
        statement = f"SELECT count(*) {found} AND {wanted.order.reversed().behind()}"
        return int(self._value(statement, [*parameters, *key]))

    def claim(self, number: int) -> ClaimDetail | None:
        """A claim with everything that belongs to it; None if there is none."""
        rows = self.run(
            "SELECT article.slug, claim.text, kind, status, verdict, reasoning, correction,"
            " correction_state, checker, approver, tags, extra, claim.version,"
            " claim.updated_at, claim.article_id"
            " FROM claim JOIN article ON article.id = claim.article_id WHERE claim.id = ?",
            (number,),
        )
        if not rows:
            return None
        (slug, text, kind, status, verdict, reasoning, correction, state, checker, approver,
         tags, extra, version, updated_at, article_id) = rows[0]  # fmt: skip
        return ClaimDetail(
            number,
            slug,
            text,
            ClaimKind(kind) if kind else None,
            Status(status),
            _verdict(verdict),
            reasoning,
            correction,
            CorrectionState(state) if state else None,
            checker,
            approver,
            tuple(json.loads(tags)),
            tuple(json.loads(extra).items()),
            _uid(version),
            updated_at,
            self._places(article_id, number),
            self._evidence(article_id, number),
            self._notes(article_id, number),
            same_claims(self.run, [number]).get(number, ()),
            assigned(self.run, article_id, number, Status(status)),
        )

    def sources(self, typed: str, limit: int = 20) -> list[SourceRow]:
        """Sources whose handle, title, publisher or URL hold all words typed.

        Those whose handle or title begins so come first, then the most cited, then the newest. Of
        very many the newest are looked at.
        """
        words = typed.split()
        if not words:
            return []
        condition = " AND ".join([_HOLDS_A_WORD] * len(words))
        parameters = [f"%{_pattern(word)}%" for word in words for _ in range(_COLUMNS_OF_WORDS)]
        begins = f"{_pattern(typed.strip())}%"
        rows = self.run(
            "WITH found AS MATERIALIZED"
            f" (SELECT id FROM source WHERE {condition} ORDER BY id DESC LIMIT {_MOST_FOUND})"
            f" SELECT {_SOURCE} FROM found JOIN source ON source.id = found.id"
            " LEFT JOIN (SELECT source_id, count(*) AS times FROM evidence"
            " WHERE source_id IN (SELECT id FROM found) GROUP BY source_id) AS cited"
            " ON cited.source_id = source.id"
            " ORDER BY (slug LIKE ? ESCAPE '\\' OR title LIKE ? ESCAPE '\\') DESC,"
            " coalesce(cited.times, 0) DESC, source.id DESC LIMIT ?",
            [*parameters, begins, begins, limit],
        )
        return [_source(row) for row in rows]

    def source_named(self, *, slug: str = "", url_key: str = "", doi: str = "") -> int | None:
        """The id of the source of a handle, a normalised URL or a DOI; None if there is none.

        Only what is given is looked for.
        """
        found = []
        if url_key:
            found = self.run("SELECT id FROM source WHERE url_key = ?", (url_key,))
        if slug and not found:
            found = self.run("SELECT id FROM source WHERE slug = ?", (slug,))
        if doi and not found:
            found = self.run(
                "SELECT id FROM source WHERE instr(identifiers, '\"doi\":') > 0"
                " AND json_extract(identifiers, '$.doi') = ? ORDER BY id LIMIT 1",
                (doi,),
            )
        return int(found[0][0]) if found else None

    def people(self) -> list[str]:
        """Names of people in the ledger, those who were busy lately first."""
        return known_people(self.run)

    def tags(self) -> list[str]:
        """The tags of the newest claims, the most used first."""
        return known_tags(self.run)

    def source(self, source_id: int) -> SourceDetail | None:
        """A source with all that is known of it; None if there is none."""
        rows = self.run(
            "SELECT id, slug, url, title, authors, publisher, published, kind, rank, accessed,"
            " archived_url, identifiers, confidential, version FROM source WHERE id = ?",
            (source_id,),
        )
        if not rows:
            return None
        number, slug, url, title, authors, publisher, published, kind, rank, *rest = rows[0]
        accessed, archived_url, identifiers, confidential, version = rest
        return SourceDetail(
            number,
            slug,
            url,
            title,
            tuple(json.loads(authors)),
            publisher,
            published,
            SourceKind(kind),
            Rank(rank) if rank else None,
            accessed,
            archived_url,
            tuple(json.loads(identifiers).items()),
            bool(confidential),
            _uid(version),
        )

    def source_lines(self) -> list[SourceLine]:
        """All sources as lines of a list, in the order in which they were added."""
        from annot.store import source_reading

        return source_reading.source_lines(self._connection)

    def source_use(self, source_id: int) -> SourceUse:
        """Who cites a source, the notes about it and its snapshots."""
        from annot.store import source_reading

        return source_reading.source_use(self._connection, source_id)

    def snapshot_text(self, source_id: int) -> tuple[str, str] | None:
        """When the newest snapshot of a source with a text was taken, and the text."""
        from annot.store import source_reading

        return source_reading.snapshot_text(self._connection, source_id)

    def _places(self, article_id: int, number: int) -> tuple[PlaceRow, ...]:
        # The signs keep SQLite from the index of places, which it would go through whole (4 ms).
        rows = self.run(
            'SELECT id, exact, "start", "end", placement FROM anchor'
            f" WHERE article_id = ? AND claim_id = ? AND +revision_id = {_LATEST}"
            ' ORDER BY +"start"',
            (article_id, number, article_id),
        )
        return tuple(PlaceRow._make((*row[:4], Placement(row[4]))) for row in rows)

    def _evidence(self, article_id: int, number: int) -> tuple[EvidenceRow, ...]:
        rows = self.run(
            "SELECT evidence.id, stance, passage, locator, note, added_by, evidence.version,"
            f" {_SOURCE} FROM evidence JOIN source ON source.id = evidence.source_id"
            " WHERE evidence.article_id = ? AND evidence.claim_id = ? ORDER BY evidence.id",
            (article_id, number),
        )
        return tuple(
            EvidenceRow._make((row[0], Stance(row[1]), *row[2:6], _uid(row[6]), _source(row[7:])))
            for row in rows
        )

    def _notes(self, article_id: int, number: int) -> tuple[NoteRow, ...]:
        rows = self.run(
            "SELECT id, kind, text, addressee, answer, added_by, created_at, version FROM note"
            " WHERE article_id = ? AND (claim_id = ? OR evidence_id IN"
            " (SELECT id FROM evidence WHERE article_id = ? AND claim_id = ?)) ORDER BY id",
            (article_id, number, article_id, number),
        )
        return tuple(
            NoteRow(
                i,
                NoteKind(kind),
                text,
                Addressee(to) if to else None,
                answer,
                by,
                at,
                _uid(version),
            )
            for i, kind, text, to, answer, by, at, version in rows
        )

    def _value(self, statement: str, parameters: list[Parameter] | tuple[()] = ()) -> int | str:
        value: int | str = self.run(statement, parameters)[0][0]
        return value


def _listing(wanted: ClaimFilter) -> str:
    """`SELECT … FROM …` for the rows of a list, with the columns of their keys."""
    return _LIST.format(key=", ".join(wanted.order.columns))


def _found(wanted: ClaimFilter) -> tuple[str, list[Parameter]]:
    """`FROM … WHERE …` over the claims that a filter lets through, and its parameters."""
    if word_search.is_for_words(wanted):
        return word_search.hits(wanted)
    condition, parameters = where(wanted)
    return f"FROM claim WHERE {condition}", parameters


def _list_row(row: tuple[Any, ...]) -> ListRow:
    number, status, verdict, text, checker, evidence, slug, *key = row
    return ListRow(
        number,
        Status(status),
        _verdict(verdict),
        text,
        checker,
        evidence,
        slug,
        tuple(key),
    )


def _source(row: tuple[Any, ...]) -> SourceRow:
    return SourceRow._make((*row[:6], bool(row[6])))


def _verdict(value: str | None) -> Verdict | None:
    return Verdict(value) if value else None


def _uid(stored: bytes) -> str:
    digits = stored.hex()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _pattern(word: str) -> str:
    """A pattern for a word in upper and lower case, of which SQLite knows that of ASCII alone.

    Any character may stand for another letter that has both: "Über" finds "über" as well as "aber".
    """
    return "".join(
        "_" if not sign.isascii() and sign.lower() != sign.upper() else sign
        for sign in _escaped(word)
    )


def _escaped(typed: str) -> str:
    return typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
