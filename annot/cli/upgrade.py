"""`annot upgrade`: an older workspace brought up to date, and back again."""

from __future__ import annotations

from pathlib import Path

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.options import as_json
from annot.cli.output import counted, say, write_json


@click.command(cls=Verb, example="annot -d story.db upgrade\nannot -d story.db upgrade --back")
@click.option("--back", is_flag=True, help="Go back to the backup of the last upgrade.")
@click.option(
    "--from",
    "backup",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
    metavar="BACKUP",
    help="With --back: this backup; else the newest where the upgrade put it.",
)
@click.option("--lose", is_flag=True, help="With --back: also if something was done since.")
@as_json
@pass_desk
def upgrade(desk: Desk, /, *, back: bool, backup: Path | None, lose: bool, as_json: bool) -> None:
    """Bring an older workspace up to date.

    A backup is made and checked first: beside a file, or in the current folder if the workspace is
    on a server. A workspace that is up to date stays as it is.
    --back makes it again what it was before, for an older annot, if nothing was done since; as it
    was until then it is kept beside it.
    """
    if back:
        _go_back(desk, backup, lose=lose, as_json=as_json)
        return
    if backup or lose:
        raise click.UsageError("--from and --lose go with --back.")
    from annot.store.upgrade import upgrade as upgrade_file

    desk.require()
    done = upgrade_file(desk.path)
    if as_json:
        made = None if done.backup is None else str(done.backup)
        write_json({"before": done.before, "after": done.after, "backup": made})
    elif done.before == done.after:
        say(f"The workspace {desk.path} is up to date (schema {done.after}).")
    else:
        say(f"Brought {desk.path} from schema {done.before} to {done.after}.")
        if done.backup is not None:
            say(f"The workspace as it was: {done.backup}")


def _go_back(desk: Desk, backup: Path | None, *, lose: bool, as_json: bool) -> None:
    from annot.store.going_back import go_back

    desk.require()
    done = go_back(desk.path, backup, lose=lose)
    if as_json:
        write_json(
            {
                "before": done.before,
                "after": done.after,
                "backup": str(done.backup),
                "kept": str(done.kept),
                "lost": done.lost,
            }
        )
        return
    say(f"{desk.path} is again what {done.backup} holds (schema {done.after}).")
    if done.lost:
        say(f"It lacks {counted(done.lost, 'event')} that came after.")
    say(f"The workspace as it was until now: {done.kept}")
