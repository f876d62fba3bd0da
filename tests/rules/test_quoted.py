from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.rules.quoted import holds, quoted
from annot.text.marks import is_mark


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“I know,” she said. “I do.”", ["I know,", "I do."]),
        ('the "so-called" bridge', ["so-called"]),
        ("„Nein“, sagte sie", ["Nein"]),
        ("«Oui», dit-elle", ["Oui"]),
        ("彼は「はい」と言った", ["はい"]),
        ("‘I don’t know,’ she said, ‘yet.’", ["I don't know,", "yet."]),
        ("“She said ‘no’ to me”", ["She said 'no' to me"]),
        ("other countries,” said the mayor", ["other countries,"]),
        ("the mayor said: “other countries", ["other countries"]),
        ("the workers’ pay and the bosses’ cars", []),
        ("no marks at all", []),
        ("“ ” and “...”", []),
        ("“yes” and “yes”", ["yes"]),
    ],
)
def test_quoted_words(text: str, words: list[str]):
    assert quoted(text) == words


@pytest.mark.parametrize(
    ("passage", "words"),
    [
        ("The bridge, as far as we know, is safe.", "the bridge . . . is safe,"),
        ("The bridge – all of it – is\nsafe", "The bridge—all of it—is safe"),
        ("we believe that the mayor is ready", "[W]e believe that [he] is ready"),
        ("She said: “it’s ‘safe’ now”", "it's “safe” now"),
        ("It is safe[3] for now", "It is safe for now"),
    ],
)
def test_passage_holds_words_in_spite_of_typography_omissions_and_insertions(passage, words):
    assert holds(passage, words)


@pytest.mark.parametrize(
    ("passage", "words"),
    [
        ("fourteen bridges", "four"),
        ("it is unsafe", "safe"),
        ("is safe, the bridge", "the bridge ... is safe"),
        ("The bridge is safe", "The bridge is quite safe"),
        ("", "safe"),
    ],
)
def test_passage_does_not_hold_other_words(passage: str, words: str):
    assert not holds(passage, words)


plain = st.text(st.characters(exclude_characters="[]").filter(lambda sign: not is_mark(sign)))


@given(plain, plain, plain)
def test_a_passage_holds_what_was_copied_from_it(before: str, words: str, after: str):
    assert holds(f"{before} {words} {after}", words)


@given(st.text(alphabet="ab'\"[]. -“”‘’"))
def test_any_marks_are_taken(text: str):
    assert all(isinstance(holds(text, words), bool) for words in quoted(text))
