"""What one operation promises: rows guarded by their version, changes folded, ids never twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import annot
from annot.errors import ConflictError, NotFoundError
from annot.store.chain import genesis, sha256
from annot.store.models import UNPLACED, Article, Claim, Event, Source
from annot.store.recorder import Done, Ids, article_of, batches, head, workspace_uid
from annot.vocabulary import SourceKind, Verdict


def source(**values: Any) -> dict[str, Any]:
    """The columns of a source."""
    empty: dict[str, Any] = dict.fromkeys(
        ("url", "url_key", "publisher", "published", "accessed", "archived_url"), ""
    )
    lists = {"authors": [], "identifiers": {}, "kind": SourceKind.PAGE, "rank": None}
    return {**empty, **lists, "confidential": False, "title": "Yearbook", "slug": "s", **values}


def actions(workspace: annot.Workspace) -> list[str]:
    return [entry.action for entry in workspace.history.list()]


def test_a_row_is_written_as_it_was_given_with_what_every_row_has(
    workspace: annot.Workspace,
) -> None:
    with workspace._ledger.operation("try", reason="to see") as operation:
        first = operation.insert(Source, **source())
        second = operation.insert(Source, **source(slug="t", title="Almanac"))
        assert (second.id, second.version) == (first.id + 1, operation.uid)
        assert first.created_at == first.updated_at == operation.at
        assert first.uid != second.uid

    assert [found.title for found in workspace.sources.list()] == ["Yearbook", "Almanac"]
    (entry,) = workspace.history.list()
    assert (entry.action, entry.actor, entry.reason) == ("try", "dana", "to see")


def test_a_row_that_collides_is_refused_with_what_it_is(workspace: annot.Workspace) -> None:
    def twice() -> None:
        with workspace._ledger.operation("try") as operation:
            operation.insert(Source, **source())
            operation.insert(Source, **source())

    with pytest.raises(ConflictError, match="This source collides with one that is there") as told:
        twice()

    assert "nothing was written" in told.value.message
    assert told.value.hint == "Look at what is there: annot history"
    assert workspace.sources.list() == []


def test_a_row_on_which_others_depend_is_not_deleted(
    workspace: annot.Workspace, article: Article
) -> None:
    claim = workspace.claims.add(article, quote="40,000 books")
    workspace.evidence.add(claim, workspace.sources.add(title="Yearbook"))

    def delete() -> None:
        with workspace._ledger.operation("try") as operation:
            (found,) = operation.find(Source)
            operation.delete(found)

    with pytest.raises(ConflictError, match="Something else still depends on this") as told:
        delete()

    assert told.value.hint == "Undo or remove what came later first: annot history"
    assert len(workspace.sources.list()) == 1


def test_a_row_that_is_no_longer_what_was_read_is_neither_changed_nor_deleted(
    workspace: annot.Workspace, article: Article
) -> None:
    read = workspace.claims.add(article, quote="40,000 books")
    workspace.claims.set(read, verdict="refuted")

    def update() -> None:
        with workspace._ledger.operation("try") as operation:
            operation.update(read, verdict=Verdict.SUPPORTED)

    def delete() -> None:
        with workspace._ledger.operation("try") as operation:
            operation.delete(read)

    with pytest.raises(ConflictError, match="The claim was changed by somebody else") as told:
        update()
    assert told.value.hint == "Read it again and repeat your change."
    with pytest.raises(ConflictError, match="The claim was changed in between; nothing was"):
        delete()

    assert workspace.claims.get(read.id).verdict is Verdict.REFUTED
    assert actions(workspace) == ["claim.set", "claim.add", "article.add"]


def test_what_changes_a_row_several_times_is_one_change_and_what_changes_it_back_is_none(
    workspace: annot.Workspace,
) -> None:
    told: list[Done] = []
    with workspace._ledger.operation("add") as operation:
        operation.insert(Source, **source())
    workspace.subscribe(told.append)

    with workspace._ledger.operation("twice") as operation:
        (found,) = operation.find(Source)
        once = operation.update(found, title="Almanac")
        assert operation.update(once, title="Almanac") is once
        operation.update(once, title="Atlas")
    with workspace._ledger.operation("back and forth") as operation:
        operation.delete(operation.insert(Source, **source(slug="t")))
    with workspace._ledger.operation("nothing") as operation:
        (found,) = operation.find(Source)
        operation.update(found, title="Atlas")

    assert actions(workspace) == ["twice", "add"]
    (change,) = workspace.history.list()[0].changes
    assert change.fields["title"] == ("Yearbook", "Atlas")
    assert [(done.action, dict(done.touched)) for done in told] == [("twice", {"source": {1}})]
    assert workspace.history.verify().breaks == ()


def test_an_operation_in_several_articles_is_an_event_in_each(
    workspace: annot.Workspace, article: Article
) -> None:
    other = workspace.articles.add("The mill is old. It burnt down.", title="Mill")
    with workspace.operation("both"):
        workspace.claims.add(other, quote="The mill is old")
        workspace.claims.add(article, quote="40,000 books")
        workspace.sources.add(title="Yearbook")

    with workspace._ledger.database.reading() as connection:
        heads = {number: head(connection, number) for number in (UNPLACED, article.id, other.id)}
        assert head(connection, 99) == (0, genesis(workspace_uid(connection), 99))
    events = workspace._ledger.database.find(Event, action="both")
    assert {event.article_id for event in events} == {UNPLACED, article.id, other.id}
    assert len({event.operation for event in events}) == 1
    assert all(heads[event.article_id] == (event.seq, event.hash) for event in events)
    assert workspace.history.verify().breaks == ()


def test_bytes_are_kept_once_under_their_hash(workspace: annot.Workspace) -> None:
    with workspace._ledger.operation("try") as operation:
        assert operation.keep(b"one") == operation.keep(b"one") == sha256(b"one")
        assert operation.content(sha256(b"one")) == b"one"
        with pytest.raises(NotFoundError):
            operation.content(sha256(b"two"))


def test_ids_are_taken_in_a_row(workspace: annot.Workspace) -> None:
    with workspace._ledger.operation("try") as operation:
        first = operation.next_ids("claim", 3)
        assert operation.next_ids("claim", 1) == first + 3
        assert operation.next_ids("source", 2) == 1
        assert operation.has(Claim, id=first) is False


def test_in_whose_chain_a_row_stands() -> None:
    assert article_of("article", {"id": 7, "article_id": 3}) == 7
    assert article_of("claim", {"id": 7, "article_id": 3}) == 3
    assert article_of("source", {"id": 7}) == UNPLACED


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=8))
def test_ids_in_ranges_are_those_ids(ranges: list[tuple[int, int]]) -> None:
    expected = {number for first, rows in ranges for number in range(first, first + rows)}
    ids = Ids(range(first, first + rows) for first, rows in ranges)
    assert list(ids) == sorted(expected)
    assert len(ids) == len(expected)
    assert all((number in ids) == (number in expected) for number in range(-1, 40))
    assert "1" not in ids
    assert ids == expected


def test_ids_in_lists_are_short_enough_for_one_statement() -> None:
    assert list(batches([3, 1, 2], size=2)) == [[1, 2], [3]]
    assert [len(ids) for ids in batches(range(1001))] == [500, 500, 1]
    assert list(batches([])) == []
