from __future__ import annotations

import time
from collections.abc import Iterable

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.message import Message
from textual.pilot import Pilot
from textual.strip import Strip

from annot.text.display import with_few_marks
from annot.tui.article_paint import GUTTER, IN_HAND_SIGN, UNCOVERED_SIGN
from annot.tui.article_view import ArticleView, Span
from annot.tui.safety import SafetyFilter
from annot.vocabulary import STATUS_SIGNS, VERDICT_SIGNS, Status, Verdict

PATIENCE = 60.0

TEXT = (
    "Alpha beta gamma. 联合国代表团在会议上 spoke. e\u0301clair 👨\u200d👩\u200d👧 end.\n"
    + "word " * 60
    + "\nשלום\u202e world, one\u2028line here.\n"
    + "\n".join(f"Line {number} here." for number in range(60))
)
SENTENCES = [(0, 17), (18, 34), (35, 49), (50, 349)]
SPANS = [
    Span(6, 16, 1, Status.TODO, None),
    Span(11, 21, 2, Status.CHECKED, Verdict.REFUTED),
    Span(60, 64, 3, Status.CHECKED, Verdict.SUPPORTED),
    Span(TEXT.index("Line 50"), TEXT.index("Line 51") - 1, 4, Status.QUERY, None),
    Span(TEXT.index("Line 2 "), TEXT.index("Line 3 ") - 1, 3, Status.CHECKED, Verdict.SUPPORTED),
]


class Reader(App[None]):
    def __init__(self, text: str = TEXT, spans: Iterable[Span] = SPANS) -> None:
        super().__init__()
        self.view = ArticleView()
        self.heard: list[Message] = []
        self._article = text, list(spans)

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.view.show(*self._article, SENTENCES)
        self.view.focus()

    def on_article_view_claim_clicked(self, message: Message) -> None:
        self.heard.append(message)

    on_article_view_selected = on_article_view_claim_clicked
    on_article_view_cursor_moved = on_article_view_claim_clicked

    def of(self, kind: type[Message]) -> list[Message]:
        return [message for message in self.heard if isinstance(message, kind)]

    def lines(self) -> list[str]:
        return [self.view.render_line(y).text for y in range(self.view.size.height)]


async def drag(
    pilot: Pilot[None], start: tuple[int, int], end: tuple[int, int], *, control: bool = False
) -> None:
    view = pilot.app.query_one(ArticleView)
    await pilot.mouse_down(view, offset=(GUTTER + start[0], start[1]), control=control)
    await pilot.hover(view, offset=(GUTTER + end[0], end[1]))
    await pilot.mouse_up(view, offset=(GUTTER + end[0], end[1]))
    await pilot.pause()


def cell(words: str) -> int:
    return cell_len(TEXT[: TEXT.index(words)])


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (cell("beta"), cell("gamma") + 4, "beta gamma"),
        (cell("gamma") + 4, cell("beta"), "beta gamma"),
        (cell("联"), cell("国"), "联合国"),
        (cell("联") + 1, cell("国") + 1, "联合国"),
        (cell("e\u0301"), cell("clair"), "e\u0301c"),
        (cell("👨") + 1, cell("👨") + 2, "👨\u200d👩\u200d👧 "),
    ],
)
async def test_dragging_with_ctrl_selects_exactly_what_is_seen(
    start: int, end: int, expected: str
) -> None:
    app = Reader()
    async with app.run_test(size=(100, 12)) as pilot:
        await drag(pilot, (start, 0), (end, 0), control=True)
        assert app.view.selected_text == expected
        said = app.of(ArticleView.Selected)[-1]
        assert isinstance(said, ArticleView.Selected)
        assert TEXT[said.start : said.end] == expected


@pytest.mark.parametrize("back", [False, True], ids=["forwards", "backwards"])
async def test_dragging_selects_whole_words(*, back: bool) -> None:
    app = Reader()
    inside = ((cell("beta") + 2, 0), (cell("gamma") + 1, 0))
    async with app.run_test(size=(100, 12)) as pilot:
        await drag(pilot, *(reversed(inside) if back else inside))
        assert app.view.selected_text == "beta gamma"


async def test_a_selection_over_a_line_separator_and_an_override_is_exact() -> None:
    app = Reader(text="one\u2028two \u202ethree four", spans=[])
    async with app.run_test(size=(60, 5)) as pilot:
        await drag(pilot, (8, 0), (14, 0))
        assert app.view.selected_text == "\u202ethree "


async def test_dragging_over_wrapped_lines_and_to_the_edge_scrolls_on() -> None:
    app = Reader()
    async with app.run_test(size=(60, 8)) as pilot:
        await drag(pilot, (0, 0), (3, 2))
        assert app.view.selection is not None
        assert app.view.selection[0] == 0
        assert app.view.selected_text.endswith("word")
        await pilot.mouse_down(app.view, offset=(GUTTER, 0))
        await pilot.hover(app.view, offset=(GUTTER + 3, 7))
        deadline = time.monotonic() + PATIENCE
        while app.view.scroll_offset.y <= 3 or app.view.selection[1] <= 300:
            assert time.monotonic() < deadline, app.view.selection
            await pilot.pause()
        await pilot.mouse_up(app.view, offset=(GUTTER + 3, 7))


