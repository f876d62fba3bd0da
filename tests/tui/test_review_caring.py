"""A backup and a look for damages from the screen."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from reviewing import reviewing

import annot
from annot.store.models import Article


async def test_a_key_makes_a_checked_backup(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    workspace.claims.add(article, quote="12 of its 30 readings")
    async with reviewing(path) as review:
        await review.press("ctrl+s")
        assert review.told.startswith("backup made and checked: story.backup.")
    (made,) = path.parent.glob("story.backup.*.db")
    with annot.open(made, actor="dana") as copy:
        assert copy.history.verify().breaks == ()
        assert len(copy.claims.list()) == 1


async def test_a_key_tells_damages_and_what_to_type(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    workspace.claims.add(article, quote="12 of its 30 readings")
    async with reviewing(path) as review:
        await review.press("d")
        assert review.told.startswith("the workspace is whole")
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("UPDATE claim SET evidence_count = 9")
            raw.commit()
        await review.press("d")
        assert "damaged: claim 1: its count of evidence" in review.told
        assert "annot doctor" in review.told
