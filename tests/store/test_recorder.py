"""Every change is one operation: whole, recorded, and never lost to somebody else's."""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from pathlib import Path
from uuid import UUID

import pytest

import annot
from annot.errors import ConflictError, WorkspaceError
from annot.store.columns import new_uid
from annot.store.models import Article, Claim, metadata
from annot.store.recorder import Done
from annot.vocabulary import Status, Verdict


def test_an_error_inside_an_operation_leaves_nothing(
    workspace: annot.Workspace, article: Article
) -> None:
    def batch() -> None:
        with workspace.operation("batch"):
            workspace.claims.add(article, quote="40,000 books")
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        batch()

    assert workspace.claims.list() == []
    assert [entry.action for entry in workspace.history.list()] == ["article.add"]
    assert workspace.history.verify().breaks == ()


def test_an_error_of_the_disk_that_a_script_passes_over_still_ends_the_operation(
    workspace: annot.Workspace, article: Article
) -> None:
    def batch() -> None:
        with workspace.operation("batch"):
            connection = workspace._ledger.database._writing
            assert connection is not None
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 3}")
            for number in range(20):
                with contextlib.suppress(annot.AnnotError):
                    workspace.claims.add(text=f"Claim {number}. " + "word " * 500)

    with pytest.raises(WorkspaceError, match="nothing was written"):
        batch()

    assert workspace.claims.list() == []
    assert [entry.action for entry in workspace.history.list()] == ["article.add"]
    assert workspace.history.verify().breaks == ()
    assert workspace.claims.add(text="There is room again").id


def test_operations_inside_one_are_one_event_and_one_undo(
    workspace: annot.Workspace, article: Article
) -> None:
    with workspace.operation("batch", reason="two at once"):
        workspace.claims.add(article, quote="40,000 books")
        workspace.claims.add(article, quote="12 of its 30 readings")

    newest = workspace.history.list()[0]
    assert (newest.action, newest.reason) == ("batch", "two at once")
    assert workspace.history.undo().startswith("batch on claims ")
    assert workspace.claims.list() == []


def test_inside_an_operation_one_reads_what_it_has_written(
    workspace: annot.Workspace, article: Article
) -> None:
    with workspace.operation("batch"):
        claim = workspace.claims.add(article, quote="40,000 books")
        assert workspace.claims.get(claim.id).text == "40,000 books"
        assert len(workspace.claims.anchors(claim)) == 2


def test_a_change_that_changes_nothing_is_no_event(
    workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote="40,000 books", kind="quantity")
    events = len(workspace.history.list())

    workspace.claims.set(claim, kind="quantity", status="todo")

    assert len(workspace.history.list()) == events


def test_the_number_of_an_undone_claim_is_not_given_again(
    workspace: annot.Workspace, article: Article
) -> None:
    first = workspace.claims.add(article, quote="40,000 books")
    workspace.history.undo()

    second = workspace.claims.add(article, quote="12 of its 30 readings")

    assert second.id == first.id + 1


def test_subscribers_are_told_what_was_touched_after_the_commit(
    workspace: annot.Workspace, article: Article
) -> None:
    told: list[Done] = []
    workspace.subscribe(told.append)

    claim = workspace.claims.add(article, quote="40,000 books")

    assert told[0].action == "claim.add"
    assert told[0].touched["claim"] == {claim.id}


def test_two_people_at_once_lose_no_update(path: Path, article: Article) -> None:
    """Forty edits of one claim from two threads, each reading the version it changes."""
    with annot.open(path, actor="dana") as workspace:
        number = workspace.claims.add(article, quote="40,000 books").id
    refused: list[str] = []

    def edit(actor: str) -> None:
        with annot.open(path, actor=actor) as mine:
            for count in range(20):
                while True:
                    claim = mine.claims.get(number)
                    try:
                        mine.claims.set(
                            number,
                            reasoning=f"{claim.reasoning}{actor}{count} ",
                            version=claim.version,
                        )
                    except ConflictError as error:
                        refused.append(error.message)
                        continue
                    break

    threads = [threading.Thread(target=edit, args=(actor,)) for actor in ("dana", "lee")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with annot.open(path, actor="dana") as workspace:
        words = workspace.claims.get(number).reasoning.split()
        assert sorted(words) == sorted(f"{a}{n}" for a in ("dana", "lee") for n in range(20))
        assert workspace.history.verify().breaks == ()


def test_derived_columns_and_full_text_follow(workspace: annot.Workspace, article: Article) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")
    source = workspace.sources.add(title="Yearbook")
    evidence = workspace.evidence.add(claim, source, locator="p. 3")

    assert workspace.claims.get(claim).evidence_count == 1
    assert [found.id for found in workspace.claims.list("no:evidence")] == []

    workspace.evidence.remove(evidence)
    workspace.claims.set(claim, text="There are forty thousand volumes.")

    assert [found.id for found in workspace.claims.list("no:evidence")] == [claim.id]
    assert [found.id for found in workspace.claims.list("volumes")] == [claim.id]
    assert workspace.claims.list("books") == []
    workspace.history.undo()
    assert [found.id for found in workspace.claims.list("books")] == [claim.id]


@pytest.mark.file
def test_the_database_itself_refuses_what_the_vocabulary_does_not_hold(
    workspace: annot.Workspace, article: Article, path: Path
) -> None:
    workspace.claims.add(article, quote="40,000 books")

    with sqlite3.connect(path) as raw, pytest.raises(sqlite3.IntegrityError):
        raw.execute("UPDATE claim SET status = 'nearly'")


def test_uids_sort_in_the_order_in_which_they_are_made_though_the_clock_goes_back() -> None:
    future = UUID("0fffffff-ffff-7000-8000-000000000000")

    assert new_uid(after=future) > future
    assert new_uid().version == 7


def test_every_row_below_an_article_carries_it_first_in_every_key() -> None:
    """What a distributed engine asks for: see the decision record on keys."""
    reference = {"article", "source", "same", "snapshot", "rule", "person"}
    reference |= {"content", "seal", "counter"}
    for table in metadata.tables.values():
        if table.name in reference:
            referred = {key.referred_table.name for key in table.foreign_key_constraints}
            assert referred <= reference, table.name
            continue
        assert next(column.name for column in table.primary_key) == "article_id", table.name
        for key in table.foreign_key_constraints:
            target = key.referred_table.name
            if target not in reference:
                assert key.column_keys[0] == "article_id", key.name
        for index in table.indexes:
            if index.unique:
                assert index.columns[0].name == "article_id", index.name


def test_a_record_is_what_is_stored(workspace: annot.Workspace, article: Article) -> None:
    claim = workspace.claims.add(article, quote="40,000 books", tags=["size"])

    stored = workspace.claims.get(claim.id)

    assert isinstance(stored, Claim)
    assert (stored.status, stored.verdict, stored.tags) == (Status.TODO, None, ["size"])
    workspace.claims.set(claim, verdict="supported")
    assert workspace.claims.get(claim.id).verdict is Verdict.SUPPORTED
