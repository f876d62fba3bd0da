from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.text.addresses import date_in, host
from annot.text.dates import date_fault


@pytest.mark.parametrize(
    ("address", "site", "date"),
    [
        ("https://www.news.example/2025/03/07/a-library?utm=1", "news.example", "2025-03-07"),
        ("https://news.example/a/2025-3-7-a-library.html", "news.example", "2025-03-07"),
        ("http://user:secret@news.example:8080/2025/03/a", "news.example", "2025-03"),
        ("https://news.example/2025/13/45/a", "news.example", ""),
        ("https://news.example/items/20250307", "news.example", ""),
        ("https://news.example/a?day=2025-03-07", "news.example", ""),
        ("https://news.example", "news.example", ""),
        ("news.example/2025/03/07", "", ""),
        ("https://[half", "", ""),
        ("A title: of 2025/03/07", "", ""),
        ("", "", ""),
    ],
)
def test_what_an_address_says_by_itself(address: str, site: str, date: str) -> None:
    assert (host(address), date_in(address)) == (site, date)


@given(st.text())
def test_no_text_is_too_odd_and_what_is_found_is_a_date(text: str) -> None:
    assert date_fault(date_in(f"https://{text}")) is None
    assert "/" not in host(f"https://{text}")
