"""The history cannot be bent unseen."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import annot
from annot.store.models import Article

pytestmark = pytest.mark.file


@pytest.fixture
def told(workspace: annot.Workspace, article: Article) -> annot.Workspace:
    """A workspace with a row of every noun."""
    claim = workspace.claims.add(article, quote="12 of its 30 readings", kind="quantity")
    source = workspace.sources.add(url="https://example.org/", title="Yearbook")
    evidence = workspace.evidence.add(claim, source, passage="12", locator="p. 3")
    workspace.notes.add(evidence, "Seen in print.")
    workspace.notes.ask(claim, "Which?", to="author")
    workspace.articles.accept(article, sentence=1)
    workspace.snapshots.take(source, file=_saved(workspace))
    workspace.claims.set(claim, verdict="supported", correction="13")
    workspace.history.undo()
    return workspace


def _saved(workspace: annot.Workspace) -> Path:
    """A file of a source."""
    path = workspace.path.with_name("saved.txt")
    path.write_text("12 of 30.")
    return path


def test_a_row_slipped_in_is_found(told: annot.Workspace, path: Path) -> None:
    raw = sqlite3.connect(path)
    columns = [row[1] for row in raw.execute("PRAGMA table_info(evidence)")]
    listed = ", ".join(f'"{name}"' for name in columns)
    taken = ", ".join("99" if n == "id" else "x'00'" if n == "uid" else f'"{n}"' for n in columns)
    raw.execute(f"INSERT INTO evidence ({listed}) SELECT {taken} FROM evidence LIMIT 1")
    raw.commit()
    raw.close()

    breaks = told.history.verify().breaks

    assert [found.where for found in breaks] == ["evidence 99"]


def test_an_older_copy_is_found_by_the_root_of_an_earlier_report(
    told: annot.Workspace, path: Path, tmp_path: Path
) -> None:
    older = tmp_path / "older.db"
    with sqlite3.connect(path) as raw:
        raw.execute("VACUUM INTO ?", (str(older),))
    told.sources.add(title="Later")
    root = told.history.seal().hex()
    told.sources.add(title="Later still")

    assert told.history.verify(root=root).breaks == ()
    with annot.open(older, actor="dana") as copy:
        assert copy.history.verify().breaks == ()
        assert copy.history.verify(root=root).breaks


def test_a_root_printed_where_nothing_could_be_written_is_found_in_the_history(
    told: annot.Workspace,
) -> None:
    sealed = [told.history.verify().root.hex()]  # as a report from a read-only copy prints it
    for title in ("Later", "Later still"):
        told.sources.add(title=title)
        sealed.append(told.history.verify().root.hex())
    told.history.undo()

    for root in sealed:
        assert told.history.verify(root=root).breaks == ()
    assert [found.where for found in told.history.verify(root="ab" * 32).breaks] == [
        f"root {'ab' * 32}"
    ]


def test_a_root_that_is_no_root_is_refused(workspace: annot.Workspace) -> None:
    with pytest.raises(annot.AnnotError, match="hex"):
        workspace.history.verify(root="nonsense")


def test_every_older_copy_is_found_by_every_later_root(
    workspace: annot.Workspace, path: Path, tmp_path: Path
) -> None:
    copies, roots = [], []
    for number in range(4):
        workspace.claims.add(text=f"Claim {number}")
        roots.append(workspace.history.seal().hex())
        copies.append(tmp_path / f"{number}.db")
        with sqlite3.connect(path) as raw:
            raw.execute("VACUUM INTO ?", (str(copies[-1]),))

    for number, older in enumerate(copies):
        with annot.open(older, actor="dana") as copy:
            for sealed, root in enumerate(roots):
                assert bool(copy.history.verify(root=root).breaks) == (sealed > number)
