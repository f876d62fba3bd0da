"""A backup is whole, private, of one moment, and never in the place of another file."""

from __future__ import annotations

import io
import json
import os
import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

import annot
from annot.cli import main
from annot.cli.progress import _Line
from annot.errors import InvalidValueError, WorkspaceError
from tests.filled import filled

pytestmark = pytest.mark.file


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that the views show, and the full-text index finds."""
    with closing(sqlite3.connect(path)) as raw:
        views = raw.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall()
        return {name: raw.execute(f"SELECT * FROM {name}").fetchall() for (name,) in views}


def test_a_backup_is_the_same_ledger(tmp_path: Path) -> None:
    path = filled(tmp_path)
    shares: list[float] = []
    with annot.open(path, actor="dana") as workspace:
        done = workspace.backup(tmp_path / "copy.db", progress=shares.append)
        root = workspace.history.verify().root

    assert done.path == tmp_path / "copy.db"
    assert done.size == done.path.stat().st_size
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert rows(done.path) == rows(path)
    with annot.open(done.path, actor="dana") as copy:
        assert copy.history.verify().breaks == ()
        assert copy.doctor(full=True).damages == ()
        assert copy.history.verify().root == done.root == root


def test_the_root_of_a_backup_is_a_seal(workspace: annot.Workspace, tmp_path: Path) -> None:
    workspace.claims.add(text="One is so.")
    root = workspace.backup(tmp_path / "copy.db").root.hex()
    workspace.claims.add(text="Two are so.")

    assert workspace.history.verify(root=root).breaks == ()


def test_a_backup_is_its_owners_alone_and_leaves_nothing_beside_it(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    before = os.umask(0)
    try:
        done = workspace.backup(folder)
    finally:
        os.umask(before)

    assert stat.S_IMODE(done.path.stat().st_mode) == 0o600
    assert [item.name for item in folder.iterdir()] == [done.path.name]
    assert done.path.name.startswith("story.backup.2")


def test_no_file_is_overwritten(workspace: annot.Workspace, tmp_path: Path) -> None:
    for name in ("notes.txt", "empty.txt"):
        (tmp_path / name).write_text("mine"[: 4 * (name == "notes.txt")])
        with pytest.raises(InvalidValueError, match="never overwrites"):
            workspace.backup(tmp_path / name)
    (tmp_path / "link.db").symlink_to(tmp_path / "nowhere.db")
    with pytest.raises(InvalidValueError, match="never overwrites"):
        workspace.backup(tmp_path / "link.db")
    with pytest.raises(InvalidValueError, match="never overwrites"):
        workspace.backup(workspace.path)
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_a_place_where_nothing_can_be_written_is_told(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    with pytest.raises(WorkspaceError, match="cannot be made") as refused:
        workspace.backup(tmp_path / "no" / "copy.db")
    assert refused.value.hint


def test_a_damaged_workspace_gets_no_backup_that_would_hide_it(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with closing(sqlite3.connect(path)) as raw:
        (page,) = raw.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'ix_claim_verdict'"
        ).fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 200)

    with (
        annot.open(path, actor="dana") as workspace,
        pytest.raises(WorkspaceError, match="damaged") as refused,
    ):
        workspace.backup(tmp_path / "copy.db")

    assert "doctor" in refused.value.hint
    assert not (tmp_path / "copy.db").exists()
    assert not list(tmp_path.glob(".*"))


def test_a_backup_while_others_write_is_of_one_moment(path: Path, tmp_path: Path) -> None:
    with annot.open(path, actor="dana") as workspace:
        for number in range(200):
            workspace.claims.add(text=f"Claim {number} " + "word " * 400)
    stop = threading.Event()
    written = []

    def write() -> None:
        with annot.open(path, actor="erin") as other:
            while not stop.is_set():
                with other.operation("pair"):  # the two are never apart
                    for side in ("left", "right"):
                        other.claims.add(text=f"{side} of pair {len(written)}")
                written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        with annot.open(path, actor="dana") as workspace:
            for number in range(5):
                begun = len(written)
                done = workspace.backup(tmp_path / f"{number}.db")
                with annot.open(done.path, actor="dana") as copy:
                    assert copy.history.verify().breaks == ()
                    assert copy.history.verify().root == done.root
                    pairs = len(copy.claims.list("left"))
                    assert pairs == len(copy.claims.list("right"))
                    assert begun <= pairs <= len(written) + 1
    finally:
        stop.set()
        writer.join()
    assert written


def test_a_workspace_that_can_only_be_read_is_backed_up(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with annot.open(path, actor="dana") as workspace:
        workspace.claims.add(text="One is so.")
    writable = os.access
    monkeypatch.setattr(os, "access", lambda file, mode: file != path and writable(file, mode))

    with annot.open(path, actor="dana") as workspace:
        done = workspace.backup(tmp_path / "copy.db")

    with annot.open(done.path, actor="dana") as copy:
        assert [claim.text for claim in copy.claims.list()] == ["One is so."]


def test_the_command_prints_the_file_for_scripts_and_json(
    workspace: annot.Workspace,
    path: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    workspace.claims.add(text="One is so.")
    monkeypatch.chdir(tmp_path)

    assert main(["-d", str(path), "backup"]) == 0
    printed = capsys.readouterr().out.strip()
    assert Path(printed).parent == path.parent
    assert Path(printed).exists()

    assert main(["-d", str(path), "backup", "two.db", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["path"] == "two.db"
    assert len(told["root"]) == 64

    assert main(["-d", str(path), "backup", "two.db"]) == 4
    shown = capsys.readouterr()
    assert "never overwrites" in shown.err
    assert shown.out == ""


def test_what_is_being_done_is_shown_on_a_terminal_and_goes_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("annot.cli.progress.PATIENCE", 0)
    monkeypatch.setattr("annot.cli.progress._EVERY", 0.001)
    shown = threading.Event()

    class Out(io.StringIO):
        def write(self, text: str) -> int:
            done = super().write(text)
            shown.set()
            return done

    out = Out()
    line = _Line(out, lambda: "Copied and checked 40%")
    assert shown.wait(30)
    line.close()
    assert "Copied and checked 40%" in out.getvalue()
    assert out.getvalue().endswith("\r\x1b[K")


def test_a_backup_restored_is_the_workspace_again(tmp_path: Path) -> None:
    path = filled(tmp_path)
    with annot.open(path, actor="dana") as workspace:
        done = workspace.backup(tmp_path / "copy.db")
        workspace.claims.add(text="Later.")
    shutil.copy(done.path, path)  # as the manual tells

    with annot.open(path, actor="dana") as workspace:
        assert workspace.history.verify().breaks == ()
        assert "Later." not in [claim.text for claim in workspace.claims.list()]
