"""Every letter of every screen can be read in every theme, and themes are chosen and kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from contrast import ratio
from reviewing import WIDE, Review, reviewing
from rich.color import Color as RichColor
from rich.console import Console
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color
from textual.screen import ModalScreen
from textual.widgets import Static

import annot
from annot import settings
from annot.errors import InvalidValueError
from annot.store.models import Article
from annot.tui import (
    article_look,
    claim_look,
    key_bar,
    row_list,
    source_list,
    status_line,
    themes,
)
from annot.tui.article_look import GutterLook, Look
from annot.tui.paint import Painter
from annot.tui.passages import Mark
from annot.vocabulary import Status, Verdict

LEAST = {"dark": 4.5, "light": 4.5, "contrast": 7.0, "contrast-light": 7.0}
OURS = list(LEAST)


class Ground(App[None]):
    """A widget of each ground that is painted on, in a theme of ours."""

    CSS = """
    Static { color: $foreground; }
    #surface { background: $surface; }
    #panel { background: $panel; }
    """

    def __init__(self, theme: str) -> None:
        super().__init__()
        self.register_theme(themes.theme(theme))
        self.theme = theme

    def compose(self) -> ComposeResult:
        yield Static(id="surface")
        yield Static(id="panel")

    def painter(self, ground: str, table: object) -> tuple[Style, Painter]:
        widget = self.query_one(f"#{ground}", Static)
        return widget.rich_style, Painter(widget, table.PAINTS)  # type: ignore[attr-defined]


def article_styles(app: Ground) -> Iterator[tuple[str, Style]]:
    """All looks that a place of an article can have."""
    base, paint = app.painter("surface", article_look)
    marks = [Mark(status, verdict) for status, verdict in product(Status, (None, *Verdict))]
    flags = list(product((False, True), repeat=5))
    for mark, (overlap, dimmed, in_hand, selected, cursor) in product([None, *marks], flags):
        look = Look(mark, overlap, dimmed, in_hand, selected, cursor)
        yield str(look), article_look.style(look, base, paint)
    for gutter in (GutterLook(), GutterLook(uncovered=True), *map(GutterLook, marks)):
        yield str(gutter), article_look.style(gutter, base, paint)


def other_styles(app: Ground) -> Iterator[tuple[str, Style]]:
    """The looks of claim in hand, list, status line and key bar, on each ground they lie on."""
    for table, ground, beneath in (
        (claim_look, "surface", ("", "chosen", "chosen-blurred")),
        (row_list, "surface", ("", "cursor-blurred")),
        (source_list, "surface", ("", "cursor-blurred")),
        (status_line, "panel", ("",)),
        (key_bar, "panel", ("",)),
    ):
        base, paint = app.painter(ground, table)
        for name, under in product(table.PAINTS, beneath):
            below = base + paint(under) if under else base
            yield f"{table.__name__} {name} on {under or ground}", below + paint(name)


def contrast(style: Style) -> float:
    colors = (style.color, style.bgcolor)
    assert all(color is not None for color in colors), style
    one, other = (Color.from_rich_color(color) for color in colors if color is not None)
    return ratio(one, other)


@pytest.mark.parametrize("theme", OURS)
async def test_whatever_we_draw_can_be_read_in_every_theme_of_ours(theme: str) -> None:
    app = Ground(theme)
    async with app.run_test():
        faint = {
            f"{name}: {contrast(style):.2f}"
            for name, style in (*article_styles(app), *other_styles(app))
            if contrast(style) < LEAST[theme] or style.dim
        }
    assert not faint


LINES_AND_BARS = set("─│╭╮╰╯━┃░▁▂▃▄▅▆▇█▔▀▊▎▌▐ ")


def faint_letters(review: Review, least: float) -> set[str]:
    """Runs on the screen whose letters do not stand out; lines and bars are none.

    What lies behind a form or a list is dimmed on purpose: nothing can be done there.
    """
    found = set()
    strips = review.top._compositor.render_strips()
    if isinstance(review.top, ModalScreen):
        x, y, width, height = review.top.children[0].region
        strips = [strip.crop(x, x + width) for strip in strips[y : y + height]]
    for strip in strips:
        for text, style, control in strip:
            if control or style is None or not set(text) - LINES_AND_BARS:
                continue
            color, ground = style.color, style.bgcolor
            assert isinstance(color, RichColor), text
            assert isinstance(ground, RichColor), text
            value = ratio(Color.from_rich_color(color), Color.from_rich_color(ground))
            if value < least or style.dim:
                found.add(f"{text.strip()!r}: {value:.2f} {style}")
    return found


@pytest.mark.parametrize("theme", OURS)
async def test_every_screen_can_be_read(
    path: Path, workspace: annot.Workspace, article: Article, theme: str
) -> None:
    claim = workspace.claims.add(article, quote="opened in 1998")
    workspace.claims.add(article, quote="12 of its 30 readings")
    workspace.claims.set(claim, verdict="inexact", correction="opened in 1999")
    workspace.evidence.add(
        claim, workspace.sources.add(title="Report"), stance="refutes", passage="It opened in 1999."
    )
    workspace.notes.ask(claim, "Which year?", to="author")
    async with reviewing(path, size=WIDE, theme=theme) as review:
        least = LEAST[theme]
        assert not faint_letters(review, least)
        for keys in (
            ("tab",),
            ("tab",),
            ("space",),
            ("question_mark", "question_mark"),
            ("a", "escape"),
            ("p", "escape"),
            ("colon", "escape"),
            ("f", *"tag:x", "enter"),
            ("f", *"wrong:x", "enter", "escape"),
            ("f", "ctrl+u", "enter"),
            ("H", "escape"),
            ("ctrl+o", "escape"),
            ("&", "escape"),
            ("@", "j", "tab", "tab", "a", "escape", "question_mark", "escape", "q"),
            ("L", "x", "space", "enter", "escape", "f", "escape", "question_mark", "escape", "q"),
        ):
            for key in keys:
                await review.press(key)
                await review.app.workers.wait_for_complete()
                await review.pilot.pause()
                assert not faint_letters(review, least), (keys, key)


async def test_a_key_leads_through_the_themes_and_the_choice_is_kept(
    path: Path, workspace: annot.Workspace, article: Article
) -> None:
    workspace.claims.add(article, quote="opened in 1998")
    async with reviewing(path) as review:
        for theme in ("light", "contrast", "contrast-light", "terminal", "dark", "light"):
            await review.press("ctrl+t")
            assert review.app.theme == theme
            assert review.told == f"theme: {theme}"
            assert settings.read().theme == theme
            ground = review.screen.article_view.background_colors[1]
            assert (
                ground.ansi is not None or ground.hex.lower() == themes.PALETTES[theme].grounds[1]
            )


async def test_a_theme_that_cannot_be_kept_is_shown_and_the_reason_told(
    path: Path, workspace: annot.Workspace, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANNOT_SETTINGS", str(path / "settings.toml"))
    async with reviewing(path) as review:
        await review.press("ctrl+t")
        assert review.app.theme == "light"
        assert "cannot be" in review.toasts


@pytest.mark.parametrize("theme", [*themes.CYCLE, "nord", "ansi-light"])
async def test_the_screen_opens_in_any_theme(
    path: Path, workspace: annot.Workspace, article: Article, theme: str
) -> None:
    async with reviewing(path, theme=theme) as review:
        assert review.app.theme == theme
        assert "Mill Street" in review.text


@pytest.mark.parametrize(
    ("environment", "colors", "theme"),
    [
        ({}, "truecolor", "dark"),
        ({}, "256", "dark"),
        ({"COLORFGBG": "0;15"}, "truecolor", "light"),
        ({"COLORFGBG": "15;0"}, "truecolor", "dark"),
        ({"COLORFGBG": "odd"}, "truecolor", "dark"),
        ({}, "standard", "terminal"),
        ({"NO_COLOR": "1", "COLORFGBG": "0;15"}, "truecolor", "terminal"),
    ],
)
def test_without_a_choice_the_terminal_decides(
    environment: dict[str, str], colors: str, theme: str
) -> None:
    console = Console(color_system=colors, force_terminal=True)  # type: ignore[arg-type]
    assert themes.named("auto", environment, console) == theme
    assert themes.named("contrast", environment, console) == "contrast"


def test_there_is_a_theme_for_every_name_and_no_other() -> None:
    for name in settings.THEMES:
        themes.require(name)
    themes.require("nord")
    with pytest.raises(InvalidValueError, match="There is no theme 'drak'") as told:
        themes.require("drak")
    assert "'dark'" in told.value.hint


def test_no_colour_is_literal_outside_the_themes() -> None:
    root = Path(themes.__file__).parent
    literal = re.compile(r"#[0-9a-fA-F]{6}\b|\brgb\(|\$ansi-|\b(ansi_(?!default)\w+)")
    for file in (*root.rglob("*.py"), *root.rglob("*.tcss")):
        if file.name != "themes.py":
            assert not literal.search(file.read_text(encoding="utf-8")), file.name
