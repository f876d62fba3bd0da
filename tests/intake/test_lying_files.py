"""Files that are broken, or that lie about themselves: read, or one clear error, and soon."""

from __future__ import annotations

import io
import random
import resource
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import annot
from tests.documents import NAMES, comments, paragraph, run, word_file
from tests.intake.test_pdf import PAGES, pdf_of
from tests.pages import PAGE

WORDS = "The town has 31 trams, and nobody knows why that is so. "
SOON = 60
"""Seconds of work that one file may cost, however busy the machine is; a reader has fewer."""

MUCH = 2560 << 20
"""Bytes that a reader may hold at most; two gigabytes, and what Python takes itself."""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def worked() -> float:
    """The seconds that this process and the readers that it started have worked."""
    here, readers = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return here.ru_utime + here.ru_stime + readers.ru_utime + readers.ru_stime


def is_read(workspace: annot.Workspace, name: str, data: bytes) -> bool:
    """Whether a file is taken in; if not, that it was refused in one sentence, and nothing kept."""
    Path(name).write_bytes(data)
    begun = worked()
    told = hint = ""
    try:
        workspace.articles.add_file(name)
    except annot.AnnotError as error:
        told, hint = error.message, error.hint
    assert worked() - begun < SOON
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10 < MUCH
    assert (name in told) == (workspace.articles.list() == [])
    if told:
        assert told.endswith(".")
        assert "\n" not in told
        assert hint
        assert "cannot be read; it is damaged" not in told  # it was not made for such a file
    assert workspace.history.verify().breaks == ()
    return not told


