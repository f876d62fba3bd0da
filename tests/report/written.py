"""Reports as they are written, for the tests that read them."""

from __future__ import annotations

import io
from typing import Any

from annot.report.dress import Dress
from annot.report.files import Writer
from annot.report.html import html_pieces
from annot.report.markdown import markdown_pieces
from annot.report.model import Report
from annot.report.typeset import write_pdf
from annot.report.word import write_docx
from annot.report.workbook import write_xlsx


def bytes_of(write: Writer, report: Report, dress: Dress | None = None, **values: Any) -> bytes:
    """What a writer makes of a report."""
    out = io.BytesIO()
    write(report, out, dress, **values)
    return out.getvalue()


def html_of(report: Report, dress: Dress | None = None) -> str:
    """The page."""
    return "".join(html_pieces(report, dress))


def markdown_of(report: Report, dress: Dress | None = None) -> str:
    """The text in Markdown."""
    return "".join(markdown_pieces(report, dress))


def docx_of(report: Report, dress: Dress | None = None, *, tracked: bool = False) -> bytes:
    """The Word document."""
    return bytes_of(write_docx, report, dress, tracked=tracked)


def xlsx_of(report: Report, dress: Dress | None = None) -> bytes:
    """The workbook."""
    return bytes_of(write_xlsx, report, dress)


def pdf_of(report: Report, dress: Dress | None = None) -> bytes:
    """The PDF."""
    return bytes_of(write_pdf, report, dress)
