"""Verdicts of a table in words of other vocabularies: which there were, and what they mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from annot.errors import InvalidValueError
from annot.exchange.verdict_words import Meaning, folded, is_known, meaning_anywhere
from annot.operations.ledger import optional
from annot.vocabulary import Verdict


class ForeignWords:
    """Counts the words of other vocabularies in the rows that are read."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._is_settled = False

    def begin(self) -> None:
        """Count from nought."""
        self._counts.clear()
        self._is_settled = False

    def settle(self) -> None:
        """Count no more: rows that are read once more were counted."""
        self._is_settled = True

    def meet(self, cell: Any) -> None:
        """Count the verdict of a row, if it is in such a word."""
        if not self._is_settled and isinstance(cell, str) and (word := foreign(cell)):
            self._counts[word] += 1

    @property
    def meanings(self) -> Mapping[str, str]:
        """What each of the words was taken for."""
        return {word: _told(meaning_anywhere(word)) for word in sorted(self._counts)}

    @property
    def lost(self) -> Mapping[str, int]:
        """What the words say beyond that, with how often they do."""
        found = {word: meaning_anywhere(word).lost for word in sorted(self._counts)}
        return {f"{lost} ({word})": self._counts[word] for word, lost in found.items() if lost}


def verdict_in(word: str) -> Meaning:
    """What a word says was found: one of our verdicts, or a word of another vocabulary.

    Raises:
        InvalidValueError: If it is neither, or what it means in ours is not certain.
    """
    try:
        return Meaning(optional(Verdict, word, "verdict"))
    except InvalidValueError:
        if not is_known(word):
            raise
    return meaning_anywhere(word)


@lru_cache(1000)
def foreign(word: str) -> str:
    """A verdict that is no word of ours, as it is known; empty for any other."""
    try:
        optional(Verdict, word, "verdict")
    except InvalidValueError:
        return folded(word) if is_known(word) else ""
    return ""


def _told(meaning: Meaning) -> str:
    if meaning.verdict is not None:
        return meaning.verdict.value
    return "" if meaning.status is None else f"status {meaning.status.value}"
