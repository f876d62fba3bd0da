from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.exchange import source_dates
from annot.exchange.source_dates import composed, parsed
from annot.operations.ledger import date


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("", ""),
        ("2020", "2020"),
        ("2020-05", "2020-05"),
        ("2020/5/7", "2020-05-07"),
        ("2020-05-07T12:30:00Z", "2020-05-07"),
        ("3 March 2021", "2021-03-03"),
        ("March 3, 2021", "2021-03-03"),
        ("Sept. 2021", "2021-09"),
        ("7. May 2021", "2021-05-07"),
    ],
)
def test_a_date_is_kept_whole(text: str, kept: str) -> None:
    assert parsed(text) == (kept, "")


@pytest.mark.parametrize(
    ("text", "kept", "lost"),
    [
        ("2019/2021", "", source_dates.RANGE),
        ("2019-05/2019-07", "2019", source_dates.RANGE),
        ("2019-05-03--2019-05-09", "2019-05", source_dates.RANGE),
        ("2019/", "2019", source_dates.RANGE),
        ("2019-22", "2019", source_dates.SEASON),
        ("Spring 2019", "2019", source_dates.SEASON),
        ("2019~", "2019", source_dates.ABOUT),
        ("2019-05-XX", "2019-05", source_dates.ABOUT),
        ("201X", "", source_dates.ABOUT),
        ("2019-02-30", "2019-02", source_dates.NO_DAY),
        ("2019-13", "2019", source_dates.NO_DAY),
        ("in press", "", source_dates.IN_WORDS),
        ("03/04/2021", "", source_dates.IN_WORDS),
    ],
)
def test_what_of_a_date_cannot_be_kept_is_said(text: str, kept: str, lost: str) -> None:
    assert parsed(text) == (kept, lost)


@given(st.text(alphabet="0123456789-/~?%XTZ. abMayspring,–", max_size=25))
def test_any_text_gives_a_date_that_the_ledger_takes(text: str) -> None:
    kept, lost = parsed(text)
    assert date(kept, "date") == kept
    assert kept or lost or not text.strip()


@given(st.lists(st.integers(0, 9999), max_size=5))
def test_any_numbers_give_a_date_that_the_ledger_takes(numbers: list[int]) -> None:
    kept, _ = composed(numbers)
    assert date(kept, "date") == kept
