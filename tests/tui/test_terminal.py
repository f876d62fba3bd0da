"""A day's work in a real terminal: from opening an article to its report, and a sudden end."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import annot
from annot.store.models import Article

PATIENCE = 20.0

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]


class Terminal:
    """The program in a window of tmux, on a server of its own."""

    def __init__(self, folder: Path, size: tuple[int, int]) -> None:
        self._folder = folder
        self._socket = folder / "tmux"
        columns, rows = size
        program = shlex.join(
            [sys.executable, "-m", "annot", "-d", "story.db", "--as", "dana", "review"]
        )
        self._tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", str(columns), "-y", str(rows),
            f"{program}; echo ended $?; sleep 60",
        )  # fmt: skip

    def _tmux(self, *words: str) -> str:
        command = ["tmux", "-u", "-S", str(self._socket), *words]
        environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8"}
        done = subprocess.run(
            command, cwd=self._folder, env=environment, capture_output=True, check=True, timeout=20
        )
        return done.stdout.decode()

    @property
    def text(self) -> str:
        return self._tmux("capture-pane", "-p")

    @property
    def process(self) -> int:
        """The program itself."""
        shell = self._tmux("list-panes", "-F", "#{pane_pid}").strip()
        children = Path(f"/proc/{shell}/task/{shell}/children").read_text().split()
        return int(children[0])

    def type(self, text: str) -> None:
        self._tmux("send-keys", "-l", "--", text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self._tmux("send-keys", key)

    def see(self, *words: str) -> None:
        """Wait until all words are on the screen."""
        deadline = time.monotonic() + PATIENCE
        while not all(word in self.text for word in words):
            assert time.monotonic() < deadline, f"{words} never seen:\n{self.text}"
            time.sleep(0.05)

    def not_see(self, words: str) -> None:
        """Wait until words have gone from the screen."""
        deadline = time.monotonic() + PATIENCE
        while words in self.text:
            assert time.monotonic() < deadline, f"{words} still seen:\n{self.text}"
            time.sleep(0.05)

    def close(self) -> None:
        self._tmux("kill-server")


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
    terminal.press("Tab", "Right")
    terminal.see("‹ refutes ›")
    terminal.press("Tab")
    terminal.type("Opened in 1997.")
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
    terminal.see("Report to")
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


def test_a_window_that_becomes_small_shows_the_claim_in_hand_still(
    terminal: Terminal, workspace: annot.Workspace, article: Article
) -> None:
    workspace.claims.add(article, quote="12 of its 30 readings")
    terminal.see("12 of its 30 readings")
    terminal._tmux("resize-window", "-x", "60", "-y", "16")
    terminal.see("12 of its 30 readings")
    terminal._tmux("resize-window", "-x", "140", "-y", "40")
    terminal.see("12 of its 30 readings", "never turn anybody")
    terminal.type("q")
    terminal.see("ended 0")
