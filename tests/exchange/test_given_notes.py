"""Queries and notes that a file brings along: answered once, never twice, never against people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from annot.workspace import Workspace


def given(path: Path, *notes: dict[str, Any]) -> Path:
    path.write_text(json.dumps([{"key": "a", "claim": "The mill is old.", "notes": list(notes)}]))
    return path


def query(answer: str = "") -> dict[str, Any]:
    asked = {"kind": "query", "text": "How old?", "to": "author"}
    return {**asked, "answer": answer} if answer else asked


def told(workspace: Workspace) -> list[tuple[str, str | None]]:
    return [(note.text, note.answer) for note in workspace.notes.list()]


@pytest.fixture
def asked(workspace: Workspace, tmp_path: Path) -> Workspace:
    """A file brought a query that nobody has answered."""
    workspace.import_file(given(tmp_path / "claims.json", query()))
    assert told(workspace) == [("How old?", None)]
    return workspace


def test_an_answer_that_comes_later_answers_the_query(asked: Workspace, tmp_path: Path) -> None:
    asked.import_file(given(tmp_path / "claims.json", query("Of 1871.")))
    assert told(asked) == [("How old?", "Of 1871.")]
    done = asked.import_file(tmp_path / "claims.json")
    assert (done.updated, done.unchanged) == (0, 1)
    asked.import_file(given(tmp_path / "claims.json", query()))
    assert told(asked) == [("How old?", "Of 1871.")]


@pytest.mark.parametrize(
    ("mode", "answer"), [("", "Of 1871."), ("keep", "Of 1871."), ("take", "Of 1902.")]
)
def test_another_answer_is_a_conflict(
    asked: Workspace, tmp_path: Path, mode: str, answer: str
) -> None:
    asked.notes.answer(asked.notes.list()[0], "Of 1871.")
    done = asked.import_file(given(tmp_path / "claims.json", query("Of 1902.")), on_conflict=mode)
    assert told(asked) == [("How old?", answer)]
    assert (done.kept, done.overruled) == ((0, 1) if mode == "take" else (1, 0))


@pytest.mark.parametrize(("mode", "left"), [("", 0), ("take", 1)])
def test_a_note_that_somebody_took_away_comes_back_only_if_the_file_is_right(
    asked: Workspace, tmp_path: Path, mode: str, left: int
) -> None:
    asked.notes.remove(asked.notes.list()[0])
    asked.import_file(given(tmp_path / "claims.json", query()), on_conflict=mode)
    assert told(asked) == [("How old?", None)] * left
    assert asked.history.verify().breaks == ()
