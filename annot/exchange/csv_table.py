"""CSV and TSV to a table, and rows to CSV and TSV."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from annot.errors import InputFileError
from annot.exchange.decoding import decoded
from annot.exchange.formula import guarded, unguarded
from annot.exchange.table import Row, Table, folded

DELIMITERS = (",", ";", "\t", "|")
_LONGEST_CELL = 2**31 - 1


def read_csv(data: bytes, *, name: str, encoding: str, known: Iterable[str]) -> Table:
    """The table of a CSV or TSV file; the delimiter is found by the heading.

    Args:
        data: The file.
        name: Its name, for messages.
        encoding: Its encoding; found if empty.
        known: Names of columns by which the delimiter is told.

    Raises:
        InputFileError: If it is no text, has no heading, or its quoting is broken.
    """
    _, found = decoded(data, name=name, encoding=encoding)
    text = data.decode(found)
    delimiter = _delimiter(text, {folded(column) for column in known}, name)
    lines = list(_parsed(text, delimiter, name))
    while lines and not any(cell.strip() for cell in lines[0]):
        lines.pop(0)
    if not lines:
        raise InputFileError(
            f"{name} is empty.",
            hint="A table begins with the names of columns: annot import --help",
        )
    heading = [cell.strip() for cell in lines[0]]
    while heading and not heading[-1]:
        heading.pop()
    _refuse_double(heading, name)
    rows = (_row(number, heading, cells) for number, cells in enumerate(lines[1:], start=1))
    return Table(tuple(filter(None, heading)), tuple(row for row in rows if row is not None))


def csv_lines(rows: Iterable[Sequence[str]], *, delimiter: str) -> Iterator[str]:
    """The lines of a table (RFC 4180: CR LF at their ends) whose cells no program runs."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=delimiter, lineterminator="\r\n")
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _delimiter(text: str, known: set[str], name: str) -> str:
    first = next((line for line in io.StringIO(text, newline=None) if line.strip()), "")

    def likelihood(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(_parsed(first, delimiter, name), [])
        except InputFileError:
            return 0, first.count(delimiter)
        return sum(folded(cell) in known for cell in cells), len(cells)

    return max(DELIMITERS, key=likelihood)


def _parsed(text: str, delimiter: str, name: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    with _long_cells():
        try:
            yield from reader
        except csv.Error as error:
            raise InputFileError(
                f"{name}, line {reader.line_num}: {error}.",
                hint="Quotes inside a quoted cell are doubled; a quoted cell ends with a quote.",
            ) from error


@contextlib.contextmanager
def _long_cells() -> Iterator[None]:
    """Let the csv module take cells of any length; its limit is global, so it is put back."""
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(limit)


def _refuse_double(heading: list[str], name: str) -> None:
    double = sorted({column for column in heading if column and heading.count(column) > 1})
    if double:
        raise InputFileError(f"{name} has two columns named {double[0]!r}.", hint="Rename one.")


def _row(number: int, heading: list[str], cells: list[str]) -> Row | None:
    if not any(cells):
        return None
    named = {
        column: unguarded(cell) for column, cell in zip(heading, cells, strict=False) if column
    }
    return Row(number, named, _damage(heading, cells))


def _damage(heading: list[str], cells: list[str]) -> str:
    if len(cells) < len(heading) or any(cells[len(heading) :]):
        return f"the row has {len(cells)} cells, the heading has {len(heading)}"
    stray = [cell for column, cell in zip(heading, cells, strict=False) if cell and not column]
    return f"{stray[0][:60]!r} stands in a column without a name" if stray else ""
