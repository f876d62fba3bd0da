"""`annot rules`, `annot people`, and the judging of claims."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from cli_program import Program


def test_rules_are_listed_switched_and_set(harbour: Program) -> None:
    lines = harbour.ok("rules", "list").splitlines()
    assert lines[0].startswith("A101  on  error   verdict-without-evidence")
    assert any(
        line.startswith("A105  off warning independent-sources  sources=2") for line in lines
    )
    told = harbour("rules", "set", "A105", "sources=3", "kinds=quantity").err
    assert "A105 independent-sources is off: sources=3 kinds=quantity." in told
    harbour.ok("rules", "on", "a105", "votes")
    found = {rule["code"]: rule for rule in json.loads(harbour.ok("rules", "list", "--json"))}
    assert (found["A105"]["on"], found["A105"]["changed"]) == (True, True)
    assert found["A105"]["settings"] == {"sources": 3, "kinds": ["quantity"]}
    assert "A105*" in harbour.ok("rules", "list")
    harbour.ok("rules", "off", "A105", "A402", "--reason", "Not this time.")
    assert "Not this time." in harbour.ok("history")


def test_a_rule_is_shown_with_its_numbers_and_its_page(harbour: Program) -> None:
    told = harbour.ok("rules", "show", "independent-sources")
    assert "sources 2 (how many independent sources; as it comes 2; a number from 2 to 9)" in told
    assert "A105 independent-sources (warning)" in told
    assert json.loads(harbour.ok("rules", "show", "A105", "--json"))["on"] is False


@pytest.mark.parametrize(
    ("typed", "code", "words"),
    [
        (["rules", "set", "A105", "sources=9999"], 4, "a number from 2 to 9"),
        (["rules", "set", "A105", "sources"], 2, "NAME=VALUE"),
        (["rules", "set", "A999", "sources=2"], 4, "no rule 'A999'"),
        (["rules", "on", "nothing"], 4, "no rule 'nothing'"),
        (["rules", "on"], 2, "CODE"),
        (["rules", "preset", "tabloid"], 4, "newspaper"),
        (["people", "set", "kim", "--role", "boss"], 4, "no role 'boss'"),
        (["people", "remove", "kim"], 3, "Nobody is called 'kim'"),
        (["claim", "judge", "99", "--verdict", "supported"], 3, "no claim 99"),
        (["claim", "adjudicate", "1", "--verdict", "supported"], 4, "nothing to adjudicate"),
        (["claim", "unassign", "1", "kim"], 3, "not given to kim"),
        (["claim", "judgements", "99"], 3, "no claim 99"),
    ],
)
def test_what_cannot_be_done_is_told(
    harbour: Program, typed: list[str], code: int, words: str
) -> None:
    result = harbour(*typed)
    assert result.code == code
    assert words in result.err


def test_a_preset_says_where_its_figures_come_from(harbour: Program, annot: Program) -> None:
    told = annot.ok("rules", "preset")
    for name in ("newspaper", "magazine", "research", "default"):
        assert name in told
    assert "https://" in told
    presets = {item["name"]: item for item in json.loads(annot.ok("rules", "preset", "--json"))}
    assert presets["research"]["rules"]["A402"]["settings"] == {"votes": 2, "of": 2}
    result = harbour("rules", "preset", "research")
    assert result.code == 0
    assert "A402" in result.err
    assert "A402 two-readers" not in result.err
    harbour.ok("rules", "preset", "default")
    assert "*" not in harbour.ok("rules", "list")


def test_check_for_machines(harbour: Program) -> None:
    sarif = harbour("check", "--format", "sarif")
    assert sarif.code == 1
    log = json.loads(sarif.out)
    assert log["version"] == "2.1.0"
    results = log["runs"][0]["results"]
    assert {result["ruleId"] for result in results} >= {"A301", "A304"}
    uri = results[0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.startswith("harbour")
    assert "region" in results[0]["locations"][0]["physicalLocation"]
    unit = harbour("check", "--format", "junit", "--code", "A304")
    assert unit.code == 1
    root = ElementTree.fromstring(unit.out)
    assert (root.get("tests"), root.get("failures")) == ("1", "1")
    one = harbour("check", "--format", "junit", "--claim", "1")
    assert [suite.get("name") for suite in ElementTree.fromstring(one.out)] == ["harbour"]
    assert harbour("check", "--claim", "99").code == 3
    assert "A301" not in harbour("check", "--claim", "1").out
    harbour.ok("rules", "off", "A301", "A304")
    clean = harbour("check", "--format", "junit")
    assert clean.code == 0
    assert ElementTree.fromstring(clean.out).get("failures") == "0"
    assert json.loads(harbour.ok("check", "--format", "sarif"))["runs"][0]["results"] == []


def test_who_checked_may_not_approve(harbour: Program) -> None:
    harbour.ok("--as", "dana", "claim", "set", "1", "--verdict", "supported")
    result = harbour("--as", "dana", "claim", "set", "1", "--status", "approved")
    assert result.code == 15
    assert "dana checked claim 1" in result.err
    assert "annot rules off A401" in result.err
    harbour.ok("--as", "kim", "claim", "set", "1", "--status", "approved")


def test_where_there_is_an_admin_only_admins_change_rules_and_roles(harbour: Program) -> None:
    harbour.ok("--as", "ana", "people", "set", "ana", "--role", "admin")
    harbour.ok("--as", "ana", "people", "set", "kim", "--role", "checker")
    for typed in (
        ["rules", "off", "A401"],
        ["rules", "set", "A301", "share=1"],
        ["rules", "preset", "default"],
        ["people", "set", "kim", "--role", "admin"],
        ["people", "remove", "ana"],
    ):
        result = harbour("--as", "kim", *typed)
        assert result.code == 4
        assert "only ana may" in result.err
    assert "last admin" in harbour("--as", "ana", "people", "remove", "ana").err
    assert harbour.ok("people", "list").splitlines() == ["admin    ana", "checker  kim"]
    harbour.ok("--as", "ANA", "rules", "off", "A401")


def test_two_people_judge_and_a_third_decides(harbour: Program) -> None:
    harbour.ok("claim", "assign", "1", "lee", "--task", "judge")
    harbour.ok("--as", "ana", "claim", "judge", "1", "--verdict", "supported")
    assert "open  claim 1  judge lee" in harbour.ok("claim", "assignments")
    told = harbour("--as", "lee", "claim", "judge", "1", "--verdict", "inexact", "--note", "1903.")
    assert "Readers do not agree" in told.err
    (task,) = json.loads(harbour.ok("claim", "assignments", "--name", "LEE", "--json"))
    assert (task["claim"], task["task"], task["done"]) == (1, "judge", True)
    (dispute,) = json.loads(harbour.ok("claim", "judgements", "--disputed", "--json"))
    assert [item["verdict"] for item in dispute["judgements"]] == ["supported", "inexact"]
    own = harbour("--as", "lee", "claim", "adjudicate", "1", "--verdict", "inexact")
    assert own.code == 4
    assert "a third person" in own.err
    harbour.ok("--as", "kim", "claim", "adjudicate", "1", "--verdict", "inexact")
    assert harbour.ok("claim", "judgements", "--disputed") == ""
    shown = json.loads(harbour.ok("claim", "show", "1", "--json"))
    assert (shown["status"], shown["verdict"]) == ("approved", "inexact")
    assert (shown["checker"], shown["approver"]) == ("lee", "kim")
    assert [item["reader"] for item in shown["judgements"]] == ["ana", "lee"]
    assert "ana finds it supported" in harbour.ok("claim", "show", "1")
    harbour.ok("--as", "kim", "undo")
    assert len(json.loads(harbour.ok("claim", "judgements", "--disputed", "--json"))) == 1


def test_the_work_of_everybody_is_counted(harbour: Program) -> None:
    harbour.ok("people", "set", "\x1b[31mkim\x07", "--role", "reviewer")
    harbour.ok("claim", "assign", "1", "lee", "--task", "judge")
    harbour.ok("claim", "assign", "1", "ana")
    told = harbour.ok("people", "work")
    assert told.splitlines()[0].split() == [
        "ROLE", "TO", "CHECK", "ASKED", "CHECKED", "APPROVED", "JUDGED", "NAME",
    ]  # fmt: skip
    assert "\x1b" not in told
    found = {item["name"]: item for item in json.loads(harbour.ok("people", "work", "--json"))}
    assert found["\x1b[31mkim\x07"]["role"] == "reviewer"
    assert found["ana"]["to_check"] == 1
    assert (found["lee"]["role"], found["lee"]["asked"]) == (None, 1)
    assert harbour.ok("claim", "list", "assigned:lee", "no:judgement", "--json") != "[]"


def test_agreement_is_reported(harbour: Program) -> None:
    pytest.importorskip("krippendorff")
    assert "no claim was judged by two people" in harbour.ok("claim", "agreement")
    for reader, verdict in (("ana", "supported"), ("lee", "supported")):
        harbour.ok("--as", reader, "claim", "judge", "1", "--verdict", verdict)
    assert "only one verdict was ever given" in harbour.ok("claim", "agreement")
    number = harbour.ok("claim", "add", "Two is so.").strip()
    for reader in ("ana", "lee"):
        harbour.ok("--as", reader, "claim", "judge", number, "--verdict", "refuted")
    found = json.loads(harbour.ok("claim", "agreement", "--json"))
    assert (found["claims"], found["readers"], found["same"], found["alpha"]) == (2, 2, 2, 1.0)
