"""`annot demo`: a worked example in a workspace of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annot.cli.command import Verb
from annot.cli.context import Desk
from annot.cli.output import Styled, counted, is_interactive, say, write
from annot.errors import WorkspaceError
from annot.vocabulary import Verdict, label

if TYPE_CHECKING:
    from annot.workspace import Workspace

DATABASE, REPORT = "annot-demo.db", "annot-demo.html"


@click.command(cls=Verb, example="annot demo --directory example")
@click.option(
    "--directory", type=click.Path(path_type=Path), default=Path(), help="Else this folder."
)
@click.pass_context
def demo(context: click.Context, directory: Path) -> None:
    """Look around in a worked example.

    It has a workspace of its own, annot-demo.db, and opens on the screen; a second run goes on with
    the same workspace. Without a terminal it prints the ledger and writes the report.
    """
    from annot.demo import load

    desk = _desk(context, directory)
    with desk.begun() as workspace:
        load(workspace)
        if not is_interactive():
            _print(workspace, directory / REPORT)
    if is_interactive():
        from annot.cli.review import open_screen

        open_screen(desk)


def _desk(context: click.Context, directory: Path) -> Desk:
    """The demo's own workspace, for whoever acts."""
    root = context.find_root()
    if root.get_parameter_source("database") is click.core.ParameterSource.COMMANDLINE:
        raise click.UsageError("The demo has a workspace of its own; say where with --directory.")
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorkspaceError(f"{directory} cannot be made: {error.strerror}.") from error
    return Desk(str(directory / DATABASE), root.obj.actor)


def _print(workspace: Workspace, report: Path) -> None:
    from annot.cli.claim_view import write_claims

    claims = workspace.claims.list()
    slugs = {item.id: item.slug for item in workspace.articles.list()}
    for verdict in (*Verdict, None):
        found = [claim for claim in claims if claim.verdict is verdict]
        if found:
            write(Styled(f"{label(verdict)}: {counted(len(found), 'claim')}", bold=True))
            write_claims(found, slugs)
            write("")
    workspace.report(report)
    write(str(workspace.path))
    write(str(report))
    say(f"That was the ledger. Open the report: {report}")
    say(f"On a terminal the screen opens: annot -d {workspace.path} review")
