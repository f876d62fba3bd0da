"""`annot settings`: the file, what is in force, and what is wrong with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_program import Program


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "mine.toml"
    monkeypatch.setenv("ANNOT_SETTINGS", str(path))
    return path


def test_settings_says_where_they_are_and_what_is_in_force(annot: Program, file: Path) -> None:
    said = annot.ok("settings")
    assert f"File   {file}  (not there; annot settings --init writes one)" in said
    assert "Theme  auto" in said
    file.write_text('theme = "contrast"\n[keys]\nrefuted = "F4"\nquit = []\n')
    said = annot.ok("settings")
    assert "Theme  contrast" in said
    lines = {line.split("  ")[0]: line.split() for line in said.splitlines()}
    assert lines["refuted"][1:3] == ["F4", "yours"]
    assert lines["quit"][1:3] == ["none", "yours"]
    assert "yours" not in lines["undo"]


def test_settings_as_json(annot: Program, file: Path) -> None:
    file.write_text('[keys]\n"next open" = ["F4", "ctrl+e"]\n')
    found = json.loads(annot.ok("settings", "--json"))
    assert (found["path"], found["theme"]) == (str(file), "auto")
    assert found["keys"]["next open"] == ["F4", "ctrl+e"]
    assert found["keys"]["page down"] == ["PgDn", "ctrl+d"]


def test_settings_says_where_matches_are_looked_for(
    harbour: Program, file: Path, tmp_path: Path
) -> None:
    harbour.ok("-d", tmp_path / "old.db", "claim", "add", "It was built in 1902")
    file.write_text('[match]\nagainst = "old.db"\n')
    assert f"Match  against {tmp_path / 'old.db'}" in harbour.ok("settings")
    found = json.loads(harbour.ok("settings", "--json"))
    assert found["match"] == {"against": str(tmp_path / "old.db"), "with": None}


def test_settings_begins_a_file_once(annot: Program, file: Path) -> None:
    assert annot.ok("settings", "--init") == f"{file}\n"
    assert '# "next open" = "}"' in file.read_text()
    assert annot.ok("settings")
    again = annot("settings", "--init")
    assert again.code == 7
    assert "There are settings already" in again.err


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("theme = 'drak'\n", 4, "line 1: there is no theme 'drak'.\n  Did you mean 'dark'?"),
        ("[keys]\nrefutd = 'F4'\n", 7, "line 2: there is no act 'refutd'.\n  Did you mean"),
        ("theme = 'light\n", 7, "is not TOML"),
        ("[match]\nagainst = 'no.db'\n", 7, "line 2: There is no workspace "),
        ("[match]\n\nwith = 'ours'\n", 7, "line 3: there is no matcher 'ours'.\n  Installed are:"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_error_here_and_before_the_screen_opens(
    harbour: Program, file: Path, text: str, code: int, message: str
) -> None:
    file.write_text(text)
    asked = harbour("settings")
    assert (asked.code, asked.out) == (code, "")
    assert message in asked.err
    opened = harbour("review", terminal=True)
    assert (opened.code, opened.out) == (code, "")
    assert message in opened.err


def test_a_theme_that_is_not_there_is_refused_before_the_screen_opens(harbour: Program) -> None:
    opened = harbour("review", "--theme", "drak", terminal=True)
    assert (opened.code, opened.out) == (4, "")
    assert "There is no theme 'drak'.\n  Did you mean 'dark'?" in opened.err
