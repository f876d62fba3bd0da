"""`annot demo` and `annot review`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_program import Program

import annot.tui as screen


def test_demo_without_a_terminal_prints_the_ledger_and_writes_the_report(
    annot: Program, tmp_path: Path
) -> None:
    printed = annot.ok("demo")
    assert printed.splitlines()[-2:] == ["annot-demo.db", "annot-demo.html"]
    assert "✗ refuted" in printed
    assert "<html" in (tmp_path / "annot-demo.html").read_text()
    demo = ("-d", "annot-demo.db")
    before = len(json.loads(annot.ok(*demo, "claim", "list", "--json")))
    annot.ok("demo")
    assert len(json.loads(annot.ok(*demo, "claim", "list", "--json"))) == before
    annot.ok(*demo, "verify")


def test_demo_goes_into_a_folder_of_its_own(annot: Program, tmp_path: Path) -> None:
    annot.ok("demo", "--directory", "looking/around")
    assert [path.name for path in tmp_path.iterdir()] == ["looking"]


def test_demo_never_goes_into_a_real_ledger(harbour: Program) -> None:
    assert harbour("-d", "annot.db", "demo").code == 2


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """What the screen was opened on."""
    seen: list[tuple[str, str, str]] = []

    def run(path: Path, *, actor: str, article: str = "", **_: object) -> int:
        seen.append((path.name, actor, article))
        return 0

    monkeypatch.setattr(screen, "run", run)
    return seen


@pytest.mark.file
def test_annot_alone_opens_the_screen(harbour: Program, opened: list[tuple[str, str, str]]) -> None:
    harbour.ok(terminal=True)
    harbour.ok("--as", "kim", "review", "harbour", terminal=True)
    assert opened == [("annot.db", "dana", ""), ("annot.db", "kim", "harbour")]


@pytest.mark.file
def test_what_is_not_there_is_told_before_a_screen_opens(
    harbour: Program, annot: Program, tmp_path: Path
) -> None:
    told = harbour("review", "nope", terminal=True)
    assert told.code == 3
    assert "no article 'nope'" in told.err
    missing = annot("-d", "none.db", "review", terminal=True)
    assert missing.code == 10
    assert "There is no workspace none.db" in missing.err


def test_demo_on_a_terminal_opens_the_screen(
    annot: Program, opened: list[tuple[str, str, str]]
) -> None:
    annot.ok("demo", terminal=True)
    assert opened == [("annot-demo.db", "dana", "")]
