"""The ledger's claims as an Excel workbook: the table that is written as CSV, in one sheet.

What is written is what `write_table` writes, cell by cell, so that no format shows more than
another; every cell is a text, and none is a formula, a number or a link. The cells that a program
would run if the sheet were saved as CSV have the same apostrophe as there.
"""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from annot.errors import InvalidValueError
from annot.exchange.claims_out import write_table
from annot.exchange.selection import Selection
from annot.exchange.summary import ExportSummary
from annot.operations.ledger import Ledger

LONGEST_CELL = 32_767
"""What a cell of Excel holds, in UTF-16 code units."""

MOST_ROWS = 1_048_576
SHEET = "claims"

_SPOOLED = 1 << 24
_MADE = datetime(1980, 1, 1, tzinfo=UTC)
_NO_XML = re.compile("[\ufffe\uffff]")
_WIDTHS = {"claim": 60, "quote": 40, "correction": 40, "passage": 40, "source_title": 30}


def write_xlsx(ledger: Ledger, selection: Selection, out: BinaryIO) -> ExportSummary:
    """Write the selected claims as an Excel workbook, with the columns of the CSV.

    Raises:
        NotFoundError: If there is no such article.
        InvalidValueError: If the filter is not understood, a cell or the table is larger than a
            workbook can hold, or the package that writes it is missing.
    """
    with tempfile.SpooledTemporaryFile(max_size=_SPOOLED) as table:
        summary = write_table(ledger, selection, cast(BinaryIO, table), delimiter=",")
        if summary.rows >= MOST_ROWS:
            raise InvalidValueError(
                f"A workbook holds {MOST_ROWS - 1:,} rows; there are {summary.rows:,}.",
                hint="Write them as CSV, or a part of them with --article or --filter.",
            )
        lines = io.TextIOWrapper(table, encoding="utf-8", newline="")
        lines.seek(0)
        _refuse_long_cells(csv.DictReader(lines, strict=True))
        lines.seek(0)
        lost = _write(csv.reader(lines), summary.rows, out)
    return replace(summary, lost={**summary.lost, **lost})


def _refuse_long_cells(table: csv.DictReader[str]) -> None:
    number = 0
    try:
        for number, cells in enumerate(table, start=1):
            for name, cell in cells.items():
                if (
                    len(cell) * 2 > LONGEST_CELL
                    and len(cell.encode("utf-16-le")) > LONGEST_CELL * 2
                ):
                    raise _too_long(f"Row {number}, {name}: the text has {len(cell):,} characters")
    except csv.Error as error:
        # Nothing else can be wrong in a table that was written here.
        limit = csv.field_size_limit()
        raise _too_long(f"Row {number + 1}: a text has over {limit:,} characters") from error


def _too_long(told: str) -> InvalidValueError:
    return InvalidValueError(
        f"{told}; a cell of a workbook holds {LONGEST_CELL:,}.",
        hint="Write CSV, which holds it whole: annot export claims.csv",
    )


def _write(table: Iterator[list[str]], rows: int, out: BinaryIO) -> Counter[str]:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "claims.xlsx"
        lost = _write_workbook(table, rows, made)
        with made.open("rb") as packed:
            shutil.copyfileobj(packed, out)
    return lost


def _write_workbook(table: Iterator[list[str]], rows: int, path: Path) -> Counter[str]:
    with _workbook(path) as workbook:
        sheet = workbook.add_worksheet(SHEET)
        heading = next(table)
        for place, name in enumerate(heading):
            sheet.set_column(place, place, _WIDTHS.get(name, 14))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, rows, len(heading) - 1)
        bold = workbook.add_format({"bold": True})
        replaced = 0
        for number, cells in enumerate(itertools.chain([heading], table)):
            for place, cell in enumerate(cells):
                if cell:
                    text, count = _NO_XML.subn("\ufffd", cell)
                    replaced += count
                    sheet.write_string(number, place, text, None if number else bold)
    return +Counter({"characters that XML cannot hold": replaced})


@contextlib.contextmanager
def _workbook(path: Path) -> Iterator[Any]:
    """A workbook to write to, which keeps its rows beside its file until they are packed."""
    try:
        from xlsxwriter import Workbook  # type: ignore[import-untyped]
        from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]
    except ImportError as error:
        raise InvalidValueError(
            "A package is missing that writes Excel workbooks.",
            hint="Install it: pip install 'annot-ledger[data]', or write CSV.",
        ) from error
    workbook = Workbook(
        str(path),
        {
            "constant_memory": True,
            "tmpdir": str(path.parent),
            "use_zip64": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        },
    )
    workbook.set_properties({"created": _MADE, "title": "Claims"})
    yield workbook
    try:
        workbook.close()
    except FileCreateError as error:
        # It wraps what the system said, which whoever opened the output tells the user.
        raise error.args[0] from error
