"""From words to the places where they stand: the one that is meant, or a question."""

from __future__ import annotations

from typing import Any

import pytest

from annot.errors import InvalidValueError, Place, QuoteAmbiguousError, QuoteNotFoundError
from annot.operations.places import Searched, chosen_groups, selector, span_of_hand
from tests.conftest import TEXT

MILL = "The mill is old. The mill is red."
FIRST, SECOND = [(4, 8)], [(21, 25)]


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize(
    ("given", "groups"),
    [
        ({"occurrence": 1}, [FIRST]),
        ({"occurrence": 2}, [SECOND]),
        ({"occurrence": "all"}, [FIRST, SECOND]),
        ({"suffix": " is red"}, [SECOND]),
        ({"prefix": "old. The "}, [SECOND]),
        ({"prefix": "The ", "suffix": " is old"}, [FIRST]),
    ],
)
def test_the_place_that_is_meant(many: bool, given: dict[str, Any], groups: object) -> None:
    assert chosen_groups(Searched(MILL, many=many), "mill", **given) == groups
    assert chosen_groups(MILL, "mill", **given) == groups


def test_copies_of_a_passage_are_one_place() -> None:
    line = "The library on Mill Street opened in 1998."
    first, second = TEXT.index(line), TEXT.rindex(line)
    assert chosen_groups(TEXT, "opened in 1998") == [
        [(first + 27, first + 41), (second + 27, second + 41)]
    ]
    assert span_of_hand(TEXT, second + 26, second + 42) == [
        (second + 27, second + 42), (first + 27, first + 42)
    ]  # fmt: skip


def test_words_in_several_places_are_asked_about() -> None:
    with pytest.raises(QuoteAmbiguousError) as asked:
        chosen_groups(MILL, "mill")
    assert asked.value.message == "The quote 'mill' stands in 2 places."
    assert asked.value.hint == "Choose one with --occurrence 1 … 2 (or all), or add --prefix."
    assert list(asked.value.places) == [
        Place(4, 8, "The ", "mill", " is old. The mill is red."),
        Place(21, 25, "The mill is old. The ", "mill", " is red."),
    ]


@pytest.mark.parametrize(
    ("quote", "number", "message", "hint"),
    [
        ("mill", 3, "in 2 places; there is no number 3.", "--occurrence 1 … 2 (or all)."),
        ("mill", 0, "in 2 places; there is no number 0.", "--occurrence 1 … 2 (or all)."),
        ("red", 2, "in one place; there is no number 2.", "--occurrence 1."),
    ],
)
def test_a_place_that_is_not_there_is_refused(
    quote: str, number: int, message: str, hint: str
) -> None:
    with pytest.raises(InvalidValueError) as refused:
        chosen_groups(MILL, quote, occurrence=number)
    assert refused.value.message == f"The quote stands {message}"
    assert refused.value.hint == f"Repeat the command with {hint}"


@pytest.mark.parametrize("quote", ["", " \n"])
def test_a_quote_has_words(quote: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        chosen_groups(MILL, quote)
    assert refused.value.message == "The quote is empty."
    assert refused.value.hint == "Give the words as they are printed."


def test_words_that_do_not_stand_there_get_the_nearest_that_do() -> None:
    with pytest.raises(QuoteNotFoundError) as missed:
        chosen_groups(MILL, "The mill was red.")
    assert missed.value.message == "The quote 'The mill was red.' does not stand in the article."
    assert missed.value.hint == "Repeat the command with the words as they are printed."
    assert missed.value.nearest == Place(17, 33, "The mill is old. ", "The mill is red.", "")
    assert missed.value.difference == "The mill [-was-]{+is+} red."

    with pytest.raises(QuoteNotFoundError) as copied:
        chosen_groups(TEXT, "The library on Mill Street closed in 1998.")
    assert copied.value.nearest is not None
    assert copied.value.nearest.start == 0, "the first copy is offered"


@pytest.mark.parametrize("given", [{"prefix": "Our "}, {"suffix": " is blue"}])
def test_words_with_others_around_them_are_told_apart(given: dict[str, str]) -> None:
    with pytest.raises(QuoteNotFoundError) as missed:
        chosen_groups(MILL, "mill", **given)
    assert missed.value.message == (
        "The quote 'mill' stands in the article, but not with these words around it."
    )
    assert missed.value.hint == "Leave out --prefix and --suffix to see its places."


def test_words_like_nothing_there_are_said_to_be() -> None:
    with pytest.raises(QuoteNotFoundError) as missed:
        chosen_groups(MILL, "xyzzy 777", prefix="x")
    assert missed.value.message == (
        "The quote 'xyzzy 777' does not stand in the article, nor anything like it."
    )
    assert missed.value.hint == "Read the text: annot article show ARTICLE"
    assert missed.value.nearest is None


@pytest.mark.parametrize(
    ("start", "end", "span"),
    [(0, 3, (0, 3)), (3, 9, (4, 8)), (28, len(MILL), (29, 33)), (4, 8, (4, 8))],
)
def test_a_selection_is_without_the_spaces_at_its_ends(
    start: int, end: int, span: tuple[int, int]
) -> None:
    assert span_of_hand(MILL, start, end) == [span]


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (-1, 3, "The span -1–3 lies outside the text (33 code points)."),
        (4, 34, "The span 4–34 lies outside the text (33 code points)."),
        (5, 4, "The span 5–4 lies outside the text (33 code points)."),
        (3, 4, "The span holds no words."),
        (4, 4, "The span holds no words."),
    ],
)
def test_a_selection_outside_the_words_is_refused(start: int, end: int, message: str) -> None:
    with pytest.raises(InvalidValueError) as refused:
        span_of_hand(MILL, start, end)
    assert refused.value.message == message


def test_a_selector_has_thirty_two_signs_around_it() -> None:
    text = "b" * 40 + "X" + "a" * 40
    assert selector(text, (40, 41)) == {
        "exact": "X", "prefix": "b" * 32, "suffix": "a" * 32, "start": 40, "end": 41
    }  # fmt: skip
