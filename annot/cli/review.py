"""`annot review`: the screen."""

from __future__ import annotations

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.output import is_interactive


@click.command(cls=Verb, example="annot review harbour")
@click.argument("article", metavar="[ARTICLE]", default="")
@pass_desk
def review(desk: Desk, /, article: str) -> None:
    """Work through claims on the screen.

    Those of one article, or all.
    """
    if not is_interactive():
        raise click.UsageError("The screen needs a terminal; see annot claim list for pipes.")
    open_screen(desk, article)


def open_screen(desk: Desk, article: str = "") -> None:
    """Open the screen on a workspace that is there.

    Raises:
        WorkspaceError: If there is no workspace, or it cannot be opened.
        NotFoundError: If there is no such article.
    """
    with desk.opened() as workspace:
        path, actor = workspace.path, workspace.actor
        if article:
            workspace.articles.get(article)
    from annot.tui import run

    code = run(path, actor=actor, article=article)
    if code:
        raise click.exceptions.Exit(code)
