"""What changed between two wordings, as whole words."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.text.difference import difference, difference_text

wordings = st.lists(st.sampled_from(["one", "two", " ", "  ", ",", "é", "中", "it’s", "\n"])).map(
    "".join
)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "only five were published",
            "only four were published",
            "only [-five-]{+four+} were published",
        ),
        ("five people died", "four men died", "[-five people-]{+four men+} died"),
        ("published.", "published", "published[-.-]"),
        ("so", "so it’s", "so{+ it’s+}"),
        ("", "new", "{+new+}"),
        ("same", "same", "same"),
        ("他说了五个", "他说了四个", "他说了[-五-]{+四+}个"),
    ],
)
def test_the_difference_is_in_whole_words(old: str, new: str, expected: str) -> None:
    assert difference_text(old, new) == expected


@given(wordings | st.text(), wordings | st.text())
def test_both_wordings_can_be_read_from_the_difference(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert "".join(words for op, words in pieces if op != "+") == old
    assert "".join(words for op, words in pieces if op != "-") == new
    assert all(words for _, words in pieces)
    assert all(one[0] != other[0] for one, other in pairwise(pieces))


def test_very_long_texts_differ_as_a_whole() -> None:
    old, new = "same " + "old word " * 10_000, "same " + "new text " * 10_000
    assert difference(old, new) == [("=", "same "), ("-", old[5:-1]), ("+", new[5:-1]), ("=", " ")]
