"""What changed between two wordings."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from annot.text.drafts import word_changes

WORDS = st.text(st.sampled_from("ab .,-\n1$%é\u0301…"), max_size=30) | st.text(max_size=30)


def told(old: str, new: str) -> list[tuple[str, str, str]]:
    return [(one.op, one.old.strip(), one.new.strip()) for one in word_changes(old, new)]


def test_a_number_with_its_signs_is_one_word() -> None:
    assert told("It rose to $3.5 million.", "It rose to -$3.6 million.") == [
        ("same", "It rose to", "It rose to"),
        ("replaced", "$3.5", "-$3.6"),
        ("same", "million.", "million."),
    ]
    assert told("40 000 books", "41 000 books")[0] == ("replaced", "40 000", "41 000")


def test_words_come_and_go() -> None:
    assert told("They have never met.", "They have met.") == [
        ("same", "They have", "They have"),
        ("removed", "never", ""),
        ("same", "met.", "met."),
    ]
    assert told("They met.", "They say they met.")[0] == ("same", "They", "They")


def test_typography_is_no_change() -> None:
    assert [one.op for one in word_changes('"Never" - she said', "“Never” – she said")] == ["same"]


@given(WORDS, WORDS)
def test_the_pieces_are_both_wordings(old: str, new: str) -> None:
    changes = word_changes(old, new)
    assert "".join(one.old for one in changes) == old
    assert "".join(one.new for one in changes) == new
    assert all(one.old or one.new for one in changes) or old == new == ""
