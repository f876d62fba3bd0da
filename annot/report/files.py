"""Which writer a report takes, by the ending of its file or the name of its format."""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from annot.errors import InvalidValueError

Writer = Callable[..., None]
"""Takes the report, the file to write to, its `Dress`, and what else the format understands.

The file can be gone back in, as zip files and workbooks need it; text becomes UTF-8.
"""

FORMATS = {
    ".docx": ("annot.report.word", "write_docx"),
    ".pdf": ("annot.report.typeset", "write_pdf"),
    ".xlsx": ("annot.report.workbook", "write_xlsx"),
    ".html": ("annot.report.html", "write_html"),
    ".htm": ("annot.report.html", "write_html"),
    ".md": ("annot.report.markdown", "write_markdown"),
    ".markdown": ("annot.report.markdown", "write_markdown"),
}


_AT_ONCE = 1 << 16

BUNDLE = ".zip"
"""A sealed bundle: no writer of its own makes it."""

TEXTS = frozenset({".html", ".htm", ".md", ".markdown"})
"""The formats that a terminal can show."""


def ending_of(path: Path | str, format_: str = "") -> str:
    """The ending of the format that is meant, in lower case.

    Args:
        path: The file; `-` is standard output, which has no ending.
        format_: The name of the format, such as `html` or `.html`; else the file's ending says it.

    Raises:
        InvalidValueError: If no report can be written so, or it is not said how.
    """
    given = format_.strip().lower().lstrip(".")
    known = (*FORMATS, BUNDLE)
    names = ", ".join(ending[1:] for ending in known)
    if given:
        if f".{given}" not in known:
            raise InvalidValueError(
                f"No report can be written as {format_!r}.", hint=f"One of: {names}"
            )
        return f".{given}"
    if str(path) == "-":
        raise InvalidValueError(
            "Standard output has no ending that tells the format.",
            hint=f"Say --format. One of: {names}",
        )
    ending = Path(path).suffix.lower()
    if ending not in known:
        raise InvalidValueError(
            f"No report can be written as {Path(path).name!r}.",
            hint=f"Let the file end in: {', '.join(known)}",
        )
    return ending


@contextlib.contextmanager
def whole(out: BinaryIO) -> Iterator[BinaryIO]:
    """A file for a writer; what can be read while it is written gets it when it is complete.

    So a page that breaks in the middle leaves nothing on standard output or in a pipe.

    Args:
        out: Where the report goes.
    """
    # On the screen, what stands for standard output has no bytes below it.
    if out.seekable() and out is not getattr(sys.stdout, "buffer", None):
        yield out
        return
    with tempfile.TemporaryFile() as file:
        yield file
        file.seek(0)
        shutil.copyfileobj(file, out)


def write_text(pieces: Iterable[str], out: BinaryIO) -> None:
    """Write a text piece by piece, in UTF-8."""
    out.writelines(encoded(pieces))


def encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    """A text in UTF-8, in pieces that are worth a call each."""
    held: list[str] = []
    length = 0
    for piece in pieces:
        held.append(piece)
        length += len(piece)
        if length >= _AT_ONCE:
            yield "".join(held).encode()
            held.clear()
            length = 0
    yield "".join(held).encode()


def writer_for(path: Path, *, tracked: bool = False) -> Writer:
    """The writer of the format that a file's ending names.

    Args:
        path: The file.
        tracked: Whether corrections are tracked changes, which only Word has.

    Raises:
        InvalidValueError: If no report has such an ending, or the format has no tracked changes.
    """
    ending = ending_of(path)
    if tracked and ending != ".docx":
        raise InvalidValueError(
            f"A {ending} file cannot have tracked changes.",
            hint="Write .docx: annot report report.docx --tracked",
        )
    module, name = FORMATS[ending]
    writer: Writer = getattr(import_module(module), name)
    return partial(writer, tracked=True) if tracked else writer
