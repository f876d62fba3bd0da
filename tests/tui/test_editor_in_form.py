"""A long text of a form in an editor that has the terminal meanwhile."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pseudo_terminal import PseudoTerminal
from reviewing import reviewing

import annot
from annot.store.models import Article

SIZE = (100, 32)


@pytest.fixture(autouse=True)
def claim(workspace: annot.Workspace, article: Article) -> int:
    return workspace.claims.add(article, quote="12 of its 30 readings").id


def editor(folder: Path) -> str:
    """An editor that waits for a key on the terminal, then writes what could act on it."""
    path = folder / "editor.py"
    path.write_text(
        "import sys, pathlib\n"
        "path = pathlib.Path(sys.argv[1])\n"
        "line = input(f'EDITING {path.read_text()!r}: ')\n"
        "path.write_text(path.read_text() + ' ' + line + chr(27) + '[2J' + '\\nand more\\n')\n"
    )
    return f"{sys.executable} {path}"


def test_a_long_text_is_written_in_the_persons_own_editor(
    path: Path, workspace: annot.Workspace, tmp_path: Path
) -> None:
    with PseudoTerminal(path, size=SIZE, home=tmp_path, EDITOR=editor(tmp_path)) as terminal:
        terminal.wait_for("? help")
        terminal.send("i")
        terminal.wait_for("ctrl+e editor")
        terminal.send(*"call", "\x05")
        terminal.wait_for("EDITING 'call'")
        terminal.send(*"her at noon", "\n")
        terminal.wait_for("and more")
        terminal.wait_for("Note on claim")
        terminal.send("!", "\x13")
        terminal.wait_for("note added")
        terminal.send("q")
        assert terminal.wait_for_the_end() == 0
    (note,) = workspace.notes.list()
    assert note.text == "call her at noon␛[2J\nand more!"


async def test_without_an_editor_one_sentence_says_what_to_do(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    async with reviewing(path) as review:
        await review.press("i")
        await review.type("call her")
        await review.press("ctrl+e")
        assert "No editor is named: set $VISUAL or $EDITOR" in review.form_says()
        assert review.value("text") == "call her"


async def test_where_the_terminal_cannot_be_handed_over_it_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", sys.executable)
    async with reviewing(path) as review:
        await review.press("i")
        await review.type("call her")
        await review.press("ctrl+e")
        assert "cannot be handed over" in review.form_says()
        assert review.value("text") == "call her"
