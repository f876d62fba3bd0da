from __future__ import annotations

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import OptionList

from annot.tui.keys import Key
from annot.tui.palette import palette

TABLE = (
    Key(("right_square_bracket",), "go(1)", "next", "The next claim", "Move"),
    Key(("left_square_bracket",), "go(-1)", "previous", "The claim before [/]", "Move"),
    Key(("ctrl+r",), "redo", "redo", "Do once more what was taken back", "Edit"),
)


class Desk(Screen[None]):
    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def action_go(self, steps: int) -> None:
        self.done.append(f"go {steps}")

    def action_redo(self) -> None:
        self.done.append("redo")


class Review(App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk()

    async def on_mount(self) -> None:
        await self.push_screen(self.desk)
        await self.push_screen(palette(TABLE))


async def settle(pilot: Pilot[None]) -> list[str]:
    """The lines offered, once the palette has searched."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    options = pilot.app.screen.query_one(OptionList).options
    return [str(option.prompt) for option in options]


async def test_all_acts_are_offered_with_their_keys() -> None:
    app = Review()
    async with app.run_test(size=(80, 24)) as pilot:
        offered = await settle(pilot)
        assert [line.split()[:2] for line in offered[:3]] == [
            ["]", "next"],
            ["[", "previous"],
            ["ctrl+r", "redo"],
        ]
        assert offered[1].endswith("The claim before [/]")
        assert len(offered) == 3


@pytest.mark.parametrize(
    ("typed", "done"),
    [("next", "go 1"), ("taken back", "redo"), ("ctrl+r", "redo"), ("[", "go -1")],
)
async def test_acts_are_found_by_name_sentence_and_key_and_done(typed: str, done: str) -> None:
    app = Review()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for character in typed:
            await pilot.press("space" if character == " " else character)
        await settle(pilot)
        await pilot.press("enter", "enter")
        await pilot.pause()
        await pilot.pause()
        assert app.desk.done[:1] == [done]
