"""What cannot be done is refused with the reason, and nothing is written."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest

import annot
from annot.errors import (
    ConflictError,
    InvalidValueError,
    NothingToUndoError,
    QuoteNotFoundError,
)
from annot.operations.addresses import address
from annot.operations.told import entry_words
from annot.store.models import Article
from annot.text.dates import date_fault


def test_a_quote_that_stands_elsewhere_is_told_from_one_that_does_not(
    workspace: annot.Workspace, article: Article
) -> None:
    with pytest.raises(QuoteNotFoundError, match="but not with these words around it") as told:
        workspace.claims.add(article, quote="40,000 books", prefix="It never had")
    assert told.value.hint == "Leave out --prefix and --suffix to see its places."
    with pytest.raises(QuoteNotFoundError, match="nor anything like it"):
        workspace.claims.add(article, quote="xyzzy plugh", suffix="y")
    assert workspace.claims.list() == []


def test_a_claim_without_a_place_has_no_parts(workspace: annot.Workspace, article: Article) -> None:
    claim = workspace.claims.add(article, text="It has 40,000 books.")
    with pytest.raises(InvalidValueError, match=f"Claim {claim.id} has no place in the text"):
        workspace.claims.split(claim, quotes=["It has", "books"])


def test_words_have_a_greatest_length(workspace: annot.Workspace) -> None:
    with pytest.raises(InvalidValueError, match=r"is longer than [0-9,]+ characters"):
        workspace.claims.add(text="a" * 2_000_000)


def test_work_is_given_to_somebody(workspace: annot.Workspace, article: Article) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")
    with pytest.raises(InvalidValueError, match="Nobody is named"):
        workspace.assignments.add(claim, name=" ")
    workspace.assignments.add(claim, name="kim", task="judge")
    workspace.claims.set(claim, status="dropped", reason="not for print")
    (state,) = workspace.assignments.list()
    assert state.is_done


def test_the_address_of_a_source_is_that_of_one_source(workspace: annot.Workspace) -> None:
    source = workspace.sources.add(url="https://example.org/one", title="One")
    workspace.sources.add(url="https://example.org/two", title="Two")
    with pytest.raises(ConflictError, match="That URL is the source 'two' already"):
        workspace.sources.set(source, url="https://example.org/two")
    again = workspace.sources.set(source, url="https://example.org/one?", title="First")
    assert again.title == "First"


def test_what_no_operation_did_is_not_undone(workspace: annot.Workspace) -> None:
    with pytest.raises(NothingToUndoError, match="There is no operation"):
        workspace.history.undo(UUID(int=7))


def test_the_history_of_one_article_is_its_own(
    workspace: annot.Workspace, article: Article
) -> None:
    workspace.sources.add(title="Yearbook")
    assert [entry.action for entry in workspace.history.list(article=article)] == ["article.add"]


def test_what_an_undo_brought_back_is_told(workspace: annot.Workspace, article: Article) -> None:
    claim = workspace.claims.add(article, quote="12 of its 30 readings")
    workspace.claims.set(claim, kind="quantity", reason="a number")
    assert entry_words(workspace.history.list()[0]) == "claim.set: kind none → quantity “a number”"
    workspace.claims.remove(claim)
    workspace.history.undo()
    assert entry_words(workspace.history.list()[0]) == f"undo: claim {claim.id} back again"
    workspace.history.redo()
    assert entry_words(workspace.history.list()[0]) == f"redo: claim {claim.id} gone again"


def test_a_source_of_which_nothing_was_kept_says_nothing(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    source = workspace.sources.add(title="Yearbook")
    assert workspace.snapshots.standings(source) == []
    assert workspace.snapshots.standing(source, "forty") is None
    page = tmp_path / "page.txt"
    page.write_text("It has forty thousand books.")
    taken = workspace.snapshots.take(source, file=page)
    assert workspace.snapshots.text(taken) == "It has forty thousand books."
    standing = workspace.snapshots.standing(source, "forty thousand")
    assert standing is not None
    assert standing.stands


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (" https://example.org ", "https://example.org"),
        ("doi:10.1234/Ab.C", "https://doi.org/10.1234/ab.c"),
        ("10.1234/x.", "https://doi.org/10.1234/x"),
        ("a book", ""),
    ],
)
def test_a_number_of_a_paper_stands_for_its_address(text: str, found: str) -> None:
    assert address(text) == found


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", None),
        ("0000", None),
        ("0000-01-01", "there is no day in the year 0000"),
        ("2024-13", "there is no month 13"),
        ("2024-00", "there is no month 00"),
        ("2023-02-29", "2023-02 has no day 29"),
        ("2024-02-29", None),
        ("2024-02-00", "2024-02 has no day 00"),
        ("tomorrow", "not a date"),
    ],
)
def test_why_a_date_is_none(text: str, reason: str | None) -> None:
    fault = date_fault(text)
    assert (fault and fault.reason) == reason
