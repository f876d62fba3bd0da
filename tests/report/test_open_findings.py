"""What the rules of proof found stands in the editor's report, and in nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

import annot
from annot.store.models import Article


@pytest.fixture
def checked(workspace: annot.Workspace, article: Article) -> annot.Workspace:
    """A workspace with a supported claim that has no evidence, and three open sentences."""
    workspace.claims.add(article, quote="40,000 books", status="checked", verdict="supported")
    return workspace


@pytest.mark.parametrize("ending", ["html", "md"])
def test_the_editor_sees_the_findings_with_their_places(
    checked: annot.Workspace, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"report.{ending}"
    checked.report(path)
    written = path.read_text()
    assert "Nothing is open" not in written
    assert "Found by the rules of proof" in written
    assert "A101" in written
    assert "1 × " in written
    if ending == "html":
        assert 'href="#claim-1"' in written
        assert 'id="claim-1"' in written


@pytest.mark.parametrize("ending", ["html", "md"])
@pytest.mark.parametrize("audience", ["editor", "lawyer"])
def test_sentences_that_nobody_looked_at_are_written_out_with_their_paragraph(
    checked: annot.Workspace, tmp_path: Path, ending: str, audience: str
) -> None:
    path = tmp_path / f"report.{ending}"
    checked.report(path, audience=audience)
    written = path.read_text()
    open_ones = [item.text for item in checked.articles.coverage("mill-street") if not item.covered]
    assert len(open_ones) == 3
    assert "Not looked at" in written
    assert "A301" not in written
    for number, sentence in enumerate(open_ones, start=1):
        assert sentence.rstrip(".") in written, number
    if ending == "html":
        for target in ("paragraph-1-1", "paragraph-1-2"):
            assert f'href="#{target}"' in written
            assert f'id="{target}"' in written


@pytest.mark.parametrize("ending", ["html", "md"])
def test_the_public_hears_nothing_of_work_that_is_not_done(
    checked: annot.Workspace, tmp_path: Path, ending: str
) -> None:
    checked.claims.set(1, verdict="inexact", correction="41,000 books")
    with annot.open(checked.path, actor="kim") as second:
        second.claims.set(1, status="approved")
    path = tmp_path / f"report.{ending}"
    checked.report(path, audience="public")
    written = path.read_text()
    assert "40,000 books" in written
    for unsaid in ("41,000", "not yet", "Not looked at", "proposed"):
        assert unsaid not in written
    checked.claims.set(1, correction_state="accepted")
    checked.report(path, audience="public")
    assert "41,000" in path.read_text() or "41" in path.read_text()


@pytest.mark.parametrize("ending", ["html", "md"])
def test_why_a_claim_was_dropped_is_said(
    checked: annot.Workspace, tmp_path: Path, ending: str
) -> None:
    checked.claims.drop(1, reason="Said of the old library.")
    path = tmp_path / f"report.{ending}"
    checked.report(path)
    assert "Said of the old library." in path.read_text()


@pytest.mark.parametrize("ending", ["html", "md"])
@pytest.mark.parametrize("audience", ["public", "lawyer"])
def test_nobody_else_sees_them(
    checked: annot.Workspace, tmp_path: Path, ending: str, audience: str
) -> None:
    path = tmp_path / f"report.{ending}"
    checked.report(path, audience=audience)
    written = path.read_text()
    assert "rules of proof" not in written
    assert "A101" not in written


def test_findings_of_several_articles_name_the_article(
    checked: annot.Workspace, tmp_path: Path
) -> None:
    checked.articles.add("It rained.", title="Weather")
    checked.report(tmp_path / "report.md")
    assert "¶1 of “Weather”" in (tmp_path / "report.md").read_text()


@pytest.mark.parametrize("ending", ["html", "md"])
def test_what_the_latest_draft_did_is_listed_until_it_is_confirmed(
    checked: annot.Workspace, article: Article, tmp_path: Path, ending: str
) -> None:
    text = checked.articles.text(article)
    checked.articles.revise(article, text.replace("40,000", "41,000"))
    path = tmp_path / f"report.{ending}"
    for audience, is_told in (("editor", True), ("lawyer", True), ("public", False)):
        checked.report(path, audience=audience)
        written = path.read_text()
        assert ("Changed by the latest draft" in written) == is_told
    checked.claims.confirm(1)
    checked.report(path)
    assert "Changed by the latest draft" not in path.read_text()
