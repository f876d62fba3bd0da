"""Candidates of an article: what is covered is left out, and other suggesters can be used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint

import pytest

import annot
from annot.operations import suggesting
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


def gives(*found: Candidate) -> Callable[..., Iterator[Candidate]]:
    return lambda text, spans: iter(found)


def breaks(text: str, spans: object) -> Iterator[Candidate]:
    raise RuntimeError("no model")


@pytest.mark.parametrize(
    ("suggester", "told"),
    [
        (gives(Candidate(0, 9, 0.9, ClaimKind.OTHER, ("mine",))), ""),
        (gives(Candidate(0, 9_999, 0.9, ClaimKind.OTHER, ())), "outside the text"),
        (breaks, "broke: RuntimeError: no model"),
    ],
)
def test_a_suggester_that_is_installed_is_used_when_it_is_named(
    workspace: annot.Workspace,
    reports: Article,
    monkeypatch: pytest.MonkeyPatch,
    suggester: object,
    told: str,
) -> None:
    entry = EntryPoint("mine", "mine:suggest", suggesting.GROUP)
    monkeypatch.setattr(EntryPoint, "load", lambda self: suggester)
    monkeypatch.setattr(suggesting, "entry_points", lambda group: [entry])
    if told:
        with pytest.raises(annot.AnnotError, match=told):
            workspace.suggest(reports, by="mine")
    else:
        (found,) = workspace.suggest(reports, by="mine")
        assert found.reasons == ("mine",)
    with pytest.raises(annot.AnnotError, match="no suggester 'other'") as refused:
        workspace.suggest(reports, by="other")
    assert "mine" in (refused.value.hint or "")
