"""Which passages of a text carry claims, and which are dimmed or not yet covered."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from annot.vocabulary import Status, Verdict

BLOCK = 1024
"""Code points of a bucket; a display line lies in one or two."""

MOST_BLOCKS = 8
"""Spans over more buckets than this are kept apart, so that many long spans cost no memory."""


class Mark(NamedTuple):
    """How a claim looks: how far checking has come and what was found."""

    status: Status
    verdict: Verdict | None


class Span(NamedTuple):
    """A passage that carries a claim: code points, half-open; `claim` is the claim's number."""

    start: int
    end: int
    claim: int
    status: Status
    verdict: Verdict | None


class Place(NamedTuple):
    """A passage of a claim, without its changing look."""

    start: int
    end: int
    claim: int


class ClaimIndex:
    """The claims of a text by place and by number.

    Attributes:
        places: All passages in text order, longer ones first where several begin together.
        marks: The look of each claim by number.
    """

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        ordered = sorted((s for s in spans if s.end > s.start), key=lambda s: (s.start, -s.end))
        self.places = [Place(span.start, span.end, span.claim) for span in ordered]
        self.marks = {span.claim: Mark(span.status, span.verdict) for span in ordered}
        self._of_claim: dict[int, list[Place]] = {}
        self._blocks: dict[int, list[Place]] = {}
        self._long: list[Place] = []
        for place in self.places:
            self._of_claim.setdefault(place.claim, []).append(place)
            first, last = place.start // BLOCK, (place.end - 1) // BLOCK
            if last - first >= MOST_BLOCKS:
                self._long.append(place)
                continue
            for block in range(first, last + 1):
                self._blocks.setdefault(block, []).append(place)

    def of(self, claim: int) -> Sequence[Place]:
        """The passages of a claim, in text order; none if it is not in the text."""
        return self._of_claim.get(claim, ())

    def overlapping(self, start: int, end: int) -> list[Place]:
        """The passages that share a code point with `start` to `end`, in text order."""
        first, last = start // BLOCK, max(start, end - 1) // BLOCK
        near = [place for place in self._long if place.start < end and place.end > start]
        for block in range(first, last + 1):
            for place in self._blocks.get(block, ()):
                # A passage over several of the blocks is taken at the first of them.
                taken_before = block > first and place.start // BLOCK < block
                if place.start < end and place.end > start and not taken_before:
                    near.append(place)
        if self._long:
            near.sort(key=lambda place: (place.start, -place.end))
        return near

    def claims_at(self, offset: int) -> list[int]:
        """The numbers of the claims at a code point, each once, in text order."""
        return list(dict.fromkeys(place.claim for place in self.overlapping(offset, offset + 1)))


class Passages:
    """Passages without numbers, merged where they touch, found by bisection."""

    def __init__(self, passages: Iterable[tuple[int, int]] = ()) -> None:
        merged: list[tuple[int, int]] = []
        for start, end in sorted(passages):
            if end <= start:
                continue
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        self._starts = [start for start, _ in merged]
        self._ends = [end for _, end in merged]

    def start_beyond(self, offset: int, direction: int) -> int | None:
        """Where the next passage after a code point begins, or the one before it if negative."""
        if direction > 0:
            index = bisect_right(self._starts, offset)
        else:
            index = bisect_left(self._starts, offset) - 1
        return self._starts[index] if 0 <= index < len(self._starts) else None

    def overlapping(self, start: int, end: int) -> list[tuple[int, int]]:
        """The passages that share a code point with `start` to `end`, in text order."""
        first = bisect_right(self._ends, start)
        last = bisect_left(self._starts, end)
        return list(zip(self._starts[first:last], self._ends[first:last], strict=True))


def uncovered(
    sentences: Iterable[tuple[int, int]],
    spans: Iterable[tuple[int, int]],
) -> Passages:
    """The sentences that share no code point with any of the spans.

    Args:
        sentences: Passages in any order.
        spans: The passages of claims, and those accepted as having none.
    """
    ordered = sorted(spans)
    starts = [start for start, _ in ordered]
    reach = list(accumulate((end for _, end in ordered), max))

    def is_open(start: int, end: int) -> bool:
        before = bisect_left(starts, end)
        return before == 0 or reach[before - 1] <= start

    return Passages(passage for passage in sentences if is_open(*passage))
