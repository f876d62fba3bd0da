"""Several people judge a claim, a third person decides; people, tasks and agreement."""

from __future__ import annotations

from pathlib import Path

import pytest

import annot
from annot.errors import InvalidValueError, NotFoundError, UnreachableError
from annot.operations.agreement import agreement
from annot.store.models import Article
from annot.vocabulary import Status, Verdict


@pytest.fixture
def claim(workspace: annot.Workspace) -> int:
    """A claim that nobody has checked yet."""
    return workspace.claims.add(text="One is so.").id


def judge(path: Path, claim: int, **verdicts: str) -> None:
    for reader, verdict in verdicts.items():
        with annot.open(path, actor=reader) as other:
            other.judgements.give(claim, verdict=verdict)


def test_a_judgement_leaves_the_claim_as_it_is_and_a_newer_one_replaces_it(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    judge(path, claim, kim="supported", lee="inexact")
    judge(path, claim, KIM="refuted")
    found = {(item.reader, item.verdict.value) for item in workspace.judgements.list(claim)}
    assert found == {("kim", "refuted"), ("lee", "inexact")}
    assert (workspace.claims.get(claim).status, workspace.claims.get(claim).verdict) == (
        Status.TODO,
        None,
    )
    workspace.history.undo(anybody=True)
    assert {item.verdict.value for item in workspace.judgements.list(claim)} == {
        "supported",
        "inexact",
    }
    assert workspace.history.verify().breaks == ()
    assert len(workspace.history.list(claim=claim)) == 5


def test_a_second_reading_keeps_what_both_found(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    workspace.claims.set(claim, verdict="refuted")
    with annot.open(path, actor="ana") as other:
        other.claims.review(claim, verdict="inexact", note="See page 3.")
    found = [(item.reader, item.verdict.value, item.note) for item in workspace.judgements.list()]
    assert found == [("dana", "refuted", ""), ("ana", "inexact", "See page 3.")]
    (dispute,) = workspace.judgements.disputed()
    assert dispute.claim.id == claim

    workspace.claims.set(claim, verdict="inexact")
    assert workspace.judgements.disputed() == []
    with annot.open(path, actor="ana") as other:
        assert other.claims.review(claim, verdict="inexact").status is Status.APPROVED
    assert [item.note for item in workspace.judgements.list(claim)] == ["", "See page 3."]


def test_a_decision_for_one_of_them_approves(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    judge(path, claim, kim="supported", lee="inexact")
    decided = workspace.judgements.decide(claim, verdict="inexact", reason="The plan.")
    assert (decided.status, decided.verdict) == (Status.APPROVED, Verdict.INEXACT)
    assert (decided.checker, decided.approver) == ("lee", "dana")
    assert "A401" not in {finding.code for finding in workspace.check()}
    assert len(workspace.judgements.list(claim)) == 2
    workspace.history.undo()
    assert workspace.claims.get(claim).verdict is None


def test_a_decision_for_none_of_them_waits_for_another_person(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    judge(path, claim, kim="supported", lee="inexact")
    decided = workspace.judgements.decide(claim, verdict="refuted")
    assert (decided.status, decided.checker, decided.approver) == (Status.CHECKED, "dana", "")


def test_who_judged_does_not_decide(path: Path, workspace: annot.Workspace, claim: int) -> None:
    judge(path, claim, kim="supported", dana="inexact")
    with pytest.raises(InvalidValueError, match="a third person"):
        workspace.judgements.decide(claim, verdict="supported")
    workspace.rules.off("A401")
    assert workspace.judgements.decide(claim, verdict="supported").status is Status.APPROVED


def test_what_cannot_be_judged_or_decided(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    with pytest.raises(InvalidValueError, match="no judgement"):
        workspace.judgements.decide(claim, verdict="supported")
    with pytest.raises(InvalidValueError, match="no verdict 'true'"):
        workspace.judgements.give(claim, verdict="true")
    with pytest.raises(NotFoundError):
        workspace.judgements.give(99, verdict="supported")
    workspace.claims.drop(claim)
    with pytest.raises(InvalidValueError, match="was dropped"):
        workspace.judgements.give(claim, verdict="supported")


def test_judgements_and_tasks_go_with_their_claim(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    one = workspace.claims.add(article, quote="opened in 1998")
    two = workspace.claims.add(article, quote="has 40,000 books")
    judge(path, two.id, kim="supported")
    workspace.assignments.add([one, two], name="lee")
    workspace.assignments.add(two, name="kim", task="adjudicate")
    workspace.claims.merge(one, [two])
    assert workspace.judgements.list() == []
    tasks = {(item.assignment.name, item.claim.id) for item in workspace.assignments.list()}
    assert tasks == {("lee", one.id), ("kim", one.id)}
    workspace.history.undo()
    assert len(workspace.judgements.list(two)) == 1
    workspace.claims.remove(two)
    assert len(workspace.assignments.list()) == 1
    workspace.articles.remove(article)
    assert workspace.assignments.list() == []
    for _ in range(2):
        workspace.history.undo()
    assert len(workspace.assignments.list()) == 3
    assert workspace.history.verify().breaks == ()


def test_what_one_is_asked_for_waits_for_one(
    path: Path, workspace: annot.Workspace, claim: int
) -> None:
    workspace.claims.set(claim, checker="kim")
    assert workspace.claims.list("needs:lee") == []
    workspace.assignments.add(claim, name="lee")
    workspace.assignments.add(claim, name="lee")
    assert [item.id for item in workspace.claims.list("needs:lee")] == [claim]
    assert [item.is_done for item in workspace.assignments.list(name="LEE")] == [False]
    judge(path, claim, lee="supported")
    assert workspace.claims.list("needs:lee") == []
    assert [item.is_done for item in workspace.assignments.list(claim=claim)] == [True]
    with pytest.raises(InvalidValueError, match="kim checks claim 1"):
        workspace.assignments.add(claim, name="Kim")
    with pytest.raises(InvalidValueError, match="no task 'rest'"):
        workspace.assignments.add(claim, name="lee", task="rest")
    workspace.assignments.remove(claim, name="lee")
    with pytest.raises(NotFoundError, match="was not given"):
        workspace.assignments.remove(claim, name="lee")


def test_the_agreement_is_krippendorffs_alpha() -> None:
    pytest.importorskip("krippendorff")
    # Nominal data of two observers and ten units, by the definition: 1 - (n - 1) o / sum(n_c n_k).
    first = ["supported"] * 6 + ["refuted"] * 4
    second = ["supported"] * 5 + ["refuted"] * 5
    judged = [{"a": Verdict(x), "b": Verdict(y)} for x, y in zip(first, second, strict=True)]
    found = agreement([*judged, {"a": Verdict.SUPPORTED}])
    assert (found.claims, found.readers, found.same) == (10, 2, 9)
    assert found.alpha == pytest.approx(1 - 19 * 1 / (11 * 9))
    assert found.meaning.startswith("reliable")


def test_no_agreement_can_be_told_of_too_little() -> None:
    assert agreement([]).alpha is None
    assert agreement([{"a": Verdict.SUPPORTED}]).meaning == "no claim was judged by two people"
    same = agreement([{"a": Verdict.SUPPORTED, "b": Verdict.SUPPORTED}])
    assert (same.alpha, same.same) == (None, 1)
    assert "only one verdict" in same.meaning


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(UnreachableError) as caught:
        agreement([{"a": Verdict.SUPPORTED, "b": Verdict.REFUTED}])
    assert "annot-ledger[agreement]" in caught.value.hint
