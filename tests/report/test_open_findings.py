"""What the rules of proof found stands in the editor's report, and in nobody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

import annot
from annot.store.models import Article


@pytest.fixture
def checked(workspace: annot.Workspace, article: Article) -> annot.Workspace:
    """A workspace with a supported claim that has no evidence, and three open sentences."""
    workspace.claims.add(article, quote="40,000 books", status="approved", verdict="supported")
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
    for code in ("A101", "A301"):
        assert code in written
    assert len(checked.check(codes=["A301"])) == 3
    assert "3 × " in written
    if ending == "html":
        for target in ("paragraph-1-1", "paragraph-1-2", "claim-1"):
            assert f'href="#{target}"' in written
            assert f'id="{target}"' in written


@pytest.mark.parametrize("ending", ["html", "md"])
@pytest.mark.parametrize("audience", ["public", "lawyer"])
def test_nobody_else_sees_them(
    checked: annot.Workspace, tmp_path: Path, ending: str, audience: str
) -> None:
    path = tmp_path / f"report.{ending}"
    checked.report(path, audience=audience)
    written = path.read_text()
    assert "Nothing is open" in written
    assert "rules of proof" not in written
    assert "A101" not in written


def test_findings_of_several_articles_name_the_article(
    checked: annot.Workspace, tmp_path: Path
) -> None:
    checked.articles.add("It rained.", title="Weather")
    checked.report(tmp_path / "report.md")
    assert "¶1 of “Weather”" in (tmp_path / "report.md").read_text()
