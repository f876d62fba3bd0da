"""What the rows of one claim give together, and what is written and counted of it."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import annot
from annot.exchange.claim_row import (
    ClaimRow,
    GivenEvidence,
    GivenNote,
    Quote,
)
from annot.exchange.conflicts import Settled
from annot.exchange.known import Known
from annot.exchange.summary import ImportSummary
from annot.exchange.table import Row
from annot.exchange.taking import GivenClaim
from annot.vocabulary import NoteKind, Stance
from annot.workspace import Workspace

Imported = Callable[..., ImportSummary]


@pytest.fixture
def claim(workspace: Workspace) -> GivenClaim:
    """A claim of which no row was read yet."""
    with workspace._ledger.operation("import") as operation:
        return GivenClaim(Known(operation, 0), None, "k", 1)


def row(number: int = 1, **said: Any) -> ClaimRow:
    return ClaimRow(Row(number, {}), **said)


def test_rows_of_one_claim_say_what_they_say_together(claim: GivenClaim) -> None:
    claim.add(row(2, key="k", values={"text": "One.", "verdict": None, "checker": "lee"}), [(3, 5)])
    claim.add(row(4, key="k", values={"text": "", "verdict": "refuted", "kind": None}), [])
    claim.add(row(5, key="j", quote=Quote("one")), [(0, 2)])
    assert claim.values == {
        "text": "One.",
        "verdict": "refuted",
        "checker": "lee",
        "kind": None,
    }
    assert (claim.rows, claim.key_in_file, claim.quoted) == ([2, 4, 5], "j", True)
    assert list(claim.places) == [(3, 5), (0, 2)]
    claim.add(row(6), [])
    assert claim.quoted


def test_a_claim_without_a_quote_is_not_quoted(claim: GivenClaim) -> None:
    claim.add(row(), [])
    assert (claim.quoted, claim.settled, claim.values) == (False, [], {})


def test_what_rows_say_in_columns_that_are_no_fields_stands_side_by_side(claim: GivenClaim) -> None:
    claim.add(row(values={"extra": {"Desk": "Sport"}}), [])
    claim.add(row(values={}), [])
    claim.add(row(values={"extra": {"Desk": "City", "Page": "7"}}), [])
    assert claim.values == {"extra": {"Desk": "Sport\nCity", "Page": "7"}}


def test_what_rows_settle_is_kept(claim: GivenClaim) -> None:
    settled = Settled("v1", frozenset({"verdict"}))
    claim.add(row(settled=settled), [])
    claim.add(row(), [])
    assert claim.settled == [settled]


def test_evidence_and_notes_that_several_rows_give_are_one(claim: GivenClaim) -> None:
    book, other = {"title": "A book"}, {"title": "Another"}
    note, more = GivenNote(NoteKind.NOTE, "Look."), GivenNote(NoteKind.NOTE, "More.")
    claim.add(row(evidence=[GivenEvidence(book, {})], notes=[note]), [])
    meant = {"stance": Stance.SUPPORTS, "passage": ""}
    claim.add(row(evidence=[GivenEvidence(book, meant)], notes=[note, more]), [])
    refutes = GivenEvidence(book, {"stance": Stance.REFUTES})
    claim.add(row(evidence=[refutes, GivenEvidence(other, {})]), [])
    assert claim.evidence == [GivenEvidence(book, {}), refutes, GivenEvidence(other, {})]
    assert claim.notes == [note, more]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"verdict": "refuted"}, "verdict"),
        ({"text": "One.", "verdict": "refuted"}, "verdict"),
        ({"text": "Two.", "verdict": "refuted"}, "text"),
        ({"verdict": "supported"}, ""),
        ({"verdict": None}, ""),
        ({"checker": "lee"}, ""),
        ({"kind": "date"}, ""),
        ({"extra": {"Desk": "City"}}, ""),
        ({}, ""),
    ],
)
def test_rows_disagree_if_both_say_something_else(
    claim: GivenClaim, values: dict[str, Any], name: str
) -> None:
    said = {"text": "One.", "verdict": "supported", "checker": "", "extra": {"Desk": "Sport"}}
    claim.add(row(values=said), [])
    assert claim.disagreeing(row(values=values)) == name


@pytest.fixture
def imported(workspace: Workspace, tmp_path: Path) -> Imported:
    """Imports claims as JSON Lines; the history holds after each."""

    def taken(*items: dict[str, Any], **options: Any) -> ImportSummary:
        path = tmp_path / "claims.jsonl"
        path.write_text("".join(f"{json.dumps(item)}\n" for item in items))
        done = workspace.import_file(path, **options)
        assert isinstance(done, ImportSummary)
        assert not workspace.history.verify().breaks
        return done

    return taken


def counts(done: ImportSummary) -> dict[str, int]:
    names = (
        "claims", "added", "updated", "unchanged", "kept", "overruled", "conflicts",
        "sources_added", "evidence_added", "notes_added", "unanchored",
    )  # fmt: skip
    return {name: getattr(done, name) for name in names if getattr(done, name)}


ONE: dict[str, Any] = {"key": "a", "claim": "One is so.", "verdict": "refuted"}
QUERY = {"text": "why?", "kind": "query", "to": "author"}


def test_everything_that_comes_is_counted(imported: Imported, workspace: Workspace) -> None:
    book = {"source_title": "A book", "stance": "context", "passage": "p", "note": "n"}
    done = imported(
        {**ONE, "article": "bridge", "quote": "four million crowns", "evidence": [book]},
        {**ONE, "article": "bridge", "notes": [QUERY], "evidence": [{"source_title": "Other"}]},
        {"key": "b", "claim": "Two is so."},
    )
    assert counts(done) == {
        "claims": 2, "added": 2, "sources_added": 2, "evidence_added": 2, "notes_added": 1,
        "unanchored": 1,
    }  # fmt: skip
    assert done.operation == str(workspace.history.list()[0].operation)
    again = imported(
        {**ONE, "article": "bridge", "quote": "four million crowns", "evidence": [book]},
        {"key": "b", "claim": "Two is so."},
    )
    assert (counts(again), again.operation) == (
        {"claims": 2, "unchanged": 2, "unanchored": 1},
        "",
    )


def test_what_an_update_brings_is_written(imported: Imported, workspace: Workspace) -> None:
    imported({**ONE, "article": "bridge", "checker": "lee"})
    book = {
        "source_title": "A book", "stance": "context", "passage": "p", "locator": "l", "note": "n",
    }  # fmt: skip
    done = imported(
        {
            **ONE, "article": "bridge", "verdict": "supported", "checker": "lee",
            "quote": "four million crowns", "evidence": [book, {"source_title": "Other"}],
            "notes": [{**QUERY, "answer": "So."}, {"text": "Look."}],
        }
    )  # fmt: skip
    assert counts(done) == {
        "claims": 1, "updated": 1, "sources_added": 2, "evidence_added": 2, "notes_added": 2,
    }  # fmt: skip
    (claim,) = workspace.claims.list()
    assert (claim.verdict, claim.checker, claim.article_id) == ("supported", "lee", 1)
    (anchor,) = workspace.claims.anchors(claim)
    assert (anchor.exact, anchor.revision_id) == ("four million crowns", 1)
    first, second = workspace.evidence.list(claim)
    assert (first.stance, first.passage, first.locator) == ("context", "p", "l")
    assert (first.note, first.added_by, first.source_id) == ("n", "dana", 1)
    assert (second.stance, second.passage, second.source_id) == ("supports", "", 2)
    told = [
        (note.kind, note.text, note.addressee, note.answer, note.added_by)
        for note in workspace.notes.list(claim)
    ]
    assert told == [
        ("query", "why?", "author", "So.", "dana"),
        ("note", "Look.", None, None, "dana"),
    ]


@pytest.mark.parametrize(
    "more",
    [
        {"verdict": "supported"},
        {"quote": "four million crowns"},
        {"evidence": [{"source_title": "A book", "passage": "p"}, {"source_title": "Other"}]},
        {"evidence": [{"source_title": "A book", "passage": "q"}]},
        {"notes": [QUERY, {"text": "Look."}]},
        {"notes": [{**QUERY, "answer": "So."}]},
    ],
)
def test_any_change_makes_a_claim_updated(
    imported: Imported, workspace: Workspace, more: dict[str, Any]
) -> None:
    first = {
        **ONE, "article": "bridge", "evidence": [{"source_title": "A book", "passage": "p"}],
        "notes": [QUERY],
    }  # fmt: skip
    imported(first)
    done = imported({**first, **more})
    assert (done.updated, done.unchanged) == (1, 0)
    assert done.operation == str(workspace.history.list()[0].operation)
    assert imported({**first, **more}).unchanged == 1


def test_an_answer_that_the_file_brings_is_written(
    imported: Imported, workspace: Workspace
) -> None:
    imported({**ONE, "notes": [QUERY]})
    imported({**ONE, "notes": [{**QUERY, "answer": "So."}]})
    (note,) = workspace.notes.list(workspace.claims.get(1))
    assert (note.text, note.answer) == ("why?", "So.")


def test_evidence_of_which_the_file_says_something_else_is_changed(
    imported: Imported, workspace: Workspace
) -> None:
    imported({**ONE, "evidence": [{"source_title": "A book", "passage": "p"}]})
    workspace.claims.set(1, verdict="supported")
    done = imported({**ONE, "evidence": [{"source_title": "A book", "passage": "q"}]})
    assert counts(done) == {"claims": 1, "updated": 1, "kept": 1, "unanchored": 1}
    assert [link.passage for link in workspace.evidence.list(1)] == ["q"]


def test_a_claim_with_a_quote_that_is_updated_is_not_counted_as_without_a_place(
    imported: Imported, workspace: Workspace
) -> None:
    quoted = {"key": "q", "article": "bridge", "quote": "four million crowns"}
    imported(ONE, quoted)
    done = imported({**ONE, "verdict": "supported"}, {**quoted, "verdict": "refuted"})
    assert counts(done) == {"claims": 2, "updated": 2, "unanchored": 1}


def test_who_is_right_is_counted_once_a_claim(imported: Imported, workspace: Workspace) -> None:
    two = {"key": "b", "claim": "Two is so.", "verdict": "refuted"}
    imported(ONE, two)
    for number in (1, 2):
        workspace.claims.set(number, verdict="supported", kind="date")
    assert counts(imported(ONE, two)) == {"claims": 2, "unchanged": 2, "kept": 2, "unanchored": 2}
    overruled = imported(ONE, two, on_conflict="take")
    assert counts(overruled) == {"claims": 2, "updated": 2, "overruled": 2, "unanchored": 2}


def test_a_claim_that_is_asked_about_is_told_with_its_rows(
    imported: Imported, workspace: Workspace, tmp_path: Path
) -> None:
    imported(ONE)
    workspace.claims.set(1, verdict="supported")
    out = tmp_path / "conflicts.csv"
    book = {"source_title": "A book"}
    done = imported({"key": "b", "claim": "Two."}, {**ONE, "evidence": [book]}, conflicts=out)
    assert counts(done) == {"claims": 1, "added": 1, "conflicts": 1, "unanchored": 1}
    assert workspace.sources.list() == []
    assert out.read_text().count("One is so.") == 1


def test_a_claim_without_a_key_is_asked_about_by_its_uid(
    imported: Imported, workspace: Workspace, tmp_path: Path
) -> None:
    by_hand = workspace.claims.add(text="One is so.")
    keyed = workspace.claims.add(text="Two is so.", key="b")
    workspace.claims.set([by_hand, keyed], verdict="supported")
    out = tmp_path / "conflicts.csv"
    done = imported(
        {"claim": "One is so.", "verdict": "refuted"},
        {"key": str(keyed.uid), "claim": "Two is so.", "verdict": "refuted"},
        conflicts=out,
    )
    assert done.conflicts == 2
    with out.open(newline="", encoding="utf-8") as lines:
        keys = [line["key"] for line in csv.DictReader(lines)]
    assert keys == [str(by_hand.uid), str(keyed.uid)]


def test_a_new_claim_that_may_be_one_without_a_key_is_written_whole(
    imported: Imported, workspace: Workspace
) -> None:
    workspace.claims.add("bridge", quote="9,000 cars a day")  # has no key: words tell it
    workspace.claims.add(text="By hand.")
    done = imported(
        {
            "article": "bridge", "quote": "four million crowns", "status": "approved",
            "checker": "lee", "evidence": [{"source_title": "A book", "passage": "p"}],
            "notes": [{"text": "Look."}],
        },
        {"claim": "Two is so.", "evidence": [{"source_title": "Other"}]},
    )  # fmt: skip
    assert counts(done) == {
        "claims": 2, "added": 2, "sources_added": 2, "evidence_added": 2, "notes_added": 1,
        "unanchored": 1,
    }  # fmt: skip
    (quoted,) = workspace.claims.list("crowns")
    (bare,) = workspace.claims.list("two")
    assert (quoted.article_id, quoted.text, quoted.approver) == (1, "four million crowns", "dana")
    assert [anchor.exact for anchor in workspace.claims.anchors(quoted)] == ["four million crowns"]
    assert [link.passage for link in workspace.evidence.list(quoted)] == ["p"]
    assert [note.text for note in workspace.notes.list(quoted)] == ["Look."]
    assert (bare.article_id, bare.text, bare.evidence_count) == (0, "Two is so.", 1)
    assert workspace.claims.anchors(bare) == []


def test_a_source_that_the_ledger_has_is_found_while_asking(
    imported: Imported, workspace: Workspace, tmp_path: Path
) -> None:
    book = {"source_title": "A book", "passage": "p"}
    imported({**ONE, "evidence": [book]})
    out = tmp_path / "conflicts.csv"
    assert imported({**ONE, "evidence": [book]}, conflicts=out).unchanged == 1
    workspace.evidence.set(1, passage="mine")
    assert imported({**ONE, "evidence": [book]}, conflicts=out).conflicts == 1
    other = {"source_title": "Other", "passage": "p"}
    workspace.evidence.set(1, passage="p")
    done = imported({**ONE, "evidence": [book, other]}, conflicts=out)
    assert counts(done) == {
        "claims": 1, "updated": 1, "sources_added": 1, "evidence_added": 1, "unanchored": 1,
    }  # fmt: skip
    assert len(workspace.sources.list()) == 2


def test_an_import_within_another_operation_counts_its_own(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(json.dumps({**ONE, "source_title": "A book"}) + "\n")
    empty = tmp_path / "empty.jsonl"
    empty.write_text(json.dumps({"key": "m", "claim": "Mine."}) + "\n")
    with workspace.operation("several"):
        workspace.sources.add(title="Mine")
        workspace.claims.add(text="Mine.", key="m")
        same = workspace.import_file(empty)
        done = workspace.import_file(path)
    assert isinstance(done, ImportSummary)
    assert isinstance(same, ImportSummary)
    assert (same.operation, counts(same)) == ("", {"claims": 1, "unchanged": 1, "unanchored": 1})
    assert (done.sources_added, done.added) == (1, 1)
    assert done.operation == str(workspace.history.list()[0].operation)


def test_what_follows_from_a_row_is_by_whoever_imports(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "claims.jsonl"
    rows = [{"key": "a", "claim": "One."}, {"key": "b", "claim": "Two.", "checker": "kim"}]
    path.write_text("".join(f"{json.dumps(item)}\n" for item in rows))
    workspace.import_file(path)
    rows[0]["verdict"], rows[1]["status"] = "refuted", "approved"
    path.write_text("".join(f"{json.dumps(item)}\n" for item in rows))
    with annot.open(workspace.path, actor="lee") as other:
        other.import_file(path)
    told = [(claim.checker, claim.approver) for claim in workspace.claims.list()]
    assert told == [("lee", ""), ("kim", "lee")]
