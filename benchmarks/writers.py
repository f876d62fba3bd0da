"""Many who write at the same time, in a file and on a server: what gets through, and what is lost.

Each is a program of its own that changes claims which all the others change too, as one does by
hand: read, then write as of the version that was read, and read again if somebody was quicker. In
between it adds claims and evidence. At the end every mark that was acknowledged must be there, and
the history must hold.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import annot
from annot.errors import BusyError, ConflictError
from annot.store.place import Place
from benchmarks.figures import Figure, percentile, table

SHARED = 5
"""Claims that all writers change."""

ARTICLES = 4


@dataclass(slots=True)
class Done:
    """What one writer did.

    Attributes:
        marks: The marks that were acknowledged.
        added: The pieces of evidence that were.
        conflicts: How often somebody was quicker; told with a name each time.
        untold: How often it was not said who.
        busy: How often the workspace was locked for too long.
        times: Milliseconds of each change.
    """

    marks: int
    added: int
    conflicts: int
    untold: int
    busy: int
    times: list[float]


@dataclass(slots=True)
class Together:
    """What all of them did, and what was found at the end."""

    writers: list[Done]
    seconds: float
    lost: int
    breaks: int

    def total(self, name: str) -> int:
        """The sum of something over all writers."""
        return sum(getattr(writer, name) for writer in self.writers)

    @property
    def times(self) -> list[float]:
        """Milliseconds of every change."""
        return [each for writer in self.writers for each in writer.times]


def write_together(place: Place, *, writers: int, seconds: float) -> Together:
    """Have some programs write at the same time.

    Args:
        place: Where there is no workspace yet, or one in which nothing was done.
        writers: How many programs.
        seconds: For how long.
    """
    with annot.open(place, actor="begins") as workspace:
        for number in range(ARTICLES):
            workspace.articles.add(f"Article {number} says something.", title=f"Article {number}")
        for number in range(SHARED):
            workspace.claims.add(f"article-{number % ARTICLES}", text=f"Claim {number}")
        workspace.sources.add(title="Yearbook")
    with ProcessPoolExecutor(writers, mp_context=get_context("spawn")) as pool:
        begins = time.time() + 2 + writers / 4
        jobs = [pool.submit(_write, place, n, begins, seconds) for n in range(writers)]
        done = [job.result() for job in jobs]
    with annot.open(place, actor="ends") as workspace:
        claims = workspace.claims.list(limit=None)
        marks = sum(len(claim.reasoning) for claim in claims if claim.id <= SHARED)
        evidence = sum(claim.evidence_count for claim in claims)
        breaks = workspace.history.verify().breaks
    found = Together(done, seconds, 0, len(breaks))
    found.lost = abs(found.total("marks") - marks) + abs(found.total("added") - evidence)
    return found


def _write(place: Place, number: int, begins: float, seconds: float) -> Done:
    pick = random.Random(number)
    done = Done(0, 0, 0, 0, 0, [])
    with annot.open(place, actor=f"writer-{number}") as workspace:
        workspace.claims.list(limit=1)
        time.sleep(max(0.0, begins - time.time()))
        ends = max(begins, time.time()) + seconds
        while time.time() < ends:
            start = time.perf_counter()
            try:
                _act(workspace, pick, done)
            except ConflictError as error:
                done.conflicts += 1
                done.untold += "writer-" not in error.message
            except BusyError:
                done.busy += 1
            else:
                done.times.append((time.perf_counter() - start) * 1000)
    return done


def _act(workspace: annot.Workspace, pick: random.Random, done: Done) -> None:
    claim = workspace.claims.get(pick.randrange(1, SHARED + 1))
    if pick.random() < 0.7:
        workspace.claims.set(claim, reasoning=claim.reasoning + "x", version=claim.version)
        done.marks += 1
        return
    article = f"article-{pick.randrange(ARTICLES)}"
    with workspace.operation("claim.add"):
        new = workspace.claims.add(article, text=f"It is {pick.random()}")
        workspace.evidence.add(new, 1, stance="supports", passage="So it says.")
        workspace.evidence.add(claim, 1, stance="refutes", passage="It does not.")
    done.added += 2


def measure(writers: int = 20, seconds: float = 10) -> Iterator[Figure]:
    """What gets through on each engine, and that nothing is lost."""
    from tests.postgres_cluster import running

    with tempfile.TemporaryDirectory() as folder:
        yield from _figures("SQLite", Path(folder) / "story.db", writers, seconds)
    with running({"synchronous_commit": "on"}) as cluster, cluster.database() as server:
        yield from _figures("PostgreSQL", server, writers, seconds)


def _figures(engine: str, place: Place, writers: int, seconds: float) -> Iterator[Figure]:
    found = write_together(place, writers=writers, seconds=seconds)
    named = f"{engine}, {writers} writers"
    yield Figure(f"{named}: changes a second", len(found.times) / seconds, "count")
    yield Figure(f"{named}: a change, p50", percentile(found.times, 50), "ms")
    yield Figure(f"{named}: a change, p99", percentile(found.times, 99), "ms")
    yield Figure(f"{named}: somebody was quicker", found.total("conflicts"), "count")
    yield Figure(f"{named}: not told who", found.total("untold"), "count", limit=0)
    yield Figure(f"{named}: locked for too long", found.total("busy"), "count")
    yield Figure(f"{named}: updates lost", found.lost, "count", limit=0)
    yield Figure(f"{named}: breaks in the history", found.breaks, "count", limit=0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    asked = parser.parse_args()
    print(table(measure(asked.writers, asked.seconds)))
