from __future__ import annotations

import shlex
from pathlib import Path

import click
import pytest
from rule_builders import claim, dossier, evidence

from annot.cli.root import annot
from annot.errors import InvalidValueError
from annot.rules.registry import RULES, Rule, check, rule_named
from annot.vocabulary import Status, Verdict

DOCS = Path(__file__).parents[2] / "docs" / "rules"
by_code = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def test_findings_come_in_the_order_of_the_text_and_those_without_place_last():
    nowhere = claim("…", Verdict.SUPPORTED, id=1, status=Status.CHECKED)
    late = claim("…", Verdict.SUPPORTED, id=2, at=(20, 25), status=Status.CHECKED)
    early = claim("…", None, evidence(), id=3, at=(4, 9), status=Status.CHECKED)
    found = check(dossier(nowhere, late, early, text="The bridge is old. It is safe."))
    assert [(item.code, item.claim) for item in found] == [
        ("A103", 3),
        ("A302", 3),
        ("A101", 2),
        ("A101", 1),
    ]


def test_only_the_rules_asked_for_are_applied_in_any_case_of_their_codes():
    one = claim("…", Verdict.REFUTED, status=Status.CHECKED)
    assert {item.code for item in check(dossier(one))} == {"A101", "A102"}
    assert [item.code for item in check(dossier(one), codes=["a102"])] == ["A102"]
    assert check(dossier(one), codes=[]) == []


def test_unknown_codes_are_told_with_those_that_there_are():
    with pytest.raises(InvalidValueError, match="'A999'") as caught:
        check(dossier(), codes=["A101", "A999"])
    assert "A101" in caught.value.hint


def test_codes_and_names_are_unique_and_in_order():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


@by_code
def test_every_rule_is_the_file_of_its_name(rule: Rule):
    assert rule.find.__module__ == f"annot.rules.{rule.name.replace('-', '_')}"
    assert rule_named(rule.code) is rule


@by_code
def test_every_rule_has_a_page_that_says_what_the_program_explains(rule: Rule):
    page = (DOCS / f"{rule.code}-{rule.name}.md").read_text(encoding="utf-8")
    assert page == f"{rule.page}\n"
    assert page.startswith(f"{rule.code} {rule.name} ({rule.severity})\n")
    for part in ("\nFound: ", "\nNot found: ", "\n    annot "):
        assert part in page


def test_the_table_of_the_rules_lists_them_all():
    rows = [
        f"| [{rule.code}]({rule.code}-{rule.name}.md) | {rule.severity}"
        f" | {'on' if rule.is_on else 'off'} | {rule.summary} |"
        for rule in RULES
    ]
    table = (DOCS / "README.md").read_text(encoding="utf-8")
    assert [line for line in table.splitlines() if line.startswith("| [A")] == rows


def test_there_are_no_pages_of_rules_that_do_not_exist():
    pages = {path.name for path in DOCS.glob("A*.md")}
    assert pages == {f"{rule.code}-{rule.name}.md" for rule in RULES}


@by_code
def test_the_commands_of_a_page_are_understood_by_the_command_line(rule: Rule):
    lines = [line for line in rule.page.splitlines() if line.startswith("    annot ")]
    for line in lines:
        words = shlex.split(line)[1:]
        understood(annot, words[2:] if words[0] == "--as" else words)


def understood(command: click.Command, words: list[str]) -> None:
    """Parse a command line without running it; click raises what it does not understand."""
    context = click.Context(command)
    while isinstance(command, click.Group):
        word, *words = words
        found = command.get_command(context, word)
        assert found is not None, word
        command = found
    command.make_context(command.name, words)
