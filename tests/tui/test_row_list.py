from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.message import Message

from annot.tui.row_list import LOADING_SIGN, ClaimRow, RowList
from annot.tui.row_window import MARK_SIGN
from annot.vocabulary import STATUS_SIGNS, VERDICT_SIGNS, Status, Verdict


def row(index: int, text: str = "Claim") -> ClaimRow:
    return ClaimRow(
        number=index + 1,
        status=Status.CHECKED,
        verdict=Verdict.INEXACT,
        text=f"{text} {index}",
        checker="dana",
        evidence=2,
        article="convention",
    )


class Rows:
    def __init__(self, count: int, text: str = "Claim") -> None:
        self.count = count
        self.asked: set[int] = set()
        self.is_loading = False
        self._text = text

    def row(self, index: int) -> ClaimRow | None:
        self.asked.add(index)
        return None if self.is_loading else row(index, self._text)


class Lister(App[None]):
    def __init__(self, pages: Rows) -> None:
        super().__init__()
        self.rows = RowList()
        self.pages = pages
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        yield self.rows

    def on_mount(self) -> None:
        self.rows.show(self.pages)
        self.rows.focus()

    def on_row_window_highlighted(self, message: Message) -> None:
        self.heard.append(message)

    on_row_window_chosen = on_row_window_highlighted

    def lines(self) -> list[str]:
        return [self.rows.render_line(y).text for y in range(self.rows.size.height)]


async def test_of_a_million_rows_only_those_seen_are_asked_for() -> None:
    app = Lister(Rows(1_000_000))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.rows.goto(700_000)
        await pilot.pause()
        app.rows.to_end()
        await pilot.pause()
        assert "Claim 999999" in app.lines()[-1]
        assert len({index // 256 for index in app.pages.asked}) <= 4
        assert len(app.pages.asked) <= 3 * 25


async def test_at_the_edge_a_quarter_of_what_comes_is_seen() -> None:
    app = Lister(Rows(100))
    async with app.run_test(size=(80, 20)) as pilot:
        await pilot.pause()

        async def moved(rows: int) -> tuple[int, int]:
            """Rows seen above and below the cursor."""
            app.rows.move(rows)
            await pilot.pause()
            above = app.rows.cursor - app.rows.scroll_offset.y
            return above, 19 - above

        assert await moved(19) == (19, 0)
        assert await moved(1) == (14, 5)
        assert await moved(1) == (15, 4)
        assert await moved(-15) == (0, 19)
        assert await moved(-1) == (5, 14)
        assert await moved(-100) == (0, 19)
        assert await moved(100) == (19, 0)


async def test_a_row_shows_signs_number_words_checker_and_evidence() -> None:
    app = Lister(Rows(3))
    async with app.run_test(size=(80, 5)) as pilot:
        await pilot.pause()
        line = app.lines()[1]
        assert VERDICT_SIGNS[Verdict.INEXACT] + STATUS_SIGNS[Status.CHECKED] in line
        assert line.split()[1:] == ["2", "Claim", "1", "dana", "2"]


@pytest.mark.parametrize("width", [20, 47, 80, 130])
@pytest.mark.parametrize(
    "text", ["联合国代表团" * 9, "👨\u200d👩\u200d👧" * 20, "\x1b[31m\u202e" * 9]
)
async def test_lines_fill_the_width_to_the_cell(width: int, text: str) -> None:
    app = Lister(Rows(3, text))
    async with app.run_test(size=(width, 5)) as pilot:
        await pilot.pause()
        for line in app.lines():
            assert cell_len(line) == app.rows.scrollable_content_region.width
            assert "\x1b" not in line


async def test_rows_on_the_way_are_drawn_when_their_page_arrives() -> None:
    app = Lister(Rows(1000))
    app.pages.is_loading = True
    async with app.run_test(size=(80, 5)) as pilot:
        await pilot.pause()
        assert all(LOADING_SIGN in line for line in app.lines())
        assert app.rows.current is None
        app.rows.toggle_mark()
        app.pages.is_loading = False
        app.rows.page_arrived(0)
        await pilot.pause()
        assert "Claim 0" in app.lines()[0]


async def test_the_cursor_moves_and_tells() -> None:
    app = Lister(Rows(100))
    async with app.run_test(size=(80, 10)) as pilot:
        app.rows.move(3)
        app.rows.page(1)
        app.rows.move(-500)
        app.rows.move(1)
        app.rows.choose()
        await pilot.pause()
        told = [(type(m).__name__, m.index) for m in app.heard if hasattr(m, "index")]
        assert told == [
            ("Highlighted", 3),
            ("Highlighted", 12),
            ("Highlighted", 0),
            ("Highlighted", 1),
            ("Chosen", 1),
        ]
        assert app.cursor_position.y == 1


async def test_marks_are_toggled_and_seen() -> None:
    app = Lister(Rows(100))
    async with app.run_test(size=(80, 10)) as pilot:
        app.rows.goto(2)
        app.rows.toggle_mark()
        await pilot.pause()
        assert app.rows.marks == {3}
        assert MARK_SIGN in app.lines()[2][:3]
        app.rows.toggle_mark()
        assert app.rows.marks == set()
        assert MARK_SIGN not in app.lines()[2][:3]


async def test_a_click_goes_there_and_the_next_chooses() -> None:
    app = Lister(Rows(100))
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.click(app.rows, offset=(10, 4))
        assert app.rows.cursor == 4
        await pilot.click(app.rows, offset=(10, 4))
        await pilot.pause()
        assert [type(message).__name__ for message in app.heard] == ["Highlighted", "Chosen"]


async def test_a_list_without_rows_is_no_error() -> None:
    app = Lister(Rows(0))
    async with app.run_test(size=(80, 10)) as pilot:
        app.rows.move(1)
        app.rows.to_end()
        app.rows.choose()
        app.rows.toggle_mark()
        await pilot.click(app.rows, offset=(3, 3))
        assert app.heard == []
        assert not "".join(app.lines()).strip()
