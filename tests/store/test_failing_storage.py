"""Whatever happens to the disk, an operation is there whole or not at all, and nobody is misled."""

from __future__ import annotations

import contextlib
import gzip
import json
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from failing_storage import (
    FailingProgram,
    Picture,
    Run,
    compiled,
    compiler,
    failing_program,
    moments,
    picture,
)

import annot
from annot.store.sqlite_file import NOTHING_WRITTEN, WRITTEN
from annot.store.upgrade import upgrade

pytestmark = pytest.mark.skipif(not compiler(), reason="needs gcc on Linux, to make storage fail")

FIRST = Path(__file__).parent / "schema_1.db.gz"
MOMENTS = {"kill": 20, "interrupt": 8, "full": 8, "broken": 8, "gone": 6}
"""How many moments of each run a fault comes at."""

ROWS = 300
QUAY = "The quay was built in 1911.\n\nOnly four cranes were ever built there.\n"
DRAFT = "The harbour was built in 1902.\n\nOnly four ships were ever built there.\n"


@dataclass(frozen=True)
class Work:
    """What is typed, and what it changes: a workspace, a file, or both.

    `begins` says that the workspace is begun by it.
    """

    typed: str
    workspace: str = "annot.db"
    file: str = ""
    begins: bool = False


WORKS = {
    "import": Work("import claims.csv"),
    "update": Work("import changed.csv --skip-bad rejects.csv", file="rejects.csv"),
    "edit": Work("claim set 1 --verdict refuted --correction ten"),
    "undo": Work("undo"),
    "article": Work("article add harbour.md"),
    "begin": Work("-d new.db article add harbour.md", "new.db", begins=True),
    "adopt": Work("-d new.db import ledger.jsonl", "new.db", begins=True),
    "table": Work("export out.csv", file="out.csv"),
    "ledger": Work("export out.jsonl", file="out.jsonl"),
    "report": Work("report out.md", file="out.md"),
    "revise": Work("article revise quay quay.md"),
    "purge": Work("purge --older-than 0d --yes"),
    "backup": Work("backup copy.db", "copy.db"),
}

