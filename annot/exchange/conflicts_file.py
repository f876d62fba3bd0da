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
from annot.exchange.own_columns import OwnColumns
from annot.exchange.table import Table
from annot.exchange.table_columns import LEDGER, LEDGER_VERSION, REJECTION
from annot.store.columns import canonical_json


def write_conflicts(path: Path, table: Table, own: OwnColumns, asked: Sequence[Asked]) -> None:
    """Write the rows of claims that are asked about; `own` has a column for the key.

    Raises:
        WorkspaceError: If the file cannot be written.
    """
    with written(path) as out:
        for line in csv_lines(_rows(table, own, asked), delimiter=","):
            out.write(line.encode())


def _rows(table: Table, own: OwnColumns, asked: Sequence[Asked]) -> Iterator[list[str]]:
    yield [*own.names, LEDGER, LEDGER_VERSION, *REJECTION]
    by_row = {number: item for item in asked for number in item.rows}
    for row in table.rows:
        if row.number in by_row:
            item = by_row[row.number]
            yield [*own.cells(row, item.key), *_marks(item, row.number)]


def _marks(item: Asked, number: int) -> list[str]:
    said = {conflict.field: conflict.ledger for conflict in item.conflicts}
    reasons = [
        f"people made it {conflict.ledger!r:.200} since the last import, the file says "
        f"{conflict.file!r:.200}"
        for conflict in item.conflicts
    ]
    at = ", ".join(conflict.field for conflict in item.conflicts)
    return [canonical_json(said), item.version, str(number), at, "; ".join(reasons)]
