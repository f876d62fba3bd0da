"""The report for Word: its comments stand at the very words, and nothing in it acts or leaks."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest
from hostile_reports import hostile_reports
from hypothesis import HealthCheck, given, settings
from report_builders import library_report
from word_reading import read
from written import docx_of

import annot
from annot.report.model import Report
from annot.text.display import shown

TEXT = (
    "# Trams\n\nThe town has 31 trams 🚋 since 2004.  “Only four of the thirty reports” were"
    "\tpublished, she said.\n\nNobody counted e\u0301clairs & <pies>. The town has 31 trams 🚋"
    " since 2004.\nA line of its own.\n"
)
QUOTES = (
    "The town has 31 trams 🚋 since 2004", "31 trams", "trams 🚋", "“Only four of the thirty",
    "e\u0301clairs & <pies>", "Nobody counted e\u0301clairs & <pies>. The town", "published",
    "2004.\nA line",
)  # fmt: skip


@pytest.fixture
def trams(workspace: annot.Workspace) -> annot.Workspace:
    """An article with claims that overlap, stand twice, and hold everything odd."""
    article = workspace.articles.add(TEXT, title="Trams")
    for quote in QUOTES:
        workspace.claims.add(article, quote=quote, occurrence="all")
    return workspace


def anchors(workspace: annot.Workspace) -> list[tuple[int, str]]:
    """What must stand in comments: the number of each claim, and its words without line ends."""
    return sorted(
        (claim.id, shown(anchor.exact.replace("\n", "")))
        for claim in workspace.claims.list()
        for anchor in workspace.claims.anchors(claim)
    )


def commented(data: bytes) -> list[tuple[int, str]]:
    return sorted(
        (int(comment.text.split()[1].rstrip(":,")), comment.printed)
        for comment in read(data).comments.values()
    )


def test_every_claim_has_a_comment_at_its_very_words(
    trams: annot.Workspace, tmp_path: Path
) -> None:
    trams.report(tmp_path / "trams.docx")
    data = (tmp_path / "trams.docx").read_bytes()
    assert commented(data) == anchors(trams)
    text = "\n".join(read(data).paragraphs)
    for paragraph in TEXT.split("\n\n"):
        assert shown(paragraph.strip(), keep_newlines=True) in text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice (soffice)")
def test_no_comment_is_off_by_a_character_after_libreoffice(
    trams: annot.Workspace, tmp_path: Path
) -> None:
    trams.report(tmp_path / "trams.docx")
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless",
               "--convert-to", "docx", "--outdir", "out", "trams.docx"]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert commented((tmp_path / "out" / "trams.docx").read_bytes()) == anchors(trams)


def test_a_reader_of_another_make_sees_who_said_what(workspace: annot.Workspace) -> None:
    article = workspace.articles.add("It has 31 trams.", title="Trams")
    claim = workspace.claims.add(article, quote="31 trams")
    source = workspace.sources.add(title="Fleet list", url="https://example.org/fleet")
    passage = {"passage": "In service: 29", "locator": "p. 2"}
    workspace.evidence.add(claim, source, stance="refutes", **passage)
    note = workspace.notes.ask(claim, "Says who?", to="author")
    workspace.notes.answer(note, "The mayor.")
    workspace.claims.set(claim, verdict="refuted", correction="29 trams", reasoning="A slip.")
    workspace.report("trams.docx")
    document = docx.Document("trams.docx")
    first, query, answer = document.comments
    assert first.author == query.author == "dana"
    for words in (
        "Claim 1: ✗ refuted", "A slip.", "[-31-]{+29+} trams", "− refutes: Fleet list, p. 2",
        "“In service: 29”", "https://example.org/fleet",
    ):  # fmt: skip
        assert words in first.text
    assert "query to the author" in query.text
    assert "Answer: \nThe mayor." in answer.text
    told = read(Path("trams.docx").read_bytes()).comments
    assert [(c.is_done, c.parent) for c in told.values()] == [(True, ""), (True, ""), (True, "1")]
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[0] == "What is open (1)"  # the editor decides first
    assert headings.index("Trams") < headings.index("At a glance")
    assert "Claim 1: 31 trams" in headings


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_corrections_are_tracked_changes_that_word_can_accept_or_refuse(
    workspace: annot.Workspace,
) -> None:
    text = "The town has 31 trams. It was so in 2004, and only four remained of the thirty."
    article = workspace.articles.add(text, title="Trams")
    corrections = {
        "31 trams": "29 trams",
        "It was so in 2004": "Since autumn it was so in 2005 too",
        "only four remained": "four remained",
        "four remained of the thirty": "none remained",
    }
    for quote, correction in corrections.items():
        claim = workspace.claims.add(article, quote=quote)
        workspace.claims.set(claim, verdict="inexact", correction=correction)
    stet = workspace.claims.add(article, quote="The town")
    workspace.claims.set(stet, verdict="inexact", correction="A town", correction_state="stet")
    workspace.report("tracked.docx", tracked=True)
    document = read(Path("tracked.docx").read_bytes())
    assert text in document.paragraphs
    accepted = "The town has 29 trams. Since autumn it was so in 2005 too, and four remained of"
    assert f"{accepted} the thirty." in document.proposed
    by_claim = {c.text.split(":")[0]: c for c in document.comments.values()}
    assert by_claim["Claim 2"].printed == "It was so in 2004"
    assert by_claim["Claim 2"].proposed == "Since autumn it was so in 2005 too"
    workspace.report("plain.docx")
    assert b"w:del " not in zipfile.ZipFile("plain.docx").read("word/document.xml")


def test_no_other_format_has_tracked_changes(workspace: annot.Workspace) -> None:
    workspace.articles.add("It is so.", title="So")
    with pytest.raises(annot.AnnotError, match="cannot have tracked changes"):
        workspace.report("report.html", tracked=True)
    assert not Path("report.html").exists()


def test_the_public_sees_no_name_no_note_and_no_confidential_source(
    workspace: annot.Workspace,
) -> None:
    article = workspace.articles.add("It has 31 trams.", title="Trams")
    claim = workspace.claims.add(article, quote="31 trams")
    secret = workspace.sources.add(title="Deep throat", confidential=True)
    workspace.evidence.add(claim, secret, passage="between us", note="call her")
    workspace.notes.ask(claim, "Who told you?", to="author")
    workspace.claims.set(claim, verdict="refuted", correction="29 trams", checker="eve")
    workspace.claims.set(claim, status="approved")
    workspace.report("public.docx", audience="public")
    with zipfile.ZipFile("public.docx") as package:
        everything = "".join(package.read(name).decode() for name in package.namelist())
    for hidden in ("Deep throat", "between us", "call her", "Who told you", "eve", "dana", "29"):
        assert f">{hidden}" not in everything, hidden
        assert f'"{hidden}' not in everything, hidden
    assert "withheld" in everything


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(hostile_reports())
def test_whatever_the_ledger_holds_is_a_document_that_opens(hostile: Report) -> None:
    data = docx_of(hostile, tracked=True)
    document = docx.Document(io.BytesIO(data))
    assert len(list(document.comments)) == len(read(data).comments)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        links = package.read("word/_rels/document.xml.rels").decode()
        assert b"w:instrText" not in package.read("word/document.xml")
    for target in links.split('TargetMode="External"')[:-1]:
        address = target.rpartition("Target=")[2].strip().strip("'\"")
        assert address.startswith(("http://", "https://", "mailto:")), address


def test_the_same_report_gives_the_same_bytes() -> None:
    assert docx_of(library_report()) == docx_of(library_report())
