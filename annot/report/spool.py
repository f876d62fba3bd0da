"""The claims of a report in a file of their own, from which a writer takes one after the other.

What a claim, its evidence and notes are made of takes some kilobytes of memory, and a report tells
of each claim at several places. So each is made once and put down here; what has to be known of all
of them at once is a mark of some bytes. The file has no name that anybody could open, and is gone
with the report.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import cache
from io import BytesIO
from operator import attrgetter
from typing import Any, cast

from annot.errors import WorkspaceError
from annot.report.lazily import Lazy
from annot.report.model import (
    ActEntry,
    ClaimEntry,
    ClaimMark,
    EvidenceEntry,
    NoteEntry,
    SameEntry,
    SnapshotEntry,
    SourceEntry,
)

_ENTRIES: tuple[type, ...] = (
    ActEntry,
    ClaimEntry,
    EvidenceEntry,
    NoteEntry,
    SameEntry,
    SnapshotEntry,
    SourceEntry,
)


class Spool:
    """A file of claims; nobody else can read it, and nothing is left of it.

    Raises:
        WorkspaceError: Here and in every call, if the folder for temporary files fails.
    """

    def __init__(self) -> None:
        with _told():
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 -- lives as long as the report

    def put(self, entry: ClaimEntry) -> int:
        """Put a claim down.

        Returns:
            The place from which `take` takes it.
        """
        written = BytesIO()
        pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = _REDUCED
        pickler.dump(entry)
        with _told():
            place = self._file.seek(0, os.SEEK_END)
            self._file.write(written.getbuffer())
        return place

    def take(self, place: int) -> ClaimEntry:
        """A claim that was put down."""
        with _told():
            self._file.seek(place)
            return cast("ClaimEntry", pickle.load(self._file))  # noqa: S301 -- we wrote it ourselves

    def close(self) -> None:
        """Remove the file."""
        with contextlib.suppress(OSError):  # what was not written is not needed any more
            self._file.close()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise WorkspaceError(
            f"The folder for temporary files fails ({tempfile.gettempdir()}):"
            f" {error.strerror or error}.",
            hint="Make room there, or name another: TMPDIR=FOLDER annot report …",
        ) from error


class SpooledClaims(Lazy[ClaimEntry]):
    """Claims in a spool, each taken from it when it is asked for; `marks` are theirs.

    Args:
        spool: The spool.
        entries: The claims, which are put down one after the other.
    """

    __slots__ = ("_places", "_spool", "marks")

    def __init__(self, spool: Spool, entries: Iterable[ClaimEntry]) -> None:
        self._spool = spool
        self._places = array("q")
        self.marks = Marks(map(self._put, entries))

    def __len__(self) -> int:
        return len(self._places)

    def _at(self, index: int) -> ClaimEntry:
        return self._spool.take(self._places[index])

    def _put(self, entry: ClaimEntry) -> ClaimMark:
        self._places.append(self._spool.put(entry))
        return entry.mark


class Marks(Lazy[ClaimMark]):
    """The marks of claims as two numbers each: most differ in nothing but the claim's number."""

    __slots__ = ("_kinds", "_numbers", "_ordinals")

    def __init__(self, marks: Iterable[ClaimMark]) -> None:
        self._numbers = array("q")
        self._ordinals = array("q")
        known: dict[tuple[Any, ...], int] = {}
        for number, *rest in marks:
            self._numbers.append(number)
            self._ordinals.append(known.setdefault(tuple(rest), len(known)))
        self._kinds = list(known)

    def __len__(self) -> int:
        return len(self._numbers)

    def _at(self, index: int) -> ClaimMark:
        return ClaimMark(self._numbers[index], *self._kinds[self._ordinals[index]])


def _apart(entry: Any) -> tuple[Callable[..., Any], tuple[Any, ...]]:
    """An entry as its kind and its values: a third of the time that a dataclass's own way takes."""
    kind: type = type(entry)
    return _together, (_ENTRIES.index(kind), *_values(kind)(entry))


def _together(ordinal: int, *values: Any) -> Any:
    kind = _ENTRIES[ordinal]
    entry: Any = object.__new__(kind)
    for put, value in zip(_slots(kind), values, strict=True):
        put(entry, value)
    return entry


@cache
def _values(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    return attrgetter(*(field.name for field in fields(kind)))


@cache
def _slots(kind: type) -> tuple[Callable[[Any, Any], None], ...]:
    return tuple(getattr(kind, field.name).__set__ for field in fields(kind))


_REDUCED = dict.fromkeys(_ENTRIES, _apart)
