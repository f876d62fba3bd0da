"""How long the command line takes to answer, next to an interpreter that does nothing."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import ROUNDS, Figure, median, run
from benchmarks.ledgers import TEN, copied
from benchmarks.processes import cost

HEAVY = ("sqlmodel", "sqlalchemy", "textual")
PEERS = ("sqlite-utils", "papis")
ANNOT = (sys.executable, "-m", "annot")
BARE = (sys.executable, "-c", "pass")


def measure() -> Iterator[Figure]:
    """The figures; all times are of the processors, since other programs slow the clock."""
    with copied(TEN) as path:
        commands = {
            "annot --help": (*ANNOT, "--help"),
            "annot --version": (*ANNOT, "--version"),
            "annot claim list, 10 claims": (*ANNOT, "-d", str(path), "claim", "list"),
            **{f"peer: {peer} --help": (found, "--help") for peer, found in _peers()},
        }
        taken: dict[str, list[float]] = {name: [] for name in ("bare", *commands)}
        for _ in range(ROUNDS):
            taken["bare"].append(cost(BARE).cpu)
            for name, command in commands.items():
                taken[name].append(cost(command).cpu)
    bare = median(taken.pop("bare")) * 1000
    for name, seconds in taken.items():
        limit = 7 if name == "annot --help" else None
        what = f"{name}, CPU (floor: python -c pass)"
        yield Figure(what, median(seconds) * 1000, "ms", bare, ratio_limit=limit)
    yield Figure(f"annot --help: {', '.join(HEAVY)} loaded", len(heavy_loaded()), "count", limit=0)


def heavy_loaded() -> set[str]:
    """Which of the heavy packages `annot --help` loads."""
    command = (sys.executable, "-X", "importtime", "-m", "annot", "--help")
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in told.splitlines()}
    return loaded & set(HEAVY)


def _peers() -> Iterator[tuple[str, str]]:
    for peer in PEERS:
        beside = Path(sys.executable).with_name(peer)
        found = str(beside) if beside.exists() else shutil.which(peer)
        if found:
            yield peer, found


if __name__ == "__main__":
    run(measure)
