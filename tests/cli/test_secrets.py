"""A password in an address is shown to nobody who did not ask for the data itself."""

from __future__ import annotations

from pathlib import Path

import pytest

import annot
from annot.cli import main

ADDRESS = "https://reader:hunter2@archive.example/page"


@pytest.mark.parametrize(
    "typed",
    [
        "source list", "source show 1", "claim show 1", "evidence list --claim 1", "source doubles",
        "source archive 1", "history", "check", "report out.md", "report out.html",
        "report out.html --audience lawyer", "doctor --full",
    ],
)  # fmt: skip
def test_a_password_in_an_address_is_not_shown(
    workspace: annot.Workspace,
    path: Path,
    tmp_path: Path,
    typed: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    claim = workspace.claims.add(text="Four ships sank.")
    for title in ("", "Register"):
        source = workspace.sources.add(url=f"{ADDRESS}{title}", title=title)
        workspace.evidence.add(claim, source, passage="ships")
    words = typed.split()
    if "1" in words and words[0] == "source":
        words[words.index("1")] = workspace.sources.list()[0].slug

    main(["-d", str(path), *words])

    shown = capsys.readouterr()
    assert "hunter2" not in shown.out + shown.err
    for file in tmp_path.glob("out.*"):
        assert "hunter2" not in file.read_text()


def test_a_workspace_by_url_shows_no_password(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-d", "postgresql://dana:hunter2@db.example/annot", "history"]) == 10
    assert "hunter2" not in capsys.readouterr().err
