"""What the rules of proof report."""

from __future__ import annotations

from dataclasses import dataclass

from annot.vocabulary import Severity


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule has to say about one place; the registry makes a `Finding` of it.

    Attributes:
        message: What is wrong, in one sentence. Words from outside in it are safe to show.
        hint: What to type next.
        claim: The number of the claim that it is about, if it is about one.
        place: Where in the latest revision, in code points, half-open; None without a place.
    """

    message: str
    hint: str
    claim: int | None = None
    place: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a rule found in an article.

    Attributes:
        code: The rule, as `A101`.
        severity: How much it weighs.
        article: The slug of the article.
        claim: The number of the claim that it is about, if it is about one.
        place: Where in the latest revision, in code points, half-open; None without a place.
        message: What is wrong, in one sentence. Words from outside in it are safe to show.
        hint: What to type next.
    """

    code: str
    severity: Severity
    article: str
    claim: int | None
    place: tuple[int, int] | None
    message: str
    hint: str
