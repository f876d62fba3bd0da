"""Rows as records: the few ways in which the layers above ask for them.

find(connection, Claim, article_id=1, status=[Status.TODO, Status.STALE])
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from functools import lru_cache, partial
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Executable,
    Select,
    bindparam,
    literal,
    select,
    text,
)
from sqlalchemy.orm import Session

from annot.errors import NotFoundError, PurgedError
from annot.store.claim_filter import ClaimFilter, where
from annot.store.dialect import dialect_of
from annot.store.images import table_of
from annot.store.models import Claim, Content, Record, Row, Source
from annot.store.purged import purged

R = TypeVar("R", bound=Record)
AnyRow = TypeVar("AnyRow", bound=Row)

_FETCHED = 500


def running(connection: Connection) -> Callable[[str, Sequence[Any]], list[tuple[Any, ...]]]:
    """Runs a query of the store's own, with `?` for its values, and gives its rows."""
    return partial(dialect_of(connection).fetch, connection)


def streaming(connection: Connection) -> Callable[[str, Sequence[Any]], Iterable[Sequence[Any]]]:
    """The same with a few rows in memory at a time, as long as the transaction lasts."""
    dialect = dialect_of(connection)

    def run(statement: str, parameters: Sequence[Any]) -> Iterator[Sequence[Any]]:
        # Through `chain`, so that giving up half-way does not close the cursor: its connection
        # may be closed by then, which would be an error nobody is there to hear.
        yield from chain(dialect.stream(connection, statement, parameters, _FETCHED))

    return run


def find(connection: Connection, model: type[AnyRow], **equal: Any) -> list[AnyRow]:
    """The rows whose columns have the values given, by id; a collection stands for any of it."""
    return _records(connection, _finding(model, _terms(equal)), equal)


def has(connection: Connection, model: type[AnyRow], **equal: Any) -> bool:
    """Whether there is a row whose columns have the values given; in a tenth of `find`'s time."""
    return connection.execute(_having(model, _terms(equal)), equal).first() is not None


class _Term(Enum):
    """How a column is held against a value."""

    IS = auto()
    IS_AMONG = auto()
    IS_NULL = auto()

    @classmethod
    def of(cls, value: object) -> _Term:
        """How it is held against this one."""
        if value is None:
            return cls.IS_NULL
        is_many = isinstance(value, Collection) and not isinstance(value, str | bytes)
        return cls.IS_AMONG if is_many else cls.IS

    def about(self, column: Column[Any]) -> ColumnElement[bool]:
        """The condition on a column; its value is bound under the column's name."""
        if self is _Term.IS_NULL:
            return column.is_(None)
        value = bindparam(column.name, type_=column.type, expanding=self is _Term.IS_AMONG)
        return column.in_(value) if self is _Term.IS_AMONG else column == value


_Terms = tuple[tuple[str, _Term], ...]


def _terms(equal: Mapping[str, Any]) -> _Terms:
    return tuple((name, _Term.of(value)) for name, value in equal.items())


# Making a statement takes longer than running it, and a verdict has a dozen.


@lru_cache(maxsize=256)
def _finding(model: type[AnyRow], terms: _Terms) -> Executable:
    table = table_of(model)
    found = select(table).where(*(term.about(table.c[name]) for name, term in terms))
    return _loading(model, found.order_by(*table.primary_key.columns))


@lru_cache(maxsize=256)
def _having(model: type[Row], terms: _Terms) -> Select[Any]:
    table = table_of(model)
    conditions = (term.about(table.c[name]) for name, term in terms)
    return select(literal(1)).select_from(table).where(*conditions).limit(1)


def _loading(model: type[AnyRow], statement: Select[Any]) -> Executable:
    """The statement by which the ORM loads a model from the rows of another one."""
    return select(model).from_statement(statement)


def fetch(connection: Connection, model: type[AnyRow], statement: Select[Any]) -> list[AnyRow]:
    """The rows of a query over a model's table as records, by key."""
    ordered = statement.order_by(*table_of(model).primary_key.columns)
    return _records(connection, _loading(model, ordered))


def _records(
    connection: Connection,
    statement: Executable,
    values: Mapping[str, Any] | None = None,
) -> list[AnyRow]:
    """The rows of a query as records that belong to nobody.

    The loader of the ORM makes them in a third of the time that SQLModel's `__init__` takes; the
    session lives no longer than that, and leaves the transaction alone.
    """
    with Session(connection, join_transaction_mode="rollback_only") as session:
        records = session.scalars(statement, values).all()
        session.expunge_all()
    return list(records)


def content(connection: Connection, sha256: bytes) -> bytes:
    """The bytes kept under a SHA-256.

    Raises:
        NotFoundError: If there are none.
        PurgedError: If they were purged.
    """
    table = table_of(Content)
    data: bytes | None = connection.execute(
        select(table.c.data).where(table.c.sha256 == sha256)
    ).scalar()
    if data is None:
        gone = purged(connection).get(sha256)
        if gone is not None:
            raise PurgedError(
                gone.sentence,
                hint="Its claims, evidence and history are there: annot claim list",
            )
        raise NotFoundError(f"Nothing is kept under {sha256.hex()}.", hint="annot verify")
    return data


def kept(connection: Connection, sha256: str) -> bytes:
    """The bytes kept under a SHA-256 in hex; none if nothing is, or it is no hex."""
    try:
        return content(connection, bytes.fromhex(sha256))
    except (NotFoundError, ValueError):
        return b""


def slugs(connection: Connection, model: type[Record], beginning: str) -> set[str]:
    """The handles of a model's rows that begin so."""
    column = table_of(model).c.slug
    return set(
        connection.execute(select(column).where(column.startswith(beginning, autoescape=True)))
        .scalars()
        .all()
    )


def sources_identified(connection: Connection, name: str, value: str) -> list[Source]:
    """The sources that have an identifier of that name and value."""
    column = table_of(Source).c.identifiers
    likely = select(table_of(Source)).where(text_like(column, f'"{name}":'))
    return [s for s in fetch(connection, Source, likely) if s.identifiers.get(name) == value]


def sources_named(connection: Connection, published: str, words: Collection[str]) -> list[Source]:
    """The sources without a URL of a date whose title may have these words, in lower-case ASCII.

    A title with other than ASCII letters may have them in a way that only folding tells.
    """
    table = table_of(Source)
    dated = (table.c.url == "") & (table.c.published == published)
    likely = []
    # The titles alone, as plain rows: there may be thousands, and this is asked for each new one.
    for number, title in connection.execute(select(table.c.id, table.c.title).where(dated)).all():
        lower = title.lower()
        if not title.isascii() or all(word in lower for word in words):
            likely.append(number)
    return find(connection, Source, id=likely) if likely else []


def text_like(column: Any, part: str) -> Any:
    """Whether the text stored in a column, of whatever type, holds a part."""
    from sqlalchemy import Text, type_coerce

    return type_coerce(column, Text).contains(part, autoescape=True)


def filtered_claims(connection: Connection, wanted: ClaimFilter, limit: int | None) -> list[Claim]:
    """The claims that a filter lets through, in the order of their places."""
    condition, parameters = dialect_of(connection).condition(connection, *where(wanted))
    table = table_of(Claim)
    names = {f"p{index}": value for index, value in enumerate(parameters)}
    parts = condition.split("?")
    bound = "".join(f"{part}:p{index}" for index, part in enumerate(parts[:-1])) + parts[-1]
    statement = (
        select(table)
        .where(text(bound).bindparams(**names))
        .order_by(text(wanted.order.by()))
        .limit(limit)
    )
    return _records(connection, _loading(Claim, statement))
