"""`annot review`: the screen."""

from __future__ import annotations

import gc
import os

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.output import is_interactive

_IN_BROWSER = "TEXTUAL_DRIVER"
"""The variable by which `annot serve` says how the screen is to be shown."""


@click.command(cls=Verb, example="annot review harbour")
@click.argument("article", metavar="[ARTICLE]", default="")
@click.option("--theme", default="", metavar="NAME", help="Its colours, such as light or contrast.")
@click.option(
    "--against", default="", metavar="FILE", help="Another workspace to look for matches in, too."
)
@click.option(
    "--line", "by_line", is_flag=True, help="One claim after the other in words, without a screen."
)
@pass_desk
def review(desk: Desk, /, article: str, theme: str, against: str, *, by_line: bool) -> None:
    """Work through claims on the screen.

    Those of one article, or all. With --line it is a conversation: for screen readers, for
    terminals that can do little, and for scripts, whose lines are read from stdin.
    """
    if by_line:
        _converse(desk, article, against)
        return
    if not (is_interactive() or _IN_BROWSER in os.environ):
        raise click.UsageError("The screen needs a terminal; see annot claim list for pipes.")
    open_screen(desk, article, theme=theme, against=against)


def _converse(desk: Desk, article: str, against: str) -> None:
    """Go through claims by lines.

    Raises:
        AnnotError: If an act of a script is refused.
    """
    from annot import settings
    from annot.cli.line_review import LineReview
    from annot.match.elsewhere import matching
    from annot.store.reading import Reader
    from annot.tui.desk import Library
    from annot.tui.own_keys import own_keys

    found = settings.read()
    keys = own_keys(found)
    desk.require()
    how = matching(found, against, workspace=desk.path)
    library = Library(desk.path, desk.actor, Reader(desk.path), how)
    try:
        LineReview(library, article, keys).run()
    finally:
        library.close()


def open_screen(desk: Desk, article: str = "", *, theme: str = "", against: str = "") -> None:
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
    code = run(desk.path, actor=desk.actor, article=article, theme=theme, against=against)
    if code:
        raise click.exceptions.Exit(code)
