from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from annot.tui.choice import Choice

STANCES = (("supports", "supports"), ("refutes", "refutes"), ("context", "context"))


class Asker(App[None]):
    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.choice = choice
        self.heard: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.choice

    def on_mount(self) -> None:
        self.choice.focus()

    def on_choice_changed(self, message: Choice.Changed) -> None:
        self.heard.append(message.value)

    def line(self) -> str:
        return self.choice.render_line(0).text


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["right"], "refutes"),
        (["right", "right", "right"], "supports"),
        (["left"], "context"),
        (["space"], "refutes"),
        (["c"], "context"),
        (["R"], "refutes"),
        (["x"], "supports"),
    ],
)
async def test_keys_choose(keys: list[str], value: str) -> None:
    app = Asker(Choice(STANCES, "supports"))
    async with app.run_test(size=(60, 3)) as pilot:
        await pilot.press(*keys)
        assert app.choice.value == value
        assert f"‹ {value} ›" in app.line()
        assert app.heard[-1:] == ([] if value == "supports" and len(keys) == 1 else [value])


async def test_a_letter_goes_round_the_options_that_begin_with_it() -> None:
    app = Asker(Choice((("1", "book"), ("2", "page"), ("3", "broadcast")), "1"))
    async with app.run_test(size=(60, 3)) as pilot:
        await pilot.press("b")
        assert app.choice.value == "3"
        await pilot.press("b")
        assert app.choice.value == "1"


async def test_a_click_chooses_what_is_under_it() -> None:
    app = Asker(Choice(STANCES, "supports"))
    async with app.run_test(size=(60, 3)) as pilot:
        await pilot.click(Choice, offset=(app.line().index("context"), 0))
        assert app.choice.value == "context"
        await pilot.click(Choice, offset=(58, 0))
        assert app.choice.value == "context"


async def test_a_value_that_is_no_option_stays_until_another_is_chosen() -> None:
    app = Asker(Choice(STANCES, "\x1bodd"))
    async with app.run_test(size=(60, 3)) as pilot:
        assert app.choice.value == "\x1bodd"
        assert "‹" not in app.line()
        await pilot.press("right")
        assert app.choice.value == "supports"


async def test_without_options_nothing_happens() -> None:
    app = Asker(Choice((), "odd"))
    async with app.run_test(size=(60, 3)) as pilot:
        await pilot.press("right", "left", "a")
        assert app.choice.value == "odd"


@pytest.mark.parametrize("width", [4, 12, 20, 33])
async def test_the_chosen_option_is_seen_however_narrow_the_line(width: int) -> None:
    words = ("alpha", "[/]beta\x1b", "中文字", "delta", "epsilon")
    app = Asker(Choice([(word, word) for word in words], words[0]))
    async with app.run_test(size=(width, 3)) as pilot:
        for _ in words:
            await pilot.press("right")
            line = app.line()
            assert cell_len(line) == width
            assert "\x1b" not in line
            assert "‹" in line


async def test_only_whole_words_are_offered_and_a_sign_says_that_there_are_more() -> None:
    words = ("page", "report", "article", "data set", "document", "law", "book")
    app = Asker(Choice([(word, word) for word in words], "page"))
    async with app.run_test(size=(40, 3)) as pilot:
        assert app.line().split() == ["‹", "page", "›", "report", "article", "…"]
        await pilot.press(*["right"] * 4)
        assert app.line().split() == ["…", "article", "data", "set", "‹", "document", "›", "…"]
        await pilot.press("right", "right")
        assert app.line().split()[0] == "…"
        assert app.line().split()[-3:] == ["‹", "book", "›"]
        await pilot.click(Choice, offset=(0, 0))
        assert app.choice.value in words[:-1]
