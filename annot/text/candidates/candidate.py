"""A passage that may be a claim."""

from __future__ import annotations

from dataclasses import dataclass

from annot.vocabulary import ClaimKind


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
