"""The program is killed, or its terminal goes, while something is typed: it is there again."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from pseudo_terminal import PseudoTerminal

import annot
from annot.store.models import Article
from annot.tui import drafts

SIZE = (100, 32)
Ending = Callable[[PseudoTerminal], None]


def killed(terminal: PseudoTerminal) -> None:
    terminal.kill()


def hung_up(terminal: PseudoTerminal) -> None:
    """What the system does to a program whose terminal window is closed."""
    os.killpg(terminal.process, signal.SIGHUP)
    terminal.wait_for_the_end()


@pytest.fixture(autouse=True)
def claim(workspace: annot.Workspace, article: Article) -> int:
    return workspace.claims.add(article, quote="12 of its 30 readings").id


def kept(home: Path) -> list[drafts.Draft]:
    folders = (home / ".local" / "state" / "annot" / "drafts").glob("*")
    return [draft for folder in folders for draft in drafts.read(folder)]


@pytest.mark.parametrize("end", [killed, hung_up])
def test_what_was_typed_outlives_the_program(
    path: Path, workspace: annot.Workspace, tmp_path: Path, claim: int, end: Ending
) -> None:
    with PseudoTerminal(path, size=SIZE, home=tmp_path) as terminal:
        terminal.wait_for("? help")
        terminal.send("a")
        terminal.wait_for("Evidence for claim")
        terminal.send(*"Annual report", "\t", *"Twelve were recorded, no more")
        terminal.wait_for("no more")
        terminal.wait_until(lambda: "no more" in str(kept(tmp_path)))
        end(terminal)
    assert not workspace.evidence.list(claim)

    with PseudoTerminal(path, size=SIZE, home=tmp_path) as terminal:
        terminal.wait_for("Not saved last time")
        terminal.send("a")
        terminal.wait_for("was not saved. ctrl+r")
        terminal.send("\x12")
        terminal.wait_for("Twelve were recorded, no more")
        terminal.send("\x13")
        terminal.wait_for("evidence 1 added")
        terminal.send("q")
        assert terminal.wait_for_the_end() == 0

    (evidence,) = workspace.evidence.list(claim)
    assert evidence.passage == "Twelve were recorded, no more"
    assert workspace.sources.get(evidence.source_id).title == "Annual report"
    assert not kept(tmp_path)