async def test_two_clicks_take_the_word_and_three_the_sentence() -> None:
    app = Reader()
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.click(app.view, offset=(GUTTER + 7, 0), times=2)
        assert app.view.selected_text == "beta"
        await pilot.click(app.view, offset=(GUTTER + 7, 0), times=3)
        assert app.view.selected_text == "Alpha beta gamma."


async def test_a_click_tells_all_claims_under_it() -> None:
    app = Reader()
    async with app.run_test(size=(100, 12)) as pilot:
        await pilot.click(app.view, offset=(GUTTER + 12, 0))
        await pilot.pause()
        (said,) = app.of(ArticleView.ClaimClicked)
        assert isinstance(said, ArticleView.ClaimClicked)
        assert said.claims == (1, 2)
        assert app.view.cursor == 12


async def test_selecting_by_keyboard_is_told_and_ends_with_the_next_motion() -> None:
    app = Reader()
    async with app.run_test(size=(100, 12)) as pilot:
        app.view.move_word(1)
        app.view.start_selection()
        app.view.move_word(1)
        app.view.move_word_end()
        await pilot.pause()
        assert app.view.selected_text == "beta gamma"
        said = app.of(ArticleView.CursorMoved)[-1]
        assert isinstance(said, ArticleView.CursorMoved)
        assert said.offset == 15
        app.view.toggle_selection()
        app.view.move_line(1)
        await pilot.pause()
        assert app.view.selection is None
        last = app.of(ArticleView.Selected)[-1]
        assert isinstance(last, ArticleView.Selected)
        assert last.start == last.end


async def test_past_the_last_line_that_is_seen_a_quarter_of_what_comes_is_seen() -> None:
    app = Reader("\n".join(f"Line {n}" for n in range(100)), [])
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        app.view.move_line(11)
        await pilot.pause()
        assert "Line 11" in app.lines()[-1]
        app.view.move_line(1)
        await pilot.pause()
        assert "Line 12" in app.lines()[-4]
        app.view.to_end()
        await pilot.pause()
        assert "Line 99" in app.lines()[-1]
        app.view.move_line(-12)
        await pilot.pause()
        assert "Line 87" in app.lines()[3]


async def test_a_claim_is_gone_to_at_its_first_passage_and_marked_at_each() -> None:
    app = Reader()
    async with app.run_test(size=(60, 12)) as pilot:
        await pilot.pause()
        app.view.focus_claim(4)
        await pilot.pause()
        assert app.view.cursor == TEXT.index("Line 50")
        assert any("Line 50" in line and IN_HAND_SIGN in line for line in app.lines())
        app.view.mark_in_hand(None)
        await pilot.pause()
        assert app.view.cursor == TEXT.index("Line 50")
        assert IN_HAND_SIGN not in "".join(app.lines())


async def test_a_claim_that_begins_inside_a_grapheme_is_gone_to_like_any_other() -> None:
    spans = [Span(1, 3, 1, Status.TODO, None), Span(2, 4, 2, Status.TODO, None)]
    app = Reader(text="e\u0301 and more", spans=spans)
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.pause()
        app.view.focus_claim(1)
        await pilot.pause()
        assert app.view.cursor == 0
        assert IN_HAND_SIGN in app.lines()[0]


async def test_the_gutter_tells_verdict_status_and_what_is_not_covered() -> None:
    app = Reader()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.pause()
        app.view.show(TEXT, SPANS[2:], SENTENCES)
        first, second, *_ = (line[:GUTTER] for line in app.lines())
        assert first.startswith(UNCOVERED_SIGN)
        assert VERDICT_SIGNS[Verdict.SUPPORTED] + STATUS_SIGNS[Status.CHECKED] in second
        assert not second.startswith(UNCOVERED_SIGN)
        app.view.show(TEXT, SPANS, SENTENCES, accepted=[(35, 49)])
        assert app.lines()[0].startswith(" **")


async def test_a_verdict_draws_only_the_lines_of_its_claim_again() -> None:
    app = Reader()
    async with app.run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        height = app.view.size.height
        before = [app.view.render_line(y) for y in range(height)]
        app.view.set_claim(3, Status.CHECKED, Verdict.REFUTED)
        after = [app.view.render_line(y) for y in range(height)]
        changed = [y for y in range(height) if after[y] is not before[y]]
        with_claim = [
            y
            for y, line in enumerate(after)
            if VERDICT_SIGNS[Verdict.REFUTED] in line.text[:GUTTER]
        ]
        assert changed == with_claim
        assert len(changed) == 2


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark", "ansi-light"])
async def test_claims_are_underlined_in_every_theme(theme: str) -> None:
    app = Reader()
    async with app.run_test(size=(100, 12)) as pilot:
        app.theme = theme
        await pilot.pause()
        underlined = "".join(
            segment.text
            for segment in app.view.render_line(0)
            if segment.style is not None and segment.style.underline
        )
        assert underlined == TEXT[6:21]
        twice = [s for s in app.view.render_line(0) if s.style and s.style.underline2]
        assert "".join(segment.text for segment in twice) == TEXT[11:16]


