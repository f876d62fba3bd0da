"""Many rows at once in the history: found when altered, taken away and put back whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select

import annot
from annot.errors import ConflictError
from annot.store import runs
from annot.store.columns import canonical_json, new_uid
from annot.store.images import image, table_of
from annot.store.models import NOWHERE, UNPLACED, Article, Claim, Evidence, Source
from annot.store.recorder import Done, Operation
from annot.vocabulary import ClaimKind, SourceKind, Stance, Status, Verdict

WORDS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=0, max_size=20
)
MANY = runs.LENGTH + 500
QUOTES = ("12 of its 30 readings", "The library on Mill Street", "We never turn anybody away")


def claims(operation: Operation, texts: Sequence[str], **values: Any) -> int:
    """Write claims as an import does; the first id."""
    first = operation.next_ids("claim", len(texts))
    rows = [
        {
            "article_id": UNPLACED,
            "id": first + place,
            "uid": new_uid(),
            "created_at": operation.at,
            "updated_at": operation.at,
            "version": operation.uid,
            "key": "",
            "text": text,
            "kind": None,
            "status": Status.TODO,
            "verdict": None,
            "reasoning": "",
            "correction": "",
            "correction_state": None,
            "checker": "",
            "approver": "",
            "tags": [],
            "extra": {},
            "evidence_count": 0,
            "position": NOWHERE,
            **values,
        }
        for place, text in enumerate(texts)
    ]
    operation.connection.execute(insert(table_of(Claim)), rows)
    runs.came(operation, "claim", UNPLACED, first, len(texts))
    return first


def evidence(operation: Operation, claim: int, source: Source, count: int) -> None:
    first = operation.next_ids("evidence", count)
    rows = [
        {
            "article_id": UNPLACED,
            "id": first + place,
            "uid": new_uid(),
            "created_at": operation.at,
            "updated_at": operation.at,
            "version": operation.uid,
            "claim_id": claim,
            "source_id": source.id,
            "stance": Stance.SUPPORTS,
            "passage": f"passage {place}",
            "locator": "",
            "note": "",
            "added_by": "dana",
        }
        for place in range(count)
    ]
    operation.connection.execute(insert(table_of(Evidence)), rows)
    runs.came(operation, "evidence", UNPLACED, first, count)


@pytest.fixture
def many(workspace: annot.Workspace) -> annot.Workspace:
    """A workspace into which many claims came in one operation."""
    with workspace._ledger.operation("import") as operation:
        claims(operation, [f"Ship {number} sailed." for number in range(1, MANY + 1)])
    return workspace


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=WORDS,
    tags=st.lists(WORDS, max_size=3),
    kind=st.sampled_from([None, *ClaimKind]),
    verdict=st.sampled_from([None, *Verdict]),
    flag=st.booleans(),
)
def test_the_database_writes_the_same_image_as_the_history_does(
    workspace: annot.Workspace,
    text: str,
    tags: list[str],
    kind: ClaimKind | None,
    verdict: Verdict | None,
    flag: bool,
) -> None:
    with workspace._ledger.operation("import") as operation:
        first = claims(operation, [text, "two"], tags=tags, kind=kind, verdict=verdict)
        source = operation.insert(
            Source, slug=f"s{first}", url="", url_key="", title=text, authors=tags, publisher="",
            published="", kind=SourceKind.PAGE, rank=None, accessed="", archived_url="",
            identifiers={"doi": text}, confidential=flag,
        )  # fmt: skip
        for model, noun, row_id in ((Claim, "claim", first), (Source, "source", source.id)):
            table = table_of(model)
            (row,) = operation.connection.execute(select(table).where(table.c.id == row_id))
            (line,) = runs.lines(operation.connection, noun, row_id, 1)
            assert line == canonical_json(image(noun, dict(row._mapping)))


def test_what_came_together_is_one_event_and_is_found_by_its_words(many: annot.Workspace) -> None:
    (entry,) = many.history.list()
    assert [(change.noun, change.rows) for change in entry.changes] == [
        ("claim", runs.LENGTH),
        ("claim", MANY - runs.LENGTH),
    ]
    assert [claim.id for claim in many.claims.list("1234")] == [1234]
    assert not many.history.verify().breaks


@pytest.mark.file
def test_undo_takes_all_away_and_redo_puts_the_same_rows_back(
    many: annot.Workspace, path: Path
) -> None:
    before = rows_of(path, "claim")
    assert many.history.undo() == f"import on {MANY:,} claims"
    assert not many.claims.list()
    assert not many.claims.list("1234")
    assert not many.history.verify().breaks
    many.history.redo()
    assert rows_of(path, "claim") == before
    assert [claim.id for claim in many.claims.list("1234")] == [1234]
    many.history.undo()
    many.history.redo()
    assert rows_of(path, "claim") == before
    assert not many.history.verify().breaks


@pytest.mark.file
@pytest.mark.parametrize("before", [3, 3 * MANY])
def test_words_are_found_after_an_undo_as_if_nothing_had_come(
    workspace: annot.Workspace, path: Path, before: int
) -> None:
    with workspace._ledger.operation("import") as operation:
        claims(operation, [f"Boat {number} sailed." for number in range(before)])
    with workspace._ledger.operation("import") as operation:
        claims(operation, [f"Ship {number} sailed." for number in range(MANY)])
    workspace.history.undo()
    assert len(workspace.claims.list("sailed")) == before
    assert not workspace.claims.list("ship")
    with sqlite3.connect(path) as connection:
        # Also that nothing is left over of what went.
        connection.execute("INSERT INTO claim_fts (claim_fts, rank) VALUES ('integrity-check', 1)")


def test_a_row_that_somebody_changed_since_is_not_lost_by_an_undo(many: annot.Workspace) -> None:
    (imported,) = many.history.list()
    many.claims.set(7, verdict="refuted")
    with pytest.raises(ConflictError, match=r"claim 7 was changed since by .*\(claim\.set\)"):
        many.history.undo(imported.operation)
    assert len(many.claims.list()) == MANY
    many.history.undo()
    many.history.undo()
    assert not many.claims.list()


def test_a_changed_row_is_named_whatever_came_behind_it(many: annot.Workspace) -> None:
    (imported,) = many.history.list()
    many.claims.add(text="One more.")
    many.claims.set(MANY, verdict="refuted")
    with pytest.raises(ConflictError, match=f"claim {MANY} was changed since"):
        many.history.undo(imported.operation)
    many.history.undo()
    many.history.undo(imported.operation)
    assert [claim.text for claim in many.claims.list()] == ["One more."]


@pytest.mark.file
def test_an_altered_row_is_named_and_so_is_one_that_is_gone(
    many: annot.Workspace, path: Path
) -> None:
    many.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE claim SET text = 'Ship 9 sank.' WHERE id = 9")
        connection.execute("DELETE FROM claim WHERE id = 1201")
    with annot.open(path, actor="dana") as workspace:
        breaks = {(item.where, item.what) for item in workspace.history.verify().breaks}
    assert breaks == {
        ("claim 9", "it was altered outside any operation"),
        ("claim 1201", "it is gone, though no operation removed it"),
    }


@pytest.mark.file
def test_digests_that_were_altered_with_their_row_are_found(
    many: annot.Workspace, path: Path
) -> None:
    many.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE content SET data = zeroblob(length(data))")
    with annot.open(path, actor="dana") as workspace:
        assert any(
            item.what == "its bytes were altered" for item in workspace.history.verify().breaks
        )


@pytest.mark.file
@pytest.mark.parametrize("left", [0, 1, 64, 65, 32 * runs.LENGTH - 1])
def test_digests_that_are_not_all_there_are_found(
    many: annot.Workspace, path: Path, left: int
) -> None:
    many.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE content SET data = substr(data, 1, ?)", (left,))
    with annot.open(path, actor="dana") as workspace:
        found = {item.what for item in workspace.history.verify().breaks}
    assert "its bytes were altered" in found


def test_a_row_changed_in_the_operation_in_which_it_came_is_undone_with_it(
    workspace: annot.Workspace,
) -> None:
    with workspace._ledger.operation("batch") as operation:
        first = claims(operation, ["One is so.", "Two is so."])
        (one,) = operation.find(Claim, id=first)
        operation.update(one, verdict=Verdict.REFUTED)
    assert workspace.claims.get(first).verdict is Verdict.REFUTED
    assert not workspace.history.verify().breaks
    workspace.history.undo()
    assert not workspace.claims.list()
    workspace.history.redo()
    assert workspace.claims.get(first).verdict is Verdict.REFUTED
    assert not workspace.history.verify().breaks


@pytest.mark.parametrize("count", [1, 2, 3])
def test_subscribers_are_told_every_row_that_came(workspace: annot.Workspace, count: int) -> None:
    told: list[Done] = []
    workspace.subscribe(told.append)
    with workspace._ledger.operation("import") as operation:
        claims(operation, [f"Ship {number} sailed." for number in range(count)])
    assert told[0].touched["claim"] == set(range(1, count + 1))


def test_evidence_that_came_for_a_claim_that_was_there_is_counted_back_and_forth(
    workspace: annot.Workspace,
) -> None:
    claim = workspace.claims.add(text="Ten ships sailed.")
    source = workspace.sources.add(title="The harbour book")
    with workspace._ledger.operation("import") as operation:
        evidence(operation, claim.id, source, 3)
    assert workspace.claims.get(claim.id).evidence_count == 3
    assert [entry.action for entry in workspace.history.list(claim=claim.id)] == [
        "import",
        "claim.add",
    ]
    workspace.history.undo()
    assert workspace.claims.get(claim.id).evidence_count == 0
    assert [found.id for found in workspace.claims.list("ships")] == [claim.id]
    workspace.history.redo()
    assert workspace.claims.get(claim.id).evidence_count == 3
    assert not workspace.history.verify().breaks


def test_claims_and_evidence_for_older_ones_that_came_together_go_and_come_together(
    workspace: annot.Workspace,
) -> None:
    older = workspace.claims.add(text="Ten ships sailed.")
    source = workspace.sources.add(title="The harbour book")
    with workspace._ledger.operation("import") as operation:
        first = claims(operation, ["Two boats sailed.", "Six boats sailed."])
        evidence(operation, older.id, source, 3)
        evidence(operation, first, source, 2)
    workspace.history.undo()
    assert workspace.claims.get(older.id).evidence_count == 0
    assert [claim.id for claim in workspace.claims.list("sailed")] == [older.id]
    workspace.history.redo()
    assert [claim.evidence_count for claim in workspace.claims.list("sailed")] == [3, 2, 0]
    assert not workspace.history.verify().breaks


def test_the_places_of_claims_that_came_back_are_known_again(
    workspace: annot.Workspace, article: Article
) -> None:
    workspace.claims.add_many(
        [{"article": article.slug, "quote": quote, "source_title": "A book"} for quote in QUOTES]
    )
    before = [(c.id, c.position, c.evidence_count) for c in workspace.claims.list()]
    assert [count for _, _, count in before] == [1, 1, 1]
    assert len({position for _, position, _ in before}) == 3
    workspace.history.undo()
    assert not workspace.claims.list()
    workspace.history.redo()
    assert [(c.id, c.position, c.evidence_count) for c in workspace.claims.list()] == before
    assert not workspace.history.verify().breaks


@pytest.mark.parametrize("count", [2, 3])
def test_the_history_of_a_row_has_the_run_in_which_it_came(
    workspace: annot.Workspace, count: int
) -> None:
    before = workspace.claims.add(text="One is so.")
    with workspace._ledger.operation("import") as operation:
        first = claims(operation, [f"Ship {number} sailed." for number in range(count)])
    after = workspace.claims.add(text="One more.")
    told = {
        number: [entry.action for entry in workspace.history.list(claim=number)]
        for number in range(before.id, after.id + 1)
    }
    ran = {number: ["import"] for number in range(first, first + count)}
    assert told == {before.id: ["claim.add"], **ran, after.id: ["claim.add"]}


def test_a_lossless_export_carries_runs_and_comes_back_byte_for_byte(
    many: annot.Workspace, tmp_path: Path
) -> None:
    many.claims.set(7, verdict="refuted")
    many.export(tmp_path / "one.jsonl")
    with annot.open(tmp_path / "other.db", actor="dana") as other:
        other.import_file(tmp_path / "one.jsonl")
        other.export(tmp_path / "two.jsonl")
        assert not other.history.verify().breaks
        other.claims.add(text="One more.")
        assert other.claims.list()[-1].id == MANY + 1
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_numbers_that_came_and_went_are_not_given_again(
    many: annot.Workspace, tmp_path: Path
) -> None:
    many.history.undo()
    many.export(tmp_path / "one.jsonl")
    with annot.open(tmp_path / "other.db", actor="dana") as other:
        other.import_file(tmp_path / "one.jsonl")
        assert other.claims.add(text="One more.").id == MANY + 1


def rows_of(path: Path, table: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(path) as connection:
        return connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