MENDING = {"upgrade": "-d old.db upgrade", "repair": "-d damaged.db doctor --repair"}
"""What changes a workspace that is not as it should be; its file's name is the second word."""


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FailingProgram]:
    with failing_program(compiled(tmp_path_factory.mktemp("storage"))) as program:
        yield program


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workspace after an import, and the files that are worked with."""
    folder = tmp_path_factory.mktemp("begun")
    (folder / "temporary").mkdir()
    (folder / "harbour.md").write_text(DRAFT)
    # Long enough to be written before the commit too, since so much does not fit into memory.
    (folder / "claims.csv").write_text(table(ROWS, "word " * 800))
    (folder / "changed.csv").write_text(table(40, "changed") + "bad,,,,\n")
    with annot.open(folder / "annot.db", actor="dana") as workspace:
        (folder / "few.csv").write_text(table(60, "first"))
        workspace.import_file(folder / "few.csv")
        article = workspace.articles.add(QUAY, title="Quay")
        workspace.claims.add(article, quote="four cranes were ever built", status="checking")
        old = workspace.articles.add("Nobody came.", title="Old")
        workspace.claims.set(workspace.claims.add(old, quote="Nobody came"), verdict="supported")
        workspace.export(folder / "ledger.jsonl")
        workspace.backup(folder / "damaged.db")
    (folder / "quay.md").write_text(QUAY.replace("four cranes", "five"))
    (folder / "old.db").write_bytes(gzip.decompress(FIRST.read_bytes()))
    with sqlite3.connect(folder / "damaged.db") as raw:
        raw.execute("UPDATE claim SET evidence_count = 9")
        raw.execute("UPDATE claim SET reasoning = 'Paid for.' WHERE id > 60")
    for name in ("out.csv", "out.jsonl", "out.md", "rejects.csv"):
        (folder / name).write_text("what was there before\n")
    return folder


def table(count: int, words: str) -> str:
    lines = [
        f"k{n},Claim {n} {words},refuted,https://example.org/{n % 7},Page {n} {words}"
        for n in range(count)
    ]
    return "\n".join(["key,claim,verdict,source_url,passage", *lines, ""])


@pytest.mark.parametrize("fault", MOMENTS)
@pytest.mark.parametrize("name", WORKS)
def test_an_operation_is_whole_or_not_there_at_all(
    program: FailingProgram, begun: Path, tmp_path: Path, name: str, fault: str
) -> None:
    work = WORKS[name]
    before = state(begun, work)
    done = program(fresh(begun, tmp_path), work.typed.split())
    assert done.code == 0, done
    after = state(tmp_path / "work", work)
    assert after != before
    for at in moments(done.operations, MOMENTS[fault]):
        run = program(fresh(begun, tmp_path), work.typed.split(), fault, at)
        left = state(tmp_path / "work", work)
        told = f"{fault} at operation {at}: {run}"
        assert left.file in (before.file, after.file), told
        assert left.holds in (before.holds, after.holds) or (work.begins and left.is_empty), told
        assert_told(run, is_done=left == after, told=told)
    more = ["-d", work.workspace, "claim", "add", "The work goes on."]
    assert program(tmp_path / "work", more).code == 0


@pytest.mark.parametrize("fault", ["kill", "full", "broken"])
@pytest.mark.parametrize("name", MENDING)
def test_a_workspace_is_mended_whole_or_not_at_all(
    program: FailingProgram, begun: Path, tmp_path: Path, name: str, fault: str
) -> None:
    typed = MENDING[name].split()
    folder, file = tmp_path / "work", typed[1]
    before = claims(begun / file)
    done = program(fresh(begun, tmp_path), typed)
    assert done.code == 0, done
    after = claims(folder / file)
    assert after != before
    for at in moments(done.operations, MOMENTS[fault]):
        run = program(fresh(begun, tmp_path), typed, fault, at)
        left = claims(folder / file)
        told = f"{fault} at operation {at}: {run}"
        assert left in (before, after), told
        assert_told(run, is_done=left == after, told=told)
        for backup in folder.glob(f"{Path(file).stem}.*.db"):
            assert claims(backup) == before, told
    assert program(folder, typed).code == 0
    assert program(folder, ["-d", file, "claim", "add", "The work goes on."]).code == 0
    assert not list(folder.glob(".*.new*"))


@pytest.mark.parametrize("fault", ["kill", "full", "broken"])
def test_a_workspace_goes_back_whole_or_not_at_all(
    program: FailingProgram, begun: Path, tmp_path: Path, fault: str
) -> None:
    def ready() -> Path:
        folder = fresh(begun, tmp_path)
        upgrade(folder / "old.db")
        return folder

    typed = ["-d", "old.db", "upgrade", "--back"]
    older, newer = claims(begun / "old.db"), claims(ready() / "old.db")
    done = program(ready(), typed)
    assert done.code == 0, done
    for at in moments(done.operations, MOMENTS[fault] // 2):
        folder = ready()
        run = program(folder, typed, fault, at)
        left = claims(folder / "old.db")
        assert left in (older, newer), f"{fault} at operation {at}: {run}"
        assert_told(run, is_done=left == older, told=f"{fault} at operation {at}: {run}")


def claims(path: Path) -> list[object]:
    """The schema of a workspace and its claims; SQLite finds nothing wrong with its file."""
    with contextlib.closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        version = raw.execute("PRAGMA user_version").fetchone()
        return [version, *raw.execute("SELECT id, text, reasoning, evidence_count FROM claim")]


@dataclass(frozen=True)
class State:
    """What a piece of work may change, as it is now."""

    holds: Picture | None
    file: str

    @property
    def is_empty(self) -> bool:
        return self.holds is not None and not self.holds["history_view"]


def state(folder: Path, work: Work) -> State:
    return State(picture(folder / work.workspace), read(folder / work.file) if work.file else "")


def read(path: Path) -> str:
    """A file without what differs from run to run, so that its being whole can be seen."""
    lines = path.read_text().splitlines() if path.exists() else []
    if path.suffix == ".jsonl" and lines[-1].startswith("{"):
        return f"{len(lines)} lines, the last of type {json.loads(lines[-1])['type']}"
    return "\n".join(line for line in lines if "Made: " not in line and "root" not in line)


def fresh(begun: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(begun, folder)
    return folder


def assert_told(run: Run, *, is_done: bool, told: str) -> None:
    """Whoever typed it has heard of it, in one clear message, and nothing that is not so."""
    lines = run.err.splitlines()
    assert "Traceback" not in run.err, told
    assert "bug" not in run.err, told
    assert run.code in (0, 10, 130, -signal.SIGKILL), told
    if run.code == 0 or (run.code < 0 and (run.out or run.err)):
        assert is_done, told
    if run.code == 10:
        assert [line for line in lines if line.startswith("annot: ")] == lines[-2:-1], told
        assert lines[-1].startswith("  "), told
    if run.code == 130:
        assert lines[-1].startswith("annot: Interrupted"), told
    if NOTHING_WRITTEN in run.err:
        assert not is_done, told
    if WRITTEN in run.err:
        assert is_done, told
