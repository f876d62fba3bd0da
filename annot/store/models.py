"""The tables of the ledger, as SQLModel classes that are also its records in Python.

Rules that all tables keep: integer keys inside, `uid` (UUIDv7) as the identity outside; every row
below an article carries `article_id`, first in every key, so that a distributed engine can keep an
article's rows together; `version` is the uid of the operation that last wrote the row, so that the
same version always means the same content, also after an undo. A `table=True` class checks nothing
when it is built: the operations do.

Columns marked `derived` are kept up by the recorder from other rows; they are no part of the
history, since they can be computed again. Columns marked `later` came with a migration: an image
from before it lacks them, which says the same as their default (see `annot.store.images`).
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any, get_origin
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    MetaData,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from annot.store.columns import (
    BigInt,
    Bytes,
    Closed,
    Flag,
    Json,
    Uid,
    UtcTime,
    Words,
    guard_vocabularies,
)
from annot.vocabulary import (
    Addressee,
    ClaimKind,
    CorrectionState,
    NoteKind,
    Placement,
    Rank,
    Role,
    SourceKind,
    Stance,
    Status,
    Task,
    Verdict,
)

UNPLACED = 0
"""The id of the workspace's own article, to which claims without an article belong.

Its uid is the workspace's, and its chain holds the events of sources and settings.
"""

UNPLACED_WORDS = ("unplaced", "Claims without an article", "", "", "")
"""Its slug, title, byline, publication and date."""

NOWHERE = 2**53 - 1
"""The position of a claim without a place: behind all others, and exact in every JSON reader."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Row(SQLModel):
    """What every table shares: the metadata."""

    metadata = metadata


def _words(default: str = "") -> Any:
    return Field(default=default, sa_type=Words, nullable=False)


def _of(column: Any, *, nullable: bool = False, **options: Any) -> Any:
    default = None if nullable else ...
    return Field(default=default, sa_type=column, nullable=nullable, **options)


def _key() -> Any:
    return Field(sa_type=BigInt, primary_key=True, sa_column_kwargs={"autoincrement": False})


def _derived(column: Any, default: Any) -> Any:
    return Field(
        default=default,
        sa_type=column,
        nullable=default is None,
        sa_column_kwargs={"info": {"derived": True}},
    )


def _later(column: Any, default: str) -> Any:
    """A column that came with a migration; rows from before have its default."""
    options = {"server_default": text(f"'{default}'"), "info": {"later": default}}
    return Field(sa_type=column, nullable=False, sa_column_kwargs=options)


def _belongs(noun: str, *, column: str | None = None) -> ForeignKeyConstraint:
    """A foreign key inside an article: `(article_id, noun_id)` to that noun's key."""
    return ForeignKeyConstraint(
        ["article_id", column or f"{noun}_id"], [f"{noun}.article_id", f"{noun}.id"]
    )


class Record(Row):
    """A row that the history keeps; every such table has these columns."""

    if TYPE_CHECKING:
        id: int
        uid: UUID
        created_at: datetime
        updated_at: datetime
        version: UUID


class Shared(Record):
    """A record of the whole workspace; a distributed engine keeps a copy everywhere."""

    id: int = _key()
    uid: UUID = _of(Uid)
    created_at: datetime = _of(UtcTime)
    updated_at: datetime = _of(UtcTime)
    version: UUID = _of(Uid)


class InArticle(Record):
    """A record below an article; a distributed engine keeps it with its article."""

    article_id: int = _key()
    id: int = _key()
    uid: UUID = _of(Uid)
    created_at: datetime = _of(UtcTime)
    updated_at: datetime = _of(UtcTime)
    version: UUID = _of(Uid)


class Passage(InArticle):
    """A place in one revision by its words and by its numbers; code points, half-open."""

    revision_id: int = _of(BigInt)
    exact: str = _words()
    prefix: str = _words()
    suffix: str = _words()
    start: int = _of(BigInt)
    end: int = _of(BigInt)


def _partial(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def _in_article() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["article_id"], ["article.id"])


STRICT = {"sqlite_strict": True}


class Content(Row, table=True):
    """Bytes kept under their own SHA-256: files, texts. Written once, never changed."""

    __tablename__ = "content"
    __table_args__ = (STRICT,)

    sha256: bytes = Field(sa_type=Bytes, primary_key=True)
    data: bytes = _of(Bytes)


