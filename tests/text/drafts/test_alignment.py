"""Which word of an old draft is which of the new one, in drafts as long as books, too."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annot.text.drafts.alignment import NOWHERE, align

LONG = 12_000
"""Two rows of so many words are too long to be compared pair by pair."""
FIRST, LAST = [-1, -2, -3, -4, -5], [-6, -7, -8, -9, -10]


@given(st.lists(st.integers(0, 3), max_size=12), st.lists(st.integers(0, 3), max_size=12))
def test_words_are_paired_with_the_same_words_in_order(old: list[int], new: list[int]) -> None:
    places = align(old, new)
    paired = [place for place in places if place != NOWHERE]
    assert len(places) == len(old)
    assert paired == sorted(set(paired))
    assert all(word == new[at] for word, at in zip(old, places, strict=True) if at != NOWHERE)


def test_in_long_rows_every_word_that_stayed_is_found() -> None:
    old = list(range(LONG))
    new = [*old[:3000], *range(-500, 0), *old[3000:5000], -1000, *old[5001:9000], *old[9400:]]

    places = align(old, new)

    assert places[:3000] == old[:3000]
    assert places[3000:5000] == list(range(3500, 5500))
    assert places[5000] == NOWHERE
    assert places[5001:9000] == list(range(5501, 9500))
    assert places[9000:9400] == [NOWHERE] * 400
    assert places[9400:] == list(range(9500, 9500 + LONG - 9400))


def test_between_pins_that_are_far_apart_what_is_the_same_from_the_beginning_on_is_found() -> None:
    same, other = [1, 2] * 6500, [3, 4] * 6500
    old = [*FIRST, 1, 2, 1, *other, *LAST]
    new = [*FIRST, 1, 2, 1, *same, *LAST]

    places = align(old, new)

    assert places[:8] == list(range(8))
    assert places[8 : 8 + len(other)] == [NOWHERE] * len(other)
    assert places[-5:] == list(range(len(new) - 5, len(new)))


def test_a_long_row_that_only_grew_is_found_whole() -> None:
    old = [*FIRST, *[1, 2] * 6500, *LAST]
    new = [*FIRST, *[1, 2] * 6500, 1, *LAST]

    places = align(old, new)

    assert places == [*range(len(old) - 5), *range(len(new) - 5, len(new))]
