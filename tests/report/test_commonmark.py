from __future__ import annotations

import pytest
from hostile_reports import BAIT, hostile
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from annot.report.commonmark import address, escape, heading, item, joined, line, prose, quoted
from annot.report.wording import all_lines
from annot.text.display import shown, with_few_marks

_READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_PLAIN = {"paragraph_open", "paragraph_close", "inline"}


@given(st.lists(hostile, min_size=1, max_size=3))
def test_prose_reads_back_as_paragraphs_of_the_same_words(texts: list[str]) -> None:
    text = "\n".join(texts)
    tokens = _READER.parse("\n".join(prose(text)))
    assert {token.type for token in tokens} <= _PLAIN
    inline = [token for token in tokens if token.type == "inline"]
    expected = [_seen(part) for part in all_lines(text) if part.strip()]
    assert [_text(token.children) for token in inline] == [part for part in expected if part]


@given(hostile)
def test_a_heading_an_item_and_a_quotation_hold_only_their_words(text: str) -> None:
    for block, kind in (
        ([heading(2, f"Title: {escape(text)}")], "heading"),
        (item([line("x " + escape(text))]), "bullet_list"),
        (quoted([line("x " + escape(text))]), "blockquote"),
    ):
        tokens = _READER.parse("\n".join(joined([block])))
        assert tokens[0].type == f"{kind}_open"
        inline = [token for token in tokens if token.type == "inline"]
        assert len(inline) == 1
        assert _seen(text) in _text(inline[0].children)


@pytest.mark.parametrize("bait", BAIT)
def test_bait_becomes_no_markup(bait: str) -> None:
    rendered = _READER.render("\n".join(prose(bait)))
    assert rendered.replace("<p>", "").replace("</p>", "").find("<") == -1


@pytest.mark.parametrize(
    "text", ["Fish & chips", "Rome, 12 May 1998: “yes”", "a-b", "3 + 4 = 7 (or 8!)", "law. So"]
)
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert prose(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. first", r"1\. first"),
        ("12) twelfth", r"12\) twelfth"),
        ("- dash", r"\- dash"),
        ("  + plus ", r"\+ plus"),
        ("# one # two", r"\# one # two"),
        ("> 1. said", r"\> 1. said"),
        ("1: no list", "1: no list"),
        (". no list", ". no list"),
        ("words. 1. words ", "words. 1. words"),
    ],
)
def test_only_what_would_begin_a_block_is_escaped(text: str, expected: str) -> None:
    assert line(text) == expected


def test_blocks_are_laid_out_as_they_are_read() -> None:
    assert heading(1, " One # ") == r"# One \#"
    assert heading(3, "C## and # then") == "### C## and # then"
    assert heading(3, "C##") == r"### C\##"
    assert quoted(["one", "", "two "]) == ["> one", ">", "> two"]
    assert item(["one", "", "two "]) == ["- one", "", "  two"]
    assert joined([[], ["one"], [], ["two", "three"], []]) == ["one", "", "two", "three"]
    assert joined([]) == []


def test_an_address_that_may_be_no_link_is_text() -> None:
    assert address("https://example.org/a_b") == "<https://example.org/a_b>"
    assert address("javascript:alert(1)") == "javascript:alert(1)"
    assert address("https://user:secret@example.org") == r"https\://…@example.org"


def _text(children: object) -> str:
    assert isinstance(children, list)
    assert {child.type for child in children} <= {"text", "text_special"}
    return "".join(child.content for child in children)


def _seen(text: str) -> str:
    return with_few_marks(shown(" ".join(all_lines(text)))).strip()
