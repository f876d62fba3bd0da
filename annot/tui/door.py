"""Who may come in by the browser: those with an invitation, from this very page, under our name.

An invitation is a link that works once; whoever used it has a session from then on, which the
browser keeps in a cookie that no script can read. Other sites cannot use it: the name under which
the page was asked for must be one of ours (against names that others let point here), and what a
page asks for must come from our own.
"""

from __future__ import annotations

import ipaddress
import secrets
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

_BYTES = 32
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_ANYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not bound to


class Door:
    """The invitation that is out, and the sessions that came of earlier ones.

    Args:
        host: The name or address that is listened at.
        names: More names under which it may be reached.
    """

    def __init__(self, host: str, names: Iterable[str] = ()) -> None:
        self._is_everywhere = host in _ANYWHERE
        own = _own_names() if self._is_everywhere else ()
        is_near = self._is_everywhere or host in _LOOPBACK
        self._names = {*map(str.lower, (host, *names, *own)), *(_LOOPBACK if is_near else ())}
        self._invitation = secrets.token_urlsafe(_BYTES)
        self._sessions: set[str] = set()

    @property
    def invitation(self) -> str:
        """The secret that lets the next browser in."""
        return self._invitation

    def enter(self, invitation: str) -> str:
        """The session for an invitation, which is used up by it; empty if it is not the one out."""
        if not secrets.compare_digest(invitation.encode(), self._invitation.encode()):
            return ""
        self._invitation = secrets.token_urlsafe(_BYTES)
        session = secrets.token_urlsafe(_BYTES)
        self._sessions.add(session)
        return session

    def knows(self, session: str) -> bool:
        """Whether a session is one of an invited browser."""
        return any(
            secrets.compare_digest(session.encode(), known.encode()) for known in self._sessions
        )

    def is_ours(self, host: str) -> bool:
        """Whether a `Host` header names us.

        Args:
            host: A name or address, perhaps with a port.
        """
        name = _name(f"//{host}")
        return name in self._names or (self._is_everywhere and _is_address(name))

    def is_own_page(self, origin: str, host: str) -> bool:
        """Whether an `Origin` header is that of a page of ours.

        Args:
            origin: Scheme, name and port.
            host: The `Host` header that came with it.
        """
        scheme, _, rest = origin.partition("://")
        return scheme in ("http", "https") and rest.lower() == host.lower() and self.is_ours(host)


def _name(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    """Whether it is an address itself: no name was looked up that others could let point here."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _own_names() -> tuple[str, ...]:
    return (socket.gethostname(), socket.getfqdn())