class Article(Shared, table=True):
    """A text under verification; `slug` is its handle for people."""

    __tablename__ = "article"
    __table_args__ = (UniqueConstraint("uid"), UniqueConstraint("slug"), STRICT)

    slug: str = _words()
    title: str = _words()
    byline: str = _words()
    publication: str = _words()
    published: str = _words()


class Revision(InArticle, table=True):
    """One wording of an article: the file as it came, and its text.

    `text_sha256` names the decoded text (UTF-8, line ends LF) in `content`, `file_sha256` the
    bytes of the file; `encoding` is the one found. `blocks` says what is no plain paragraph, each
    as kind (heading, list, quote), level, start and end in code points, half-open.
    """

    __tablename__ = "revision"
    __table_args__ = (
        _in_article(),
        UniqueConstraint("article_id", "uid"),
        UniqueConstraint("article_id", "number"),
        STRICT,
    )

    number: int = _of(BigInt)
    text_sha256: bytes = _of(Bytes)
    file_sha256: bytes = _of(Bytes)
    filename: str = _words()
    media_type: str = _words()
    encoding: str = _words()
    note: str = _words()
    blocks: list[list[Any]] = _later(Json, "[]")


class Claim(InArticle, table=True):
    """One assertion; `id` is its number for people.

    `extra` is what the data it came from says of it in columns that the ledger has no field for.
    """

    __tablename__ = "claim"
    __table_args__ = (
        _in_article(),
        UniqueConstraint("article_id", "uid"),
        CheckConstraint("(correction = '') = (correction_state IS NULL)", name="correction_state"),
        Index("ix_claim_place", "article_id", "position", "id"),
        # A list narrowed to one of these stands in the order of its places without sorting.
        Index("ix_claim_status", "status", "article_id", "position", "id"),
        Index("ix_claim_verdict", "verdict", "article_id", "position", "id"),
        Index("ix_claim_checker", "checker", "article_id", "position", "id"),
        _partial("ix_claim_key", "article_id", "key", where="key <> ''"),
        _partial("ix_claim_bare", "article_id", "id", where="evidence_count = 0"),
        STRICT,
    )

    key: str = _words()
    text: str = _words()
    kind: ClaimKind | None = _of(Closed(ClaimKind), nullable=True)
    status: Status = _of(Closed(Status))
    verdict: Verdict | None = _of(Closed(Verdict), nullable=True)
    reasoning: str = _words()
    correction: str = _words()
    correction_state: CorrectionState | None = _of(Closed(CorrectionState), nullable=True)
    checker: str = _words()
    approver: str = _words()
    tags: list[str] = _of(Json)
    evidence_count: int = _derived(BigInt, 0)
    position: int = _derived(BigInt, NOWHERE)
    extra: dict[str, str] = _later(Json, "{}")


class Anchor(Passage, table=True):
    """A place of a claim in one revision; code points, half-open."""

    __tablename__ = "anchor"
    __table_args__ = (
        _in_article(),
        _belongs("claim"),
        _belongs("revision"),
        UniqueConstraint("article_id", "uid"),
        CheckConstraint('"start" >= 0 AND "end" >= "start"', name="span"),
        Index("ix_anchor_claim", "article_id", "claim_id"),
        Index("ix_anchor_place", "article_id", "revision_id", "start"),
        STRICT,
    )

    claim_id: int = _of(BigInt)
    placement: Placement = _of(Closed(Placement))


class Acceptance(Passage, table=True):
    """A passage of one revision accepted as making no claim; code points, half-open."""

    __tablename__ = "acceptance"
    __table_args__ = (
        _in_article(),
        _belongs("revision"),
        UniqueConstraint("article_id", "uid"),
        CheckConstraint('"start" >= 0 AND "end" >= "start"', name="span"),
        Index("ix_acceptance_place", "article_id", "revision_id", "start"),
        STRICT,
    )

    reason: str = _words()


class Source(Shared, table=True):
    """A thing one can cite; `url_key` is the URL normalised, by which it is found again."""

    __tablename__ = "source"
    __table_args__ = (
        UniqueConstraint("uid"),
        UniqueConstraint("slug"),
        _partial("uq_source_url_key", "url_key", where="url_key <> ''", unique=True),
        Index("ix_source_title", "title"),
        STRICT,
    )

    slug: str = _words()
    url: str = _words()
    url_key: str = _words()
    title: str = _words()
    authors: list[str] = _of(Json)
    publisher: str = _words()
    published: str = _words()
    kind: SourceKind = _of(Closed(SourceKind))
    rank: Rank | None = _of(Closed(Rank), nullable=True)
    accessed: str = _words()
    archived_url: str = _words()
    identifiers: dict[str, str] = _of(Json)
    confidential: bool = Field(default=False, sa_type=Flag, nullable=False)


