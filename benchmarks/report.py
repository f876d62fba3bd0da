"""The verification report of 5,000 claims with their evidence; of 500 on paper; its memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import annot
from benchmarks.figures import ROUNDS, Figure, median, run
from benchmarks.ledgers import GROWING, PRINTED, REPORTED, Ledger, copied

SECONDS = 3.0
WORD_SECONDS = 5.0
PAPER_SECONDS = 30.0
PAPER_ROUNDS = 3
GROWTH = 1.5

MEMORY = """
import sys, annot

def highest():  # of this program alone: what resource tells begins with that of its parent
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024

with annot.open(sys.argv[1], actor="dana") as workspace:
    workspace.claims.list(limit=1)
    before = highest()
    workspace.report(sys.argv[2])
    print(highest() - before)
"""
"""Says how many MB a report takes over the open workspace, at the highest."""


def measure() -> Iterator[Figure]:
    """The figures; the floor is what only reading the ledger takes. Times are of the processors."""
    with (
        copied(REPORTED) as path,
        tempfile.TemporaryDirectory() as folder,
        annot.open(path, actor="dana") as workspace,
    ):
        reading = median([taken(lambda: list(workspace.dossiers())) for _ in range(ROUNDS)])
        limits = {".html": SECONDS, ".docx": WORD_SECONDS, ".md": None, ".xlsx": None}
        for ending, limit in limits.items():
            file = Path(folder) / f"report{ending}"
            seconds = median([taken(lambda: workspace.report(file)) for _ in range(ROUNDS)])  # noqa: B023 -- called at once
            size = file.stat().st_size / 1e6
            what = f"{ending[1:]} report of 5,000 claims, {size:.1f} MB, CPU (floor: reading)"
            yield Figure(what, seconds, "s", reading, limit=limit)
    yield from on_paper()
    for ending in limits:
        yield from growth(ending)


def growth(ending: str) -> Iterator[Figure]:
    """How the memory of a report grows with its claims, and with an article that grows along."""
    least, *others = (memory(ledger, ending) for ledger in GROWING)
    for ledger, most in zip(GROWING[1:], others, strict=True):
        what = f"memory of a {ending[1:]} report of {ledger.claims:,} claims over the start"
        yield Figure(f"{what} (floor: of 500)", most, "MB", least, ratio_limit=GROWTH)
    what = f"memory of a {ending[1:]} report of 5,000 claims in a text of as many sentences"
    yield Figure(f"{what} (floor: of 500)", memory(REPORTED, ending), "MB", least)


def on_paper() -> Iterator[Figure]:
    """The PDF; what it takes besides the page is WeasyPrint's."""
    with (
        copied(PRINTED) as path,
        tempfile.TemporaryDirectory() as folder,
        annot.open(path, actor="dana") as workspace,
    ):
        page, paper = Path(folder) / "report.html", Path(folder) / "report.pdf"
        plain = median([taken(lambda: workspace.report(page)) for _ in range(PAPER_ROUNDS)])
        seconds = median([taken(lambda: workspace.report(paper)) for _ in range(PAPER_ROUNDS)])
        what = "PDF report of 500 claims, CPU (floor: the same as a page)"
        yield Figure(what, seconds, "s", plain, limit=PAPER_SECONDS)


def memory(ledger: Ledger, ending: str) -> float:
    """How many MB a report takes over the open workspace."""
    with copied(ledger) as path, tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", MEMORY, str(path), str(Path(folder) / f"report{ending}")]
        return float(subprocess.run(command, check=True, capture_output=True).stdout)


def taken(function: Callable[[], object]) -> float:
    """The seconds of the processors that a function takes."""
    begun = time.process_time()
    function()
    return time.process_time() - begun


if __name__ == "__main__":
    run(measure)
