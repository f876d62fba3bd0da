"""Paragraphs, and the same passage twice in one text."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.text.fold import fold_text
from annot.text.paragraphs import collapse, copies, describe_repeats, paragraphs, repeats
from annot.text.quotes import find_quote

ONE = (
    "The council met on Monday and again on Tuesday, and the mayor’s office “regretted” that "
    "neither of the meetings had been announced in time. Nobody came."
)
TWO = (
    "Of the nine reports that were promised, the council published four; the others are said to "
    "be on the mayor’s desk. The council did not comment on the matter."
)
OTHER = "A paragraph of its own that says nothing which stands anywhere else in this whole article."
DOUBLED = "\n".join([ONE, TWO, ONE, TWO])


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in paragraphs(text)]


def test_each_line_is_a_paragraph() -> None:
    assert split(f"  {ONE}\n{TWO} \r\n\n{OTHER}\n") == [ONE, TWO, OTHER]


def test_short_lines_stay_apart() -> None:
    text = "A headline of the day\nBy a Reporter\nShe left.\nHe stayed."
    assert split(text) == text.splitlines()


@pytest.mark.parametrize("width", [60, 72, 100])
def test_wrapped_lines_are_one_paragraph(width: int) -> None:
    text = "\n\n".join(textwrap.fill(words, width) for words in (ONE, TWO, OTHER))
    assert [" ".join(words.split()) for words in split(text)] == [ONE, TWO, OTHER]


def test_headings_and_items_stand_alone_among_wrapped_lines() -> None:
    body = textwrap.fill(ONE, 72)
    items = textwrap.fill("- " + TWO, 72, subsequent_indent="  ")
    text = f"# Heading\n{body}\n\n{items}\n- last\n"
    assert split(text) == ["# Heading", body, items, "- last"]


@given(st.text() | st.text(st.sampled_from("ab. \n\r-#1\u2028")))
def test_all_that_is_not_white_space_is_in_a_paragraph(text: str) -> None:
    done = 0
    for start, end in paragraphs(text):
        assert done <= start < end
        assert not text[done:start].strip()
        done = end
    assert not text[done:].strip()


def test_repeated_paragraphs_point_to_the_first() -> None:
    found = repeats(f"{OTHER}\n{DOUBLED}\n{ONE}")
    assert [(repeat.paragraph, repeat.first_paragraph) for repeat in found] == [
        (4, 2),
        (5, 3),
        (6, 2),
    ]
    assert describe_repeats(found) == "paragraphs 4–5 repeat 2–3, paragraph 6 repeats 2"


def test_typography_does_not_hide_a_repeat() -> None:
    typed = ONE.replace("’", "'").replace("“", '"').replace("”", '"')
    assert describe_repeats(repeats(f"{ONE}\n{typed}")) == "paragraph 2 repeats 1"


def test_short_lines_are_no_repeats() -> None:
    assert repeats("Advertisement\nAdvertisement\n* * *\n* * *") == []
    assert describe_repeats([]) == ""


def test_a_quote_in_a_repeated_passage_is_one_group() -> None:
    groups = collapse(find_quote(DOUBLED, "published four"), repeats(DOUBLED))
    assert [len(group) for group in groups] == [2]
    assert groups[0] == sorted(groups[0])


def test_a_quote_twice_in_a_repeated_passage_is_two_groups() -> None:
    groups = collapse(find_quote(DOUBLED, "the council"), repeats(DOUBLED))
    again = collapse(find_quote(DOUBLED, "mayor’s"), repeats(DOUBLED))
    first_passage_ends = len(ONE) + 1 + len(TWO)
    assert [len(group) for group in groups] == [2]
    assert [len(group) for group in again] == [2, 2]
    assert all(group[0][1] <= first_passage_ends < group[1][0] for group in again)


def test_places_are_grouped_although_the_copies_differ_in_typography() -> None:
    text = f"{TWO.replace('; ', ' . . . ')} the mayor’s\n{TWO.replace('; ', '… ')} the mayor’s"
    groups = collapse(find_quote(text, "the mayor’s"), repeats(text))
    assert [len(group) for group in groups] == [2, 2]


def test_a_quote_outside_of_repeats_is_a_group_of_its_own() -> None:
    text = f"{DOUBLED}\n{OTHER} The council."
    places = [*find_quote(text, "Nobody came"), (len(text) - 8, len(text))]
    groups = collapse(places, repeats(text))
    assert [len(group) for group in groups] == [2, 1]


@pytest.mark.parametrize(
    "words", ["“regretted” that", "Nobody came.\nOf the nine", "The council met"]
)
def test_words_chosen_in_either_copy_lead_to_the_other(words: str) -> None:
    first, second = find_quote(DOUBLED, words)
    assert copies(DOUBLED, repeats(DOUBLED), *first) == [second]
    assert copies(DOUBLED, repeats(DOUBLED), *second) == [first]


def test_words_outside_of_repeats_have_no_copies() -> None:
    text = f"{OTHER}\n{DOUBLED}"
    assert copies(text, repeats(text), 0, 20) == []
    assert copies(text, [], 0, 20) == []
    assert copies(text, repeats(text), 20, 20) == []


def test_words_that_go_on_into_something_else_have_no_copies() -> None:
    text = f"{ONE}\n{OTHER}\n{ONE}\n{TWO}"
    start = text.index("Nobody came")
    assert copies(text, repeats(text), start, text.index("of its own")) == []


@given(st.data())
def test_copies_say_the_same_and_lead_back(data: st.DataObject) -> None:
    typed = DOUBLED.replace("’", "'", 1).replace("; ", " --  ", 1).replace("e", "e\u0301", 3)
    text = f"{typed}\n{OTHER}\n{DOUBLED}"
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    known = repeats(text)
    for copy in copies(text, known, start, end):
        assert fold_text(text[slice(*copy)]).strip() == fold_text(text[start:end]).strip()
        assert copies(text, known, *copy)
