"""Many rows into a server: whole, and spelled for the history as in a file."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

import annot
from annot.errors import ConflictError
from annot.store import source_rows
from annot.store.place import Server
from benchmarks.claims_table import table
from benchmarks.copy_floor import fill
from benchmarks.postgres_import import copy_out
from tests.postgres_cluster import Cluster

ROWS = 2_100


def test_an_import_is_the_same_ledger_as_in_a_file(server: Server, tmp_path: Path) -> None:
    file = table(tmp_path / "claims.csv", ROWS)
    exported = []
    for place in (tmp_path / "story.db", server):
        with annot.open(place, actor="dana") as workspace:
            assert workspace.import_file(file).added == ROWS
            assert workspace.import_file(file).unchanged == ROWS
            assert workspace.history.verify().breaks == ()
            workspace.export(tmp_path / "out.csv")
            exported.append((tmp_path / "out.csv").read_bytes())
            found = [claim.id for claim in workspace.claims.list('"ferry number" 1921')]
            exported.append(repr(found).encode())
            workspace.history.undo()
            assert not workspace.claims.list()
            workspace.history.redo()
            assert len(workspace.claims.list(limit=None)) == ROWS
            assert workspace.history.verify().breaks == ()
    assert exported[:2] == exported[2:]
    assert exported[1] != b"[]"


def test_what_the_benchmark_copies_as_its_floor_is_all_that_an_import_wrote(
    postgres: Cluster, server: Server, tmp_path: Path
) -> None:
    folder = tmp_path / "rows"
    folder.mkdir()
    with annot.open(server, actor="dana") as workspace:
        workspace.import_file(table(tmp_path / "claims.csv", ROWS))
        root = workspace.history.verify().root
    copy_out(server, folder)
    with postgres.database() as other:
        fill(other.url, folder)
        with annot.open(other, actor="dana") as copied:
            assert copied.history.verify().breaks == ()
            assert copied.history.verify().root == root
            assert len(copied.claims.list("harbour", limit=None)) == ROWS


def test_a_row_that_breaks_a_rule_of_the_database_is_told_and_leaves_nothing(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = table(tmp_path / "claims.csv", 50)
    uid = source_rows.new_uid()
    monkeypatch.setattr(source_rows, "new_uid", lambda: uid)
    with annot.open(server, actor="dana") as workspace:
        with pytest.raises(ConflictError, match="nothing was written"):
            workspace.import_file(file)
        assert not workspace.sources.list()
        assert not workspace.claims.list()
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT count(*) FROM event").fetchone() == (0,)
