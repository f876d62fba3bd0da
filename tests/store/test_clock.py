"""A clock that goes back or jumps ahead changes nothing in what came after what."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import annot
from annot.store import columns, recorder


class Clock:
    """A clock that can be set; it stands for that of the computer."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def time_ns(self) -> int:
        return time.time_ns() + int(self.ahead.total_seconds() * 1e9)

    def now(self, zone: object = None) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(columns, "time", clock)
    monkeypatch.setattr(recorder, "datetime", clock)
    return clock


@pytest.mark.file
def test_operations_keep_their_order_whatever_the_clock_says(
    workspace: annot.Workspace, clock: Clock, path: Path
) -> None:
    chance = random.Random(7)
    claim = workspace.claims.add(text="Claim")
    said = []
    for number in range(40):
        clock.ahead = timedelta(days=chance.randint(-4000, 4000), seconds=chance.random())
        workspace.claims.set(claim, reasoning=f"Said {number}")
        said.append(f"Said {number}")

    told = [entry.changes[0].fields["reasoning"][1] for entry in workspace.history.list(limit=40)]
    assert told == said[::-1]
    assert workspace.history.verify().breaks == ()
    assert workspace.doctor(full=True).damages == ()
    for number in range(39, 19, -1):
        clock.ahead = timedelta(days=-number)
        workspace.history.undo()
        assert workspace.claims.get(1).reasoning == (f"Said {number - 1}" if number else "")
    for number in range(20, 40):
        clock.ahead = timedelta(days=-3 * number)
        workspace.history.redo()
        assert workspace.claims.get(1).reasoning == f"Said {number}"
    assert workspace.history.verify().breaks == ()


def test_a_root_from_before_the_clock_went_back_still_holds(
    workspace: annot.Workspace, clock: Clock
) -> None:
    roots = []
    for days in (0, -900, 30, -5000):
        clock.ahead = timedelta(days=days)
        workspace.claims.add(text=f"At {days}")
        roots.append(workspace.history.verify().root.hex())

    for root in roots:
        assert workspace.history.verify(root=root).breaks == ()


def test_an_import_and_a_new_draft_after_the_clock_went_back_are_undone(
    workspace: annot.Workspace, clock: Clock, tmp_path: Path
) -> None:
    article = workspace.articles.add("Four ships sank here. Nobody knows why.", title="Ships")
    workspace.claims.add(article, quote="Four ships sank")
    (tmp_path / "claims.csv").write_text("claim\n" + "One\n" * 1 + "Two\nThree\n")
    clock.ahead = timedelta(days=-2000)
    workspace.import_file(tmp_path / "claims.csv")
    clock.ahead = timedelta(days=-3000)
    workspace.articles.revise(article, "Five ships sank here. Nobody knows why.")
    assert workspace.history.verify().breaks == ()

    assert workspace.history.undo().startswith("article.revise")
    assert workspace.history.undo().startswith("import")
    assert [claim.id for claim in workspace.claims.list()] == [1]
    assert workspace.history.verify().breaks == ()
