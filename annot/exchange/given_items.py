"""Claims that a program gives, item by item, as a claims table.

Items are gone through once and kept in a temporary file, so that a generator of a million takes no
more memory than one of ten, and nothing is written before the last was seen.
"""

from __future__ import annotations

import dataclasses
import json
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import IO, Any
from uuid import UUID

from annot.exchange.listing import AUTHORS, TAGS, joined
from annot.exchange.table import Row, Table, refuse_many
from annot.exchange.table_columns import FIELDS
from annot.store.columns import canonical_json
from annot.text.formula import guarded

_SPOOLED = 1 << 20
_SIGNS = {"tags": TAGS, "source_authors": AUTHORS}


class UnfitError(Exception):
    """An item or a value that no table can hold; it says why."""


def items_table(items: Iterable[Any]) -> Table:
    """The table of the items; the number of a row is the index of its item, from 0.

    Args:
        items: Mappings, or records with named fields (data classes, named tuples), with the names
            of a claims table's fields. Values are texts; also numbers, dates, members of a
            vocabulary and truth values, lists for tags, authors, evidence and notes; None and NaN
            say nothing.
    """
    kept = _Kept(tempfile.TemporaryFile())  # noqa: SIM115 -- it is closed with what is kept
    columns: dict[str, None] = {}
    is_whole = True
    for item in items:
        try:
            cells = {name: _text(name, value) for name, value in _members(item)}
        except UnfitError as unfit:
            is_whole = False
            kept.add(str(unfit), {})
        else:
            columns |= dict.fromkeys(cells)
            refuse_many(len(columns) - len(FIELDS))
            kept.add("", cells)
    kept.settle()
    names = tuple(columns)
    rows = _Rows(kept, names)
    return Table(names, rows, cells=rows.cells if is_whole else None, noun="item")


class _Kept:
    """Items in a temporary file, each as what is wrong with it and its cells."""

    def __init__(self, file: IO[bytes]) -> None:
        self.count = 0
        self._file = file
        weakref.finalize(self, file.close)

    def add(self, damage: str, cells: Mapping[str, str]) -> None:
        self.count += 1
        self._file.write(json.dumps([damage, cells]).encode() + b"\n")

    def settle(self) -> None:
        self._file.flush()

    def __iter__(self) -> Iterator[tuple[str, dict[str, str]]]:
        """From the first on, in pieces, so that several may go through them at a time."""
        at = 0
        while True:
            self._file.seek(at)
            lines = self._file.readlines(_SPOOLED)
            if not lines:
                return
            at = self._file.tell()
            for line in lines:
                damage, cells = json.loads(line)
                yield damage, cells


@dataclasses.dataclass(frozen=True, slots=True)
class _Rows:
    kept: _Kept
    names: tuple[str, ...]

    def __len__(self) -> int:
        return self.kept.count

    def __iter__(self) -> Iterator[Row]:
        for index, (damage, cells) in enumerate(self.kept):
            yield Row(index, cells, damage)

    def cells(self) -> Iterator[tuple[int, list[str]]]:
        """The cells as a file would have them: an apostrophe before what could be a formula."""
        for index, (_, cells) in enumerate(self.kept):
            yield index, [guarded(cells.get(name, "")) for name in self.names]


def _members(item: Any) -> Iterable[tuple[str, Any]]:
    if isinstance(item, Mapping):
        members = item
    elif dataclasses.is_dataclass(item) and not isinstance(item, type):
        members = {field.name: getattr(item, field.name) for field in dataclasses.fields(item)}
    elif hasattr(item, "_asdict"):
        members = item._asdict()
    else:
        raise UnfitError(f"it is no mapping and has no named fields: {item!r:.60}")
    for name in members:
        if not isinstance(name, str):
            raise UnfitError(f"the name of a field is a text, not {name!r:.60}")
    return members.items()


def _text(name: str, value: Any) -> str:
    """A value as the cell that says it."""
    plain = _plain(name, value)
    if isinstance(plain, str):
        return plain
    if isinstance(plain, list) and name in _SIGNS and all(isinstance(i, str) for i in plain):
        return joined(plain, _SIGNS[name])
    try:
        return "" if plain is None else canonical_json(plain)
    except ValueError as error:
        raise UnfitError(f"{name!r} is {value!r:.60}, which no text can say") from error


def _plain(name: str, value: Any) -> Any:
    """A value as JSON can say it."""
    if isinstance(value, Enum):
        value = value.value
    if hasattr(value, "item") and not isinstance(value, Mapping):
        value = value.item()  # a number of numpy's
    if value is None or (isinstance(value, float | datetime) and value != value):
        return None
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(name, item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(name, item) for item in value]
    raise UnfitError(f"{name!r} is {value!r:.60}, which no table can hold")
