"""`annot suggest`."""

from __future__ import annotations

import json

import pytest
from cli_program import Program


def test_candidates_are_listed_with_reasons_and_kept_as_claims(harbour: Program) -> None:
    found = json.loads(harbour.ok("suggest", "harbour", "--json"))
    assert all(item["text"] and item["reasons"] for item in found)
    assert [item["score"] for item in found] == sorted((i["score"] for i in found), reverse=True)
    assert "Only four ships were ever built there." in {item["text"] for item in found}
    shown = harbour.ok("suggest", "harbour")
    assert "number" in shown
    first = found[0]
    harbour.ok("suggest", "harbour", "--add", "--pick", "1")
    claims = json.loads(harbour.ok("claim", "list", "--json"))
    (added,) = [claim for claim in claims if claim["text"] == first["text"]]
    assert (added["status"], added["kind"]) == ("todo", first["kind"])
    assert first["text"] not in harbour.ok("suggest", "harbour")
    harbour.ok("undo")
    again = json.loads(harbour.ok("suggest", "harbour", "--json"))
    assert first["text"] in {item["text"] for item in again}


def test_what_cannot_be_picked_is_refused(harbour: Program) -> None:
    for pick in ("99", "x", "1-x", "2-1", ","):
        assert harbour("suggest", "harbour", "--add", "--pick", pick).code == 2
    assert harbour("suggest", "harbour", "--pick", "1").code == 2
    assert harbour("suggest", "nope").code == 3
    assert harbour("suggest", "harbour", "--by", "nobody").code == 3


@pytest.mark.parametrize("least", ["nan", "inf", "7", "-0.1"])
def test_a_score_that_no_candidate_can_have_is_refused(harbour: Program, least: str) -> None:
    assert harbour("suggest", "harbour", "--least", least).code == 4


def test_where_nothing_is_suggested_nothing_is_kept_and_no_undo_is_offered(
    harbour: Program,
) -> None:
    said = harbour("suggest", "harbour", "--least", "1", "--add")
    assert said.code == 0
    assert "undo" not in said.err
    assert "Nothing" in said.err
    assert "--pick" not in harbour("suggest", "harbour", "--least", "1").err


def test_the_command_that_is_offered_keeps_what_was_listed(harbour: Program) -> None:
    likeliest = json.loads(harbour.ok("suggest", "harbour", "--json"))[0]
    listed = ("suggest", "harbour", "--kind", "date", "--least", "0.1", "--limit", "9")
    first = json.loads(harbour.ok(*listed, "--json"))[0]
    assert first["text"] != likeliest["text"]
    offered = harbour(*listed).err.partition("Keep some: annot ")[2].split()
    harbour.ok(*offered[:-1], "1")
    texts = {claim["text"] for claim in json.loads(harbour.ok("claim", "list", "--json"))}
    assert first["text"] in texts
    assert likeliest["text"] not in texts
