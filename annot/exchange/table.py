"""A table as it was read, whatever its format: rows of cells under the names of columns."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import process

from annot.errors import BadRow, InputFileError, InvalidValueError

Cell = Any
"""A text in CSV; in JSON Lines also a number, a truth value, a list or an object."""

REJECTION = ("_row", "_column", "_reason")
"""The columns in which a file of rejected rows says what is wrong; reading ignores them."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number from 1, heading not counted, and its cells by the names of columns.

    `damage` says what is wrong with the row itself, such as too few cells.
    """

    number: int
    cells: Mapping[str, Cell]
    damage: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, read whole, and the columns in the order in which they were met."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(slots=True)
class Reading:
    """The columns of a table by field, and how each row is read through them."""

    fields: dict[str, str] = field(default_factory=dict)

    def given(self, row: Row) -> dict[str, Cell]:
        """The cells of a row by field; a cell that the row does not have is not given."""
        return {
            name: row.cells[column] for name, column in self.fields.items() if column in row.cells
        }

    def column(self, name: str) -> str:
        """The column in which a field stands."""
        return self.fields.get(name, name)


def reading(columns: Iterable[str], known: Collection[str], mapping: Mapping[str, str]) -> Reading:
    """Which field every column of a table stands for.

    Columns are known by the names of fields, whatever their case and with spaces or hyphens for
    underscores; the mapping comes first.

    Args:
        columns: The table's columns.
        known: The names of all fields.
        mapping: Columns by field, where a column has another name.

    Raises:
        InvalidValueError: If the mapping names a field that there is none of.
        InputFileError: If it names a column that the table does not have, if a column is unknown,
            or if two columns stand for one field.
    """
    present = [column for column in columns if column not in REJECTION]
    for name, column in mapping.items():
        _refuse_mapping(name, column, known, present)
    fields = dict(mapping)
    unknown = []
    for column in present:
        if column in mapping.values():
            continue
        name = folded(column)
        if name not in known:
            unknown.append(column)
        elif name in fields:
            raise InputFileError(
                f"The columns {fields[name]!r} and {column!r} both stand for {name!r}.",
                hint="Rename or remove one of them.",
            )
        else:
            fields[name] = column
    if unknown:
        raise _unknown(unknown, known)
    return Reading(fields)


def folded(column: str) -> str:
    """The name of a column as fields are spelled."""
    return column.strip().lower().replace(" ", "_").replace("-", "_")


def bad(row: Row, column: str, value: object, reason: str) -> BadRow:
    """A row's fault as it is told; a long value is cut."""
    told = value if isinstance(value, str) else "" if value is None else repr(value)
    return BadRow(row.number, column, told if len(told) <= 200 else f"{told[:199]}…", reason)


def _refuse_mapping(
    name: str, column: str, known: Collection[str], present: Collection[str]
) -> None:
    if name not in known:
        raise InvalidValueError(
            f"There is no field {name!r} to map a column to.{_meant(name, known)}",
            hint=f"One of: {', '.join(known)}",
        )
    if column not in present:
        raise InputFileError(
            f"The file has no column {column!r}.{_meant(column, present)}",
            hint=f"It has: {', '.join(present)}",
        )


def _unknown(columns: list[str], known: Collection[str]) -> InputFileError:
    told = "; ".join(_with_nearest(columns, known))
    return InputFileError(
        f"The file has columns that a claims table does not have: {told}.",
        hint="Say what such a column holds with --map FIELD=COLUMN, or take it out of the file.",
    )


def _with_nearest(columns: list[str], known: Collection[str]) -> Iterator[str]:
    for column in columns:
        near = process.extractOne(folded(column), known, score_cutoff=60)
        yield f"{column!r} (the nearest name is {near[0]!r})" if near else repr(column)


def _meant(word: str, known: Collection[str]) -> str:
    near = process.extractOne(word, known, score_cutoff=60)
    return f" Did you mean {near[0]!r}?" if near else ""
