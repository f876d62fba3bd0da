"""`annot serve`: the screen in a browser."""

from __future__ import annotations

import importlib.util
import socket
import sys
from pathlib import Path

import click

from annot.cli.command import Verb
from annot.cli.context import Desk, pass_desk
from annot.cli.output import say, write
from annot.errors import InvalidValueError, WorkspaceError

LOOPBACK = "127.0.0.1"


@click.command(cls=Verb, example="annot serve harbour")
@click.argument("article", metavar="[ARTICLE]", default="")
@click.option(
    "--host", default=LOOPBACK, metavar="NAME", help="Where to listen; else only on this computer."
)
@click.option("--port", default=8000, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--theme", default="", metavar="NAME", help="Its colours, such as light or contrast.")
@click.option(
    "--against", default="", metavar="FILE", help="Another workspace to look for matches in, too."
)
@pass_desk
def serve(desk: Desk, /, article: str, host: str, port: int, theme: str, against: str) -> None:
    """The screen in a browser, until Ctrl-C.

    Prints a link that lets one browser in, once; when it was used, a new one for the next. Nobody
    comes in without, and nothing is fetched from the network.
    """
    if importlib.util.find_spec("textual_serve") is None:
        raise WorkspaceError(
            "The screen in a browser needs the package textual-serve.",
            hint="Install it: pip install 'annot-ledger[serve]'",
        )
    _require(desk, article, theme, against)
    listening = _listening(host, port)
    from annot.tui.serving import serve as serve_screens

    say("Open this link in a browser; it works once. Ctrl-C ends.")
    if host not in (LOOPBACK, "localhost", "::1"):
        say("Others can reach this computer; what goes over the network is not encrypted.")
    serve_screens(_command(desk, article, theme, against), listening, host=host, invite=write)
    say("Ended; what was done is saved.")


def _require(desk: Desk, article: str, theme: str, against: str) -> None:
    """Raise now what would keep every screen from opening.

    Raises:
        AnnotError: If there is no such workspace, article or theme, or the settings are wrong.
    """
    from annot import settings
    from annot.match.elsewhere import matching
    from annot.store.reading import Reader
    from annot.tui.own_keys import own_keys
    from annot.tui.themes import require

    desk.require()
    found = settings.read()
    require(found.theme, where=found.where("theme"))
    require(theme or found.theme)
    own_keys(found)
    matching(found, against, workspace=desk.path)
    reader = Reader(desk.path)
    try:
        if article:
            reader.article(article)
    finally:
        reader.close()


def _listening(host: str, port: int) -> socket.socket:
    """A socket that listens.

    Raises:
        InvalidValueError: If the name or the port cannot be had.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise InvalidValueError(
            f"Port {port} of {host!r} cannot be listened at: {error.strerror or error}.",
            hint="A free port: annot serve --port 0",
        ) from error


def _command(desk: Desk, article: str, theme: str, against: str) -> list[str]:
    """What runs a screen on this workspace."""
    return [
        *(sys.executable, "-m", "annot", *desk.handed_on()),
        *(("--as", desk.actor) if desk.actor else ()),
        "review",
        *(("--theme", theme) if theme else ()),
        *(("--against", str(Path(against).absolute())) if against else ()),
        *(("--", article) if article else ()),
    ]
