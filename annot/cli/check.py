"""`annot check`: the rules of proof as a gate before publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annot.cli.colours import severity_colour
from annot.cli.command import Verb
from annot.cli.context import Desk
from annot.cli.options import NUMBER, Word, in_article
from annot.cli.output import Styled, counted, say, write, write_json
from annot.vocabulary import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annot.rules.finding import Finding
    from annot.workspace import Workspace


@click.command(cls=Verb, example="annot check --article harbour && annot report harbour.html")
@in_article
@click.option("--claim", metavar="N", type=NUMBER, help="Only what is found about this claim.")
@click.option(
    "--code",
    "codes",
    multiple=True,
    metavar="CODE",
    help="Only this rule, be it on or off; repeatable.",
)
@click.option(
    "--threshold",
    type=Word(Severity),
    default=Severity.WARNING.value,
    show_default=True,
    help="From which weight on a finding makes the exit code 1.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    default="text",
    help="How to print: for people, scripts, code hosts (SARIF 2.1.0), build servers (JUnit XML).",
)
@click.option("--json", "form", flag_value="json", help="As --format json.")
@click.option("--explain", metavar="CODE", help="Print the manual page of a rule and do nothing.")
@click.pass_context
def check(
    context: click.Context,
    article: str | None,
    claim: int | None,
    codes: tuple[str, ...],
    threshold: str,
    form: str,
    explain: str | None,
) -> None:
    """Find what stands in the way of publication.

    The rules that are on are applied (annot rules). Findings lighter than the threshold are
    counted, not shown. The exit code is 0 if nothing of its weight was found, 1 if something was,
    and from 2 on if the check itself could not be made.
    """
    if explain is not None:
        _explain(explain)
        return
    from annot.operations.ledger import member

    least = member(Severity, threshold, "threshold")
    desk: Desk = context.obj
    with desk.opened() as workspace:
        found = workspace.check(article, codes=codes, claim=claim)
        weights = list(Severity)
        heavy = [item for item in found if weights.index(item.severity) >= weights.index(least)]
        if form == "sarif":
            _write_sarif(workspace, heavy)
        elif form == "junit":
            _write_junit(workspace, _slugs(workspace, article, claim), codes, heavy)
    if form == "json":
        _write_findings_as_json(heavy)
    elif form == "text":
        _write_findings(heavy)
        _say_counts(found)
    if heavy:
        context.exit(1)


def _write_sarif(workspace: Workspace, found: Sequence[Finding]) -> None:
    from annot.rules.sarif import sarif

    def text_of(slug: str) -> tuple[str, str]:
        dossier = by_slug.get(slug)
        if dossier is None or dossier.revision is None:
            return "", ""
        return dossier.revision.filename, dossier.text

    by_slug = {d.article.slug: d for d in workspace.dossiers()} if found else {}
    click.echo(sarif(found, text_of).encode(), nl=False)


def _slugs(workspace: Workspace, article: str | None, claim: int | None) -> list[str]:
    """The articles that are looked at."""
    if article is not None:
        return [article]
    if claim is None:
        return [item.slug for item in workspace.articles.list()]
    own = workspace.claims.get(claim).article_id
    return [item.slug for item in workspace.articles.list() if item.id == own]


def _write_junit(
    workspace: Workspace, slugs: Sequence[str], codes: Sequence[str], found: Sequence[Finding]
) -> None:
    from annot.rules.junit import junit
    from annot.rules.registry import RULES, rule_named

    wanted = {rule_named(code).code for code in codes}
    on = wanted or {state.code for state in workspace.rules.list() if state.enabled}
    told = junit(
        found,
        articles=list(dict.fromkeys([*slugs, *(item.article for item in found)])),
        rules=[rule for rule in RULES if rule.code in on],
    )
    click.echo(told.encode(), nl=False)


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
