"""The optimal alignment of two rows of words: which word of the old one is which of the new one.

Comparing takes memory by the product of both lengths, so long rows are first pinned together where
short sequences of words match, and only what lies between the pins is compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Indel

NOWHERE = -1
_MOST_PAIRS = 128_000_000
"""So many pairs of words take 16 MB and 30 ms."""
_PIN = 4
_MOST_PLACES = 4
_Gap = tuple[int, int, int, int]


def align(old: Sequence[int], new: Sequence[int]) -> list[int]:
    """For each word of the old row its place in the new one, or NOWHERE; places ascend.

    Words are aligned in the longest common subsequence; for rows of more than 128,000,000 pairs of
    words in the longest one that goes through the pins. Between two pins that are as far apart
    again, only what is the same from the beginning on.
    """
    places = [NOWHERE] * len(old)
    gap = (0, len(old), 0, len(new))
    for part in [gap] if _is_small(gap) else _between_pins(old, new, places):
        _align_gap(old, new, part, places)
    return places


def _is_small(gap: _Gap) -> bool:
    start, end, new_start, new_end = gap
    return (end - start) * (new_end - new_start) <= _MOST_PAIRS


def _align_gap(old: Sequence[int], new: Sequence[int], gap: _Gap, places: list[int]) -> None:
    start, end, new_start, new_end = gap
    if not _is_small(gap):
        while start < end and new_start < new_end and old[start] == new[new_start]:
            places[start] = new_start
            start, new_start = start + 1, new_start + 1
        gap = (start, end, new_start, new_end)
    if start == end or new_start == new_end or not _is_small(gap):
        return
    for code in Indel.opcodes(old[start:end], new[new_start:new_end]):
        if code.tag == "equal":
            first, to = start + code.src_start, new_start + code.dest_start
            length = code.src_end - code.src_start
            places[first : first + length] = range(to, to + length)


def _between_pins(old: Sequence[int], new: Sequence[int], places: list[int]) -> Iterator[_Gap]:
    done = new_done = 0
    for start, new_start in _pins(old, new):
        places[start] = new_start
        if start > done and new_start > new_done:
            yield done, start, new_done, new_start
        done, new_done = start + 1, new_start + 1
    yield done, len(old), new_done, len(new)


def _pins(old: Sequence[int], new: Sequence[int]) -> list[tuple[int, int]]:
    """The longest chain of short sequences that stand in both rows, and seldom in either."""
    in_old, in_new = _sequences(old), _sequences(new)
    points = [
        (place, other)
        for sequence, found in in_old.items()
        if len(found) <= _MOST_PLACES and len(in_new.get(sequence, ())) <= _MOST_PLACES
        for place in found
        for other in in_new.get(sequence, ())
    ]
    points.sort(key=lambda point: (point[0], -point[1]))
    return longest_chain(points)


def _sequences(row: Sequence[int]) -> dict[tuple[int, ...], list[int]]:
    found: dict[tuple[int, ...], list[int]] = {}
    for place, sequence in enumerate(zip(*(row[shift:] for shift in range(_PIN)), strict=False)):
        found.setdefault(sequence, []).append(place)
    return found


def longest_chain(points: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest of all chains in which both numbers ascend.

    Args:
        points: Pairs, ascending in the first number, and descending in the second where the first
            is the same.
    """
    lasts: list[int] = []
    last_points: list[int] = []
    before: list[int] = []
    for number, (_, value) in enumerate(points):
        length = bisect_left(lasts, value)
        before.append(last_points[length - 1] if length else NOWHERE)
        lasts[length : length + 1] = [value]
        last_points[length : length + 1] = [number]
    chain: list[tuple[int, int]] = []
    at = last_points[-1] if last_points else NOWHERE
    while at != NOWHERE:
        chain.append(points[at])
        at = before[at]
    return chain[::-1]
