"""Candidate claims of an article, from the rules of annot or from a suggester that was installed.

A suggester is found by the entry point group `annot.suggesters`: a function that takes the text and
the sentences still open (code points, half-open) and gives `annot.text.candidates.Candidate`s. None
but the built-in one is used unless it is named.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from annot.errors import InvalidValueError
from annot.operations.installed import SUGGESTERS, named, refused, used
from annot.text.candidates import Candidate, candidates
from annot.text.coverage import SentenceCoverage
from annot.vocabulary import ClaimKind

Span = tuple[int, int]

LEAST = 0.3
"""The score under which a sentence is not suggested unless it is asked for: of the worked example's
sentences with claims two in thirty-seven are below it, of those without eight in ten."""


def suggested(
    text: str, coverage: Sequence[SentenceCoverage], *, least: float = LEAST, by: str = ""
) -> list[Candidate]:
    """The candidates among the sentences that nobody has looked at, the likeliest first.

    Args:
        text: The text.
        coverage: Its sentences with what covers them; repeated passages count where they stand
            first.
        least: The score that is asked for.
        by: The name of a suggester that is installed; the built-in rules if empty.

    Raises:
        NotFoundError: If no such suggester is installed.
        InvalidValueError: If the score is none from 0 to 1, or the suggester breaks or gives what
            is no candidate: outside the sentences, or without a score, a kind or
            words for reasons.
    """
    if not 0 <= least <= 1:  # nor is nan
        raise InvalidValueError(f"The score {least} is not from 0 to 1.", hint="--least 0.5")
    spans = [(item.start, item.end) for item in coverage if not item.covered]
    found = list(candidates(text, spans)) if not by else _others(by, text, spans)
    return [item for item in found if item.score >= least]


def _others(name: str, text: str, spans: Sequence[Span]) -> list[Candidate]:
    entry = named(SUGGESTERS, name)
    found = used(SUGGESTERS, entry, lambda suggester: _ranked(suggester(text, spans)))
    for item in found:
        fault = _fault(item, spans)
        if fault:
            raise refused(SUGGESTERS, entry, fault)
    return found


def _ranked(found: Iterable[Candidate]) -> list[Candidate]:
    return sorted(found, key=lambda item: (-item.score, item.start))


def _fault(item: Candidate, spans: Sequence[Span]) -> str:
    """What is wrong with a candidate that others made; empty if nothing is.

    Args:
        item: The candidate.
        spans: The sentences that were asked about, in the order of the text.
    """
    if not (isinstance(item.start, int) and isinstance(item.end, int)):
        return f"a place that is not in code points, {item.start!r} to {item.end!r}"
    at = bisect_right(spans, item.start, key=lambda span: span[0]) - 1
    if at < 0 or not item.start < item.end <= spans[at][1]:
        return f"a place outside the sentences, {item.start} to {item.end}"
    if not 0 <= item.score <= 1:
        return f"the score {item.score}, which is not from 0 to 1"
    if item.kind not in list(ClaimKind):
        return f"a kind that there is not, {item.kind!r}"
    are_words = isinstance(item.reasons, tuple) and all(isinstance(r, str) for r in item.reasons)
    return "" if are_words else f"reasons that are not words, {item.reasons!r}"
