"""Other programs read a workspace through its views: everything is there, and readable."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

import annot
from annot.store import sqlite_file
from annot.store.models import NOUNS, Article
from annot.store.views import VIEWS

pytestmark = pytest.mark.file


@pytest.fixture
def filled(workspace: annot.Workspace, article: Article) -> annot.Workspace:
    """A claim with everything, a claim without an article, a query, notes, an undo."""
    claim = workspace.claims.add(
        article, quote="40,000 books", occurrence=1, verdict="inexact", tags=["law", "books"]
    )
    source = workspace.sources.add(
        title="Yearbook", authors=["A. One", "B. Two"], identifiers={"isbn": "9780306406157"}
    )
    evidence = workspace.evidence.add(claim, source, passage="39,000", stance="refutes")
    workspace.notes.add(claim, "Call again")
    workspace.notes.ask(claim, "Who counted?", to="source")
    workspace.notes.add(evidence, "Scanned")
    saved = workspace.path.with_name("saved.txt")
    saved.write_text("39,000 books.")
    workspace.snapshots.take(source, file=saved)
    workspace.claims.add(text="Somewhere else, by night")
    workspace.rules.set("A105", {"kinds": "quantity"})
    workspace.people.set("dana", role="editor")
    workspace.assignments.add(claim, name="kim")
    workspace.judgements.give(claim, verdict="refuted")
    workspace.claims.set(claim, status="checked")
    workspace.history.undo()
    return workspace


@pytest.fixture
def reader(filled: annot.Workspace, path: Path) -> Iterator[sqlite3.Connection]:
    """Another program, which knows nothing of annot."""
    connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    yield connection
    connection.close()


def rows(reader: sqlite3.Connection, view: str) -> list[dict[str, Any]]:
    return [dict(row) for row in reader.execute(f"SELECT * FROM {view}")]


@pytest.mark.parametrize("view", list(VIEWS))
def test_every_cell_is_readable_text_or_a_number(reader: sqlite3.Connection, view: str) -> None:
    found = rows(reader, view)
    assert found
    for row in found:
        assert {type(value) for value in row.values()} <= {str, int, type(None)}
        if "uid" in row:
            assert UUID(row["uid"])
        if "created_at" in row:
            assert datetime.fromisoformat(row["created_at"]).tzinfo is not None


@pytest.mark.parametrize("view", list(VIEWS))
def test_a_view_can_be_read_where_the_schema_is_not_trusted(
    filled: annot.Workspace, path: Path, view: str
) -> None:
    connection = sqlite_file.connect(path, read_only=True)
    assert connection.execute(f"SELECT count(*) FROM {view}").fetchone()[0] > 0
    connection.close()


@pytest.mark.parametrize(
    ("view", "noun"),
    [
        ("claims_view", "claim"),
        ("evidence_view", "evidence"),
        ("sources_view", "source"),
        ("anchors_view", "anchor"),
        ("notes_view", "note"),
        ("rules_view", "rule"),
        ("people_view", "person"),
        ("assignments_view", "assignment"),
        ("judgements_view", "judgement"),
    ],
)
def test_every_row_is_there_once(reader: sqlite3.Connection, view: str, noun: str) -> None:
    assert noun in NOUNS
    ids = [row["id"] for row in rows(reader, view)]
    assert sorted(ids) == [row[0] for row in reader.execute(f"SELECT id FROM {noun} ORDER BY id")]


def test_what_is_known_of_a_claim(reader: sqlite3.Connection) -> None:
    placed, unplaced = rows(reader, "claims_view")
    assert placed["tags"] == "law, books"
    assert (placed["article"], unplaced["article"]) == ("mill-street", None)
    assert (placed["verdict"], placed["evidence"]) == ("inexact", 1)
    (evidence,) = rows(reader, "evidence_view")
    assert (evidence["claim_id"], evidence["claim"]) == (placed["id"], "40,000 books")
    assert (evidence["stance"], evidence["source"]) == ("refutes", "yearbook")
    (source,) = rows(reader, "sources_view")
    assert (source["authors"], source["identifiers"]) == ("A. One, B. Two", "isbn 9780306406157")


def test_which_anchors_are_those_of_the_latest_revision(
    reader: sqlite3.Connection, path: Path
) -> None:
    before = rows(reader, "anchors_view")
    assert {(row["revision"], row["latest"]) for row in before} == {(1, 1)}
    with sqlite3.connect(path) as raw:
        names = [row[1] for row in raw.execute("PRAGMA table_info(revision)")]
        other = {"id": "id + 1", "uid": "zeroblob(16)", "number": "2"}
        columns = ", ".join(other.get(name, name) for name in names)
        raw.execute(f"INSERT INTO revision SELECT {columns} FROM revision")
    raw.close()
    assert {(row["revision"], row["latest"]) for row in rows(reader, "anchors_view")} == {(1, 0)}


def test_what_notes_are_about(reader: sqlite3.Connection) -> None:
    about = [(row["about"], row["kind"], row["text"]) for row in rows(reader, "notes_view")]
    assert about == [
        ("claim", "note", "Call again"),
        ("claim", "query", "Who counted?"),
        ("evidence", "note", "Scanned"),
    ]


def test_the_history_has_every_change_of_every_event(
    reader: sqlite3.Connection, filled: annot.Workspace
) -> None:
    found = rows(reader, "history_view")
    entries = filled.history.list()
    assert {row["operation"] for row in found} == {str(entry.operation) for entry in entries}
    assert sum(row["noun"] is not None for row in found) == sum(
        len(entry.changes) for entry in entries
    )
    undone = next(row for row in found if row["undoes"])
    assert undone["undoes"] in {row["operation"] for row in found}
    assert {row["actor"] for row in found} == {"dana"}
