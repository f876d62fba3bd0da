"""What belongs to a row: rows of other tables that refer to it, and those to which it refers."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import Connection

from annot.store.images import Image
from annot.store.merge import REFERENCES
from annot.store.merging.changed import MERGED, stored
from annot.store.models import UNPLACED, metadata

Row = tuple[str, int]
"""A row of one ledger: its table and its number."""

_BELOW = {
    parent: [
        (noun, column)
        for noun in MERGED
        for column, referred in REFERENCES.items()
        if referred == parent and column in metadata.tables[noun].columns
    ]
    for parent in MERGED
}


def parents(noun: str, row: Image) -> Iterator[Row]:
    """The rows to which a row refers, the widest first; of a link of two claims both."""
    for column, referred in REFERENCES.items():
        number = row.get(column)
        if isinstance(number, int) and (referred, number) != ("article", UNPLACED):
            yield referred, number


def right_below(
    connection: Connection, noun: str, numbers: Collection[int]
) -> Iterator[tuple[Row, Image]]:
    """The rows that refer to one of some rows of a table."""
    for child, column in _BELOW[noun]:
        for number, row in stored(connection, child, **{column: numbers}).items():
            yield (child, number), row


def all_below(connection: Connection, noun: str, number: int) -> dict[Row, Image]:
    """The rows that refer to a row, and those that refer to these, and so on."""
    found: dict[Row, Image] = {}
    waiting = {noun: {number}}
    while waiting:
        parent, numbers = waiting.popitem()
        for row, image in right_below(connection, parent, numbers):
            if row not in found:
                found[row] = image
                waiting.setdefault(row[0], set()).add(row[1])
    return found
