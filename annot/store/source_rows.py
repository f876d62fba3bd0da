"""Many sources at once: found by what marks them, and written in one set."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Text, func, select, type_coerce

from annot.store import rows, runs
from annot.store.columns import new_uid
from annot.store.dialect import dialect_of
from annot.store.images import table_of
from annot.store.models import UNPLACED, Evidence, Snapshot, Source
from annot.store.put_into import source_put_into
from annot.store.recorder import Operation

_AT_ONCE = 500


def found_or_put_into(connection: Connection, **named: Any) -> list[Source]:
    """The source of an id, a slug or a normalised URL, or else the one into which it was put."""
    found = rows.find(connection, Source, **named)
    if found or "id" in named:
        return found
    into = source_put_into(rows.running(connection), **named)
    return [] if into is None else rows.find(connection, Source, id=into)


def known_by_url(connection: Connection, keys: Iterable[str]) -> dict[str, Source]:
    """The sources that have one of these normalised URLs, by it."""
    return {s.url_key: s for s in _those(connection, "url_key", {key for key in keys if key})}


def known_by_id(connection: Connection, ids: Iterable[int]) -> dict[int, Source]:
    """The sources of these ids, by id."""
    return {source.id: source for source in _those(connection, "id", set(ids))}


def _those(connection: Connection, column: str, values: Set[Any]) -> Iterator[Source]:
    """The sources that have one of several values in a column."""
    table = table_of(Source)
    wanted = iter(sorted(values))
    while some := list(islice(wanted, _AT_ONCE)):
        yield from rows.fetch(connection, Source, select(table).where(table.c[column].in_(some)))


def sources_without_url(connection: Connection) -> Iterator[tuple[int, dict[str, str]]]:
    """The ids of the sources that have no URL, in order, with what they are told apart by."""
    table = table_of(Source)
    names = (table.c.title, table.c.publisher, table.c.published)
    for row in connection.execute(
        select(table.c.id, *names).where(table.c.url == "").order_by(table.c.id)
    ):
        yield row.id, {"title": row.title, "publisher": row.publisher, "published": row.published}


def known_by_doi(connection: Connection) -> dict[str, int]:
    """The ids of all sources that have a DOI, by it; the first one, should two have the same."""
    table = table_of(Source)
    stored = type_coerce(table.c.identifiers, Text)
    wanted = select(table.c.id, stored).where(stored.contains('"doi":')).order_by(table.c.id.desc())
    found = ((json.loads(text).get("doi"), row) for row, text in connection.execute(wanted))
    return {number: row for number, row in found if number}


def known_as_it_is(connection: Connection) -> dict[str, int]:
    """The ids of all sources whose URL has no normal form, by it; of several the first."""
    table = table_of(Source)
    wanted = select(table.c.url, table.c.id).where(table.c.url_key == "", table.c.url != "")
    found = connection.execute(wanted.order_by(table.c.id.desc()))
    return {row.url: row.id for row in found}


def times_cited(connection: Connection) -> dict[int, int]:
    """How many pieces of evidence cite each source, by its id; one that none cites is left out."""
    source = table_of(Evidence).c.source_id
    counted = connection.execute(select(source, func.count()).group_by(source))
    return {row[0]: row[1] for row in counted}


def looked_at(connection: Connection) -> tuple[frozenset[int], frozenset[int]]:
    """The ids of the sources of which there is a snapshot, and of those that are dead.

    A source is dead if its address did not answer when it was asked last.
    """
    table = table_of(Snapshot)
    last: dict[int, str] = {}
    snapped = set()
    for row in connection.execute(select(table.c.source_id, table.c.problem).order_by(table.c.id)):
        last[row.source_id] = row.problem
        if not row.problem:
            snapped.add(row.source_id)
    return frozenset(snapped), frozenset(source for source, problem in last.items() if problem)


def all_slugs(connection: Connection) -> set[str]:
    """The handles of all sources."""
    return set(connection.execute(select(table_of(Source).c.slug)).scalars())


def write_sources(
    operation: Operation, fresh: Mapping[int, Mapping[str, Any]]
) -> Iterator[tuple[int, int]]:
    """Write new sources in one set; the number of each and its id."""
    if not fresh:
        return
    first = operation.next_ids("source", len(fresh))
    made = {"created_at": operation.at, "updated_at": operation.at, "version": operation.uid}
    dialect_of(operation.connection).insert(
        operation.connection,
        table_of(Source),
        [
            {**values, **made, "id": first + place, "uid": new_uid()}
            for place, values in enumerate(fresh.values())
        ],
    )
    runs.came(operation, "source", UNPLACED, first, len(fresh), is_counted=True)
    for place, number in enumerate(fresh):
        yield number, first + place
