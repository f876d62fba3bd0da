"""Which writer a report takes, by the ending of its file."""

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


def writer_for(path: Path, *, tracked: bool = False) -> Writer:
    """The writer of the format that a file's ending names.

    Args:
        path: The file.
        tracked: Whether corrections are tracked changes, which only Word has.

    Raises:
        InvalidValueError: If no report has such an ending, or the format has no tracked changes.
    """
    try:
        module, name = FORMATS[path.suffix.lower()]
    except KeyError as error:
        known = ", ".join(FORMATS)
        raise InvalidValueError(
            f"No report can be written as {path.name!r}.", hint=f"Let the file end in: {known}"
        ) from error
    writer: Writer = getattr(import_module(module), name)
    if not tracked:
        return writer
    if path.suffix.lower() != ".docx":
        raise InvalidValueError(
            f"{path.name} cannot have tracked changes.", hint="Let the file end in .docx."
        )
    return partial(writer, tracked=True)
