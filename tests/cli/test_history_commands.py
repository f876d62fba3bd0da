"""`annot history`, `undo`, `redo` and `verify`."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from cli_program import Program


def verdict(annot: Program) -> object:
    return json.loads(annot.ok("claim", "show", "1", "--json"))["verdict"]


def test_undo_and_redo_survive_the_end_of_the_program(harbour: Program) -> None:
    harbour.ok("claim", "set", "1", "--verdict", "refuted")
    told = "claim.set on claim 1 (checker dana, status checked, verdict refuted)."
    assert f"Undone: {told} To do it again: annot redo" in harbour("undo").err
    assert verdict(harbour) is None
    assert f"Done again: {told}" in harbour("redo").err
    assert verdict(harbour) == "refuted"
    assert harbour("redo").code == 13


def test_undo_is_of_ones_own_unless_told_otherwise(harbour: Program) -> None:
    harbour.ok("--as", "kim", "claim", "set", "1", "--verdict", "refuted")
    assert harbour("--as", "lou", "undo").code == 13
    assert harbour("undo").code == 9
    harbour.ok("undo", "--anybody")
    assert verdict(harbour) is None


def test_undo_of_a_named_operation(harbour: Program) -> None:
    harbour.ok("claim", "set", "1", "--verdict", "refuted")
    harbour.ok("claim", "add", "Another")
    entries = json.loads(harbour.ok("history", "--claim", "1", "--json"))
    assert [entry["action"] for entry in entries] == ["claim.set", "claim.add"]
    harbour.ok("undo", "--operation", entries[0]["operation"])
    assert verdict(harbour) is None
    assert "claim.set (undone)" in harbour.ok("history")


def test_a_field_that_was_empty_is_told_as_a_change_of_its_claim(harbour: Program) -> None:
    harbour.ok("claim", "set", "1", "--kind", "date")
    assert "  claim 1 (kind)" in harbour.ok("history", "--limit", "1")
    harbour("undo")
    assert "  claim 1 (kind)" in harbour.ok("history", "--limit", "1")


def test_history_tells_fields_before_and_after(harbour: Program) -> None:
    harbour.ok("claim", "set", "1", "--verdict", "refuted", "--reason", "yearbook")
    printed = harbour.ok("history", "--limit", "1", "--details")
    assert "dana  claim.set" in printed
    assert "“yearbook”" in printed
    assert "claim 1 status: todo → checked" in printed


def test_verify_prints_a_root_that_can_be_asked_for_later(harbour: Program) -> None:
    root = harbour.ok("verify").strip()
    assert len(root) == 64
    assert json.loads(harbour.ok("verify", "--root", root, "--json"))["holds"] is True
    harbour.ok("claim", "set", "1", "--verdict", "supported")
    asked = harbour("verify", "--root", root)
    assert f"contains the one sealed as {root[:12]}" in asked.err
    assert asked.out.strip() != root
    assert harbour("verify", "--root", "ab" * 32).code == 1
    assert harbour("verify", "--root", "nonsense").code == 4


@pytest.mark.file
def test_verify_finds_what_was_altered_outside(harbour: Program, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "annot.db")
    with connection:
        connection.execute("UPDATE claim SET verdict = 'supported'")
    connection.close()
    result = harbour("verify")
    assert result.code == 1
    assert "claim 1: it was altered outside any operation" in result.out
    assert "does not hold" in result.err
