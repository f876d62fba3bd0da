"""A day's work in a real terminal: from opening an article to its report, and a sudden end."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from tmux_terminal import Terminal

import annot
from annot.store.models import Article

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]


@pytest.fixture(params=[(80, 24), (160, 48)], ids=["80x24", "160x48"])
def terminal(
    request: pytest.FixtureRequest, tmp_path: Path, article: Article
) -> Iterator[Terminal]:
    opened = Terminal(tmp_path, request.param)
    yield opened
    opened.close()


def test_from_the_article_to_the_report(
    terminal: Terminal, workspace: annot.Workspace, tmp_path: Path
) -> None:
    terminal.see("Mill Street", "No claim in hand")
    terminal.type("wveeec")
    terminal.see("claim 1 added, in 2 places", "library on Mill")

    terminal.type("a")
    terminal.see("Evidence for claim 1")
    terminal.type("https://library.example/history")
    terminal.press("Tab")
    terminal.type("Opened in 1997.")
    terminal.press("Tab", "Tab", "Right")
    terminal.see("‹ refutes ›")
    terminal.press("C-s")
    terminal.see("evidence 1 added", "Opened in 1997.")

    terminal.type("4")
    terminal.see("claim 1: refuted", "1 of 1")

    terminal.type("p")
    terminal.see("Correction of claim 1")
    terminal.press("End")
    terminal.type(" Street")
    terminal.press("C-s")
    terminal.see("correction open")

    terminal.type("i")
    terminal.see("Note on claim 1")
    terminal.type("ask [her] again")
    terminal.press("C-s")
    terminal.see("note added")

    terminal.type("))c")
    terminal.see("claim 2 added")
    terminal.type("fverdict:refuted")
    terminal.press("Enter")
    terminal.see("verdict:refut", "1 of 1")
    terminal.type("u")
    terminal.see("undone: claim.add")
    terminal.press("C-r")
    terminal.see("done again")

    terminal.type("r")
    terminal.see("Report for the", "lawyer")
    terminal.press("Enter")
    terminal.see("to report.html")
    terminal.press("Enter")
    terminal.see("report written")
    terminal.type("q")
    terminal.see("ended 0")

    first, second = workspace.claims.list()
    assert (first.text, first.verdict, first.status) == ("library on Mill", "refuted", "checked")
    assert first.correction == "library on Mill Street"
    assert second.verdict is None
    (evidence,) = workspace.evidence.list(first)
    assert (evidence.stance, evidence.passage) == ("refutes", "Opened in 1997.")
    assert [note.text for note in workspace.notes.list()] == ["ask [her] again"]
    assert not workspace.history.verify().breaks
    report = (tmp_path / "report.html").read_text()
    assert "Opened in 1997." in report
    assert "library on Mill" in report


def test_what_was_shown_as_done_survives_a_sudden_end(
    terminal: Terminal, workspace: annot.Workspace, article: Article
) -> None:
    workspace.claims.add(article, quote="opened in 1998")
    terminal.see("opened in 1998", "0 of 1")
    terminal.type("4")
    terminal.see("claim 1: refuted")
    os.kill(terminal.process, signal.SIGKILL)
    terminal.see("ended 137")
    assert workspace.claims.get(1).verdict == "refuted"
    assert not workspace.history.verify().breaks


def test_a_burst_of_keys_goes_where_each_of_them_was_meant_to_go(
    terminal: Terminal, workspace: annot.Workspace, article: Article
) -> None:
    for quote in ("opened in 1998", "has 40,000 books", "12 of its 30 readings"):
        workspace.claims.add(article, quote=quote)
    workspace.claims.set([3], status="checking")
    terminal.see("opened in 1998", "0 of 3")
    terminal.type("fstatus:todo")
    terminal.see("Filter status:todo", "0 of 2")
    terminal.press("Enter")
    terminal.not_see("Filter status:todo")
    terminal.type("f\x15status:checking\r4#1\r1i")
    terminal.see("Note on claim 3", "status:checking")
    assert [claim.verdict for claim in workspace.claims.list()] == ["supported", None, "refuted"]


def test_a_window_that_becomes_small_shows_the_claim_in_hand_still(
    terminal: Terminal, workspace: annot.Workspace, article: Article
) -> None:
    workspace.claims.add(article, quote="12 of its 30 readings")
    terminal.see("12 of its 30 readings")
    terminal.resize(60, 16)
    terminal.see("12 of its 30 readings")
    terminal.resize(140, 40)
    terminal.see("12 of its 30 readings", "never turn anybody")
    terminal.type("q")
    terminal.see("ended 0")
