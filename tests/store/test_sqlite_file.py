"""A workspace is opened safely, or not at all."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

import annot
from annot.errors import BusyError, WorkspaceError
from annot.store import sqlite_file
from annot.store.database import open_database
from annot.store.reading import Reader

pytestmark = pytest.mark.file


def test_a_new_workspace_is_its_owners_alone(workspace: annot.Workspace, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_workspace_appears_whole_and_leaves_nothing_beside_it(path: Path) -> None:
    annot.open(path, actor="dana").close()

    assert sorted(item.name for item in path.parent.iterdir()) == ["story.db"]


def test_a_file_system_without_links_holds_a_workspace_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refused)
    with annot.open(path, actor="dana") as workspace:
        workspace.claims.add(text="One is so.")

    assert [item.name for item in path.parent.iterdir()] == ["story.db"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_safety_settings_are_on(workspace: annot.Workspace, path: Path) -> None:
    connection = sqlite_file.connect(path)
    settings = {
        name: connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
    }
    connection.close()

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
    }


def test_another_programs_database_is_left_alone(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE theirs (a)")
    before = path.read_bytes()

    with pytest.raises(WorkspaceError, match="another program"):
        annot.open(path, actor="dana")

    assert path.read_bytes() == before


@pytest.mark.parametrize("data", [b"no database at all", b"\x00" * 4096, b"SQLite format 3\x00"])
def test_a_file_that_is_no_database_is_refused(path: Path, data: bytes) -> None:
    path.write_bytes(data)

    with pytest.raises(WorkspaceError):
        annot.open(path, actor="dana")

    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "code",
    [
        "CREATE TRIGGER evil AFTER UPDATE ON claim BEGIN DELETE FROM note; END",
        "CREATE VIEW evil AS SELECT * FROM claim",
    ],
)
def test_a_strangers_triggers_and_views_are_refused_before_anything_runs(
    workspace: annot.Workspace, path: Path, code: str
) -> None:
    workspace.close()
    with sqlite3.connect(path) as raw:
        raw.execute(code)

    with pytest.raises(WorkspaceError, match="'evil'"):
        annot.open(path, actor="dana")


@pytest.mark.parametrize(
    "code",
    [
        "CREATE VIEW claims_view AS SELECT * FROM claim WHERE status <> 'query'",
        "CREATE TRIGGER claims_view INSTEAD OF UPDATE ON notes_view BEGIN DELETE FROM note; END",
    ],
)
def test_a_view_of_ours_that_says_something_else_is_refused(
    workspace: annot.Workspace, path: Path, code: str
) -> None:
    workspace.close()
    with sqlite3.connect(path) as raw:
        raw.execute("DROP VIEW claims_view")
        raw.execute(code)

    with pytest.raises(WorkspaceError, match="'claims_view'"):
        annot.open(path, actor="dana")


def test_a_newer_schema_says_what_to_install(workspace: annot.Workspace, path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")

    with pytest.raises(WorkspaceError, match="newer annot") as raised:
        annot.open(path, actor="dana")

    assert "pip install --upgrade" in raised.value.hint


def test_an_older_schema_says_to_upgrade(workspace: annot.Workspace, path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 0")

    with pytest.raises(WorkspaceError) as raised:
        annot.open(path, actor="dana")

    assert "upgrade" in raised.value.hint


def test_a_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="is a folder"):
        annot.open(tmp_path, actor="dana")
    with pytest.raises(WorkspaceError, match="There is no workspace"):
        annot.open(tmp_path / "none.db", actor="dana", create=False)


def test_a_lock_held_by_another_is_told_in_words(
    workspace: annot.Workspace, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "BUSY_SECONDS", 0.1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        with (
            annot.open(path, actor="lee") as other,
            pytest.raises(BusyError, match="Another program"),
        ):
            other.sources.add(title="Yearbook")
    finally:
        holder.close()


def as_nobody(work: Callable[[], list[object]]) -> list[object]:
    """What a function says when a user without rights runs it, in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.setgid(65534)
        os.setuid(65534)
        try:
            told = work()
        finally:
            os.write(writing, json.dumps(told).encode())
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as pipe:
        told = json.load(pipe)
    os.waitpid(child, 0)
    return told  # type: ignore[no-any-return]


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become nobody")
def test_a_read_only_folder_can_be_read_but_not_written() -> None:
    folder = Path(tempfile.mkdtemp())  # pytest's own folders are closed to others
    path = folder / "story.db"
    with annot.open(path, actor="dana") as workspace:
        workspace.sources.add(title="First")
    path.chmod(0o444)
    folder.chmod(0o555)

    def work() -> list[object]:
        told: list[object] = []
        with annot.open(path, actor="nobody", create=False) as mine:
            told += [len(mine.sources.list()), len(mine.history.seal())]
            try:
                mine.sources.add(title="Second")
            except annot.AnnotError as error:
                told += [type(error).__name__, "read-only" in error.message]
        return told

    try:
        assert as_nobody(work) == [1, 32, "WorkspaceError", True]
    finally:
        shutil.rmtree(folder)


def test_two_that_begin_the_same_workspace_end_with_one(path: Path) -> None:
    first = open_database(path, create=True)
    second = open_database(path, create=True)

    with first.reading() as one, second.reading() as other:
        uid = "SELECT uid FROM article"
        assert one.exec_driver_sql(uid).scalar() == other.exec_driver_sql(uid).scalar()


BY_ANOTHER_PROGRAM = """
import sys, annot
with annot.open(sys.argv[1], actor="erin") as workspace:
    workspace.claims.set(1, reasoning=sys.argv[2])
"""


def by_another_program(path: Path, reasoning: str) -> None:
    subprocess.run([sys.executable, "-c", BY_ANOTHER_PROGRAM, str(path), reasoning], check=True)


def test_nothing_is_lost_when_another_program_closes_what_is_open_twice_here(path: Path) -> None:
    with annot.open(path, actor="dana") as workspace:
        workspace.claims.add(text="One is so")
    reader = Reader(path)
    with annot.open(path, actor="dana") as workspace:
        # Each program has all of them closed but ours: that must not look like the last one.
        by_another_program(path, "hers")
        workspace.claims.set(1, checker="dana")
        by_another_program(path, "hers once more")
        found = reader.claim(1)
        assert found is not None
        assert (found.reasoning, found.checker) == ("hers once more", "dana")
    reader.close()
    with annot.open(path, actor="dana") as workspace:
        claim = workspace.claims.get(1)
        assert (claim.reasoning, claim.checker) == ("hers once more", "dana")
        assert not workspace.history.verify().breaks


def test_what_a_killed_process_left_while_it_began_the_workspace_is_swept(path: Path) -> None:
    dead = 2**22 + 1  # above what a process may be called
    left = path.with_name(f".{path.name}.{dead}.new")
    ours = path.with_name(f".{path.name}.{os.getppid()}.new")
    other = path.with_name(f".other.db.{dead}.new")
    for file in (left, ours, other):
        file.touch()
    annot.open(path, actor="dana").close()
    assert not left.exists()
    assert ours.exists()
    assert other.exists()
