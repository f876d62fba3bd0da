"""Sentences that most likely make a claim worth checking, each with its reasons.

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
from dataclasses import dataclass

from annot.vocabulary import ClaimKind

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may be a claim.

    Attributes:
        start: Where it begins, in code points.
        end: Where it ends, not included.
        score: How likely it is worth checking, from 0 to 1.
        kind: What sort of assertion it seems to be.
        reasons: Why, in a word each, the weightiest first.
    """

    start: int
    end: int
    score: float
    kind: ClaimKind
    reasons: tuple[str, ...]


def _words(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)


_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_NUMBER = (
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    "seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|"
    "thousands?|millions?|billions?|dozens?|half|thirds?|quarters?"
)
_OFFICE = (
    "president|chair(?:man|woman|person)?|vice-chair|minister|chancellor|director|head|leader|"
    "founder|member|secretary|ambassador|judge|lawyer|professor|spokes(?:man|woman|person)|mayor|"
    "chief|editor|author|owner|citizen|national|officer|commissioner|senator|deputy|delegate|"
    "signatory|party|seat|representative|prisoner|expert"
)
_LINK = (
    "is|was|were|are|as|became|becomes|remains|remained|been|being|named|elected|appointed|its|his|"
    "her|their|the|a|an"
)

_SIGNS: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    ("number", 1.1, re.compile(rf"(?<![\w.])\d[\d.,]*%?|\b(?:{_NUMBER})\b", re.IGNORECASE)),
    ("quantity", 0.6, _words(r"per ?cent", "percent", "share of", "out of", "kilomet\\w+", "tons?",
                             "euros?", "dollars?", "pounds?", "people", "members?", "times")),
    ("date", 0.9, re.compile(rf"\b(?:1[5-9]|20)\d\d\b|\b(?:{_MONTH})\b")),
    ("quotation", 1.1, re.compile(r"[“\"„«][^”\"“»]{12,}[”\"“»]")),
    ("attribution", 0.7, _words("said", "says", "told", "tells", "according to", "wrote", "writes",
                                "reported", "announced", "claimed", "warned",
                                "argued", "admitted", "denied", "insisted", "called", "described")),
    ("role", 1.2, re.compile(rf"\b(?:{_LINK})\s+(?:\w+[\s-]){{0,3}}(?:{_OFFICE})s?\b",
                             re.IGNORECASE)),
    ("origin", 1.0, re.compile(r"\b(?:is|was|are|were|an?|the)\s+[A-Z]\w+(?:an|ish|ese|ch|i)\b")),
    ("membership", 1.1, _words("joined", "joins", "left", "quit", "withdr[ae]w\\w*", "ratified",
                               "signed", "acceded", "denounced", "expelled", "members? of",
                               "part(?:y|ies) to", "belongs? to", "founded", "leav(?:e|es|ing)",
                               "suspended", "bound by", "binds")),
    ("event", 0.9, _words("killed", "died", "arrested", "elected", "opened", "closed", "built",
                          "passed", "adopted", "approved", "rejected", "voted", "sent", "published",
                          "visited", "attacked", "invaded", "freed", "sentenced", "convicted",
                          "resigned", "dismissed", "won", "lost", "rose", "fell", "began", "ended",
                          "banned", "launched", "introduced", "drafted", "held", "met", "flew",
                          "happened", "received", "stopped", "refused", "agreed", "prepared",
                          "submitted", "authori[sz]ed", "returned", "positioned", "rebuked",
                          "violat\\w+", "filmed", "tortured", "released", "accession", "located",
                          "granted?(?:ing)?", "carried", "controls?", "asked", "allowed")),
    ("comparison", 0.8, _words("more than", "less than", "fewer", "compared", "twice", "double",
                               r"\w+er than", "as many as", "at least", "at most", "majority",
                               "minority", "increased?", "decreased?")),
    ("superlative", 0.8, _words("only", "first", "last", "never", "always", "ever", "none",
                                "no \\w+ has", "every", "all of", "most", "largest", "biggest",
                                "highest", "lowest", "oldest", "unanimous(?:ly)?")),
    ("cause", 0.7, _words("because", "due to", "led to", "caused?", "as a result", "therefore",
                          "thanks to", "so that", "reason (?:for|why)", "in order to")),
    ("rule", 0.7, _words("may not", "can no longer", "must", "allows?", "forbids?", "entitles?",
                         "gives? .{1,30} the right", "no longer", "prohibits?", "requires?",
                         "guarantees?", "enters? into force", "came into force")),
)  # fmt: skip
"""Signs of what can be checked: what each is called, its weight, and its words."""

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŻ][\w’'-]+"
_NAME = re.compile(rf"(?<=[\w,;:] ){_CAPITAL}(?: (?:of|the|de|van|von|al)? ?{_CAPITAL})*")
"""A name, but not the first word of a sentence."""

_DAMPERS: tuple[tuple[str, float, re.Pattern[str]], ...] = (
    ("question", 0.2, re.compile(r"\?[”\"’']?\s*$")),
    ("opinion", 0.45, _words("I think", "I believe", "in my view", "to my mind", "should", "ought",
                             "hopefully", "unfortunately", "luckily", "sadly", "I feel", "I hope",
                             "beautiful", "ugly", "terrible", "wonderful", "it is (?:easy|hard)")),
    ("hedged", 0.75, _words("perhaps", "maybe", "might", "possibly", "seems?", "appears?",
                            "probably", "apparently", "allegedly", "I remember", "I expect")),
)  # fmt: skip
"""Signs that lower the score: what each is called, by which factor, and its words."""

_PREDICTION = _words("will", "won’t", "won't", "is expected to", "are expected to", "going to",
                     "is likely to", "plans? to", "would soon")  # fmt: skip

_KINDS: tuple[tuple[str, ClaimKind], ...] = (
    ("quotation", ClaimKind.QUOTATION),
    ("attribution", ClaimKind.ATTRIBUTION),
    ("quantity", ClaimKind.QUANTITY),
    ("role", ClaimKind.IDENTITY),
    ("origin", ClaimKind.IDENTITY),
    ("date", ClaimKind.DATE),
    ("number", ClaimKind.QUANTITY),
    ("cause", ClaimKind.CAUSE),
    ("membership", ClaimKind.EVENT),
    ("event", ClaimKind.EVENT),
)
"""The kind that a sign speaks for; the first that is there decides."""


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
    if len(words.split()) < 3 or words.startswith("#"):
        return None
    signs = sorted(_signs(words), key=lambda sign: -sign[1])
    weight = sum(sign[1] for sign in signs)
    score = 1 - math.exp(-weight / 2)
    marks = [(name, factor) for name, factor, pattern in _DAMPERS if pattern.search(words)]
    for _, factor in marks:
        score *= factor
    names = [name for name, _ in signs]
    is_prediction = bool(_PREDICTION.search(words))
    return Candidate(
        begin,
        begin + len(words),
        round(score, 3),
        _kind(names, marks, is_prediction=is_prediction),
        (*names, *(["prediction"] if is_prediction else []), *(name for name, _ in marks)),
    )


def _signs(words: str) -> Iterator[tuple[str, float]]:
    for name, weight, pattern in _SIGNS:
        hits = len(pattern.findall(words))
        if hits:
            yield name, weight * (1 + 0.25 * min(hits - 1, 2))
    names = len(_NAME.findall(words))
    if names:
        yield "name", 0.5 * min(names, 3)


def _kind(
    names: Sequence[str], marks: Sequence[tuple[str, float]], *, is_prediction: bool
) -> ClaimKind:
    if any(name == "opinion" for name, _ in marks):
        return ClaimKind.OPINION
    if is_prediction and "date" not in names:
        return ClaimKind.PREDICTION
    return next((kind for name, kind in _KINDS if name in names), ClaimKind.OTHER)
