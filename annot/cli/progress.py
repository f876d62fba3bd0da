"""How far a long import has come, on one line of a terminal that is gone when it is done."""

from __future__ import annotations

import contextlib
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from annot.exchange.progress import Progress

PATIENCE = 0.5
"""Seconds after which work is seen to go on."""

WRITING = 1.5
"""How long writing takes for every second of reading, as it was measured for new rows."""

_EVERY = 0.2


@contextlib.contextmanager
def showing_progress() -> Iterator[Callable[[Progress], None] | None]:
    """Show how many rows are read, how fast, and how long it will take, while the block lasts.

    On a terminal only: gives nothing for a pipe or a file.
    """
    if not sys.stderr.isatty():
        yield None
        return
    line = ProgressLine(sys.stderr)
    try:
        yield line.tell
    finally:
        line.close()


@contextlib.contextmanager
def showing_work() -> Iterator[Callable[[str], None] | None]:
    """Show in words what is being done, while the block lasts; as `showing_progress` otherwise."""
    if not sys.stderr.isatty():
        yield None
        return
    said = [""]
    line = _Line(sys.stderr, lambda: said[0])
    try:
        yield lambda words: said.__setitem__(0, words)
    finally:
        line.close()


class _Line:
    """A line of a terminal; a thread of its own paints it, since a database tells nothing."""

    def __init__(self, out: TextIO, words: Callable[[], str]) -> None:
        self._out = out
        self._words = words
        self._is_painted = False
        self._over = threading.Event()
        self._painter = threading.Thread(target=self._paint_on, daemon=True)
        self._painter.start()

    def close(self) -> None:
        """Take the line away."""
        self._over.set()
        self._painter.join()
        if self._is_painted:
            self._write("\r\x1b[K")

    def _paint_on(self) -> None:
        wait = PATIENCE
        while not self._over.wait(wait):
            wait = _EVERY
            words = self._words()
            if words:
                width = shutil.get_terminal_size().columns - 1
                self._write(f"\r\x1b[K{words[:width]}")
                self._is_painted = True

    def _write(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            self._out.write(text)
            self._out.flush()


class ProgressLine:
    """The line of an import."""

    def __init__(self, out: TextIO) -> None:
        self._begun = time.monotonic()
        self._read_at: float | None = None
        self._progress: Progress | None = None
        self._line = _Line(out, self._told)

    def tell(self, progress: Progress) -> None:
        """Take note of how far reading has come."""
        self._read_at = time.monotonic() if progress.share == 1 else None
        self._progress = progress

    def close(self) -> None:
        """Take the line away."""
        self._line.close()

    def _told(self) -> str:
        if self._progress is None:
            return ""
        now = time.monotonic()
        read = self._read_at or now
        return progress_words(self._progress, read - self._begun, now - read)


def progress_words(progress: Progress, reading: float, writing: float) -> str:
    """What is told of an import under way.

    Args:
        progress: How far reading has come.
        reading: The seconds that it took so far.
        writing: The seconds that writing took since.
    """
    rate = progress.rows / reading if reading else 0.0
    if progress.share == 1:
        left = reading * WRITING - writing
        return f"{progress.rows:,} rows read, {rate:,.0f} a second; writing, {_left(left)}"
    told = f"{progress.rows:,} rows read"
    if not progress.share:
        return f"{told}, {rate:,.0f} a second"
    whole = reading / progress.share
    left = whole * (1 + WRITING) - reading
    return f"{told} ({progress.share:.0%}), {rate:,.0f} a second, {_left(left)}"


def _left(seconds: float) -> str:
    if seconds < 1:
        return "a moment left"
    if seconds < 90:
        return f"about {seconds:.0f} s left"
    if seconds < 90 * 60:
        return f"about {seconds / 60:.0f} min left"
    return f"about {seconds / 3600:.1f} h left"
