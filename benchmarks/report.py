"""The verification report of 5,000 claims with their evidence."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import annot
from benchmarks.figures import ROUNDS, Figure, median, run
from benchmarks.ledgers import REPORTED, copied

SECONDS = 3.0
WORD_SECONDS = 5.0


def measure() -> Iterator[Figure]:
    """The figures; the floor is what only reading the ledger takes. Times are of the processors."""
    with (
        copied(REPORTED) as path,
        tempfile.TemporaryDirectory() as folder,
        annot.open(path, actor="dana") as workspace,
    ):
        reading = median([taken(lambda: list(workspace.dossiers())) for _ in range(ROUNDS)])
        for ending, limit in ((".html", SECONDS), (".docx", WORD_SECONDS), (".md", None)):
            file = Path(folder) / f"report{ending}"
            seconds = median([taken(lambda: workspace.report(file)) for _ in range(ROUNDS)])  # noqa: B023 -- called at once
            size = file.stat().st_size / 1e6
            what = f"{ending[1:]} report of 5,000 claims, {size:.1f} MB, CPU (floor: reading)"
            yield Figure(what, seconds, "s", reading, limit=limit)


def taken(function: Callable[[], object]) -> float:
    """The seconds of the processors that a function takes."""
    begun = time.process_time()
    function()
    return time.process_time() - begun


if __name__ == "__main__":
    run(measure)
