"""`annot serve` as a process of its own, and the links that it prints."""

from __future__ import annotations

import http.client
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

PATIENCE = 30.0


class Served:
    """A running `annot serve`, at a port of its own.

    Attributes:
        link: The link that it printed last.
    """

    def __init__(self, path: Path, *options: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "annot", "-d", str(path), "--as", "dana",
             "serve", "--port", "0", *options],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        self._links: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.link = self.next_link()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._links.put(line.strip())

    def next_link(self) -> str:
        """The link printed after the last one."""
        self.link = self._links.get(timeout=PATIENCE)
        return self.link

    @property
    def port(self) -> int:
        port = urlsplit(self.link).port
        assert port is not None
        return port

    @property
    def children(self) -> list[int]:
        """The processes that show a screen."""
        tasks = Path(f"/proc/{self._process.pid}/task").iterdir()
        return [int(pid) for task in tasks for pid in (task / "children").read_text().split()]

    def get(
        self, path: str, *, host: str = "", headers: Mapping[str, str] = {}
    ) -> http.client.HTTPResponse:
        """Ask for something, as a program may that says what it likes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(
            "GET", path, headers={"Host": host or f"127.0.0.1:{self.port}", **headers}
        )
        response = connection.getresponse()
        response.read()
        connection.close()
        return response

    def interrupt(self) -> tuple[int, str]:
        """Press Ctrl-C; the exit code and what was said."""
        self._process.send_signal(signal.SIGINT)
        code = self._process.wait(timeout=PATIENCE)
        assert self._process.stderr is not None
        return code, self._process.stderr.read()
