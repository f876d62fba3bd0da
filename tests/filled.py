"""A workspace with two rows of every noun at least, and a history of many kinds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import annot


def filled(folder: Path) -> Path:
    """Make it in a folder; its whole content is in the one file."""
    path = folder / "whole.db"
    with annot.open(path, actor="dana") as workspace:
        _fill(workspace, folder)
        assert workspace.history.verify().breaks == ()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def _fill(workspace: annot.Workspace, folder: Path) -> None:
    articles = [
        workspace.articles.add(
            f"Dock {n} opened in 190{n}.\n\nNo ship came. It rained.\n", title=f"Dock {n}"
        )
        for n in (1, 2)
    ]
    for number, article in enumerate(articles, start=1):
        claim = workspace.claims.add(article, quote=f"Dock {number} opened", kind="event")
        more = workspace.claims.add(article, quote="No ship came", tags=["ships"])
        workspace.claims.link(claim, more)
        source = workspace.sources.add(url=f"https://example.org/{number}", title=f"Book {number}")
        for passage in ("opened", "1901"):
            workspace.evidence.add(claim, source, passage=passage, locator="p. 3")
        (folder / "saved.txt").write_text(f"opened in 190{number}")
        workspace.snapshots.take(source, file=folder / "saved.txt")
        workspace.notes.add(claim, "Seen in print.")
        workspace.notes.ask(more, "Which?", to="author")
        workspace.articles.accept(article, sentence=3)
        workspace.claims.set(claim, verdict="supported", correction="1902")
        workspace.articles.revise(
            article, f"Dock {number} opened in 190{number}, they say. It rained.\n"
        )
        for reader in ("erin", "finn"):
            workspace.assignments.add(claim, name=reader)
        workspace.history.seal()
    workspace.people.set("dana", role="admin")
    workspace.people.set("erin", role="checker")
    workspace.rules.set("A105", {"kinds": ["quantity"]})
    workspace.rules.off("A103")
    for reader in ("erin", "finn"):
        with annot.open(folder / "whole.db", actor=reader) as other:
            other.judgements.give(1, verdict="inexact", note=f"Read alone by {reader}.")
    (folder / "more.csv").write_text("claim\nOne\nTwo\nThree\nFour\n")
    workspace.import_file(folder / "more.csv")
    workspace.claims.set(5, reasoning="Counted.")
    workspace.history.undo()
