"""Claims linked as the same: each keeps what is its own, and no link is left without its claims."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import annot
from annot.errors import ConflictError, InputFileError, InvalidValueError, NotFoundError
from annot.store.models import Article


@pytest.fixture(autouse=True)
def claims(workspace: annot.Workspace, article: Article) -> None:
    workspace.claims.add(article, quote="opened in 1998")
    workspace.claims.add(text="The library opened in 1998.")
    workspace.claims.add(text="It opened in 1998.")
    workspace.claims.set(2, verdict="refuted")


def same(workspace: annot.Workspace, claim: int) -> list[int]:
    return [found.id for found in workspace.claims.same(claim)]


def test_a_link_is_seen_from_both_sides_and_copies_nothing(workspace: annot.Workspace) -> None:
    workspace.claims.link(2, 1)
    workspace.claims.link(1, 2)
    workspace.claims.link(3, 1)
    assert (same(workspace, 1), same(workspace, 2), same(workspace, 3)) == ([2, 3], [1], [1])
    assert workspace.claims.get(1).verdict is None
    events = workspace.history.list(claim=1)
    assert [entry.action for entry in events] == ["claim.link", "claim.link", "claim.add"]
    assert workspace.history.verify().breaks == ()


def test_unlinking_and_undo_go_back_and_forth(workspace: annot.Workspace) -> None:
    workspace.claims.link(1, 2)
    assert workspace.history.undo() == "claim.link on claims 1 and 2"
    assert same(workspace, 1) == []
    workspace.history.redo()
    workspace.claims.unlink(2, 1)
    assert same(workspace, 1) == []
    workspace.history.undo()
    assert same(workspace, 1) == [2]
    assert workspace.history.verify().breaks == ()


def test_what_cannot_be_linked_is_told(workspace: annot.Workspace) -> None:
    with pytest.raises(InvalidValueError, match="itself"):
        workspace.claims.link(1, 1)
    with pytest.raises(NotFoundError, match="no claim 9"):
        workspace.claims.link(1, 9)
    with pytest.raises(NotFoundError, match="not linked"):
        workspace.claims.unlink(1, 2)
    with pytest.raises(NotFoundError):
        workspace.claims.same(9)


def test_the_links_of_a_claim_go_and_come_back_with_it(
    workspace: annot.Workspace, article: Article
) -> None:
    workspace.claims.link(1, 2)
    workspace.claims.remove(2)
    assert same(workspace, 1) == []
    workspace.history.undo()
    assert same(workspace, 1) == [2]
    workspace.articles.remove(article)
    assert same(workspace, 2) == []
    workspace.history.undo()
    assert same(workspace, 2) == [1]
    assert workspace.history.verify().breaks == ()


def test_the_links_of_a_claim_go_to_the_one_it_is_merged_into(workspace: annot.Workspace) -> None:
    workspace.claims.link(1, 2)
    workspace.claims.link(2, 3)
    workspace.claims.merge(3, [2])
    assert same(workspace, 3) == [1]
    workspace.history.undo()
    assert same(workspace, 2) == [1, 3]


def test_an_undo_never_leaves_a_link_without_its_claim(workspace: annot.Workspace) -> None:
    added = [entry.operation for entry in workspace.history.list(claim=3)][-1]
    workspace.claims.link(1, 3)
    with pytest.raises(ConflictError, match="linked to it as the same"):
        workspace.history.undo(added)
    workspace.claims.unlink(1, 3)
    unlinked = workspace.history.list(claim=3)[0].operation
    workspace.claims.remove(3)
    with pytest.raises(ConflictError):
        workspace.history.undo(unlinked)
    assert workspace.history.verify().breaks == ()


def test_an_import_whose_claim_is_linked_is_not_undone_alone(
    workspace: annot.Workspace,
) -> None:
    workspace.claims.add_many([{"claim": f"Berth {n} was dredged"} for n in range(50)])
    workspace.claims.link(1, 30)
    imported = workspace.history.list(claim=30)[-1].operation
    with pytest.raises(ConflictError):
        workspace.history.undo(imported)
    assert same(workspace, 1) == [30]
    workspace.history.undo()
    workspace.history.undo(imported)
    assert workspace.history.verify().breaks == ()


def test_links_are_exported_adopted_and_merged(workspace: annot.Workspace, tmp_path: Path) -> None:
    workspace.claims.link(1, 2)
    ledger = tmp_path / "ledger.jsonl"
    workspace.export(ledger)
    with annot.open(tmp_path / "copy.db", actor="ana", create=True) as copy:
        copy.import_file(ledger)
        assert same(copy, 1) == [2]
        copy.export(tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == ledger.read_bytes()
    with annot.open(tmp_path / "other.db", actor="ana", create=True) as other:
        other.claims.add(text="Whales sing.")
        first, again = (other.import_file(ledger) for _ in range(2))
        assert [summary.links_added for summary in (first, again)] == [1, 0]  # type: ignore[union-attr]
        linked = [claim.id for claim in other.claims.list() if other.claims.same(claim)]
        assert len(linked) == 2
        assert same(other, linked[0]) == [linked[1]]
        assert other.history.verify().breaks == ()


def test_two_copies_that_linked_the_same_claims_are_merged_to_one_link(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger.jsonl"
    workspace.export(ledger)
    with annot.open(tmp_path / "copy.db", actor="ana", create=True) as copy:
        copy.import_file(ledger)
        copy.claims.link(2, 1)
        copy.claims.link(2, 3)
        copy.export(ledger)
    workspace.claims.link(1, 2)
    workspace.import_file(ledger)
    assert same(workspace, 2) == [1, 3]
    assert workspace.history.verify().breaks == ()


@pytest.mark.file
def test_a_file_whose_link_has_lost_its_claim_is_refused(
    workspace: annot.Workspace, path: Path, tmp_path: Path
) -> None:
    workspace.claims.link(2, 3)
    workspace.close()
    with sqlite3.connect(path) as raw:
        raw.execute("DELETE FROM claim WHERE id = 3")
    with annot.open(path, actor="dana") as damaged:
        damaged.export(tmp_path / "ledger.jsonl")
    with (
        annot.open(tmp_path / "copy.db", actor="ana", create=True) as copy,
        pytest.raises(InputFileError, match=r"same 1|claim 3"),
    ):
        copy.import_file(tmp_path / "ledger.jsonl")
