"""What data in and out asks of the database: all rows as they are, and what an import once left.

The lossless export writes every stored row; an empty workspace adopts such rows with their history,
any other one merges the rows of a second database by their `uid`.
"""

from __future__ import annotations

import contextlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby, islice
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import DBAPIError

from annot.errors import AnnotError, ConflictError, InputFileError
from annot.store import chain, derived
from annot.store.columns import canonical_json
from annot.store.images import Image, image, table_of, values
from annot.store.models import (
    NOUNS,
    UNPLACED,
    Article,
    Change,
    Counter,
    Event,
    Record,
    Seal,
    metadata,
)
from annot.store.recorder import Operation, batches
from annot.store.verify import Break, Verification, verify

IMPORT = "import"
"""The action under which an import stands in the history."""

TYPES = ("content", *NOUNS, "event", "change", "seal")
"""The tables whose rows make up a ledger, in an order in which none refers to a later one."""

Numbered = tuple[int, str, Image]
"""A row on its way in: the line it stands in, from 1, its table and its image."""

T = TypeVar("T")
_BATCH = 500
_REFERENCES = {
    "article_id": "article",
    "claim_id": "claim",
    "revision_id": "revision",
    "source_id": "source",
    "evidence_id": "evidence",
}
_BOOKKEEPING = frozenset({"id", "version", "created_at", "updated_at"})


def stored_rows(connection: Connection) -> Iterator[tuple[str, Image]]:
    """Every row of the ledger with its table, always in the same order."""
    for name in TYPES:
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
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    connection.execute(delete(table_of(Seal)))
    connection.execute(delete(table_of(Article)))
    for name, same in groupby(rows, key=lambda row: row[1]):
        for batch in _in_batches(same):
            _write(connection, name, batch)
    _count_ids(connection)
    _derive(connection)


def verified(connection: Connection) -> Verification:
    """What `verify` finds, and also broken references and seals that were altered."""
    found = verify(connection)
    more = [*_reference_breaks(connection), *_seal_breaks(connection)]
    return replace(found, breaks=(*found.breaks, *more))


def _in_batches(rows: Iterable[T]) -> Iterator[list[T]]:
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
        with connection.begin_nested():
            connection.execute(statement, [row for _, row in read])
    except (DBAPIError, OverflowError):
        for line, row in read:
            try:
                connection.execute(statement, row)
            except (DBAPIError, OverflowError) as error:
                told = getattr(error, "orig", error)
                raise InputFileError(
                    f"Line {line}: this {name} cannot be taken: {told}."
                ) from error
        raise


def _values(line: int, name: str, stored: Image) -> dict[str, Any]:
    try:
        return values(name, stored)
    except AnnotError as error:
        raise InputFileError(f"Line {line}: {error.message}") from error


def _count_ids(connection: Connection) -> None:
    """Set the counters so that no number that was ever given is given again."""
    change = table_of(Change)
    named = select(change.c.noun, func.max(change.c.row_id)).group_by(change.c.noun)
    highest: dict[str, int] = {noun: last for noun, last in connection.execute(named)}
    for noun in NOUNS:
        stored = connection.execute(select(func.max(metadata.tables[noun].c.id))).scalar()
        highest[noun] = max(highest.get(noun, 0), stored or 0)
    counts = [{"noun": noun, "last": last} for noun, last in highest.items() if last]
    connection.execute(delete(table_of(Counter)))
    if counts:
        connection.execute(insert(table_of(Counter)), counts)


def _derive(connection: Connection) -> None:
    claim = metadata.tables["claim"]
    for ids in batches(connection.execute(select(claim.c.id)).scalars()):
        rows = connection.execute(select(claim).where(claim.c.id.in_(ids))).all()
        images = [image("claim", dict(row._mapping)) for row in rows]
        derived.refresh(
            connection, (("claim", item["id"], None, canonical_json(item)) for item in images)
        )


def _reference_breaks(connection: Connection) -> Iterator[Break]:
    for table, rowid, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        yield Break(f"{table} {rowid}", f"the {parent} that it refers to is missing")
    if not connection.execute(
        select(table_of(Article).c.id).where(table_of(Article).c.id == UNPLACED)
    ).first():
        yield Break(f"article {UNPLACED}", "it is missing")


def _seal_breaks(connection: Connection) -> Iterator[Break]:
    event = table_of(Event)
    hashes = {
        (row.article_id, row.seq): row.hash
        for row in connection.execute(select(event.c.article_id, event.c.seq, event.c.hash))
    }
    for seal in connection.execute(select(table_of(Seal))):
        where = f"seal {seal.root.hex()}"
        try:
            heads = [(article, seq, bytes.fromhex(digest)) for article, seq, digest in seal.heads]
        except (TypeError, ValueError):
            yield Break(where, "its heads cannot be read")
            continue
        if chain.merkle_root(heads) != seal.root or any(
            hashes.get((article, seq)) != digest for article, seq, digest in heads
        ):
            yield Break(where, "it is not the root of this history")


@dataclass(slots=True)
class Merged:
    """What a merge did: how many rows of each noun were new or there already."""

    added: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    unchanged: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def merge(operation: Operation, other: Connection) -> Merged:
    """Add the rows of another ledger that are not here yet, with new ids, to the open operation.

    Rows are the same by `uid`, sources also by their normalised URL (what is known here stays). A
    new row keeps its uid and times; its version is this operation, for its references are new.

    Raises:
        ConflictError: If a row that is there says something else here.
    """
    _copy_content(operation, other)
    ids: dict[tuple[str, int], int] = {("article", UNPLACED): UNPLACED}
    done, differing = Merged(), list[str]()
    for noun in NOUNS:
        for batch in _in_batches(other.execute(_by_key(noun))):
            incoming = [dict(row._mapping) for row in batch]
            known = _known(operation.connection, noun, incoming)
            for row in incoming:
                if noun == "article" and row["id"] == UNPLACED:
                    continue
                _merge_row(operation, noun, row, known, ids, done, differing)
    if differing:
        named = ", ".join(differing[:10]) + (" …" if len(differing) > 10 else "")
        raise ConflictError(
            f"{len(differing)} rows say something else here than in the file: {named}; "
            "nothing was written.",
            hint="Import the file into a workspace of its own and compare: annot -d NEW import …",
        )
    return done


