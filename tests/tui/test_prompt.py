from __future__ import annotations

import pytest
from textual import on
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from annot.tui.prompt import Prompt

HOSTILE = "status:todo\x1b[2J [/] [@click=app.quit]x[/] \u202e\n two"


class Owner(Screen[None]):
    def __init__(self) -> None:
        super().__init__()
        self.prompt = Prompt()
        self.heard: list[tuple[str, ...]] = []
        self.refusal = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield self.prompt

    @on(Prompt.Changed)
    def _changed(self, message: Prompt.Changed) -> None:
        self.heard.append(("changed", message.kind, message.value))

    @on(Prompt.Submitted)
    def _submitted(self, message: Prompt.Submitted) -> None:
        self.heard.append(("submitted", message.kind, message.value))
        self.prompt.refuse("" + self.refusal)

    @on(Prompt.Closed)
    def _closed(self, message: Prompt.Closed) -> None:
        self.heard.append(("closed", message.kind))


class Desk(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.owner = Owner()
        self.prompt = self.owner.prompt
        self.heard = self.owner.heard

    def get_default_screen(self) -> Owner:
        return self.owner


async def test_it_asks_tells_each_change_and_closes_when_answered() -> None:
    app = Desk()
    async with app.run_test(size=(60, 3)) as pilot:
        assert not app.prompt.display
        app.prompt.ask("filter", "Filter [claims]")
        await pilot.pause()
        assert app.prompt.region.height == 1
        assert str(app.prompt.query_one("#prompt-label", Static).visual) == "Filter [claims]"
        await pilot.press("a", "b", "enter")
        await pilot.pause()
        assert app.heard == [
            ("changed", "filter", "a"),
            ("changed", "filter", "ab"),
            ("submitted", "filter", "ab"),
            ("closed", "filter"),
        ]
        assert not app.prompt.is_open
        assert app.prompt.region.height == 0


async def test_esc_gives_up() -> None:
    app = Desk()
    async with app.run_test(size=(60, 3)) as pilot:
        app.prompt.ask("search", "Search", "word")
        await pilot.press("escape")
        await pilot.pause()
        assert app.heard == [("closed", "search")]
        assert not app.prompt.is_open


async def test_what_is_refused_stays_to_be_corrected() -> None:
    app = Desk()
    app.owner.refusal = "There is no [claim] 9\x1b."
    async with app.run_test(size=(60, 3)) as pilot:
        app.prompt.ask("claim", "Claim number")
        await pilot.press("9", "enter")
        await pilot.pause()
        assert app.prompt.is_open
        assert app.prompt.value == "9"
        assert str(app.prompt.query_one("#prompt-error", Static).visual) == (
            "There is no [claim] 9␛."
        )
        app.owner.refusal = ""
        await pilot.press("backspace", "7", "enter")
        await pilot.pause()
        assert app.heard[-2:] == [("submitted", "claim", "7"), ("closed", "claim")]


async def test_a_value_from_outside_is_shown_harmless_and_comes_back_as_it_was() -> None:
    app = Desk()
    async with app.run_test(size=(60, 3)) as pilot:
        app.prompt.ask("filter", "Filter", HOSTILE)
        await pilot.pause()
        assert app.prompt.value == HOSTILE
        await pilot.press("!", "enter")
        await pilot.pause()
        assert app.heard == [
            ("changed", "filter", HOSTILE + "!"),
            ("submitted", "filter", HOSTILE + "!"),
            ("closed", "filter"),
        ]


async def test_asking_something_else_begins_anew() -> None:
    app = Desk()
    async with app.run_test(size=(60, 3)) as pilot:
        app.prompt.ask("filter", "Filter", "old")
        app.prompt.refuse("wrong")
        app.prompt.ask("search", "Search")
        await pilot.press("x")
        await pilot.pause()
        assert app.prompt.value == "x"
        assert str(app.prompt.query_one("#prompt-error", Static).visual) == ""
        assert app.heard == [("changed", "search", "x")]


async def test_a_bug_in_who_hears_the_answer_ends_the_program_and_nothing_waits_for_ever() -> None:
    app = Desk()
    app.owner.refusal = None  # type: ignore[assignment]

    async def answer() -> None:
        async with app.run_test(size=(60, 3)) as pilot:
            app.prompt.ask("claim", "Claim number")
            await pilot.press("9", "enter", "8")

    with pytest.raises(TypeError):
        await answer()
