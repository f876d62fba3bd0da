"""Undo and redo say what they took back, in the words of the operation."""

from __future__ import annotations

import pytest

import annot
from annot.operations.told import RowDone, operation_words
from annot.store.models import Article


def test_a_change_is_told_with_its_new_values(workspace: annot.Workspace, article: Article) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")
    workspace.claims.set(claim, verdict="refuted")
    told = f"claim.set on claim {claim.id} (checker dana, status checked, verdict refuted)"

    assert workspace.history.undo() == told
    assert workspace.history.redo() == told
    assert workspace.history.undo() == told
    workspace.claims.set(claim, reasoning="One\nand two.", tags=["a", "b"])
    assert workspace.history.undo() == (
        f"claim.set on claim {claim.id} (reasoning “One and two.”, tags “a, b”)"
    )


def test_what_was_taken_away_is_told_as_none(workspace: annot.Workspace) -> None:
    claim = workspace.claims.add(text="One is so.", verdict="refuted")
    workspace.claims.set(claim, verdict=None, status="todo")

    assert "verdict none" in workspace.history.undo()


def test_what_came_and_went_is_told_by_its_words(
    workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")
    assert workspace.history.undo() == f"claim.add on claim {claim.id} “40,000 books”"
    assert workspace.history.redo() == f"claim.add on claim {claim.id} “40,000 books”"
    workspace.claims.remove(claim)
    assert workspace.history.undo() == f"claim.remove on claim {claim.id} “40,000 books”"
    workspace.articles.accept(article, sentence=3)
    assert workspace.history.undo().startswith("article.accept on acceptance 1 “Last year 12")
    workspace.articles.set(article, byline="D. Roe")
    assert workspace.history.undo() == "article.set on article mill-street (byline “D. Roe”)"


def test_evidence_and_notes_name_their_claim(workspace: annot.Workspace) -> None:
    claim = workspace.claims.add(text="One is so.")
    workspace.evidence.add(claim, workspace.sources.add(title="Yearbook"))
    assert workspace.history.undo() == f"evidence.add on evidence 1 of claim {claim.id}"
    assert workspace.history.undo() == "source.add on source yearbook"
    workspace.notes.ask(claim, "How?", to="author")
    assert workspace.history.undo() == f"note.ask on note 1 of claim {claim.id} “How?”"


def test_several_claims_are_named_and_many_counted(workspace: annot.Workspace) -> None:
    numbers = [workspace.claims.add(text=f"Claim {n}.").id for n in range(7)]
    workspace.claims.set(numbers[:3], checker="kim")
    assert workspace.history.undo() == "claim.set on claims 1, 2, 3 (checker kim)"
    workspace.claims.set(numbers, checker="kim")
    assert workspace.history.undo() == "claim.set on 7 claims (checker kim)"


@pytest.mark.parametrize("words", ["\x1b[31mred", "one\u202etwo", "a\nb"])
def test_what_comes_from_outside_is_harmless(workspace: annot.Workspace, words: str) -> None:
    workspace.claims.add(text=words, tags=[words.replace("\n", " ")])
    told = workspace.history.undo()
    assert told.isprintable()


def test_an_operation_without_rows_is_its_action() -> None:
    assert operation_words("import", []) == "import"
    row = RowDone("claim", 1, None, '{"text":""}')
    assert operation_words("import", [row]) == "import on claim 1"
