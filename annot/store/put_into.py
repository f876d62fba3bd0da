"""Sources that were put into others: what they were, and where they are now.

A source that is gone for good is not missed, but one that was put into another is asked for again:
by the same table that is taken in every week, by its address, by its handle. The history knows it.
Standard library alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from annot.store.in_force import undone
from annot.store.thin import Run

MERGE = "source.merge"
"""The action under which sources are put into one; the one that stays is always touched by it."""

_ARE_SOME_GONE = (
    "SELECT (SELECT last FROM counter WHERE noun = 'source') > (SELECT count(*) FROM source)"
)

_PUT = """
    SELECT event.operation, gone.row_id, gone.before, stays.row_id FROM event
    JOIN change AS gone ON gone.article_id = event.article_id AND gone.seq = event.seq
    JOIN change AS stays ON stays.article_id = event.article_id AND stays.seq = event.seq
    WHERE event.article_id = 0 AND event.action = ?
      AND gone.noun = 'source' AND gone.rows = 1 AND gone.after IS NULL
      AND stays.noun = 'source' AND stays.rows = 1 AND stays.after IS NOT NULL
    ORDER BY event.seq
"""


class PutInto(NamedTuple):
    """A source that was put into another one.

    Attributes:
        was: Its columns as it was last.
        source: The id of the source in which it is now, which may be gone itself.
    """

    was: Mapping[str, Any]
    source: int


def put_into(run: Run) -> Sequence[PutInto]:
    """The sources that were put into others, the latest first; what was undone does not count."""
    ((are_some_gone,),) = run(_ARE_SOME_GONE, ())
    if not are_some_gone:
        return ()
    rows = run(_PUT, (MERGE,))
    taken_back = undone(run) if rows else set()
    put = [row[1:] for row in rows if row[0] not in taken_back]
    into = {gone: stays for gone, _, stays in put}
    return [PutInto(json.loads(was), _end(gone, into)) for gone, was, _ in reversed(put)]


def source_put_into(run: Run, *, url_key: str = "", slug: str = "", doi: str = "") -> int | None:
    """The id of the source into which the one with such a name was put; None if there is none."""
    return next((put.source for put in put_into(run) if _is(put.was, url_key, slug, doi)), None)


def _is(was: Mapping[str, Any], url_key: str, slug: str, doi: str) -> bool:
    named = ((was["url_key"], url_key), (was["slug"], slug), (was["identifiers"].get("doi"), doi))
    return any(asked and asked == value for value, asked in named)


def _end(source: int, into: Mapping[int, int]) -> int:
    """Where a source is in the end: that into which it was put may have been put into another."""
    passed: set[int] = set()
    while source in into and source not in passed:  # a forged history may lead round
        passed.add(source)
        source = into[source]
    return source
