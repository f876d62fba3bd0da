"""A table as it was read, whatever its format: rows of cells under the names of columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import process

from annot.errors import BadRow, InputFileError
from annot.exchange.column_guesses import guesses
from annot.exchange.column_map import ColumnMap
from annot.exchange.foreign_words import ForeignWords
from annot.exchange.table_columns import (
    FIELDS,
    MOST_EXTRA,
    ROW_CELLS,
    folded,
    marks_of,
    own_name,
)
from annot.text.formula import unguarded
from annot.vocabulary import DateOrder

Cell = Any
"""A text in CSV; in JSON Lines also a number, a truth value, a list or an object."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number from 1, heading not counted, and its cells by the names of columns.

    `damage` says what is wrong with the row itself, such as too few cells; `whole` has its cells as
    they stand, if it is damaged.
    """

    number: int
    cells: Mapping[str, Cell]
    damage: str = ""
    whole: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file and its columns, in the order in which they were met.

    Attributes:
        columns: Their names.
        rows: The rows from the first on; they can be gone through again and again.
        left_out: What the file says that a claims table cannot, with how often it does.
        cells: The same rows by number, each a list of texts as they stand in the file, in the order
            of the columns (or of another length, if the row is damaged); for formats that have
            nothing but texts.
        noun: What a row is called in messages.
        encoding: What the file was read as; empty for files that are no texts.
        share: Which part of the file was read so far, from 0 to 1; None if that is not known.
        place: Where a row stands, if its number does not say it.
        name: What people call the file, for messages; empty if it is none.
    """

    columns: tuple[str, ...]
    rows: Iterable[Row]
    left_out: Mapping[str, int] = field(default_factory=dict)
    cells: Callable[[], Iterator[tuple[int, list[str]]]] | None = None
    noun: str = "row"
    encoding: str = ""
    share: Callable[[], float | None] = lambda: None
    place: Callable[[int], str] = lambda number: ""
    name: str = ""


@dataclass(slots=True)
class Reading:
    """The columns of a table by field, and how each row is read through them.

    Attributes:
        fields: The column in which each field stands.
        extra: The columns that are no fields, and the names under which they are kept.
        guessed: Those of the fields whose column was guessed by a usual name.
        declined: The fields of which it was said that no column stands for them.
        is_marked: Whether it is a file of rows that were left out, with marks of ours.
        words: The verdicts that are met in words of other vocabularies.
        dates: Which comes first in dates that can be read in two ways.
    """

    fields: dict[str, str] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    guessed: tuple[str, ...] = ()
    declined: frozenset[str] = frozenset()
    is_marked: bool = False
    words: ForeignWords = field(default_factory=ForeignWords)
    dates: DateOrder | None = None

    def given(self, row: Row) -> dict[str, Cell]:
        """The cells of a row by field; a cell that the row does not have is not given."""
        return {
            name: row.cells[column] for name, column in self.fields.items() if column in row.cells
        }

    def kept(self, row: Row) -> dict[str, Cell]:
        """The cells of the columns that are no fields, by the names under which they are kept."""
        return {
            name: row.cells[column] for column, name in self.extra.items() if column in row.cells
        }

    def column(self, name: str) -> str:
        """The column in which a field stands."""
        return self.fields.get(name, name)


