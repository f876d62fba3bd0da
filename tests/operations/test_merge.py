"""What two people did apart comes together, and what collides is asked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import annot
from annot.errors import (
    CollisionsError,
    ConflictError,
    HistoryError,
    InputFileError,
    InvalidValueError,
    OwnApprovalError,
    WorkspaceError,
)
from annot.store.models import Article
from annot.store.signed import claims_signed, notes_answered
from annot.vocabulary import ClaimKind, Status, Verdict

BOOKS = "40,000 books"
DRAFT = "The library on Mill Street opened in 1999. It has 40,000 books, says the head librarian.\n"


@pytest.fixture
def theirs(
    workspace: annot.Workspace, article: Article, tmp_path: Path
) -> Iterator[annot.Workspace]:
    """A copy of the workspace, in which kim acts; claim 1 is in both."""
    workspace.claims.add(article, quote=BOOKS)
    workspace.copy(tmp_path / "theirs.db")
    with annot.open(tmp_path / "theirs.db", actor="kim") as copied:
        yield copied


def collisions(workspace: annot.Workspace, other: annot.Workspace) -> list[str]:
    with pytest.raises(CollisionsError) as refused:
        workspace.merge(other.path)
    assert "nothing was written" in refused.value.message
    return [f"{c.kind}: {c.about}: {c.ours} / {c.theirs}" for c in refused.value.collisions]


def test_fields_that_one_of_two_changed_go_together(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    workspace.claims.set(1, kind="quantity", tags=["a"], extra={"desk": "north"})
    theirs.claims.set(1, verdict="supported", tags=["b"], extra={"page": "3"})
    workspace.merge(theirs.path)
    claim = workspace.claims.get(1)
    assert (claim.kind, claim.verdict, claim.checker) == (
        ClaimKind.QUANTITY,
        Verdict.SUPPORTED,
        "kim",
    )
    assert claim.tags == ["a", "b"]
    assert claim.extra == {"desk": "north", "page": "3"}


def test_new_claims_of_both_stay_and_are_told_their_numbers(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    workspace.claims.add(text="Ours.")
    claim = theirs.claims.add("mill-street", quote="12 of its 30 readings")
    source = theirs.sources.add(title="A register", url="https://example.org/r")
    theirs.evidence.add(claim, source, stance="supports", passage="twelve")
    theirs.notes.add(claim, "See the list.")
    done = workspace.merge(theirs.path)
    assert done.numbers == {2: 3}
    assert workspace.claims.get(2).text == "Ours."
    assert workspace.claims.get(3).text == claim.text
    (evidence,) = workspace.evidence.list(3)
    assert (evidence.passage, evidence.added_by) == ("twelve", "kim")
    assert workspace.claims.anchors(3)[0].exact == "12 of its 30 readings"
    assert workspace.history.verify().breaks == ()


def test_the_same_field_set_differently_is_asked_with_who_and_when(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    workspace.claims.set(1, verdict="refuted")
    theirs.claims.set(1, verdict="supported", reasoning="Counted.")
    with pytest.raises(CollisionsError) as refused:
        workspace.merge(theirs.path)
    (collision,) = refused.value.collisions
    assert (collision.ours, collision.theirs) == (
        "verdict refuted, checker dana",
        "verdict supported, checker kim",
    )
    assert collision.ours_by is not None
    assert collision.theirs_by is not None
    assert (collision.ours_by.actor, collision.theirs_by.actor) == ("dana", "kim")
    assert workspace.claims.get(1).reasoning == ""


@pytest.mark.parametrize(
    ("answer", "verdict"), [("ours", "refuted"), ("theirs", "supported"), ("later", "refuted")]
)
def test_who_is_right_can_be_answered(
    workspace: annot.Workspace, theirs: annot.Workspace, answer: str, verdict: str
) -> None:
    workspace.claims.set(1, verdict="refuted")
    theirs.claims.set(1, verdict="supported", reasoning="Counted.")
    asked = []
    done = workspace.merge(theirs.path, ask=lambda collision: asked.append(collision) or answer)
    assert [right for _, right in done.collisions] == [answer]
    assert len(asked) == 1
    claim = workspace.claims.get(1)
    assert (claim.verdict, claim.reasoning) == (verdict, "Counted.")


def test_what_is_left_for_later_is_asked_again_in_both_copies(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    workspace.claims.set(1, verdict="refuted")
    theirs.claims.set(1, verdict="supported", reasoning="Counted.")
    workspace.merge(theirs.path, prefer="later")
    count = len(workspace.history.list())
    workspace.merge(theirs.path, prefer="later")
    assert len(workspace.history.list()) == count
    assert len(collisions(theirs, workspace)) == 1
    assert len(collisions(workspace, theirs)) == 1
    workspace.merge(theirs.path, prefer="theirs")
    assert workspace.claims.get(1).verdict is Verdict.SUPPORTED
    assert workspace.merge(theirs.path).collisions == []
    assert theirs.merge(workspace.path).collisions == []


def test_answers_come_from_a_file_and_count_for_what_was_asked(
    workspace: annot.Workspace, theirs: annot.Workspace, tmp_path: Path
) -> None:
    workspace.claims.set(1, verdict="refuted")
    theirs.claims.set(1, verdict="supported")
    (asked, _) = workspace.merge(theirs.path, dry_run=True).collisions[0]
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"collisions": [{"id": asked.id, "answer": "theirs"}]}))
    theirs.claims.set(1, verdict="misleading")
    assert collisions(workspace, theirs), "the answer was to another question"
    theirs.claims.set(1, verdict="supported")
    workspace.merge(theirs.path, answers=file)
    assert workspace.claims.get(1).verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("text", "error"),
    [("[", InputFileError), ("3", InputFileError), ('{"a": "mine"}', InvalidValueError)],
)
def test_answers_that_are_none_are_refused(
    workspace: annot.Workspace,
    theirs: annot.Workspace,
    tmp_path: Path,
    text: str,
    error: type[Exception],
) -> None:
    (tmp_path / "answers.json").write_text(text)
    with pytest.raises(error):
        workspace.merge(theirs.path, answers=tmp_path / "answers.json")


def test_a_dry_run_writes_nothing(workspace: annot.Workspace, theirs: annot.Workspace) -> None:
    theirs.claims.set(1, kind="quantity")
    before = workspace.history.verify().root
    done = workspace.merge(theirs.path, dry_run=True)
    assert (done.dry_run, done.changed) == (True, {"claim": 1})
    assert workspace.history.verify().root == before


def test_a_merge_is_one_operation_and_undone_as_one(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    theirs.claims.set(1, kind="quantity")
    theirs.claims.add("mill-street", quote="opened in 1998", occurrence=1)
    before = len(workspace.history.list())
    workspace.merge(theirs.path)
    assert len(workspace.history.list()) == before + 1
    workspace.history.undo()
    assert [claim.kind for claim in workspace.claims.list()] == [None]
    workspace.merge(theirs.path)
    assert len(workspace.claims.list()) == 2
    assert workspace.history.verify().breaks == ()


def test_the_history_names_the_others_root_and_who_did_what_there(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    theirs.claims.set(1, kind="quantity", reason="counted again")
    workspace.merge(theirs.path)
    (entry,) = workspace.history.list(limit=1)
    told = next(change for change in entry.changes if change.noun == "merge").fields
    assert told["root"][0] == theirs.history.verify().root.hex()
    (done,) = told["operations"][0]
    assert (done["actor"], done["action"], done["reason"], done["rows"]) == (
        "kim",
        "claim.set",
        "counted again",
        {"claim": [1]},
    )


def test_the_same_again_changes_nothing(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    theirs.claims.set(1, kind="quantity")
    workspace.merge(theirs.path)
    root = workspace.history.verify().root
    assert workspace.merge(theirs.path).operations == 0
    assert workspace.history.verify().root == root


def test_what_changed_again_after_a_merge_does_not_collide(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    for kind in ("quantity", "date", "event"):
        theirs.claims.set(1, kind=kind)
        workspace.merge(theirs.path)
        assert workspace.claims.get(1).kind == kind


def test_removed_there_and_worked_on_here_is_asked(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    source = workspace.sources.add(title="A register")
    workspace.evidence.add(1, source, stance="supports")
    theirs.claims.remove(1)
    assert collisions(workspace, theirs) == [
        f"gone there: claim 1 “{BOOKS}”: worked on: 1 evidence / removed"
    ]
    assert collisions(theirs, workspace) == [
        f"gone here: claim 1 “{BOOKS}”: removed / worked on: 1 evidence"
    ]


@pytest.mark.parametrize(("prefer", "count"), [("ours", 1), ("theirs", 0)])
def test_a_claim_that_stays_or_goes_does_so_in_both(
    workspace: annot.Workspace, theirs: annot.Workspace, prefer: str, count: int
) -> None:
    source = workspace.sources.add(title="A register")
    workspace.evidence.add(1, source, stance="supports")
    theirs.claims.remove(1)
    workspace.merge(theirs.path, prefer=prefer)
    theirs.merge(workspace.path)
    for one in (workspace, theirs):
        assert len(one.claims.list()) == count
        assert [claim.evidence_count for claim in one.claims.list()] == [1] * count
        assert one.history.verify().breaks == ()


def test_a_removed_claim_that_nobody_touched_goes(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    theirs.claims.remove(1)
    workspace.merge(theirs.path)
    assert workspace.claims.list() == []


def test_two_new_drafts_of_one_article_are_named_and_asked(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    workspace.articles.revise("mill-street", DRAFT)
    theirs.articles.revise("mill-street", DRAFT.replace("1999", "2000"))
    assert collisions(workspace, theirs) == [
        "drafts: article mill-street, draft 2: draft 2 (the text) / draft 2 (the text)"
    ]
    workspace.merge(theirs.path, prefer="theirs")
    assert "2000" in workspace.articles.text("mill-street")
    assert len(workspace.articles.revisions("mill-street")) == 2
    theirs.merge(workspace.path)
    assert theirs.history.verify().breaks == ()
    assert workspace.history.verify().breaks == ()


def test_the_same_draft_taken_in_on_both_sides_is_one(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    workspace.articles.revise("mill-street", DRAFT)
    theirs.articles.revise("mill-street", DRAFT)
    workspace.merge(theirs.path)
    assert len(workspace.articles.revisions("mill-street")) == 2
    assert len(workspace.claims.anchors(1)) == len(theirs.claims.anchors(1))


def test_a_claim_is_carried_into_a_draft_that_it_had_not_met(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    claim = workspace.claims.add("mill-street", quote="says the head librarian", occurrence=1)
    theirs.articles.revise("mill-street", DRAFT)
    workspace.merge(theirs.path)
    latest = workspace.articles.revision("mill-street")
    places = [a for a in workspace.claims.anchors(claim) if a.revision_id == latest.id]
    assert [place.exact for place in places] == ["says the head librarian"]


def test_one_source_added_by_both_is_one(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    workspace.sources.add(title="A register", url="https://example.org/r")
    source = theirs.sources.add(title="A register", url="https://example.org/r", publisher="Town")
    theirs.evidence.add(1, source, stance="supports")
    workspace.merge(theirs.path)
    (merged,) = workspace.sources.list()
    assert merged.publisher == "Town"
    assert workspace.evidence.list(1)[0].source_id == merged.id


def test_an_approval_of_words_that_changed_here_is_asked(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    theirs.claims.set(1, verdict="supported", checker="lee")
    workspace.merge(theirs.path)
    workspace.claims.set(1, text="It has 30,000 books.")
    with annot.open(theirs.path, actor="kim") as other:
        other.claims.set(1, status="approved", verdict="supported", checker="lee")
    assert len(collisions(workspace, theirs)) == 1


def test_nobody_approves_by_a_merge_what_they_checked(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    theirs.rules.off("A401")
    theirs.claims.set(1, verdict="supported")
    theirs.claims.set(1, status="approved")
    with pytest.raises(OwnApprovalError, match=r"kim checked claim 1 in .* and approved it") as no:
        workspace.merge(theirs.path)
    assert "claim set 1 --status checked" in no.value.hint
    assert workspace.claims.get(1).status is Status.TODO


def test_who_checked_in_the_other_copy_may_not_approve_here(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    theirs.claims.set(1, verdict="supported")
    theirs.claims.set(1, checker="lee")
    workspace.merge(theirs.path)
    with annot.open(workspace.path, actor="kim") as kim, pytest.raises(OwnApprovalError):
        kim.claims.set(1, status="approved")
    workspace.claims.set(1, status="approved")


def test_rules_and_people_stay_each_copys_own(
    workspace: annot.Workspace, theirs: annot.Workspace
) -> None:
    theirs.rules.off("A401")
    theirs.people.set("kim", role="admin")
    assert workspace.merge(theirs.path).settings == 2
    assert workspace.people.list() == []


def test_another_ledger_is_refused(workspace: annot.Workspace, tmp_path: Path) -> None:
    with annot.open(tmp_path / "other.db", actor="kim") as other:
        other.claims.add(text="A claim.")
    with pytest.raises(ConflictError, match="no history in common") as refused:
        workspace.merge(tmp_path / "other.db")
    assert "export" in refused.value.hint


def test_itself_is_refused(workspace: annot.Workspace) -> None:
    with pytest.raises(InvalidValueError, match="this very workspace"):
        workspace.merge(workspace.path)


def test_what_is_not_there_is_refused(workspace: annot.Workspace, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="no workspace"):
        workspace.merge(tmp_path / "nothing.db")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE claim SET text = text || '!'",
        "UPDATE event SET actor = 'somebody'",
        "DELETE FROM event WHERE seq = 2",
    ],
)
def test_a_copy_whose_history_does_not_hold_is_refused(
    workspace: annot.Workspace, theirs: annot.Workspace, damage: str
) -> None:
    theirs.claims.set(1, kind="quantity")
    theirs.close()
    with sqlite3.connect(str(theirs.path)) as driver:
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute(damage)
    driver.close()
    with pytest.raises(HistoryError, match="does not hold"):
        workspace.merge(theirs.path)
    assert workspace.claims.get(1).kind is None


def test_a_third_copy_brings_what_the_second_one_had(
    workspace: annot.Workspace, theirs: annot.Workspace, tmp_path: Path
) -> None:
    theirs.copy(tmp_path / "third.db")
    with annot.open(tmp_path / "third.db", actor="lee") as third:
        third.claims.set(1, kind="quantity")
        theirs.merge(third.path)
        third.claims.set(1, kind="date")
        workspace.merge(theirs.path)
        assert workspace.claims.get(1).kind == "quantity"
        workspace.merge(third.path)
        assert workspace.claims.get(1).kind == "date"
    entry = workspace.history.list(limit=2)[1]
    told = next(change for change in entry.changes if change.noun == "merge").fields
    assert {done["actor"] for done in told["operations"][0]} == {"kim", "lee"}


def test_a_report_names_who_found_it_in_the_other_copy(
    workspace: annot.Workspace, theirs: annot.Workspace, tmp_path: Path
) -> None:
    theirs.claims.set(1, verdict="supported")
    note = theirs.notes.ask(theirs.claims.get(1), "Who counted?", to="author")
    with annot.open(theirs.path, actor="lee") as lee:
        lee.claims.review(1, verdict="supported")
        lee.notes.answer(note, "I did.")
    workspace.merge(theirs.path)
    claims, notes = workspace.claims.list(), workspace.notes.list()
    with workspace._ledger.database.reading() as connection:
        signed = claims_signed(connection, 1, claims)[1]
        answered = notes_answered(connection, notes)
    assert signed.found is not None
    assert signed.approved is not None
    assert (signed.found.by, signed.approved.by) == ("kim", "lee")
    assert [act.by for act in answered.values()] == ["lee"]
