"""The review screen in a browser: Textual's server behind a door, with a page of our own.

Each page that is opened runs a screen in a process of its own. Nothing is fetched from elsewhere:
the page, its script and its font come from here, and the browser is told to take them from nowhere
else.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from shlex import join

import textual_serve
from aiohttp import web
from textual_serve.server import Server

from annot.tui.door import Door

PAGE = Path(__file__).parent / "page"
STATIC = Path(textual_serve.__file__).parent / "static"
SHUTDOWN_SECONDS = 5.0
"""How long an open page may keep the end waiting."""

_REFUSED = "This page needs the link that annot serve has printed; each link works once."
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self' ws://{host} wss://{host}; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


class ReviewServer(Server):
    """Serves screens to invited browsers.

    Args:
        command: What runs a screen.
        door: Who may come in.
        listening: A socket that listens.
        invite: Is told the link for the next browser, at the beginning and whenever one was used.
    """

    def __init__(
        self,
        command: Sequence[str],
        door: Door,
        listening: socket.socket,
        invite: Callable[[str], object],
    ) -> None:
        self._host, self._port = door_address(listening)
        super().__init__(join(command), host=self._host, port=self._port, title="annot")
        self._door = door
        self._socket = listening
        self._invite = invite
        self._pages: set[asyncio.Task[object]] = set()

    def run(self) -> None:
        """Serve until Ctrl-C, or until the program is told to end."""
        logging.getLogger("textual-serve").setLevel(logging.CRITICAL)
        web.run_app(
            self._make_app(),
            sock=self._socket,
            shutdown_timeout=SHUTDOWN_SECONDS,
            access_log=None,  # it would write the invitations down
            print=lambda *_: None,
        )

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[self._guard])
        app.add_routes(
            [
                web.get("/", self._index),
                web.get("/ws", self.handle_websocket),
                web.get("/download/{key}", self.handle_download),
                web.static("/page", PAGE),
                web.static("/static", STATIC),
            ]
        )
        app.on_response_prepare.append(self._protect)
        app.on_startup.append(self.on_startup)
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Give out the first invitation."""
        self._give_invitation()

    async def on_shutdown(self, app: web.Application) -> None:
        """Close the open pages; their screens finish what was begun."""
        for page in self._pages:
            page.cancel()
        if self._pages:
            await asyncio.wait(self._pages, timeout=SHUTDOWN_SECONDS)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Connect an open page with a screen of its own."""
        page = asyncio.current_task()
        assert page is not None
        self._pages.add(page)
        try:
            return await super().handle_websocket(request)
        finally:
            self._pages.discard(page)

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], object]
    ) -> web.StreamResponse:
        host = request.headers.get("Host", "")
        if not self._door.is_ours(host):
            raise web.HTTPMisdirectedRequest(text="This is not a name of this server.")
        origin = request.headers.get("Origin", "")
        if (origin or request.path == "/ws") and not self._door.is_own_page(origin, host):
            raise web.HTTPForbidden(text="This page belongs to another site.")
        if request.path == "/" and "token" in request.query:
            return self._enter(request.query["token"])
        if not self._door.knows(request.cookies.get(self._cookie, "")):
            raise web.HTTPForbidden(text=_REFUSED)
        return await handler(request)  # type: ignore[misc, no-any-return]

    def _enter(self, token: str) -> web.Response:
        session = self._door.enter(token)
        if not session:
            raise web.HTTPForbidden(text=_REFUSED)
        self._give_invitation()
        # The link with its secret stays neither in the address line nor in the history.
        entered = web.Response(status=303, headers={"Location": "/"})
        entered.set_cookie(self._cookie, session, httponly=True, samesite="Strict", path="/")
        return entered

    @property
    def _cookie(self) -> str:
        """The name of the cookie; browsers keep the cookies of all ports of a host together."""
        return f"annot-{self._port}"

    async def _index(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(PAGE / "index.html")

    async def _protect(self, request: web.Request, response: web.StreamResponse) -> None:
        response.headers.update(
            {
                "Content-Security-Policy": _POLICY.format(host=request.host),
                "Referrer-Policy": "no-referrer",
                "X-Content-Type-Options": "nosniff",
                "Cross-Origin-Resource-Policy": "same-origin",
                "Cross-Origin-Opener-Policy": "same-origin",
                "Cache-Control": "no-store",
            }
        )

    def _give_invitation(self) -> None:
        name = f"[{self._host}]" if ":" in self._host else self._host
        self._invite(f"http://{name}:{self._port}/?token={self._door.invitation}")


def door_address(listening: socket.socket) -> tuple[str, int]:
    """The address to go to, and the port; for a socket that listens everywhere, this machine's."""
    host, port = listening.getsockname()[:2]
    return (socket.gethostname() if host in ("0.0.0.0", "::") else host), port  # noqa: S104


def serve(
    command: Sequence[str],
    listening: socket.socket,
    *,
    host: str,
    invite: Callable[[str], object],
) -> None:
    """Serve screens at a socket until Ctrl-C.

    Args:
        command: What runs a screen.
        listening: A socket that listens.
        host: The name or address that it was made for.
        invite: Is told the link for the next browser.
    """
    # A terminal that serves is not the one that shows.
    os.environ.pop("COLORFGBG", None)
    ReviewServer(command, Door(host), listening, invite).run()
