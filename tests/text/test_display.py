"""What is shown: as long as the text, and nothing in it acts or misleads."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.text.display import one_line, shown, with_few_marks

HOSTILE = (
    "a \x1b[2J\x00\r\n\t\x7f\x9b\u202e\u2066\u200b\u200d\u200c\ufeff\u2028\U000e0041\ue000\ud800क"
)
JOINERS = "\u200c\u200d"
SEEN_ALTHOUGH_FORMAT = (
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
hostile_texts = st.text(st.sampled_from(HOSTILE), max_size=40) | st.text(max_size=40)


@given(hostile_texts, st.booleans())
def test_shown_keeps_the_length_and_holds_nothing_that_acts(text: str, keep: bool) -> None:
    result = shown(text, keep_newlines=keep)
    assert len(result) == len(text)
    for character in result.replace("\n", "") if keep else result:
        category = unicodedata.category(character)
        assert category not in {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}, hex(ord(character))
        assert category != "Cf" or character in JOINERS + SEEN_ALTHOUGH_FORMAT
    assert shown(result, keep_newlines=keep) == result


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("a\tb\r\nc", "a b  c"),
        ("over\rwritten", "over␍written"),
        ("\x9b2J", "\ufffd2J"),
        ("user\u202etxt.exe", "user\ufffdtxt.exe"),
        ("pay\u200dpal", "pay\ufffdpal"),
        ("10\u00a0000", "10 000"),
        ("para\u00adgraph", "para‧graph"),
        ("a\u2028b", "a␤b"),
        ("\u3164", "\ufffd"),
        ("tag\U000e0041", "tag\ufffd"),
    ],
)
def test_what_acts_or_misleads_gets_a_visible_stand_in(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Plain.",
        "“Déjà vu” — 5 €",
        "می\u200cخواهم",
        "क्\u200dष",
        "👩\u200d🔬",
        "全角\u3000空白",
        "[b]{{x}}",
    ],
)
def test_harmless_text_is_shown_as_it_is(text: str) -> None:
    assert shown(text) == text


def test_line_feeds_stay_if_asked_for() -> None:
    assert shown("a\r\nb\nc", keep_newlines=True) == "a \nb\nc"


def test_one_line_is_cut_with_an_ellipsis() -> None:
    assert one_line("one\n  two\tthree", 20) == "one two three"
    assert one_line("one two three", 9) == "one two…"
    assert one_line("abcdef", 6) == "abcdef"
    assert one_line("abcdef", 5) == "abcd…"
    assert one_line("one", 0) == ""
    assert one_line("one", 1) == "…"


@given(hostile_texts, st.integers(0, 50))
def test_one_line_is_never_wider_than_asked(text: str, width: int) -> None:
    line = one_line(text, width)
    assert len(line) <= width
    assert "\n" not in line


def test_a_pile_of_marks_is_levelled() -> None:
    assert with_few_marks("a" + "\u0301" * 500 + "b") == "a" + "\u0301" * 4 + "b"
    assert with_few_marks("à ệ") == "à ệ"
