"""`annot merge`: what is told, asked and written, as one types it."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from cli_program import Program

from tests.postgres_cluster import Cluster


@pytest.fixture
def kim(harbour: Program) -> str:
    """A copy of the workspace with claim 1, in which kim works."""
    harbour.ok("copy", _here(), "kim.db")
    return "kim.db"


def _here() -> str:
    """The workspace of the program, a file or a server."""
    return "annot.db" if Path("annot.db").exists() else os.environ["ANNOT_DATABASE"]


@pytest.fixture
def apart(harbour: Program, kim: str) -> Program:
    """Two found different things about claim 1, and kim has a new claim."""
    harbour.ok("claim", "add", "Ours.")
    harbour.ok("claim", "set", 1, "--verdict", "refuted")
    harbour.ok("-d", kim, "--as", "kim", "claim", "set", 1, "--verdict", "supported")
    harbour.ok("-d", kim, "--as", "kim", "claim", "add", "Theirs.")
    return harbour


def test_what_is_new_is_told_with_its_numbers(harbour: Program, kim: str) -> None:
    harbour.ok("claim", "add", "Ours.")
    harbour.ok("-d", kim, "--as", "kim", "claim", "add", "Theirs.")
    result = harbour("merge", kim)
    assert result.code == 0
    assert "Merged 1 operation by kim from kim.db: 1 claim new." in result.err
    assert "Claims have new numbers here: 2 is 3." in result.err
    assert "There is nothing new in kim.db." in harbour("merge", kim).err


def test_without_an_answer_nothing_is_written_and_collisions_are_listed(
    apart: Program, kim: str
) -> None:
    result = apart("merge", kim)
    assert result.code == 9
    assert "claim 1 “built in 1902”" in result.out
    assert re.search(r"verdict refuted, checker dana\s+\(dana, ", result.out)
    assert re.search(r"verdict supported, checker kim\s+\(kim, ", result.out)
    assert "1 thing collides" in result.err
    assert "annot merge kim.db --answers answers.json" in result.err
    assert "Theirs." not in apart.ok("claim", "list")


def test_collisions_are_json_for_scripts_also_when_refused(apart: Program, kim: str) -> None:
    result = apart("merge", kim, "--json")
    assert result.code == 9
    (collision,) = json.loads(result.out)["collisions"]
    assert [(d["field"], d["ours"], d["theirs"]) for d in collision["differences"]] == [
        ("verdict", "refuted", "supported"),
        ("checker", "dana", "kim"),
    ]


def test_the_json_of_a_dry_run_is_the_file_of_answers(
    apart: Program, kim: str, tmp_path: Path
) -> None:
    printed = apart.ok("merge", kim, "--dry-run", "--json")
    (tmp_path / "answers.json").write_text(printed.replace('"answer": ""', '"answer": "theirs"'))
    apart.ok("merge", kim, "--answers", "answers.json")
    assert json.loads(apart.ok("claim", "show", 1, "--json"))["verdict"] == "supported"


def test_one_side_may_be_right_in_everything(apart: Program, kim: str) -> None:
    result = apart("merge", kim, "--prefer", "ours")
    assert "Collisions: 1 as it is here, 0 as it is there." in result.err
    assert json.loads(apart.ok("claim", "show", 1, "--json"))["verdict"] == "refuted"
    assert "Theirs." in apart.ok("claim", "list")


def test_at_a_terminal_each_collision_is_asked(apart: Program, kim: str) -> None:
    result = apart("merge", kim, stdin=b"what\ntheirs\n", terminal=True)
    assert result.code == 0
    assert "ours:   verdict refuted, checker dana  (dana, " in result.err
    assert "theirs: verdict supported, checker kim  (kim, " in result.err
    assert "Type o, t or l." in result.err
    assert json.loads(apart.ok("claim", "show", 1, "--json"))["verdict"] == "supported"


def test_what_is_left_for_later_is_listed(apart: Program, kim: str) -> None:
    result = apart("merge", kim, "--prefer", "later")
    assert result.code == 0
    assert "claim 1 “built in 1902”" in result.out
    assert "1 collision left as it is here; the next merge asks again." in result.err


def test_an_unknown_side_is_told(apart: Program, kim: str) -> None:
    result = apart("merge", kim, "--prefer", "mine")
    assert result.code == 4
    assert "ours, theirs, later" in result.err


def test_the_history_says_who_did_what_there(apart: Program, kim: str) -> None:
    apart.ok("merge", kim, "--prefer", "theirs")
    told = apart.ok("history", "--limit", 1, "--details")
    assert re.search(r"there: .* kim claim\.set claim 1", told)
    assert "Undone: merge on claims" in apart("undo").err


def test_a_server_is_merged_and_its_password_is_told_nowhere(
    harbour: Program, postgres: Cluster
) -> None:
    with postgres.database(empty=True) as server:
        before, at, rest = server.url.partition("@")
        url = f"{before.partition('?')[0]}:secret-word{at}{rest}" if at else server.url
        here = _here()
        harbour.ok("copy", here, server.url)
        harbour.ok("-d", server.url, "--as", "kim", "claim", "set", 1, "--verdict", "supported")
        harbour.ok("claim", "set", 1, "--verdict", "refuted")
        refused = harbour("merge", url)
        assert refused.code == 9
        assert "secret-word" not in refused.out + refused.err
        harbour.ok("merge", server.url, "--prefer", "theirs")
        assert json.loads(harbour.ok("claim", "show", 1, "--json"))["verdict"] == "supported"
        harbour.ok("-d", server.url, "merge", here)
        assert harbour.ok("-d", server.url, "verify")
