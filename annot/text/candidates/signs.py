"""The signs of a claim and of doubt: what each is called, what it weighs, what it speaks for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from annot.text.candidates import acts, amounts, doubts, roles, when
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
        kind: The kind it speaks for, if any.
    """

    name: str
    weight: float
    pattern: re.Pattern[str]
    kind: ClaimKind | None = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """A sign that lowers the score by a factor."""

    name: str
    factor: float
    pattern: re.Pattern[str]
    kind: ClaimKind | None = None


SIGNS = (
    Sign("quotation", 1.0, acts.QUOTATION, ClaimKind.QUOTATION),
    Sign("attribution", 0.7, acts.ATTRIBUTION, ClaimKind.ATTRIBUTION),
    Sign("number", 1.4, amounts.NUMBER, ClaimKind.QUANTITY),
    Sign("quantity", 0.7, amounts.QUANTITY, ClaimKind.QUANTITY),
    Sign("date", 1.4, when.DATE, ClaimKind.DATE),
    Sign("time", 0.9, when.TIME),
    Sign("cause", 0.6, acts.CAUSE, ClaimKind.CAUSE),
    Sign("role", 0.8, roles.ROLE, ClaimKind.IDENTITY),
    Sign("origin", 0.8, roles.ORIGIN, ClaimKind.IDENTITY),
    Sign("membership", 1.0, roles.MEMBERSHIP, ClaimKind.EVENT),
    Sign("event", 0.9, acts.EVENT, ClaimKind.EVENT),
    Sign("change", 0.8, amounts.CHANGE, ClaimKind.QUANTITY),
    Sign("comparison", 0.8, amounts.COMPARISON),
    Sign("superlative", 0.6, amounts.SUPERLATIVE),
    Sign("rule", 0.8, acts.RULE),
    Sign("past", 0.4, acts.PAST),
    Sign("state", 0.4, acts.STATE),
    Sign("name", 0.5, NAME),
)
"""What can be checked. Of the kinds that are spoken for, that of the first sign here is taken."""

DOUBTS = (
    Doubt("question", 0.2, doubts.QUESTION),
    Doubt("opinion", 0.5, doubts.OPINION, ClaimKind.OPINION),
    Doubt("hedged", 0.75, doubts.HEDGE),
    Doubt("prediction", 0.7, doubts.PREDICTION, ClaimKind.PREDICTION),
)
"""What lowers the score."""
