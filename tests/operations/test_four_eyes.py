"""Who checked a claim may not approve it, by whatever way the approval comes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import annot
from annot.errors import BadRowsError, OwnApprovalError
from annot.vocabulary import Status


@pytest.fixture
def checked(workspace: annot.Workspace) -> int:
    """A claim that dana, who acts, found supported."""
    claim = workspace.claims.add(text="One is so.")
    workspace.claims.set(claim, verdict="supported")
    return claim.id


def by(path: Path, actor: str, work: Callable[[annot.Workspace], object]) -> None:
    with annot.open(path, actor=actor) as other:
        work(other)


def test_the_error_names_who_checked_and_what_to_do(
    workspace: annot.Workspace, checked: int
) -> None:
    with pytest.raises(OwnApprovalError, match="dana checked claim 1") as caught:
        workspace.claims.set(checked, status="approved")
    assert (caught.value.claim, caught.value.checked_by) == (1, "dana")
    assert "annot --as NAME claim set 1 --status approved" in caught.value.hint
    assert workspace.claims.get(checked).status is Status.CHECKED
    assert workspace.history.list(limit=1)[0].action == "claim.set"


def test_another_person_may(path: Path, workspace: annot.Workspace, checked: int) -> None:
    by(path, "kim", lambda other: other.claims.set(checked, status="approved"))
    assert workspace.claims.get(checked).approver == "kim"


def test_naming_another_checker_afterwards_does_not_help(
    workspace: annot.Workspace, checked: int
) -> None:
    workspace.claims.set(checked, checker="kim")
    with pytest.raises(OwnApprovalError, match="dana"):
        workspace.claims.set(checked, status="approved")
    with pytest.raises(OwnApprovalError, match="dana"):
        workspace.claims.set(checked, status="approved", checker="lee")


def test_who_gives_the_verdict_of_a_claim_that_another_one_has_in_hand_has_checked_it(
    path: Path, workspace: annot.Workspace
) -> None:
    claim = workspace.claims.add(text="One is so.", checker="kim")
    workspace.claims.set(claim, verdict="supported")
    with pytest.raises(OwnApprovalError, match="dana"):
        workspace.claims.set(claim, status="approved")
    with pytest.raises(OwnApprovalError, match="kim"):
        by(path, "kim", lambda other: other.claims.set(claim.id, status="approved"))
    by(path, "lee", lambda other: other.claims.set(claim.id, status="approved"))


def test_going_back_and_forth_forgets_nobody(workspace: annot.Workspace, checked: int) -> None:
    workspace.claims.set(checked, checker="kim")
    for _ in range(2):
        workspace.history.undo()
    for _ in range(2):
        workspace.history.redo()
    with pytest.raises(OwnApprovalError, match="dana"):
        workspace.claims.set(checked, status="approved")


def test_who_approved_cannot_become_the_checker(
    path: Path, workspace: annot.Workspace, checked: int
) -> None:
    by(path, "kim", lambda other: other.claims.set(checked, status="approved"))
    with pytest.raises(OwnApprovalError, match="kim checked claim 1"):
        workspace.claims.set(checked, checker="kim")
    workspace.claims.set(checked, tags=["bridge"])


def test_a_claim_is_not_added_as_approved_by_who_finds_it(workspace: annot.Workspace) -> None:
    with pytest.raises(OwnApprovalError):
        workspace.claims.add(text="One is so.", verdict="supported", status="approved")
    assert workspace.claims.list() == []
    claim = workspace.claims.add(
        text="One is so.", verdict="supported", status="approved", checker="kim"
    )
    assert claim.approver == "dana"


def test_a_name_in_capitals_is_the_same_person(
    path: Path, workspace: annot.Workspace, checked: int
) -> None:
    with pytest.raises(OwnApprovalError):
        by(path, "Dana", lambda other: other.claims.set(checked, status="approved"))


def test_several_changes_as_one_are_looked_at_together(workspace: annot.Workspace) -> None:
    def morning() -> None:
        with workspace.operation("desk.morning"):
            claim = workspace.claims.add(text="One is so.")
            workspace.claims.set(claim, verdict="supported")
            workspace.claims.set(claim, status="approved")

    with pytest.raises(OwnApprovalError):
        morning()
    assert workspace.claims.list() == []


def test_rows_of_a_file_that_the_importer_checked_are_bad_rows(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(
        "claim,verdict,status,checker\nOne,supported,approved,dana\n"
        "Two,supported,approved,\nThree,supported,approved,kim\n"
    )
    with pytest.raises(BadRowsError) as caught:
        workspace.import_file(path)
    assert [(row.row, row.column) for row in caught.value.rows] == [(1, "status"), (2, "status")]
    assert "dana checked this claim" in caught.value.rows[0].reason
    assert workspace.claims.list() == []

    summary = workspace.import_file(path, skip_bad=tmp_path / "bad.csv")
    assert (summary.added, summary.skipped) == (1, 2)
    assert [claim.approver for claim in workspace.claims.list()] == ["dana"]


def test_a_file_does_not_approve_what_the_importer_checked_before(
    workspace: annot.Workspace, tmp_path: Path, checked: int
) -> None:
    uid = workspace.claims.get(checked).uid
    path = tmp_path / "claims.csv"
    path.write_text(f"key,claim,status,checker\n{uid},One is so.,approved,kim\n")
    with pytest.raises(OwnApprovalError, match="dana checked claim 1"):
        workspace.import_file(path, on_conflict="take")
    assert workspace.claims.get(checked).status is Status.CHECKED


def test_the_same_file_again_changes_nothing_with_the_rule_on(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("claim,verdict,status,checker\nOne,supported,approved,dana\n")
    workspace.rules.off("A401")
    assert workspace.import_file(path).added == 1
    workspace.rules.on("A401")
    summary = workspace.import_file(path)
    assert (summary.unchanged, summary.updated) == (1, 0)


def test_items_of_a_program_pass_the_same_way(workspace: annot.Workspace) -> None:
    with pytest.raises(BadRowsError):
        workspace.claims.add_many([{"claim": "One", "verdict": "supported", "status": "approved"}])


def test_a_ledger_merged_in_is_looked_at_too(workspace: annot.Workspace, tmp_path: Path) -> None:
    workspace.rules.off("A401")
    claim = workspace.claims.add(text="One is so.")
    workspace.claims.set(claim, verdict="supported", status="approved")
    ledger = tmp_path / "ledger.jsonl"
    workspace.export(ledger)
    with annot.open(tmp_path / "other.db", actor="lee") as other:
        other.claims.add(text="Two is so.")
        with pytest.raises(OwnApprovalError, match="dana"):
            other.import_file(ledger)
        assert len(other.claims.list()) == 1


def test_who_works_alone_switches_it_off(workspace: annot.Workspace, checked: int) -> None:
    workspace.rules.off("four-eyes", reason="I work alone.")
    (claim,) = workspace.claims.set(checked, status="approved")
    assert claim.approver == "dana"
    assert "A401" not in {finding.code for finding in workspace.check()}
    workspace.rules.on("A401")
    (found,) = [finding for finding in workspace.check() if finding.code == "A401"]
    assert "dana checked the claim and approved it too" in found.message
