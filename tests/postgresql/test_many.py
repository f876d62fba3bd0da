"""Many who write at the same time: nothing is lost, nobody sees a deadlock, the chain holds."""

from __future__ import annotations

from pathlib import Path

import pytest

import annot
from annot.errors import BusyError
from annot.store import postgres_engine
from annot.store.place import Place, Server
from benchmarks.writers import Together, write_together


def assert_all_is_there(found: Together) -> None:
    assert found.edits
    assert found.added
    assert (found.lost, found.phantoms, found.untold, found.breaks) == (0, 0, 0, 0)
    assert found.raw == []


@pytest.mark.parametrize("engine", ["file", "server"])
def test_of_many_who_write_nobody_loses_anything(
    engine: str, server: Server, tmp_path: Path
) -> None:
    place: Place = server if engine == "server" else tmp_path / "story.db"
    assert_all_is_there(write_together(place, writers=5, edits=200))


def test_who_waits_for_too_long_is_told_in_words(
    shared: annot.Workspace, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared.sources.add(title="Yearbook")
    monkeypatch.setattr(postgres_engine, "_WRITE", ["SET LOCAL lock_timeout = '50ms'"])
    with annot.open(server, actor="erin") as other, shared.operation("source.add"):
        shared.sources.add(title="Mine")
        with pytest.raises(BusyError, match=r"Others are writing .*; nothing was written\."):
            other.sources.add(title="Hers")
    assert [source.title for source in shared.sources.list()] == ["Yearbook", "Mine"]


def test_a_reader_does_not_wait_for_a_writer(shared: annot.Workspace, server: Server) -> None:
    shared.sources.add(title="Yearbook")
    with annot.open(server, actor="erin") as other, shared.operation("source.add"):
        shared.sources.add(title="Mine")
        assert [source.title for source in other.sources.list()] == ["Yearbook"]
    with annot.open(server, actor="erin") as other:
        assert len(other.sources.list()) == 2
