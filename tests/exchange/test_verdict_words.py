from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.errors import InvalidValueError
from annot.exchange.verdict_words import (
    BEST,
    NUMBERS,
    VOCABULARIES,
    WORST,
    Meaning,
    Unsure,
    folded,
    meaning,
    meaning_anywhere,
    rated,
    word_of,
)
from annot.vocabulary import Status, Verdict


@pytest.mark.parametrize(
    ("vocabulary", "word", "verdict"),
    [
        ("politifact", "Pants on Fire!", "refuted"),
        ("politifact", "mostly-true", "inexact"),
        ("snopes", "Miscaptioned", "misleading"),
        ("snopes", "Unfounded", "unproven"),
        ("averitec", "Conflicting Evidence/Cherrypicking", "conflicting"),
        ("averitec", "Conflicting Evidence/Cherry-picking", "conflicting"),
        ("fever", "NOT ENOUGH INFO", "unproven"),
        ("scifact", "CONTRADICT", "refuted"),
        ("checkthat", "FALSE", "refuted"),
        ("check", "not_applicable", "unproven"),
        ("claimreview", " “False.” ", "refuted"),
        ("claimreview", "Missing context", "misleading"),
        ("claimreview", "Not checkable", "not_checkable"),
    ],
)
def test_a_certain_word_is_a_verdict(vocabulary: str, word: str, verdict: str) -> None:
    assert meaning(vocabulary, word).verdict == verdict


@pytest.mark.parametrize(
    ("vocabulary", "word", "near"),
    [
        ("politifact", "Half True", "inexact, misleading"),
        ("politifact", "Mostly False", "refuted, misleading"),
        ("snopes", "Mixture", "inexact, misleading, conflicting"),
        ("claimreview", "Partly false", "inexact, misleading"),
    ],
)
def test_a_word_with_a_choice_is_refused_with_what_is_near(
    vocabulary: str, word: str, near: str
) -> None:
    with pytest.raises(InvalidValueError, match=f"{word}.*nearest are {near}"):
        meaning(vocabulary, word)


def test_an_unknown_word_is_refused_with_one_like_it_and_all_of_ours() -> None:
    with pytest.raises(InvalidValueError, match=r"'Suported'\. Did you mean 'supported'\?") as told:
        meaning("averitec", "Suported")
    assert all(verdict in told.value.hint for verdict in Verdict)


def test_words_for_progress_are_statuses() -> None:
    assert meaning("check", "In Progress") == Meaning(None, Status.CHECKING)
    assert meaning("check", "Unstarted") == Meaning(None, Status.TODO)


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_what_a_verdict_is_called_there_means_the_same_here_unless_something_is_lost(
    vocabulary: str,
) -> None:
    for verdict in Verdict:
        word = word_of(vocabulary, verdict)
        if word.word and not word.lost:
            assert meaning(vocabulary, word.word).verdict is verdict
        elif word.word:
            meaning(vocabulary, word.word)
        else:
            assert word.lost


@pytest.mark.parametrize("vocabulary", VOCABULARIES)
def test_the_table_has_its_words_as_they_are_looked_up(vocabulary: str) -> None:
    words = VOCABULARIES[vocabulary].read
    assert list(words) == [folded(word) for word in words]


def test_a_word_of_any_vocabulary_needs_all_to_agree() -> None:
    assert meaning_anywhere("SUPPORTS").verdict is Verdict.SUPPORTED
    assert meaning_anywhere("Pants on Fire").verdict is Verdict.REFUTED
    # What is refuted for Snopes may be misleading for PolitiFact.
    with pytest.raises(InvalidValueError, match="nearest are refuted, misleading"):
        meaning_anywhere("Mostly False")
    with pytest.raises(InvalidValueError, match="no rating 'purple'"):
        meaning_anywhere("purple")


@pytest.mark.parametrize("verdict", NUMBERS)
def test_numbers_agree_with_the_words_for_the_same_verdict(verdict: Verdict) -> None:
    name = word_of("claimreview", verdict).word
    assert rated(name, value=NUMBERS[verdict], best=BEST, worst=WORST).verdict is verdict


def test_the_ends_of_a_scale_speak_only_without_a_name() -> None:
    assert rated("", value=5, best=5, worst=1).verdict is Verdict.SUPPORTED
    assert rated("", value=1, best=5, worst=1).verdict is Verdict.REFUTED
    for value, best, worst in ((3, 5, 1), (1, None, None), (1, 1, 1), (-1, -1, -1), (1, 1, 5)):
        with pytest.raises(InvalidValueError):
            rated("", value=value, best=best, worst=worst)
    with pytest.raises(InvalidValueError):
        rated("Panzana pazzesca", value=1, best=5, worst=1)


def test_a_name_at_the_wrong_end_of_its_scale_means_nothing_certain() -> None:
    with pytest.raises(InvalidValueError, match="wrong end"):
        rated("True", value=1, best=6, worst=1)


@given(st.text(max_size=30))
def test_any_text_has_a_meaning_or_is_refused(word: str) -> None:
    for vocabulary in VOCABULARIES:
        with contextlib.suppress(InvalidValueError):
            assert isinstance(meaning(vocabulary, word), Meaning)
    assert folded(folded(word)) == folded(word)


def _here(found: Meaning | Unsure) -> str:
    if isinstance(found, Unsure):
        near = ", ".join(f"`{verdict}`" for verdict in found.near)
        return f"refused; near: {near}" if near else "refused"
    told = f"`{found.verdict}`" if found.verdict else f"status `{found.status}`"
    return f"{told} (lost: {found.lost})" if found.lost else told


def test_the_page_about_verdicts_has_the_whole_table() -> None:
    page = Path(__file__).parents[2] / "docs" / "formats" / "verdicts.md"
    read, written = page.read_text().split("## Written")
    sections = dict(part.split("\n", 1) for part in read.split("\n### ")[1:])
    for vocabulary in VOCABULARIES.values():
        told = [line for line in sections[vocabulary.name].splitlines() if line.startswith("| ")]
        rows = [f"| {word} | {_here(found)} |" for word, found in vocabulary.read.items()]
        assert told == ["| there | here |", *rows]
    for verdict in Verdict:
        words = [word_of(vocabulary, verdict) for vocabulary in VOCABULARIES]
        cells = [f"{word}*" if word and lost else word for word, lost in words]
        assert f"| `{verdict}` | {' | '.join(cells)} |" in written
