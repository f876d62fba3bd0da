"""`annot backup`, `doctor`, `purge`: a checked copy, what is damaged, what may go."""

from __future__ import annotations

import dataclasses
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.options import as_json
from annot.cli.output import Styled, counted, say, write, write_handle, write_json
from annot.cli.progress import showing_work
from annot.vocabulary import Retained

if TYPE_CHECKING:
    from annot.store.doctor.damage import Damage
    from annot.store.doctor.examine import Examination


@click.command(
    cls=Verb, example="annot backup\nannot backup /media/stick\nannot backup story.monday.db"
)
@click.argument("to", required=False, type=click.Path(path_type=Path))
@as_json
@pass_desk
def backup(desk: Desk, /, to: Path | None, *, as_json: bool) -> None:
    """Copy the workspace, and check the copy.

    Others may go on working in it meanwhile: the copy is what one moment saw. TO is a file that is
    not there, or a folder; without it the backup is made beside the workspace (of one on a server
    in the current folder) and named after it and the moment. It is a workspace like any other
    (annot -d BACKUP …). A copy that does not pass its checks is not kept.
    """
    from annot.cli.objects import plain

    with desk.opened() as workspace, showing_work() as say_work:
        tell = None if say_work is None else lambda share: say_work(_share(share))
        done = workspace.backup(to, progress=tell)
    if as_json:
        write_json(plain({**dataclasses.asdict(done), "path": str(done.path)}))
        return
    write_handle(done.path)
    say(f"Made and checked: {done.path} ({_size(done.size)}). The root of its history:")
    say(done.root.hex())


@click.command(cls=Verb, example="annot doctor\nannot doctor --full\nannot doctor --repair")
@click.option("--full", is_flag=True, help="Also every row against the history, and each index.")
@click.option("--repair", is_flag=True, help="Repair what can be, after a full look.")
@as_json
@pass_desk
@click.pass_context
def doctor(
    context: click.Context, desk: Desk, /, *, full: bool, repair: bool, as_json: bool
) -> None:
    """Find what is damaged, and say what to do.

    Looks at the file and its permissions (on a server at the tables and their rules), the schema,
    every value, reference, count and word, the kept files, the chains of the history, and whether
    search finds what is there. --repair makes a backup first, makes anew what can be computed, and
    puts rows that were changed outside annot back as the history has them. The exit code is 1 if
    something is damaged.
    """
    from annot.operations.care import examined
    from annot.workspace import actor_named

    desk.require()
    with showing_work() as say_work:
        looking = None if say_work is None else lambda what: say_work(f"Looking at the {what} …")
        found = examined(
            desk.path, actor=actor_named(desk.actor), full=full, repair=repair, progress=looking
        )
    if as_json:
        write_json(_examination_object(found))
    else:
        _write_examination(found, desk)
    if found.damages:
        context.exit(1)


@click.command(
    cls=Verb,
    example=(
        "annot purge --older-than 5y\n"
        'annot purge --older-than 5y --what snapshots --reason "five years" --yes'
    ),
)
@click.option("--older-than", required=True, metavar="AGE", help="Such as 5y, 18m (months), 90d.")
@click.option(
    "--what",
    default=",".join(Retained),
    show_default=True,
    metavar="KINDS",
    help="Which bytes, with commas between them.",
)
@click.option("--reason", default="", help="The rule, as it is to stand in the history.")
@click.option("--yes", is_flag=True, help="Do it; else it is only said what would go.")
@as_json
@pass_desk
def purge(
    desk: Desk, /, older_than: str, what: str, reason: str, *, yes: bool, as_json: bool
) -> None:
    """Let old texts, files and snapshots go, by a rule.

    Texts and files go of articles that have no open claim and in which nothing was done for so
    long, also of those that were removed; snapshots go that are so old, if no open claim cites
    their source. Claims, evidence and the history stay, and say what went, when and by whom. It
    cannot be undone: without --yes it only says what would go. Backups and exports from before
    still have it.
    """
    kinds = [word.strip() for word in what.split(",") if word.strip()]
    with desk.opened() as workspace:
        done = workspace.purge(older_than=older_than, what=kinds, reason=reason, yes=yes)
    size = sum(item.size for item in done.items)
    if as_json:
        from annot.cli.objects import plain

        items = [plain(dataclasses.asdict(item)) for item in done.items]
        write_json({"done": done.done, "wiped": done.wiped, "size": size, "items": items})
        return
    for item in done.items:
        write(f"{item.of} ({_size(item.size)})")
    if not done.items:
        say("There is nothing so old to let go.")
    elif not done.done:
        say(f"{_size(size)} would go; nothing was purged. To do it, for good: --yes")
    else:
        say(f"Purged {counted(len(done.items), 'content')}, {_size(size)}.")
        if not done.wiped:
            say(_IN_FILE if isinstance(desk.path, Path) else _ON_SERVER)


_IN_FILE = "Others have the workspace open: the bytes leave the disk when they close it."
_ON_SERVER = (
    "They leave the server's files when the owner of the tables runs: VACUUM (FULL) content"
)


def _write_examination(found: Examination, desk: Desk) -> None:
    for damage in found.repaired:
        write(Styled("repaired ", fg="green"), f"{damage.where}: {damage.what}")
    for remedy, damages in groupby(sorted(found.damages, key=_remedy), key=_remedy):
        for damage in damages:
            write(Styled(damage.where, fg="red"), f": {damage.what}")
        is_of_this = bool(desk.database) and " -d " not in remedy
        say(f"  {remedy.replace('annot ', f'{desk.typed} ') if is_of_this else remedy}")
    if found.backup is not None:
        say(f"The workspace as it was: {found.backup}")
    for gone in found.purged:
        say(gone.sentence)
    for what in found.left_out:
        say(f"Not looked at: {what}.")
    if found.damages:
        say(f"The workspace is damaged: {counted(len(found.damages), 'damage')}.")
        return
    more = "" if found.full else " To hold every row against the history as well: --full"
    say(f"The workspace is whole: {counted(found.rows, 'row')}, {found.engine}.{more}")


def _remedy(damage: Damage) -> str:
    return damage.remedy


def _examination_object(found: Examination) -> dict[str, Any]:
    from annot.cli.objects import plain

    return {
        "whole": not found.damages,
        "full": found.full,
        "rows": found.rows,
        "engine": found.engine,
        "damages": [_damage_object(damage) for damage in found.damages],
        "repaired": [_damage_object(damage) for damage in found.repaired],
        "backup": None if found.backup is None else str(found.backup),
        "left_out": list(found.left_out),
        "purged": [plain(dataclasses.asdict(gone)) for gone in found.purged],
    }


def _damage_object(damage: Damage) -> dict[str, Any]:
    return {
        **dataclasses.asdict(damage),
        "remedy": damage.remedy,
        "repairable": damage.is_repairable,
    }


def _share(share: float) -> str:
    return f"Copied and checked {share:.0%}" if share < 1 else "Checked"


def _size(count: int) -> str:
    for unit in ("bytes", "KB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count //= 1000
    return f"{count:,.0f} GB"
