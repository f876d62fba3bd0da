"""Workbooks for the tests, made by another library, and taken apart to be damaged."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
_NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(fill: Callable[[Workbook], object]) -> bytes:
    """A workbook that a function fills in."""
    book = Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(*rows: tuple[object, ...]) -> bytes:
    """A workbook of one sheet with these rows."""
    return workbook(lambda book: [book.active.append(row) for row in rows])


def with_parts(data: bytes, parts: Mapping[str, bytes | None]) -> bytes:
    """A workbook some parts of which are others, or are not there."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in [*old.namelist(), *(set(parts) - set(old.namelist()))]:
            part = parts.get(name, old.read(name) if name in old.namelist() else b"")
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def with_sheet(inner: str, before: str = "") -> bytes:
    """A workbook whose first sheet has these rows, as XML."""
    xml = f"{before}<worksheet {_NAMESPACE}><sheetData>{inner}</sheetData></worksheet>"
    return with_parts(table(("claim",)), {SHEET: xml.encode()})


def declaring(data: bytes, part: str, size: int) -> bytes:
    """A workbook that says of a part that it unpacks to so many bytes."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        struct.pack_into("<I", changed, package.getinfo(part).header_offset + 22, size)
    entry = data.rindex(part.encode()) - 46
    struct.pack_into("<I", changed, entry + 24, size)
    return bytes(changed)
