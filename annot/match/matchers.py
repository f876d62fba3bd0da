"""Matchers that were installed: they say anew how alike the claims are that annot has found.

A matcher is found by the entry point group `annot.matchers`: a function that takes the words that
are looked for and the claims found (`Found`), and gives a score for each, by its number, from 0 to
100. None is used unless it is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

from annot.operations.installed import MATCHERS, named, refused, used


@dataclass(frozen=True, slots=True)
class Found:
    """A claim that annot has found by its words, as a matcher gets it.

    Attributes:
        claim: Its number, in the workspace where it was found.
        text: Its words; of very long ones the beginning.
        correction: The wording proposed instead; empty if there is none.
        score: How alike its words are, from 0 to 100.
    """

    claim: int
    text: str
    correction: str
    score: float


def rescored(name: str, wanted: str, found: Sequence[Found]) -> dict[int, float]:
    """The scores that a matcher gives to claims, by their numbers.

    Args:
        name: The name of a matcher that is installed.
        wanted: The words that are looked for.
        found: The claims; the matcher is not asked if there are none.

    Raises:
        NotFoundError: If no such matcher is installed.
        InvalidValueError: If it breaks, or does not give each claim one score from 0 to 100.
    """
    entry = named(MATCHERS, name)
    if not found:
        return {}
    scores = used(MATCHERS, entry, lambda matcher: dict(matcher(wanted, tuple(found))))
    fault = _fault(scores, found)
    if fault:
        raise refused(MATCHERS, entry, fault)
    return {number: float(score) for number, score in scores.items()}


def _fault(scores: Mapping[Any, Any], found: Sequence[Found]) -> str:
    """What is wrong with the scores that a matcher gives; empty if nothing is."""
    known = {item.claim for item in found}
    for number, score in scores.items():
        if number not in known:
            return f"a score for {number!r}, which is no claim that it was asked about"
        if not (isinstance(score, Real) and 0 <= float(score) <= 100):  # nor is nan
            return f"the score {score!r} for claim {number}, which is not from 0 to 100"
    return "" if len(scores) == len(known) else f"{len(scores)} scores for {len(known)} claims"
