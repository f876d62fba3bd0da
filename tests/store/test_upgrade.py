"""An older workspace comes up to date whole, or stays as it was; a backup is made first."""

from __future__ import annotations

import contextlib
import gzip
import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

import annot
from annot.cli import main
from annot.errors import ConflictError, NotFoundError, WorkspaceError
from annot.store import sqlite_file
from annot.store.file_steps import MIGRATIONS
from annot.store.going_back import go_back
from annot.store.upgrade import upgrade

pytestmark = pytest.mark.file

NOW = sqlite_file.SCHEMA_VERSION
FIRST = Path(__file__).parent / "schema_1.db.gz"
"""A workspace as annot made it before claims kept extra columns: an article, a claim with evidence,
one removed, and an import of five."""
FOURTH = Path(__file__).parent / "schema_4.db.gz"
"""A workspace as annot made it before its rules were data: an article, a claim with evidence of a
source with a snapshot, which another person approved, and one that its own checker approved."""


def schema(path: Path) -> list[tuple[str, str, str]]:
    """What stands in a database's schema, white space aside."""
    with sqlite3.connect(path) as raw:
        rows = raw.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master")
        return sorted((kind, name, re.sub(r"\s+", "", sql)) for kind, name, sql in rows)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A database of ours from before the first schema: nothing in it."""
    path = tmp_path / "old.db"
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute(f"PRAGMA application_id = {sqlite_file.APPLICATION_ID}")
    return path


def test_migrations_and_a_fresh_workspace_end_in_the_same_schema(
    bare: Path, workspace: annot.Workspace, path: Path
) -> None:
    upgrade(bare)

    assert schema(bare) == schema(path)
    with sqlite3.connect(bare) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (sqlite_file.SCHEMA_VERSION,)


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A workspace of the first schema, with a history."""
    path = tmp_path / "first.db"
    path.write_bytes(gzip.decompress(FIRST.read_bytes()))
    path.chmod(0o600)
    return path


def test_a_workspace_of_the_first_schema_tells_how_to_bring_it_up_to_date(first: Path) -> None:
    with pytest.raises(WorkspaceError, match="older schema 1") as refused:
        annot.open(first, actor="dana")

    assert refused.value.hint is not None
    assert f"annot -d {first} upgrade" in refused.value.hint


def test_the_history_of_the_first_schema_holds_and_can_be_undone(first: Path) -> None:
    upgrade(first)

    with annot.open(first, actor="dana") as workspace:
        assert workspace.history.verify().breaks == ()
        undone = [workspace.history.undo() for _ in range(4)]
        assert [words.split()[0] for words in undone] == [
            "import",
            "claim.remove",
            "claim.add",
            "evidence.add",
        ]
        assert workspace.history.verify().breaks == ()
        for _ in undone:
            workspace.history.redo()
        assert workspace.history.verify().breaks == ()
        assert len(workspace.claims.list()) == 6
        assert workspace.claims.set(1, reasoning="Seen.")[0].extra == {}
        assert workspace.history.verify().breaks == ()


def test_an_altered_row_of_the_first_schema_is_found_after_the_upgrade(first: Path) -> None:
    upgrade(first)
    with sqlite3.connect(first) as raw:
        raw.execute("""UPDATE claim SET extra = '{"shelf":"4"}' WHERE id IN (1, 5)""")

    with annot.open(first, actor="dana") as workspace:
        found = [broken.where for broken in workspace.history.verify().breaks]

    assert found == ["claim 1", "claim 5"]


def test_a_lossless_export_of_the_first_schema_can_be_taken_in(first: Path, tmp_path: Path) -> None:
    upgrade(first)
    ledger = tmp_path / "ledger.jsonl"
    with annot.open(first, actor="dana") as workspace:
        workspace.export(ledger)
    old = re.sub(r'"extra":\{\},', "", ledger.read_text())
    assert old != ledger.read_text()
    ledger.write_text(old)

    with annot.open(tmp_path / "copy.db", actor="dana", create=True) as copy:
        copy.import_file(ledger)
        assert copy.history.verify().breaks == ()
        assert len(copy.claims.list()) == 6


def test_a_workspace_that_had_the_column_before_the_migration_comes_along(
    workspace: annot.Workspace, path: Path
) -> None:
    workspace.claims.add(text="Four reports.")
    workspace.close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 1")
        raw.execute("DROP TABLE same")
        for view in ("snapshots", "rules", "people", "assignments", "judgements"):
            raw.execute(f"DROP VIEW {view}_view")
        for table in ("snapshot", "rule", "person", "assignment", "judgement"):
            raw.execute(f"DROP TABLE {table}")
        raw.execute("ALTER TABLE revision DROP COLUMN blocks")

    assert upgrade(path).before == 1

    with annot.open(path, actor="dana") as workspace:
        assert workspace.history.verify().breaks == ()


def test_a_workspace_of_the_fourth_schema_comes_along_with_its_history(tmp_path: Path) -> None:
    path = tmp_path / "fourth.db"
    path.write_bytes(gzip.decompress(FOURTH.read_bytes()))

    done = upgrade(path)

    assert (done.before, done.after) == (4, NOW)
    with annot.open(path, actor="dana") as workspace:
        assert workspace.history.verify().breaks == ()
        assert [workspace.claims.get(n).approver for n in (1, 2)] == ["kim", "lee"]
        found = workspace.check(codes=["A401"])
        assert [(item.claim, item.severity.value) for item in found] == [(2, "error")]
        workspace.rules.off("A401")
        assert "A401" not in {item.code for item in workspace.check()}
        workspace.history.undo()
        assert "A401" in {item.code for item in workspace.check()}
        assert workspace.history.verify().breaks == ()


