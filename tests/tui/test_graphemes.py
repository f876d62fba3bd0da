from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from annot.text.display import shown
from annot.tui.graphemes import ODD, cut, drawn, graphemes

ODDITIES = "e\u0301 ☺\ufe0f\u200d中🏽👩👨🇩🇪1\u20e3\u200cका각\u1100\u1161\u2028\u202e\x1b"
TEXTS = st.text(st.one_of(st.sampled_from(ODDITIES), st.characters()), max_size=40)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in graphemes(text, 0, len(text))]


@pytest.mark.parametrize(
    "sign",
    [
        "e\u0301",
        "👨\u200d👩\u200d👧",
        "👩🏽\u200d⚖\ufe0f",
        "🇩🇪",
        "1\ufe0f\u20e3",
        "का",
        "\u1100\u1161\u11a8",
    ],
)
def test_what_is_seen_as_one_sign_is_one_grapheme(sign: str) -> None:
    assert split(f"a{sign}b") == ["a", sign, "b"]


def test_flags_in_a_row_are_told_apart() -> None:
    assert split("🇩🇪🇫🇷") == ["🇩🇪", "🇫🇷"]


def test_a_joiner_beside_letters_joins_nothing() -> None:
    assert len(split("a\u200db")) == 2


def test_every_code_point_held_plain_has_one_cell() -> None:
    plain = [chr(code) for code in range(sys.maxunicode + 1) if not ODD.match(chr(code))]
    assert {get_character_cell_size(character) for character in plain} == {1}


@given(TEXTS)
def test_graphemes_cover_a_text_once_and_in_order(text: str) -> None:
    assert "".join(split(text)) == text


@given(TEXTS.map(shown))
def test_what_is_drawn_has_the_cells_that_were_reckoned(text: str) -> None:
    signs = list(graphemes(text, 0, len(text)))
    line = "".join(drawn(text[start:end], cells) for start, end, cells in signs)
    assert cell_len(line) == sum(sign.cells for sign in signs)


def test_a_tower_of_marks_is_drawn_cut() -> None:
    assert len(drawn("e" + "\u0301" * 10_000, 1)) < 10


@given(TEXTS.map(shown), st.integers(-1, 30))
def test_cut_gives_exactly_the_cells_asked_for(text: str, cells: int) -> None:
    assert cell_len(cut(text, cells)) == max(0, cells)


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        ("abc", 5, "abc  "),
        ("abcdef", 4, "abc…"),
        ("中文字", 6, "中文字"),
        ("中文字", 5, "中文…"),
        ("中文字", 4, "中… "),
        ("", 2, "  "),
    ],
)
def test_cut_shows_that_something_is_missing(text: str, cells: int, expected: str) -> None:
    assert cut(text, cells) == expected
