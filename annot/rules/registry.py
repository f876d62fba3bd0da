"""All rules of proof, and the one function that applies them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf

from annot.errors import InvalidValueError
from annot.rules import (
    closed_without_verdict,
    evidence_without_place,
    fault_without_correction,
    number_not_in_passages,
    open_claim,
    open_query_on_closed_claim,
    quotation_not_in_passages,
    uncovered_sentence,
    verdict_against_evidence,
    verdict_without_evidence,
)
from annot.rules.finding import Finding, Remark
from annot.store.dossier import Dossier
from annot.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of proof.

    Attributes:
        code: Its short name, which never changes: A1 is about proof, A2 about the words of the
            sources, A3 about what was left undone.
        name: Its name in words.
        severity: How much its findings weigh.
        find: What it has to remark about an article.
        manual: Its manual page without a heading; the first line says what it finds.
    """

    code: str
    name: str
    severity: Severity
    find: Callable[[Dossier], Iterator[Remark]]
    manual: str

    @property
    def summary(self) -> str:
        """What it finds, in one sentence."""
        return self.manual.partition("\n")[0]

    @property
    def page(self) -> str:
        """Its manual page as plain text, which is Markdown too; without a line end at the end."""
        heading = f"{self.code} {self.name} ({self.severity})"
        return f"{heading}\n{'=' * len(heading)}\n\n{self.manual.strip()}"

    def check(self, dossier: Dossier) -> Iterator[Finding]:
        """What it finds in an article, in the order of the dossier."""
        for remark in self.find(dossier):
            yield Finding(
                code=self.code,
                severity=self.severity,
                article=dossier.article.slug,
                claim=remark.claim,
                place=remark.place,
                message=remark.message,
                hint=remark.hint,
            )


RULES: tuple[Rule, ...] = (
    Rule(
        "A101",
        "verdict-without-evidence",
        Severity.ERROR,
        verdict_without_evidence.find,
        verdict_without_evidence.__doc__ or "",
    ),
    Rule(
        "A102",
        "fault-without-correction",
        Severity.ERROR,
        fault_without_correction.find,
        fault_without_correction.__doc__ or "",
    ),
    Rule(
        "A103",
        "evidence-without-place",
        Severity.WARNING,
        evidence_without_place.find,
        evidence_without_place.__doc__ or "",
    ),
    Rule(
        "A104",
        "verdict-against-evidence",
        Severity.ERROR,
        verdict_against_evidence.find,
        verdict_against_evidence.__doc__ or "",
    ),
    Rule(
        "A201",
        "quotation-not-in-passages",
        Severity.ERROR,
        quotation_not_in_passages.find,
        quotation_not_in_passages.__doc__ or "",
    ),
    Rule(
        "A202",
        "number-not-in-passages",
        Severity.WARNING,
        number_not_in_passages.find,
        number_not_in_passages.__doc__ or "",
    ),
    Rule(
        "A301",
        "uncovered-sentence",
        Severity.WARNING,
        uncovered_sentence.find,
        uncovered_sentence.__doc__ or "",
    ),
    Rule(
        "A302",
        "closed-without-verdict",
        Severity.ERROR,
        closed_without_verdict.find,
        closed_without_verdict.__doc__ or "",
    ),
    Rule(
        "A303",
        "open-query-on-closed-claim",
        Severity.WARNING,
        open_query_on_closed_claim.find,
        open_query_on_closed_claim.__doc__ or "",
    ),
    Rule(
        "A304",
        "open-claim",
        Severity.WARNING,
        open_claim.find,
        open_claim.__doc__ or "",
    ),
)
"""All rules, in the order of their codes."""


def rule_named(code: str) -> Rule:
    """The rule of a code, in upper or lower case.

    Raises:
        InvalidValueError: If there is none.
    """
    for rule in RULES:
        if rule.code == code.strip().upper():
            return rule
    raise InvalidValueError(
        f"There is no rule {code!r}.",
        hint=f"The rules are {', '.join(rule.code for rule in RULES)}.",
    )


def check(dossier: Dossier, *, codes: Iterable[str] | None = None) -> list[Finding]:
    """Apply the rules of proof to an article.

    Args:
        dossier: All that is known about the article.
        codes: The rules to apply; all if not given.

    Returns:
        What they found in the order of the text; what has no place comes last, by claim.

    Raises:
        InvalidValueError: If there is no rule of such a code.
    """
    rules: Sequence[Rule] = RULES
    if codes is not None:
        wanted = {rule_named(code).code for code in codes}
        rules = [rule for rule in RULES if rule.code in wanted]
    return sorted((found for rule in rules for found in rule.check(dossier)), key=_order)


def _order(finding: Finding) -> tuple[tuple[float, float], float, str]:
    claim = inf if finding.claim is None else finding.claim
    return finding.place or (inf, inf), claim, finding.code
