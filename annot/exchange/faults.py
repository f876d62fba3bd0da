"""What is wrong with the rows of a table: the first hundred at hand, all of them in a file.

A table may have a million bad rows; they must not need a million objects.
"""

from __future__ import annotations

import json
import tempfile
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from heapq import merge
from itertools import islice

from annot.errors import BadRow

MOST = 100
"""How many bad rows are told; nobody reads more, and the others are in the file of rejects."""

_PIECE = 1 << 20


class Faults:
    """The faults of rows that are met in order, each row once.

    Attributes:
        count: How many there are.
        has_damage: Whether rows are among them that are damaged as a whole.
    """

    def __init__(self) -> None:
        self.count = 0
        self.has_damage = False
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- it is closed with the faults
        weakref.finalize(self, self._file.close)

    def add(self, fault: BadRow, *, is_damage: bool = False) -> None:
        """Add the fault of a row behind all that were added."""
        self.count += 1
        self.has_damage = self.has_damage or is_damage
        told = json.dumps([fault.row, fault.column, fault.value, fault.reason])
        self._file.write(told.encode() + b"\n")

    def __iter__(self) -> Iterator[BadRow]:
        """All of them, from the first on; several may go through them at a time."""
        self._file.flush()
        at = 0
        while True:
            self._file.seek(at)
            lines = self._file.readlines(_PIECE)
            at = self._file.tell()
            if not lines:
                return
            for line in lines:
                yield BadRow(*json.loads(line))


class AllFaults:
    """Faults that were found in several goes through a table, in the order of its rows.

    Args:
        parts: The faults of each go.
        place: Says where a row stands, if its number does not say it.
    """

    def __init__(self, *parts: Faults, place: Callable[[int], str]) -> None:
        self._parts = parts
        self._place = place
        self.count = sum(part.count for part in parts)
        self.has_damage = any(part.has_damage for part in parts)

    def __iter__(self) -> Iterator[BadRow]:
        """All of them."""
        for fault in merge(*self._parts, key=lambda fault: fault.row):
            yield replace(fault, place=self._place(fault.row))

    @property
    def first(self) -> tuple[BadRow, ...]:
        """The first hundred."""
        return tuple(islice(self, MOST))
