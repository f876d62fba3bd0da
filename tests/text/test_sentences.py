"""Sentences: every word in exactly one, cut where a reader would cut."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.text.sentences import sentences

PIECES = [
    *[
        "One",
        "two",
        "Dr",
        "U.S",
        "p",
        "3",
        ".5",
        "e.g",
        ".",
        "!",
        "?",
        "…",
        ". . .",
        "。",
        "」",
        "؟",
    ],
    *[
        "”",
        "“",
        '"',
        ")",
        "[1]",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\u00a0",
        "\u2028",
        "- ",
        "# ",
        "中",
        "«",
        "»",
    ],
]


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["He met Prof. Karl Weber.", "They spoke."],
        ["Dr. J. K. Moss of the U.S. Senate left at 5 p.m. on Sept. 9.", "He slept."],
        ["It moved to the U.S. in 1990.", "Then it closed."],
        ["They came from the U.S.", "The rest stayed."],
        ["See No. 5 and p. 14, e.g. the table.", "Done."],
        ["It grew 3.5 percent in 1996.", "27 reports followed."],
        ["George W. Bush met A. A. Milne.", "It rained."],
        ["Gov. Smith and Lt. Gov. Jones agreed.", "But Rep. Poe did not."],
        ["He was born in St. Louis, Mo., in 1950.", "His wife was not."],
        ["Smith et al. (2020) say so.", "Others do not."],
        ["He said no.", "Smith left."],
        ["Jan. 6, 2021, was a Wednesday.", "It was cold."],
        ["The mill (built c. 1911) is gone.", "The weir (ca. 1840) is not."],
        ["Anna Holm (b. 1911, d. 1987) wrote it.", "Her teacher (fl. 1890) did not."],
        ["John (r. 1199–1216) came c. AD 1205.", "He left."],
        ["It was plan B. 1911 was a good year.", "He took vitamin C. 12 tablets were left."],
    ],
)
def test_a_full_stop_after_an_abbreviation_or_in_a_number(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["“Why now?” she asked.", "Nobody knew."],
        ["“Why now?” Chancellor Anna Berg asked.", "Nobody knew."],
        ["“Why now?”", "He said nothing."],
        ["“It is over.”", "Smith said goodbye."],
        ["The plan failed.", "“We tried,” he said.", "‘Never,’ she said."],
        ["(He left early.)", "She stayed."],
        ["It was published.[1]", "Nobody read it."],
        ["**A bold claim.**", "Another."],
        ["« Il est parti. »", "Elle est restée."],
    ],
)
def test_quotation_marks_and_brackets_close_with_their_sentence(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["“It was wet . . . Berlin was dry . . . we left,” said the mayor."],
        ["He paused… then he left."],
        ["He paused…", "Then he left."],
        ["He stopped. . . .", "We went on."],
        ["Is it so?!", "Yes!", "No."],
        ["Three things failed: Of ten, one was late; Others never came."],
    ],
)
def test_ellipses_colons_and_other_marks(expected: list[str]) -> None:
    assert split(" ".join(expected)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他来了。她走了！“真的吗？”是的。。", ["他来了。", "她走了！", "“真的吗？”", "是的。。"]),
        ("「行く。」と言った。彼は去った。", ["「行く。」と言った。", "彼は去った。"]),
        ("هل جاء؟ نعم.", ["هل جاء؟", "نعم."]),
        ("वह आया। वह गया।", ["वह आया।", "वह गया।"]),
        ("Er kam am 9. September. Dann ging er.", ["Er kam am 9. September.", "Dann ging er."]),
    ],
)
def test_other_languages(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_headings_and_items_of_lists_are_sentences() -> None:
    text = "A heading\n1. First thing. It is big\n2. Second\n\n- an item\n- another"
    assert split(text) == [
        "A heading",
        "1. First thing.",
        "It is big",
        "2. Second",
        "- an item",
        "- another",
    ]


def test_a_sentence_goes_on_over_wrapped_lines() -> None:
    text = (
        "The committee that was set up in the spring has now published four\n"
        "reports on prisons, hospitals and camps in every part of the country.\n"
        "None of them was read by the ministry that had asked for them in the\n"
        "first place.\n"
    )
    assert len(split(text)) == 2


@given(st.lists(st.sampled_from(PIECES)).map("".join) | st.text())
def test_all_that_is_not_white_space_is_in_exactly_one_sentence(text: str) -> None:
    done = 0
    for start, end in sentences(text):
        assert done <= start < end
        assert not text[done:start].strip()
        assert text[start:end] == text[start:end].strip()
        done = end
    assert not text[done:].strip()


@pytest.mark.parametrize("piece", [".", ". ", ".\u00a0", "。", "?”", "」", "A. ", "…"])
def test_a_page_of_nothing_but_marks_is_no_trap(piece: str) -> None:
    began = time.process_time()
    sentences(piece * (100_000 // len(piece)))
    assert time.process_time() - began < 2
