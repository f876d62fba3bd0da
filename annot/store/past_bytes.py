"""Kept bytes that the history alone still refers to: of what was removed or undone.

Such bytes stay for whoever takes the removal back, until a rule of retention lets them go.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection

from annot.store.models import UNPLACED
from annot.store.rows import running

_IMAGES = """
    SELECT noun, row_id, "before", "after" FROM change
    WHERE noun IN ('revision', 'snapshot') AND rows = 1
    ORDER BY article_id, seq, position
"""
_NAMED = """
    SELECT row_id, "before", "after" FROM change WHERE noun = ? AND rows = 1
    ORDER BY article_id, seq, position
"""
_PARTS = {"text": "text_sha256", "file": "file_sha256"}


class PastBytes(NamedTuple):
    """Bytes of a row that is no more.

    Attributes:
        sha256: Their hash.
        noun: Of what kind the row was, `revision` or `snapshot`.
        part: `text` or `file`.
        of: What they are of, such as "harbour, draft 1 (removed)".
        article_id: The article whose draft it was; 0 for a snapshot.
        image: The row as the history last had it.
    """

    sha256: bytes
    noun: str
    part: str
    of: str
    article_id: int
    image: Mapping[str, Any]


def past_bytes(connection: Connection) -> Iterator[PastBytes]:
    """The bytes of every draft and snapshot that was there once and is no more."""
    run = running(connection)
    there = {
        noun: {row for (row,) in run(f"SELECT id FROM {noun}", ())}  # noqa: S608 -- names of ours
        for noun in ("revision", "snapshot")
    }
    last: dict[tuple[str, int], Mapping[str, Any]] = {}
    for noun, row, before, after in run(_IMAGES, ()):
        found = _read(after) or _read(before)
        if row not in there[noun] and found:
            last[noun, row] = found
    if not last:
        return
    names = {"article": _slugs(connection, "article"), "source": _slugs(connection, "source")}
    for (noun, row), image in last.items():
        article = image.get("article_id", UNPLACED)
        of = f"{_told(noun, row, image, names)} (removed)"
        for part, column in _PARTS.items():
            digest = _digest(image.get(column))
            if digest:
                yield PastBytes(digest, noun, part, of, article, image)


def named_in_history(connection: Connection) -> set[bytes]:
    """The hashes of bytes that any draft or snapshot had that the history knows of."""
    images = (
        _read(image) or {} for _, _, *both in running(connection)(_IMAGES, ()) for image in both
    )
    found = {_digest(image.get(column)) for image in images for column in _PARTS.values()}
    return found - {b""}


def _told(
    noun: str, row: int, image: Mapping[str, Any], names: Mapping[str, Mapping[int, str]]
) -> str:
    if noun == "revision":
        article = names["article"].get(image["article_id"], f"article {image['article_id']}")
        return f"{article}, draft {image.get('number')}"
    source = image.get("source_id", 0)
    return f"snapshot {row} of {names['source'].get(source, f'source {source}')}"


def _slugs(connection: Connection, noun: str) -> dict[int, str]:
    """The handle of every article or source, also of one that is no more."""
    run = running(connection)
    slugs = {}
    for row, before, after in run(_NAMED, (noun,)):
        image = _read(after) or _read(before) or {}
        slugs[row] = str(image.get("slug"))
    return {**slugs, **dict(run(f"SELECT id, slug FROM {noun}", ()))}  # noqa: S608 -- a name of ours


def _read(image: str | None) -> dict[str, Any] | None:
    """An image as values; None if there is none, or it was forged."""
    try:
        read = json.loads(image or "null")
    except ValueError:
        return None
    return read if isinstance(read, dict) else None


def _digest(stored: object) -> bytes:
    try:
        return bytes.fromhex(str(stored or ""))
    except ValueError:
        return b""
