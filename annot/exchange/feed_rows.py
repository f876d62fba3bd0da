"""Feeds and corpora as claims tables: what an element says, cell by cell, and what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from annot.errors import InputFileError
from annot.exchange.table import Cell, Row, Table
from annot.exchange.table_columns import FIELDS

Lost = Counter[str]
"""What the file says and a claims table cannot, with how often it does."""


@dataclass(slots=True)
class Entry:
    """What one row of the table is to say; `damage` says what is wrong with it."""

    cells: dict[str, Cell] = field(default_factory=dict)
    damage: str = ""


ReadElement = Callable[[Any, Lost], Iterable[Entry]]
"""Reads an element of a feed: to a row, to several or to none."""


def entry(**cells: Cell) -> Entry:
    """A row with the cells in which something stands."""
    return Entry(filled(**cells))


def filled(**cells: Cell) -> dict[str, Cell]:
    """The cells in which something stands."""
    return {name: value for name, value in cells.items() if value not in ("", None, [], {})}


def note(*sentences: str) -> list[dict[str, str]]:
    """Sentences as the notes of a claim, those left out that are empty."""
    return [{"kind": "note", "text": sentence} for sentence in sentences if sentence.strip()]


def feed_table(elements: Callable[[], Iterable[Any]], read: ReadElement, *, nothing: str) -> Table:
    """The table of a feed, which is gone through once to see that it can be read.

    Args:
        elements: Gives the elements of the feed, from the first on.
        read: Reads one of them.
        nothing: What to say if there is no claim in it.

    Raises:
        InputFileError: If the feed cannot be read, or there is no claim in it.
    """
    lost = Lost()
    met = set[str]()
    rows = FeedRows(elements, read)
    is_empty = True
    for found in rows.entries(lost):
        is_empty = False
        met.update(found.cells)
    if is_empty:
        raise InputFileError(nothing, hint="What it may hold: annot import --help")
    columns = tuple(name for name in FIELDS if name in met)
    return Table(columns, rows, {name: count for name, count in lost.items() if count})


@dataclass(frozen=True, slots=True)
class FeedRows:
    """The rows of a feed, read again whenever they are gone through."""

    elements: Callable[[], Iterable[Any]]
    read: ReadElement

    def entries(self, lost: Lost) -> Iterator[Entry]:
        """What the elements say; what is left out is counted in `lost`."""
        for element in self.elements():
            yield from self.read(element, lost)

    def __iter__(self) -> Iterator[Row]:
        """The rows."""
        for number, found in enumerate(self.entries(Lost()), start=1):
            yield Row(number, found.cells, found.damage)
