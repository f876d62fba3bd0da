"""`annot copy`: a whole workspace to another place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.options import as_json
from annot.cli.output import counted, say, write_json

if TYPE_CHECKING:
    from annot.operations.copying import Copied


@click.command(cls=Verb, example="annot copy story.db postgresql://dana@localhost/story")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@as_json
@pass_desk
def copy(desk: Desk, source: str, target: str, as_json: bool) -> None:
    """Copy a whole workspace, such as from a file to a server.

    FROM and TO are files, or postgresql://USER@HOST/DATABASE. Everything goes along: the numbers,
    the history and its root, which are proved before the copy counts. FROM stays as it is; in TO
    nothing may have been done.
    """
    from annot.store.place import place_of

    there = place_of(target)
    with Desk(source, desk.actor).opened() as workspace:
        done = workspace.copy(there)
    if as_json:
        write_json({"claims": done.claims, "rows": done.rows, "root": done.root.hex()})
        return
    _tell(done, str(there))


def _tell(done: Copied, there: str) -> None:
    say(f"Copied {counted(done.claims, 'claim')} ({done.rows:,} rows in all) to {there}.")
    say(f"The history holds there; its root is {done.root.hex()}")
