from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Static

from annot.tui import safety
from annot.tui.safety import SafetyFilter, plain

BLACK = Color(0, 0, 0)


def acts(character: str) -> bool:
    return ord(character) < 32 or 127 <= ord(character) < 160 or 0xD800 <= ord(character) < 0xE000


def filtered(*segments: Segment) -> list[Segment]:
    return SafetyFilter().apply(list(segments), BLACK)


@given(st.text(st.characters(), max_size=30))
def test_nothing_acts_on_the_terminal_and_no_cell_moves(text: str) -> None:
    (segment,) = filtered(Segment(text, Style(bold=True)))
    assert not any(map(acts, segment.text))
    assert not set(segment.text) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069\u2028")
    assert cell_len(segment.text) == cell_len(text)
    assert segment.style == Style(bold=True)


def test_harmless_lines_pass_as_they_are() -> None:
    segments = [Segment("Alpha 联合国 é ▎"), Segment(" ")]
    assert SafetyFilter().apply(segments, BLACK) == segments


def test_what_acts_is_found_behind_harmless_words_too() -> None:
    bold = Style(bold=True)
    segments = [Segment("one ", bold), Segment("10\u00a0000"), Segment("two"), Segment("a\x1b[2J")]
    assert filtered(*segments) == [
        Segment("one ", bold), Segment("10 000"), Segment("two"), Segment("a[2J")
    ]  # fmt: skip
    assert segments[3].text == "a\x1b[2J"


def test_what_textual_itself_tells_the_terminal_is_left_alone() -> None:
    control = Segment("\x1b[H", None, [(ControlType.HOME,)])
    assert filtered(control) == [control]


class Careless(App[None]):
    """An app that gives text from outside to widgets as it comes."""

    def __init__(self) -> None:
        super().__init__()
        self.safety = SafetyFilter()

    def get_line_filters(self) -> list[LineFilter]:
        return [*super().get_line_filters(), self.safety]

    def compose(self) -> ComposeResult:
        careless = Static("a\x1b[31mred\x9b", markup=False)
        careless.border_title = "t\x1b]0;x\x07"
        careless.styles.border = ("solid", "red")
        yield careless
        yield Static(plain("[@click=app.quit]now[/] \x1b[2J"))


async def test_every_line_of_every_widget_is_made_harmless() -> None:
    app = Careless()
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.pause()
        drawn = "".join(
            strip.text
            for widget in app.query(Static)
            for strip in widget.render_lines(Region(0, 0, *widget.outer_size))
        )
        assert "red" in drawn
        assert "[@click=app.quit]now[/] ␛[2J" in drawn
        assert not any(map(acts, drawn))


class Seen(LineFilter):
    """A filter that keeps which lines come to it."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        self.lines.append("".join(segment.text for segment in segments))
        return segments


class Composed(Careless):
    """An app whose filters leave harmless lines as they are."""

    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()

    def get_line_filters(self) -> list[LineFilter]:
        return [self.safety, self.seen]


async def test_lines_that_a_widget_composes_itself_pass_all_filters() -> None:
    app = Composed()
    async with app.run_test(size=(40, 8)):
        widget = app.query(Static).first()
        harmless = Strip([Segment("plain ")])
        hostile = Strip([Segment("a"), Segment("\x1b[31mred\u202e")])

        found = safety.filtered(widget, [harmless, hostile])

        assert found[0] is harmless
        assert found[1].text == "a[31mred"
        assert found[1].cell_length == hostile.cell_length == cell_len(found[1].text)
        assert app.seen.lines[-2:] == ["plain ", found[1].text]


def test_plain_text_has_as_many_lines_as_are_allowed() -> None:
    assert plain("one\ntwo").plain == "one two"
    assert plain("one\ntwo", keep_newlines=True).plain == "one\ntwo"
    assert plain("[b]x[/b]").spans == []
