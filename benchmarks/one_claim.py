"""What the program itself costs for one claim checked with one piece of evidence: keys and waits.

Reading, thinking and finding the source are the person's; the address, the passage and the place
in the source are pasted and count as one each. What is left is counted here: keys that are no
words, and the time from each key and paste to the frame that answers it. The floor is the same
number of keys in a Textual app of one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from benchmarks.figures import Figure, median, run
from benchmarks.ledgers import TEN, copied
from benchmarks.terminal import Terminal
from benchmarks.tui import FLOOR, FLOOR_LINE, SETTLED, WIDE, opened, review

SAVE, TAB = b"\x13", b"\t"
SENTENCES = 8
"""Claims checked in each of the two ways."""


class Step(NamedTuple):
    """Something typed, and what the frame that answers it shows; a paste is words, no key."""

    typed: bytes
    shows: bytes = b""
    is_key: bool = True


def measure() -> Iterator[Figure]:
    """The figures for a source that is new, and for evidence as on the claim before."""
    with (
        copied(TEN) as path,
        opened(FLOOR, WIDE, FLOOR_LINE) as floor,
        opened(review(path), WIDE) as terminal,
    ):
        claims = range(1, TEN.claims)
        new = {claim: _with_a_new_source(claim) for claim in claims[:-1]}
        yield from _figures("evidence of a new source, and a verdict", new, terminal, floor)
        terminal.type(b"#1\r")
        terminal.rest(SETTLED)
        same = {claim: _with_the_same(claim) for claim in claims[:-1]}
        yield from _figures("the same evidence again, and a verdict", same, terminal, floor)


def _with_a_new_source(claim: int) -> list[Step]:
    return [
        Step(b"a", b"Evidence for claim"),
        Step(_pasted(f"https://www.example.org/harbour/{claim}"), is_key=False),
        Step(TAB),
        Step(_pasted(f"Berth {claim} was dredged that year, says the board."), is_key=False),
        Step(TAB),
        Step(_pasted(f"p. {claim}"), is_key=False),
        Step(SAVE, b"added to claim"),
        *_judged(claim),
    ]


def _with_the_same(claim: int) -> list[Step]:
    return [Step(b"=", b"added to claim"), *_judged(claim)]


def _judged(claim: int) -> list[Step]:
    return [Step(b"1", b"claim %d: supported" % claim)]


def _pasted(words: str) -> bytes:
    return b"\x1b[200~" + words.encode() + b"\x1b[201~"


def _figures(
    what: str, claims: dict[int, list[Step]], terminal: Terminal, floor: Terminal
) -> Iterator[Figure]:
    waits, floor_waits, longest = [], [], 0.0
    for steps in claims.values():
        taken = [terminal.key(step.typed, shows=step.shows) * 1000 for step in steps]
        floor_waits.append(sum(floor.key(b"x") * 1000 for _ in steps))
        waits.append(sum(taken))
        longest = max(longest, *taken)
    keys = sum(step.is_key for step in steps)
    yield Figure(f"one claim, {what}: keys", keys, "count")
    yield Figure(f"one claim, {what}: all waits (floor: as many keys in one-line Textual app)",
                 median(waits), "ms", median(floor_waits))  # fmt: skip
    yield Figure(f"one claim, {what}: the longest wait", longest, "ms")


if __name__ == "__main__":
    run(measure)
