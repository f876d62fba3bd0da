"""A claims table taken into a PostgreSQL server, next to raw COPY of the very rows that it wrote.

The floor is a program that copies all rows of all tables that the import wrote (claims, sources,
evidence, history, full text, counters) into tables with the same columns, constraints and indexes,
in one transaction; it parses, checks, hashes and looks up nothing. Both are whole programs, on a
server of their own that waits for the disk at each commit. Beside them stands the same import into
a file of SQLite.

The server's time is that of all its processes; it is read from /proc, so this runs on Linux.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from annot.store.models import metadata
from annot.store.place import Server
from benchmarks.claims_table import table
from benchmarks.figures import Figure, median, show
from benchmarks.processes import Cost, cost
from benchmarks.server_time import server_seconds
from tests.postgres_cluster import Cluster, running

SIZES = (10_000, 20_000, 50_000, 100_000, 200_000)
ROUNDS = 3
RATIO = 1.5
FULL_TEXT = "claim_fts"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a program took, in seconds: on the clock, of the client's and of the server's CPU."""

    wall: float
    client: float
    server: float

    @property
    def cpu(self) -> float:
        """Of both."""
        return self.client + self.server


def measure(sizes: Sequence[int] = SIZES, rounds: int = ROUNDS) -> Iterator[Figure]:
    """The figures of each size; import, floor and file take turns."""
    with tempfile.TemporaryDirectory(prefix="annot-copy-") as name, running({}) as cluster:
        for rows in sizes:
            yield from _figures(cluster, Path(name), rows, rounds)


def _figures(cluster: Cluster, folder: Path, rows: int, rounds: int) -> Iterator[Figure]:
    file = table(folder / f"{rows}.csv", rows)
    copies = folder / f"{rows}"
    copies.mkdir()
    ours, floor, files = [], [], []
    for _ in range(rounds):
        with cluster.database() as server:
            ours.append(_import(cluster, server, file))
            if not any(copies.iterdir()):
                written = copy_out(server, copies)
        with cluster.database() as server:
            program = [sys.executable, "-m", "benchmarks.copy_floor", server.url, str(copies)]
            floor.append(_taken(cluster, program))
        files.append(_import_to_file(folder, file))
    what = f"import of {rows:,} claims"
    copied = f"(floor: COPY of its {written:,} rows)"
    wall = median(one.wall for one in ours)
    yield Figure(
        f"{what}, clock {copied}", wall, "s", median(one.wall for one in floor), ratio_limit=RATIO
    )
    for name in ("cpu", "client", "server"):
        said = {"cpu": "CPU", "client": "CPU of the client", "server": "CPU of the server"}[name]
        limit = RATIO if name == "cpu" else None
        took, least = (median(getattr(one, name) for one in each) for each in (ours, floor))
        yield Figure(f"{what}, {said} {copied}", took, "s", least, ratio_limit=limit)
    file_wall, file_cpu = (median(getattr(one, name) for one in files) for name in ("wall", "cpu"))
    cpu = median(one.cpu for one in ours)
    yield Figure(f"{what}, clock (floor: the same into a file)", wall, "s", file_wall)
    yield Figure(f"{what}, CPU (floor: the same into a file)", cpu, "s", file_cpu)


def _import(cluster: Cluster, server: Server, file: Path) -> Taken:
    return _taken(cluster, _command(server.url, file))


def _import_to_file(folder: Path, file: Path) -> Cost:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        return cost(_command(f"{place}/annot.db", file))


def _command(place: str, file: Path) -> list[str]:
    return [sys.executable, "-m", "annot", "-d", place, "--as", "dana", "import", str(file)]


def _taken(cluster: Cluster, command: Sequence[str]) -> Taken:
    data = cluster.folder / "data"
    cluster.run("CHECKPOINT")  # so that nobody pays for what another left to be written
    before = server_seconds(data)
    took = cost(command)
    time.sleep(0.2)  # until the server has counted the process that served it
    return Taken(took.wall, took.cpu, server_seconds(data) - before)


def copy_out(server: Server, folder: Path) -> int:
    """Write all rows that an import wrote into files; how many there are.

    What a workspace has from its beginning is the row of its own article.
    """
    count = 0
    with psycopg.connect(server.url) as connection, connection.cursor() as cursor:
        tables = [found.name for found in metadata.sorted_tables if found.name != "article"]
        for number, name in enumerate([*tables, FULL_TEXT]):
            with (folder / f"{number:02}-{name}.copy").open("wb") as file:
                with cursor.copy(f"COPY {name} TO STDOUT") as copy:
                    for block in copy:
                        file.write(block)
                count += cursor.rowcount
    return count


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=SIZES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    asked = parser.parse_args()
    figures: list[Figure] = []
    try:
        for figure in measure(asked.rows, asked.rounds):
            figures.append(figure)
            print(*figure.cells(), sep=" | ", file=sys.stderr, flush=True)
    finally:  # what was measured before something failed is worth its minutes
        show(figures, as_json=asked.json)
