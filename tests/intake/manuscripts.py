"""A manuscript as authors deliver it, made with python-docx, and as LibreOffice saves it."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import docx

from tests.intake.test_word_files import with_notes

TEXT = (
    "Trams of the town\n\nTrams\n\nThe town has 29 trams 🚋 since 2004.\n\nNobody knows why.\n\n"
    "Lists\n\nOne\n\nDeeper\n\nFirst\n\nIt is over\n\nSo it is\n\nleft\n\nright\n\na\tb  c   d\ne"
)
STRUCTURE = [
    ("heading", 1, "Trams of the town"),
    ("heading", 1, "Trams"),
    ("heading", 2, "Lists"),
    ("list", 1, "One"),
    ("list", 2, "Deeper"),
    ("list", 1, "First"),
    ("quote", 1, "It is over"),
    ("quote", 1, "So it is"),
]
_NUMBER = "<w:r><w:t>31 trams</w:t></w:r>"
_CHANGED = (
    '<w:del w:id="9" w:author="E" w:date="2025-01-01T00:00:00Z"><w:r><w:delText>31</w:delText>'
    '</w:r></w:del><w:ins w:id="8" w:author="E" w:date="2025-01-01T00:00:00Z"><w:r><w:t>29</w:t>'
    '</w:r></w:ins><w:r><w:t xml:space="preserve"> trams</w:t></w:r>'
)


def write_manuscript(path: Path) -> None:
    """A document with headings, lists, quotes, a table, three comments, a note and a change."""
    made = docx.Document()
    made.core_properties.title = "Trams of the town"
    made.add_heading("Trams of the town", level=0)
    made.add_heading("Trams", level=1)
    paragraph = made.add_paragraph("The town has ")
    number = paragraph.add_run("31 trams")
    paragraph.add_run(" 🚋 since ")
    year = paragraph.add_run("2004")
    paragraph.add_run(".")
    last = made.add_paragraph().add_run("Nobody knows why.")
    made.add_comment(number, text="See https://example.org/fleet, p. 2.", author="Kim")
    made.add_comment(year, text="Or was it 2005?", author="Kim")
    made.add_comment(last, text="From memory", author="Kim")
    made.add_heading("Lists", level=2)
    for words, style in (
        ("One", "List Bullet"), ("Deeper", "List Bullet 2"), ("First", "List Number"),
        ("It is over", "Quote"), ("So it is", "Intense Quote"),
    ):  # fmt: skip
        made.add_paragraph(words, style=style)
    table = made.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "left", "right"
    made.add_paragraph("a\tb  c   d\ne")
    made.save(str(path))
    with_notes(path)
    _with_change(path)


def _with_change(path: Path) -> None:
    """Let the number be a tracked change, and the footnotes a part that LibreOffice looks for."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, old, new in (
        ("word/document.xml", _NUMBER, _CHANGED),
        ("[Content_Types].xml", "</Types>",
         '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-'
         'officedocument.wordprocessingml.footnotes+xml"/></Types>'),
        ("word/_rels/document.xml.rels", "</Relationships>",
         '<Relationship Id="notes" Target="footnotes.xml" Type="http://schemas.openxmlformats.org/'
         'officeDocument/2006/relationships/footnotes"/></Relationships>'),
    ):  # fmt: skip
        assert old in parts[name].decode()
        parts[name] = parts[name].decode().replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def saved_by_libreoffice(path: Path, kind: str) -> Path:
    """The document as LibreOffice saves it in another format, beside it."""
    command = ["soffice", f"-env:UserInstallation=file://{path.parent}/office", "--headless",
               "--convert-to", kind, "--outdir", str(path.parent), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return path.with_suffix(f".{kind}")
