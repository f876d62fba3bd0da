"""A program under a pseudo-terminal of its own, timed as the person before it would.

Textual asks whether the terminal can hold back its output until a frame is whole. This terminal
says yes, so that every frame ends with a sequence that can be seen, and no time has to be guessed.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

FRAME_BEGIN, FRAME_END = b"\x1b[?2026h", b"\x1b[?2026l"
ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[6n": b"\x1b[1;1R",
}
PATIENCE = 10.0
"""Seconds after which a frame that has not come never will."""

QUIET = 0.02
"""Seconds without output after which a program has done all that a key asked for."""


class Frame(NamedTuple):
    """One whole picture: what was written for it, and when its end came."""

    written: bytes
    ended: float


class Terminal:
    """A program and its terminal.

    Args:
        command: What to run.
        columns: The width in cells.
        rows: The height in cells.
    """

    def __init__(self, command: Sequence[str], columns: int, rows: int) -> None:
        variables = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8"}
        environment = {**os.environ, **variables, "COLUMNS": str(columns), "LINES": str(rows)}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
        self.begun = time.perf_counter()
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            os.execvpe(command[0], list(command), environment)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._begun_frame = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._fd)

    def first_paint(self, *needles: bytes) -> tuple[float, float]:
        """Wait until all the words have been on the screen.

        Returns:
            Seconds on the clock since the start, and seconds of the processors.
        """
        missing = set(needles)
        while missing:
            frame = self._next_frame()
            missing = {needle for needle in missing if needle not in frame.written}
        return frame.ended - self.begun, self.cpu()

    def key(self, typed: bytes, *, shows: bytes = b"") -> float:
        """Press a key, and wait until all is quiet; the seconds until the frame that answers it.

        Args:
            typed: What the key sends.
            shows: What the answering frame must have written; else the first frame counts.
        """
        seconds = self.echo(typed, shows=shows)
        self.rest()
        return seconds

    def echo(self, typed: bytes, *, shows: bytes) -> float:
        """Press a key; the seconds until the end of the frame that answers it, whatever follows."""
        pressed = time.perf_counter()
        os.write(self._fd, typed)
        while True:
            frame = self._next_frame()
            if shows in frame.written:
                return frame.ended - pressed
            if frame.ended - pressed > PATIENCE:
                raise TimeoutError(f"{typed!r} did not show {shows!r}; last: {frame.written!r}")

    def frames(self, typed: bytes) -> int:
        """Press a key; in how many frames something is drawn until all is quiet."""
        os.write(self._fd, typed)
        written = bytearray()
        while self._read(QUIET if written else PATIENCE):
            written += self._begun_frame
            self._begun_frame.clear()
        frames = written.split(FRAME_END)
        return sum(bool(frame.removeprefix(FRAME_BEGIN)) for frame in frames)

    def type(self, typed: bytes) -> None:
        """Press keys that are not timed."""
        for key in typed:
            self.send(bytes([key]))

    def send(self, typed: bytes) -> None:
        """Press one key that is not timed."""
        os.write(self._fd, typed)
        self.rest()

    def rest(self, seconds: float = QUIET) -> None:
        """Wait until the program has nothing to say for a while."""
        while self._read(seconds):
            pass
        self._begun_frame.clear()

    def watch(self, seconds: float) -> None:
        """Take in for so long whatever the program writes."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self._read(left)

    def cpu(self) -> float:
        """The seconds of the processors that the program has taken, all its threads together."""
        tasks = Path(f"/proc/{self._pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def memory(self) -> float:
        """The megabytes that the program has in memory."""
        status = Path(f"/proc/{self._pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def _next_frame(self) -> Frame:
        while FRAME_END not in self._begun_frame:
            if not self._read(PATIENCE):
                raise TimeoutError(f"no frame; so far: {bytes(self._begun_frame[-2000:])!r}")
        written, _, rest = bytes(self._begun_frame).partition(FRAME_END)
        self._begun_frame = bytearray(rest)
        return Frame(written, self._read_at)

    def _read(self, timeout: float) -> bool:
        """Take in what the program wrote, and answer what it asked; whether it wrote anything."""
        if not select.select([self._fd], [], [], timeout)[0]:
            return False
        try:
            data = os.read(self._fd, 1 << 20)
        except OSError as error:
            raise TimeoutError(f"it ended; its last words: {bytes(self._begun_frame)!r}") from error
        self._read_at = time.perf_counter()
        for question, answer in ANSWERS.items():
            if question in data:
                os.write(self._fd, answer)
        self._begun_frame += data
        return True
