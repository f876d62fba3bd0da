"""`annot merge`: what was done apart, in another copy of the ledger."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.options import Word, as_json
from annot.cli.output import Styled, counted, is_terminal, say, write_json
from annot.errors import CollisionsError
from annot.vocabulary import Right

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from annot.operations.collisions import Collision
    from annot.operations.merging import MergeSummary
    from annot.store.merging.changed import Who

_MOST_NUMBERS, _MOST_LETTERS = 20, 60


@click.command(
    cls=Verb,
    example=(
        "annot merge story-kim.db --dry-run\n"
        "annot merge postgresql://dana@localhost/story --prefer theirs"
    ),
)
@click.argument("other", metavar="OTHER")
@click.option(
    "--prefer", type=Word(Right), default="", help="Who is right wherever nobody said otherwise."
)
@click.option(
    "--answers",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Who is right in each collision: the JSON that --json prints, with every answer.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done and write nothing.")
@as_json
@pass_desk
def merge(
    desk: Desk, /, other: str, prefer: str, answers: Path | None, *, dry_run: bool, as_json: bool
) -> None:
    """Take in what was done apart, in another copy.

    OTHER is a copy of this workspace (a file that was copied, or what `annot copy` made) in which
    somebody worked. What only one of you changed goes together by itself, field by field; what both
    changed in two ways is asked: ours is this workspace, theirs is OTHER, later leaves it as it is
    here. OTHER is only read. All of it is one operation, with one undo.
    """
    from annot.store.place import place_of

    place = place_of(other)
    asks = not (dry_run or as_json or prefer) and is_terminal(sys.stdin) and is_terminal(sys.stderr)
    with desk.opened() as workspace:
        try:
            done = workspace.merge(
                place,
                prefer=prefer,
                answers=answers,
                dry_run=dry_run,
                ask=_ask if asks else None,
            )
        except CollisionsError as error:
            if as_json:
                collisions = [_collision_object(item) for item in error.collisions]
                write_json({"error": error.message, "collisions": collisions})
            else:
                _list([(item, "") for item in error.collisions])
            raise
    if as_json:
        write_json(_summary_object(done))
        return
    open_ones = [item for item in done.collisions if item[1] in ("", Right.LATER)]
    _list(open_ones)
    _tell(done, desk, len(open_ones))


def _ask(collision: Collision) -> str:
    """Show both sides of a collision and ask who is right."""
    say(Styled(collision.about, bold=True))
    say(f"  ours:   {collision.ours}{_by(collision.ours_by)}")
    say(f"  theirs: {collision.theirs}{_by(collision.theirs_by)}")
    known = {word[0]: word.value for word in Right} | {word.value: word.value for word in Right}
    while True:
        typed = click.prompt("Who is right: ours, theirs or later", err=True, prompt_suffix="? ")
        if typed.strip().lower() in known:
            return known[typed.strip().lower()]
        say("Type o, t or l.")


def _by(who: Who | None) -> str:
    from annot.text.display import one_line

    return f"  ({one_line(who.actor, _MOST_LETTERS)}, {_moment(who.at)})" if who else ""


def _moment(at: str) -> str:
    from annot.store.columns import text_to_time

    try:
        return f"{text_to_time(at).astimezone():%Y-%m-%d %H:%M}"
    except ValueError:
        return at


def _list(collisions: Sequence[tuple[Collision, str]]) -> None:
    from annot.cli.table import Column, write_table

    write_table(
        [
            Column("ID"),
            Column("ABOUT", flexible=True),
            Column("OURS", flexible=True),
            Column("THEIRS", flexible=True),
        ],
        [
            (c.id, c.about, f"{c.ours}{_by(c.ours_by)}", f"{c.theirs}{_by(c.theirs_by)}")
            for c, _ in collisions
        ],
    )


def _tell(done: MergeSummary, desk: Desk, still_open: int) -> None:
    parts = [
        *_parts(done.added, "new"),
        *_parts(done.changed, "changed"),
        *_parts(done.removed, "removed"),
    ]
    verb = "Would merge" if done.dry_run else "Merged"
    people = f" by {', '.join(done.people)}" if done.people else ""
    if not (parts or done.operations or done.collisions):
        say(f"There is nothing new in {done.other}.")
        return
    what = f"{counted(done.operations, 'operation')}{people} from " if done.operations else ""
    say(f"{verb} {what}{done.other}: {', '.join(parts) or 'nothing changes here'}.")
    _tell_numbers(done.numbers)
    ours = sum(right == Right.OURS for _, right in done.collisions)
    theirs = sum(right == Right.THEIRS for _, right in done.collisions)
    if ours or theirs:
        say(f"Collisions: {ours:,} as it is here, {theirs:,} as it is there.")
    if done.left:
        say(f"Not taken from there: {', '.join(_parts(done.left, ''))}.")
    _tell_places(done, desk)
    if done.settings:
        say(f"Rules and people stay each copy's own: {done.settings:,} changed there.")
    if still_open and done.dry_run:
        say(f"{counted(still_open, 'collision')}: say who is right (--prefer, --answers).")
    elif still_open:
        say(f"{counted(still_open, 'collision')} left as it is here; the next merge asks again.")


def _tell_places(done: MergeSummary, desk: Desk) -> None:
    """Say what is to be looked at in the text."""
    for collision, right in done.collisions:
        if collision.kind == "drafts" and right == Right.OURS:
            say(
                f"Their {collision.theirs} was not taken ({collision.about}). To take it in as the "
                f"next draft: {desk.typed} article revise ARTICLE FILE"
            )
    for number in done.moved[:_MOST_NUMBERS]:
        say(f"Look at the place of claim {number}: {desk.typed} claim show {number}")
    for new, old in done.doubled[:_MOST_NUMBERS]:
        say(
            f"Claim {new} stands at the very words of claim {old}. To put them together: "
            f"{desk.typed} claim merge {old} {new}"
        )


def _parts(counts: Mapping[str, int] | None, how: str) -> list[str]:
    from annot.store.merging.clash_words import counted_rows

    return [
        f"{counted_rows(noun, number)} {how}".strip() for noun, number in (counts or {}).items()
    ]


def _tell_numbers(numbers: Mapping[int, int] | None) -> None:
    """Say which new numbers claims have here, where they are not those of the other copy."""
    moved = [(there, here) for there, here in (numbers or {}).items() if there != here]
    told = ", ".join(f"{there} is {here}" for there, here in moved[:_MOST_NUMBERS])
    if moved:
        more = f" and {len(moved) - _MOST_NUMBERS:,} more" if len(moved) > _MOST_NUMBERS else ""
        say(f"Claims have new numbers here: {told}{more}.")


def _collision_object(collision: Collision, answer: str = "") -> dict[str, Any]:
    from dataclasses import asdict

    from annot.cli.objects import plain

    found: dict[str, Any] = plain(asdict(collision))
    return {**found, "answer": answer}


def _summary_object(done: MergeSummary) -> dict[str, Any]:
    return {
        "other": done.other,
        "dry_run": done.dry_run,
        "operations": done.operations,
        "people": list(done.people),
        "added": dict(done.added or {}),
        "changed": dict(done.changed or {}),
        "removed": dict(done.removed or {}),
        "numbers": {str(there): here for there, here in (done.numbers or {}).items()},
        "collisions": [_collision_object(item, right) for item, right in done.collisions],
        "left": dict(done.left or {}),
        "moved": list(done.moved),
        "doubled": [list(pair) for pair in done.doubled],
        "settings": done.settings,
        "root": done.root,
    }
