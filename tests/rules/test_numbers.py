from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.rules.numbers import numbers

SAME = [
    ("25,000", "25.000", "25 000", "25\u202f000", "25’000", "25 thousand", "25k"),
    ("25,000", "twenty-five thousand", "Twenty-Five Thousand", "25,000.0"),
    ("2.5 million", "2,5 million", "two and a half million", "2½ million", "2,500,000", "2.5mn"),
    ("25 billion", "25bn", "25,000 million", "twenty-five billion"),
    ("half", "50%", "50 percent", "fifty per cent", "½", "one half"),
    ("9th", "ninth", "nine", "09"),
    ("21st", "twenty-first", "twenty-one"),
    ("twenty-fifth", "25"),
    ("a dozen", "12", "twelve"),
    ("half a dozen", "six"),
    ("two thirds", "two-thirds", "⅔"),
    ("three and a half", "3½", "3.5", "3 and a half"),
    ("a hundred and five", "105", "one hundred five"),
    ("nineteen hundred", "1900"),
    ("two million three hundred thousand", "2.3 million"),
    ("1,234.5", "1.234,5", "1234.5"),
    ("zero", "0"),
    ("٢٥", "25"),
]


def readings(text: str) -> frozenset[Fraction]:
    [number] = numbers(text)
    return number.readings


@pytest.mark.parametrize("forms", SAME, ids=lambda forms: forms[0])
def test_forms_of_one_number_are_the_same(forms: tuple[str, ...]):
    for form in forms:
        assert readings(form) & readings(forms[0]), form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("25,000", "25"),
        ("25.000", "25"),
        ("25 000", "25"),
        ("2.5", "25"),
        ("25 million", "25 billion"),
        ("25 million", "25"),
        ("100 percent", "one"),
        ("twenty-five", "twenty"),
        ("twenty-fifth", "four"),
    ],
)
def test_different_numbers_stay_apart(one: str, other: str):
    assert not readings(one) & readings(other)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 09.09.2025 at 10:30", ["09", "09", "2025", "10", "30"]),
        ("2025-09-09", ["2025", "09", "09"]),
        ("five and ten, twenty or thirty", ["five", "ten", "twenty", "thirty"]),
        ("In 2022, 300 of 1,000.", ["2022", "300", "1,000"]),
        ("dozens, thousands, behalf, half-brother, someone, often, seventieth", ["seventieth"]),
        ("no numbers", []),
        ("version 3.2.1", ["3", "2", "1"]),
    ],
)
def test_numbers_are_found_whole_and_only_where_they_are(text: str, found: list[str]):
    assert [number.text for number in numbers(text)] == found


@pytest.mark.parametrize(
    "text",
    ["in 2022", "9 September", "Sept. 9, 2025", "the 9th of May", "9–10 Sept.", "May 9 to 11"],
)
def test_years_and_days_beside_a_month_are_dates(text: str):
    assert all(number.is_date for number in numbers(text))


@pytest.mark.parametrize("text", ["9 reports", "2022 million", "2,022", "40 march", "may have 300"])
def test_other_numbers_are_no_dates(text: str):
    assert not any(number.is_date for number in numbers(text))


def test_second_year_of_a_span_is_read_in_full_too():
    assert readings("2015") <= numbers("2014–15")[1].readings


@given(st.integers(0, 10**15))
def test_separators_of_thousands_do_not_change_a_number(value: int):
    for form in (f"{value:,}", f"{value:,}".replace(",", "."), f"{value:,}".replace(",", " ")):
        assert Fraction(value) in readings(form)


@given(st.text() | st.text(alphabet="0123456789., '½%kmhundred-"))
def test_any_text_is_read(text: str):
    numbers(text)


def test_endless_figures_are_no_number():
    assert numbers("7" * 10_000) == []
