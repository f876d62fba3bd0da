"""The file of conflicts: rows of which nothing was taken, to be decided and imported as they are.

Each has the columns of the table, and beside them what the ledger says (`_ledger`, a JSON object by
field) and of which state of the claim that is true (`_ledger_version`). Whoever decides writes the
decision into the row's own cells; when the file is imported, it counts in the fields that were in
conflict, unless the claim was changed once more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from annot.exchange.conflicts import Asked
from annot.exchange.csv_table import csv_lines
from annot.exchange.output import written
from annot.exchange.rejects import cell_text
from annot.exchange.table import Reading, Table
from annot.exchange.table_columns import LEDGER, LEDGER_VERSION, REJECTION, marks_of
from annot.store.columns import canonical_json


def write_conflicts(path: Path, table: Table, columns: Reading, asked: Sequence[Asked]) -> None:
    """Write the rows of claims that are asked about.

    Raises:
        WorkspaceError: If the file cannot be written.
    """
    with written(path) as out:
        for line in csv_lines(_rows(table, columns, asked), delimiter=","):
            out.write(line.encode())


def _rows(table: Table, columns: Reading, asked: Sequence[Asked]) -> Iterator[list[str]]:
    own = [column for column in table.columns if column not in marks_of(table.columns)]
    is_keyed = "key" in columns.fields
    yield [*([] if is_keyed else ["key"]), *own, LEDGER, LEDGER_VERSION, *REJECTION]
    by_row = {number: item for item in asked for number in item.rows}
    for row in table.rows:
        if row.number in by_row:
            item = by_row[row.number]
            cells = {column: cell_text(column, row.cells.get(column)) for column in own}
            if is_keyed:
                cells[columns.fields["key"]] = item.key
            marks = _marks(item, columns, row.number)
            yield [*([] if is_keyed else [item.key]), *cells.values(), *marks]


def _marks(item: Asked, columns: Reading, number: int) -> list[str]:
    said = {conflict.field: conflict.ledger for conflict in item.conflicts}
    reasons = [
        f"people made it {conflict.ledger!r:.200} since the last import, the file says "
        f"{conflict.file!r:.200}"
        for conflict in item.conflicts
    ]
    at = ", ".join(columns.column(conflict.field) for conflict in item.conflicts)
    return [canonical_json(said), item.version, str(number), at, "; ".join(reasons)]