def packed(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def document(body: str) -> bytes:
    return f"<w:document {NAMES}><w:body>{body}</w:body></w:document>".encode()


def with_size(size: int) -> bytes:
    """A document whose directory says another size of its main part."""
    data = bytearray(word_file(paragraph(run(WORDS))))
    central = data.rindex(b"word/document.xml") - 46
    data[central + 24 : central + 28] = struct.pack("<I", size)
    return bytes(data)


def with_directory(field: int, value: int) -> bytes:
    """A document whose end of directory says something else; `field` is the place of a number."""
    data = bytearray(word_file(paragraph(run(WORDS))))
    end = data.rindex(b"PK\x05\x06")
    data[end + field : end + field + 4] = struct.pack("<I", value)
    return bytes(data)


DEEP = "<w:p>" * 50_000 + run(WORDS) + "</w:p>" * 50_000
NESTED = "<m:e>" * 20_000 + "<m:r><m:t>x</m:t></m:r>" + "</m:e>" * 20_000
BOXES = "<w:p><w:r><w:txbxContent>" * 20_000 + "</w:txbxContent></w:r></w:p>" * 20_000
MANY = "".join(f'<w:commentRangeStart w:id="{n}"/>' for n in range(3_000))
RANGES = '<w:commentRangeEnd w:id="0"/><w:commentRangeStart w:id="0"/>' * 500
REFERENCES = '<w:r><w:footnoteReference w:id="9"/><w:commentReference w:id="9"/></w:r>' * 500
LYING: dict[str, tuple[str, Callable[[], bytes], bool | None]] = {
    # what it is: its name, its bytes, whether it is read (None: either)
    "docx deep": ("a.docx", lambda: word_file(DEEP), True),
    "docx boxes": ("a.docx", lambda: word_file(BOXES + paragraph(run(WORDS))), True),
    "docx formula": ("a.docx", lambda: word_file(paragraph(f"<m:oMath>{NESTED}</m:oMath>")), None),
    "docx comments open": (
        "a.docx",
        lambda: word_file(
            paragraph(MANY + run(WORDS) * 300), comments=comments(*["Which?"] * 300)
        ),
        True,
    ),
    "docx comments over all": (
        "a.docx",
        lambda: word_file(
            paragraph(MANY + run(WORDS * 2_000)), comments=comments(*["Which?"] * 3_000)
        ),
        False,
    ),
    "docx comments turned": (
        "a.docx",
        lambda: word_file(paragraph(run(WORDS) + RANGES), comments=comments("Which?")),
        True,
    ),
    "docx calls of nothing": (
        "a.docx", lambda: word_file(paragraph(run(WORDS) + REFERENCES)), True,
    ),
    "docx no body": ("a.docx", lambda: packed({"word/document.xml": b"<document/>"}), False),
    "docx other words": (
        "a.docx", lambda: packed({"word/document.xml": b"<p>It rains</p>"}), False,
    ),
    "docx empty part": ("a.docx", lambda: packed({"word/document.xml": b""}), False),
    "docx zeros": ("a.docx", lambda: packed({"word/document.xml": bytes(1000)}), False),
    "docx half a sign": (
        "a.docx",
        lambda: packed({"word/document.xml": document(paragraph(run("\ud7ff"))) + b"\xed\xa0\x80"}),
        False,
    ),
    "docx codec": (
        "a.docx",
        lambda: packed({"word/document.xml": b'<?xml version="1.0" encoding="rot13"?><a/>'}),
        False,
    ),
    "docx no encoding": (
        "a.docx",
        lambda: packed({"word/document.xml": b'<?xml version="1.0" encoding="klingon"?><a/>'}),
        False,
    ),
    "docx bomb": (
        "a.docx",
        lambda: packed({"word/document.xml": document(paragraph(run(" " * (300 << 20))))}),
        False,
    ),
    "docx bomb beside": (
        "a.docx",
        lambda: packed(
            {"word/document.xml": document(paragraph(run(WORDS))), "word/media/a": bytes(300 << 20)}
        ),
        False,
    ),
    "docx many elements": (
        "a.docx",
        lambda: packed({"word/document.xml": document("<w:p/>" * (20 << 20))}),
        False,
    ),
    "docx size small": ("a.docx", lambda: with_size(20), False),
    "docx size large": ("a.docx", lambda: with_size(0xFFFF_FFF0), False),
    "docx size larger": ("a.docx", lambda: with_size(100 << 20), None),
    "docx directory elsewhere": ("a.docx", lambda: with_directory(16, 0x7FFF_FFFF), False),
    "docx directory too long": ("a.docx", lambda: with_directory(12, 0x7FFF_FFFF), False),
    "docx directory of nought": ("a.docx", lambda: with_directory(12, 0), False),
    "docx without its end": ("a.docx", lambda: word_file(paragraph(run(WORDS)))[:-30], False),
    "docx behind junk": (
        "a.docx", lambda: b"junk" * 100 + word_file(paragraph(run(WORDS))), True,
    ),
    "docx controls": ("a.docx", lambda: word_file(paragraph(run("&#1;" + WORDS))), False),
    "docx numbers": (
        "a.docx",
        lambda: word_file(
            paragraph(run(WORDS), '<w:outlineLvl w:val="-1"/><w:numPr><w:ilvl w:val="²"/>'
                      '<w:numId w:val="x"/></w:numPr>')
        ),
        True,
    ),
    "docx styles in a ring": (
        "a.docx",
        lambda: word_file(
            paragraph(run(WORDS), '<w:pStyle w:val="A"/>'),
            styles=f'<w:styles {NAMES}><w:style w:styleId="A"><w:basedOn w:val="B"/></w:style>'
            '<w:style w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>',
        ),
        True,
    ),
    "html deep": ("a.html", lambda: b"<html><body>" + b"<b><div>" * 100_000, None),
    "html long attribute": (
        "a.html", lambda: b'<html><body><p class="' + b"a" * (20 << 20) + b'">It rains.', None,
    ),
    "html open comment": ("a.html", lambda: b"<html><body><!--" + b"<!-- -" * 500_000, False),
    "html many": ("a.html", lambda: b"<html><body>" + b"<p>It rains.</p>" * 100_000, None),
    "html wrong encoding": (
        "a.html", lambda: b'<html><head><meta charset="klingon"></head>' + PAGE.encode(), None,
    ),
    "html utf-16": ("a.html", lambda: PAGE.encode("utf-16"), None),
    "html entities": (
        "a.html",
        lambda: b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>&x;</p>',
        None,
    ),
    "html table": ("a.html", lambda: b"<html><body>" + b"<table><tr><td>" * 50_000, None),
    "html only a script": ("a.html", lambda: b"<html><body><script>1</script></body>", False),
    "pdf nothing": ("a.pdf", lambda: b"%PDF-1.7\n", False),
    "pdf ring of pages": (
        "a.pdf", lambda: pdf_of(PAGES).replace(b"/Kids[4 0 R 6 0 R]", b"/Kids[2 0 R 2 0 R]"), None,
    ),
    "pdf many pages": (
        "a.pdf", lambda: pdf_of(PAGES).replace(b"/Count 2", b"/Count 999999999"), None,
    ),
    "pdf wrong length": ("a.pdf", lambda: pdf_of(PAGES).replace(b"/Length ", b"/Length 99"), None),
    "pdf without a table": ("a.pdf", lambda: pdf_of(PAGES).partition(b"xref")[0], None),
    "pdf of zeros": ("a.pdf", lambda: b"%PDF-1.7\n" + bytes(5 << 20), False),
    "pdf behind text": ("a.pdf", lambda: b"It rains.\n" * 20 + pdf_of(PAGES), None),
    "pdf nested": ("a.pdf", lambda: b"%PDF-1.4\n1 0 obj" + b"[" * 500_000, False),
    "txt zeros": ("a.txt", lambda: bytes(5 << 20), False),
    "txt one line": ("a.txt", lambda: b"a" * (20 << 20), True),
    "txt full stops": ("a.txt", lambda: b". " * (1 << 20), True),
    "txt line ends": ("a.txt", lambda: b"a\r" * (1 << 20), True),
    "txt half a sign": ("a.txt", lambda: ("\u20ac" * 40).encode()[:-1], False),
    "txt surrogates": ("a.txt", lambda: (WORDS * 4).encode() + b"\xed\xa0\x80", None),
    "txt half of utf-16": ("a.txt", lambda: WORDS.encode("utf-16")[:-1], False),
    "txt two marks": ("a.txt", lambda: b"\xff\xfe\x00\x00" + WORDS.encode("utf-16-le"), False),
    "txt mark alone": ("a.txt", lambda: b"\xef\xbb\xbf", False),
    "txt random": ("a.txt", lambda: random.Random(1).randbytes(1 << 20), False),
    "txt too large": ("a.txt", lambda: b"It rains. " * (7 << 20), False),
    "txt escapes": ("a.txt", lambda: b"\x1b[2J\x1b]0;title\x07" + WORDS.encode(), None),
    "md nested": ("a.md", lambda: b"> " * 200_000 + b"It rains.", True),
    "md marks": ("a.md", lambda: b"# " + b"#" * 500_000 + b"\n\nIt rains.", True),
    "empty docx": ("a.docx", lambda: b"", False),
    "empty pdf": ("a.pdf", lambda: b"", False),
    "empty html": ("a.html", lambda: b"", False),
}  # fmt: skip


@pytest.mark.parametrize("kind", LYING)
def test_a_lying_file_is_read_or_is_one_clear_error(workspace: annot.Workspace, kind: str) -> None:
    name, made, expected = LYING[kind]
    assert is_read(workspace, name, made()) == expected or expected is None


WHOLE = {
    "a.docx": lambda: word_file(
        paragraph(run(WORDS) + '<w:r><w:commentReference w:id="0"/></w:r>'),
        comments=comments("Which?"),
    ),
    "a.pdf": lambda: pdf_of(PAGES),
    "a.html": lambda: PAGE.encode(),
    "a.txt": lambda: (WORDS * 20 + "Größe und Maße.").encode(),
}


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", WHOLE)
def test_pieces_of_a_file_that_are_lost_doubled_or_swapped(
    workspace: annot.Workspace, name: str, seed: int
) -> None:
    chance = random.Random(seed)
    data = WHOLE[name]()
    for _ in range(1 + seed // 2):
        one, two, three = sorted(chance.randrange(len(data) + 1) for _ in range(3))
        data = chance.choice(
            [
                data[:one] + data[two:],
                data[:two] + data[one:],
                data[:one] + data[two:three] + data[one:two] + data[three:],
                data[:one] + bytes(two - one) + data[two:],
            ]
        )
    is_read(workspace, name, data)
