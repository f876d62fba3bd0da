"""The rows that an import left out, as a CSV file that can be mended and imported as it is.

A row that has cells of no column, or too few, stands there as far as it can, and whole in
`_row_cells`: as long as something stands in that cell, the row is refused again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from annot.errors import BadRow
from annot.exchange.csv_table import csv_lines
from annot.exchange.faults import AllFaults
from annot.exchange.output import written
from annot.exchange.own_columns import OwnColumns
from annot.exchange.table import Row, Table
from annot.exchange.table_columns import REJECTION, ROW_CELLS, marks_of
from annot.store.columns import canonical_json

_MENDED = f"; once the row is mended, empty its cell {ROW_CELLS}"


def write_rejects(path: Path, table: Table, own: OwnColumns, faults: AllFaults) -> None:
    """Write the bad rows with their columns and a few more that say what is wrong.

    Raises:
        WorkspaceError: If the file cannot be written.
    """
    with written(path) as out:
        for line in csv_lines(_rows(table, own, faults), delimiter=","):
            out.write(line.encode())


def _rows(table: Table, own: OwnColumns, faults: AllFaults) -> Iterator[list[str]]:
    marks = marks_of(table.columns)
    yield [*own.names, *([ROW_CELLS] if faults.has_damage else []), *REJECTION]
    for row, fault in _bad(table.rows, faults):
        whole = canonical_json(list(row.whole)) if row.whole else ""
        if ROW_CELLS in marks and not whole:
            whole = str(row.cells.get(ROW_CELLS) or "")  # it was damaged before, and is not mended
        reason = fault.reason.removesuffix(_MENDED) + (_MENDED if whole else "")
        yield [
            *own.cells(row),
            *([whole] if faults.has_damage else []),
            fault.place or str(row.number),
            own.name_of(fault.column),
            reason,
        ]


def _bad(rows: Iterable[Row], faults: Iterable[BadRow]) -> Iterator[tuple[Row, BadRow]]:
    """The rows that have a fault, with it; both come in the order of the rows."""
    following = iter(faults)
    fault = next(following, None)
    for row in rows:
        if fault is None:
            return
        if row.number == fault.row:
            yield row, fault
            fault = next(following, None)