def test_an_up_to_date_workspace_is_left_alone(workspace: annot.Workspace, path: Path) -> None:
    done = upgrade(path)

    assert (done.before, done.after, done.backup) == (NOW, NOW, None)


def next_schema(folder: Path, body: str) -> Path:
    """The migrations with one more."""
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / f"{NOW + 1:04d}_next.py").write_text(
        f"from alembic import op\nrevision = '{NOW + 1:04d}'\ndown_revision = '{NOW:04d}'\n\n"
        f"def upgrade():\n    {body}\n"
    )
    return folder


def test_a_step_keeps_what_is_there_and_makes_a_backup_that_opens(
    workspace: annot.Workspace, path: Path, tmp_path: Path
) -> None:
    workspace.sources.add(title="Yearbook")
    workspace.close()
    migrations = next_schema(
        tmp_path / "next", "op.execute('CREATE TABLE later (a INTEGER) STRICT')"
    )

    done = upgrade(path, migrations=migrations)

    assert (done.before, done.after) == (NOW, NOW + 1)
    assert done.backup is not None
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT title FROM source").fetchall() == [("Yearbook",)]
        assert raw.execute("SELECT count(*) FROM later").fetchone() == (0,)
    with annot.open(done.backup, actor="dana") as backup:
        assert [source.title for source in backup.sources.list()] == ["Yearbook"]


def test_a_step_that_fails_leaves_the_workspace_as_it_was(
    workspace: annot.Workspace, path: Path, tmp_path: Path
) -> None:
    workspace.close()
    before = schema(path)
    migrations = next_schema(
        tmp_path / "next", "op.execute('CREATE TABLE later (a)'); raise RuntimeError('half-way')"
    )

    with pytest.raises(RuntimeError, match="half-way"):
        upgrade(path, migrations=migrations)

    assert schema(path) == before
    with annot.open(path, actor="dana") as workspace:
        assert workspace.history.verify().breaks == ()


def test_a_foreign_database_is_not_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "theirs.db"
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE theirs (a)")

    with pytest.raises(WorkspaceError, match="another program"):
        upgrade(path)


@pytest.fixture(params=range(1, NOW), ids=lambda number: f"schema {number}")
def old(request: pytest.FixtureRequest, first: Path) -> Path:
    """A workspace of every schema before this one, with a history: one of the first, brought on."""
    number = request.param
    if number > 1:
        folder = first.with_name("migrations")
        shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        for file in (folder / "versions").glob("[0-9]*"):
            if int(file.name[:4]) > number:
                file.unlink()
        made = upgrade(first, migrations=folder).backup
        assert made is not None
        made.unlink()
    return first


def test_every_schema_so_far_comes_up_to_date_whole(old: Path, path: Path) -> None:
    with sqlite3.connect(old) as raw:
        texts = raw.execute("SELECT id, text FROM claim ORDER BY id").fetchall()

    done = upgrade(old)

    assert done.backup is not None
    annot.open(path, actor="dana").close()
    assert schema(old) == schema(path)
    with annot.open(old, actor="dana") as workspace:
        assert [
            (claim.id, claim.text) for claim in sorted(workspace.claims.list(), key=lambda c: c.id)
        ] == texts
        assert workspace.history.verify().breaks == ()
        assert workspace.doctor(full=True).damages == ()
        workspace.history.undo()
        assert workspace.history.verify().breaks == ()


def test_a_workspace_goes_back_if_nothing_was_done_since(old: Path) -> None:
    before, was = dump(old), schema(old)
    upgrade(old)
    now = dump(old)

    done = go_back(old)

    assert (dump(old), schema(old)) == (before, was)
    assert dump(done.kept) == now
    assert done.lost == 0
    upgrade(old)
    assert dump(old) == now


def test_what_was_done_since_is_not_lost_in_silence(first: Path) -> None:
    upgrade(first)
    with annot.open(first, actor="dana") as workspace:
        workspace.claims.add(text="Said after the upgrade.")
    now = dump(first)

    with pytest.raises(ConflictError, match="1 events were recorded") as refused:
        go_back(first)
    assert "--lose" in refused.value.hint
    assert dump(first) == now

    done = go_back(first, lose=True)

    assert (done.before, done.after, done.lost) == (NOW, 1, 1)
    assert dump(done.kept) == now


def test_only_its_own_backup_is_gone_back_to(
    first: Path, workspace: annot.Workspace, path: Path
) -> None:
    workspace.claims.add(text="Another ledger.")
    with pytest.raises(NotFoundError, match="no backup of an upgrade"):
        go_back(path)
    with pytest.raises(WorkspaceError, match="no backup of"):
        go_back(path, first)
    with pytest.raises(WorkspaceError, match="not of an older schema"):
        go_back(path, workspace.backup().path)


def test_the_command_goes_there_and_back(first: Path, capsys: pytest.CaptureFixture[str]) -> None:
    typed = ["-d", str(first), "upgrade"]
    assert main([*typed, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["before"], told["after"]) == (1, NOW)
    assert Path(told["backup"]).exists()
    assert main([*typed, "--back"]) == 0
    assert "schema 1" in capsys.readouterr().err
    assert main([*typed, "--lose"]) == 2
    assert main(typed) == 0
    assert main(typed) == 0
    assert "up to date" in capsys.readouterr().err


def dump(path: Path) -> list[str]:
    """Everything in a workspace, as statements."""
    with contextlib.closing(sqlite3.connect(path)) as raw:
        return [line for line in raw.iterdump() if "claim_fts" not in line]
