"""The rules of proof as a workspace has set them: on or off, and with which numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annot.errors import InvalidValueError
from annot.operations.ledger import Ledger, words
from annot.operations.people import refuse_unless_admin
from annot.rules.presets import Preset, preset_named
from annot.rules.registry import RULES, Rule, rule_named
from annot.rules.settings import Choice, Value
from annot.store.models import Rule as StoredRule
from annot.store.recorder import Operation
from annot.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class RuleState:
    """A rule as it is in a workspace.

    Attributes:
        code: Its code, as `A101`.
        name: Its name in words.
        severity: How much its findings weigh.
        summary: What it finds, in one sentence.
        enabled: Whether it is on.
        settings: Its numbers.
        is_changed: Whether the workspace has it otherwise than it comes.
    """

    code: str
    name: str
    severity: Severity
    summary: str
    enabled: bool
    settings: Mapping[str, Value]
    is_changed: bool


class Rules:
    """The rules of proof of a workspace: `workspace.rules`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def list(self) -> Sequence[RuleState]:
        """All rules as they are here, in the order of their codes."""
        chosen = self.chosen()
        return [_state(rule, chosen[rule.code]) for rule in RULES]

    def get(self, code: str) -> RuleState:
        """One rule as it is here.

        Args:
            code: Its code or its name.

        Raises:
            InvalidValueError: If there is no such rule.
        """
        rule = rule_named(code)
        return _state(rule, self.chosen()[rule.code])

    def chosen(self) -> Mapping[str, Choice]:
        """What holds for each rule, by its code."""
        stored = {row.code: row for row in self._ledger.database.find(StoredRule)}
        return {rule.code: _choice(rule, stored.get(rule.code)) for rule in RULES}

    def set(self, code: str, settings: Mapping[str, object], *, reason: str = "") -> RuleState:
        """Give numbers of a rule other values; whether it is on stays.

        Args:
            code: Its code or its name.
            settings: The values by the names of the numbers, as values or as they are typed.
            reason: Why, for the history.

        Returns:
            The rule as it is now.

        Raises:
            InvalidValueError: If there is no such rule or number, or a value is none for it; or if
                only an admin may change rules here, and somebody else does.
        """
        rule = rule_named(code)
        if not settings:
            raise InvalidValueError(
                f"Nothing is said about the numbers of {rule.code}.", hint=_numbers_of(rule)
            )
        values = {rule.setting(n).name: rule.setting(n).read(v) for n, v in settings.items()}
        with self._ledger.operation("rule.set", reason=words(reason, "reason")) as operation:
            refuse_unless_admin(operation, "change the rules")
            was = _stored(operation, rule)
            choice = _choice(rule, was)
            numbers = {**choice.settings, **values}
            fault = rule.fault(**numbers)
            if fault:
                raise InvalidValueError(
                    f"The numbers of {rule.code} do not go together: {fault}.",
                    hint=f"Give all at once: annot rules set {rule.code} NAME=… NAME=…",
                )
            _write(operation, rule, Choice(choice.enabled, numbers), was)
        return self.get(rule.code)

    def on(self, codes: str | Iterable[str], *, reason: str = "") -> Sequence[RuleState]:
        """Switch rules on, all of them or none.

        Args:
            codes: A code or a name, or several.
            reason: Why, for the history.

        Raises:
            InvalidValueError: If there is no such rule; or only an admin may change rules here.
        """
        return self._switch("rule.on", codes, reason, enabled=True)

    def off(self, codes: str | Iterable[str], *, reason: str = "") -> Sequence[RuleState]:
        """Switch rules off, all of them or none.

        Args:
            codes: A code or a name, or several.
            reason: Why, for the history.

        Raises:
            InvalidValueError: If there is no such rule; or only an admin may change rules here.
        """
        return self._switch("rule.off", codes, reason, enabled=False)

    def preset(self, name: str, *, reason: str = "") -> Preset:
        """Set all rules as a preset has them; those that it does not name become as they come.

        Args:
            name: The preset: `newspaper`, `magazine`, `research` or `default`.
            reason: Why, for the history.

        Returns:
            The preset, with the standards that its figures come from.

        Raises:
            InvalidValueError: If there is no such preset; or only an admin may change rules here.
        """
        preset = preset_named(name)
        told = words(reason, "reason") or f"The preset {preset.name}."
        with self._ledger.operation("rule.preset", reason=told) as operation:
            refuse_unless_admin(operation, "change the rules")
            for rule in RULES:
                choice = preset.choices.get(rule.code, rule.choice)
                _write(operation, rule, choice, _stored(operation, rule))
        return preset

    def _switch(
        self, action: str, codes: str | Iterable[str], reason: str, *, enabled: bool
    ) -> Sequence[RuleState]:
        rules = [rule_named(c) for c in ([codes] if isinstance(codes, str) else codes)]
        with self._ledger.operation(action, reason=words(reason, "reason")) as operation:
            refuse_unless_admin(operation, "change the rules")
            for rule in rules:
                was = _stored(operation, rule)
                _write(operation, rule, Choice(enabled, _choice(rule, was).settings), was)
        chosen = self.chosen()
        return [_state(rule, chosen[rule.code]) for rule in rules]


def _stored(operation: Operation, rule: Rule) -> StoredRule | None:
    found = operation.find(StoredRule, code=rule.code)
    return found[0] if found else None


def _choice(rule: Rule, stored: StoredRule | None) -> Choice:
    """What holds for a rule; a number that this annot does not understand is as it comes."""
    if stored is None:
        return rule.choice
    values = dict(rule.choice.settings)
    for item in rule.settings:
        try:
            values[item.name] = item.read(stored.settings[item.name])
        except (KeyError, InvalidValueError):
            continue
    return Choice(stored.enabled, values)


def _write(operation: Operation, rule: Rule, choice: Choice, stored: StoredRule | None) -> None:
    """Store what a workspace has otherwise than a rule comes; nothing of what is so already."""
    if choice == _choice(rule, stored):
        return
    default = rule.choice.settings
    settings = {n: _plain(v) for n, v in choice.settings.items() if v != default[n]}
    values: dict[str, Any] = {"enabled": choice.enabled, "settings": settings}
    if stored is None:
        operation.insert(StoredRule, code=rule.code, **values)
    elif choice == rule.choice:
        operation.delete(stored)
    else:
        operation.update(stored, **values)


def _plain(value: Value) -> bool | int | list[str]:
    return list(value) if isinstance(value, tuple) else value


def _state(rule: Rule, choice: Choice) -> RuleState:
    return RuleState(
        rule.code,
        rule.name,
        rule.severity,
        rule.summary,
        choice.enabled,
        choice.settings,
        choice != rule.choice,
    )


def _numbers_of(rule: Rule) -> str:
    if not rule.settings:
        return f"It has none; switch it: annot rules on {rule.code}"
    first = rule.settings[0]
    return f"Give one: annot rules set {rule.code} {first.name}=… ({first.form})"
