"""The program in a folder of its own, ready to be typed at."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cli_program import TEXT, Program, Run

from tests.postgres_cluster import Cluster


@pytest.fixture
def annot(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    cluster: Cluster | None,
) -> Iterator[Program]:
    """The program in an empty folder, used by dana; or on an empty database of a server."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANNOT_ACTOR", "dana")
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("ANNOT_DATABASE", "ANNOT_DEBUG", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    if cluster is None:
        yield Program(monkeypatch)
        return
    if request.node.get_closest_marker("file"):
        pytest.skip("it is about a workspace's file")
    with cluster.database(empty=True) as server:
        monkeypatch.setenv("ANNOT_DATABASE", server.url)
        yield Program(monkeypatch)


@pytest.fixture
def harbour(annot: Program, tmp_path: Path) -> Program:
    """The program in a folder with an article and its claim 1."""
    (tmp_path / "harbour.md").write_text(TEXT)
    annot.ok("article", "add", "harbour.md")
    annot.ok("claim", "add", "--article", "harbour", "--quote", "built in 1902")
    return annot


@pytest.fixture
def run(annot: Program, tmp_path: Path) -> Run:
    """The program as a process of its own in the same folder."""

    def run(*typed: str, **options: object) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "annot", *typed]
        settings = {"cwd": tmp_path, "capture_output": True, "env": {**os.environ}, **options}
        return subprocess.run(command, check=False, timeout=60, **settings)

    return run
