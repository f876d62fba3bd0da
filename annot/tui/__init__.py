"""The review screen: Textual lives here and nowhere else."""

from __future__ import annotations

from pathlib import Path


def run(path: Path, *, actor: str, article: str = "") -> int:
    """Open the review screen on a workspace; see `annot.tui.app.run`."""
    from annot.tui.app import run as run_app

    return run_app(path, actor=actor, article=article)
