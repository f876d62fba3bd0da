"""`annot check` and `annot report`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_program import Program


@pytest.fixture
def finished(harbour: Program) -> Program:
    """A workspace in which nothing stands in the way."""
    harbour.ok("claim", "set", "1", "--verdict", "supported")
    harbour.ok("evidence", "add", "1", "--source", "https://example.org/r", "--passage",
               "The port was built in 1902.", "--locator", "p. 3")  # fmt: skip
    for number in (1, 3, 4, 5):
        harbour.ok("article", "accept", "harbour", "--sentence", number)
    return harbour


def test_check_lets_a_finished_article_through(finished: Program) -> None:
    result = finished("check")
    assert (result.code, result.out) == (0, "")
    assert "0 errors, 0 warnings, 0 notices" in result.err
    assert json.loads(finished.ok("check", "--json")) == []


def test_check_stops_a_verdict_without_evidence(finished: Program) -> None:
    finished.ok("evidence", "remove", "1")
    result = finished("check", "--article", "harbour")
    assert result.code == 1
    assert "A101 error harbour, claim 1: " in result.out
    (found,) = json.loads(finished("check", "--format", "json", "--code", "a101").out)
    assert (found["code"], found["severity"], found["claim"]) == ("A101", "error", 1)


def test_check_has_a_threshold(finished: Program) -> None:
    finished.ok("article", "unaccept", "harbour", "--sentence", "4")
    assert finished("check").code == 1
    assert finished("check", "--threshold", "error").code == 0
    light = finished("check", "--threshold", "error")
    assert "A301" not in light.out
    assert "1 warning" in light.err
    assert finished("check", "--threshold", "errr").code == 4


def test_check_explains_its_rules_without_a_workspace(annot: Program) -> None:
    assert annot.ok("check", "--explain", "a101").startswith("A101 verdict-without-evidence")
    assert annot("check", "--explain", "A999").code == 4


def test_check_of_something_that_is_not_there(finished: Program) -> None:
    assert finished("check", "--article", "nope").code == 3
    assert finished("check", "--code", "A999").code == 4


@pytest.mark.parametrize("ending", ["html", "md"])
def test_report_writes_the_file(finished: Program, tmp_path: Path, ending: str) -> None:
    result = finished("report", f"out.{ending}", "--article", "harbour", "--title", "On harbours")
    assert (result.code, result.out) == (0, "")
    assert f"Wrote out.{ending}" in result.err
    written = (tmp_path / f"out.{ending}").read_text()
    assert "On harbours" in written
    root = json.loads(finished.ok("verify", "--json"))["root"]
    assert finished("verify", "--root", root).code == 0


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (["report", "out.xyz"], 4),
        (["report", "out.html", "--audience", "everybody"], 4),
        (["report", "out.html", "--article", "nope"], 3),
        (["report", "missing/out.html"], 10),
    ],
)
def test_report_that_cannot_be_written(finished: Program, typed: list[str], code: int) -> None:
    result = finished(*typed)
    assert result.code == code
    assert result.err.startswith("annot: ")
