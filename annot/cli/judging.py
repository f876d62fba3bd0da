"""`annot claim judge`, `adjudicate` and kin: several people judge one claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.options import NUMBER, Word, as_json, in_article
from annot.cli.output import counted, say, write, write_json
from annot.text.display import one_line
from annot.vocabulary import Status, Task, Verdict, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annot.operations.assignments import AssignmentState
    from annot.operations.judgements import Dispute
    from annot.store.models import Judgement

_number = click.argument("number", metavar="N", type=NUMBER)


@click.command("judge", cls=Verb, example="annot --as kim claim judge 12 --verdict inexact")
@_number
@click.option("--verdict", type=Word(Verdict), required=True, help="What you find.")
@click.option("--note", default="", help="Why.")
@pass_desk
def judge(desk: Desk, /, number: int, verdict: str, note: str) -> None:
    """Say what you find about a claim yourself, beside what others found.

    The claim stays as it is; who judges again replaces their own judgement.
    """
    with desk.opened() as workspace:
        given = workspace.judgements.give(number, verdict=verdict, note=note)
        cast = workspace.judgements.list(number)
    say(f"Claim {number}: {given.reader} finds it {label(given.verdict)}.")
    if len({item.verdict for item in cast}) > 1:
        say(f"Readers do not agree: annot claim adjudicate {number} --verdict …")


@click.command("judgements", cls=Verb, example="annot claim judgements --disputed")
@click.argument("number", metavar="[N]", type=NUMBER, required=False)
@click.option("--disputed", is_flag=True, help="Only claims on which readers do not agree.")
@in_article
@as_json
@pass_desk
def judgements(
    desk: Desk, /, number: int | None, article: str | None, *, disputed: bool, as_json: bool
) -> None:
    """List who found what, of a claim or of all; or the claims that wait for a decision."""
    with desk.opened() as workspace:
        if disputed:
            _write_disputes(workspace.judgements.disputed(article), as_json=as_json)
            return
        if number is not None:
            workspace.claims.get(number)
        found = workspace.judgements.list(number)
        if article is not None:
            wanted = workspace.articles.get(article).id
            found = [item for item in found if item.article_id == wanted]
    if as_json:
        write_json([judgement_object(item) for item in found])
        return
    for item in found:
        write(_line(item))


@click.command(
    "adjudicate",
    cls=Verb,
    example='annot --as lee claim adjudicate 12 --verdict inexact --reason "The yearbook decides."',
)
@_number
@click.option("--verdict", type=Word(Verdict), required=True, help="What holds.")
@click.option("--reason", default="", help="Why, for a note and the history.")
@pass_desk
def adjudicate(desk: Desk, /, number: int, verdict: str, reason: str) -> None:
    """Decide a claim on which readers do not agree, as a third person.

    A verdict that one of them found approves it; another one makes it checked by you.
    """
    with desk.opened() as workspace:
        claim = workspace.judgements.decide(number, verdict=verdict, reason=reason)
    say(f"Claim {number}: {label(claim.verdict)}, {claim.status}.")
    if claim.status is not Status.APPROVED:
        say("Nobody else found that: another person has to approve it.")


@click.command("agreement", cls=Verb, example="annot claim agreement --article harbour")
@in_article
@as_json
@pass_desk
def agreement(desk: Desk, article: str | None, *, as_json: bool) -> None:
    """Say how far readers agree: Krippendorff's alpha over the claims that several judged.

    1 is agreement, 0 is what chance would give. From 0.8 on data are reliable, from 0.667 on they
    bear tentative conclusions (Krippendorff, Content Analysis).
    """
    with desk.opened() as workspace:
        found = workspace.judgements.agreement(article)
    if as_json:
        write_json(
            {
                "claims": found.claims,
                "readers": found.readers,
                "same": found.same,
                "alpha": found.alpha,
                "meaning": found.meaning,
            }
        )
        return
    alpha = "alpha is not defined" if found.alpha is None else f"alpha {found.alpha:.3f}"
    write(
        f"{alpha} ({found.meaning}); {counted(found.claims, 'claim')} judged by several of "
        f"{counted(found.readers, 'reader')}, all of one mind on {found.same}"
    )


@click.command("assignments", cls=Verb, example="annot claim assignments --name kim")
@click.option("--name", default="", metavar="NAME", help="Only what was given to this person.")
@click.option("--claim", type=NUMBER, help="Only what was given of this claim.")
@as_json
@pass_desk
def assignments(desk: Desk, name: str, claim: int | None, *, as_json: bool) -> None:
    """List who was asked to judge or to adjudicate which claim, and what is done."""
    with desk.opened() as workspace:
        found = workspace.assignments.list(name=name, claim=claim)
    if as_json:
        write_json([assignment_object(item) for item in found])
        return
    for item in found:
        done = "done" if item.is_done else "open"
        task = item.assignment
        words = one_line(item.claim.text, 60)
        write(f"{done}  claim {task.claim_id}  {task.task} {task.name}: {words}")


@click.command("unassign", cls=Verb, example="annot claim unassign 12 kim")
@click.argument("numbers", metavar="N…", type=NUMBER, nargs=-1, required=True)
@click.argument("name")
@click.option("--task", type=Word(Task), default=Task.JUDGE.value, show_default=True)
@pass_desk
def unassign(desk: Desk, /, numbers: tuple[int, ...], name: str, task: str) -> None:
    """Take claims from somebody who was asked to judge or to adjudicate them."""
    with desk.opened() as workspace:
        workspace.assignments.remove(numbers, name=name, task=task)
    say(f"{name} need not {task} {', '.join(map(str, numbers))}.")


def judgement_object(item: Judgement) -> dict[str, object]:
    """A judgement as `--json` prints it."""
    return {
        "claim": item.claim_id,
        "reader": item.reader,
        "verdict": item.verdict.value,
        "note": item.note,
    }


def assignment_object(item: AssignmentState) -> dict[str, object]:
    """A claim that was given to somebody as `--json` prints it."""
    task = item.assignment
    return {
        "claim": task.claim_id,
        "name": task.name,
        "task": task.task.value,
        "added_by": task.added_by,
        "done": item.is_done,
    }


def _line(item: Judgement) -> str:
    note = f": {one_line(item.note, 60)}" if item.note.strip() else ""
    return f"claim {item.claim_id}  {item.reader} finds it {label(item.verdict)}{note}"


def _write_disputes(found: Sequence[Dispute], *, as_json: bool) -> None:
    if as_json:
        write_json(
            [
                {
                    "claim": item.claim.id,
                    "text": item.claim.text,
                    "judgements": [judgement_object(cast) for cast in item.judgements],
                }
                for item in found
            ]
        )
        return
    for item in found:
        write(f"claim {item.claim.id}: {one_line(item.claim.text, 60)}")
        for cast in item.judgements:
            note = f": {one_line(cast.note, 60)}" if cast.note.strip() else ""
            write(f"  {cast.reader} {label(cast.verdict)}{note}")
