"""Every rule has its cases as data: what is in the ledger, and what the rule finds in it.

A case is read from `cases/CODE-name.yaml`, made into a real workspace through the façade, and the
rule is applied as `annot check` does. Who writes one needs no Python; the keys:

    article: the text of an article, whose claims are anchored by their `quote`
    claims: a list; `text` or `quote`, then what `annot claim set` takes, and
        evidence: a list of what `annot evidence add` takes, the source as `source: {title: …}`;
            `kept: true` keeps a snapshot of it today
        notes: remarks; queries: questions, each open or with its answer (`question: answer`)
        judgements: readers with what they found
        approved_by: who approves it in the end
    accepted: numbers of sentences that make no claim
    people: names with their roles
    settings: numbers of the rule; as they come if not given
    without: rules to switch off before
    days_later: so many days after all that, the rule looks
    found: words that stand in each finding, in its order; an empty list if it finds nothing
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

import annot
from annot.rules.registry import RULES, rule_named

CASES = Path(__file__).parent / "cases"


def cases() -> list[Any]:
    """All cases of all rules."""
    return [
        pytest.param(rule.code, case, id=f"{rule.code} {case['name']}")
        for rule in RULES
        for case in read(rule.code)
    ]


def read(code: str) -> list[dict[str, Any]]:
    rule = rule_named(code)
    text = (CASES / f"{rule.code}-{rule.name}.yaml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)
    return found


def build(workspace: annot.Workspace, case: dict[str, Any]) -> None:
    """Make what a case says, as dana."""
    for name, role in case.get("people", {}).items():
        workspace.people.set(name, role=role)
    article = None
    if "article" in case:
        article = workspace.articles.add(case["article"], title="Case")
        for number in case.get("accepted", ()):
            workspace.articles.accept(article, sentence=number)
    for given in case.get("claims", ()):
        _build_claim(workspace, article, dict(given))


def _build_claim(workspace: annot.Workspace, article: Any, given: dict[str, Any]) -> None:
    below = {name: given.pop(name, ()) for name in ("evidence", "notes", "queries", "judgements")}
    approver, checker = given.pop("approved_by", ""), given.pop("checker", "dana")
    with annot.open(workspace.path, actor=checker) as first:
        claim = first.claims.add(article, checker=checker, **given)
        for link in below["evidence"]:
            values = dict(link)
            source = first.sources.add(**values.pop("source", {"title": "Yearbook"}))
            if values.pop("kept", False):
                saved = workspace.path.with_name("saved.txt")
                saved.write_text("What it says.")
                first.snapshots.take(source, file=saved)
            first.evidence.add(claim, source, **values)
        for note in below["notes"]:
            first.notes.add(claim, note)
        for query in below["queries"]:
            question, answer = next(iter(query.items())) if isinstance(query, dict) else (query, "")
            asked = first.notes.ask(claim, question, to="author")
            if answer:
                first.notes.answer(asked, answer)
        if "status" in given:
            first.claims.set(claim, status=given["status"])
    for reader, verdict in dict(below["judgements"]).items():
        with annot.open(workspace.path, actor=reader) as other:
            other.judgements.give(claim, verdict=verdict)
    if approver:
        with annot.open(workspace.path, actor=approver) as second:
            second.claims.set(claim, status="approved")


@pytest.mark.parametrize(("code", "case"), cases())
def test_a_rule_finds_what_its_case_says(
    workspace: annot.Workspace, code: str, case: dict[str, Any]
) -> None:
    for other in case.get("without", ()):
        workspace.rules.off(other)
    build(workspace, case)
    if "settings" in case:
        workspace.rules.set(code, case["settings"])
    numbers = workspace.rules.get(code).settings
    later = timedelta(days=case.get("days_later", 0))
    found = [
        finding
        for dossier in workspace.dossiers()
        for finding in rule_named(code).check(replace(dossier, at=dossier.at + later), numbers)
    ]

    messages = [finding.message for finding in found]
    assert len(messages) == len(case["found"]), messages
    for words, message in zip(case["found"], messages, strict=True):
        assert words in message
    assert all("annot " in finding.hint for finding in found)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_cases_of_both_sorts(rule: Any) -> None:
    found = read(rule.code)
    assert any(case["found"] for case in found)
    assert any(not case["found"] for case in found)


def test_there_are_no_cases_of_rules_that_do_not_exist() -> None:
    assert {path.stem for path in CASES.iterdir()} == {f"{rule.code}-{rule.name}" for rule in RULES}
