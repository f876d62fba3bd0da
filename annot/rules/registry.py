"""All rules of proof, and the one function that applies them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from types import ModuleType

from annot.errors import InvalidValueError
from annot.rules import (
    approver_role,
    closed_without_verdict,
    evidence_without_place,
    fault_without_correction,
    four_eyes,
    independent_sources,
    named_editor,
    number_not_in_passages,
    open_claim,
    open_query_on_closed_claim,
    primary_or_secondary,
    quotation_not_in_passages,
    uncovered_sentence,
    verdict_against_evidence,
    verdict_without_evidence,
    votes,
    web_snapshot,
)
from annot.rules.finding import Finding, Remark
from annot.rules.settings import Choice, Setting, Value
from annot.store.dossier import Dossier
from annot.vocabulary import Severity


def _no_fault(**_numbers: Value) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of proof.

    Attributes:
        code: Its short name, which never changes: A1 is about proof, A2 about the words of the
            sources, A3 about what was left undone, A4 about who has to agree.
        name: Its name in words.
        severity: How much its findings weigh.
        find: What it has to remark about an article; its numbers are handed in by name.
        manual: Its manual page without a heading; the first line says what it finds.
        settings: Its numbers.
        is_on: Whether it is on in a workspace that says nothing about it.
        is_of_claims: Whether it looks at claims, one by one, not at the text as a whole.
        fault: What is wrong with its numbers together, in words; empty if nothing is.
    """

    code: str
    name: str
    severity: Severity
    find: Callable[..., Iterator[Remark]]
    manual: str
    settings: Sequence[Setting] = ()
    is_on: bool = True
    is_of_claims: bool = True
    fault: Callable[..., str] = _no_fault

    @property
    def summary(self) -> str:
        """What it finds, in one sentence."""
        return self.manual.partition("\n")[0]

    @property
    def page(self) -> str:
        """Its manual page as plain text, which is Markdown too; without a line end at the end."""
        heading = f"{self.code} {self.name} ({self.severity})"
        return f"{heading}\n{'=' * len(heading)}\n\n{self.manual.strip()}"

    @property
    def choice(self) -> Choice:
        """How it comes: on or off, with these numbers."""
        return Choice(self.is_on, {item.name: item.default for item in self.settings})

    def setting(self, name: str) -> Setting:
        """One of its numbers.

        Raises:
            InvalidValueError: If it has none of that name.
        """
        for item in self.settings:
            if item.name == name.strip().lower().replace("-", "_"):
                return item
        names = ", ".join(item.name for item in self.settings)
        raise InvalidValueError(
            f"The rule {self.code} has no number {name!r:.60}.",
            hint=f"It has {names}." if names else "It is on or off, and has no numbers.",
        )

    def check(
        self, dossier: Dossier, numbers: Mapping[str, Value] | None = None
    ) -> Iterator[Finding]:
        """What it finds in an article, in the order of the dossier.

        Args:
            dossier: All that is known about the article.
            numbers: Its numbers; those with which it comes if not given.
        """
        given = {**self.choice.settings, **(numbers or {})}
        for remark in self.find(dossier, **given):
            yield Finding(
                code=self.code,
                severity=self.severity,
                article=dossier.article.slug,
                claim=remark.claim,
                place=remark.place,
                message=remark.message,
                hint=remark.hint,
            )


def _rule(
    code: str,
    severity: Severity,
    home: ModuleType,
    *,
    is_on: bool = True,
    is_of_claims: bool = True,
) -> Rule:
    """The rule of a file: its name, its page, its numbers and what it finds stand there."""
    name = home.__name__.rpartition(".")[2].replace("_", "-")
    settings: Sequence[Setting] = getattr(home, "SETTINGS", ())
    manual = home.__doc__ or ""
    fault = getattr(home, "fault", _no_fault)
    return Rule(code, name, severity, home.find, manual, settings, is_on, is_of_claims, fault)


RULES: tuple[Rule, ...] = (
    _rule("A101", Severity.ERROR, verdict_without_evidence),
    _rule("A102", Severity.ERROR, fault_without_correction),
    _rule("A103", Severity.WARNING, evidence_without_place),
    _rule("A104", Severity.ERROR, verdict_against_evidence),
    _rule("A105", Severity.WARNING, independent_sources, is_on=False),
    _rule("A106", Severity.WARNING, primary_or_secondary, is_on=False),
    _rule("A107", Severity.WARNING, web_snapshot, is_on=False),
    _rule("A201", Severity.ERROR, quotation_not_in_passages),
    _rule("A202", Severity.WARNING, number_not_in_passages),
    _rule("A301", Severity.WARNING, uncovered_sentence, is_of_claims=False),
    _rule("A302", Severity.ERROR, closed_without_verdict),
    _rule("A303", Severity.WARNING, open_query_on_closed_claim),
    _rule("A304", Severity.WARNING, open_claim),
    _rule("A401", Severity.ERROR, four_eyes),
    _rule("A402", Severity.WARNING, votes, is_on=False),
    _rule("A403", Severity.ERROR, named_editor, is_on=False),
    _rule("A404", Severity.WARNING, approver_role, is_on=False),
)
"""All rules, in the order of their codes."""


def rule_named(code: str) -> Rule:
    """The rule of a code or of a name, in upper or lower case.

    Raises:
        InvalidValueError: If there is none.
    """
    wanted = code.strip().lower().replace("_", "-")
    for rule in RULES:
        if wanted in (rule.code.lower(), rule.name):
            return rule
    raise InvalidValueError(
        f"There is no rule {code!r}.",
        hint=f"The rules are {', '.join(rule.code for rule in RULES)}.",
    )


def check(
    dossier: Dossier,
    *,
    codes: Iterable[str] | None = None,
    chosen: Mapping[str, Choice] | None = None,
    of_claims: bool | None = None,
) -> list[Finding]:
    """Apply the rules of proof to an article.

    Args:
        dossier: All that is known about the article.
        codes: The rules to apply, whether they are on or off; all that are on if not given.
        chosen: What the workspace has set of the rules, by their codes; the others are as they
            come.
        of_claims: Whether only rules that look at claims one by one are applied, or only those of
            the text as a whole; both if not given.

    Returns:
        What they found in the order of the text; what has no place comes last, by claim.

    Raises:
        InvalidValueError: If there is no rule of such a code.
    """
    choices = {rule.code: (chosen or {}).get(rule.code, rule.choice) for rule in RULES}
    if codes is None:
        rules = [rule for rule in RULES if choices[rule.code].enabled]
    else:
        wanted = {rule_named(code).code for code in codes}
        rules = [rule for rule in RULES if rule.code in wanted]
    if of_claims is not None:
        rules = [rule for rule in rules if rule.is_of_claims is of_claims]
    found = (item for rule in rules for item in rule.check(dossier, choices[rule.code].settings))
    return sorted(found, key=_order)


def _order(finding: Finding) -> tuple[tuple[float, float], float, str]:
    claim = inf if finding.claim is None else finding.claim
    return finding.place or (inf, inf), claim, finding.code
