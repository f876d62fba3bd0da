"""The rules of a workspace: on or off, their numbers, presets; all of it in the history."""

from __future__ import annotations

from pathlib import Path

import pytest

import annot
from annot.errors import InvalidValueError
from annot.rules.presets import PRESETS
from annot.rules.registry import RULES, rule_named
from annot.rules.settings import Setting, told


def test_what_is_switched_and_set_holds_for_the_check_and_can_be_undone(
    workspace: annot.Workspace,
) -> None:
    claim = workspace.claims.add(text="Four came.", kind="quantity", verdict="supported")
    workspace.evidence.add(claim, workspace.sources.add(title="List"))
    workspace.claims.set(claim, status="checked")

    def found() -> set[str]:
        return {finding.code for finding in workspace.check()}

    assert "A105" not in found()
    workspace.rules.on(["A105", "votes"])
    assert {"A105", "A402"} <= found()
    workspace.rules.set("independent-sources", {"kinds": "event"}, reason="Not for figures.")
    assert "A105" not in found()
    assert workspace.history.list(limit=1)[0].reason == "Not for figures."
    workspace.rules.off("a103")
    assert "A103" not in found()

    for _ in range(3):
        workspace.history.undo()
    assert found() == {"A103"}
    assert workspace.history.verify().breaks == ()
    workspace.history.redo()
    assert "A402" in found()


def test_a_rule_that_is_off_applies_if_it_is_named(workspace: annot.Workspace) -> None:
    workspace.claims.add(text="One.")
    workspace.rules.off("A304")
    assert workspace.check() == []
    assert [finding.code for finding in workspace.check(codes=["A304"])] == ["A304"]


def test_a_rule_back_as_it_comes_bears_no_mark(workspace: annot.Workspace) -> None:
    workspace.rules.set("A301", {"share": 90})
    assert workspace.rules.get("A301").is_changed
    state = workspace.rules.set("A301", {"share": "100"})
    assert not state.is_changed


@pytest.mark.parametrize(
    ("code", "settings", "words"),
    [
        ("A105", {"sources": "1"}, "a number from 2 to 9"),
        ("A105", {"sources": "99999999999999999999"}, "a number from 2 to 9"),
        ("A105", {"sources": True}, "a number from 2 to 9"),
        ("A105", {"kinds": "colour"}, "some of quantity"),
        ("A105", {"kinds": 3}, "some of quantity"),
        ("A103", {"exceptions": "perhaps"}, "yes or no"),
        ("A403", {"editors": "kim\nlee"}, ""),
    ],
)
def test_a_value_that_a_number_does_not_take_changes_nothing(
    workspace: annot.Workspace, code: str, settings: dict[str, object], words: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        workspace.rules.set(code, settings)
    assert words in caught.value.hint
    assert not workspace.rules.get(code).is_changed


@pytest.mark.parametrize(
    ("code", "settings", "words"),
    [
        ("A999", {"sources": 2}, "no rule 'A999'"),
        ("A105", {"colour": 2}, "no number 'colour'"),
        ("A304", {"days": 2}, "no number 'days'"),
        ("A105", {}, "Nothing is said"),
    ],
)
def test_what_is_not_known_is_told(
    workspace: annot.Workspace, code: str, settings: dict[str, object], words: str
) -> None:
    with pytest.raises(InvalidValueError, match=words):
        workspace.rules.set(code, settings)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_number_takes_its_own_value_as_it_is_typed(rule: object) -> None:
    for setting in rule.settings:  # type: ignore[attr-defined]
        assert setting.read(told(setting.default)) == setting.default


def test_a_number_that_this_annot_does_not_understand_is_as_it_comes(
    workspace: annot.Workspace, path: Path
) -> None:
    import sqlite3

    workspace.rules.set("A301", {"share": 90})
    with sqlite3.connect(path) as raw:
        raw.execute("""UPDATE rule SET settings = '{"share": "most", "new": 1}'""")
    raw.close()
    assert workspace.rules.get("A301").settings == {"share": 100}


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_a_preset_sets_all_rules_and_default_takes_it_back(
    workspace: annot.Workspace, preset: object
) -> None:
    workspace.rules.off(["A101", "A304"])
    name = preset.name  # type: ignore[attr-defined]
    done = workspace.rules.preset(name.upper())

    for state in workspace.rules.list():
        choice = done.choices.get(state.code, rule_named(state.code).choice)
        assert (state.enabled, dict(state.settings)) == (
            choice.enabled,
            {**rule_named(state.code).choice.settings, **choice.settings},
        )
    assert workspace.history.list(limit=1)[0].action == "rule.preset"
    workspace.rules.preset("default")
    assert not any(state.is_changed for state in workspace.rules.list())


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)
def test_every_figure_of_a_preset_says_where_it_is_from(preset: object) -> None:
    told_codes = {standard.code for standard in preset.standards}  # type: ignore[attr-defined]
    for code, choice in preset.choices.items():  # type: ignore[attr-defined]
        rule = rule_named(code)
        values = {name: rule.setting(name).read(told(v)) for name, v in choice.settings.items()}
        assert values == dict(choice.settings)
        differs = (choice.enabled, {**rule.choice.settings, **values}) != (
            rule.choice.enabled,
            dict(rule.choice.settings),
        )
        assert not differs or code in told_codes
    for standard in preset.standards:  # type: ignore[attr-defined]
        assert standard.link.startswith("https://") or "choice of ours" in standard.says


