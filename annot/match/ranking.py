"""Claims that say the same as some words, the likest first.

Seven tenths of the score is BM25 over the words, as part of what a claim of these very words would
have; three tenths is how alike the sets of words are as they are spelled. The score orders and
decides nothing: claims that differ in one number have 90 or so.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from annot.match.differing import Differing, differing_from
from annot.store.alike import LONGEST, Alike, Run, alike
from annot.store.columns import text_to_time
from annot.text.difference import Op, difference
from annot.vocabulary import Status, Verdict

_LEAST_SCORE = 25
_BM25, _SPELLING = 0.7, 0.3
_LENGTH_MATTERS, _SATURATION = 0.75, 1.2  # b and k1, as everywhere


@dataclass(frozen=True, slots=True)
class Match:
    """A claim that may say the same.

    Attributes:
        claim: Its number, in the workspace where it was found.
        text: Its words.
        article: The slug of its article; empty if it has none.
        title: The title of its article, likewise.
        status: How far it is checked.
        verdict: What was found about it, there; it is nobody's verdict here.
        correction: The wording proposed instead.
        when: When it was changed last (UTC).
        score: How alike it is, from 0 to 100.
        differing: Numbers, names and negations that differ: first those of the words looked for.
        difference: From the words looked for to its words, in whole words.
    """

    claim: int
    text: str
    article: str
    title: str
    status: Status
    verdict: Verdict | None
    correction: str
    when: datetime
    score: int
    differing: Differing
    difference: list[tuple[Op, str]]


def matches(
    run: Run,
    text: str,
    *,
    leave_out: int | None = None,
    also: Collection[int] = (),
    limit: int,
    matcher: str = "",
) -> list[Match]:
    """The claims that are most like some words, the likest first; nothing is decided by that.

    Args:
        run: Runs a query on the workspace where they are looked for.
        text: The words.
        leave_out: The number of a claim there that is not meant.
        also: The numbers of claims there that come first in any case.
        limit: At most so many.
        matcher: The name of a matcher that is installed, which scores what was found anew.

    Raises:
        NotFoundError: If no such matcher is installed.
        InvalidValueError: If the matcher breaks, or gives what are no scores.
    """
    wanted = text[:LONGEST]
    found = alike(run, wanted, leave_out=leave_out, also=also)
    scores = _scored(wanted, found)
    if matcher:
        scores = _rescored(matcher, wanted, scores)
    scored = [
        (score, item) for score, item in scores if score >= _LEAST_SCORE or item.number in also
    ]
    scored.sort(key=lambda pair: (pair[1].number not in also, -pair[0], -pair[1].number))
    differing = differing_from(wanted)
    return [_match(wanted, item, score, differing) for score, item in scored[:limit]]


def _rescored(
    matcher: str, wanted: str, scored: Iterable[tuple[float, Alike]]
) -> Iterator[tuple[float, Alike]]:
    from annot.match.matchers import Found, rescored  # what finds entry points loads for 20 ms

    found = list(scored)
    asked = [Found(item.number, item.text, item.correction, score) for score, item in found]
    scores = rescored(matcher, wanted, asked)
    yield from ((scores[item.number], item) for _, item in found)


def _scored(wanted: str, found: Iterable[Alike]) -> Iterator[tuple[float, Alike]]:
    from rapidfuzz import fuzz, utils

    spelled = utils.default_process(wanted)
    for item in found:
        spelling = fuzz.token_set_ratio(spelled, item.text, processor=utils.default_process)
        if item.correction:
            corrected = fuzz.token_set_ratio(
                spelled, item.correction, processor=utils.default_process
            )
            spelling = max(spelling, corrected)
        by_words = 100 * _BM25 * item.weight * _for_length(wanted, item)
        yield by_words + _SPELLING * spelling, item


def _for_length(wanted: str, item: Alike) -> float:
    """What BM25 takes off because a claim says much besides; 1 for one that is no longer."""
    longer = max(1.0, (item.text.count(" ") + 1) / (wanted.count(" ") + 1))
    return (_SATURATION + 1) / (1 + _SATURATION * (1 - _LENGTH_MATTERS + _LENGTH_MATTERS * longer))


def _match(wanted: str, item: Alike, score: float, differing: Callable[[str], Differing]) -> Match:
    return Match(
        claim=item.number,
        text=item.text,
        article=item.article if item.is_in_article else "",
        title=item.title if item.is_in_article else "",
        status=Status(item.status),
        verdict=Verdict(item.verdict) if item.verdict else None,
        correction=item.correction,
        when=text_to_time(item.updated_at),
        score=round(score),
        differing=differing(item.text),
        difference=difference(wanted, item.text),
    )
