"""`annot upgrade`: an older workspace brought up to date."""

from __future__ import annotations

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.output import say


@click.command(cls=Verb, example="annot -d story.db upgrade")
@pass_desk
def upgrade(desk: Desk) -> None:
    """Bring an older workspace up to date.

    A backup is made beside a file first; of a database on a server make one yourself (pg_dump). A
    workspace that is up to date stays as it is.
    """
    from annot.store.upgrade import upgrade as upgrade_file

    done = upgrade_file(desk.path)
    if done.before == done.after:
        say(f"The workspace {desk.path} is up to date (schema {done.after}).")
    else:
        say(f"Brought {desk.path} from schema {done.before} to {done.after}.")
        if done.backup is not None:
            say(f"The workspace as it was: {done.backup}")
