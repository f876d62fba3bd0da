from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.text.dates import DateFault, date_fault


@given(st.dates())
def test_every_day_of_the_calendar_is_a_date_and_so_are_its_month_and_year(day: date) -> None:
    text = day.isoformat()
    assert [date_fault(text[:length]) for length in (4, 7, 10)] == [None, None, None]


@given(st.dates())
def test_whatever_is_typed_of_a_date_may_become_one(day: date) -> None:
    text = day.isoformat()
    for length in range(len(text) + 1):
        fault = date_fault(text[:length])
        assert fault is None or fault.is_begun, text[:length]


@given(st.dates(max_value=date(9999, 11, 30)))
def test_the_day_after_the_last_of_a_month_is_none(day: date) -> None:
    last = (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    if last.day < 31:
        assert date_fault(f"{last:%Y-%m}-{last.day + 1}".zfill(10)) is not None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2025-13", "there is no month 13"),
        ("2025-00", "there is no month 00"),
        ("2025-02-29", "2025-02 has no day 29"),
        ("2025-10-00", "2025-10 has no day 00"),
        ("May 2024", "not a date"),
        ("2.10.2025", "not a date"),
        ("2025-10-02T10:00", "not a date"),
        ("2025-13-", "not a date"),
        ("２０２５", "not a date"),
        ("2025\n", "not a date"),
    ],
)
def test_what_is_no_date_says_why(text: str, reason: str) -> None:
    assert date_fault(text) == DateFault(reason)
