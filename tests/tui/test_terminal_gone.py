"""The program ends when its terminal does, also where no signal tells it."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import annot
from annot.store.models import Article
from annot.tui.terminal import HUNG_UP


def test_the_program_ends_with_a_terminal_that_was_not_its_own(
    workspace: annot.Workspace, article: Article, path: Path
) -> None:
    workspace.claims.add(article, quote="40,000 books")
    master, slave = pty.openpty()
    program = subprocess.Popen(
        [sys.executable, "-m", "annot", "-d", str(path), "review"],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env={**os.environ, "TERM": "xterm-256color"},
        start_new_session=True,
    )
    os.close(slave)
    seen, deadline = b"", time.monotonic() + 30
    while b"40,000" not in seen and time.monotonic() < deadline:
        if select.select([master], [], [], 0.1)[0]:
            seen += os.read(master, 65536)
    assert b"40,000" in seen

    os.close(master)

    assert program.wait(timeout=20) == HUNG_UP
    assert workspace.history.verify().breaks == ()
