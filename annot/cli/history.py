"""`annot history`, `undo`, `redo`, `verify`: who did what, back and forth, and whether it holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.options import NUMBER, as_json, in_article
from annot.cli.output import Styled, counted, say, write, write_json

if TYPE_CHECKING:
    from annot.store.history import Entry, RowDifference


class _Operation(click.ParamType[UUID]):
    """The uid of an operation, as `annot history` prints it."""

    name = "uid"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> UUID:
        """Read it, or say where it is to be found."""
        try:
            return UUID(str(value).strip("[]"))
        except ValueError:
            self.fail(f"{value!r} is not the uid of an operation; copy one from: annot history")


MERGE = "merge"
"""The noun under which a merge tells of the other copy."""

OPERATION = _Operation()


@click.command(cls=Verb, example="annot history --claim 12 --details")
@in_article
@click.option("--claim", type=NUMBER, metavar="N", help="Only what touched this claim.")
@click.option("--limit", type=NUMBER, default=20, show_default=True, help="At most so many.")
@click.option("--details", is_flag=True, help="Every field, before and after.")
@as_json
@pass_desk
def history(
    desk: Desk,
    /,
    article: str | None,
    claim: int | None,
    limit: int,
    *,
    details: bool,
    as_json: bool,
) -> None:
    """Who did what, newest first."""
    from annot.cli.objects import entry_object

    with desk.opened() as workspace:
        found = workspace.history.list(article=article, claim=claim, limit=limit)
    if as_json:
        write_json([entry_object(entry) for entry in found])
        return
    for entry in found:
        _write_entry(entry)
        if details:
            for line in _detail_lines(entry):
                write(line)
    say(f"{counted(len(found), 'operation')}. Times are of this computer's zone.")


@click.command(cls=Verb, example="annot undo")
@click.option("--operation", type=OPERATION, metavar="UID", help="The operation to take back.")
@click.option("--anybody", is_flag=True, help="The last operation of anybody.")
@pass_desk
def undo(desk: Desk, /, operation: UUID | None, *, anybody: bool) -> None:
    """Take back the last operation, or a named one.

    Without options it is the last one of your own. What somebody changed since is never lost: such
    an operation is not undone.
    """
    with desk.opened() as workspace:
        undone = workspace.history.undo(operation, anybody=anybody)
    say(f"Undone: {undone}. To do it again: annot redo")


@click.command(cls=Verb, example="annot redo")
@click.option("--anybody", is_flag=True, help="The last undo of anybody.")
@pass_desk
def redo(desk: Desk, /, *, anybody: bool) -> None:
    """Do again what was undone last."""
    with desk.opened() as workspace:
        done = workspace.history.redo(anybody=anybody)
    say(f"Done again: {done}.")


@click.command(cls=Verb, example="annot verify --root 5f0c… # as printed on a report")
@click.option("--root", default="", metavar="HEX", help="A root printed on an earlier report.")
@as_json
@pass_desk
@click.pass_context
def verify(context: click.Context, desk: Desk, /, root: str, *, as_json: bool) -> None:
    """Prove that nothing was altered unseen.

    Walks every chain of the history, holds every row against it, and prints the root: the one
    number that stands for all of it. The exit code is 1 if something does not hold.
    """
    from annot.cli.objects import verification_object

    with desk.opened() as workspace:
        found = workspace.history.verify(root=root)
    if as_json:
        write_json(verification_object(found))
    else:
        for item in found.breaks:
            write(Styled(item.where, fg="red"), f": {item.what}")
        for gone in found.purged:
            say(gone.sentence)
        looked_at = f"{counted(found.events, 'event')} and {counted(found.rows, 'row')}"
        if found.breaks:
            say(f"The history does not hold: {counted(len(found.breaks), 'break')} in {looked_at}.")
        else:
            contains = f", and contains the one sealed as {root[:12]}…" if root else ""
            say(f"The history holds{contains}: {looked_at}. Its root{' now' if root else ''}:")
            write(found.root.hex())
    if found.breaks:
        context.exit(1)


def _write_entry(entry: Entry) -> None:
    undone = Styled(" (undone)", fg="yellow") if entry.undone else ""
    why = f" “{_short(entry.reason)}”" if entry.reason else ""
    write(
        f"{entry.at.astimezone():%Y-%m-%d %H:%M:%S}  {_short(entry.actor)}  ",
        Styled(entry.action, bold=True),
        undone,
        f"  {_summary(entry)}{why}  [{entry.operation}]",
    )


def _summary(entry: Entry) -> str:
    """What an operation changed: "claim 3 (status, verdict), evidence 1"."""
    changes = [change for change in entry.changes if change.noun != MERGE]
    shown = [_row_summary(change) for change in changes[:4]]
    more = len(changes) - len(shown)
    return ", ".join([*shown, *([f"and {more:,} more"] if more else [])])


def _row_summary(change: RowDifference) -> str:
    if change.rows > 1:
        many = change.noun if change.noun == "evidence" else f"{change.noun}s"
        return f"{many} {change.id}–{change.id + change.rows - 1}"
    names = f" ({', '.join(change.fields)})" if change.is_edit else ""
    return f"{change.noun} {change.id}{names}"


def _detail_lines(entry: Entry) -> Iterator[str]:
    for change in entry.changes:
        if change.noun == MERGE:
            yield from _merge_lines(change)
            continue
        for name, (before, after) in change.fields.items():
            if before or after:
                yield f"    {change.noun} {change.id} {name}: {_value(before)} → {_value(after)}"


def _merge_lines(change: RowDifference) -> Iterator[str]:
    """What was done in the copy that was merged, by whom and when."""
    done, _ = change.fields.get("operations", ([], None))
    for item in done or []:
        rows = [f"{noun} {number}" for noun, ids in sorted(item["rows"].items()) for number in ids]
        told = f"{_moment(item['at'])}  {item['actor']}  {item['action']}  {', '.join(rows)}"
        yield f"    there: {_short(told)}"


def _moment(at: str) -> str:
    from annot.store.columns import text_to_time

    return f"{text_to_time(at).astimezone():%Y-%m-%d %H:%M:%S}"


def _value(value: Any) -> str:
    if value is None or value == "":
        return "–"
    return _short(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _short(text: str) -> str:
    from annot.text.display import one_line

    return one_line(text, 120)
