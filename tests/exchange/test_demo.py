from __future__ import annotations

import annot
from annot.demo import load
from annot.vocabulary import Status, Verdict


def test_the_example_shows_every_status_and_verdict(workspace: annot.Workspace) -> None:
    before = {article.slug for article in workspace.articles.list()}
    article = load(workspace)
    assert article.slug not in before
    claims = workspace.claims.list(f"article:{article.slug}")
    assert {claim.status for claim in claims} == set(Status)
    assert {claim.verdict for claim in claims} == {*Verdict, None}
    assert workspace.history.verify().breaks == ()
    assert any(sentence.accepted for sentence in workspace.articles.coverage(article))


def test_who_approves_in_the_example_did_not_check(workspace: annot.Workspace) -> None:
    load(workspace)
    approved = workspace.claims.list("status:approved")
    assert approved
    for claim in approved:
        assert claim.evidence_count
        assert claim.approver not in ("", claim.checker)


def test_the_example_a_second_time_changes_nothing(workspace: annot.Workspace) -> None:
    load(workspace)
    workspace.claims.set(workspace.claims.list("status:approved")[0], status="checking")
    before = workspace.history.list()
    load(workspace)
    assert workspace.history.list() == before
