"""One recorded edit through the library, next to a bare UPDATE with the same safety."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import annot
from annot.store import sqlite_file
from annot.vocabulary import Verdict
from benchmarks.figures import ROUNDS, Figure, median, percentile, run
from benchmarks.ledgers import LONG, MILLION, TEN, Ledger, copied

EDITS = 200
"""Edits in each round."""

LEDGERS = {"10 claims": TEN, "10,000 claims": LONG, "1,000,000 claims": MILLION}


def measure() -> Iterator[Figure]:
    """The figures, for every size of ledger."""
    for name, ledger in LEDGERS.items():
        with copied(ledger) as path:
            yield from edits(name, ledger, path)


def edits(name: str, ledger: Ledger, path: Path) -> Iterator[Figure]:
    """Set verdicts; library and bare database take turns."""
    library: list[tuple[float, float]] = []
    bare: list[tuple[float, float]] = []
    connection = sqlite_file.connect(path)
    with annot.open(path, actor="dana") as workspace:
        for round_number in range(ROUNDS):
            found, other = tuple(Verdict)[2 + round_number % 3 : 4 + round_number % 3]
            for edit in range(EDITS):
                claim = edit % ledger.claims + 1
                verdict = (found, other)[edit // ledger.claims % 2]
                library.append(timed(lambda: workspace.claims.set(claim, verdict=verdict)))  # noqa: B023 -- called at once
            for edit in range(EDITS):
                claim = edit % ledger.claims + 1
                bare.append(timed(lambda: _update(connection, claim, found)))  # noqa: B023
    connection.close()
    for what, part in (("", 0), (", CPU", 1)):
        ours, floor = ([pair[part] for pair in pairs] for pairs in (library, bare))
        name_of = f"one recorded edit{what}, {name} (floor: bare UPDATE)"
        yield Figure(f"{name_of}: p50", median(ours), "ms", median(floor))
        yield Figure(f"{name_of}: p99", percentile(ours, 99), "ms", percentile(floor, 99))


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """The milliseconds that an act takes on the clock, and of the processors."""
    wall, processors = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - processors) * 1000


def _update(connection: sqlite3.Connection, claim: int, verdict: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("UPDATE claim SET verdict = ? WHERE id = ?", (verdict, claim))
    connection.execute("COMMIT")


if __name__ == "__main__":
    run(measure)
