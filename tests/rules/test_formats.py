"""Findings for machines: SARIF that its schema accepts, and JUnit XML that counts right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

import annot
from annot.rules.finding import Finding
from annot.rules.junit import junit
from annot.rules.registry import RULES, rule_named
from annot.rules.sarif import sarif
from annot.vocabulary import Severity

SCHEMA = Path(__file__).parent / "schemas" / "sarif-schema-2.1.0.json"
TEXT = "# Bridges\n\nThe bridge 𝔹 is old. It was\nbuilt in 1881.\n"


def valid(text: str) -> dict[str, Any]:
    """A SARIF log that the schema of OASIS accepts."""
    log: dict[str, Any] = json.loads(text)
    jsonschema.Draft4Validator(
        json.loads(SCHEMA.read_text()), format_checker=jsonschema.FormatChecker()
    ).validate(log)
    return log


def finding(**values: Any) -> Finding:
    given = {
        "code": "A101",
        "severity": Severity.ERROR,
        "article": "bridges",
        "claim": 12,
        "place": None,
        "message": "No proof.",
        "hint": "annot claim show 12",
    }
    return Finding(**{**given, **values})


def test_what_a_check_finds_is_valid_sarif_with_lines_and_columns(
    workspace: annot.Workspace,
) -> None:
    article = workspace.articles.add(TEXT, title="Bridges")
    workspace.claims.add(article, quote="was\nbuilt in 1881", verdict="supported")
    found = workspace.check()
    log = valid(sarif(found, lambda slug: ("my draft.md", workspace.articles.text(slug))))

    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [r.code for r in RULES]
    by_code = {result["ruleId"]: result for result in run["results"]}
    result = by_code["A101"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "A101"
    (location,) = result["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "my%20draft.md"
    assert location["logicalLocations"][0]["name"] == "claim 1"
    region = location["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (3, 25)
    assert (region["endLine"], region["endColumn"]) == (4, 14)
    start = region["charOffset"]
    text = workspace.articles.text("bridges")
    assert text[start : start + region["charLength"]] == "was\nbuilt in 1881"


def test_levels_and_fingerprints() -> None:
    found = [
        finding(),
        finding(severity=Severity.WARNING, code="A103", claim=None),
        finding(severity=Severity.NOTICE, message="Other words."),
    ]
    results = valid(sarif(found, lambda _: ("", "")))["runs"][0]["results"]
    assert [item["level"] for item in results] == ["error", "warning", "note"]
    prints = [item["partialFingerprints"]["annotFinding/v1"] for item in results]
    assert len(set(prints)) == 3
    again = valid(sarif(found[:1], lambda _: ("a.md", "x")))["runs"][0]["results"]
    assert again[0]["partialFingerprints"]["annotFinding/v1"] == prints[0]


def test_nothing_found_is_valid_too() -> None:
    assert valid(sarif([], lambda _: ("", "")))["runs"][0]["results"] == []


def test_every_rule_is_a_test_of_every_article() -> None:
    rules = [rule_named(code) for code in ("A101", "A103")]
    found = [finding(), finding(claim=13, message="No\x00 proof\ufffe <b>."), finding(code="A103")]
    told = junit(found, articles=["bridges", "trams"], rules=rules)
    root = ElementTree.fromstring(told)

    assert root.attrib == {"name": "annot check", "tests": "4", "failures": "2", "errors": "0"}
    suites = {suite.get("name"): suite for suite in root}
    assert suites["bridges"].get("failures") == "2"
    assert suites["trams"].get("failures") == "0"
    (failure,) = suites["bridges"].findall(
        "testcase[@name='A101 verdict-without-evidence']/failure"
    )
    assert failure.get("message") == "2 found: No proof."
    assert failure.get("type") == "error"
    assert "claim 13: No\ufffd proof\ufffd <b>." in (failure.text or "")
    assert "annot claim show 12" in (failure.text or "")


@pytest.mark.parametrize("form", ["sarif", "junit"])
def test_hostile_words_do_not_break_a_format(workspace: annot.Workspace, form: str) -> None:
    text = "It “has <![CDATA[ ]]> & \x1b[31m\u202e \x00 four”.".replace("\x00", "\x01")
    article = workspace.articles.add(text, title="<x>")
    workspace.claims.add(article, span=(0, len(text) - 1), kind="quotation", verdict="supported")
    found = workspace.check()
    if form == "sarif":
        assert valid(sarif(found, lambda _: ("../a b.md", text)))
    else:
        ElementTree.fromstring(junit(found, articles=["x"], rules=RULES))