def _by_key(noun: str) -> Any:
    table = metadata.tables[noun]
    return select(table).order_by(table.c.id)


def _copy_content(operation: Operation, other: Connection) -> None:
    for row in other.execute(select(metadata.tables["content"])):
        operation.keep(row.data)


def _known(
    connection: Connection, noun: str, incoming: list[dict[str, Any]]
) -> dict[Any, dict[str, Any]]:
    """The rows that are here already, by uid and, if they are sources, by normalised URL."""
    table = metadata.tables[noun]
    found: dict[Any, dict[str, Any]] = {}
    if noun == "source":
        keys = [row["url_key"] for row in incoming if row["url_key"]]
        for row in connection.execute(select(table).where(table.c.url_key.in_(keys))):
            found[row.url_key] = dict(row._mapping)
    uids = [row["uid"] for row in incoming]
    for row in connection.execute(select(table).where(table.c.uid.in_(uids))):
        found[row.uid] = dict(row._mapping)
    return found


def _merge_row(
    operation: Operation,
    noun: str,
    row: dict[str, Any],
    known: dict[Any, dict[str, Any]],
    ids: dict[tuple[str, int], int],
    done: Merged,
    differing: list[str],
) -> None:
    row = _referring_here(row, ids)
    here = known.get(row["uid"])
    twin = known.get(row.get("url_key") or None)
    if here is None and twin is None:
        ids[noun, row["id"]] = _add(operation, noun, row)
        done.added[noun] += 1
        return
    if here is not None and _content(noun, here) != _content(noun, row):
        differing.append(f"{noun} {here['id']}")
    ids[noun, row["id"]] = (here or twin or row)["id"]
    done.unchanged[noun] += 1


def _referring_here(row: dict[str, Any], ids: dict[tuple[str, int], int]) -> dict[str, Any]:
    referring = {
        column: ids[noun, row[column]]
        for column, noun in _REFERENCES.items()
        if row.get(column) is not None
    }
    return {**row, **referring}


def _content(noun: str, row: dict[str, Any]) -> Image:
    """What a row says, without what may differ from workspace to workspace."""
    said = image(noun, row)
    return {name: said[name] for name in said if name not in _BOOKKEEPING | {"slug"}}


def _add(operation: Operation, noun: str, row: dict[str, Any]) -> int:
    given = {name: value for name, value in row.items() if name not in ("id", "version")}
    if "slug" in given:
        given["slug"] = _free_slug(operation, NOUNS[noun], given["slug"])
    return operation.insert(NOUNS[noun], **given).id


def _free_slug(operation: Operation, model: type[Record], wanted: str) -> str:
    taken = operation.slugs(model, wanted)
    if wanted not in taken:
        return wanted
    return next(s for n in range(2, len(taken) + 3) if (s := f"{wanted}-{n}") not in taken)


@dataclass(slots=True)
class Imported:
    """What imports left in an article, as far as they were not undone.

    Attributes:
        base: For each claim its image as the last import left it, or else as it was added.
        below: For each claim what imports added to it: anchors, evidence and notes, as images.
    """

    base: dict[int, Image] = field(default_factory=dict)
    below: dict[int, list[tuple[str, Image]]] = field(default_factory=lambda: defaultdict(list))


def imported(connection: Connection, article_id: int) -> Imported:
    """What the imports of an article once wrote, read from its history."""
    undone = _undone(connection)
    event, change = table_of(Event), table_of(Change)
    of_event = (change.c.article_id == event.c.article_id) & (change.c.seq == event.c.seq)
    added = change.c.before.is_(None)
    statement = (
        select(change.c.noun, change.c.row_id, change.c.after, event.c.action, event.c.operation)
        .join(event, of_event)
        .where(
            change.c.article_id == article_id,
            change.c.after.is_not(None),
            ((change.c.noun == "claim") & (added | (event.c.action == IMPORT)))
            | (change.c.noun.in_(["anchor", "evidence", "note"]) & added),
        )
        .order_by(change.c.seq, change.c.position)
    )
    found = Imported()
    for row in connection.execute(statement):
        in_force = row.action == IMPORT and row.operation not in undone
        if row.noun == "claim":
            if in_force or row.row_id not in found.base:
                found.base[row.row_id] = json.loads(row.after)
        elif in_force:
            left = json.loads(row.after)
            found.below[left.get("claim_id")].append((row.noun, left))
    return found


def _undone(connection: Connection) -> set[UUID]:
    """The operations that are not in force: undone, and the undoing was not undone itself."""
    event = table_of(Event)
    undoing = connection.execute(
        select(event.c.operation, event.c.undoes)
        .distinct()
        .where(event.c.undoes.is_not(None))
        .order_by(event.c.operation.desc())
    )
    undone: set[UUID] = set()
    for row in undoing:
        if row.operation not in undone:
            undone.add(row.undoes)
    return undone


@contextlib.contextmanager
def all_or_nothing(operation: Operation) -> Iterator[None]:
    """A part of an open operation that leaves nothing behind if it raises."""
    before = {key: replace(change) for key, change in operation.changes.items()}
    try:
        with operation.connection.begin_nested():
            yield
    except BaseException:
        operation.changes.clear()
        operation.changes.update(before)
        raise
