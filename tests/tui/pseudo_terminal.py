"""The real program on a pseudo-terminal: every byte that it writes, and what they make visible."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

import pyte

PATIENCE = 60.0
ESCAPE_SECONDS = 0.16
KEPT = ("PATH", "VIRTUAL_ENV", "PYTHONPATH")


class PseudoTerminal:
    """`annot review` as a terminal has it.

    Attributes:
        raw: All that the program wrote.
    """

    def __init__(
        self, path: Path, *, size: tuple[int, int], home: Path, **environment: str
    ) -> None:
        columns, rows = size
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = bytearray()
        ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "annot", "-d", str(path), "--as", "dana", "review"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            cwd=home,
            env={
                **kept,
                "HOME": str(home),
                "TERM": "xterm-256color",
                "LANG": "C.UTF-8",
                "COLORTERM": "truecolor",
                **environment,
            },
        )
        os.close(theirs)
        self._ours = ours

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._ours)

    @property
    def process(self) -> int:
        """The program itself, which leads a group of its own."""
        return self._process.pid

    @property
    def lines(self) -> list[str]:
        return list(self._screen.display)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def send(self, *keys: str) -> None:
        """Type; what follows an Esc too closely would be one key with it."""
        for key in keys:
            os.write(self._ours, key.encode())
            until = time.monotonic() + (ESCAPE_SECONDS if key == "\x1b" else 0.01)
            while (left := until - time.monotonic()) > 0:
                self._read(left)

    def wait_for(self, words: str, *, gone: bool = False) -> None:
        """Read until words are seen, or no longer seen."""
        deadline = time.monotonic() + PATIENCE
        while (words in self.text) is gone:
            assert time.monotonic() < deadline, f"{words!r} never came or went:\n{self.text}"
            self._read(0.05)

    def wait_until(self, condition: Callable[[], object]) -> None:
        """Read until something holds beside the screen."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"it never came:\n{self.text}"
            self._read(0.02)

    def settle(self) -> None:
        """Read until nothing more comes."""
        while self._read(0.1):
            pass

    def wait_for_the_end(self) -> int:
        """The exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._process.poll() is None:
            assert time.monotonic() < deadline, f"it does not end:\n{self.text}"
            self._read(0.05)
        while self._read(0.0):
            pass
        return self._process.returncode

    def kill(self) -> None:
        """End it as a crash of the machine would."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def _read(self, seconds: float) -> bool:
        readable, _, _ = select.select([self._ours], [], [], seconds)
        if not readable:
            return False
        try:
            data = os.read(self._ours, 65536)
        except OSError:
            return False
        self.raw += data
        self._stream.feed(data)
        return bool(data)
