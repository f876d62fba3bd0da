"""Claims out of a ledger of 100,000, next to what writes one unchecked table of the same claims.

The peer is `sqlite-utils rows` on a database that `sqlite-utils insert --csv` made of the same
file. Both are measured as whole programs, and then without what each takes for a ledger of one
claim (loading itself, for the most part).
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import annot
from benchmarks.claims_table import table
from benchmarks.figures import ROUNDS, Figure, median, run
from benchmarks.processes import cost

CLAIMS = 100_000
FEW = 10_000
RATIO = 1.5
MEMORY_RATIO = 1.1
PEERS = {"csv": ("--csv",), "json": (), "jsonl": ()}
"""The formats, and what makes the peer write the like."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The same claims in a workspace and in a database of the peer."""

    ours: Path
    theirs: Path

    def export(self, ending: str) -> list[str]:
        """The command that writes the workspace to standard output, as the peer does."""
        program = [sys.executable, "-m", "annot", "-d", str(self.ours)]
        return [*program, "export", "-", "--format", ending]

    def rows(self, options: Sequence[str]) -> list[str]:
        """The command by which the peer writes its table."""
        return [sys.executable, "-m", "sqlite_utils", "rows", str(self.theirs), "claims", *options]


def measure() -> Iterator[Figure]:
    """The figures, of the processors; the two programs take turns."""
    with tempfile.TemporaryDirectory(prefix="annot-export-") as name:
        folder = Path(name)
        many, few, one = (stored(folder, count) for count in (CLAIMS, FEW, 1))
        for ending, options in PEERS.items():
            ours, theirs, begun, peer_begun = [], [], [], []
            for _ in range(ROUNDS):
                ours.append(cost(many.export(ending)).cpu)
                theirs.append(cost(many.rows(options)).cpu)
                begun.append(cost(one.export(ending)).cpu)
                peer_begun.append(cost(one.rows(options)).cpu)
            what = f"export of {CLAIMS:,} claims as {ending}, CPU (floor: sqlite-utils rows)"
            yield Figure(what, median(ours), "s", median(theirs), ratio_limit=RATIO)
            rows = median(ours) - median(begun)
            peer_rows = median(theirs) - median(peer_begun)
            yield Figure(f"{what}, the rows alone", rows, "s", peer_rows, ratio_limit=RATIO)
            what = f"the same: memory (floor: of {FEW:,} claims)"
            small, large = (peak(ledger.export(ending)) for ledger in (few, many))
            yield Figure(what, large, "MB", small, ratio_limit=MEMORY_RATIO)


def stored(folder: Path, claims: int) -> Stored:
    """Make both databases from one file."""
    file = table(folder / f"{claims}.csv", claims)
    made = Stored(folder / f"{claims}.annot.db", folder / f"{claims}.peer.db")
    with annot.open(made.ours, actor="dana") as workspace:
        workspace.import_file(file)
    insert = [sys.executable, "-m", "sqlite_utils", "insert", str(made.theirs), "claims"]
    subprocess.run([*insert, str(file), "--csv"], check=True, capture_output=True)
    return made


def peak(command: Sequence[str]) -> float:
    """The megabytes that a command takes at most."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return usage.ru_maxrss * 1024 / 1e6


if __name__ == "__main__":
    run(measure)
