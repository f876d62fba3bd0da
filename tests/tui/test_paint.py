"""What we draw ourselves can be read in every theme, and without any colour."""

from __future__ import annotations

import pytest
from contrast import ratio
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color
from textual.theme import BUILTIN_THEMES
from textual.widgets import Static

from annot.tui import article_look, claim_look, key_bar, row_list, source_list, status_line
from annot.tui.paint import Painter

LOOKS = (article_look, claim_look, key_bar, row_list, source_list, status_line)
TABLES = [table.PAINTS for table in LOOKS]
LEAST_CONTRAST = 2.5
COLOURED = sorted(name for name, theme in BUILTIN_THEMES.items() if not theme.ansi)
BARE = sorted(name for name, theme in BUILTIN_THEMES.items() if theme.ansi)


class Ground(App[None]):
    """A widget to paint on."""

    CSS = "Static { background: $surface; color: $foreground; }"

    def compose(self) -> ComposeResult:
        """The widget."""
        yield Static()


async def painted(theme: str) -> dict[str, Style]:
    app = Ground()
    async with app.run_test() as pilot:
        app.theme = theme
        await pilot.pause()
        ground = app.query_one(Static)
        return {
            name: ground.rich_style + Painter(ground, table)(name)
            for table in TABLES
            for name in table
        }


def contrast(style: Style) -> float:
    assert style.color is not None
    assert style.bgcolor is not None
    letters, ground = Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)
    return ratio(letters, ground)


@pytest.mark.parametrize("theme", COLOURED)
async def test_letters_stand_out_from_their_ground_in_every_theme(theme: str) -> None:
    faint = {
        name: round(contrast(style), 2)
        for name, style in (await painted(theme)).items()
        if contrast(style) < LEAST_CONTRAST
    }
    assert not faint


@pytest.mark.parametrize("theme", BARE)
async def test_the_terminals_own_colours_get_no_ground_that_nobody_can_vouch_for(
    theme: str,
) -> None:
    for name, style in (await painted(theme)).items():
        assert style.bgcolor is None or style.bgcolor.is_default, name


async def test_without_colours_cursor_and_selection_are_told_by_reverse() -> None:
    app = Ground()
    async with app.run_test():
        app.no_color = True
        paint = Painter(app.query_one(Static), article_look.PAINTS)
        assert paint("cursor").reverse
        assert paint("selection").reverse
        assert paint("in-hand").underline
