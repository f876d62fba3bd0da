"""People, what they were given and what they did: counts, filters, and who a claim waits for."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

import annot
from annot.store.claim_reading import ClaimDetail
from annot.store.models import Article
from annot.store.people_reading import PersonWork
from annot.store.reading import Reader
from annot.vocabulary import Role, Task


@pytest.fixture
def claims(workspace: annot.Workspace, article: Article) -> list[int]:
    """Four claims: one checked by dana and approved by ana, one to be checked by Lee, two bare."""
    quotes = ("opened in 1998", "has 40,000 books", "12 of its 30 readings", "never turn anybody")
    numbers = [workspace.claims.add(article, quote=quote).id for quote in quotes]
    workspace.claims.set(numbers[0], verdict="supported")
    workspace.claims.set(numbers[1], checker="Lee")
    return numbers


def judge(path: Path, claim: int, **verdicts: str) -> None:
    for reader, verdict in verdicts.items():
        with annot.open(path, actor=reader) as other:
            other.judgements.give(claim, verdict=verdict)


def read(path: Path, claim: int) -> ClaimDetail:
    with closing(Reader(path)) as reader:
        detail = reader.claim(claim)
    assert detail is not None
    return detail


def test_work_is_counted_for_everybody_on_the_list_and_for_all_who_did_something(
    path: Path, workspace: annot.Workspace, claims: list[int]
) -> None:
    workspace.people.set("lee", role="checker")
    workspace.people.set("zoe", role="editor")
    with annot.open(path, actor="ana") as other:
        other.claims.set(claims[0], status="approved")
    workspace.assignments.add(claims[2:], name="LEE")
    workspace.assignments.add(claims[0], name="kim")
    judge(path, claims[2], Lee="inexact")
    assert list(workspace.people.work()) == [
        PersonWork("lee", Role.CHECKER, to_check=1, asked=1, judged=1),  # also as Lee and LEE
        PersonWork("zoe", Role.EDITOR),
        PersonWork("ana", approved=1),
        PersonWork("dana", checked=1),
    ]


def test_who_is_on_the_list_is_named_as_there(
    workspace: annot.Workspace, claims: list[int]
) -> None:
    workspace.people.set("Kim Lee", role="reviewer")
    before = len(workspace.history.list())
    given = workspace.assignments.add(claims, name="kim lee")
    assert {item.name for item in given} == {"Kim Lee"}
    assert len(workspace.history.list()) == before + 1  # one event for all of them
    again = workspace.assignments.add(claims[0], name="KIM LEE")
    assert [item.id for item in again] == [given[0].id]
    with closing(Reader(workspace.path)) as reader:
        assert "Kim Lee" in reader.people()


def test_claims_are_found_by_whom_they_were_given_to_and_who_judged_them(
    path: Path, workspace: annot.Workspace, claims: list[int]
) -> None:
    workspace.assignments.add(claims[1:3], name="kim")
    judge(path, claims[2], kim="inexact", ana="supported")
    judge(path, claims[3], ana="supported", lee="supported")

    def found(wanted: str) -> list[int]:
        return [item.id for item in workspace.claims.list(wanted)]

    assert found("assigned:kim") == claims[1:3]
    assert found("assigned:kim,ana -judged:kim") == [claims[1]]
    assert found("judged:ana") == claims[2:]
    assert found("has:assignment no:judgement") == [claims[1]]
    assert found("is:disputed") == [claims[2]]
    with annot.open(path, actor="kim") as other:
        assert [item.id for item in other.claims.list("assigned:me")] == claims[1:3]
    with annot.open(path, actor="zoe") as other:
        other.judgements.decide(claims[2], verdict="inexact")
    assert found("is:disputed") == []


def test_a_claim_waits_for_who_adjudicates_once_its_readers_do_not_agree(
    path: Path, workspace: annot.Workspace, claims: list[int]
) -> None:
    claim = claims[1]  # lee checks it
    workspace.assignments.add(claim, name="zoe", task="adjudicate")
    judge(path, claim, ana="supported", kim="supported")
    assert claim not in [item.id for item in workspace.claims.list("needs:zoe")]
    judge(path, claim, kim="inexact")
    assert claim in [item.id for item in workspace.claims.list("needs:zoe")]


def test_a_claim_says_to_whom_it_was_given_and_whether_they_are_done(
    path: Path, workspace: annot.Workspace, claims: list[int]
) -> None:
    for name, task in (("kim", "judge"), ("ana", "judge"), ("zoe", "adjudicate")):
        workspace.assignments.add(claims[2], name=name, task=task)
    judge(path, claims[2], KIM="inexact")
    detail = read(path, claims[2])
    assert [tuple(row) for row in detail.assigned] == [
        ("kim", Task.JUDGE, True),
        ("ana", Task.JUDGE, False),
        ("zoe", Task.ADJUDICATE, False),
    ]
    workspace.claims.drop(claims[2])
    assert all(row.is_done for row in read(path, claims[2]).assigned)
