"""The index of words finds what going through the whole text finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annot.text.fold import fold
from annot.text.quotes import Quotable, find_quote
from annot.text.word_index import WordIndex, everywhere

TEXTS = st.lists(
    st.sampled_from(["the", "cat", "cats", "scat", " ", " ", "-", ".", "é", "_", "1", "中", "THE"])
).map("".join)


@given(text=TEXTS, data=st.data())
def test_a_passage_is_found_wherever_it_stands(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    passage = text[start : data.draw(st.integers(start, len(text)))] or "the"
    # Without a long text every word is common: so many words follow that none is.
    whole = text + "".join(f" x{number}" for number in range(3000))
    assert list(WordIndex(whole).occurrences(passage)) == list(everywhere(whole, passage))


def test_a_word_that_is_common_is_found_as_well() -> None:
    text = "a cat and a dog " * 1000
    assert len(list(WordIndex(text).occurrences("a cat and"))) == 1000


@given(text=TEXTS, data=st.data())
def test_quotes_among_thousands_are_found_as_single_ones_are(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    quote = data.draw(st.sampled_from([text[start:], text[start:].upper(), "the cat", "Cat"]))
    assert find_quote(Quotable(fold(text)), quote) == find_quote(text, quote)
