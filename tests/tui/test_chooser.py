"""Choosing one of few or of very many."""

from __future__ import annotations

import time

from textual.app import App

from annot.tui.chooser import Chooser

LONG = (
    "a long line with \x1b[2J[/] that ends far away from where it begins, in the last of its words"
)


class Desk(App[None]):
    def __init__(self, rows: list[tuple[str, str]]) -> None:
        super().__init__()
        self.rows = rows
        self.chosen: list[str | None] = []

    def on_mount(self) -> None:
        self.push_screen(Chooser("Which?", self.rows), self.chosen.append)

    @property
    def text(self) -> str:
        strips = self.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def test_a_row_is_chosen_by_key_and_by_mouse() -> None:
    app = Desk([("one", "The first"), ("two", "The second"), ("three", "The third")])
    async with app.run_test(size=(40, 16)) as pilot:
        await pilot.press("j", "down", "k", "enter")
        assert app.chosen == ["two"]
        app.on_mount()
        await pilot.pause()
        line = next(y for y, line in enumerate(app.text.split("\n")) if "The third" in line)
        await pilot.click(offset=(10, line))
        assert app.chosen == ["two", "three"]
        app.on_mount()
        await pilot.press("escape")
        assert app.chosen == ["two", "three", None]


async def test_the_row_in_hand_is_seen_in_full_on_a_small_screen() -> None:
    app = Desk([("one", "short"), ("two", LONG)])
    async with app.run_test(size=(60, 16)) as pilot:
        assert "in the last of its words" not in app.text
        await pilot.press("G")
        assert "in the last of its words" in app.text
        assert "\x1b" not in app.text
        assert "␛[2J[/]" in app.text


async def test_very_many_rows_open_at_once_and_are_reached() -> None:
    rows = [(str(number), f"row {number}") for number in range(200_000)]
    app = Desk(rows)
    async with app.run_test(size=(80, 24)) as pilot:
        began = time.perf_counter()
        await pilot.press("G")
        assert "row 199999" in app.text
        await pilot.press("pageup", "enter")
        assert time.perf_counter() - began < 3
    assert int(app.chosen[0] or 0) in range(199_970, 199_999)
