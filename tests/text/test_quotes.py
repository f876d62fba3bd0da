"""Quotes: found however they were typed, never in the wrong place, told apart by their context."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annot.text.fold import fold, fold_text
from annot.text.quotes import Quotable, around, find_quote, nearest, place

TEXT = (
    "The council—all nine members—met in “Café Zürich” on 3\u00a0May. It’s the ﬁrst time since "
    "1996 . . . and the last.\n\nThe mayor said: only four reports were published. Of the others, "
    "only four were read. THE COUNCIL left."
)
WORDS = ["the", "mayor’s", "“café”", "said—then", "1996", "a", "Zürich", "…", "na\u0308ive", "中文"]


def found(quote: str, **context: str) -> list[str]:
    return [TEXT[start:end] for start, end in find_quote(TEXT, quote, **context)]


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("The council--all nine members--met", "The council—all nine members—met"),
        ('"Cafe\u0301 Zu\u0308rich"', "“Café Zürich”"),
        (" 3 May.\n", "3\u00a0May."),
        ("It's the first time", "It’s the ﬁrst time"),
        ("1996… and", "1996 . . . and"),
        ("the last. The mayor", "the last.\n\nThe mayor"),
        ("ONLY FOUR REPORTS", "only four reports"),
    ],
)
def test_a_quote_is_found_in_spite_of_its_typography(quote: str, words: str) -> None:
    assert found(quote) == [words]


def test_all_places_are_found_in_order() -> None:
    places = find_quote(TEXT, "only four")
    assert len(places) == 2
    assert places == sorted(places)


def test_prefix_and_suffix_tell_places_apart() -> None:
    first, second = find_quote(TEXT, "only four")
    assert find_quote(TEXT, "only four", prefix="said: ") == [first]
    assert find_quote(TEXT, "only four", suffix="were read") == [second]
    assert find_quote(TEXT, "only four", prefix="Nothing like it") == []


def test_the_words_around_are_compared_without_their_spaces() -> None:
    text = "a b c X a b c"
    assert find_quote(text, "X", prefix="abc", suffix="abc") == [(6, 7)]
    assert find_quote(text, "X", prefix="zabc") == []
    assert find_quote(text, "X", suffix="abcz") == []


def test_the_case_given_is_preferred() -> None:
    assert found("The council") == ["The council"]
    assert found("the Council") == ["The council", "THE COUNCIL"]


def test_whole_words_are_preferred_to_parts_of_words() -> None:
    text = "Every party has art. Art is party."
    assert find_quote(text, "art") == [(16, 19)]
    assert find_quote("Art is a party.", "art") == [(0, 3)]
    assert find_quote("the parties", "part") == [(4, 8)]


def test_a_script_without_spaces_has_no_parts_of_words() -> None:
    assert find_quote("北京说，在北京。", "北京") == [(0, 2), (5, 7)]


def test_a_quote_is_refused_where_it_would_cut_a_character() -> None:
    assert find_quote("x\u0302y", "x") == []
    assert find_quote("so…", "so.") == []


@pytest.mark.parametrize("quote", ["", "  \n", "\u200b", "Nowhere to be seen"])
def test_what_does_not_stand_there_is_not_found(quote: str) -> None:
    assert find_quote(TEXT, quote) == []


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=30), st.data())
def test_any_words_are_found_after_a_change_of_typography(
    words: list[str], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    quote = "\u00a0 ".join(words[start:end])
    assume(fold_text(quote).strip())
    form = data.draw(st.sampled_from(["NFC", "NFD"]))
    typed = unicodedata.normalize(form, quote).translate(
        {ord("’"): "'", ord("“"): '"', ord("”"): '"', ord("—"): "--", ord("…"): "..."}
    )
    text = " ".join(words)
    position = len(" ".join(words[:start])) + (start > 0)
    places = find_quote(text, typed)
    assert any(first <= position < last or "…" in words for first, last in places)
    for first, last in places:
        assert fold_text(text[first:last]) == fold_text(typed).strip()


@given(st.text(st.sampled_from("ab é e\u0301 . …—-\n"), max_size=40), st.data())
def test_an_anchor_is_found_again_by_its_own_context(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    edges = [at for at in range(len(folded.text) + 1) if folded.is_boundary(at)]
    starts = [at for at in edges[:-1] if folded.text[at] not in " ."]
    assume(starts)
    start = data.draw(st.sampled_from(starts))
    ends = [at for at in edges if at > start and folded.text[at - 1] not in " ."]
    assume(ends)
    end = data.draw(st.sampled_from(ends))
    first, last = folded.span(start, end)
    prefix, suffix = around(text, first, last)
    assert find_quote(text, text[first:last], prefix=prefix, suffix=suffix)


def test_around_is_cut_at_the_ends_and_never_inside_a_character() -> None:
    text = "e\u0301" * 40 + "X" + "e\u0301" * 40
    prefix, suffix = around(text, 80, 81, 31)
    assert (prefix, suffix) == ("e\u0301" * 15, "e\u0301" * 15)
    assert around("one two three", 4, 7) == ("one ", " three")


def test_around_takes_thirty_two_signs_on_each_side_and_a_place_forty() -> None:
    text = "b" * 50 + "X" + "a" * 50
    assert around(text, 50, 51) == ("b" * 32, "a" * 32)
    offered = place(text, 50, 51)
    assert (offered.before, offered.after) == ("b" * 40, "a" * 40)


def test_a_place_shows_its_surroundings_on_one_line() -> None:
    start = TEXT.index("The mayor")
    offered = place(TEXT, start, start + 9)
    assert offered.exact == "The mayor"
    assert offered.before.endswith("and the last. ")
    assert offered.after.startswith(" said: only")


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("only five reports were published", "only four reports were published"),
        ("The MAYOR says: only four reports", "The mayor said: only four reports"),
        ("met in the Cafe Zurich", "met in “Café Zürich"),
    ],
)
def test_the_nearest_passage_is_made_of_whole_words(quote: str, words: str) -> None:
    match = nearest(TEXT, quote)
    assert match is not None
    start, end, likeness = match
    assert TEXT[start:end].strip("“”.") == words.replace("“", "", 0)
    assert 50 <= likeness <= 100


def test_nothing_is_near_what_is_about_something_else() -> None:
    assert nearest(TEXT, "xyzzy plugh 777") is None
    assert nearest(TEXT, " ") is None
    assert nearest("", "words") is None


def test_the_nearest_passage_in_a_text_without_words() -> None:
    text = "a" * 200 + "b" * 60 + "a" * 200
    assert nearest(text, "b" * 60) == (200, 260, 100.0)


FILLING = " Nobody knew what all of that would cost the town in the end, and nobody asked. " * 3


@pytest.mark.parametrize(
    ("quote", "meant", "other"),
    [
        ("He paid 4217 for it", "He paid some 4217 for it", "He paid 4216 for it"),
        ("He paid 42 for it", "He paid some 42 for it", "He paid 41 for it"),
    ],
)
def test_a_number_decides_between_passages_that_are_nearly_alike(
    quote: str, meant: str, other: str
) -> None:
    for text in (
        f"{other}.{FILLING}{meant}.",
        f"{meant}.{FILLING}{other}.",
        f"{FILLING}{other}.{FILLING}{meant}.{FILLING}",
    ):
        start, end, _ = nearest(text, quote) or (0, 0, 0.0)
        assert text[start:end] == meant


@pytest.mark.parametrize(("times", "words"), [(7, "He paid some 4217 for it"),
                                              (8, "He paid 4216 for it")])  # fmt: skip
def test_a_number_that_stands_in_many_places_decides_nothing(times: int, words: str) -> None:
    text = f"{'4217 is a number. ' * times}He paid 4216 for it.{FILLING}He paid some 4217 for it."
    start, end, _ = nearest(text, "He paid 4217 for it") or (0, 0, 0.0)
    assert text[start:end] == words


def test_the_nearest_passage_of_a_long_quote() -> None:
    text = " ".join(f"word{number}" for number in range(3000))
    changed = " ".join(f"word{number}" for number in range(500, 1500) if number % 50)
    match = nearest(text, changed)
    assert match is not None
    assert text[match[0] : match[1]].startswith("word50")
    assert text[match[0] : match[1]].endswith("word1499")


COMMON = " It is as it was. " * 30
"""Words that stand in many places, and so decide nothing."""


def offered(text: str, quote: str) -> str:
    """The passage that is offered for a quote; empty if none is."""
    start, end, _ = nearest(text, quote) or (0, 0, 0.0)
    return text[start:end]


@pytest.mark.parametrize(
    ("word", "other", "decides"),
    [("Kovo", "Koxx", True), ("Kov", "Kox", False), ("42", "41", True), ("7", "8", True)],
)
def test_words_of_four_letters_and_all_numbers_decide(word: str, other: str, decides: bool) -> None:
    meant, alike = f"He got us all {word} for it", f"He got us {other} for it"
    for text in (f"{alike}.{COMMON}{meant}.", f"{meant}.{COMMON}{alike}."):
        assert offered(text, f"He got us {word} for it") == (meant if decides else alike)


def test_a_number_decides_only_between_passages_that_are_nearly_alike() -> None:
    alike = "He got us 4216 for it"
    text = f"{alike}.{COMMON}He got us the old 4217 for it."
    assert offered(text, "He got us 4217 for it") == alike


def test_one_of_two_numbers_weighs_half() -> None:
    alike, other = "He got us 4216 for it in 1986", "He got us the old 4217 for it in 1986"
    text = f"{alike}.{COMMON}{other}.{COMMON}It was 1987."
    assert offered(text, "He got us 4217 for it in 1987") == alike
    # A number that stands nowhere weighs nothing.
    assert offered(text.replace("1987", "1988"), "He got us 4217 for it in 1987") != alike


@pytest.mark.parametrize(
    ("quote", "told", "other", "word"),
    [
        (
            "The committee visited the prisons of seventeen republics, spoke with ministers and"
            " counted 4217 prisoners",
            "4217", "4216", "counted",
        ),
        (
            "The men from Zielonogorska took some wood, iron, salt, corn, wine, fish and hemp to"
            " town",
            "Zielonogorska", "Zielonogorske", "took",
        ),
    ],
)  # fmt: skip
def test_of_many_words_numbers_and_then_the_longest_decide(
    quote: str, told: str, other: str, word: str
) -> None:
    meant, alike = quote.replace(word, f"{word} us"), quote.replace(told, other)
    for text in (f"{alike}.{COMMON}{meant}.", f"{meant}.{COMMON}{alike}."):
        assert offered(text, quote) == meant


@pytest.mark.parametrize("at", [0, 2, 14, 26, 28])
@pytest.mark.parametrize("times", [1, 2])
def test_a_number_decides_wherever_it_stands_in_a_quote_of_many_words(at: int, times: int) -> None:
    chance = random.Random(1)
    common = ("council", "mayor", "bridge", "river", "winter", "money", "paper", "letter")
    filling = [" ".join(chance.choices(common, k=60)) for _ in range(6)]
    words = chance.choices(common, k=28)
    quote = [*words[:at], "4217", *words[at:]]
    if times == 2:
        quote.append("4217")
    meant = list(quote)
    for before in (4, 11, 18, 24):
        meant.insert(before, "old")
    alike = " ".join(quote).replace("4217", "4216")
    for text in (
        f"{' '.join(meant)}. {' '.join(filling)}. {alike}.",
        f"{' '.join(filling)}. {alike}. {' '.join(filling)}. {' '.join(meant)}. {filling[0]}",
        f"{alike}. {' '.join(filling)}. {' '.join(meant)}",
    ):
        assert offered(text, " ".join(quote)) == " ".join(meant)


def test_what_is_half_alike_is_offered_and_less_is_not() -> None:
    assert nearest("abcdefgh zzz", "abcdxxxx") == (0, 8, 50.0)
    assert nearest("abcdefgh zzz", "abcxxxxx") is None


def test_the_passage_offered_begins_and_ends_with_its_words() -> None:
    assert offered("one two words here", "xtwo words here") == "two words here"
    assert offered("  two words  ", "two wards ") == "two words"
    text = "There were four of them, in all nobody came to the town."
    assert offered(text, "xin all nobody came") == "in all nobody came"
    text = "They were read, in no more reports than four."
    assert offered(text, "ofin no more reports") == "in no more reports"
    assert offered("Well, four reports were read, they say.", "four reports are read!") in (
        "four reports were read",
        "four reports were read,",
    )


@pytest.mark.parametrize("is_longer", [True, False])
def test_a_long_passage_is_offered_from_its_first_to_its_last_word(is_longer: bool) -> None:
    words = [f"word{number}" for number in range(3000)]
    quote = words[2000:2600]
    for at in range(480, 0, -40):
        if is_longer:
            quote.insert(at, "inserted")
        else:
            del quote[at]
    start, end, likeness = nearest(" ".join(words), " ".join(quote)) or (0, 0, 0.0)
    passage = " ".join(words)[start:end]
    assert (passage.split()[0], passage.split()[-1]) == ("word2000", "word2599")
    assert likeness > 90


def test_many_quotes_are_found_by_an_index_that_is_made_once() -> None:
    text = Quotable(fold(TEXT))
    assert vars(text).keys() == {"folded"}
    assert find_quote(text, "only four reports") == find_quote(TEXT, "only four reports")
    assert vars(text).keys() == {"folded", "words"}
    assert find_quote(text, "ONLY FOUR REPORTS") == find_quote(TEXT, "ONLY FOUR REPORTS")
    assert vars(text).keys() == {"folded", "words", "lowered_words"}
