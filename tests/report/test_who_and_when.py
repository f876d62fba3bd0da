"""What editor and lawyer are told besides verdicts, in every format: who, when, and on what."""

from __future__ import annotations

import html
import re
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from test_redaction import ENDINGS

import annot


@pytest.fixture
def tramways(tmp_path: Path) -> annot.Workspace:
    """Trams: a moved page, a talk with a fitter, an author's word, a later draft."""
    path = tmp_path / "story.db"
    with annot.open(path, actor="dana") as workspace:
        article = workspace.articles.add(
            "The town has 31 trams since 2004. The depot was opened in 1998. Two of them burnt out "
            "last year, says the works manager.\n\n"
            "The author rode the first tram herself. The mayor calls it the finest network.\n\n"
            "Nobody knows why the line to the harbour was closed.\n",
            title="Trams",
        )
        fleet = workspace.sources.add(title="Fleet list", url="https://works.example/fleet")
        bare = workspace.sources.add(title="Timetable", url="https://works.example/times")
        trams = workspace.claims.add(article, quote="31 trams")
        link = workspace.evidence.add(trams, fleet, stance="refutes", passage="runs 29 trams")
        workspace.claims.set(trams, verdict="refuted", correction="29 trams")
        depot = workspace.claims.add(article, quote="The depot was opened in 1998")
        workspace.evidence.add(depot, bare, passage="since 1998")
        workspace.claims.set(depot, verdict="supported")
        rode = workspace.claims.add(article, quote="The author rode the first tram herself")
        workspace.claims.set(rode, verdict="on_author", reasoning="Only she knows.")
        asked = workspace.notes.ask(rode, "Did you?", to="author")
        workspace.notes.ask(link, "Of which day?", to="source")
        workspace.notes.ask(fleet, "Who keeps it?", to="source")
        workspace.claims.add(article, quote="Nobody knows why the line to the harbour was closed")
        for words in ("The town runs 29 trams.", "The town runs 30 trams."):
            (tmp_path / "page.txt").write_text(words)
            workspace.snapshots.take(fleet, file=tmp_path / "page.txt")
    with annot.open(path, actor="robin") as workspace:
        workspace.notes.answer(asked, "Yes, on 3 May.")
        workspace.claims.set(rode, status="approved")
    workspace = annot.open(path, actor="dana")
    workspace.articles.revise(
        "trams",
        "The town had 30 trams since 2004. Two of them burnt out last year, says the works "
        "manager.\n\n"
        "The author rode the first tram herself. The mayor calls it the finest network. It carries "
        "40,000 people a day.\n\n"
        "The depot was opened in 1998.\n",
    )
    return workspace


Told = Callable[[str, str], str]


@pytest.fixture
def told(tramways: annot.Workspace, tmp_path: Path) -> Told:
    """All words of a report for an audience, in a format."""

    def told(ending: str, audience: str) -> str:
        path = tmp_path / f"{audience}{ending}"
        tramways.report(path, audience=audience)
        return " ".join(read(path).split())

    return told


