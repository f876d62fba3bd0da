"""Snapshots: what a source said is kept, proved by its hash, and follows the source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

import annot
from annot.errors import InvalidValueError, NotFoundError
from tests.pages import PAGE, site


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with site() as address:
        yield address


def test_what_an_address_answers_is_kept_and_one_undo_takes_it_back(
    workspace: annot.Workspace, address: str
) -> None:
    source = workspace.sources.add(url=f"{address}/go", title="Trams")
    taken = workspace.snapshots.take(source, allow_private=True)

    assert taken.payload_sha256 == hashlib.sha256(PAGE.encode()).digest()
    assert (taken.url, taken.status, taken.problem) == (f"{address}/page", 200, "")
    assert "only four of the reports" in " ".join(workspace.snapshots.text(taken).split())
    assert workspace.sources.get(source).accessed == f"{taken.at:%Y-%m-%d}"
    assert not workspace.history.verify().breaks

    assert workspace.history.undo().startswith("snapshot.take")
    assert workspace.snapshots.list() == []
    assert workspace.sources.get(source).accessed == ""


def test_a_dead_address_is_kept_as_such_and_told_by_the_filter(
    workspace: annot.Workspace, address: str
) -> None:
    gone = workspace.sources.add(url=f"{address}/gone", title="Gone")
    there = workspace.sources.add(url=f"{address}/page", title="There")
    workspace.sources.add(title="A book")
    for source in (gone, there):
        workspace.snapshots.take(source, allow_private=True)

    def names(wanted: str) -> list[str]:
        return [source.slug for source in workspace.sources.list(wanted)]

    assert names("is:dead") == ["gone"]
    assert names("has:snapshot") == ["there"]
    assert names("no:snapshot") == ["gone", "a-book"]
    assert workspace.sources.get(gone).accessed == ""


def test_a_file_is_a_snapshot_too(workspace: annot.Workspace, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("Only four reports were published.")
    book = workspace.sources.add(title="Yearbook")
    taken = workspace.snapshots.take(book, file=path)

    assert workspace.snapshots.data(taken) == path.read_bytes()
    assert (taken.filename, taken.status) == ("report.txt", 0)


def test_a_passage_is_looked_for_in_the_newest_snapshot(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    book = workspace.sources.add(title="Yearbook")
    assert workspace.snapshots.standing(book, "four reports") is None
    for words in ("Only five reports.", "Only four reports."):
        (tmp_path / "report.txt").write_text(words)
        workspace.snapshots.take(book, file=tmp_path / "report.txt")
    claim = workspace.claims.add(text="Four reports.")
    workspace.evidence.add(claim, book, passage="Only five reports")

    found = workspace.snapshots.standing(book, "only four reports")
    assert found is not None
    assert found.stands
    ((_, standing),) = workspace.snapshots.standings(book)
    assert standing.difference == "Only [-five-]{+four+} reports"


def test_snapshots_go_with_a_source_that_is_put_into_another(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Four.")
    one, other = (workspace.sources.add(title=title) for title in ("Yearbook", "The yearbook"))
    workspace.snapshots.take(other, file=tmp_path / "a.txt")
    workspace.sources.merge(one, [other])

    assert [item.source_id for item in workspace.snapshots.list(one)] == [one.id]
    workspace.sources.remove(one)
    assert workspace.snapshots.list() == []
    workspace.history.undo()
    assert len(workspace.snapshots.list(one)) == 1
    assert not workspace.history.verify().breaks


def test_snapshots_are_in_the_lossless_file_and_in_a_merge(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Four.")
    workspace.snapshots.take(workspace.sources.add(title="Yearbook"), file=tmp_path / "a.txt")
    workspace.export(tmp_path / "ledger.jsonl")
    for begin in (False, True):
        with annot.open(tmp_path / f"copy{begin}.db", actor="eve", create=True) as copy:
            if begin:
                copy.sources.add(title="Something else")
            copy.import_file(tmp_path / "ledger.jsonl")
            (taken,) = copy.snapshots.list("yearbook")
            assert copy.snapshots.text(taken) == "Four."
            assert not copy.history.verify().breaks


@pytest.mark.file
def test_what_cannot_be_asked_is_refused(workspace: annot.Workspace, tmp_path: Path) -> None:
    book = workspace.sources.add(title="Yearbook")
    with pytest.raises(InvalidValueError, match="no address"):
        workspace.snapshots.take(book)
    with pytest.raises(InvalidValueError, match="workspace itself"):
        workspace.snapshots.take(book, file=workspace.path)
    with pytest.raises(NotFoundError, match="no snapshot 7"):
        workspace.snapshots.get(7)
    assert workspace.snapshots.list() == []
