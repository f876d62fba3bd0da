"""`annot report -`: a report to standard output."""

from __future__ import annotations

import io
import zipfile

import pytest
from cli_program import Program, Run


def test_text_goes_to_standard_output_and_nothing_else_does(harbour: Program) -> None:
    done = harbour("report", "-", "--format", "md")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("# Verification report: Harbour\n")
    page = harbour("report", "-", "--format", ".HTML", terminal=True)
    assert page.code == 0
    assert page.out.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("format_", ["docx", "xlsx", "zip"])
def test_packed_formats_go_into_a_pipe_whole(harbour: Program, run: Run, format_: str) -> None:
    done = run("report", "-", "--format", format_)
    assert (done.returncode, done.stderr) == (0, b"")
    with zipfile.ZipFile(io.BytesIO(done.stdout)) as package:
        assert package.testzip() is None


@pytest.mark.parametrize("format_", ["docx", "xlsx", "zip", "pdf"])
def test_a_terminal_is_spared_what_it_cannot_show(harbour: Program, format_: str) -> None:
    done = harbour("report", "-", "--format", format_, terminal=True)
    assert (done.code, done.out) == (4, "")
    assert f"A terminal cannot show {format_}." in done.err
    assert "Name a file" in done.err


def test_an_export_spares_it_too(harbour: Program) -> None:
    done = harbour("export", "-", "--format", "xlsx", terminal=True)
    assert (done.code, done.out) == (4, "")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (["-"], "Say --format. One of: docx, pdf, xlsx, html"),
        (["-", "--format", "xls"], "No report can be written as 'xls'."),
        (["report.html", "--format", "xls"], "No report can be written as 'xls'."),
        (["report.html", "--tracked"], "cannot have tracked changes"),
        (["-", "--format", "zip", "--audience", "public"], "not for the public"),
    ],
)
def test_what_cannot_be_is_one_error(harbour: Program, typed: list[str], told: str) -> None:
    done = harbour("report", *typed)
    assert (done.code, done.out) == (4, "")
    assert told in done.err


def test_the_format_may_be_another_than_the_ending_says(harbour: Program, run: Run) -> None:
    assert run("report", "report.txt", "--format", "md").returncode == 0
    assert run("report", "case", "--sealed", "--format", "zip").returncode == 0
    assert b"A sealed bundle is a .zip file" in run("report", "case.md", "--sealed").stderr