def reading(columns: Iterable[str], mapping: ColumnMap, *, guess: bool = True) -> Reading:
    """Which field every column of a table stands for.

    Columns are known by the names of fields, whatever their case and with spaces or hyphens for
    underscores; the mapping comes first, guesses by usual names come last. All others are kept as
    they are, by their own names.

    Args:
        columns: The table's columns.
        mapping: Columns by field, where a column has another name.
        guess: Whether usual names may stand for fields.

    Raises:
        InputFileError: If it names a column that the table does not have, if two columns stand for
            one field or are kept under one name, or if there are too many of them.
    """
    columns = list(columns)
    marks = marks_of(columns)
    present = [column for column in columns if column not in marks]
    fields = dict(mapping.columns)
    for name, column in mapping.columns.items():
        if marks and name in present:
            # A file of ours has the field's own name for the column that was named at first.
            fields[name] = name
        elif column and column not in present:
            raise _not_there(mapping, name, column, present)
    extra: dict[str, str] = {}
    mapped = set(filter(None, fields.values()))
    for column in present:
        if column in mapped:
            continue
        name = folded(column)
        if name not in FIELDS or fields.get(name) == "":
            extra[column] = own_name(column)
        elif name in fields:
            raise InputFileError(
                f"The columns {fields[name]!r} and {column!r} both stand for {name!r}.",
                hint="Rename or remove one of them.",
            )
        else:
            fields[name] = column
    # In a file of ours the columns have the names of their fields.
    guessed = guesses(fields, extra) if guess and not marks else {}
    for column in guessed.values():
        del extra[column]
    _refuse_names(list(extra.values()))
    named = {name: column for name, column in {**fields, **guessed}.items() if column}
    declined = frozenset(name for name, column in mapping.columns.items() if not column)
    return Reading(named, extra, tuple(guessed), declined, bool(marks))


def chosen(table: Table, numbers: Iterable[int]) -> Iterator[Row]:
    """Some rows of a table, by their numbers in order."""
    wanted = iter(numbers)
    number = next(wanted, None)
    if number is None:
        return
    if table.cells is None:
        for row in table.rows:
            if row.number == number:
                yield row
                number = next(wanted, None)
        return
    for found, cells in table.cells():
        if found == number:
            yield row_of(table, number, cells)
            number = next(wanted, None)


def row_of(table: Table, number: int, cells: Sequence[str]) -> Row:
    """A row of plain texts, as they stand in the file, with what is wrong with it."""
    width = len(table.columns)
    named = dict(zip(table.columns, map(unguarded, cells), strict=False))
    if len(cells) < width or any(cells[width:]):
        told = f"the row has {len(cells)} cells, the heading has {width}"
        return Row(number, named, told, tuple(cells))
    return Row(number, named)


def damage_of(row: Row, columns: Reading) -> str:
    """What is wrong with a row as a whole, also if it was set aside for that and is not mended."""
    if row.damage or not columns.is_marked or not str(row.cells.get(ROW_CELLS) or "").strip():
        return row.damage
    return str(row.cells.get("_reason") or "") or f"it is not mended: {ROW_CELLS} is not empty"


def bad(row: Row, column: str, value: object, reason: str) -> BadRow:
    """A row's fault as it is told; a long value is cut."""
    told = value if isinstance(value, str) else "" if value is None else repr(value)
    return BadRow(row.number, column, told if len(told) <= 200 else f"{told[:199]}…", reason)


def refuse_many(columns: int) -> None:
    """Refuse so many columns that a claims table does not have.

    Raises:
        InputFileError: If they are more than are kept.
    """
    if columns > MOST_EXTRA:
        raise InputFileError(
            f"The file has {columns:,} columns that a claims table does not have; "
            f"{MOST_EXTRA:,} are kept at most.",
            hint="Is it the right file? A table has a row for each claim: annot import --help",
        )


def _not_there(
    mapping: ColumnMap, name: str, column: str, present: Collection[str]
) -> InputFileError:
    near = process.extractOne(column, present, score_cutoff=60)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    told = f"The file has no column {column!r} for {name!r}.{meant}"
    return InputFileError(mapping.told(name, told), hint=f"It has: {', '.join(present)}")


def _refuse_names(names: Sequence[str]) -> None:
    """Refuse names under which columns cannot be kept side by side."""
    if "" in names:
        raise InputFileError(
            "A column has no name.", hint="Give it one, so that it can be kept with the claims."
        )
    refuse_many(len(names))
    double = next((name for name in names if names.count(name) > 1), None)
    if double is not None:
        raise InputFileError(f"The file has two columns named {double!r}.", hint="Rename one.")
