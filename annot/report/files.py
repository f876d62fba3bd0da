"""Which writer a report takes, by the ending of its file or the name of its format."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path

from annot.errors import InvalidValueError

Writer = Callable[..., str | bytes]
"""Takes the report, its `Dress`, and what else the format understands; text becomes UTF-8."""

FORMATS = {
    ".docx": ("annot.report.word", "write_docx"),
    ".pdf": ("annot.report.typeset", "write_pdf"),
    ".xlsx": ("annot.report.workbook", "write_xlsx"),
    ".html": ("annot.report.html", "write_html"),
    ".htm": ("annot.report.html", "write_html"),
    ".md": ("annot.report.markdown", "write_markdown"),
    ".markdown": ("annot.report.markdown", "write_markdown"),
}


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
