"""Hearing that others wrote, as soon as they did: LISTEN on a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable

import psycopg

from annot.errors import AnnotError
from annot.store.place import Server
from annot.store.postgres_server import CHANNEL, connect

_AGAIN_SECONDS = 5.0
_LOOK_SECONDS = 0.5
"""How often it is looked whether nobody wants to hear any more."""


class Listening:
    """Calls a function whenever somebody has written, in a thread of its own.

    Many writings at once may be told once. If the connection is lost it is made again, and what may
    have been missed meanwhile is told.

    Args:
        server: The workspace.
        heard: What is called, from the thread.
    """

    def __init__(self, server: Server, heard: Callable[[], object]) -> None:
        self._server = server
        self._heard = heard
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="annot-listening", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Hear no more."""
        self._ended.set()

    def _listen(self) -> None:
        is_first = True
        while not self._ended.is_set():
            try:
                self._listen_once(missed=not is_first)
            except (AnnotError, psycopg.Error):
                self._ended.wait(_AGAIN_SECONDS)
            is_first = False

    def _listen_once(self, *, missed: bool) -> None:
        connection = connect(self._server)
        try:
            connection.autocommit = True
            connection.execute(f"LISTEN {CHANNEL}")
            if missed:
                self._heard()
            while not self._ended.is_set():
                for _ in connection.notifies(timeout=_LOOK_SECONDS, stop_after=1):
                    if not self._ended.is_set():
                        self._heard()
        finally:
            connection.close()
