"""Files of every format, damaged in every way: an import that holds, or one error and no trace.

`make fuzz` tries thousands of them.
"""

from __future__ import annotations

import itertools
import os
import shutil
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from damage import DAMAGES, damaged, damaged_inside
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from valid_files import NAMES, valid_files

import annot
from annot.errors import AnnotError
from annot.workspace import Workspace

EXAMPLES = int(os.environ.get("ANNOT_FUZZ") or 4)
"""How many damaged files of each format are tried."""
TEXT = "Two workers died, the city said. The mayor called it a burden."
LONGEST = 20
"""Seconds after which a file of a few kilobytes hangs."""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A folder with an empty workspace and one that is not, and the valid files."""
    folder = tmp_path_factory.mktemp("valid")
    with annot.open(folder / "empty.db", actor="dana"):
        pass
    with annot.open(folder / "full.db", actor="dana") as workspace:
        workspace.articles.add(TEXT, title="Bridge")
        workspace.claims.add(text="Two workers died.", key="a")
    with annot.open(folder / "from.db", actor="dana") as workspace:
        workspace.articles.add(TEXT, title="Bridge")
        return folder, valid_files(workspace, folder)


def state(workspace: Workspace) -> Any:
    """All that is in the history, whose every row is held against it."""
    found = workspace.history.verify()
    assert found.breaks == ()
    return found.root, len(workspace.history.list())


def take(workspace: Workspace, path: Path, rejects: Path | None) -> str:
    """Import a file; whether it was taken, if nothing else than that was done."""
    before, begun, error = state(workspace), time.monotonic(), None
    try:
        article = "bridge" if path.name == "annotations.json" else None
        workspace.import_file(path, article=article, skip_bad=rejects)
    except AnnotError as refused:
        error = refused
    assert time.monotonic() - begun < LONGEST
    is_same = state(workspace) == before
    if error is None:
        return "unchanged" if is_same else "changed"
    assert error.message, error
    assert is_same
    return "refused"


@pytest.mark.parametrize("name", NAMES)
def test_a_valid_file_is_taken_and_changes_nothing_again(
    files: tuple[Path, dict[str, bytes]], tmp_path: Path, name: str
) -> None:
    folder, valid = files
    into = "empty.db" if "ledger" in name else "full.db"
    shutil.copy(folder / into, tmp_path / "w.db")
    (tmp_path / name).write_bytes(valid[name])
    with annot.open(tmp_path / "w.db", actor="dana") as workspace:
        assert take(workspace, tmp_path / name, None) == "changed"
        assert take(workspace, tmp_path / name, None) == "unchanged"


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_file_is_taken_whole_or_refused_without_a_trace(
    files: tuple[Path, dict[str, bytes]], tmp_path: Path, name: str
) -> None:
    folder, valid = files
    numbers = itertools.count()

    @settings(
        max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(DAMAGES, st.integers(0, 9), st.sampled_from(["empty", "full"]), st.booleans())
    def tried(damages: list[Any], part: int, into: str, skips: bool) -> None:
        number = next(numbers)
        harm = partial(damaged, damages=damages)
        data = damaged_inside(name, valid[name], harm, part) if part else harm(valid[name])
        here = tmp_path / str(number)
        here.mkdir()
        shutil.copy(folder / f"{into}.db", here / "w.db")
        (here / name).write_bytes(data)
        with annot.open(here / "w.db", actor="dana") as workspace:
            rejects = here / "rejects.csv" if skips and "ledger" not in name else None
            if take(workspace, here / name, rejects) == "changed":
                assert take(workspace, here / name, rejects) == "unchanged"
            if rejects is not None and rejects.exists():
                take(workspace, rejects, here / "again.csv")
                assert take(workspace, rejects, here / "again.csv") != "changed"
        shutil.rmtree(here)

    tried()
