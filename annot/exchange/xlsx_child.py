"""Reads a workbook of a stranger: run as a program of its own, with limits on what it may take.

The workbook comes on standard input, which is a file. What is in it goes to standard output, one
JSON array a line: `["sheet", name, row of the heading, heading]`, then for each of its rows
`[row, cells, damage]`, rows counted as the spreadsheet shows them; at the end
`["read", hidden sheets left out]`. What is refused ends with `["refused", message, hint]` instead;
a file that is damaged ends with neither. Nothing of the package is imported here, so that the
program starts fast and can do little.
"""

from __future__ import annotations

import datetime
import errno
import html
import json
import re
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from posixpath import normpath
from typing import Any, BinaryIO

SECONDS = 60
MEMORY = 1 << 30
WRITTEN = 1 << 30
UNPACKED = 512 << 20
PARTS = 10_000
DAMAGED = 1
TOO_MUCH = 3
_PIECE = 1 << 20
_EXACT = 2**53
_LONGEST_TAG = 1 << 16

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TAG = re.compile(r"<(?:\w+:)?(sheet|Relationship)\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CELL = re.compile(
    rb"""<(?:\w+:)?c(?=\s)([^<>]*)>          # the start of a cell
         (<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f\s*>))?
         \s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v[^<>]*>([^<]*)</(?:\w+:)?v\s*>)?
         \s*</(?:\w+:)?c\s*>""",
    re.VERBOSE,
)
_KINDS = {
    "xl/workbook.bin": "a binary workbook (.xlsb)",
    "word/document.xml": "a text document (.docx)",
    "ppt/presentation.xml": "a presentation (.pptx)",
    "mimetype": "an OpenDocument file or a book",
}
_SAVE_AS = "Open it in a spreadsheet program and save it as an Excel workbook (.xlsx), or as CSV."

Places = dict[int, str]
"""What is wrong in a row, by its number from 1."""


class RefusedError(Exception):
    """The workbook is not taken; the message follows its name."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def limit() -> None:
    """Give this process its limits; where the system knows none, only the parent's clock holds."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard < 0 else min(most, hard),) * 2)


def read(file: BinaryIO, wanted: str) -> Iterator[list[Any]]:
    """What is in a workbook, as it is sent.

    Args:
        file: The workbook.
        wanted: The sheet to be read; all that are not hidden if empty.

    Raises:
        RefusedError: If it is not taken.
    """
    package = _package(file)
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    parts = _parts_of_sheets(package)
    file.seek(0)
    book = CalamineWorkbook.from_filelike(file)
    sheets = [item for item in book.sheets_metadata if item.typ == SheetTypeEnum.WorkSheet]
    names = [item.name for item in sheets]
    if wanted and wanted not in names:
        raise RefusedError(
            f"has no sheet {wanted!r}.", f"It has: {', '.join(map(repr, names)) or 'none'}"
        )
    hidden = 0
    for item in sheets:
        if wanted in (item.name, "") and (wanted or item.visible == SheetVisibleEnum.Visible):
            damage = _damage(package, parts.get(item.name, ""), item.name)
            yield from _sheet(book.get_sheet_by_name(item.name), damage)
        elif not wanted:
            hidden += 1
    yield ["read", hidden]


def _package(file: BinaryIO) -> zipfile.ZipFile:
    """The workbook as a package whose parts are what they say, and not too much.

    Raises:
        RefusedError: If it is none.
    """
    begin = file.read(8)
    if begin == _OLE:
        raise _old_or_encrypted(file)
    if not zipfile.is_zipfile(file):
        raise RefusedError("is no Excel workbook (.xlsx).", _SAVE_AS)
    package = zipfile.ZipFile(file)
    parts = package.infolist()
    if len(parts) > PARTS:
        raise RefusedError(f"has {len(parts):,} parts; a workbook has a few.")
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedError("is encrypted.", "Take its password away and save it again.")
    names = {part.filename for part in parts}
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        told = next((kind for part, kind in _KINDS.items() if part in names), "a ZIP archive")
        raise RefusedError(f"is {told}, no Excel workbook (.xlsx).", _SAVE_AS)
    size = sum(part.file_size for part in parts)
    if size > UNPACKED:
        raise _too_large(size)
    return package


def _old_or_encrypted(file: BinaryIO) -> RefusedError:
    while piece := file.read(_PIECE):
        if _ENCRYPTED in piece:
            return RefusedError(
                "is encrypted with a password.", "Take its password away and save it again."
            )
        if len(piece) == _PIECE:
            file.seek(-len(_ENCRYPTED), 1)
    return RefusedError("is a workbook of the old kind (.xls) or another old document.", _SAVE_AS)


def _too_large(size: int) -> RefusedError:
    return RefusedError(
        f"would unpack to {size:,} bytes; at most {UNPACKED:,} are taken.",
        "Save the claims alone, or as CSV, which has no limit.",
    )


def _parts_of_sheets(package: zipfile.ZipFile) -> dict[str, str]:
    """The name of the part that holds each sheet, by the sheet's name."""
    targets = {}
    relations = "xl/_rels/workbook.xml.rels"
    if relations in package.namelist():
        for given in _tags(package.read(relations), "Relationship"):
            target = given.get("Target", "")
            base = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            targets[given.get("Id", "")] = normpath(base)
    found = {}
    for given in _tags(package.read("xl/workbook.xml"), "sheet"):
        key = next((value for name, value in given.items() if name.endswith(":id")), "")
        found[given.get("name", "")] = targets.get(key, "")
    return found