async def test_resizing_keeps_the_words_at_the_top() -> None:
    app = Reader()
    async with app.run_test(size=(60, 8)) as pilot:
        app.view.go_to(TEXT.index("Line 30"))
        app.view.move_line(6)
        await pilot.pause()
        top = app.lines()[0].strip()
        await pilot.resize_terminal(34, 8)
        await pilot.pause()
        assert app.lines()[0].strip() == top


async def test_showing_the_same_text_again_keeps_the_place() -> None:
    app = Reader()
    async with app.run_test(size=(60, 8)) as pilot:
        app.view.go_to(TEXT.index("Line 30"))
        await pilot.pause()
        before = app.view.scroll_offset.y
        app.view.show(TEXT, SPANS[:1], SENTENCES)
        assert (app.view.scroll_offset.y, app.view.cursor) == (before, TEXT.index("Line 30"))
        app.view.show("Another text.", [], [])
        assert (app.view.scroll_offset.y, app.view.cursor) == (0, 0)


async def test_the_terminals_cursor_follows() -> None:
    app = Reader()
    async with app.run_test(size=(100, 8)) as pilot:
        await pilot.pause()
        app.view.go_to(TEXT.index("代"))
        assert app.cursor_position == (GUTTER + cell("代"), 0)
        app.view.go_to(TEXT.index("Line 40"))
        assert 0 <= app.cursor_position.y < 8


HOSTILE = (
    "\x1b[2J\x1b]0;owned\x07 \x9b31m [@click=app.quit]x[/] \u202e\x00 \ud800 e" + "\u0301" * 9000
)


async def test_hostile_text_reaches_the_terminal_harmless() -> None:
    app = Reader(text=HOSTILE * 3, spans=[Span(2, 9, 1, Status.TODO, None)])
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.pause()
        for y in range(8):
            strip = app.view.render_line(y)
            kept = SafetyFilter().apply(list(strip), app.view.background_colors[1])
            text = "".join(segment.text for segment in kept)
            assert text == with_few_marks(strip.text)
            assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or c == "\u202e" for c in text)
            assert strip.cell_length == cell_len(text) == app.view.scrollable_content_region.width
            assert len(text) < 200
            text.encode()


async def test_a_window_too_narrow_for_text_is_no_error() -> None:
    app = Reader()
    async with app.run_test(size=(9, 3)) as pilot:
        app.view.move_line(1)
        app.view.focus_claim(1)
        await pilot.pause()
        await pilot.resize_terminal(60, 8)
        await pilot.pause()
        assert any("Alpha" in line for line in app.lines())


async def test_a_text_that_grows_at_its_end_keeps_cursor_and_scroll() -> None:
    head = TEXT[: TEXT.index("Line 40")]
    app = Reader(head, [span for span in SPANS if span.end <= len(head)])
    async with app.run_test(size=(60, 12)) as pilot:
        app.view.go_to(head.index("Line 30"))
        await pilot.pause()
        before = app.view.cursor, app.view.scroll_offset, app.lines()
        app.view.show(TEXT, SPANS, SENTENCES)
        await pilot.pause()
        assert (app.view.cursor, app.view.scroll_offset, app.lines()) == before
        app.view.to_end()
        assert app.view.cursor == len(TEXT)


class FirstPaint(Reader):
    """Notes what the very first frame of the view shows."""

    first: list[str] | None = None

    def on_mount(self) -> None:
        super().on_mount()
        render_lines = self.view.render_lines

        def noted(crop: Region) -> list[Strip]:
            drawn = render_lines(crop)
            self.first = self.first or [strip.text for strip in drawn]
            return drawn

        self.view.render_lines = noted  # type: ignore[method-assign]


async def test_the_first_paint_has_the_text_already() -> None:
    app = FirstPaint()
    async with app.run_test(size=(60, 12)):
        assert app.first is not None
        assert "Alpha beta gamma." in app.first[0]


async def test_headings_are_bold_and_nothing_else_is() -> None:
    app = Reader("Trams 🚋\nwords\nOn trams", [Span(17, 22, 1, Status.TODO, None)])
    async with app.run_test() as pilot:
        app.view.show(
            "Trams 🚋\nwords\nOn trams", app._article[1], SENTENCES, headings=[(0, 7), (14, 22)]
        )
        app.view.go_to(10)
        await pilot.pause()
        drawn = [
            "".join(part.text for part in app.view.render_line(y) if part.style and part.style.bold)
            for y in range(3)
        ]
    assert [words.strip() for words in drawn] == ["Trams 🚋", "", "On trams"]
