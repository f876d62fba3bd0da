"""How far an import has come in reading its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sized
from typing import NamedTuple, TypeVar

from annot.exchange.table import Table

T = TypeVar("T")
EVERY = 1000


class Progress(NamedTuple):
    """What was read so far.

    Attributes:
        rows: How many rows.
        share: Which part of the file, from 0 to 1; None where that is not known. At 1 all is read,
            and what is to be written is written.
    """

    rows: int
    share: float | None = None


Tell = Callable[[Progress], None]


def told(rows: Iterable[T], table: Table, progress: Tell | None) -> Iterator[T]:
    """The rows of a table, with the progress told every thousand, and when all are read."""
    if progress is None:
        yield from rows
        return
    total = len(table.rows) if isinstance(table.rows, Sized) else 0
    count = 0
    for count, row in enumerate(rows, start=1):
        yield row
        if not count % EVERY:
            progress(Progress(count, min(1.0, count / total) if total else table.share()))
    progress(Progress(count, 1.0))
