"""An Excel workbook to a table; it is read in a process of its own, with limits."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, NoReturn

from annot.errors import InputFileError
from annot.exchange import xlsx_child
from annot.exchange.input import Input
from annot.exchange.table import Row, Table
from annot.text.formula import unguarded

LARGEST = 256 << 20
"""The largest file that is tried, in bytes."""

_PIECE = 1 << 20
_WAITED = 3 * xlsx_child.SECONDS
_HEADING = "A table begins with the names of columns: annot import --help"
_DAMAGED = "Open it in a spreadsheet program and save it anew, or save the claims as CSV."


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as it lies in what was read.

    Attributes:
        name: Its name.
        heading: The names of its columns as they stand, empty ones too.
        offset: What is added to its rows' numbers; it is 0 for the first sheet, so that there rows
            have the numbers that a spreadsheet program shows.
    """

    name: str
    heading: tuple[str, ...]
    offset: int


def read_xlsx(source: Input, *, known: Iterable[str] = (), sheet: str = "") -> Table:
    """The table of an Excel workbook.

    Cells are texts: the values that formulas had last, numbers as digits, dates in ISO 8601. Rows
    have the numbers that the spreadsheet shows; those of further sheets go on behind the last one
    (`XlsxRows.place` says where a row stands). What cells that are merged over rows say, they say
    of each of these rows.

    Args:
        source: The file.
        known: Names of columns; they are not needed here.
        sheet: The name of the sheet to be read; all that are not hidden if empty.

    Raises:
        InputFileError: If it is no such workbook, damaged, encrypted, or more than can be read
            within the limits; if there is no such sheet, or no heading.
    """
    lines = _read_apart(source, sheet)
    sheets: list[Sheet] = []
    end, hidden, is_damaged, count = 0, 0, False, 0
    for line in lines:
        if not line.startswith('["'):
            row = json.loads(line)
            end = row[0]
            count += 1
            is_damaged = is_damaged or bool(row[2]) or len(row[1]) > len(sheets[-1].heading)
            continue
        kind, *said = json.loads(line)
        if kind == "refused":
            raise InputFileError(f"{source.name} {said[0]}", hint=said[1])
        if kind == "sheet":
            offset = sheets[-1].offset + end if sheets else 0
            sheets.append(_sheet(source.name, said, offset))
        else:
            hidden = said[0]
    if not sheets:
        raise InputFileError(
            f"{source.name}, sheet {sheet!r}, is empty." if sheet else f"{source.name} is empty.",
            hint=_HEADING,
        )
    rows = XlsxRows(lines, tuple(sheets), count)
    columns = tuple(dict.fromkeys(filter(None, (c for s in sheets for c in s.heading))))
    is_plain = columns == sheets[0].heading and len(sheets) == 1 and not is_damaged
    left_out = {"hidden sheets": hidden} if hidden else {}
    cells = rows.cells if is_plain else None
    if len(sheets) == 1:
        return Table(columns, rows, left_out, cells=cells)
    return Table(columns, rows, left_out, cells=cells, place=rows.place)


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Lines:
    """The lines that the reading process wrote; they can be gone through again and again.

    Their file is closed, and so is gone, when nobody needs them any more.
    """

    file: IO[bytes]

    def __post_init__(self) -> None:
        weakref.finalize(self, self.file.close)

    def __iter__(self) -> Iterator[str]:
        """The lines, in pieces, so that several may go through them at a time."""
        at = 0
        while True:
            self.file.seek(at)
            lines = self.file.readlines(_PIECE)
            if not lines:
                return
            at = self.file.tell()
            for line in lines:
                yield line.decode()


