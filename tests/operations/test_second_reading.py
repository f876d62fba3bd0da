"""A second person's reading: the same verdict approves, another one sends back."""

from __future__ import annotations

from pathlib import Path

import pytest

import annot
from annot.errors import InvalidValueError
from annot.vocabulary import Status, Verdict


@pytest.fixture
def checked(workspace: annot.Workspace) -> int:
    """A claim that dana found refuted."""
    claim = workspace.claims.add(text="One is so.", verdict="refuted", status="checked")
    workspace.claims.set(claim, checker="dana")
    return claim.id


def test_the_same_verdict_approves(path: Path, checked: int) -> None:
    with annot.open(path, actor="ana") as workspace:
        claim = workspace.claims.review(checked, verdict="refuted")
        assert (claim.status, claim.approver, claim.checker) == (Status.APPROVED, "ana", "dana")
        assert workspace.notes.list(claim) == []


def test_another_verdict_sends_back_with_a_note(path: Path, checked: int) -> None:
    with annot.open(path, actor="ana") as workspace:
        claim = workspace.claims.review(checked, verdict="inexact", note="See page 3.")
        assert (claim.status, claim.verdict) == (Status.CHECKING, Verdict.REFUTED)
        (note,) = workspace.notes.list(claim)
        assert note.text == "Second reading: inexact, not refuted. See page 3."
        assert note.added_by == "ana"
        workspace.history.undo()
        assert workspace.claims.get(checked).status is Status.CHECKED
        assert workspace.notes.list(claim) == []


def test_nobody_reads_the_own_work_again(workspace: annot.Workspace, checked: int) -> None:
    with pytest.raises(InvalidValueError, match="another person"):
        workspace.claims.review(checked, verdict="refuted")
    assert workspace.claims.get(checked).status is Status.CHECKED


def test_what_is_not_checked_is_not_read_again(path: Path, workspace: annot.Workspace) -> None:
    claim = workspace.claims.add(text="One is so.")
    with pytest.raises(InvalidValueError, match="todo, no verdict"):
        workspace.claims.review(claim, verdict="refuted")


def test_needs_me_lists_what_waits_for_the_one_who_acts(
    path: Path, workspace: annot.Workspace
) -> None:
    add = workspace.claims.add
    mine = add(text="Mine.", checker="dana")
    free = add(text="Nobody's.")
    hers = add(text="Hers.", checker="ana")
    done = add(text="Done by her.", checker="ana", verdict="supported", status="checked")
    own = add(text="Done by me.", checker="dana", verdict="supported", status="checked")

    def waiting(wanted: str) -> list[int]:
        return [claim.id for claim in workspace.claims.list(wanted)]

    assert waiting("needs:me") == waiting("needs:dana") == [mine.id, free.id, done.id]
    assert waiting("needs:ana") == [free.id, hers.id, own.id]
    assert waiting("checker:me") == [mine.id, own.id]
    assert waiting("-needs:me") == [hers.id, own.id]


def test_other_words_take_an_approval_back_and_a_second_approval_is_noted(
    path: Path, workspace: annot.Workspace, checked: int
) -> None:
    with annot.open(path, actor="lee") as other:
        other.claims.set(checked, status="approved")
    with annot.open(path, actor="kim") as other:
        assert other.claims.set(checked, status="approved")[0].approver == "kim"
    (claim,) = workspace.claims.set(checked, text="Two is so.")
    assert (claim.status, claim.approver, claim.verdict) == (Status.CHECKED, "", Verdict.REFUTED)


def test_no_state_is_given_to_a_correction_that_is_taken_away(
    workspace: annot.Workspace, checked: int
) -> None:
    workspace.claims.set(checked, correction="Two is so.")
    with pytest.raises(InvalidValueError, match="no state"):
        workspace.claims.set(checked, correction="", correction_state="stet")
    assert workspace.claims.get(checked).correction == "Two is so."