def read(path: Path) -> str:
    """The words of a report, as a reader of its format sees them."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(data)
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    if path.suffix == ".md":
        return re.sub(r"\\([\[\]])", r"\1", data.decode())
    if path.suffix == ".html":
        page = re.sub(r"<(script|style)>.*?</\1>", "", data.decode(), flags=re.DOTALL)
        return html.unescape(re.sub(r"<[^>]*>", "", page))
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode() for name in package.namelist()]
    return html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"</(w:p|si)>", " ", "".join(parts))))


@pytest.mark.parametrize("ending", ENDINGS)
def test_editor_and_lawyer_are_told_who_did_it_when_and_on_which_revision(
    told: Told, tramways: annot.Workspace, ending: str
) -> None:
    now, before = reversed(tramways.snapshots.list("fleet-list"))
    for audience in ("editor", "lawyer"):
        words = told(ending, audience)
        assert f"{now.at:%Y-%m-%d %H:%M UTC}" in words
        assert "Yes, on 3 May." in words
        for wanted in ("the passage stands there", "the passage does not stand there"):
            assert wanted in words, (ending, audience)
        for snapshot in (now, before):
            assert snapshot.file_sha256
            shown = snapshot.file_sha256.hex()
            assert shown in re.sub(r"\s", "", words), (ending, audience)
        for question in ("Of which day?", "Who keeps it?"):
            assert question in words, (ending, audience)


@pytest.mark.parametrize("ending", [".html", ".md", ".docx"])
def test_on_author_items_say_who_took_the_word_and_who_approved(told: Told, ending: str) -> None:
    words = told(ending, "lawyer")
    assert "On the author's word" in words
    assert re.search(r"Taken on the author's word: dana, [\d: -]+UTC, on revision 1", words), words
    assert re.search(r"approved: robin, [\d: -]+UTC, on revision 1", words)
    assert re.search(r"Answer\W* by robin, [\d: -]+UTC", words)


@pytest.fixture
def judged(tramways: annot.Workspace) -> annot.Workspace:
    """Two readers judged three claims; on one of them a third person decided."""
    given = {
        "kim": ("supported", "inexact", "refuted"),
        "lee": ("supported", "supported", "unproven"),
    }
    numbers = [claim.id for claim in tramways.claims.list() if claim.status != "approved"][:3]
    for reader, verdicts in given.items():
        with annot.open(tramways.path, actor=reader) as workspace:
            for number, verdict in zip(numbers, verdicts, strict=True):
                workspace.judgements.give(number, verdict=verdict, note=f"{reader} on {number}")
    with annot.open(tramways.path, actor="robin") as workspace:
        workspace.judgements.decide(numbers[1], verdict="inexact", reason="The list decides.")
    return tramways


@pytest.mark.parametrize("ending", ENDINGS)
def test_editor_and_lawyer_are_told_who_judged_what_and_whether_it_was_adjudicated(
    judged: annot.Workspace, told: Told, ending: str
) -> None:
    first, second, third = sorted({item.claim_id for item in judged.judgements.list()})
    alpha = judged.judgements.agreement("trams").alpha
    assert alpha is not None
    for audience in ("editor", "lawyer"):
        words = told(ending, audience)
        assert f"Krippendorff's alpha {alpha:.3f}" in words
        assert re.search(r"judged by several: 3 claims, readers: 2, all of one mind on 1", words)
        for claim in (first, second, third):
            for reader in ("kim", "lee"):
                assert f"{reader} on {claim}" in words, (ending, audience)
        if ending == ".xlsx":
            assert "adjudicated by" in words
        else:
            assert re.search(r"Adjudicated: robin, [\d: -]+UTC, on revision 2", words), words
            assert words.count("Not of one mind; no adjudication is recorded.") == 1
            assert words.count("All of one mind.") == 1
    public = told(ending, "public")
    assert not re.search(r"\bkim\b|\blee\b|Krippendorff|judged", public)


def test_a_decision_that_was_taken_back_is_none(judged: annot.Workspace, told: Told) -> None:
    assert "Adjudicated: robin" in told(".md", "editor")
    with annot.open(judged.path, actor="robin") as workspace:
        workspace.history.undo()
    words = told(".md", "editor")
    assert "Adjudicated" not in words
    assert words.count("Not of one mind; no adjudication is recorded.") == 2


def test_a_decision_after_which_another_verdict_was_given_is_none(
    judged: annot.Workspace, told: Told
) -> None:
    decided = sorted({item.claim_id for item in judged.judgements.list()})[1]
    judged.claims.set(decided, verdict="misleading", status="checked")
    assert "Adjudicated: robin" not in told(".md", "editor")


def test_a_report_is_made_without_the_package_for_alpha(
    judged: annot.Workspace, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "krippendorff", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    words = told(".md", "editor")
    assert "alpha was not computed" in words
    assert "judged by several: 3 claims" in words


def test_the_lawyer_hears_of_a_page_of_which_nothing_was_kept(told: Told) -> None:
    missing = "No snapshot of the source was kept."
    assert told(".html", "lawyer").count(missing) == 1
    assert missing not in told(".html", "editor")


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_editor_alone_is_told_what_the_draft_changed(told: Told, ending: str) -> None:
    words = told(ending, "editor")
    for wanted in (
        "It carries 40,000 people a day.",
        "Stale since then",
        "New sentences without a claim",
        "Gone",
        "In other words",
        "At another place",
    ):
        assert wanted in words, (ending, wanted)
    lawyer = told(ending, "lawyer")
    assert "Stale since then" not in lawyer


def test_the_editor_reads_first_what_is_to_be_decided_and_last_what_is_covered(
    told: Told,
) -> None:
    words = told(".md", "editor")
    order = (
        "## What is open", "31 trams", "Open query to the source", "## Article", "### The text",
        "## What changed since the last draft", "## At a glance", "Sentences of",
    )  # fmt: skip
    places = [words.index(part) for part in order]
    assert places == sorted(places)


def test_the_public_reads_why_in_two_sentences_and_when(workspace: annot.Workspace) -> None:
    article = workspace.articles.add("The town has 31 trams.", title="Trams")
    claim = workspace.claims.add(article, quote="31 trams")
    reasoning = "The list has 29. It is of 2024. The works said so by telephone."
    workspace.claims.set(claim, verdict="refuted", reasoning=reasoning, checker="dana")
    workspace.report("public.md", audience="public")
    public = Path("public.md").read_text()
    assert "The list has 29. It is of 2024. …" in public
    assert "telephone" not in public
    workspace.report("public.html", audience="public")
    assert "telephone" not in Path("public.html").read_text()
    assert re.search(r"\*\*Checked:\*\* [\d: -]+UTC, on revision 1", public)
    workspace.report("editor.md")
    assert reasoning in Path("editor.md").read_text()


def test_the_public_is_told_names_only_if_that_is_allowed(workspace: annot.Workspace) -> None:
    article = workspace.articles.add("The town has 31 trams.", title="Trams")
    claim = workspace.claims.add(article, quote="31 trams")
    workspace.claims.set(claim, verdict="refuted", checker="Lee Ash")
    with annot.open(workspace.path, actor="Kim Oak") as reader:
        reader.claims.set(claim, status="approved")
    for names in (False, True):
        workspace.report("public.html", audience="public", names=names)
        page = Path("public.html").read_text()
        assert ("Lee Ash" in page) is names
        assert ("Kim Oak" in page) is names
        assert workspace.actor not in page


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
