"""The rows that an import left out, as a CSV file that can be mended and imported as it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from annot.errors import BadRow
from annot.exchange.csv_table import csv_lines
from annot.exchange.listing import AUTHORS, TAGS, joined
from annot.exchange.output import written
from annot.exchange.table import Cell, Table
from annot.exchange.table_columns import REJECTION, folded, marks_of
from annot.store.columns import canonical_json


def write_rejects(path: Path, table: Table, faults: Sequence[BadRow]) -> None:
    """Write the bad rows with their own columns and three more that say what is wrong.

    Raises:
        WorkspaceError: If the file cannot be written.
    """
    with written(path) as out:
        for line in csv_lines(_rows(table, faults), delimiter=","):
            out.write(line.encode())


def _rows(table: Table, faults: Sequence[BadRow]) -> Iterator[list[str]]:
    columns = [column for column in table.columns if column not in marks_of(table.columns)]
    yield [*columns, *REJECTION]
    told: dict[int, list[BadRow]] = {}
    for fault in faults:
        told.setdefault(fault.row, []).append(fault)
    for row in table.rows:
        if row.number in told:
            first = told[row.number][0]
            reason = "; ".join(fault.reason for fault in told[row.number])
            cells = [cell_text(column, row.cells.get(column)) for column in columns]
            yield [*cells, str(row.number), first.column, reason]


def cell_text(column: str, cell: Cell) -> str:
    """A cell as text from which reading makes the same."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, list) and all(isinstance(item, str) for item in cell):
        return joined(cell, AUTHORS if folded(column) == "source_authors" else TAGS)
    return canonical_json(cell)
