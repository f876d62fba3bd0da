"""The signs of a claim and of doubt: what each is called, what it weighs, what it speaks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from annot.text.candidates import acts, amounts, doubts, roles, speech, when
from annot.vocabulary import ClaimKind

_CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŻ][\w’'-]+"
NAME = re.compile(
    rf"(?:^|(?<=[\w,;:] )|(?<=[“\"(]))(?:(?<!^){_CAPITAL}|{_CAPITAL} {_CAPITAL})"
    rf"(?: (?:of|the|de|van|von|al)? ?{_CAPITAL})*"
)
"""A name; not the first word of a sentence alone."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of something that can be checked.

    Attributes:
        name: What a person is told.
        weight: What it adds the first time; each further time, up to two, adds a quarter of it.
        pattern: What is looked for.
        is_undated: Whether it is not looked for in dates, durations and numbered things.
    """

    name: str
    weight: float
    pattern: re.Pattern[str]
    is_undated: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sign that lowers the score by a factor; what somebody is quoted with says none."""

    name: str
    factor: float
    pattern: re.Pattern[str]


SIGNS = (
    Sign("quotation", 1.0, speech.QUOTATION),
    Sign("attribution", 0.8, speech.ATTRIBUTION),
    Sign("number", 1.4, amounts.NUMBER, is_undated=True),
    Sign("quantity", 0.7, amounts.QUANTITY, is_undated=True),
    Sign("date", 1.4, when.DATE),
    Sign("time", 0.9, when.TIME),
    Sign("cause", 0.8, acts.CAUSE),
    Sign("role", 0.8, roles.ROLE),
    Sign("origin", 0.8, roles.ORIGIN),
    Sign("membership", 1.0, roles.MEMBERSHIP),
    Sign("joining or leaving", 1.0, roles.JOINING),
    Sign("event", 0.9, acts.EVENT),
    Sign("deed", 0.4, acts.DONE_TO),
    Sign("change", 0.8, amounts.CHANGE),
    Sign("comparison", 0.8, amounts.COMPARISON),
    Sign("superlative", 0.7, amounts.SUPERLATIVE),
    Sign("rule", 0.8, acts.RULE),
    Sign("past", 0.4, acts.PAST),
    Sign("state", 0.8, acts.STATE),
    Sign("ongoing", 0.4, acts.GOING_ON),
    Sign("description", 0.4, roles.WHAT_IT_IS),
    Sign("name", 0.5, NAME),
)
"""What can be checked."""

DOUBTS = (
    Doubt("question", 0.2, doubts.QUESTION),
    Doubt("own view", 0.5, doubts.OWN_VIEW),
    Doubt("opinion", 0.5, doubts.OPINION),
    Doubt("hedged", 0.75, doubts.HEDGE),
    Doubt("prediction", 0.6, doubts.PREDICTION),
)
"""What lowers the score."""

KINDS = (
    ("own view", ClaimKind.OPINION),
    ("quotation", ClaimKind.QUOTATION),
    ("attribution", ClaimKind.ATTRIBUTION),
    ("opinion", ClaimKind.OPINION),
    ("prediction", ClaimKind.PREDICTION),
    ("cause", ClaimKind.CAUSE),
    ("quantity", ClaimKind.QUANTITY),
    ("date", ClaimKind.DATE),
    ("role", ClaimKind.IDENTITY),
    ("origin", ClaimKind.IDENTITY),
    ("joining or leaving", ClaimKind.EVENT),
    ("membership", ClaimKind.IDENTITY),
    ("rule", ClaimKind.OTHER),
    ("event", ClaimKind.EVENT),
    ("number", ClaimKind.QUANTITY),
    ("change", ClaimKind.QUANTITY),
    ("state", ClaimKind.OTHER),
    ("description", ClaimKind.IDENTITY),
    ("deed", ClaimKind.EVENT),
    ("past", ClaimKind.EVENT),
)
"""The kind that a sign speaks for; the first sign here that a sentence has decides."""
