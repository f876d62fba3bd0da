"""A backup of a million claims while somebody writes, and the doctor's looks at as many.

The floor of the backup is SQLite's own (`VACUUM INTO` is slower and does not check what it made):
the bare backup API, all pages in one step, while the same writer writes. The ledger is one that was
imported, so that it has a history to be held against: every claim has a piece of evidence.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

import annot
from annot.store.doctor.examine import examine
from benchmarks.claims_table import table
from benchmarks.figures import Figure, percentile, run

CLAIMS = 1_000_000
ROWS = 500_000
"""Claims of the ledger that has a million rows: as many pieces of evidence come with them."""

T = TypeVar("T")

_WRITER = """
import sys, time
import annot
with annot.open(sys.argv[1], actor="erin") as workspace:
    number = 0
    while True:
        number += 1
        begun = time.perf_counter()
        workspace.claims.set(number % 1000 + 1, reasoning=f"Read for the time number {number}.")
        print((time.perf_counter() - begun) * 1000, flush=True)
        time.sleep(0.02)  # somebody who edits, not a flood
"""


def measure() -> Iterator[Figure]:
    """The figures of the care of a large workspace."""
    with tempfile.TemporaryDirectory(prefix="annot-benchmark-") as folder:
        place = Path(folder)
        yield from _backup(place)
        for file in place.iterdir():
            file.unlink()
        yield from _looks(place)


def _backup(place: Path) -> Iterator[Figure]:
    path = _imported(place, CLAIMS)
    with _writer(path) as edits:
        begun = len(edits())
        floor, _ = _timed(lambda: _bare(path, place / "bare.db"))
        bare = edits()[begun:]
        (place / "bare.db").unlink()
        before = len(edits())
        with annot.open(path, actor="dana") as workspace:
            taken, done = _timed(lambda: workspace.backup(place / "copy.db"))
        meanwhile = edits()[before:]
    what = f"backup of {CLAIMS:,} claims while others write, checked (floor: bare API, unchecked)"
    yield Figure(what, taken, "s", floor)
    yield Figure("edits of the others meanwhile", len(meanwhile), "count", limit=1, at_least=True)
    what = "one of these edits: p99 (floor: during the bare API)"
    yield Figure(what, percentile(meanwhile, 99), "ms", percentile(bare, 99))
    with annot.open(done.path, actor="dana") as copy:
        found = copy.history.verify()
        complete = found.rows >= 2 * CLAIMS and not found.breaks and found.root == done.root
    what = "share of backups that are complete and hold (verify of the copy)"
    yield Figure(what, float(complete), "x", limit=1, at_least=True)


def _looks(place: Path) -> Iterator[Figure]:
    path = _imported(place, ROWS)
    for full in (False, True):
        begun = time.process_time()
        taken, found = _timed(lambda: examine(path, full=full))  # noqa: B023 -- called at once
        used = time.process_time() - begun
        assert not found.damages, found.damages
        look = "full" if full else "quick"
        what = f"doctor, {look} look at {found.rows:,} rows"
        yield Figure(what, taken, "s", limit=None if full else 10)
        yield Figure(f"{what}, CPU", used, "s", limit=None if full else 10)


def _imported(place: Path, claims: int) -> Path:
    path, file = place / "annot.db", table(place / "claims.csv", claims)
    with annot.open(path, actor="dana") as workspace:
        workspace.import_file(file)
    file.unlink()
    return path


@contextmanager
def _writer(path: Path) -> Iterator[Callable[[], list[float]]]:
    """Somebody who edits claims all the time; gives the milliseconds of the edits so far."""
    with tempfile.TemporaryFile() as told:
        process = subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=told)

        def edits() -> list[float]:
            written = os.pread(told.fileno(), 1 << 24, 0).decode()
            return [float(line) for line in written.split("\n")[:-1]]

        try:
            while not edits():
                time.sleep(0.05)  # until it has begun
            yield edits
        finally:
            process.terminate()
            process.wait()


def _bare(path: Path, to: Path) -> None:
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(to)) as copy:
        source.backup(copy)


def _timed(act: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    done = act()
    return time.perf_counter() - begun, done


if __name__ == "__main__":
    run(measure)
