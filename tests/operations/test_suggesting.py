"""Candidates of an article: what is covered is left out, and other suggesters can be used."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

import annot
from annot.operations import installed
from annot.store.models import Article
from annot.text.candidates import Candidate
from annot.vocabulary import ClaimKind

TEXT = (
    "Only four of 30 reports were published. It was signed in 1987.\n\nShe joined the party in"
    " 1990. Well, who knows.\n\nOnly four of 30 reports were published. It was signed in 1987."
)


@pytest.fixture
def reports(workspace: annot.Workspace) -> Article:
    return workspace.articles.add(TEXT, title="Reports")


def words(workspace: annot.Workspace, article: Article, **wanted: object) -> list[str]:
    found = workspace.suggest(article, **wanted)  # type: ignore[arg-type]
    return sorted(TEXT[item.start : item.end] for item in found)


def test_what_is_claimed_accepted_or_repeated_is_left_out(
    workspace: annot.Workspace, reports: Article
) -> None:
    assert words(workspace, reports) == [
        "It was signed in 1987.", "Only four of 30 reports were published.",
        "She joined the party in 1990.",
    ]  # fmt: skip
    workspace.claims.add(reports, quote="Only four of 30 reports")
    workspace.articles.accept(reports, quote="It was signed in 1987")
    assert words(workspace, reports) == ["She joined the party in 1990."]
    assert words(workspace, reports, kind="opinion") == []
    assert words(workspace, reports, least=0.99) == []


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_that_is_no_number_of_candidates_is_refused(
    workspace: annot.Workspace, reports: Article, limit: int
) -> None:
    with pytest.raises(annot.AnnotError, match="limit"):
        workspace.suggest(reports, limit=limit)


def gives(*found: Candidate) -> Callable[..., Iterator[Candidate]]:
    return lambda text, spans: iter(found)


def breaks(text: str, spans: object) -> Iterator[Candidate]:
    raise RuntimeError("no model")


def leaves(text: str, spans: object) -> Iterator[Candidate]:
    raise SystemExit(0)


@pytest.mark.parametrize(
    ("suggester", "told"),
    [
        (gives(Candidate(0, 9, 0.9, ClaimKind.OTHER, ("mine",))), ""),
        (gives(Candidate(0, 9_999, 0.9, ClaimKind.OTHER, ())), "outside the sentences"),
        (gives(Candidate(0, 60, 0.9, ClaimKind.OTHER, ())), "outside the sentences"),
        (gives(Candidate(0, 9, 7, ClaimKind.OTHER, ())), "score"),
        (gives(Candidate(0, 9, float("nan"), ClaimKind.OTHER, ())), "score"),
        (gives(Candidate(0, 9, 0.9, "nonsense", ())), "kind"),  # type: ignore[arg-type]
        (gives(Candidate(0, 9, 0.9, [], ())), "kind"),  # type: ignore[arg-type]
        (gives(Candidate(0.5, 9, 0.9, ClaimKind.OTHER, ())), "place"),  # type: ignore[arg-type]
        (gives(Candidate(0, 9, 0.9, ClaimKind.OTHER, (7,))), "reasons"),  # type: ignore[arg-type]
        (gives((0, 9)), "broke: AttributeError"),  # type: ignore[arg-type]
        (None, "broke: TypeError"),
        (breaks, "broke: RuntimeError: no model"),
        (leaves, "broke: SystemExit"),
    ],
)
def test_a_suggester_that_is_installed_is_used_when_it_is_named(
    workspace: annot.Workspace,
    reports: Article,
    monkeypatch: pytest.MonkeyPatch,
    suggester: object,
    told: str,
) -> None:
    entry = EntryPoint("mine", "mine:suggest", installed.SUGGESTERS.group)
    monkeypatch.setattr(EntryPoint, "load", lambda self: suggester)
    monkeypatch.setattr(installed, "entry_points", lambda group: [entry])
    if told:
        with pytest.raises(annot.AnnotError, match=told):
            workspace.suggest(reports, by="mine")
    else:
        (found,) = workspace.suggest(reports, by="mine")
        assert found.reasons == ("mine",)
    with pytest.raises(annot.AnnotError, match="no suggester 'other'") as refused:
        workspace.suggest(reports, by="other")
    assert "mine" in (refused.value.hint or "")


def test_a_package_with_the_suggester_of_the_manual_is_found_and_used(
    workspace: annot.Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (Path(__file__).parents[2] / "docs" / "manual.md").read_text()
    (entry,) = re.findall(
        r"^```toml\n\[project\.(entry-points\.\"annot\.suggesters\".*?)^```", page, re.M | re.S
    )
    (code,) = re.findall(r"^```python\n(from annot\.text\.candidates.*?)^```", page, re.M | re.S)
    (tmp_path / "my_package.py").write_text(code)
    info = tmp_path / "my_package-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my-package\nVersion: 1.0\n")
    names = re.sub(r'^entry-points\."(.*)"\]', r"[\1]", entry).replace('"', "")
    (info / "entry_points.txt").write_text(names)
    monkeypatch.delitem(sys.modules, "my_package", raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    long = " ".join(["The ship sailed on"] * 8) + "."
    article = workspace.articles.add(f"It was built in 1902. {long}", title="Ships")
    (found,) = workspace.suggest(article, by="long")
    assert (found.reasons, workspace.articles.text(article)[found.start : found.end]) == (
        ("long",), long,
    )  # fmt: skip
