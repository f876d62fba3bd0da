"""A manuscript in Word: its text, and what its author delivers in comments and footnotes."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

import annot
from annot.intake.word import read_word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def manuscript(tmp_path: Path) -> Path:
    """A document by another maker: a title, a heading, three comments, one of them a question."""
    made = docx.Document()
    made.core_properties.title = "Trams of the town"
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
    path = tmp_path / "trams.docx"
    made.save(str(path))
    return path


def with_notes(path: Path) -> None:
    """Give the document a footnote behind its last sentence, as Word would write it."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts["word/footnotes.xml"] = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        '<w:footnote w:id="1"><w:p><w:r><w:t>The mayor, in a talk, 3 May.</w:t></w:r></w:p>'
        "</w:footnote></w:footnotes>"
    ).encode()
    text = parts["word/document.xml"].decode()
    call = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    place = text.index("</w:r>", text.index("Nobody knows why.")) + len("</w:r>")
    parts["word/document.xml"] = (text[:place] + call + text[place:]).encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def test_text_title_and_bytes_come_along(workspace: annot.Workspace, manuscript: Path) -> None:
    article = workspace.articles.add_file(manuscript, notes=False)
    assert article.title == "Trams of the town"
    assert workspace.articles.text(article) == (
        "Trams\n\nThe town has 31 trams 🚋 since 2004.\n\nNobody knows why."
    )
    revision = workspace.articles.revision(article)
    assert workspace.articles.content(revision.file_sha256) == manuscript.read_bytes()
    assert revision.encoding == "docx"
    assert workspace.claims.list() == []


def test_comments_and_footnotes_become_claims_with_sources_queries_and_notes(
    workspace: annot.Workspace, manuscript: Path
) -> None:
    with_notes(manuscript)
    article = workspace.articles.add_file(manuscript)
    claims = {claim.text: claim for claim in workspace.claims.list()}
    assert set(claims) == {"31 trams", "2004", "Nobody knows why."}
    for claim in claims.values():
        (anchor,) = workspace.claims.anchors(claim)
        text = workspace.articles.text(article)
        assert text[anchor.start : anchor.end] == claim.text
    (source,) = workspace.sources.list()
    assert source.url == "https://example.org/fleet"
    (evidence,) = workspace.evidence.list(claims["31 trams"])
    assert (evidence.stance, evidence.note) == ("context", "See https://example.org/fleet, p. 2.")
    notes = {note.text: note for note in workspace.notes.list()}
    query = notes["Or was it 2005?"]
    assert (query.addressee, query.added_by, query.claim_id) == ("author", "Kim", claims["2004"].id)
    assert notes["From memory"].added_by == "Kim"
    assert notes["The mayor, in a talk, 3 May."].claim_id == claims["Nobody knows why."].id
    assert workspace.history.undo().startswith("article.add")
    assert workspace.articles.list() == workspace.claims.list() == []


def test_a_draft_from_word_is_carried_like_any_other(
    workspace: annot.Workspace, manuscript: Path
) -> None:
    article = workspace.articles.add_file(manuscript)
    made = docx.Document(str(manuscript))
    made.paragraphs[1].runs[1].text = "32 trams"
    made.save("second.docx")
    done = workspace.articles.revise_file(article, "second.docx")
    assert [fate.difference for fate in done.asking if fate.difference] == ["[-31-]{+32+} trams"]


def test_tracked_changes_are_read_as_if_accepted(manuscript: Path) -> None:
    with zipfile.ZipFile(manuscript) as package:
        parts = {name: package.read(name).decode("utf-8", "replace") for name in package.namelist()}
        raw = {name: package.read(name) for name in package.namelist()}
    run = "<w:r><w:t>31 trams</w:t></w:r>"
    assert run in parts["word/document.xml"]
    raw["word/document.xml"] = (
        parts["word/document.xml"]
        .replace(
            run,
            '<w:del w:id="9" w:author="E"><w:r><w:delText>31</w:delText></w:r></w:del>'
            '<w:ins w:id="8" w:author="E"><w:r><w:t>29</w:t></w:r></w:ins>'
            '<w:r><w:t xml:space="preserve"> trams</w:t></w:r>',
        )
        .encode()
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in raw.items():
            package.writestr(name, data)
    document = read_word(out.getvalue(), "tracked.docx")
    assert "The town has 29 trams" in document.text
    first = document.comments[0]
    assert (first.printed, first.proposed) == ("31 trams", "29 trams")
    assert document.text[first.start : first.end] == "29 trams"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
def test_libreoffice_writes_the_same_text_and_places(manuscript: Path, tmp_path: Path) -> None:
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
               "--convert-to", "docx", "--outdir", "saved", str(manuscript)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    ours = read_word(manuscript.read_bytes(), "a.docx")
    theirs = read_word(Path("saved/trams.docx").read_bytes(), "b.docx")
    assert theirs.text == ours.text
    assert sorted((c.start, c.end, c.text) for c in theirs.comments) == sorted(
        (c.start, c.end, c.text) for c in ours.comments
    )


@pytest.mark.parametrize("seed", range(30))
def test_a_broken_document_is_one_clear_error_or_is_read(
    workspace: annot.Workspace, manuscript: Path, seed: int
) -> None:
    chance = random.Random(seed)
    data = bytearray(manuscript.read_bytes())
    if seed % 3 == 0:
        data = data[: chance.randrange(len(data))]
    for _ in range(1 + seed):
        if data:
            data[chance.randrange(len(data))] = chance.randrange(256)
    Path("broken.docx").write_bytes(data)
    told = ""
    try:
        workspace.articles.add_file("broken.docx")
    except annot.AnnotError as error:
        told = error.message
    assert ("broken.docx" in told) == (workspace.articles.list() == [])
    assert workspace.history.verify().breaks == ()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.docx", b"", "no Word document"),
        ("a.docx", b"PK\x03\x04 no zip", "no Word document"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "older Word"),
    ],
)
def test_what_is_no_word_document_is_told(
    workspace: annot.Workspace, name: str, data: bytes, told: str
) -> None:
    Path(name).write_bytes(data)
    with pytest.raises(annot.AnnotError, match=told):
        workspace.articles.add_file(name)


def test_a_document_without_words_is_told(workspace: annot.Workspace) -> None:
    docx.Document().save("empty.docx")
    with pytest.raises(annot.AnnotError, match="has no text"):
        workspace.articles.add_file("empty.docx")
