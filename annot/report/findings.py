"""What the rules of proof found in an article, gathered page by page, in the order of the text."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

from annot.report.asked import Found
from annot.report.lazily import Lazy
from annot.report.model import FindingEntry
from annot.text.paragraphs import paragraphs
from annot.text.spans import SpanIndex

_NONE = 2**62
"""Stands for a place or claim that there is not, and comes last."""


class Gathered:
    """Findings as they come in; `findings` tells them when all are there."""

    def __init__(self) -> None:
        self._rows = [array("q") for _ in range(4)]
        self._rules: dict[tuple[str, str], int] = {}

    def add(self, found: Iterable[Found]) -> None:
        """Add what was found."""
        for item in found:
            rule = self._rules.setdefault((item.code, item.rule), len(self._rules))
            claim = _NONE if item.claim is None else item.claim
            values = (*(item.place or (_NONE, _NONE)), claim, rule)
            for column, value in zip(self._rows, values, strict=True):
                column.append(value)

    def findings(self, text: str) -> Findings:
        """All that were added, in the order of the text; what has no place comes last, by claim.

        Args:
            text: The text of the article.
        """
        starts, ends, claims, ordinals = self._rows
        rules = list(self._rules)

        def code(index: int) -> str:
            return rules[ordinals[index]][0]

        # One after the other, the least weighty first: all at once would be a tuple for each.
        places: Iterable[int] = range(len(starts))
        for weight in (code, claims.__getitem__, ends.__getitem__, starts.__getitem__):
            places = sorted(places, key=weight)
        return Findings(
            [array("q", map(row.__getitem__, places)) for row in self._rows], rules, text
        )


class Findings(Lazy[FindingEntry]):
    """The findings of an article, made of some numbers each when they are asked for.

    Args:
        rows: Start and end of their places, their claims, and their rules.
        rules: The rules by number: code and what it finds.
        text: The text of the article.
    """

    __slots__ = ("_paragraphs", "_rows", "_rules")

    def __init__(
        self, rows: Sequence[array[int]], rules: Sequence[tuple[str, str]], text: str
    ) -> None:
        self._rows = rows
        self._rules = rules
        self._paragraphs = SpanIndex(paragraphs(text))

    def __len__(self) -> int:
        return len(self._rows[0])

    def _at(self, index: int) -> FindingEntry:
        start, end, claim, rule = (row[index] for row in self._rows)
        inside = self._paragraphs.touching(start, end) if start != _NONE else []
        code, told = self._rules[rule]
        return FindingEntry(
            code=code,
            rule=told,
            claim=None if claim == _NONE else claim,
            paragraph=inside[0] + 1 if inside else None,
        )