@dataclass(frozen=True, slots=True)
class XlsxRows:
    """The rows of a workbook that was read."""

    lines: Lines
    sheets: tuple[Sheet, ...]
    count: int = 0

    def __len__(self) -> int:
        """How many rows there are."""
        return self.count

    def __iter__(self) -> Iterator[Row]:
        """The rows."""
        for sheet, number, cells, damage in self._read():
            heading = sheet.heading
            padded = [*cells, *[""] * (len(heading) - len(cells))]
            named = {
                column: unguarded(cell)
                for column, cell in zip(heading, padded, strict=False)
                if column
            }
            told = damage or _stray(heading, cells)
            yield Row(number, named, told, tuple(cells) if told else ())

    def cells(self) -> Iterator[tuple[int, list[str]]]:
        """The cells of each row by its number, as they stand there."""
        for sheet, number, cells, _ in self._read():
            yield number, [*cells, *[""] * (len(sheet.heading) - len(cells))]

    def place(self, number: int) -> str:
        """Where a row stands, such as "sheet 'Claims', row 17"."""
        sheet = next(item for item in reversed(self.sheets) if item.offset < number)
        return f"sheet {sheet.name!r}, row {number - sheet.offset}"

    def _read(self) -> Iterator[tuple[Sheet, int, list[str], str]]:
        sheets = iter(self.sheets)
        for line in self.lines:
            if line.startswith('["sheet"'):
                sheet = next(sheets)
            elif not line.startswith('["'):
                number, cells, damage = json.loads(line)
                yield sheet, sheet.offset + number, cells, damage


def _sheet(name: str, said: list[Any], offset: int) -> Sheet:
    title, _, cells = said
    heading = [unguarded(column) for column in cells]
    double = sorted({column for column in heading if column and heading.count(column) > 1})
    if double:
        raise InputFileError(
            f"{name}, sheet {title!r}, has two columns named {double[0]!r}.", hint="Rename one."
        )
    return Sheet(title, tuple(heading), offset)


def _stray(heading: tuple[str, ...], cells: list[str]) -> str:
    """What is wrong with a row that says something where the heading says nothing."""
    named = [*heading, *[""] * (len(cells) - len(heading))]
    stray = next((c for column, c in zip(named, cells, strict=False) if c and not column), "")
    return f"{stray[:60]!r} stands in a column without a name" if stray else ""


def _read_apart(source: Input, sheet: str) -> Lines:
    """What another process read of a workbook.

    Raises:
        InputFileError: If that process did not come to its end.
    """
    if importlib.util.find_spec("python_calamine") is None:
        raise InputFileError(
            f"{source.name} is an Excel workbook, for which a package is missing.",
            hint="Install it: pip install 'annot-ledger[data]', or save the claims as CSV.",
        )
    lines = Lines(tempfile.TemporaryFile())  # noqa: SIM115 -- it is closed with the lines
    with tempfile.TemporaryFile() as workbook:
        _copy(source, workbook)
        command = [sys.executable, "-P", str(Path(xlsx_child.__file__)), sheet]
        try:
            done = subprocess.run(  # noqa: S603 -- our own program, the sheet's name as a value
                command,
                stdin=workbook,
                stdout=lines.file,
                stderr=subprocess.DEVNULL,
                timeout=_WAITED,
                check=False,
            )
        except subprocess.TimeoutExpired:
            _too_much(source.name)
    if done.returncode < 0 or done.returncode == xlsx_child.TOO_MUCH:
        _too_much(source.name)
    if done.returncode:
        raise InputFileError(f"{source.name} is a damaged workbook.", hint=_DAMAGED)
    return lines


def _copy(source: Input, workbook: IO[bytes]) -> None:
    size = 0
    with source.open() as file:
        read: Callable[[], bytes] = partial(file.read, _PIECE)
        for piece in iter(read, b""):
            size += len(piece)
            if size > LARGEST:
                raise InputFileError(
                    f"{source.name} is larger than {LARGEST:,} bytes.",
                    hint="Save the claims alone, or as CSV, which has no limit.",
                )
            workbook.write(piece)
    if not size:
        raise InputFileError(f"{source.name} is empty.", hint=_HEADING)
    workbook.seek(0)


def _too_much(name: str) -> NoReturn:
    raise InputFileError(
        f"{name} cannot be read within {xlsx_child.SECONDS} seconds and "
        f"{xlsx_child.MEMORY >> 20:,} MB of memory; it is damaged or very large.",
        hint="Save the claims alone, or as CSV, which has no limit.",
    )
