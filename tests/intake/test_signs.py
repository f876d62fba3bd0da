"""Files that are not what their name says, told by their own bytes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

import annot
from annot.errors import InputFileError
from annot.intake.signs import refuse_misnamed
from tests.documents import HAS_OFFICE, paragraph, run, saved_by_office, word_file
from tests.pages import PAGE

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORDS = "The town has 31 trams, and nobody knows why that is so. "
PACKED = io.BytesIO()
with zipfile.ZipFile(PACKED, "w") as package:
    package.writestr("notes.txt", WORDS)
PICTURE = b"GIF89a\x20\x00\x10\x00\x80\x00\x00" + b"trams" * 9
MHTML = (
    "From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n"
    f'\tboundary="x"\n\n--x\nContent-Type: text/html\n\n{PAGE}\n--x--\n'
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def refused(workspace: annot.Workspace, name: str) -> InputFileError:
    with pytest.raises(InputFileError) as told:
        workspace.articles.add_file(name)
    assert workspace.articles.list() == []
    assert told.value.message.startswith(f"{name} is ")
    assert "\n" not in told.value.message + told.value.hint
    return told.value


@pytest.mark.parametrize(
    ("name", "data", "kind", "hint"),
    [
        ("a.txt", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\n%%EOF", "a PDF", "to a.pdf"),
        ("a.md", b"\xef\xbb\xbf%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF", "to a.pdf"),
        ("a.txt", b"{\\rtf1\\ansi The town has 31 trams.}", "RTF", ""),
        ("a.txt", b"{\\rtf\\ansi The town has 31 trams.}", "RTF", ""),
        ("a.txt", PAGE.encode(), "HTML", "to a.html"),
        ("a.md", b"\xef\xbb\xbf\n <!doctype HTML><p>It rains.", "HTML", "to a.html"),
        ("a.txt", PAGE.encode("utf-16"), "HTML", "to a.html"),
        ("a.txt", b'<?xml version="1.0"?>\n<!-- saved -->\n<html lang="en"><head><title>A</title>',
         "HTML", "to a.html"),
        ("a.txt", b"<HTML>\n<BODY>It rains.</BODY>", "HTML", "to a.html"),
        ("a.txt", word_file(paragraph(run(WORDS))), "a Word document", "to a.docx"),
        ("a.txt", PACKED.getvalue(), "ZIP", "Unpack it"),
        ("a", PACKED.getvalue(), "ZIP", "Unpack it"),
        ("a.md", b"\x89PNG\r\n\x1a\n" + b"trams" * 9, "PNG", "OCR"),
        ("a.txt", b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"trams" * 9, "JPEG", "OCR"),
        ("a.txt", PICTURE, "GIF", "OCR"),
        ("a.txt", b"RIFF\x10\x00\x00\x00WEBPVP8 " + b"trams" * 9, "WebP", "OCR"),
        ("a.txt", OLE + b"\0" * 600, "older Word", "save it as .docx"),
        ("a.doc", OLE + b"\0" * 600, "older Word", "save it as .docx"),
        ("a.doc", PAGE.encode(), "HTML", "to a.html"),
        ("a.mht", MHTML.encode(), "MHTML", "as .html"),
        ("a.docx", b"%PDF-1.4\n%%EOF", "a PDF, not a Word document", "to a.pdf"),
        ("a.docx", PAGE.encode(), "HTML", "to a.html"),
        ("a.docx", OLE + b"\0" * 600, "older Word", "save it as .docx"),
        ("a.pdf", word_file(paragraph(run(WORDS))), "Word document, not a PDF", "to a.docx"),
        ("a.pdf", PAGE.encode(), "HTML", "to a.html"),
        ("a.html", b"%PDF-1.4\n%%EOF", "a PDF, not a web page", "to a.pdf"),
        ("a.html", PICTURE, "GIF", "OCR"),
    ],
)  # fmt: skip
def test_what_a_file_is_and_what_to_do_is_told(
    workspace: annot.Workspace, name: str, data: bytes, kind: str, hint: str
) -> None:
    Path(name).write_bytes(data)
    told = refused(workspace, name)
    assert kind in told.message
    assert told.hint
    assert hint in told.hint


@pytest.mark.parametrize(
    "text",
    [
        "<p>It rains</p> is how a paragraph of a page is written.",
        "<html> is the word that every page begins with, and nobody knows why.",
        "<https://example.org/> is where the town keeps its trams.",
        "<!-- draft of Monday -->\n# Trams\n\nThe town has 31 trams.",
        "<div align=center>\n\n# Trams\n\n</div>\n\nThe town has 31 trams.",
        "<?php is how a page of that sort begins, says the mayor.",
        "{\\rtfm} is what the driver wrote on the tram.",
        "%PDF is a sign that the town hall sees too often.",
        "GIF89a was the form of the pictures of the trams.",
        "PK is short for Parkhaus, says the driver.",
        "RIFF or WEBP, the town has 31 trams.",
        "MIME-Version: 1.0 is what every letter of the town hall begins with.",
        "---\ntitle: Trams\n---\n\n<section>The town has 31 trams.</section>",
    ],
)
def test_true_text_that_only_begins_so_comes_in(workspace: annot.Workspace, text: str) -> None:
    Path("a.md").write_text(text)
    article = workspace.articles.add_file("a.md")
    assert workspace.articles.text(article) == text


def test_a_kind_that_nothing_reads_is_told_what_to_save_it_as() -> None:
    data = b"{\\rtf1\\ansi The town has 31 trams.}"
    with pytest.raises(InputFileError, match=r"^a.rtf is an RTF document, which cannot") as told:
        refuse_misnamed(data, "a.rtf", readable={".docx"})
    assert "save it as .docx" in told.value.hint
    refuse_misnamed(data, "a.rtf", readable={".docx", ".rtf"})
    with pytest.raises(InputFileError, match=r"not a text") as told:
        refuse_misnamed(data, "a.txt", readable={".docx", ".rtf"})
    assert told.value.hint == "Rename it to a.rtf and add that."


def test_nested_comments_before_a_page_take_no_time(workspace: annot.Workspace) -> None:
    Path("a.md").write_text("<!-- -->" * 500 + " It rains.\n" + "<!--" * 500)
    assert workspace.articles.add_file("a.md")


def test_what_comes_on_standard_input_is_looked_at_too(
    workspace: annot.Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"%PDF-1.4\n%%EOF")))
    with pytest.raises(InputFileError, match="standard input is a PDF") as told:
        workspace.articles.add_file("-")
    assert "a file whose name ends with .pdf" in told.value.hint


@pytest.mark.skipif(not HAS_OFFICE, reason="needs LibreOffice (soffice)")
@pytest.mark.parametrize(("kind", "named"), [("rtf", "RTF"), ("doc", "older Word"),
                                             ("odt", "OpenDocument"), ("html", "HTML"),
                                             ("pdf", "PDF")])  # fmt: skip
def test_what_libreoffice_saves_is_known_under_the_name_of_a_text(
    workspace: annot.Workspace, tmp_path: Path, kind: str, named: str
) -> None:
    made = docx.Document()
    made.add_paragraph(WORDS)
    made.save("trams.docx")
    saved = saved_by_office(Path("trams.docx"), kind, tmp_path)
    Path("trams.txt").write_bytes(saved.read_bytes())
    assert named in refused(workspace, "trams.txt").message


def test_an_encrypted_document_is_said_to_be_one(workspace: annot.Workspace) -> None:
    data = OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600
    Path("a.docx").write_bytes(data)
    told = refused(workspace, "a.docx")
    assert "protected by a password" in told.message
    assert "save it without one" in told.hint
    with pytest.raises(annot.AnnotError, match="protected by a password"):
        workspace.import_file("a.docx")


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.html", "a.txt", "a"])
def test_a_folder_is_said_to_be_one(workspace: annot.Workspace, name: str) -> None:
    Path(name).mkdir()
    assert refused(workspace, name).message == f"{name} is a folder."
