"""What the keys of the gate ask of the ledger: findings at a claim, rules, disputes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annot.tui.acts import Act, Work, set_verdict
from annot.tui.desk import Library
from annot.vocabulary import Task, Verdict, label

if TYPE_CHECKING:
    from annot.operations.judgements import Dispute
    from annot.rules.book import RuleState
    from annot.rules.presets import Standard
    from annot.store.models import Judgement


class Remarked(NamedTuple):
    """What a rule of proof found about a claim: how much it weighs, its code, its words."""

    severity: str
    code: str
    message: str


class RuleRow(NamedTuple):
    """A rule of proof as a line of the screen: its code, the line, and what is said of it below.

    `numbers` are its numbers as they are typed, empty if it has none.
    """

    code: str
    enabled: bool
    line: str
    told: str
    numbers: str


Outcome = Sequence[RuleRow] | str
"""The rules after they were changed, none if nothing was; or what is wrong, in words."""


def findings_of(claim: int) -> Callable[[Library], Sequence[Remarked]]:
    """What the rules of proof find about a claim."""

    def work(library: Library) -> Sequence[Remarked]:
        found = library.workspace.check(claim=claim)
        return [Remarked(str(item.severity), item.code, item.message) for item in found]

    return work


def rules(library: Library) -> Sequence[RuleRow]:
    """All rules of proof as they are here."""
    return [_row(state) for state in library.workspace.rules.list()]


def switch_rule(code: str, *, enabled: bool) -> Work:
    """Switch a rule on or off."""

    def work(library: Library) -> Act:
        book = library.workspace.rules
        (state,) = book.on(code) if enabled else book.off(code)
        return Act(f"{state.code} {state.name} is {'on' if enabled else 'off'}")

    return work


def set_rule(code: str, typed: str) -> Work:
    """Give numbers of a rule other values, as they are typed: `sources=3 kinds=quantity`."""

    def work(library: Library) -> Act:
        pairs = [part.partition("=") for part in typed.split()]
        settings = {name: value for name, _, value in pairs}
        state = library.workspace.rules.set(code, settings)
        return Act(f"{state.code} {state.name}: {_numbers(state)}")

    return work


def use_preset(name: str) -> Work:
    """Set all rules as a preset has them."""

    def work(library: Library) -> Act:
        preset = library.workspace.rules.preset(name)
        return Act(f"The preset {preset.name}: {preset.summary}")

    return work


def presets(library: Library) -> Sequence[tuple[str, str]]:
    """The presets, each with what it holds and where its figures come from."""
    from annot.rules.presets import PRESETS

    return [
        (item.name, f"{item.name}: {item.summary} {_standards(item.standards)}".strip())
        for item in PRESETS
    ]


def judge(claim: int, verdict: Verdict) -> Work:
    """Keep a verdict as the judgement of a reader who was asked for it; else give it to the claim.

    Who is asked to judge says what they find and leaves the claim as it is.
    """

    def work(library: Library) -> Act:
        workspace = library.workspace
        asked = workspace.assignments.list(name=workspace.actor, claim=claim)
        if all(item.assignment.task is not Task.JUDGE for item in asked):
            return set_verdict([claim], verdict)(library)
        workspace.judgements.give(claim, verdict=verdict)
        return Act(f"claim {claim}: you find it {label(verdict)}")

    return work


def disputes(article: str) -> Callable[[Library], Sequence[Dispute]]:
    """The claims of an article, or of all if it is empty, on which readers do not agree."""
    return lambda library: library.workspace.judgements.disputed(article or None)


def decide(claim: int, verdict: str, reason: str) -> Work:
    """Decide a claim on which readers do not agree."""

    def work(library: Library) -> Act:
        done = library.workspace.judgements.decide(claim, verdict=verdict, reason=reason)
        return Act(f"claim {claim}: {label(done.verdict)}, {label(done.status)}", claim)

    return work


def dispute_words(dispute: Dispute) -> str:
    """A dispute in one line: the claim and who found what."""
    return f"claim {dispute.claim.id}: {cast_words(dispute.judgements)}: {dispute.claim.text}"


def cast_words(judgements: Sequence[Judgement]) -> str:
    """Who found what, in a few words."""
    return ", ".join(f"{item.reader} {label(item.verdict)}" for item in judgements)


def verdict_rows(dispute: Dispute) -> list[tuple[str, str]]:
    """The verdicts to choose from: what readers found first, with what they say, then the rest."""
    rows = []
    for verdict in Verdict:
        cast = [item for item in dispute.judgements if item.verdict is verdict]
        said = "; ".join(f"{i.reader}: {i.note}" if i.note else i.reader for i in cast)
        rows.append((not cast, verdict.value, f"{label(verdict)}{f'  ({said})' if said else ''}"))
    return [(value, words) for _, value, words in sorted(rows, key=lambda row: row[0])]


def _row(state: RuleState) -> RuleRow:
    from annot.rules.registry import rule_named

    numbers = _numbers(state)
    star = "*" if state.is_changed else " "
    mark = "on " if state.enabled else "off"
    line = f"{mark} {state.code}{star} {state.name}  {numbers}".rstrip()
    helps = "; ".join(
        f"{item.name}: {item.help} ({item.form})" for item in rule_named(state.code).settings
    )
    told = f"{state.severity}: {state.summary} {helps}".strip()
    return RuleRow(state.code, state.enabled, line, told, numbers)


def _numbers(state: RuleState) -> str:
    from annot.rules.settings import told

    return " ".join(f"{name}={told(value)}" for name, value in state.settings.items())


def _standards(standards: Sequence[Standard]) -> str:
    return " ".join(f"{item.code}: {item.says}" for item in standards)
