"""How many branches of the core the tests take, by package, after `make coverage` has run them.

    python -m tests.core_coverage

Exits with 1 if it is less than `LEAST` of a hundred. Branches alone: lines hide the way not taken.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

LEAST = 95.0
CORE = ("text", "store", "operations", "exchange", "rules", "match")
# What only speaks to a server is reached by `make postgres`, which is not counted here.
ON_A_SERVER = (
    "annot/store/postgres_",
    "annot/store/migrations/postgresql/",
    "annot/store/lexemes.py",
)


def main() -> int:
    """Print a line for each package, and one for all; 0 if enough was taken."""
    taken: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for name, file in _measured()["files"].items():
        package = Path(name).parts[1]
        if package not in CORE or name.startswith(ON_A_SERVER):
            continue
        taken[package] += file["summary"]["covered_branches"]
        there[package] += file["summary"]["num_branches"]
    for package in there:
        print(_line(package, taken[package], there[package]))
    print(_line("the core", taken.total(), there.total()))
    return 0 if 100 * taken.total() >= LEAST * there.total() else 1


def _measured() -> dict[str, dict[str, dict[str, dict[str, int]]]]:
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "coverage.json"
        written = ["json", "-q", "-o", str(told), "--omit=*.jinja"]
        subprocess.run([sys.executable, "-m", "coverage", *written], check=True)
        measured: dict[str, dict[str, dict[str, dict[str, int]]]] = json.loads(told.read_text())
    return measured


def _line(name: str, taken: int, there: int) -> str:
    return f"{100 * taken / max(1, there):5.1f} % of {there:5} branches  {name}"


if __name__ == "__main__":
    sys.exit(main())
