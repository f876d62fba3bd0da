"""Every row of a ledger out as it is stored, and into an empty workspace with its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby, islice
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import DBAPIError, OperationalError

from annot.errors import AnnotError, InputFileError
from annot.store import derived
from annot.store.columns import canonical_json
from annot.store.database import part
from annot.store.dialect import dialect_of, dialect_of_error
from annot.store.images import Image, image, table_of, values
from annot.store.models import (
    NOUNS,
    UNPLACED,
    Article,
    Event,
    Seal,
    metadata,
)
from annot.store.recorder import batches
from annot.store.rows import running
from annot.store.same_claims import widowed
from annot.store.verify import Break, Verification, verify

TYPES = ("content", *NOUNS, "event", "change", "seal")
"""The tables whose rows make up a ledger, in an order in which none refers to a later one."""

Numbered = tuple[int, str, Image]
"""A row on its way in: the line it stands in, from 1, its table and its image."""

T = TypeVar("T")
_BATCH = 500


def stored_rows(
    connection: Connection, names: Iterable[str] = TYPES
) -> Iterator[tuple[str, Image]]:
    """Every row of the ledger, or of some of its tables, with its table, in the same order."""
    for name in names:
        table = metadata.tables[name]
        for row in connection.execute(select(table).order_by(*table.primary_key.columns)):
            yield name, image(name, dict(row._mapping))


def count_rows(connection: Connection) -> int:
    """How many rows `stored_rows` gives."""
    tables = (metadata.tables[name] for name in TYPES)
    return sum(
        connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables
    )


def is_empty(connection: Connection) -> bool:
    """Whether nothing was ever recorded in the workspace."""
    return connection.execute(select(table_of(Event).c.seq).limit(1)).first() is None


def adopt(connection: Connection, rows: Iterable[Numbered]) -> None:
    """Fill an empty workspace with the rows of another one, its identity and history with them.

    Raises:
        InputFileError: If a row is none of a ledger's, or collides with another one.
    """
    dialect_of(connection).defer_references(connection)
    connection.execute(delete(table_of(Seal)))
    connection.execute(delete(table_of(Article)))
    for name, same in groupby(rows, key=lambda row: row[1]):
        for batch in in_batches(same):
            _write(connection, name, batch)
    derived.count_ids(connection)
    _derive(connection)


def verified(connection: Connection) -> Verification:
    """What `verify` finds, and also broken references."""
    found = verify(connection)
    return replace(found, breaks=(*found.breaks, *_reference_breaks(connection)))


def in_batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """The rows in lists short enough for one statement."""
    rest = iter(rows)
    while batch := list(islice(rest, _BATCH)):
        yield batch


def _write(connection: Connection, name: str, batch: list[Numbered]) -> None:
    """Write rows of one table; if the database refuses them, find the line that it means."""
    table = metadata.tables[name]
    unknown = {column.name: 0 for column in table.columns if column.info.get("derived")}
    read = [(line, {**unknown, **_values(line, name, stored)}) for line, _, stored in batch]
    statement = insert(table)
    try:
        with part(connection):
            connection.execute(statement, [row for _, row in read])
    except OperationalError:
        raise  # of the file or the disk, not of a row
    except (DBAPIError, OverflowError):
        for line, row in read:
            try:
                connection.execute(statement, row)
            except (DBAPIError, OverflowError) as error:
                told = _told(error)
                raise InputFileError(
                    f"Line {line}: this {name} cannot be taken: {told}."
                ) from error
        raise


def _told(error: DBAPIError | OverflowError) -> str:
    return dialect_of_error(error).told(error) if isinstance(error, DBAPIError) else str(error)


def _values(line: int, name: str, stored: Image) -> dict[str, Any]:
    try:
        return values(name, stored)
    except AnnotError as error:
        raise InputFileError(f"Line {line}: {error.message}") from error


def _derive(connection: Connection) -> None:
    claim = metadata.tables["claim"]
    for ids in batches(connection.execute(select(claim.c.id)).scalars()):
        rows = connection.execute(select(claim).where(claim.c.id.in_(ids))).all()
        images = [image("claim", dict(row._mapping)) for row in rows]
        changes = (("claim", item["id"], None, canonical_json(item)) for item in images)
        derived.refresh(connection, derived.stale(connection, changes))


def _reference_breaks(connection: Connection) -> Iterator[Break]:
    for table, key, parent in dialect_of(connection).broken_references(connection):
        yield Break(f"{table} {key[-1]}", f"the {parent} that it refers to is missing")
    for link, number in widowed(running(connection)):
        yield Break(f"same {link}", f"the claim {number} that it refers to is missing")
    if not connection.execute(
        select(table_of(Article).c.id).where(table_of(Article).c.id == UNPLACED)
    ).first():
        yield Break(f"article {UNPLACED}", "it is missing")