class Evidence(InArticle, table=True):
    """The link of a claim and a source: what the source says about the claim, and where."""

    __tablename__ = "evidence"
    __table_args__ = (
        _in_article(),
        _belongs("claim"),
        ForeignKeyConstraint(["source_id"], ["source.id"]),
        UniqueConstraint("article_id", "uid"),
        Index("ix_evidence_claim", "article_id", "claim_id"),
        Index("ix_evidence_source", "source_id"),
        STRICT,
    )

    claim_id: int = _of(BigInt)
    source_id: int = _of(BigInt)
    stance: Stance = _of(Closed(Stance))
    passage: str = _words()
    locator: str = _words()
    note: str = _words()
    added_by: str = _words()


class Note(InArticle, table=True):
    """A note or a query about a claim, a piece of evidence, a source, or else the article."""

    __tablename__ = "note"
    __table_args__ = (
        _in_article(),
        _belongs("claim"),
        _belongs("evidence"),
        ForeignKeyConstraint(["source_id"], ["source.id"]),
        UniqueConstraint("article_id", "uid"),
        CheckConstraint(
            "(claim_id IS NULL OR evidence_id IS NULL)"
            " AND (claim_id IS NULL OR source_id IS NULL)"
            " AND (evidence_id IS NULL OR source_id IS NULL)",
            name="about_one",
        ),
        CheckConstraint("(kind = 'query') = (addressee IS NOT NULL)", name="addressee"),
        Index("ix_note_claim", "article_id", "claim_id"),
        Index("ix_note_evidence", "article_id", "evidence_id"),
        Index("ix_note_source", "source_id"),
        STRICT,
    )

    claim_id: int | None = _of(BigInt, nullable=True)
    evidence_id: int | None = _of(BigInt, nullable=True)
    source_id: int | None = _of(BigInt, nullable=True)
    kind: NoteKind = _of(Closed(NoteKind))
    text: str = _words()
    addressee: Addressee | None = _of(Closed(Addressee), nullable=True)
    answer: str | None = _of(Words, nullable=True)
    added_by: str = _words()


class Same(Shared, table=True):
    """Two claims that a person found to be the same assertion; the lower number comes first.

    There is no foreign key to the claims: they may be of two articles, and a distributed engine
    keeps no reference from a table of the whole workspace to one that it spreads by article. The
    operations remove a claim's links with it, and `undo` and a lossless import see to it that none
    is left without its claims.
    """

    __tablename__ = "same"
    __table_args__ = (
        UniqueConstraint("uid"),
        UniqueConstraint("claim_id", "other_id"),
        CheckConstraint("claim_id < other_id", name="order"),
        Index("ix_same_other", "other_id"),
        STRICT,
    )

    claim_id: int = _of(BigInt)
    other_id: int = _of(BigInt)
    added_by: str = _words()


class Snapshot(Shared, table=True):
    """What a source said when it was looked at, or that it did not answer.

    `payload_sha256` is the hash of what was sent; `file_sha256` names in `content` what is kept:
    of the web the answer with its request, as a WARC file (ISO 28500), else the file as it came.
    `text_sha256` names the text that was found in it. They are NULL where there was nothing.
    `status` is that of HTTP, 0 for a file or where nobody answered; `problem` says why.
    """

    __tablename__ = "snapshot"
    __table_args__ = (
        ForeignKeyConstraint(["source_id"], ["source.id"]),
        UniqueConstraint("uid"),
        Index("ix_snapshot_source", "source_id", "id"),
        STRICT,
    )

    source_id: int = _of(BigInt)
    url: str = _words()
    at: datetime = _of(UtcTime)
    status: int = _of(BigInt)
    problem: str = _words()
    filename: str = _words()
    media_type: str = _words()
    payload_sha256: bytes | None = _of(Bytes, nullable=True)
    file_sha256: bytes | None = _of(Bytes, nullable=True)
    text_sha256: bytes | None = _of(Bytes, nullable=True)
    added_by: str = _words()


class Rule(Shared, table=True):
    """A rule of proof as the workspace has set it; one without a row is as it comes.

    `settings` are the numbers that were set, by name; the others are as they come.
    """

    __tablename__ = "rule"
    __table_args__ = (UniqueConstraint("uid"), UniqueConstraint("code"), STRICT)

    code: str = _words()
    enabled: bool = _of(Flag)
    settings: dict[str, Any] = _of(Json)


