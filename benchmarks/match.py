"""Claims checked before that say the same, in ledgers of three sizes, inside the process.

The claims have words as rare and as common as those of a language. Looked for is what an editor
makes of one: some of its words in another order, one replaced, and another number.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from time import perf_counter

from annot.match.ranking import matches
from annot.store.reading import Reader
from benchmarks.figures import Figure, median, percentile, run
from benchmarks.ledgers import Ledger, copied, varied_text

QUERIES = 50
_LIMITS = {10_000: 5, 100_000: 70, 1_000_000: 300}


def measure() -> Iterator[Figure]:
    """The times for five matches with their differences, and how often the claim was among them."""
    for claims, limit in _LIMITS.items():
        ledger = Ledger(sentences=200, anchored=10, claims=claims, varied=True)
        with copied(ledger) as path:
            reader = Reader(path)
            pick = random.Random(3)
            times, found = [], 0
            for _ in range(QUERIES):
                number = pick.randrange(11, claims)
                wanted = _reworded(varied_text(number), pick)
                start = perf_counter()
                best = matches(reader.run, wanted, limit=5)
                times.append((perf_counter() - start) * 1000)
                found += number in [match.claim for match in best]
            reader.close()
        yield Figure(f"match, {claims:,} claims, p50", median(times), "ms", limit=limit)
        yield Figure(f"match, {claims:,} claims, p95", percentile(times, 95), "ms")
        share = found * 100 / QUERIES
        yield Figure(f"the claim meant is among five of {claims:,}", share, "%")


def _reworded(text: str, pick: random.Random) -> str:
    words = text.split()[:-1]
    pick.shuffle(words)
    words[0] = varied_text(pick.randrange(10**9)).split()[0]
    return f"{' '.join(words)} {pick.randint(2, 900)}"


if __name__ == "__main__":
    run(measure)
