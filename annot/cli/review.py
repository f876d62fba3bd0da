"""`annot review`: the screen."""

from __future__ import annotations

import gc

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.output import is_interactive


@click.command(cls=Verb, example="annot review harbour")
@click.argument("article", metavar="[ARTICLE]", default="")
@click.option("--theme", default="", metavar="NAME", help="Its colours, such as light or contrast.")
@pass_desk
def review(desk: Desk, /, article: str, theme: str) -> None:
    """Work through claims on the screen.

    Those of one article, or all.
    """
    if not is_interactive():
        raise click.UsageError("The screen needs a terminal; see annot claim list for pipes.")
    open_screen(desk, article, theme=theme)


def open_screen(desk: Desk, article: str = "", *, theme: str = "") -> None:
    """Open the screen on a workspace that is there.

    The façade is not opened here: the screen's first rows do not wait for it.

    Raises:
        WorkspaceError: If there is no workspace, or it cannot be opened.
        NotFoundError: If there is no such article.
        InputFileError: If the settings cannot be used.
        InvalidValueError: If there is no such theme.
    """
    gc.disable()  # loading leaves nothing to collect; the screen begins again after its first paint
    from annot.tui import run

    desk.require()
    code = run(desk.path, actor=desk.actor, article=article, theme=theme)
    if code:
        raise click.exceptions.Exit(code)
