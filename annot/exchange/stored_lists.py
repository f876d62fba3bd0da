"""Lists and objects as they are stored, in one cell."""

from __future__ import annotations

import json

from annot.exchange.listing import joined
from annot.store.table_rows import TableSource

EMPTY = "[]"


def listed(stored: str) -> list[str]:
    """The texts of a list as it is stored."""
    texts: list[str] = [] if stored == EMPTY else json.loads(stored)
    return texts


def in_one_cell(stored: str, sign: str) -> str:
    """The texts of a list as it is stored, with a sign between them."""
    return "" if stored == EMPTY else joined(json.loads(stored), sign)


def source_title(source: TableSource) -> str:
    """What a source is called in a table, which has no column for identifiers."""
    if source.title or source.url:
        return source.title
    identified = sorted(json.loads(source.identifiers).items())
    return ", ".join(f"{name} {value}" for name, value in identified)
