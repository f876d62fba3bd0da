"""What to do when the terminal goes away while the screen is open."""

from __future__ import annotations

import os
import sys
import termios
import threading
import time

LOOK_SECONDS = 1.0
HUNG_UP = 129
"""The exit code of a program that ended because its terminal hung up: 128 + SIGHUP."""


def end_with_terminal() -> None:
    """End the program soon after its terminal has gone, from a thread of its own.

    A terminal that closes tells its programs by SIGHUP, but one that was not its own (after
    `setsid`, in some multiplexers) hears nothing: its screen would wait for ever to be drawn, and
    its input would be read at full speed. What was acknowledged is written already.
    """
    if sys.stdin.isatty():
        threading.Thread(target=_watch, name="annot-terminal", daemon=True).start()


def _watch() -> None:
    descriptor = sys.stdin.fileno()
    while True:
        time.sleep(LOOK_SECONDS)
        try:
            termios.tcgetattr(descriptor)
        except (termios.error, OSError):
            # The screen's thread may be stuck in a write, so nothing gentler would be heard.
            os._exit(HUNG_UP)
