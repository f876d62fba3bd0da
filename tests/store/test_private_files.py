"""What annot writes is its owner's alone, unless it is for the public."""

from __future__ import annotations

import gzip
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

import annot
from annot.store.upgrade import upgrade
from tests.filled import filled

pytestmark = pytest.mark.file


@pytest.fixture(autouse=True)
def _careless() -> Iterator[None]:
    """A system that lets everybody read and write what is made."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    return [
        f"{file.name} {stat.S_IMODE(file.stat().st_mode):o}"
        for file in sorted(folder.rglob("*"))
        if file.is_file() and stat.S_IMODE(file.stat().st_mode) & 0o077
    ]


def test_nothing_that_is_written_is_open_to_others(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    made = filled(folder)
    (folder / "saved.txt").unlink()
    (folder / "more.csv").unlink()
    (folder / "bad.csv").write_text("claim,verdict\nOne,nonsense\nTwo,\n")
    (folder / "bad.csv").chmod(0o600)
    with annot.open(made, actor="dana") as workspace:
        workspace.claims.add(text="The log is there now.")
        assert Path(f"{made}-wal").exists()
        assert Path(f"{made}-shm").exists()
        workspace.backup(folder / "copy.db")
        workspace.doctor(repair=True)
        for name in ("ledger.jsonl", "claims.csv", "claims.xlsx"):
            workspace.export(folder / name)
        for name in ("report.html", "report.docx", "case.zip"):
            workspace.report(folder / name)
        workspace.import_file(folder / "bad.csv", skip_bad=folder / "rejects.csv")
        assert open_to_others(folder) == []


def test_the_backup_before_an_upgrade_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "first.db"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "schema_1.db.gz").read_bytes()))
    path.chmod(0o600)

    assert upgrade(path).backup is not None

    assert open_to_others(tmp_path) == []


def test_what_is_for_the_public_is_as_the_system_has_it(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    workspace.claims.add(text="One is so.")
    workspace.report(tmp_path / "report.html", audience="public")
    workspace.export(tmp_path / "claims.csv", audience="public")

    for name in ("report.html", "claims.csv"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o666


def test_a_file_that_is_there_keeps_its_permissions(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "claims.csv"
    file.touch()
    file.chmod(0o640)

    workspace.export(file)

    assert stat.S_IMODE(file.stat().st_mode) == 0o640
