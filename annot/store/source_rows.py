"""Many sources at once: found by what marks them, and written in one set."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Text, insert, select, type_coerce

from annot.store import rows, runs
from annot.store.columns import new_uid
from annot.store.images import table_of
from annot.store.models import UNPLACED, Source
from annot.store.recorder import Operation

_AT_ONCE = 500


def known_by_url(connection: Connection, keys: Iterable[str]) -> dict[str, Source]:
    """The sources that have one of these normalised URLs, by it."""
    table = table_of(Source)
    wanted = iter(sorted({key for key in keys if key}))
    found = {}
    while some := list(islice(wanted, _AT_ONCE)):
        statement = select(table).where(table.c.url_key.in_(some))
        found.update({s.url_key: s for s in rows.fetch(connection, Source, statement)})
    return found


def known_by_doi(connection: Connection) -> dict[str, int]:
    """The ids of all sources that have a DOI, by it; the first one, should two have the same."""
    table = table_of(Source)
    stored = type_coerce(table.c.identifiers, Text)
    wanted = select(table.c.id, stored).where(stored.contains('"doi":')).order_by(table.c.id.desc())
    found = ((json.loads(text).get("doi"), row) for row, text in connection.execute(wanted))
    return {number: row for number, row in found if number}


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
    operation.connection.execute(
        insert(table_of(Source)),
        [
            {**values, **made, "id": first + place, "uid": new_uid()}
            for place, values in enumerate(fresh.values())
        ],
    )
    runs.came(operation, "source", UNPLACED, first, len(fresh), is_counted=True)
    for place, number in enumerate(fresh):
        yield number, first + place
