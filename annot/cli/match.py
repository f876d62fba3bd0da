"""`annot match`: claims that may say the same, and what differs in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from annot.cli.claim_view import status_cell, verdict_cell
from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.options import NUMBER, as_json
from annot.cli.output import Styled, counted, say, write, write_json
from annot.text.difference import marked
from annot.text.display import one_line

if TYPE_CHECKING:
    from annot.match.ranking import Match

_LONGEST = 2_000


@click.command(
    cls=Verb,
    example=(
        'annot match "only four ships were built there"\n'
        "annot match --claim 12 --against archive.db"
    ),
)
@click.argument("text", default="")
@click.option("--claim", type=NUMBER, metavar="N", help="The words of this claim, instead of TEXT.")
@click.option("--against", metavar="WORKSPACE", help="Another one to look in; it is only read.")
@click.option("--with", "matcher", default="", metavar="NAME", help="A matcher that is installed.")
@click.option(
    "--limit", type=NUMBER, default=5, metavar="N", help="At most so many; 5 if not given."
)
@as_json
@pass_desk
def match(
    desk: Desk,
    /,
    text: str,
    claim: int | None,
    against: str | None,
    matcher: str,
    limit: int,
    *,
    as_json: bool,
) -> None:
    """Find claims that may say the same.

    The likest come first. They are found by their words, by how rare these are. Numbers, names and
    negations that differ are told first: yours, a slash, theirs. Nothing is decided by the score,
    and no verdict is taken over: link claims that are the same with annot claim link. --with lets
    a matcher that you installed score what was found.
    """
    if bool(text.strip()) == (claim is not None):
        raise click.UsageError("Give either TEXT or --claim N.")
    from annot.store.place import place_of

    there = place_of(against) if against else None
    with desk.opened() as workspace:
        found = workspace.match(
            text if claim is None else claim,
            against=there,
            limit=limit,
            matcher=matcher,
        )
    if as_json:
        write_json([_object(item) for item in found])
        return
    for item in found:
        _write(item)
    where = f" in {there}" if there else ""
    say(f"{counted(len(found), 'match', 'matches')}{where}.")
    if found and there:
        from annot.match.elsewhere import command_for

        say(f"Only claims of one workspace are linked. See one: {command_for(there, 'N')}")
    elif claim is not None and found:
        say(f"If one says the same: annot claim link {claim} N")


def _write(item: Match) -> None:
    write(
        Styled(f"Claim {item.claim}", bold=True),
        f"  {item.score}  ",
        verdict_cell(item.verdict),
        "  ",
        status_cell(item.status),
        f"  {one_line(item.article, 80)}" if item.article else "",
        f"  {item.when.astimezone():%Y-%m-%d}",
    )
    for told in item.differing.lines:
        write("  ", Styled(one_line(told, _LONGEST), fg="yellow", bold=True))
    write(f"  {one_line(marked(item.difference), 2 * _LONGEST)}")
    if item.correction:
        write(f"  corrected there: {one_line(item.correction, _LONGEST)}")


def _object(item: Match) -> dict[str, Any]:
    differing = item.differing._asdict()
    return {
        "claim": item.claim,
        "score": item.score,
        **{name: {"here": list(a), "there": list(b)} for name, (a, b) in differing.items()},
        "text": item.text,
        "difference": [list(piece) for piece in item.difference],
        "article": item.article or None,
        "status": item.status.value,
        "verdict": item.verdict.value if item.verdict else None,
        "correction": item.correction,
        "when": item.when.isoformat(),
    }
