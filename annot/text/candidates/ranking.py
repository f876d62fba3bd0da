"""Sentences with a score, a kind and reasons, the likeliest first.

Transparent rules and no model: signs of an assertion that can be checked (a number, a date, a name,
somebody's words, a role or membership, an event, a comparison, a cause, a superlative) raise the
score, signs of an opinion, a guess or a question lower it. Sentences stand as they are: nothing is
split or rewritten. The signs are those that check-worthiness work on debates and news found to
matter (ClaimBuster, CheckThat!); the words are our own.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from annot.text.candidates.amounts import NUMBERED
from annot.text.candidates.candidate import Candidate
from annot.text.candidates.signs import DOUBTS, KINDS, SIGNS, Sign
from annot.text.candidates.speech import QUOTATION
from annot.text.candidates.when import DATE, TIME
from annot.vocabulary import ClaimKind

Span = tuple[int, int]

_LOOKED_AT = 2_000
"""Code points of a sentence in which signs are looked for: what has no full stop may be a book."""

_FEWEST_WORDS = 3
_WORD = re.compile(r"\S+")


def candidates(text: str, sentences: Iterable[Span]) -> list[Candidate]:
    """The sentences of a text that may be claims, the likeliest first.

    Args:
        text: The text.
        sentences: Its sentences, in code points, half-open; those that are not to be looked at are
            left out by whoever calls.
    """
    found = (_candidate(text[start:end], start) for start, end in sentences)
    return sorted(filter(None, found), key=lambda item: (-item.score, item.start))


def _candidate(sentence: str, start: int) -> Candidate | None:
    words = sentence.strip()
    begin = start + len(sentence) - len(sentence.lstrip())
    looked_at = words[:_LOOKED_AT]
    if len(_WORD.findall(looked_at)) < _FEWEST_WORDS or words.startswith("#"):
        return None
    signs = sorted(_signs(looked_at), key=lambda sign: -sign[1])
    # What somebody is quoted with is his opinion, his guess and his question.
    unquoted = QUOTATION.sub(" ", words[-_LOOKED_AT:])
    doubts = [doubt for doubt in DOUBTS if doubt.pattern.search(unquoted)]
    score = 1 - math.exp(-sum(weight for _, weight in signs) / 2)
    for doubt in doubts:
        score *= doubt.factor
    reasons = (*(sign.name for sign, _ in signs), *(doubt.name for doubt in doubts))
    return Candidate(begin, begin + len(words), round(score, 3), _kind(reasons), reasons)


def _signs(words: str) -> Iterator[tuple[Sign, float]]:
    # The numbers of dates, durations and articles of a law count nothing else.
    undated = NUMBERED.sub(" ", TIME.sub(" ", DATE.sub(" ", words)))
    for sign in SIGNS:
        hits = len(sign.pattern.findall(undated if sign.is_undated else words))
        if hits:
            yield sign, sign.weight * (1 + 0.25 * min(hits - 1, 2))


def _kind(reasons: Sequence[str]) -> ClaimKind:
    return next((kind for name, kind in KINDS if name in reasons), ClaimKind.OTHER)
