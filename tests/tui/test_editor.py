"""The person's own editor: what it is given, what it leaves, and what is lost if it fails."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from annot.errors import WorkspaceError
from annot.tui import editor

Write = Callable[[str], list[str]]


@pytest.fixture
def program(tmp_path: Path) -> Write:
    """Makes an editor of a few lines of Python, in which `path` is the file."""

    def write(lines: str) -> list[str]:
        path = tmp_path / "an editor.py"
        path.write_text(f"import sys, pathlib\npath = pathlib.Path(sys.argv[-1])\n{lines}\n")
        return [sys.executable, str(path), "--an-option"]

    return write


def test_the_editor_has_the_text_alone_and_nothing_stays_behind(
    program: Write, tmp_path: Path
) -> None:
    seen = tmp_path / "seen"
    words = program(
        f"seen = pathlib.Path({str(seen)!r})\n"
        "modes = [oct(p.stat().st_mode & 0o777) for p in (path, path.parent)]\n"
        "seen.write_text('\\n'.join([str(path.parent), *modes, path.read_text()]))\n"
        "path.with_name('text.txt~').write_text('a copy of before')\n"
        "path.write_text('two\\nlines\\n')"
    )
    assert editor.edit(words, "one – ä").text == "two\nlines"
    folder, *modes, text = seen.read_text().split("\n")
    assert (modes, text) == (["0o600", "0o700"], "one – ä")
    assert not Path(folder).exists()


@pytest.mark.parametrize(
    ("before", "left", "after"),
    [
        ("one", "one\\n", "one"),
        ("one\n", "one\\n", "one\n"),
        ("one", "one\\r\\ntwo\\r\\n", "one\ntwo"),
        ("one", "", ""),
    ],
)
def test_line_ends_are_as_in_the_ledger(program: Write, before: str, left: str, after: str) -> None:
    assert editor.edit(program(f"path.write_bytes(b'{left}')"), before).text == after


def test_what_was_written_before_the_editor_failed_is_there(program: Write) -> None:
    found = editor.edit(program("path.write_text('all of it')\nsys.exit(3)"), "one")
    assert found == ("all of it", "The editor ended with 3; what it wrote is here.")


def test_a_text_in_another_encoding_is_not_lost(program: Write) -> None:
    found = editor.edit(program("path.write_bytes(b'caf\\xe9')"), "one")
    assert found.text == "café"
    assert "Latin-1" in found.told


def test_a_file_that_was_removed_leaves_the_text_as_it_was(program: Write) -> None:
    assert editor.edit(program("path.unlink()"), "one").text == "one"


def test_an_editor_that_does_not_wait_is_told_of(program: Write) -> None:
    assert "code --wait" in editor.edit(program(""), "one").told


def test_an_editor_with_arguments_is_found_and_visual_goes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("EDITOR", "no-such-editor")
    monkeypatch.setenv("VISUAL", f"{sys.executable} -c 'pass it on'")
    assert editor.command() == [sys.executable, "-c", "pass it on"]


@pytest.mark.parametrize("named", ["", "  ", "'half a quote"])
def test_no_editor_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", named)
    with pytest.raises(WorkspaceError, match=r"set \$VISUAL or \$EDITOR"):
        editor.command()


def test_an_editor_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "no-such-editor -x")
    with pytest.raises(WorkspaceError, match="'no-such-editor'"):
        editor.command()


def test_the_file_is_for_the_user_alone_whatever_the_umask(program: Write, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    before = os.umask(0)
    try:
        editor.edit(
            program(f"pathlib.Path({str(seen)!r}).write_text(str(path.stat().st_mode))"), "x"
        )
    finally:
        os.umask(before)
    assert stat.S_IMODE(int(seen.read_text())) == 0o600
