"""The review screen: Textual lives here and nowhere else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annot.store.place import Place

FRAMES_A_SECOND = 240
"""At Textual's 60 the answer of the ledger, a few milliseconds after the key's own frame, would
wait 17 ms for its turn; frames are only drawn when something changes."""


def run(path: Place, *, actor: str, article: str = "", theme: str = "", against: str = "") -> int:
    """Open the review screen on a workspace; see `annot.tui.app.run`."""
    os.environ.setdefault("TEXTUAL_FPS", str(FRAMES_A_SECOND))  # read when Textual is imported
    from annot.tui.app import run as run_app

    return run_app(path, actor=actor, article=article, theme=theme, against=against)
