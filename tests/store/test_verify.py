"""The history cannot be bent unseen."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import annot
from annot.store.models import Article, metadata

pytestmark = pytest.mark.file

LEDGER = (
    "article", "revision", "claim", "anchor", "acceptance", "source", "evidence", "note",
    "snapshot",
)  # fmt: skip
HISTORY = ("event", "change")
NOT_HELD = {"claim": {"evidence_count", "position"}}


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


def cells() -> list[tuple[str, str]]:
    return [
        (table, column.name)
        for table in (*LEDGER, *HISTORY)
        for column in metadata.tables[table].columns
        if column.name not in NOT_HELD.get(table, ())
    ]


@pytest.mark.parametrize(("table", "column"), cells())
def test_any_altered_cell_is_found(
    told: annot.Workspace, path: Path, table: str, column: str
) -> None:
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute("PRAGMA ignore_check_constraints = ON")
    before = raw.execute(
        f'SELECT rowid, "{column}" FROM {table} ORDER BY rowid DESC LIMIT 1'
    ).fetchone()
    value = before[1]
    changed: object = "2031-01-01T00:00:00.000000Z" if str(column).endswith("_at") else "x"
    if column in ("at",):
        changed = "2031-01-01T00:00:00.000000Z"
    elif isinstance(value, int):
        changed = value + 7
    elif isinstance(value, bytes):
        changed = bytes([value[0] ^ 1]) + value[1:]
    elif column in ("undoes",):
        changed = bytes(16)
    elif column.endswith("_id"):
        changed = 7
    elif column in ("tags", "authors", "blocks"):
        changed = '["other"]'
    elif column == "identifiers":
        changed = '{"isbn":"1"}'
    elif column in ("kind", "status", "verdict", "placement", "stance", "addressee", "rank",
                    "correction_state"):  # fmt: skip
        changed = {
            "kind": {"claim": "date", "source": "book", "note": "note"}.get(table),
            "status": "approved",
            "verdict": "refuted",
            "placement": "moved",
            "stance": "refutes",
            "addressee": "editor",
            "rank": "primary",
            "correction_state": "stet",
        }[column]
    raw.execute(f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?', (changed, before[0]))
    raw.commit()
    raw.close()

    assert told.history.verify().breaks, f"{table}.{column}: {value!r} → {changed!r}"


@pytest.mark.parametrize("table", [*LEDGER, "content", *HISTORY])
def test_any_row_taken_away_is_found(told: annot.Workspace, path: Path, table: str) -> None:
    raw = sqlite3.connect(path)
    raw.execute("PRAGMA foreign_keys = OFF")
    raw.execute(f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")
    raw.commit()
    raw.close()

    if table == "event":  # the newest event of a chain can only be missed against a seal
        assert told.history.verify().breaks
    else:
        assert told.history.verify().breaks


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
