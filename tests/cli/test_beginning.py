"""A command that fails leaves no workspace behind that it began, and never touches another one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_program import TEXT, Program

import annot as package
from annot.errors import NotFoundError
from annot.operations.claims import Claims


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["import", "claims.csv", "--article", "nope"], 3),
        (["import", "claims.csv", "--map", "claim=Nope"], 7),
        (["import", "bad.csv"], 8),
        (["import", "empty.jsonl"], 7),
        (["import", "missing.csv"], 7),
        (["import", "claims.nonsense"], 4),
        (["claim", "add", "One is so", "--verdict", "nearly"], 4),
        (["source", "add", "--title", "Talk", "--published", "soon"], 4),
        (["article", "add", "harbour.md", "missing.md"], 7),
        (["article", "add", "harbour.md", "harbour.md"], 4),
        (["article", "add", "harbour.md", "--published", "soon"], 4),
        (["--as", "two\nlines", "claim", "add", "One is so"], 4),
    ],
)
def test_a_first_command_that_fails_leaves_nothing(
    annot: Program, tmp_path: Path, typed: list[str], code: int
) -> None:
    (tmp_path / "harbour.md").write_text(TEXT)
    (tmp_path / "claims.csv").write_text("claim\nOne is so.\n")
    (tmp_path / "bad.csv").write_text("claim,verdict\nOne is so.,nearly\n")
    (tmp_path / "empty.jsonl").touch()
    before = names(tmp_path)
    result = annot(*typed)
    assert (result.code, result.out) == (code, "")
    assert "Began" not in result.err
    assert names(tmp_path) == before


def test_an_interrupted_first_command_leaves_nothing(
    annot: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Claims, "add", interrupted)
        assert annot("claim", "add", "One is so").code == 130
    assert names(tmp_path) == []


def test_an_empty_file_is_there_again(annot: Program, tmp_path: Path) -> None:
    path = tmp_path / "mine.db"
    path.touch()
    assert annot("-d", path, "claim", "add", "One", "--verdict", "nearly").code == 4
    assert (names(tmp_path), path.read_bytes()) == (["mine.db"], b"")
    annot.ok("-d", path, "claim", "add", "One")


def test_a_workspace_that_existed_stays(annot: Program, tmp_path: Path) -> None:
    package.open(tmp_path / "annot.db", actor="dana").close()
    assert annot("claim", "add", "One", "--verdict", "nearly").code == 4
    assert names(tmp_path) == ["annot.db"]
    annot.ok("claim", "add", "One")
    assert annot("claim", "add", "Two", "--verdict", "nearly").code == 4
    assert len(json.loads(annot.ok("claim", "list", "--json"))) == 1


@pytest.mark.file
@pytest.mark.parametrize("is_done", [True, False])
def test_what_another_program_does_meanwhile_is_not_lost(
    annot: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_done: bool
) -> None:
    others = []

    def refused(*_: object, **__: object) -> None:
        other = package.open(tmp_path / "annot.db", actor="kim")
        others.append(other)
        if is_done:
            other.sources.add(title="Talk")
            other.close()
        else:
            other.sources.list()
        raise NotFoundError("No.")

    with monkeypatch.context() as patch:
        patch.setattr(Claims, "add", refused)
        assert annot("claim", "add", "One").code == 3
    if not is_done:
        others[0].sources.add(title="Talk")
        others[0].close()
    assert "talk" in annot.ok("source", "list")
