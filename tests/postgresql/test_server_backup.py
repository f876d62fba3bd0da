"""A backup of a workspace on a server is a file with all of it, of one moment."""

from __future__ import annotations

import json
import stat
import threading
from pathlib import Path

import pytest

import annot
from annot.cli import main
from annot.errors import InvalidValueError, WorkspaceError
from annot.store.place import Server
from tests.past_annot import past_annot


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)


def test_a_backup_is_the_same_ledger(filled_there: Server, tmp_path: Path) -> None:
    shares: list[float] = []
    with annot.open(filled_there, actor="dana") as workspace:
        workspace.export(tmp_path / "server.jsonl")
        done = workspace.backup(tmp_path / "kept.db", progress=shares.append)
        assert done.root == workspace.history.verify().root
        assert workspace.history.verify(root=done.root.hex()).breaks == ()

    assert done.size == done.path.stat().st_size
    assert stat.S_IMODE(done.path.stat().st_mode) == 0o600
    assert shares == sorted(shares)
    assert shares[-1] == 1
    with annot.open(done.path, actor="dana") as copy:
        assert copy.history.verify().root == done.root
        assert copy.doctor(full=True).damages == ()
        assert {claim.id for claim in copy.claims.list("ship")} >= {2, 4}
        copy.export(tmp_path / "file.jsonl")
        assert copy.history.undo(anybody=True)
    server, file = ((tmp_path / f"{n}.jsonl").read_bytes() for n in ("server", "file"))
    assert server == file


def test_a_backup_goes_to_a_server_again(
    filled_there: Server, server: Server, tmp_path: Path
) -> None:
    with annot.open(filled_there, actor="dana") as workspace:
        done = workspace.backup(tmp_path / "kept.db")
    with annot.open(done.path, actor="dana") as copy:
        copy.copy(server)
    with annot.open(server, actor="dana") as again:
        assert again.history.verify().root == done.root
        assert again.history.verify().breaks == ()


def test_others_write_meanwhile_and_the_copy_is_of_one_moment(
    shared: annot.Workspace, server: Server, tmp_path: Path
) -> None:
    shared.claims.add_many([{"claim": f"Number {n}", "source_url": f"https://e.example/{n}"}
                            for n in range(600)])  # fmt: skip
    stop, added = threading.Event(), []

    def write() -> None:
        with annot.open(server, actor="erin") as other:
            while not stop.is_set():
                added.append(other.claims.add(text="Meanwhile").id)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        copies = [shared.backup(tmp_path / f"{n}.db").path for n in range(3)]
    finally:
        stop.set()
        thread.join()

    assert added
    for path in copies:
        with annot.open(path, actor="dana") as copy:
            assert copy.history.verify().breaks == ()
            assert copy.doctor(full=True).damages == ()
            assert len(copy.claims.list("number", limit=None)) == 600


def test_the_command_puts_it_into_the_current_folder(
    shared: annot.Workspace, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    shared.sources.add(title="Yearbook")
    assert main(["-d", server.url, "backup"]) == 0
    made = Path(capsys.readouterr().out.strip())
    assert made.parent == Path.cwd()
    assert ".backup.2" in made.name
    assert [item.name for item in Path.cwd().iterdir()] == [made.name]
    assert main(["-d", str(made), "verify"]) == 0
    capsys.readouterr()

    assert main(["-d", server.url, "backup", "kept.db", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["path"] == "kept.db"
    assert main(["-d", server.url, "backup", "kept.db"]) == 4
    assert "never overwrites" in capsys.readouterr().err
    assert main(["-d", server.url, "backup", "no/such/folder.db"]) == 10
    assert "cannot be made" in capsys.readouterr().err


def test_no_file_is_overwritten_and_nothing_half_made_is_left(
    shared: annot.Workspace, server: Server, tmp_path: Path
) -> None:
    claim = shared.claims.add(text="One is so")
    shared.evidence.add(claim, shared.sources.add(title="Yearbook"))
    (tmp_path / "mine.db").touch()
    with pytest.raises(InvalidValueError, match="never overwrites"):
        shared.backup(tmp_path / "mine.db")

    past_annot(server, "DELETE FROM source")
    with pytest.raises(WorkspaceError, match=r"1 references .* no backup was made"):
        shared.backup()
    assert list(Path.cwd().iterdir()) == []


def test_who_may_not_read_is_told(
    server: Server, shared: annot.Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    past_annot(server, "CREATE ROLE nora LOGIN")
    try:
        theirs = server.url.replace("annot_admin@", "nora@")
        assert main(["-d", theirs, "backup"]) == 10
        assert "does not allow this user" in capsys.readouterr().err
    finally:
        past_annot(server, "DROP ROLE nora")
