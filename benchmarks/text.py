"""The pure functions on text, next to one regular expression over the same text."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

from annot.text.candidates import candidates
from annot.text.fold import fold
from annot.text.paragraphs import repeats
from annot.text.quotes import find_quote
from annot.text.sentences import sentences
from benchmarks.figures import ROUNDS, Figure, median, run
from benchmarks.ledgers import prose

QUOTES = 250


def measure() -> Iterator[Figure]:
    """The figures; times are of the processors."""
    long = prose(10_000)
    size = len(long.encode()) / 1e6
    floor = size / taken(lambda: re.findall(r"[.!?]\s+\w+", long))
    rates = {"sentences": sentences, "repeats": repeats, "fold": fold}
    for name, function in rates.items():
        limit = 4 if name == "sentences" else None
        rate = size / taken(lambda: function(long))  # noqa: B023 -- called at once
        what = f"{name}, 1 MB (floor: one regular expression)"
        yield Figure(what, rate, "MB/s", floor, limit=limit, at_least=True)
    short = prose(250)
    spans = sentences(short)
    yield Figure(
        "candidate claims, 1,000 words (floor: one regular expression)",
        taken(lambda: candidates(short, spans)) * 1e6 / len(short.split()),
        "ms",
        taken(lambda: re.findall(r"[.!?]\s+\w+", short)) * 1e6 / len(short.split()),
        limit=100,
    )
    quotes = [short[start:end] for start, end in spans[-QUOTES:]]
    plain = taken(lambda: [short.find(quote) for quote in quotes]) * 1000
    found = taken(lambda: _all_found(short, quotes)) * 1000
    what = f"{len(quotes)} quotes in {len(short) / 1000:.0f} kB (floor: str.find)"
    yield Figure(what, found, "ms", plain, limit=50)


def taken(function: Callable[[], object]) -> float:
    """The seconds of the processors that a function takes."""
    times = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        function()
        times.append(time.process_time() - begun)
    return median(times)


def _all_found(text: str, quotes: list[str]) -> None:
    folded = fold(text)
    if not all(find_quote(folded, quote) for quote in quotes):
        raise AssertionError("every quote stands there")


if __name__ == "__main__":
    run(measure)
