from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.tui.wrap import WrapIndex

ODDITIES = "ab  \n e\u0301\u0301☺\ufe0f\u200d中。🏽👩👨🇩🇪1\u20e3का\u2028"
TEXTS = st.text(st.one_of(st.sampled_from(ODDITIES), st.characters()), max_size=120)
WIDTHS = st.integers(1, 30)


def lines(text: str, width: int) -> list[str]:
    wrap = WrapIndex(text, width)
    return [text[start:end] for start, end in zip(wrap.starts, wrap.ends, strict=True)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 10, [""]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 8, ["one two", "three"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("a\n\nb\n", 9, ["a", "", "b", ""]),
        ("中文字典", 4, ["中文", "字典"]),
        ("中文字。典", 6, ["中文", "字。典"]),
        ("ab 中文", 5, ["ab 中", "文"]),
        ("中", 1, ["中"]),
        ("line\u2028same", 20, ["line\u2028same"]),
    ],
)
def test_lines_break_where_readers_expect(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


@given(TEXTS, WIDTHS)
def test_every_offset_is_on_exactly_one_line(text: str, width: int) -> None:
    wrap = WrapIndex(text, width)
    assert wrap.starts[0] == 0
    assert all(a < b for a, b in zip(wrap.starts, wrap.starts[1:], strict=False))
    for offset in range(len(text) + 1):
        line = wrap.line_of(offset)
        stop = wrap.starts[line + 1] if line + 1 < len(wrap) else len(text) + 1
        assert wrap.starts[line] <= offset < stop
        assert offset - wrap.ends[line] <= 0


@given(TEXTS, WIDTHS)
def test_nothing_but_spaces_and_newlines_is_left_out(text: str, width: int) -> None:
    wrap = WrapIndex(text, width)
    stops = [*wrap.starts[1:], len(text)]
    gaps = {text[end:stop] for end, stop in zip(wrap.ends, stops, strict=True)}
    assert gaps <= {"", " ", "\n"}


@given(TEXTS, WIDTHS)
def test_cells_and_offsets_agree(text: str, width: int) -> None:
    wrap = WrapIndex(text, width)
    for line in range(len(wrap)):
        cell = 0
        for sign in wrap.graphemes(line):
            for offset in range(sign.start, sign.end):
                assert wrap.offset_to_cell(line, offset) == cell
                assert wrap.grapheme(offset) == (sign.start, sign.end)
            for inside in range(cell, cell + sign.cells):
                assert wrap.cell_to_offset(line, inside) == (sign.start, sign.end)
            cell += sign.cells
        assert wrap.cell_to_offset(line, cell) == (wrap.ends[line], wrap.ends[line])
        # Only a sign wider than the line may stand out of it.
        assert cell <= max(width, 2)


def test_a_grapheme_is_never_split() -> None:
    family = "👨\u200d👩\u200d👧"
    assert lines(family * 3, 5) == [family * 2, family]


def test_a_tower_of_marks_stays_on_one_line() -> None:
    assert len(WrapIndex("e" + "\u0301" * 10_000, 20)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "e\u0301 " * 300_000,
        "中文" * 500_000,
        "☺" + "\ufe0f" * 1_000_000,
        "👨\u200d" * 500_000,
        " \u0301" * 500_000,
    ],
    ids=["words", "marks", "wide", "selectors", "joiners", "marked spaces"],
)
def test_a_million_code_points_are_wrapped_in_a_moment(text: str) -> None:
    began = time.process_time()
    WrapIndex(text, 76)
    assert time.process_time() - began < 1.5
