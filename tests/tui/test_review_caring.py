"""A backup and a look for damages from the screen."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from reviewing import reviewing

import annot
from annot.store.models import Article
from annot.store.reading import Reader


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
        await review.press("ctrl+x")
        assert review.told.startswith("the workspace is whole")
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("UPDATE claim SET evidence_count = 9")
            raw.commit()
        await review.press("ctrl+x")
        assert "damaged: claim 1: its count of evidence" in review.told
        assert "annot doctor" in review.told


async def test_an_article_whose_text_was_purged_is_not_in_the_way(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    other = workspace.articles.add("Two ships sank.", title="Ships")
    workspace.claims.add(other, quote="Two ships sank")
    claim = workspace.claims.add(article, quote="12 of its 30 readings")
    workspace.claims.set(claim, verdict="supported")
    assert workspace.purge(older_than="0d", yes=True).items

    async with reviewing(path) as review:
        assert "Two ships sank" in review.text
        await review.press("W")
        assert set(review.listed) == {1, 2}
    with closing(Reader(path)) as reader:
        assert reader.newest_article() == "ships"
