"""Words for a server's full text: the quick way makes of them what the tokenizer makes of them."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from annot.store import lexemes
from annot.store.lexemes import Lexer, Words

SOME = st.one_of(
    st.text(st.characters(max_codepoint=126, exclude_characters="\0"), max_size=60),
    st.lists(st.sampled_from(["Running", "ran", "1921", "No", "a", "ponies"])).map(" ".join),
)


def places(vector: str) -> dict[str, set[str]]:
    """The places of each term, whatever the order and however often it is named."""
    found: dict[str, set[str]] = {}
    for term, told in re.findall(r"'((?:[^']|'')*)':([\dA-C,]+)", vector):
        found.setdefault(term, set()).update(told.split(","))
    return found


@pytest.fixture
def lexer() -> Lexer:
    return Lexer()


def vectors(lexer: Lexer, claims: list[Words]) -> dict[int, dict[str, set[str]]]:
    return {number: places(vector) for number, vector in lexer.vectors(claims)}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.tuples(SOME, SOME, SOME), min_size=1, max_size=4))
@example(texts=[("x" * 64 + " a", "", ""), ("x" * 65 + " a", "", ""), ("", "", "")])
@example(texts=[("the " * 300, "ran", "runs"), ("one", "three", "two"), ("café au lait", "", "")])
def test_plain_words_get_the_terms_and_places_that_the_tokenizer_gives(
    lexer: Lexer, monkeypatch: pytest.MonkeyPatch, texts: list[tuple[str, str, str]]
) -> None:
    claims = [(number, *words) for number, words in enumerate(texts)]
    quick = vectors(lexer, claims)
    with monkeypatch.context() as patch:
        patch.setattr(lexemes, "_MOST_PLAIN", -1)
        assert quick == vectors(lexer, claims)


def test_words_are_forgotten_before_they_take_too_much_memory_and_found_again(
    lexer: Lexer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexemes, "_KEPT", 2)
    for _ in range(3):
        told = vectors(lexer, [(1, "Ships sailed north", "", ""), (2, "ships sank", "", "")])
        assert told == {
            1: {"ship": {"1A"}, "sail": {"2A"}, "north": {"3A"}},
            2: {"ship": {"1A"}, "sank": {"2A"}},
        }
        list(lexer.vectors([(3, "Other words than these", "", "")]))
