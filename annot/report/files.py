"""Which writer a report takes, by the ending of its file."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from annot.errors import InvalidValueError
from annot.report.model import Report

FORMATS = {
    ".html": ("annot.report.html", "write_html"),
    ".htm": ("annot.report.html", "write_html"),
    ".md": ("annot.report.markdown", "write_markdown"),
    ".markdown": ("annot.report.markdown", "write_markdown"),
}


def writer_for(path: Path) -> Callable[[Report], str]:
    """The writer of the format that a file's ending names.

    Raises:
        InvalidValueError: If no report has such an ending.
    """
    try:
        module, name = FORMATS[path.suffix.lower()]
    except KeyError as error:
        known = ", ".join(FORMATS)
        raise InvalidValueError(
            f"No report can be written as {path.name!r}.", hint=f"Let the file end in: {known}"
        ) from error
    writer: Callable[[Report], str] = getattr(import_module(module), name)
    return writer
