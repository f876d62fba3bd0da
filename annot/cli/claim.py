"""`annot claim`: assertions, how far they are checked and what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from annot.cli.command import Noun, given
from annot.cli.context import Desk, pass_desk
from annot.cli.judging import (
    adjudicate,
    agreement,
    assignment_object,
    assignments,
    judge,
    judgements,
    unassign,
)
from annot.cli.options import (
    NUMBER,
    Word,
    as_json,
    claim_options,
    filter_of,
    if_version,
    in_article,
    quote_options,
)
from annot.cli.output import counted, say, write_handle, write_json
from annot.vocabulary import ClaimKind, Status, Task, Verdict, label

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from annot.store.models import Claim
    from annot.store.recorder import Done

_numbers = click.argument("numbers", metavar="N…", type=NUMBER, nargs=-1, required=True)
_number = click.argument("number", metavar="N", type=NUMBER)
_reason = click.option("--reason", default="", help="Why, for the history.")


@click.group(cls=Noun)
def claim() -> None:
    """Their assertions, and what was found."""


@claim.command(
    "add",
    example=(
        'annot claim add "One is so"\n'
        'annot claim add --article harbour --quote "only four were published"'
    ),
)
@click.argument("text", default="")
@click.option("--article", metavar="ARTICLE", help="The article that makes it (its slug).")
@quote_options
@claim_options
@click.option("--key", help="Its name in the data that it came from.")
@pass_desk
def add(desk: Desk, /, text: str, article: str | None, **options: Any) -> None:
    """Add a claim, with its place in an article or without one.

    TEXT is the assertion as a sentence that stands alone; without it, the quote stands for it. Use
    `--` before a TEXT that begins with a hyphen.
    """
    if not (text.strip() or options["quote"].strip()):
        raise click.UsageError("The claim has no words; give TEXT, or --article and --quote.")
    with desk.begun() if article is None else desk.opened() as workspace:
        done: list[Done] = []
        workspace.subscribe(done.append)
        added = workspace.claims.add(article, text=text, **given(options))
        doubles = workspace.claims.doubles(added)
        places = len(workspace.claims.anchors(added)) if options["quote"] else 0
    where = f" to {article}, {counted(places, 'place')}" if article else ""
    say(f"Added claim {added.id}{where}: {label(added.status)}, {label(added.verdict)}.")
    if doubles:
        say(f"At the very same words stands: claim {', '.join(map(str, doubles))}.")
    if any("acceptance" in item.touched for item in done):
        say("The sentence was accepted as making no claim; it no longer is.")
    write_handle(added.id)


@claim.command(
    "list",
    example="annot claim list status:todo,checking no:evidence torture",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("words", metavar="[FILTER]…", nargs=-1)
@in_article
@click.option("--status", type=Word(Status), help="As the filter status:…")
@click.option("--verdict", type=Word(Verdict, "none"), help="As the filter verdict:…")
@click.option("--kind", type=Word(ClaimKind, "none"), help="As the filter kind:…")
@click.option("--limit", type=NUMBER, metavar="N", help="At most so many.")
@as_json
@pass_desk
def list_(
    desk: Desk,
    /,
    words: tuple[str, ...],
    limit: int | None,
    *,
    as_json: bool,
    **narrowing: str | None,
) -> None:
    """List the claims that a filter lets through, in the order of their places unless sorted.

    FILTER is words to look for and fields to narrow by: status: verdict: kind: correction: article:
    tag: checker: assigned: judged: source: key: needs:, has: and no: (evidence, verdict,
    correction, anchor, query, note, assignment …), is:open, is:closed, is:disputed. Several values
    stand with commas, a hyphen before a field shuts out, and '"two words"' is a phrase. needs:me
    waits for you: to be checked, read again, judged or decided.
    sort: orders by place, number, changed, evidence or checker; sort:-changed has the newest first.
    """
    show_claims(desk, words, narrowing=given(narrowing), limit=limit, as_json=as_json)


def show_claims(
    desk: Desk,
    words: Sequence[str],
    *,
    narrowing: dict[str, str],
    limit: int | None,
    as_json: bool,
) -> None:
    """Print the claims that words and fields let through.

    Raises:
        UsageError: If a word is an option that there is not.
        InvalidValueError: If the filter is not understood.
    """
    from annot.cli.claim_view import write_claims
    from annot.cli.objects import claim_objects
    from annot.store.claim_filter import ClaimFilter

    typed = filter_of(words)
    ClaimFilter.parse(typed)  # what is not understood is told before anything is opened
    with desk.opened() as workspace:
        wanted = ClaimFilter.parse(typed, me=workspace.actor)
        for field, value in narrowing.items():
            wanted = wanted.narrowed(field, value)
        found = workspace.claims.list(wanted, limit=limit)
        if as_json:
            write_json(claim_objects(workspace, found))
            return
        slugs = {item.id: item.slug for item in workspace.articles.list()}
    write_claims(found, slugs)
    say(f"{counted(len(found), 'claim')}.")


@claim.command("show", example="annot claim show 12")
@_number
@as_json
@pass_desk
def show(desk: Desk, /, number: int, *, as_json: bool) -> None:
    """Show everything about a claim: places, evidence with sources, notes."""
    from annot.cli.claim_view import write_claim
    from annot.cli.lookup import claim_file
    from annot.cli.objects import claim_object

    with desk.opened() as workspace:
        dossier, file = claim_file(workspace, number)
        asked = workspace.assignments.list(claim=number)
    if as_json:
        given = [assignment_object(item) for item in asked]
        write_json({**claim_object(dossier, file), "assignments": given})
        return
    write_claim(dossier, file, asked)
    say(f"Its history: annot history --claim {number}")


@claim.command("set", example='annot claim set 12 --verdict inexact --correction "four of five"')
@_numbers
@click.option("--text", help="The assertion as a sentence that stands alone.")
@claim_options
@_reason
@if_version
@pass_desk
def set_(
    desk: Desk, /, numbers: tuple[int, ...], reason: str, version: UUID | None, **options: Any
) -> None:
    """Change claims, all of them or none; what is not given stays.

    A verdict makes a claim checked; --verdict none takes it back. --tag gives all the tags anew,
    --tag "" takes them away; --correction "" takes a correction back; --extra NAME= takes away
    what stands under that name.
    """
    values = given(options)
    if not values:
        raise click.UsageError("Nothing to change was given.")
    with desk.opened() as workspace:
        _tell(workspace.claims.set(numbers, **values, version=version, reason=reason))


@claim.command("assign", example="annot claim assign 12 13 dana")
@click.argument("numbers", metavar="N…", type=NUMBER, nargs=-1)
@click.argument("name")
@click.option("--task", type=Word(Task), help="What to do with them, if it is not to check them.")
@pass_desk
def assign(desk: Desk, /, numbers: tuple[int, ...], name: str, task: str | None) -> None:
    """Say who checks these claims, or who is to judge or to adjudicate them."""
    if name.strip().isdecimal():
        typed = " ".join(map(str, (*numbers, name)))
        raise click.UsageError(f"Nobody is named; say who checks: annot claim assign {typed} NAME")
    if not numbers:
        raise click.UsageError(f"No claim is named; say which: annot claim assign N… {name}")
    with desk.opened() as workspace:
        if task is not None:
            given_ = workspace.assignments.add(numbers, name=name, task=task)
            say(f"{given_[0].name} is to {given_[0].task}: {_named(numbers)}.")
            return
        done = workspace.claims.set(numbers, checker=name)
    say(f"Assigned to {done[0].checker}: {_named(numbers)}.")


@claim.command("anchor", example='annot claim anchor 12 --quote "four of them"')
@_number
@quote_options
@pass_desk
def anchor(desk: Desk, /, number: int, **options: Any) -> None:
    """Anchor a claim at one more place of its article."""
    with desk.opened() as workspace:
        made = workspace.claims.anchor(number, **given(options))
    if not made:
        say(f"Claim {number} is anchored there already.")
    for item in made:
        say(f"Anchored claim {number} at code points {item.start}–{item.end}: anchor {item.id}.")
        write_handle(item.id)


@claim.command("reanchor", example='annot claim reanchor 12 --quote "only four of them"')
@_number
@quote_options
@pass_desk
def reanchor(desk: Desk, /, number: int, **options: Any) -> None:
    """Anchor a claim at other words than so far.

    Places that the new words overlap are given up, or else all of them.
    """
    with desk.opened() as workspace:
        anchors = workspace.claims.reanchor(number, **given(options))
    for item in anchors:
        say(f"Claim {number} stands at code points {item.start}–{item.end}: anchor {item.id}.")
        write_handle(item.id)


@claim.command("unanchor", example="annot claim unanchor 12 7")
@_number
@click.argument("anchor_", metavar="ANCHOR", type=NUMBER)
@pass_desk
def unanchor(desk: Desk, /, number: int, anchor_: int) -> None:
    """Take an anchor from a claim; `claim show` has their numbers."""
    with desk.opened() as workspace:
        workspace.claims.unanchor(number, anchor_)
    say(f"Took anchor {anchor_} from claim {number}.")


@claim.command("review", example="annot --as ana claim review 12 --verdict supported")
@_number
@click.option("--verdict", type=Word(Verdict), required=True, help="What the second reader found.")
@click.option("--note", default="", help="Why, if it is another verdict.")
@pass_desk
def review(desk: Desk, /, number: int, verdict: str, note: str) -> None:
    """Read a checked claim as a second person, with a verdict of your own.

    The same verdict approves it; another one sends it back, with a note that says so.
    """
    with desk.opened() as workspace:
        reviewed = workspace.claims.review(number, verdict=verdict, note=note)
    _tell([reviewed])
    if reviewed.status is not Status.APPROVED:
        say("Sent back, with a note that says what you found.")


for _command in (judge, judgements, adjudicate, agreement, assignments, unassign):
    claim.add_command(_command)


@claim.command("split", example='annot claim split 12 --quote "in 1996" --quote "by decree"')
@_number
@click.option("--quote", "quotes", multiple=True, help="A part as printed; twice or more.")
@_reason
@pass_desk
def split(desk: Desk, /, number: int, quotes: tuple[str, ...], reason: str) -> None:
    """Make a claim of each part of a claim's words.

    The first part stays the claim; it is stale if it was closed. The others are new, with the
    evidence of the claim, and have still to be judged.
    """
    with desk.opened() as workspace:
        first, added = workspace.claims.split(number, quotes=quotes, reason=reason)
    _tell([first, *added])
    for item in added:
        write_handle(item.id)


@claim.command("merge", example="annot claim merge 12 13 14")
@_number
@click.argument("others", metavar="N…", type=NUMBER, nargs=-1, required=True)
@_reason
@pass_desk
def merge(desk: Desk, /, number: int, others: tuple[int, ...], reason: str) -> None:
    """Put claims of one article together; the first one stays, with its verdict.

    Places, evidence, notes and tags of the others go to it, and they are removed.
    """
    with desk.opened() as workspace:
        gone = [workspace.claims.get(other) for other in others if other != number]
        _tell([workspace.claims.merge(number, others, reason=reason)])
    for item in gone:
        if item.verdict or item.correction:
            say(f"Not taken over from claim {item.id}: {_found(item)}.")


@claim.command("confirm", example="annot claim confirm 12 13")
@_numbers
@click.option("--status", type=Word(Status), help="How far checking has come with the new words.")
@pass_desk
def confirm(desk: Desk, /, numbers: tuple[int, ...], status: str | None) -> None:
    """Say that the places which a new draft gave claims are the right ones.

    A claim that is stale stays so until a verdict or a status is given.
    """
    with desk.opened() as workspace:
        _tell(workspace.claims.confirm(numbers, status=status))


@claim.command("link", example="annot claim link 12 40")
@_number
@click.argument("other", metavar="OTHER", type=NUMBER)
@pass_desk
def link(desk: Desk, /, number: int, other: int) -> None:
    """Say that two claims are the same assertion.

    Each keeps its own verdict and evidence; `claim show` and the report tell of the other.
    """
    with desk.opened() as workspace:
        workspace.claims.link(number, other)
        found = workspace.claims.get(other)
    say(f"Claim {number} is the same as claim {other}: {label(found.verdict)}.")


@claim.command("unlink", example="annot claim unlink 12 40")
@_number
@click.argument("other", metavar="OTHER", type=NUMBER)
@pass_desk
def unlink(desk: Desk, /, number: int, other: int) -> None:
    """Take back that two claims are the same."""
    with desk.opened() as workspace:
        workspace.claims.unlink(number, other)
    say(f"Claim {number} and claim {other} are no longer the same.")


@claim.command("drop", example='annot claim drop 12 13 --reason "opinion"')
@_numbers
@_reason
@pass_desk
def drop(desk: Desk, /, numbers: tuple[int, ...], reason: str) -> None:
    """Put claims aside that need no checking; they stay in the ledger."""
    with desk.opened() as workspace:
        workspace.claims.drop(numbers, reason=reason)
    say(f"Dropped {_named(numbers)}.")


@claim.command("remove", example='annot claim remove 12 --reason "added twice"')
@_numbers
@_reason
@pass_desk
def remove(desk: Desk, /, numbers: tuple[int, ...], reason: str) -> None:
    """Remove claims that were added by mistake, with evidence and notes; undo brings them back."""
    with desk.opened() as workspace:
        workspace.claims.remove(numbers, reason=reason)
    say(f"Removed {_named(numbers)}; annot undo brings back what was removed.")


def _found(claim: Claim) -> str:
    """What was found about a claim: its verdict, and that it has a correction."""
    return label(claim.verdict) + (", and its correction" if claim.correction else "")


def _tell(claims: Iterable[Claim]) -> None:
    for item in claims:
        say(f"Claim {item.id}: {label(item.status)}, {label(item.verdict)}.")


def _named(numbers: Sequence[int]) -> str:
    noun = "claim" if len(numbers) == 1 else "claims"
    return f"{noun} {', '.join(map(str, numbers))}"
