"""Cells and rows of CSV and TSV, spelled to the byte as the csv module does in twice the time.

RFC 4180: quotes only where they are needed, CR LF at the end. No cell is one that a spreadsheet
would take for a formula.
"""

from __future__ import annotations

from collections.abc import Callable

from annot.text.formula import guarded

END = "\r\n"

Spell = Callable[[str], str]
"""From a text to the cell that says it."""

_SUSPECT = frozenset("'=+-@\t\r\n＝＋－＠")
"""The signs with which a cell begins that may be a formula."""


def speller(delimiter: str) -> Spell:
    """What spells a cell in a table with that delimiter."""

    def spelled(cell: str) -> str:
        if not cell:
            return cell
        if cell[0] in _SUSPECT:
            cell = guarded(cell)
        if delimiter in cell or '"' in cell or "\n" in cell or "\r" in cell:
            return '"' + cell.replace('"', '""') + '"'
        return cell

    return spelled
