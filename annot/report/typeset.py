"""The report as a PDF: the web page on paper, tagged, with page numbers and running heads.

WeasyPrint sets it, without a browser and without the network; nothing but the page itself is read,
and what stands in it (a logo).
"""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Iterator
from typing import BinaryIO

from annot.errors import InvalidValueError
from annot.report.dress import Dress
from annot.report.html import html_pieces
from annot.report.model import Report

VARIANT = "pdf/ua-1"
"""Tagged, so that it can be read aloud (ISO 14289-1)."""

_PLAIN = re.compile(r"<bdi>([\x20-\x3b\x3d-\x7e]*)</bdi>")
"""Text in ASCII turns no words around; an element less for each takes a seventh of the time."""


def write_pdf(report: Report, out: BinaryIO, dress: Dress | None = None) -> None:
    """The report as a tagged PDF, which is set as a whole.

    Args:
        report: The report.
        out: Where it is written.
        dress: How it looks and speaks; plain and English if not given.

    Raises:
        InvalidValueError: If the package that sets it, or a library that this needs, is missing.
    """
    try:
        from weasyprint import HTML  # type: ignore[import-untyped]
        from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]
    except (ImportError, OSError) as error:
        raise InvalidValueError(
            "A package is missing that sets PDF files.",
            hint="Install it: pip install 'annot-ledger[typeset]' (it needs Pango), or write "
            ".html and print that.",
        ) from error
    page = _PLAIN.sub(r"\1", "".join(html_pieces(report, dress)))
    with _uncollected():
        made = HTML(string=page, url_fetcher=URLFetcher(allowed_protocols={"data"}))
        paper: bytes = made.write_pdf(pdf_variant=VARIANT)
    out.write(paper)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """No search for garbage meanwhile: setting makes millions of objects, and it took a fifth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
