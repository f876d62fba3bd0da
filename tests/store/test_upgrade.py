"""An older workspace comes up to date whole, or stays as it was; a backup is made first."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path

import pytest

import annot
from annot.errors import WorkspaceError
from annot.store import sqlite_file
from annot.store.upgrade import MIGRATIONS, upgrade


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


def test_an_up_to_date_workspace_is_left_alone(workspace: annot.Workspace, path: Path) -> None:
    done = upgrade(path)

    assert (done.before, done.after, done.backup) == (1, 1, None)


def next_schema(folder: Path, body: str) -> Path:
    """The migrations with one more."""
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "0002_next.py").write_text(
        f'from alembic import op\nrevision = "0002"\ndown_revision = "0001"\n\n'
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

    assert (done.before, done.after) == (1, 2)
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
