"""A passage is looked for in what a source said, whatever its typography."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.text.standing import Snapped

TEXT = (
    "The town’s fleet — thirty-one trams — was “counted” in 2004.\n\n"
    "Only four reports\nwere published.\fOn the second page the mayor\nsaid that it was over."
)


@pytest.mark.parametrize(
    ("passage", "page"),
    [
        ("Only four reports were published.", 1),
        ('the town\'s fleet - thirty-one trams - was "counted"', 1),
        ("“Only four reports were published”", 1),
        ("thirty-one trams … four reports", 1),
        ("thirty-one trams [...] the mayor said", 1),
        ("the mayor said that it was over", 2),
        ("The town’s fleet … the mayor said", 1),
        ("thirty-…one trams", 1),
    ],
)
def test_words_that_stand_there_are_found_with_their_page(passage: str, page: int) -> None:
    found = Snapped(TEXT).standing(passage)

    assert (found.stands, found.page) == (True, page)


def test_words_that_differ_are_shown_with_their_difference() -> None:
    found = Snapped(TEXT).standing("Only five reports were published.")

    assert not found.stands
    assert found.nearest == "Only four reports were published."
    assert found.difference == "Only [-five-]{+four+} reports were published."


@pytest.mark.parametrize("passage", ["", "  ", "…", "[...] …", "“”", "xylophone quartz"])
def test_a_passage_without_words_or_like_nothing_does_not_stand(passage: str) -> None:
    found = Snapped(TEXT).standing(passage)

    assert (found.stands, found.page, found.nearest) == (False, 0, "")


def test_parts_in_another_order_do_not_stand_there() -> None:
    assert not Snapped(TEXT).standing("the mayor said … thirty-one trams").stands


def test_the_same_words_are_not_counted_twice() -> None:
    assert not Snapped(TEXT).standing("thirty-one trams … trams").stands


def test_a_text_without_pages_has_none() -> None:
    assert Snapped("Only four reports.").standing("four reports").page == 0


@given(st.data())
def test_whatever_was_cut_out_stands_there(data: st.DataObject) -> None:
    words = TEXT.replace("\f", " ").split()
    start = data.draw(st.integers(0, len(words) - 2))
    end = data.draw(st.integers(start + 1, len(words)))
    assert Snapped(TEXT).standing(" ".join(words[start:end])).stands


@given(st.text(max_size=60), st.text(max_size=60))
def test_nothing_that_is_typed_breaks_it(text: str, passage: str) -> None:
    Snapped(text).standing(passage)
