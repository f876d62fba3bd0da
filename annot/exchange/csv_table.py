"""CSV and TSV to a table, and rows to CSV and TSV."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from annot.errors import InputFileError
from annot.exchange.decoding import encoding_of, lines_of
from annot.exchange.input import Input
from annot.exchange.table import Row, Table
from annot.exchange.table_columns import folded
from annot.text.formula import guarded, unguarded

DELIMITERS = (",", ";", "\t", "|")
LONGEST_CELL = 1 << 24
"""In characters: else a quote that nothing closes would hold the whole file in memory."""


def read_csv(source: Input, *, known: Iterable[str] = (), delimiter: str = "") -> Table:
    """The table of a CSV or TSV file; the delimiter is found by the heading.

    Args:
        source: The file.
        known: Names of columns by which the delimiter is told.
        delimiter: The sign between cells, if it is known.

    Raises:
        InputFileError: If it is no text, has no heading, or its quoting is broken.
    """
    encoding = encoding_of(source)
    if not delimiter:
        delimiter = _delimiter(source, encoding, {folded(column) for column in known})
    rows = CsvRows(source, encoding, delimiter)
    heading = rows.heading
    _refuse_double(heading, source.name)
    columns = tuple(filter(None, heading))
    cells = rows.cells if len(columns) == len(heading) else None
    return Table(columns, rows, cells=cells, encoding=encoding)


@dataclass(frozen=True, slots=True)
class CsvRows:
    """The rows of a CSV file, read again whenever they are gone through."""

    source: Input
    encoding: str
    delimiter: str

    @property
    def heading(self) -> list[str]:
        """The names of the columns; empty ones at the end left out.

        Raises:
            InputFileError: If there is none.
        """
        for line in self._lines():
            if any(cell.strip() for cell in line):
                heading = [unguarded(cell.strip()) for cell in line]
                while not heading[-1]:
                    heading.pop()
                return heading
        raise InputFileError(
            f"{self.source.name} is empty.",
            hint="A table begins with the names of columns: annot import --help",
        )

    def cells(self) -> Iterator[tuple[int, list[str]]]:
        """The rows by number as they stand in the file, empty ones left out."""
        lines = self._lines()
        for line in lines:
            if any(cell.strip() for cell in line):
                break
        for number, line in enumerate(lines, start=1):
            if any(line):
                yield number, line

    def __iter__(self) -> Iterator[Row]:
        """The rows."""
        heading = self.heading
        for number, line in self.cells():
            named = {
                column: unguarded(cell)
                for column, cell in zip(heading, line, strict=False)
                if column
            }
            damage = _damage(heading, line)
            yield Row(number, named, damage, tuple(line) if damage else ())

    def _lines(self) -> Iterator[list[str]]:
        with contextlib.closing(lines_of(self.source, self.encoding)) as lines:
            yield from _parsed(lines, self.delimiter, self.source.name)


def csv_lines(rows: Iterable[Sequence[str]], *, delimiter: str) -> Iterator[str]:
    """The lines of a table (RFC 4180: CR LF at their ends) whose cells no program runs."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _delimiter(source: Input, encoding: str, known: set[str]) -> str:
    first = next((line for line in lines_of(source, encoding) if line.strip()), "")

    def likelihood(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(_parsed(iter([first]), delimiter, source.name), [])
        except InputFileError:
            return 0, first.count(delimiter)
        return sum(folded(cell) in known for cell in cells), len(cells)

    return max(DELIMITERS, key=likelihood)


def _parsed(lines: Iterator[str], delimiter: str, name: str) -> Iterator[list[str]]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begin = 1
    with _long_cells():
        try:
            for row in reader:
                yield row
                begin = reader.line_num + 1
        except csv.Error as error:
            raise _misquoted(name, str(error), begin, reader.line_num) from error


def _misquoted(name: str, told: str, begin: int, end: int) -> InputFileError:
    """What is wrong with the quotes of a row that begins in one line and was read up to another."""
    hint = "Quotes inside a quoted cell are doubled; a quoted cell ends with a quote."
    if "unexpected end" in told:
        message = f"{name}, line {begin}: a quote opens a cell here, and none closes it to the end."
        return InputFileError(message, hint=f"Close it where the cell ends. {hint}")
    if "field larger" in told:
        message = (
            f"{name}, line {begin}: a cell of this row is longer than {LONGEST_CELL:,} characters."
        )
        return InputFileError(message, hint=f"Is a quote opened there and not closed? {hint}")
    where = f"line {end}" if begin == end else f"line {end} (the row begins in line {begin})"
    return InputFileError(f"{name}, {where}: {told}.", hint=hint)


@contextlib.contextmanager
def _long_cells() -> Iterator[None]:
    """Let the csv module take long cells; its limit is global, so it is put back."""
    limit = csv.field_size_limit(LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def _refuse_double(heading: list[str], name: str) -> None:
    double = sorted({column for column in heading if column and heading.count(column) > 1})
    if double:
        raise InputFileError(
            f"{name} has two columns named {double[0]!r}.", hint="Rename one of them."
        )


def _damage(heading: list[str], cells: list[str]) -> str:
    if len(cells) < len(heading) or any(cells[len(heading) :]):
        return f"the row has {len(cells)} cells, the heading has {len(heading)}"
    stray = [cell for column, cell in zip(heading, cells, strict=False) if cell and not column]
    return f"{stray[0][:60]!r} stands in a column without a name" if stray else ""
