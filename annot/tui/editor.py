"""The person's own editor for a long text: `$VISUAL` or `$EDITOR`, on a file for them alone."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from annot.errors import WorkspaceError

AT_ONCE_SECONDS = 1.0
"""An editor that ends sooner, with nothing changed, has probably a window of its own."""


class Edited(NamedTuple):
    """A text as the editor left it, and what is to be said about how it ended; mostly nothing."""

    text: str
    told: str


def command() -> list[str]:
    """The editor, with its arguments.

    Raises:
        WorkspaceError: If none is named, or there is none of that name.
    """
    named = os.environ.get("VISUAL") or os.environ.get("EDITOR") or ""
    try:
        words = shlex.split(named)
    except ValueError:
        words = []
    if not words:
        raise WorkspaceError(
            "No editor is named: set $VISUAL or $EDITOR, for example: export EDITOR=nano"
        )
    if shutil.which(words[0]) is None:
        raise WorkspaceError(f"The editor {words[0]!r} of $VISUAL or $EDITOR is not found.")
    return words


def edit(words: list[str], text: str) -> Edited:
    """Have the editor change a text; it has the terminal meanwhile.

    What it wrote is taken also if it failed after that: nothing that was typed there is lost. The
    file and whatever the editor puts beside it are removed.

    Args:
        words: The editor, with its arguments.
        text: The text; the line break that editors put at its end is taken off again.

    Raises:
        WorkspaceError: If the editor cannot be begun, or what it left is no text.
    """
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="annot-", ignore_cleanup_errors=True) as folder:  # 0700
        path = Path(folder) / "text.txt"
        path.touch(mode=0o600)
        path.write_bytes(text.encode(errors="replace"))
        with _interrupts_for_the_editor():
            try:
                code = subprocess.run([*words, str(path)], check=False).returncode  # noqa: S603
            except OSError as error:
                raise WorkspaceError(f"{words[0]!r} cannot be begun: {error}.") from error
        found, is_odd = _read(path, text)
    if is_odd:
        return Edited(found, "The editor left no UTF-8; it was read as Latin-1: look at it.")
    if code:
        return Edited(found, f"The editor ended with {code}; what it wrote is here.")
    if found == text and time.monotonic() - began < AT_ONCE_SECONDS:
        return Edited(
            found, "Nothing was changed. An editor with its own window must wait: code --wait"
        )
    return Edited(found, "")


def _read(path: Path, before: str) -> tuple[str, bool]:
    """What the editor left, and whether it had to be read in another encoding."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return before, False
    try:
        text, is_odd = data.decode(), False
    except UnicodeDecodeError:
        text, is_odd = data.decode("latin-1"), True
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if before.endswith("\n") else text.removesuffix("\n"), is_odd


@contextmanager
def _interrupts_for_the_editor() -> Iterator[None]:
    """Let ctrl+c reach the editor alone; a handler, unlike an ignored signal, is not inherited."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