def _tags(xml: bytes, wanted: str) -> Iterator[dict[str, str]]:
    for tag, inner in _TAG.findall(xml.decode(errors="replace")):
        if tag == wanted:
            yield {n: html.unescape(a or b) for n, a, b in _ATTRIBUTE.findall(inner)}


def _damage(package: zipfile.ZipFile, part: str, sheet: str) -> Places:
    """The rows of a sheet in which something is not a value, which the reader would pass over.

    These are error values (such as #N/A) and formulas whose value was never computed. The part is
    unpacked for it to its end, so that sizes and checksums are known to be true.

    Raises:
        RefusedError: If such a cell does not say where it is.
    """
    if part not in package.namelist():
        return {}
    found: Places = {}
    with package.open(part) as file:
        for inner, formula, value in _cells(file):
            if not formula and b"e" not in inner:
                continue
            given = {n: a or b for n, a, b in _ATTRIBUTE.findall(inner.decode(errors="replace"))}
            what = _fault(given.get("t", ""), bool(formula), value.decode(errors="replace"))
            if not what:
                continue
            place = given.get("r", "")
            row = place.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            if not (row.isascii() and row.isdigit() and len(row) < 8):
                raise RefusedError(f"holds {what} in the sheet {sheet!r}.", _SAVE_AS)
            found.setdefault(int(row), f"the cell {place} holds {what}")
    return found


def _cells(file: Any) -> Iterator[tuple[bytes, bytes, bytes]]:
    rest = b""
    while piece := file.read(_PIECE):
        text = rest + piece
        end = 0
        for found in _CELL.finditer(text):
            end = found.end()
            yield found[1], found[2] or b"", found[3] or b""
        rest = text[max(end, len(text) - _LONGEST_TAG) :]


def _fault(kind: str, is_formula: bool, value: str) -> str:
    if kind == "e":
        return f"the error {html.unescape(value)[:20]}"
    if is_formula and not value and kind not in ("str", "b"):
        return "a formula without a value; open the file in a spreadsheet program and save it"
    return ""


def _sheet(sheet: Any, damage: Places) -> Iterator[list[Any]]:
    left = sheet.start[1] if sheet.start else 0
    merged = _Merged((top, column - left, bottom) for (top, column), (bottom, _)
                     in sheet.merged_cell_ranges if bottom > top)  # fmt: skip
    heading: list[str] = []
    for place, values in enumerate(sheet.iter_rows()):
        cells = [_text(value) for value in values]
        merged.begin(place, cells)
        while cells and not cells[-1]:
            cells.pop()
        number = place + 1
        if not cells and number not in damage:
            continue
        if heading:
            told = damage.get(number, "") or _lost_digits(values)
            yield [number, merged.filled(place, cells), told]
            continue
        heading = [cell.strip() for cell in cells]
        yield ["sheet", sheet.name, number, heading]
        if number in damage:
            raise RefusedError(f"has a heading of which {damage[number]}.")
        merged.forget()


def _lost_digits(values: list[Any]) -> str:
    """What is wrong with a row in which a number is too large to be stored exactly."""
    large = next((v for v in values if isinstance(v, float) and abs(v) >= _EXACT), None)
    if large is None:
        return ""
    return f"a number has lost its last digits: {_text(large)[:40]}; keep it as a text"


class _Merged:
    """Cells that are one over several rows: what they say, they say of every one of the rows."""

    def __init__(self, ranges: Iterable[tuple[int, int, int]]) -> None:
        self._starting: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for top, column, bottom in ranges:
            self._starting[top].append((column, bottom))
        self._open: dict[int, tuple[int, str]] = {}

    def begin(self, place: int, cells: list[str]) -> None:
        """Note what the merged cells say that begin in a row."""
        for column, bottom in self._starting.pop(place, ()):
            if 0 <= column < len(cells):
                self._open[column] = (bottom, cells[column])

    def forget(self) -> None:
        """Forget those of the rows so far."""
        self._open.clear()

    def filled(self, place: int, cells: list[str]) -> list[str]:
        """The cells of a row with what merged cells from above say."""
        for column, (bottom, cell) in list(self._open.items()):
            if place > bottom:
                del self._open[column]
                continue
            cells += [""] * (column + 1 - len(cells))
            cells[column] = cells[column] or cell
        return cells


def _text(value: Any) -> str:
    """A cell's value as a table has it: numbers as digits, dates in ISO 8601."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        digits = format(Decimal(repr(value)), "f")
        digits = digits.removesuffix(".0")
        return "0" if digits == "-0" else digits
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat()
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)


def main() -> int:
    """Read the workbook on standard input.

    Returns:
        0 if it was read, or refused in so many words; else `TOO_MUCH` or `DAMAGED`.
    """
    limit()
    out = sys.stdout
    out.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]

    def send(item: list[Any]) -> None:
        out.write(json.dumps(item, separators=(",", ":")) + "\n")

    try:
        for item in read(sys.stdin.buffer, sys.argv[1]):
            send(item)
        out.flush()
    except RefusedError as error:
        send(["refused", error.message, error.hint])
        out.flush()
    except MemoryError:
        return TOO_MUCH
    except OSError as error:
        return TOO_MUCH if error.errno == errno.EFBIG else DAMAGED
    return 0


if __name__ == "__main__":
    sys.exit(main())
