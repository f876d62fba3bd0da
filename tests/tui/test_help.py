from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import App
from textual.containers import VerticalScroll

from annot.tui.help import HelpScreen, table
from annot.tui.key_names import key_name
from annot.tui.keys import KEYS, Key


class Desk(App[None]):
    def on_mount(self) -> None:
        self.push_screen(HelpScreen(KEYS))


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("right_square_bracket", "]"),
        ("question_mark", "?"),
        ("ctrl+r", "ctrl+r"),
        ("shift+tab", "shift+tab"),
        ("enter", "Enter"),
        ("escape", "Esc"),
        ("pagedown", "PgDn"),
        ("G", "G"),
        ("down", "↓"),
        ("full_stop", "."),
    ],
)
def test_keys_are_called_what_people_call_them(key: str, name: str) -> None:
    assert key_name(key) == name


@pytest.mark.parametrize("width", [30, 74, 155, 195])
def test_every_key_is_told_with_its_sentence_at_any_width(width: int) -> None:
    lines = [line.plain for line in table(KEYS, width)]
    assert {cell_len(line) for line in lines} <= set(range(width - 2, width + 1))
    said = " ".join(" ".join(lines).split())
    for key in KEYS:
        assert key_name(key.keys[0]) in said
        assert key.help.split()[0] in said
        assert key.group in said
    if width == 74:
        for key in KEYS:
            assert any(
                line.startswith(key_name(key.keys[0])) and line.rstrip().endswith(key.help)
                for line in lines
            )


def test_wide_screens_show_columns() -> None:
    assert len(table(KEYS, 155)) <= 52 < len(table(KEYS, 74))


def test_a_sentence_may_have_brackets_and_an_empty_table_has_no_lines() -> None:
    key = Key(("left_square_bracket",), "x", "x", "Go [/] on [b]", "Group")
    assert table([key], 40)[1].plain.split() == ["[", "Go", "[/]", "on", "[b]"]
    assert table([], 40) == []


@pytest.mark.parametrize("key", ["question_mark", "escape", "q"])
async def test_it_scrolls_and_closes(key: str) -> None:
    app = Desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        window = app.screen.query_one(VerticalScroll)
        await pilot.press("j", "j", "k", "down")
        await pilot.pause()
        assert window.scroll_offset.y == 2
        await pilot.press("end")
        await pilot.pause()
        assert window.scroll_offset.y == window.max_scroll_y > 0
        await pilot.press(key)
        await pilot.pause()
        assert not isinstance(app.screen, HelpScreen)


async def test_it_follows_the_width_of_the_terminal() -> None:
    app = Desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        window = app.screen.query_one(VerticalScroll)
        tall = window.virtual_size.height
        await pilot.resize_terminal(160, 48)
        await pilot.pause()
        assert window.virtual_size.height < tall
        assert window.max_scroll_y < 12  # nearly all is seen at once
