"""The report on paper: tagged, with running heads and page numbers, and nothing that acts."""

from __future__ import annotations

import re
import zlib

import pypdfium2
import pytest
from report_builders import library_report
from written import pdf_of


def can_set() -> bool:
    """Whether WeasyPrint and the libraries of the system that it needs (Pango) are here."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


needs_pango = pytest.mark.skipif(not can_set(), reason="needs WeasyPrint and Pango")
pytestmark = needs_pango


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return pdf_of(library_report())


def pages(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_bounded() for page in document]


def inflated(data: bytes) -> bytes:
    """The bytes of the file with its streams unpacked."""
    parts = [data]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", data, re.DOTALL):
        try:
            parts.append(zlib.decompressobj().decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def test_a_reader_of_another_make_finds_every_claim_and_page(pdf: bytes) -> None:
    report = library_report()
    found = pages(pdf)
    text = " ".join(" ".join(found).split())
    for claim in report.claims:
        assert claim.text.split("\n")[0][:25] in text
    assert report.root in text.replace(" ", "")
    for number, page in enumerate(found, start=1):
        assert f"{number} / {len(found)}" in page
        assert report.title in page


def test_it_is_tagged_and_names_its_language(pdf: bytes) -> None:
    whole = inflated(pdf)
    assert b"/StructTreeRoot" in whole
    assert b"/Lang" in whole
    assert b"pdfuaid" in whole


def test_nothing_in_it_acts(pdf: bytes) -> None:
    whole = inflated(pdf)
    for word in (b"/JavaScript", b"/Launch", b"/OpenAction", b"/EmbeddedFile", b"/AA "):
        assert word not in whole
    for target in re.findall(rb"/URI \((.*?)\)", whole):
        assert target.startswith((b"http://", b"https://", b"mailto:"))
