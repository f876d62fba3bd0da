from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.tui.typed import many_lines, one_line, restored

TEXTS = st.text(st.one_of(st.sampled_from("ab \n\r\t\x1b\u202e\xad"), st.characters()), max_size=30)


@given(TEXTS)
def test_what_was_not_edited_is_as_it_was(text: str) -> None:
    assert restored(text, one_line(text), one_line(text)) == text
    assert restored(text, many_lines(text), many_lines(text)) == text


@given(TEXTS, TEXTS, TEXTS)
def test_before_and_after_what_was_typed_nothing_changes(
    before: str, after: str, typed: str
) -> None:
    text = before + after
    offered = many_lines(text)
    edited = offered[: len(before)] + typed + offered[len(before) :]
    found = restored(text, offered, edited)
    assert len(found) == len(edited)
    assert many_lines(found) == many_lines(edited) or not typed.isprintable()


@pytest.mark.parametrize(
    ("original", "typed", "meant"),
    [
        ("a\x1bb\nc", "a␛b cd", "a\x1bb\ncd"),
        ("a\x1bb\nc", "xa␛b c", "xa\x1bb\nc"),
        ("a\x1bb\nc", "a␛X c", "a\x1bX\nc"),
        ("a\x1bb", "", ""),
        ("", "new", "new"),
        ("aaa", "aa", "aa"),
        ("aa", "aaa", "aaa"),
    ],
)
def test_only_what_was_typed_is_changed(original: str, typed: str, meant: str) -> None:
    assert restored(original, one_line(original), typed) == meant
