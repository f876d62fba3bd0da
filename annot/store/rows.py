"""Rows as records: the few ways in which the layers above ask for them.

find(connection, Claim, article_id=1, status=[Status.TODO, Status.STALE])
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, literal, select, text
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
    table = table_of(model)
    conditions = []
    for name, value in equal.items():
        column = table.c[name]
        if value is None:
            conditions.append(column.is_(None))
        elif isinstance(value, Collection) and not isinstance(value, str | bytes):
            conditions.append(column.in_(value))
        else:
            conditions.append(column == value)
    return fetch(connection, model, select(table).where(*conditions))


def has(connection: Connection, model: type[AnyRow], **equal: Any) -> bool:
    """Whether there is a row whose columns have the values given; in a tenth of `find`'s time."""
    table = table_of(model)
    conditions = [table.c[name] == value for name, value in equal.items()]
    found = select(literal(1)).select_from(table).where(*conditions).limit(1)
    return connection.execute(found).first() is not None


def fetch(connection: Connection, model: type[AnyRow], statement: Select[Any]) -> list[AnyRow]:
    """The rows of a query over a model's table as records, by key."""
    return _records(connection, model, statement.order_by(*table_of(model).primary_key.columns))


def _records(connection: Connection, model: type[AnyRow], statement: Select[Any]) -> list[AnyRow]:
    """The rows of a query as records that belong to nobody.

    The loader of the ORM makes them in a third of the time that SQLModel's `__init__` takes; the
    session lives no longer than that, and leaves the transaction alone.
    """
    with Session(connection, join_transaction_mode="rollback_only") as session:
        records = session.scalars(select(model).from_statement(statement)).all()
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
    return _records(connection, Claim, statement)
