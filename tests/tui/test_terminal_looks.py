"""Terminals of few colours, or none: signs and manners say what colours say elsewhere."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from tmux_terminal import Terminal

import annot
from annot.store.models import Article
from annot.tui.no_color import NoColor

pytestmark = [
    pytest.mark.terminal,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed"),
]

SIGN_OF_MANNER = re.compile(r"\x1b\[([\d;]*)m")
EXACT = re.compile(r"[34]8;2;")
OF_256 = re.compile(r"[34]8;5;")
REVERSE = "7"
Open = Callable[..., Terminal]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    found: list[Terminal] = []

    def open_terminal(**environment: str) -> Terminal:
        found.append(Terminal(tmp_path, (80, 24), **environment))
        return found[-1]

    yield open_terminal
    for terminal in found:
        terminal.close()


@pytest.fixture(autouse=True)
def claims(workspace: annot.Workspace, article: Article) -> None:
    for quote in ("opened in 1998", "12 of its 30 readings"):
        workspace.claims.add(article, quote=quote)
    workspace.claims.set([2], verdict="refuted")


def manners(painted: str) -> list[str]:
    """What the screen's codes ask for, code by code; a colour of many numbers is one."""
    return [code for codes in SIGN_OF_MANNER.findall(painted) for code in codes.split(";") if code]


def colours(painted: str) -> list[str]:
    """The codes of colours: 30 to 48 and 90 to 107; 39 and 49 are the terminal's own."""
    shades = {
        str(code) for code in (*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108))
    }
    return [code for code in manners(painted) if code in shades]


@pytest.mark.parametrize("colors", ["truecolor", ""])
def test_no_colour_means_none_and_the_signs_say_it(opened: Open, colors: str) -> None:
    terminal = opened(NO_COLOR="1", COLORTERM=colors)
    terminal.see("opened in 1998", "✗", "○", "1 of 2")
    terminal.press("BTab")
    terminal.see("▸", "12 of its 30 readings")
    assert not colours(terminal.painted)
    assert REVERSE in manners(terminal.painted)
    for key, words in (
        ("a", "Evidence for claim 1"),
        ("?", "The next open claim"),
        ("H", "The rules of"),
    ):
        terminal.type(key)
        terminal.see(words)
        assert not colours(terminal.painted)
        terminal.press("Escape")
        terminal.not_see(words)
    terminal.type("f")
    terminal.see("Filter")
    assert not colours(terminal.painted)


@pytest.mark.parametrize("term", ["xterm-16color", "screen", "linux"])
def test_a_terminal_of_few_colours_is_asked_for_no_more(opened: Open, term: str) -> None:
    terminal = opened(TERM=term, COLORTERM="")
    terminal.see("opened in 1998", "✗", "○", "1 of 2")
    painted = terminal.painted
    assert not EXACT.search(painted)
    assert not OF_256.search(painted)
    assert colours(painted)
    terminal.type("]4")
    terminal.see("claim 2: refuted")
    terminal.type("q")
    terminal.see("ended 0")


def test_what_is_not_a_colour_stays() -> None:
    style = Style.parse("bold reverse red on blue")
    (kept,) = NoColor().apply([Segment("word", style)], Color(0, 0, 0))
    assert kept.text == "word"
    assert kept.style == Style.parse("bold reverse")
