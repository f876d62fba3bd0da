"""The same ledger gives the same bytes in every format, whatever order Python's sets have."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from exports import fill

from annot.exchange.files import WRITERS
from annot.workspace import Workspace

WRITE = """
import sys
import annot
from annot.exchange.files import WRITERS
folder = sys.argv[1]
with annot.open(f"{folder}/w.db", actor="dana") as workspace:
    for format_ in WRITERS:
        workspace.export(f"{folder}/{format_}", format=format_)
"""


def written(workspace: Workspace, folder: Path, *, seed: int) -> dict[str, bytes]:
    """Every format as a program of its own writes it."""
    folder.mkdir()
    with (
        contextlib.closing(sqlite3.connect(workspace.path)) as here,
        contextlib.closing(sqlite3.connect(folder / "w.db")) as there,
    ):
        here.backup(there)
    command = [sys.executable, "-c", WRITE, str(folder)]
    env = {"PYTHONHASHSEED": str(seed), "PYTHONPATH": ":".join(filter(None, sys.path))}
    subprocess.run(command, check=True, env=env)
    found = {name: (folder / name).read_bytes() for name in WRITERS}
    shutil.rmtree(folder)
    return found


@pytest.mark.file
def test_every_format_has_the_same_bytes_whatever_the_order_of_sets(
    workspace: Workspace, tmp_path: Path
) -> None:
    fill(workspace)
    claim = workspace.claims.add(text="It has tags.", tags=["x", "a", "m", "b"], key="t")
    source = workspace.sources.add(
        title="Numbers",
        identifiers={"isbn": "9780306406157", "doi": "10.1000/1", "pmid": "7", "shelf": "A 1"},
    )
    workspace.evidence.add(claim, source)
    workspace.export(tmp_path / "sealed.jsonl")  # the seal of an export has the time of the first
    one, other = (written(workspace, tmp_path / f"s{seed}", seed=seed) for seed in (1, 2))
    assert [name for name in one if one[name] != other[name]] == []
    assert all(one.values())