def test_numbers_that_do_not_go_together_are_refused(workspace: annot.Workspace) -> None:
    with pytest.raises(InvalidValueError, match="4 of 3 cannot agree"):
        workspace.rules.set("A402", {"votes": 4})
    assert workspace.rules.set("A402", {"votes": 4, "of": 5}).settings == {"votes": 4, "of": 5}


def test_a_preset_that_there_is_not(workspace: annot.Workspace) -> None:
    with pytest.raises(InvalidValueError, match="no preset 'tabloid'"):
        workspace.rules.preset("tabloid")


def test_rules_people_and_judgements_go_along_in_a_lossless_export(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    claim = workspace.claims.add(text="One is so.", verdict="supported")
    workspace.rules.preset("research")
    workspace.people.set("dana", role="admin")
    workspace.assignments.add(claim, name="kim")
    workspace.judgements.give(claim, verdict="supported", note="Seen.")
    ledger = tmp_path / "ledger.jsonl"
    workspace.export(ledger)

    with annot.open(tmp_path / "copy.db", actor="lee") as copy:
        copy.import_file(ledger)
        assert copy.history.verify().breaks == ()
        assert copy.rules.list() == workspace.rules.list()
        assert [(p.name, p.role) for p in copy.people.list()] == [("dana", "admin")]
        (judgement,) = copy.judgements.list(1)
        assert (judgement.reader, judgement.note) == ("dana", "Seen.")
        copy.export(tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == ledger.read_bytes()


def test_what_is_known_here_stays_when_another_ledger_is_taken_in(
    workspace: annot.Workspace, tmp_path: Path
) -> None:
    workspace.claims.add(text="One is so.")
    workspace.rules.set("A301", {"share": 90})
    workspace.people.set("kim", role="editor")
    ledger = tmp_path / "ledger.jsonl"
    workspace.export(ledger)

    with annot.open(tmp_path / "other.db", actor="lee") as other:
        other.claims.add(text="Two is so.")
        other.rules.set("A301", {"share": 80})
        other.people.set("kim", role="checker")
        other.import_file(ledger)
        assert other.rules.get("A301").settings == {"share": 80}
        assert [(p.name, p.role) for p in other.people.list()] == [("kim", "checker")]
        assert len(other.claims.list()) == 2
        assert other.history.verify().breaks == ()


def test_a_list_of_names_may_be_empty() -> None:
    setting = Setting("editors", (), "who may")
    assert setting.read("") == ()
    assert setting.read("kim, lee,kim") == ("kim", "lee")
    assert setting.read(["kim"]) == ("kim",)
