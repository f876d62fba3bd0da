"""The program on storage that fails at a counted moment, and what it left behind."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import annot
from annot.store.views import VIEWS

HERE = Path(__file__).parent
PASSING = frozenset({"uid", "at", "operation", "undoes", "hash", "before", "after"})
"""Columns of the views that differ from one run to the next, beside the times."""

Picture = dict[str, list[tuple[Any, ...]]]
"""What a workspace holds, by view."""


def compiler() -> str:
    """The C compiler; empty where there is none, or where nothing can be preloaded."""
    return (shutil.which("gcc") or "") if sys.platform == "linux" else ""


def compiled(folder: Path) -> Path:
    """The library that makes storage fail."""
    library = folder / "failing_storage.so"
    command = [compiler(), "-O1", "-shared", "-fPIC", "-o", library, HERE / "failing_storage.c"]
    subprocess.run([*command, "-ldl"], check=True)
    return library


@dataclass(frozen=True)
class Run:
    """How a run of the program ended.

    Attributes:
        code: Its exit code; negative for the signal that ended it.
        out: What it printed on stdout.
        err: What it printed on stderr.
        operations: What it did to files, a letter for each (see `failing_storage.c`).
    """

    code: int
    out: str
    err: str
    operations: str


class FailingProgram:
    """`annot` in a process of its own, on storage that fails when it is told to."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __call__(self, folder: Path, typed: list[str], fault: str = "none", at: int = 0) -> Run:
        """Run it in a folder; the fault comes at the so-and-so-manieth operation on its files."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        request = {"folder": str(folder), "typed": typed, "fault": fault, "at": at}
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        return Run(**json.loads(self._process.stdout.readline()))


@contextlib.contextmanager
def failing_program(library: Path) -> Iterator[FailingProgram]:
    """The program, ready to be run as often as is wanted."""
    with subprocess.Popen(
        [sys.executable, HERE / "failing_program.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "LD_PRELOAD": str(library), "ANNOT_ACTOR": "dana"},
    ) as process:
        yield FailingProgram(process)


def moments(operations: str, most: int) -> list[int]:
    """Operations at which to fail: all but the writes with their neighbours, and writes between.

    If these are more than `most`, so many of them, as evenly spread as can be.
    """
    last = len(operations)
    others = [at for at, letter in enumerate(operations, start=1) if letter != "W"]
    near = sorted({*others, *(at + 1 for at in others if at < last)})
    chosen = spread(near, most // 2)
    return sorted({*chosen, *spread(range(1, last + 1), most - len(chosen))})


def spread(of: Any, most: int) -> list[int]:
    """At most so many of them, from the first to the last."""
    count = min(len(of), most)
    return [of[round(n * (len(of) - 1) / max(count - 1, 1))] for n in range(count)]


def picture(path: Path) -> Picture | None:
    """What a workspace holds; None if there is none.

    It opens, its history holds, and SQLite finds nothing wrong with the file and its index.
    """
    if not path.exists():
        return None
    with annot.open(path, actor="kim", create=False) as workspace:
        assert workspace.history.verify().breaks == ()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.execute("INSERT INTO claim_fts (claim_fts, rank) VALUES ('integrity-check', 1)")
    found = {view: _rows(connection, view) for view in VIEWS}
    connection.close()
    return found


def _rows(connection: sqlite3.Connection, view: str) -> list[tuple[Any, ...]]:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({view})")]
    kept = [f'"{name}"' for name in names if name not in PASSING and not name.endswith("_at")]
    return connection.execute(f"SELECT {', '.join(kept)} FROM {view}").fetchall()
