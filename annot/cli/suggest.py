"""`annot suggest`: candidate claims, each with its reasons."""

from __future__ import annotations

import dataclasses

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.options import NUMBER, Word, as_json
from annot.cli.output import counted, say, write_handle, write_json
from annot.vocabulary import ClaimKind, label


@click.command(cls=Verb, example="annot suggest harbour\nannot suggest harbour --add --pick 1,3-5")
@click.argument("article", metavar="ARTICLE")
@click.option("--limit", type=NUMBER, metavar="N", help="At most so many.")
@click.option("--least", type=float, default=None, metavar="SCORE", help="From 0 to 1; else 0.3.")
@click.option("--kind", type=Word(ClaimKind), help="Only of this kind.")
@click.option("--by", default="", metavar="NAME", help="A suggester that is installed.")
@click.option("--add", "adds", is_flag=True, help="Keep them as claims that are to do.")
@click.option("--pick", default="", metavar="LIST", help="With --add: only these, such as 1,3-5.")
@as_json
@pass_desk
def suggest(
    desk: Desk,
    /,
    article: str,
    limit: int | None,
    least: float | None,
    kind: str | None,
    by: str,
    pick: str,
    *,
    adds: bool,
    as_json: bool,
) -> None:
    """Sentences that may be claims.

    The likeliest come first, each with its reasons. What has a claim, or was accepted as making
    none, is left out. Nothing is sent anywhere.
    """
    from annot.cli.table import Column, write_table

    if pick and not adds:
        raise click.UsageError("--pick says which are kept: use it with --add.")
    with desk.opened() as workspace:
        found = workspace.suggest(article, limit=limit, least=least, kind=kind, by=by)
        text = workspace.articles.text(article)
        if adds and not found and not pick:
            say("Nothing is suggested: no claim was added.")
            return
        if adds:
            chosen = [found[number - 1] for number in _picked(pick, len(found))]
            with workspace.operation("claim.add", reason="suggested"):
                added = [
                    workspace.claims.add(article, span=(item.start, item.end), kind=item.kind)
                    for item in chosen
                ]
            for claim in added:
                write_handle(claim.id)
            told = counted(len(added), "claim")
            say(f"Added {told} to {article}: todo. annot undo takes all back.")
            return
    if as_json:
        write_json(
            [{**dataclasses.asdict(item), "text": text[item.start : item.end]} for item in found]
        )
        return
    write_table(
        [
            Column("", right=True),
            Column("SCORE", right=True),
            Column("KIND"),
            Column("REASONS", flexible=True),
            Column("WORDS", flexible=True),
        ],
        [
            (
                str(number),
                f"{item.score:.2f}",
                label(item.kind),
                ", ".join(item.reasons),
                text[item.start : item.end],
            )
            for number, item in enumerate(found, start=1)
        ],
    )
    told = counted(len(found), "candidate")
    given = {"--kind": kind, "--least": least, "--limit": limit, "--by": by or None}
    asked = [f"{name} {value}" for name, value in given.items() if value is not None]
    # The numbers count in this list and in no other.
    keep = " ".join(["annot suggest", article, *asked, "--add --pick 1,3-5"])
    say(f"{told}. Keep some: {keep}" if found else f"{told}.")


def _picked(pick: str, count: int) -> list[int]:
    """The numbers that a list such as `1,3-5` names; all if it is empty."""
    if not pick:
        return list(range(1, count + 1))
    chosen: list[int] = []
    for part in pick.split(","):
        first, hyphen, last = part.strip().partition("-")
        if not first.isdecimal() or (hyphen and not last.isdecimal()) or len(part) > 20:
            raise click.UsageError(f"{part!r} is no number; write --pick 1,3-5")
        wrong = next((n for n in (int(first), int(last or first)) if not 1 <= n <= count), None)
        if wrong is not None:
            raise click.UsageError(f"There is no candidate {wrong}; there are {count}.")
        if last and int(last) < int(first):
            raise click.UsageError(f"{part!r} runs backwards; write --pick {last}-{first}")
        chosen += range(int(first), int(last or first) + 1)
    return list(dict.fromkeys(chosen))
