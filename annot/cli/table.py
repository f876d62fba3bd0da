"""Tables in plain characters: aligned by what a terminal shows, one line a row."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annot.cli.output import Part, Styled, is_terminal, write
from annot.text.display import one_line

_LONGEST = 100_000
_GAP = 2
_LEAST = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and how it is laid out; a flexible one may be narrowed."""

    heading: str
    right: bool = False
    flexible: bool = False


def write_table(columns: Sequence[Column], rows: Iterable[Sequence[Part]]) -> None:
    """Print rows under their headings.

    On a terminal flexible columns are cut so that a row fits on a line; in a pipe nothing is cut.
    A table without rows prints nothing.
    """
    flat = [[_flat(cell) for cell in row] for row in rows]
    if not flat:
        return
    widths = [
        max(cells(column.heading), *(cells(row[index].text) for row in flat))
        for index, column in enumerate(columns)
    ]
    if is_terminal(sys.stdout):
        _fit(columns, widths, shutil.get_terminal_size().columns)
    _write_row(columns, widths, [Styled(column.heading, bold=True) for column in columns])
    for row in flat:
        _write_row(columns, widths, row)


def cells(text: str) -> int:
    """How many cells of a terminal a harmless text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_cells_of, text))


def cut(text: str, width: int) -> str:
    """The text in at most so many cells, "…" at its end if it was longer."""
    if cells(text) <= width:
        return text
    taken, used = 0, 1
    for character in text:
        used += _cells_of(character)
        if used > width:
            break
        taken += 1
    return text[:taken].rstrip() + "…"


def _cells_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _flat(cell: Part) -> Styled:
    if isinstance(cell, Styled):
        return cell._replace(text=one_line(cell.text, _LONGEST))
    return Styled(one_line(cell, _LONGEST))


def _fit(columns: Sequence[Column], widths: list[int], room: int) -> None:
    """Narrow the widest of the flexible columns until a row fits, or they are all narrow."""
    flexible = [index for index, column in enumerate(columns) if column.flexible]
    for index in flexible:
        widths[index] = min(widths[index], room)
    excess = sum(widths) + _GAP * (len(widths) - 1) - room
    for _ in range(excess):
        widest = max(flexible, key=widths.__getitem__)
        if widths[widest] <= max(_LEAST, cells(columns[widest].heading)):
            return
        widths[widest] -= 1


def _write_row(columns: Sequence[Column], widths: Sequence[int], row: Sequence[Styled]) -> None:
    parts: list[Part] = []
    for index, (column, width, cell) in enumerate(zip(columns, widths, row, strict=True)):
        text = cut(cell.text, width)
        padding = " " * (width - cells(text))
        last = index == len(row) - 1
        gap = "" if last else " " * _GAP
        if column.right:
            parts += [padding, cell._replace(text=text), gap]
        else:
            parts += [cell._replace(text=text), "" if last else padding, gap]
    write(*parts)
