"""`annot check`: the rules of proof as a gate before publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annot.cli.colours import severity_colour
from annot.cli.command import Verb
from annot.cli.context import Desk
from annot.cli.options import Word, in_article
from annot.cli.output import Styled, counted, say, write, write_json
from annot.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annot.rules.finding import Finding


@click.command(cls=Verb, example="annot check --article harbour && annot report harbour.html")
@in_article
@click.option("--code", "codes", multiple=True, metavar="CODE", help="Only this rule; repeatable.")
@click.option(
    "--threshold",
    type=Word(Severity),
    default=Severity.WARNING.value,
    show_default=True,
    help="From which weight on a finding makes the exit code 1.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print."
)
@click.option("--json", "form", flag_value="json", help="As --format json.")
@click.option("--explain", metavar="CODE", help="Print the manual page of a rule and do nothing.")
@click.pass_context
def check(
    context: click.Context,
    article: str | None,
    codes: tuple[str, ...],
    threshold: str,
    form: str,
    explain: str | None,
) -> None:
    """Find what stands in the way of publication.

    Findings lighter than the threshold are counted, not shown. The exit code is 0 if nothing of its
    weight was found, and 1 otherwise.
    """
    if explain is not None:
        _explain(explain)
        return
    from annot.operations.ledger import member

    least = member(Severity, threshold, "threshold")
    desk: Desk = context.obj
    with desk.opened() as workspace:
        found = workspace.check(article, codes=codes)
    weights = list(Severity)
    heavy = [item for item in found if weights.index(item.severity) >= weights.index(least)]
    if form == "json":
        _write_findings_as_json(heavy)
    else:
        _write_findings(heavy)
        _say_counts(found)
    if heavy:
        context.exit(1)


def _explain(code: str) -> None:
    from annot.rules.registry import rule_named

    write(rule_named(code).page)


def _write_findings_as_json(found: Sequence[Finding]) -> None:
    import dataclasses

    from annot.cli.objects import plain

    write_json([plain(dataclasses.asdict(finding)) for finding in found])


def _write_findings(found: Sequence[Finding]) -> None:
    for finding in found:
        about = f", claim {finding.claim}" if finding.claim is not None else ""
        write(
            f"{finding.code} ",
            Styled(str(finding.severity), severity_colour(finding.severity)),
            f" {finding.article}{about}: {finding.message}",
        )
        if finding.hint:
            write(f"     {finding.hint}")


def _say_counts(found: Sequence[Finding]) -> None:
    counts = [
        counted(sum(item.severity is severity for item in found), severity.value)
        for severity in reversed(Severity)
    ]
    say(f"{', '.join(counts)}. What a rule means: annot check --explain CODE")
