"""A claims table taken in, next to what people script such imports with today.

The peer is `sqlite-utils insert --csv` of the same file, which checks nothing, links nothing and
fills one table. It has to be installed: `pip install sqlite-utils`.
"""

from __future__ import annotations

import importlib.metadata
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from benchmarks.claims_table import table
from benchmarks.figures import ROUNDS, Figure, median, run

ROWS = 100_000
FEW = 10_000
MANY = 1_000_000
MOST_MB = 64


class Cost(NamedTuple):
    """What a program took: seconds of the processors, and the most memory that it had, in MB."""

    cpu: float
    memory: float


def measure() -> Iterator[Figure]:
    """The figures of importing."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        rows = {count: table(place / f"{count}.csv", count) for count in (FEW, ROWS, MANY)}
        yield from _speed(place, rows[ROWS])
        yield from _memory(place, rows)


def _speed(place: Path, file: Path) -> Iterator[Figure]:
    peer, first, again, undone = [], [], [], []
    for _ in range(ROUNDS):
        _clear(place)
        peer.append(cost("sqlite_utils", "insert", str(place / "peer.db"), "c", str(file), "--csv"))
        first.append(annot(place, "import", str(file)))
        again.append(annot(place, "import", str(file)))
        undone.append(annot(place, "undo"))
    version = importlib.metadata.version("sqlite-utils")
    least = median(one.cpu for one in peer)
    what = f"import of {ROWS:,} claims with evidence, CPU (peer: sqlite-utils {version})"
    taken = median(one.cpu for one in first)
    yield Figure(what, taken, "s", least, ratio_limit=0.5)
    what = "the same file again, CPU (floor: the first import)"
    yield Figure(what, median(one.cpu for one in again), "s", taken, ratio_limit=0.5)
    what = "undo of the import, CPU (floor: the import)"
    yield Figure(what, median(one.cpu for one in undone), "s", taken, ratio_limit=1.0)


def _memory(place: Path, rows: dict[int, Path]) -> Iterator[Figure]:
    _clear(place)
    start = annot(place, "claim", "add", "One is so.").memory
    most = {}
    for count, file in rows.items():
        _clear(place)
        most[count] = annot(place, "import", str(file)).memory
        what = f"memory over the start, import of {count:,}"
        yield Figure(what, most[count] - start, "MB", limit=MOST_MB)
    what = f"memory, import of {MANY:,} (floor: of {FEW:,})"
    yield Figure(what, most[MANY], "MB", most[FEW], ratio_limit=1.1)


def annot(place: Path, *words: str) -> Cost:
    """What a command on the workspace took."""
    return cost("annot", "-d", str(place / "ours.db"), "--as", "dana", *words)


def cost(module: str, *words: str) -> Cost:
    """What a program took."""
    pid = os.fork()
    if pid == 0:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os.execv(sys.executable, [sys.executable, "-m", module, *words])
    _, status, used = os.wait4(pid, 0)
    if status:
        raise RuntimeError(f"{module} {' '.join(words)} failed")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _clear(place: Path) -> None:
    for file in place.glob("*.db*"):
        file.unlink()


if __name__ == "__main__":
    run(measure)
