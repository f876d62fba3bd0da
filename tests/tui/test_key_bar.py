from __future__ import annotations

from rich.cells import cell_len
from textual.app import App, ComposeResult

from annot.tui.key_bar import KeyBar


class Bar(App[None]):
    def compose(self) -> ComposeResult:
        yield KeyBar([("j", "down"), ("c", "claim"), ("?", "help")])


async def test_as_many_keys_as_fit_are_shown_and_no_half_ones() -> None:
    app = Bar()
    async with app.run_test(size=(20, 3)) as pilot:
        await pilot.pause()
        bar = app.query_one(KeyBar)
        assert bar.size.height == 1
        assert bar.render_line(0).text.split() == ["j", "down", "c", "claim"]
        bar.show([("[b]\x1b", "看")])
        assert bar.render_line(0).text.split() == ["[b]␛", "看"]
        assert cell_len(bar.render_line(0).text) == 20
