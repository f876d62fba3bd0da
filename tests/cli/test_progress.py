"""Progress on a terminal: rows, rate and the time that is left; nothing in a pipe."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from cli_program import Program

from annot.cli import progress
from annot.cli.progress import ProgressLine, progress_words
from annot.exchange.progress import Progress


@pytest.mark.parametrize(
    ("told", "reading", "writing", "words"),
    [
        (Progress(1000, 0.1), 1, 0, "1,000 rows read (10%), 1,000 a second, about 24 s left"),
        (Progress(1000, None), 2, 0, "1,000 rows read, 500 a second"),
        (Progress(9000, 1.0), 3, 1, "9,000 rows read, 3,000 a second; writing, about 4 s left"),
        (Progress(9000, 1.0), 3, 9, "9,000 rows read, 3,000 a second; writing, a moment left"),
        (Progress(10, 0.001), 5, 0, "10 rows read (0%), 2 a second, about 3.5 h left"),
        (Progress(10, 0.01), 5, 0, "10 rows read (1%), 2 a second, about 21 min left"),
    ],
)
def test_what_is_told(told: Progress, reading: float, writing: float, words: str) -> None:
    assert progress_words(told, reading, writing) == words


def test_the_line_is_painted_and_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    monkeypatch.setattr(progress, "_EVERY", 0.001)
    out = io.StringIO()
    line = ProgressLine(out)
    for share in (0.5, 1.0):
        line.tell(Progress(1000, share))
        while ("writing" if share == 1 else "50%") not in out.getvalue():
            pass
    line.close()
    assert out.getvalue().endswith("\r\x1b[K")


def test_a_short_import_paints_nothing(annot: Program, tmp_path: Path) -> None:
    (tmp_path / "claims.csv").write_text("claim\nOne\n")
    assert "rows read" not in annot("import", "claims.csv", terminal=True).err


def test_a_pipe_sees_nothing_of_it(
    annot: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "PATIENCE", 0)
    (tmp_path / "claims.csv").write_text("claim\n" + "One\n" * 3000)
    assert "rows read" not in annot("import", "claims.csv").err
