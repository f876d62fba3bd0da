"""An article in a PDF: the text layer, in paragraphs."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import annot
from annot.intake.pdf import read_pdf


def pdf_of(pages: list[list[str]]) -> bytes:
    """A plain PDF with lines of text, written by hand (ISO 32000)."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", ""]
    kids = []
    for lines in pages:
        drawn = "".join(f"({line}) Tj T* " for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td {drawn}ET"
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
        font = "<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects)} 0 R"
            f"/Resources{font}>>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R>>\n"
        f"startxref\n{len(out)}\n%%EOF"
    ).encode("latin-1")


LONG = "The town has had thirty-one trams since the year two thousand and"
PAGES = [
    [LONG, "four, and only four of the reports about them were ever pub-", "lished.",
     "Nobody knows why that was so, and nobody has asked about it for", "years; it went on"],
    ["until the summer of that year, when the mayor said it was over now."],
]  # fmt: skip


def test_lines_are_paragraphs_and_pages_go_on() -> None:
    read = read_pdf(pdf_of(PAGES), "a.pdf")
    assert read.text.split("\n\n") == [
        f"{LONG} four, and only four of the reports about them were ever published.",
        "Nobody knows why that was so, and nobody has asked about it for years; it went on until"
        " the summer of that year, when the mayor said it was over now.",
    ]
    first, second = read.blocks
    assert (first.kind, first.level, first.start) == ("page", 1, 0)
    assert read.text[second.start : second.end].startswith("until the summer")
    assert (second.level, second.end) == (2, len(read.text))


def test_a_pdf_is_an_article_with_its_bytes_kept(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "trams.pdf"
    path.write_bytes(pdf_of(PAGES))
    article = workspace.articles.add_file(path)
    claim = workspace.claims.add(article, quote="thirty-one trams since the year")
    assert workspace.claims.anchors(claim)[0].exact == "thirty-one trams since the year"
    revision = workspace.articles.revision(article)
    assert workspace.articles.content(revision.file_sha256) == path.read_bytes()


def test_a_scan_is_said_to_be_one(workspace: annot.Workspace, tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(pdf_of([[], []]))
    with pytest.raises(annot.AnnotError, match="pictures, as of a scan"):
        workspace.articles.add_file(path)


@pytest.mark.parametrize("seed", range(12))
def test_a_broken_pdf_is_one_clear_error_or_is_read(
    workspace: annot.Workspace, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    data = bytearray(pdf_of(PAGES))
    if seed % 3 == 0:
        data = data[: chance.randrange(len(data))]
    for _ in range(1 + 4 * seed):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    path = tmp_path / "broken.pdf"
    path.write_bytes(data)
    told = ""
    try:
        workspace.articles.add_file(path)
    except annot.AnnotError as error:
        told = error.message
    assert ("broken.pdf" in told) == (workspace.articles.list() == [])