class Person(Shared, table=True):
    """Somebody of the newsroom, by the name that they act under."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("uid"), UniqueConstraint("name"), STRICT)

    name: str = _words()
    role: Role = _of(Closed(Role))


class Assignment(InArticle, table=True):
    """A claim given to somebody to judge or to adjudicate; who checks it stands in the claim."""

    __tablename__ = "assignment"
    __table_args__ = (
        _in_article(),
        _belongs("claim"),
        UniqueConstraint("article_id", "uid"),
        UniqueConstraint("article_id", "claim_id", "name", "task"),
        Index("ix_assignment_name", "name"),
        STRICT,
    )

    claim_id: int = _of(BigInt)
    name: str = _words()
    task: Task = _of(Closed(Task))
    added_by: str = _words()


class Judgement(InArticle, table=True):
    """What one reader found about a claim, kept beside the verdict that the claim has."""

    __tablename__ = "judgement"
    __table_args__ = (
        _in_article(),
        _belongs("claim"),
        UniqueConstraint("article_id", "uid"),
        UniqueConstraint("article_id", "claim_id", "reader"),
        STRICT,
    )

    claim_id: int = _of(BigInt)
    reader: str = _words()
    verdict: Verdict = _of(Closed(Verdict))
    note: str = _words()


class Event(Row, table=True):
    """One link of an article's chain: who did what, when and why. Never changed, never deleted.

    There is no foreign key to the article: its history outlives it. `operation` is shared by the
    events of one operation; `undoes` names the operation that this one takes back. `hash` is
    SHA-256 over the rest of the row and the digests of its changes.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_operation", "operation"),
        _partial("ix_event_undoes", "undoes", where="undoes IS NOT NULL"),
        STRICT,
    )

    article_id: int = _key()
    seq: int = _key()
    operation: UUID = _of(Uid)
    at: datetime = _of(UtcTime)
    actor: str = _words()
    action: str = _words()
    reason: str = _words()
    undoes: UUID | None = _of(Uid, nullable=True)
    previous: bytes = _of(Bytes)
    hash: bytes = _of(Bytes)


class Change(Row, table=True):
    """One row's before and after in an event, as canonical JSON; None where there was no row.

    A change of several rows is a run (see `annot.store.runs`): they came or went together, their
    ids follow `row_id`, and before and after name content, by its SHA-256 in hex.
    """

    __tablename__ = "change"
    __table_args__ = (
        ForeignKeyConstraint(["article_id", "seq"], ["event.article_id", "event.seq"]),
        Index("ix_change_row", "noun", "row_id"),
        _partial("ix_change_run", "noun", "row_id", where="rows > 1"),
        CheckConstraint("rows >= 1", name="rows"),
        STRICT,
    )

    article_id: int = _key()
    seq: int = _key()
    position: int = _key()
    noun: str = _words()
    row_id: int = _of(BigInt)
    rows: int = _of(BigInt)
    before: str | None = _of(Words, nullable=True)
    after: str | None = _of(Words, nullable=True)
    digest: bytes = _of(Bytes)


class Seal(Row, table=True):
    """The root over the heads of all chains at one moment, as printed on a report."""

    __tablename__ = "seal"
    __table_args__ = (STRICT,)

    root: bytes = Field(sa_type=Bytes, primary_key=True)
    at: datetime = _of(UtcTime)
    heads: list[list[Any]] = _of(Json)


class Counter(Row, table=True):
    """The highest id ever given to a noun, so that an undone claim's number is not given again."""

    __tablename__ = "counter"
    __table_args__ = (STRICT,)

    noun: str = Field(sa_type=Words, primary_key=True)
    last: int = _of(BigInt)


guard_vocabularies(metadata)

NOUNS: dict[str, type[Record]] = {
    str(model.__tablename__): model
    for model in (
        Article, Revision, Claim, Anchor, Acceptance, Source, Evidence, Note, Same, Snapshot,
        Rule, Person, Assignment, Judgement,
    )
}  # fmt: skip
"""The tables that hold the ledger, by name; rows of an earlier one never refer to a later one."""


def json_shape(column: Column[Any]) -> str:
    """What the JSON of a column has to be: `array` or `object`."""
    models: dict[str, type[Row]] = {**NOUNS, "seal": Seal}
    field = models[column.table.name].model_fields[column.name]
    return "object" if get_origin(field.annotation) is dict else "array"
