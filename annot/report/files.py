"""A report into a file, in the format that its ending names."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from annot.errors import InvalidValueError, WorkspaceError
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


def write_whole(path: Path, data: bytes) -> None:
    """Write a file as a whole or not at all: beside its place, then moved there.

    Raises:
        WorkspaceError: If it cannot be written.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise WorkspaceError(
            f"{path} cannot be written: {error.strerror}.",
            hint="Name a file in a folder where you may write.",
        ) from error
