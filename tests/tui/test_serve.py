"""`annot serve`: who comes in and who does not, and the screen in a real Chromium."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import annot
from annot.cli import main
from annot.store.models import Article
from annot.tui.door import Door

serving = pytest.importorskip("textual_serve") and __import__("serving")

PATIENCE = 30.0


@pytest.fixture
def served(path: Path, workspace: annot.Workspace, article: Article) -> Iterator[Any]:
    workspace.claims.add(article, quote="opened in 1998")
    with serving.Served(path) as running:
        yield running


# The door


def test_an_invitation_lets_one_in_once() -> None:
    door = Door("127.0.0.1")
    first = door.invitation
    session = door.enter(first)
    assert door.knows(session)
    assert door.invitation != first
    assert not door.enter(first)
    assert not door.enter("")
    assert not door.enter("ä")
    assert not door.knows("")
    assert not door.knows(first)
    assert door.knows(door.enter(door.invitation))
    assert door.knows(session)


@pytest.mark.parametrize(
    ("host", "asked", "is_ours"),
    [
        ("127.0.0.1", "127.0.0.1:8000", True),
        ("127.0.0.1", "localhost:8000", True),
        ("127.0.0.1", "LOCALHOST", True),
        ("127.0.0.1", "[::1]:8000", True),
        ("127.0.0.1", "evil.example:8000", False),
        ("127.0.0.1", "127.0.0.1.evil.example", False),
        ("127.0.0.1", "evil.example@127.0.0.1", True),
        ("127.0.0.1", "192.168.0.7:8000", False),
        ("127.0.0.1", "", False),
        ("127.0.0.1", "[::1", False),
        ("desk.example", "desk.example:8000", True),
        ("desk.example", "localhost:8000", False),
        ("0.0.0.0", "192.168.0.7:8000", True),
        ("0.0.0.0", f"{socket.gethostname()}:8000", True),
        ("0.0.0.0", "evil.example:8000", False),
    ],
)
def test_only_names_of_ours_are_answered(host: str, asked: str, is_ours: bool) -> None:
    assert Door(host).is_ours(asked) is is_ours


@pytest.mark.parametrize(
    ("origin", "is_own"),
    [
        ("http://127.0.0.1:8000", True),
        ("https://127.0.0.1:8000", True),
        ("http://127.0.0.1:9000", False),
        ("http://localhost:8000", False),
        ("http://evil.example", False),
        ("null", False),
        ("", False),
        ("file://127.0.0.1:8000", False),
    ],
)
def test_only_our_own_page_may_ask(origin: str, is_own: bool) -> None:
    assert Door("127.0.0.1").is_own_page(origin, "127.0.0.1:8000") is is_own


# The server


def test_nobody_comes_in_without_an_invitation_from_elsewhere_or_twice(served: Any) -> None:
    link = urlsplit(served.link)
    assert (link.hostname, link.path) == ("127.0.0.1", "/")
    secret = f"/?{link.query}"
    for path in (
        "/",
        "/ws",
        "/page/index.html",
        "/static/js/textual.js",
        "/download/x",
        "/?token=x",
    ):
        assert served.get(path).status == 403, path
    assert served.get(secret, host="evil.example").status == 421
    assert served.get(secret, headers={"Origin": "http://evil.example"}).status == 403
    entered = served.get(secret)
    assert (entered.status, entered.headers["Location"]) == (303, "/")
    assert served.get(secret).status == 403, "the link works once"
    cookie = entered.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    mine = {"Cookie": cookie.partition(";")[0]}
    page = served.get("/", headers=mine)
    assert page.status == 200
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert served.get("/ws", headers=mine).status == 403, "it must say from which page it comes"
    foreign = {**mine, "Origin": "http://evil.example"}
    assert served.get("/ws", headers=foreign).status == 403
    assert served.get("/", headers=mine, host=f"evil.example:{served.port}").status == 421
    second = urlsplit(served.next_link())
    assert second.query != link.query
    assert served.get(f"/?{second.query}").status == 303, "each browser has a link of its own"
    assert not served.children, "no screen runs for those who were not let in"


def test_it_listens_at_this_computer_alone_and_ends_with_ctrl_c(served: Any) -> None:
    own = next(
        (found[4][0] for found in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)),
        "127.0.0.1",
    )
    if not own.startswith("127."):
        with pytest.raises(OSError, match="refused"):
            socket.create_connection((own, served.port), timeout=5)
    code, said = served.interrupt()
    assert code == 0
    assert said.splitlines()[-1] == "Ended; what was done is saved."
    assert "Traceback" not in said


def test_what_keeps_a_screen_from_opening_is_told_at_once(
    path: Path, workspace: annot.Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-d", str(path), "serve", "nowhere"]) == 3
    assert main(["-d", str(path), "serve", "--theme", "drak"]) == 4
    assert main(["-d", str(path.with_name("none.db")), "serve"]) == 10
    with socket.create_server(("127.0.0.1", 0)) as other:
        assert main(["-d", str(path), "serve", "--port", str(other.getsockname()[1])]) == 4
    assert main(["-d", str(path), "serve", "--host", "no.such.invalid"]) == 4
    assert "cannot be listened at" in capsys.readouterr().err


def test_without_the_package_one_sentence_says_how_to_have_it(
    path: Path, workspace: annot.Workspace, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["-d", str(path), "serve"]) == 10
    said = capsys.readouterr().err
    assert "needs the package textual-serve" in said
    assert "pip install 'annot-ledger[serve]'" in said


# In a browser


class Tab:
    """A page of the browser, with what it asked for and complained of."""

    def __init__(self, browser: Any, link: str) -> None:
        self.page = browser.new_page(viewport={"width": 1280, "height": 800})
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.received = bytearray()
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("websocket", self._connected)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._said)
        self.page.goto(link)

    def _connected(self, websocket: Any) -> None:
        self.requests.append(websocket.url)
        websocket.on("framereceived", lambda data: self.received.extend(
            data if isinstance(data, bytes) else data.encode()))  # fmt: skip

    def _said(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def see(self, words: str) -> None:
        """Wait until the screen has sent words."""
        deadline = time.monotonic() + PATIENCE
        while words.encode() not in self.received:
            assert time.monotonic() < deadline, f"{words!r} never came; {self.complaints}"
            self.page.wait_for_timeout(50)


@pytest.mark.browser
def test_the_screen_works_in_a_browser(
    browser: Any, served: Any, workspace: annot.Workspace
) -> None:
    link = served.link
    tab = Tab(browser, link)
    tab.see("Mill Street")
    tab.see("opened in 1998")
    tab.page.wait_for_selector("body.-first-byte #terminal canvas")
    assert "token" not in tab.page.url
    box = tab.page.locator("#terminal").bounding_box()
    assert (box["width"], box["height"]) == (1280, 800)
    tab.page.keyboard.type("4")
    tab.see("claim 1: refuted")
    assert workspace.claims.get(1).verdict == "refuted"
    tab.page.keyboard.press("Control+r")
    tab.page.keyboard.type("u")
    tab.see("undone")
    assert workspace.claims.get(1).verdict is None
    assert {urlsplit(url).netloc for url in tab.requests} == {f"127.0.0.1:{served.port}"}
    tab.page.keyboard.type("q")
    tab.page.get_by_text("Open it again").click()
    tab.page.wait_for_selector("body.-first-byte #terminal canvas")
    assert not [line for line in tab.complaints if "Content Security Policy" in line]
    stranger = browser.new_context().new_page()
    assert stranger.goto(link).status == 403
    (screen,) = served.children
    code, said = served.interrupt()
    assert (code, "Traceback" in said) == (0, False)
    assert not Path(f"/proc/{screen}").exists(), "no screen is left behind"
    tab.page.close()
