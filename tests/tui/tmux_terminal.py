"""The real program in a real terminal: a window of tmux."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
from pathlib import Path

PATIENCE = 60.0


class Terminal:
    """The program in a window of tmux, on a server of its own.

    Args:
        folder: Where its workspace `story.db` is.
        size: Columns and rows.
        environment: Variables for the program.
    """

    def __init__(self, folder: Path, size: tuple[int, int], **environment: str) -> None:
        self._folder = folder
        self._socket = folder / "tmux"
        columns, rows = size
        program = shlex.join(
            [
                "env", *(f"{name}={value}" for name, value in environment.items()),
                sys.executable, "-m", "annot", "-d", "story.db", "--as", "dana", "review",
            ]
        )  # fmt: skip
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
    def painted(self) -> str:
        """What is on the screen, with its colours."""
        return self._tmux("capture-pane", "-p", "-e")

    @property
    def cursor(self) -> tuple[int, int]:
        """Where the terminal's own cursor is: column and row, from 0."""
        column, row = self._tmux("display-message", "-p", "#{cursor_x} #{cursor_y}").split()
        return int(column), int(row)

    def resize(self, columns: int, rows: int) -> None:
        self._tmux("resize-window", "-x", str(columns), "-y", str(rows))

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
