"""Manuscripts of LibreOffice (.odt) and in Rich Text Format (.rtf): all that a Word file brings."""

from __future__ import annotations

import io
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import annot
from annot.errors import AnnotError
from annot.intake.written import Written, read_odt, read_rtf
from tests.intake.manuscripts import STRUCTURE, TEXT, saved_by_libreoffice, write_manuscript

READERS: dict[str, Callable[[bytes, str], Written]] = {"odt": read_odt, "rtf": read_rtf}
NAMES = "urn:oasis:names:tc:opendocument:xmlns"
needs_libreoffice = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="needs LibreOffice (soffice)"
)


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The manuscript as LibreOffice saves it, in each format."""
    path = tmp_path_factory.mktemp("manuscript") / "trams.docx"
    write_manuscript(path)
    return {kind: saved_by_libreoffice(path, kind) for kind in READERS}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def odt(body: str, **parts: str) -> bytes:
    """A document whose text is this XML."""
    content = (
        f'<office:document-content xmlns:office="{NAMES}:office:1.0" '
        f'xmlns:text="{NAMES}:text:1.0" xmlns:draw="{NAMES}:drawing:1.0" '
        f'xmlns:style="{NAMES}:style:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("content.xml", content)
        for name, part in parts.items():
            package.writestr({"manifest": "META-INF/manifest.xml"}.get(name, name), part)
    return out.getvalue()


def refusal(workspace: annot.Workspace, path: Path) -> str:
    """What is said of a file that is refused; nothing, if it was taken in."""
    told = ""
    try:
        workspace.articles.add_file(path)
    except AnnotError as error:
        told = error.message if error.hint else ""
    assert (path.name in told) == (workspace.articles.list() == [])
    assert workspace.history.verify().breaks == ()
    return told


@needs_libreoffice
@pytest.mark.parametrize("kind", READERS)
def test_what_libreoffice_saves_has_the_text_and_the_structure(
    workspace: annot.Workspace, saved: dict[str, Path], kind: str
) -> None:
    article = workspace.articles.add_file(saved[kind], notes=False)
    assert article.title == "Trams of the town"
    text = workspace.articles.text(article)
    assert text == TEXT
    revision = workspace.articles.revision(article)
    assert [(k, level, text[a:b]) for k, level, a, b in revision.blocks] == STRUCTURE
    assert workspace.articles.content(revision.file_sha256) == saved[kind].read_bytes()
    assert revision.encoding == kind
    assert workspace.claims.list() == []


@needs_libreoffice
@pytest.mark.parametrize("kind", READERS)
def test_its_comments_and_footnotes_become_claims_with_sources_queries_and_notes(
    workspace: annot.Workspace, saved: dict[str, Path], kind: str
) -> None:
    article = workspace.articles.add_file(saved[kind])
    claims = {claim.text: claim for claim in workspace.claims.list()}
    assert set(claims) == {"29 trams", "2004", "Nobody knows why."}
    text = workspace.articles.text(article)
    for claim in claims.values():
        (anchor,) = workspace.claims.anchors(claim)
        assert text[anchor.start : anchor.end] == claim.text
    (source,) = workspace.sources.list()
    assert source.url == "https://example.org/fleet"
    (evidence,) = workspace.evidence.list(claims["29 trams"])
    assert (evidence.stance, evidence.note) == ("context", "See https://example.org/fleet, p. 2.")
    notes = {note.text: note for note in workspace.notes.list()}
    query = notes["Or was it 2005?"]
    assert (query.addressee, query.added_by, query.claim_id) == ("author", "Kim", claims["2004"].id)
    assert notes["From memory"].added_by == "Kim"
    assert notes["The mayor, in a talk, 3 May."].claim_id == claims["Nobody knows why."].id


@needs_libreoffice
@pytest.mark.parametrize("kind", READERS)
@pytest.mark.parametrize("seed", range(10))
def test_a_broken_document_is_one_clear_error_or_is_read(
    workspace: annot.Workspace, saved: dict[str, Path], kind: str, seed: int, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    data = bytearray(saved[kind].read_bytes())
    if seed % 3 == 0:
        data = data[: chance.randrange(len(data))]
    for _ in range(1 + 3 * seed):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    path = tmp_path / f"broken.{kind}"
    path.write_bytes(data)
    refusal(workspace, path)


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.odt", b"", "no text document"),
        ("a.odt", b"PK\x03\x04 no zip", "no text document"),
        ("a.odt", odt("").replace(b"content.xml", b"kontent.xml"), "no text document"),
        ("a.odt", odt("<text:p/>"), "has no text"),
        ("a.odt", odt("<text:p>"), "no XML"),
        ("a.odt", odt("", **{"styles.xml": "<!DOCTYPE a []><a/>"}), "no office program"),
        (
            "a.odt",
            odt("", manifest=f'<m:a xmlns:m="{NAMES}:manifest:1.0"><m:encryption-data/></m:a>'),
            "is encrypted",
        ),
        ("a.odt", odt("<text:p>" + '<text:s text:c="99999999"/>' * 3 + "</text:p>"), "more than"),
        ("a.rtf", b"", "no document in Rich Text"),
        ("a.rtf", odt("<text:p>a</text:p>"), "no document in Rich Text"),
        ("a.rtf", rb"{\rtf1 }", "has no text"),
        ("a.rtf", rb"{\rtf1 The town {\b has", "before it is complete"),
        ("a.rtf", rb"{\rtf1 The town \bin9999999999 has}", "before it is complete"),
        ("a.rtf", rb"{\rtf1 " + b"{" * 1_000_000, "groups do not end"),
    ],
    ids=["empty", "no zip", "no content", "no words", "no xml", "doctype", "encrypted", "spaces",
         "no rtf", "odt", "no words in it", "cut", "binary", "deep"],
)  # fmt: skip
def test_what_cannot_be_read_is_one_clear_error(
    workspace: annot.Workspace, tmp_path: Path, name: str, data: bytes, told: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert told in refusal(workspace, path)


def test_a_bomb_is_refused(workspace: annot.Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.odt"
    package = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
    with package, package.open("content.xml", "w") as part:
        for _ in range(257):
            part.write(b" " * (1 << 20))
    assert path.stat().st_size < 1 << 20
    assert "would unpack to more" in refusal(workspace, path)


@pytest.mark.parametrize(
    ("at", "value"),
    [(6, b"\x01"), (30 + len("content.xml") + 1, b"\xff\xff"), (8, b"\x63")],
    ids=["password", "packing", "manner"],
)
@pytest.mark.parametrize("kind", ["odt", "docx"])
def test_a_package_that_cannot_be_unpacked_is_damaged_or_encrypted(
    workspace: annot.Workspace, tmp_path: Path, kind: str, at: int, value: bytes
) -> None:
    name = {"odt": "content.xml", "docx": "word/document.xml"}[kind]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, "<a>" + "many words " * 99 + "</a>")
    data = bytearray(out.getvalue())
    data[at : at + len(value)] = value
    if at < 30:  # the list of contents says it, too
        place = data.index(b"PK\x01\x02") + at + 2
        data[place : place + len(value)] = value
    path = tmp_path / f"a.{kind}"
    path.write_bytes(data)
    told = refusal(workspace, path)
    assert any(words in told for words in ("is damaged", "or a damaged one", "is encrypted"))


def test_a_part_that_lies_about_its_size_is_refused(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    data = bytearray(odt("<text:p>" + "a" * 5000 + "</text:p>"))
    place = data.index(b"PK\x01\x02") + 24  # the size that the list of contents tells
    data[place : place + 4] = (10).to_bytes(4, "little")
    path = tmp_path / "a.odt"
    path.write_bytes(data)
    assert refusal(workspace, path)


def test_what_an_odt_holds_beside_its_words_is_no_part_of_the_text() -> None:
    read = read_odt(
        odt(
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p>"
            "</text:deletion></text:changed-region></text:tracked-changes>"
            '<text:h text:outline-level="2">  A\n  <text:span>title </text:span> of it </text:h>'
            "<text:p>Words <draw:frame><draw:image>picture</draw:image><draw:text-box>"
            "<text:p>In a frame</text:p></draw:text-box></draw:frame>go on.<text:note "
            'text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body>'
            "<text:p>One</text:p><text:p>two</text:p></text:note-body></text:note></text:p>"
            '<text:list><text:list-item><text:p>a</text:p><text:list><text:list-item><text:p>b'
            "</text:p></text:list-item></text:list></text:list-item></text:list>"
        ),
        "a.odt",
    )  # fmt: skip
    assert read.text == "A title of it\n\nWords go on.\n\nIn a frame\n\na\n\nb"
    assert [tuple(block) for block in read.blocks] == [
        ("heading", 2, 0, 13), ("list", 1, 41, 42), ("list", 2, 44, 45),
    ]  # fmt: skip
    (note,) = read.remarks
    assert (note.start, note.end, note.text, note.kind) == (27, 27, "One\ntwo", "endnote")


def test_a_reply_to_a_comment_stands_where_the_comment_does() -> None:
    read = read_odt(
        odt(
            '<text:p>Since <office:annotation office:name="1"><dc:creator>Kim</dc:creator>'
            "<text:p>Sure?</text:p></office:annotation>2004<office:annotation-end "
            'office:name="1"/><office:annotation office:name="2" loext:parent-name="1">'
            "<dc:creator>Lee</dc:creator><text:p>Yes.</text:p></office:annotation>.</text:p>"
        ),
        "a.odt",
    )
    assert [(r.text, r.author, read.text[r.start : r.end].strip()) for r in read.remarks] == [
        ("Sure?", "Kim", "2004"),
        ("Yes.", "Lee", "2004"),
    ]


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8\par}", "При"),
        (rb"{\rtf1\ansi\deff0{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset161 B;}}a{\f1 \'e1} \'e9}",
         "aα é"),
        (rb"{\rtf1\ansi\ansicpg932 \'83\'65\'83X}", "テス"),
        (rb"{\rtf1 \u8220\'93so\u8221\'94 {\uc2\u233 xxt\u233 xx} \u-10179?\u-8646? \emdash\~x}",
         "“so” été 😺 —\xa0x"),
        (rb"{\rtf1 one{\deleted two}\v hidden\v0  three{\*\unknown four}{\field{\*\fldinst "
         rb'HYPERLINK "http://a.example"}{\fldrslt five}}\line six}', "one threefive\nsix"),
        (rb"{\rtf1 a{\pict{\*\picprop x}\bin3 }}}}b}", "ab"),
        (rb"{\rtf1 a\par{\deleted b\par}{c\par}\par\par d\cell e\cell\row}trailing",
         "a\n\nc\n\nd\n\ne"),
        (rb"{\rtf1 a\'0d\'00\{b\}\\\u55357 ?c\u0 ?}", "a\n {b}\\c "),
    ],
    ids=["code page", "fonts", "two bytes", "unicode", "unseen", "binary", "paragraphs", "odd"],
)  # fmt: skip
def test_rtf_says_what_word_would_show(
    workspace: annot.Workspace, tmp_path: Path, rtf: bytes, text: str
) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(rtf)
    assert workspace.articles.text(workspace.articles.add_file(path)) == text


def test_rtf_of_other_programs_has_headings_lists_notes_and_comments() -> None:
    """As Word and TextEdit write it: names with aliases, ends of paragraphs as signs."""
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252\cocoartf2639{\fonttbl\f0\fswiss\fcharset0 Helvetica;}"
        rb"{\stylesheet{\ql Normal;}{\s1\ql\sbasedon0\slink15 heading 1,h1;}{\*\cs15 Char;}"
        rb"{\s7\outlinelevel3 Own;}}{\info{\title A title}{\author Kim}}"
        rb"{\header Running head\par}\pard\s1 Trams\par\pard\s7 Why\par\pard\f0 It has "
        rb"{\*\atrfstart 4}31{\*\atrfend 4}{\*\atnid KM}{\*\atnauthor Kim}\chatn"
        rb"{\*\annotation{\*\atndate 12}{\*\atnref 4}\pard\plain Sure?\par So?} trams."
        rb"{\super\chftn{\footnote\ftnalt\pard\plain{\super\chftn } A list.}}" + b"\\\n" +
        rb"\pard{\listtext\tab \'95\tab}\ls1\ilvl1 One\uc0\u8217 s" + b"\\\n}"
    )  # fmt: skip
    read = read_rtf(rtf, "a.rtf")
    assert (read.text, read.title) == ("Trams\n\nWhy\n\nIt has 31 trams.\n\nOne’s", "A title")
    assert [(b.kind, b.level, read.text[b.start : b.end]) for b in read.blocks] == [
        ("heading", 1, "Trams"), ("heading", 4, "Why"), ("list", 2, "One’s"),
    ]  # fmt: skip
    comment, note = read.remarks
    assert (comment.text, comment.author, read.text[comment.start : comment.end]) == (
        "Sure?\nSo?", "Kim", "31",
    )  # fmt: skip
    assert (note.text, note.kind, note.start) == ("A list.", "endnote", 28)


def test_rtf_that_is_called_doc_is_read(workspace: annot.Workspace, tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(rb"{\rtf1 The town\par}")
    article = workspace.articles.add_file(path)
    assert workspace.articles.text(article) == "The town"
    assert workspace.articles.revision(article).media_type == "application/rtf"


def test_a_new_draft_has_the_blocks_of_its_own_document(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "a.odt"
    path.write_bytes(odt("<text:h>Trams</text:h><text:p>The town has 31.</text:p>"))
    article = workspace.articles.add_file(path)
    path.write_bytes(odt("<text:p>Now</text:p><text:h>Trams</text:h><text:p>It has 31.</text:p>"))
    workspace.articles.revise_file(article, path)
    assert workspace.articles.revision(article).blocks == [["heading", 1, 5, 10]]
    assert workspace.articles.revision(article, 1).blocks == [["heading", 1, 0, 5]]
