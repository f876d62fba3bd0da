"""Many who write at the same time, in a file and on a server: what gets through, and what is lost.

Each is a program of its own that changes claims which all the others change too, as one does by
hand: read, then write as of the version that was read, and read again if somebody was quicker. In
between it adds claims and evidence. All that a writer writes, it writes once only, so that at the
end every single edit can be looked for: those that were acknowledged are in the history and in the
ledger, each once and upon what its writer had read; those that were refused are nowhere; and what
was said to whom they were refused is held against the history, too.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from threading import Barrier
from typing import NamedTuple

import annot
from annot.errors import BusyError, ConflictError
from annot.store.place import Place
from benchmarks.figures import Figure, percentile, table

SHARED = 5
"""Claims that all writers change."""

ARTICLES = 4

_TOLD = re.compile(
    r"was changed by (?P<who>writer-\d+) at (?P<when>[\d-]+ [\d:]+) UTC in between"
    r" \((?:.*, )?reasoning: (?P<read>\S+) → (?P<now>\S+?)\); nothing was written\."
)


class Edit(NamedTuple):
    """A claim's reasoning changed: what was read, and what was written upon it."""

    claim: int
    read: str
    written: str


class Refusal(NamedTuple):
    """An edit that was refused since somebody was quicker, and what was said."""

    edit: Edit
    told: str


@dataclass(slots=True)
class Done:
    """What one writer did.

    Attributes:
        edits: The edits of shared claims that were acknowledged.
        added: What was added with two pieces of evidence, acknowledged.
        refused: The edits that were refused.
        busy: How often the workspace was locked for too long.
        raw: What was told in no words of ours, such as an error of the database itself.
        times: Milliseconds of each acknowledged edit.
        begun: When it began, in seconds since the epoch; it waits for the others to be there.
        ended: When it was done.
    """

    edits: list[Edit] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    busy: int = 0
    raw: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    begun: float = 0.0
    ended: float = 0.0


@dataclass(slots=True)
class Together:
    """What all of them did, and what was found at the end.

    Attributes:
        writers: What each did.
        seconds: From the first begin until the last one was done.
        lost: Acknowledged edits that are not there once, or not upon what their writer had read.
        phantoms: Edits that are there, though nobody was told so.
        untold: Refusals that did not say who was quicker, when, and with what.
        breaks: Breaks in the history.
    """

    writers: list[Done]
    seconds: float
    lost: int = 0
    phantoms: int = 0
    untold: int = 0
    breaks: int = 0

    @property
    def edits(self) -> list[Edit]:
        """The acknowledged edits of shared claims."""
        return [edit for writer in self.writers for edit in writer.edits]

    @property
    def added(self) -> list[str]:
        """What was acknowledged as added."""
        return [each for writer in self.writers for each in writer.added]

    @property
    def refused(self) -> list[Refusal]:
        """The refusals."""
        return [each for writer in self.writers for each in writer.refused]

    @property
    def raw(self) -> list[str]:
        """What was told in no words of ours."""
        return [each for writer in self.writers for each in writer.raw]

    @property
    def busy(self) -> int:
        """How often the workspace was locked for too long."""
        return sum(writer.busy for writer in self.writers)

    @property
    def times(self) -> list[float]:
        """Milliseconds of every acknowledged edit."""
        return [each for writer in self.writers for each in writer.times]


def write_together(place: Place, *, writers: int, edits: int) -> Together:
    """Have some programs write at the same time, until each has had its share acknowledged.

    Args:
        place: Where there is no workspace yet, or one in which nothing was done.
        writers: How many programs.
        edits: How many edits all of them do; the same number each.
    """
    with annot.open(place, actor="begins") as workspace:
        for number in range(ARTICLES):
            workspace.articles.add(f"Article {number} says something.", title=f"Article {number}")
        for number in range(SHARED):
            workspace.claims.add(f"article-{number % ARTICLES}", text=f"Claim {number}")
        workspace.sources.add(title="Yearbook")
    context = get_context("spawn")
    with context.Manager() as manager, ProcessPoolExecutor(writers, mp_context=context) as pool:
        ready = manager.Barrier(writers)
        jobs = [pool.submit(_write, place, n, ready, edits // writers) for n in range(writers)]
        done = [job.result() for job in jobs]
    begun, ended = min(writer.begun for writer in done), max(writer.ended for writer in done)
    found = Together(done, ended - begun)
    with annot.open(place, actor="ends") as workspace:
        _look(workspace, found)
        found.breaks = len(workspace.history.verify().breaks)
    return found


# A writer


def _write(place: Place, number: int, ready: Barrier, share: int) -> Done:
    pick = random.Random(number)
    done = Done()
    with annot.open(place, actor=f"writer-{number}") as workspace:
        workspace.claims.list(limit=1)
        ready.wait()
        done.begun = time.time()
        tried = 0
        while len(done.times) < share:
            tried += 1
            start = time.perf_counter()
            if _act(workspace, pick, f"{workspace.actor}/{tried}", done):
                done.times.append((time.perf_counter() - start) * 1000)
    done.ended = time.time()
    return done


def _act(workspace: annot.Workspace, pick: random.Random, words: str, done: Done) -> bool:
    """Try one edit; whether it was acknowledged."""
    try:
        claim = workspace.claims.get(pick.randrange(1, SHARED + 1))
        if pick.random() < 0.7:
            edit = Edit(claim.id, claim.reasoning, words)
            try:
                workspace.claims.set(claim, reasoning=words, version=claim.version)
            except ConflictError as error:
                done.refused.append(Refusal(edit, error.message))
                return False
            done.edits.append(edit)
            return True
        article = f"article-{pick.randrange(ARTICLES)}"
        with workspace.operation("claim.add"):
            new = workspace.claims.add(article, text=words)
            workspace.evidence.add(new, 1, stance="supports", passage=words)
            workspace.evidence.add(claim, 1, stance="refutes", passage=words)
    except BusyError:
        done.busy += 1
    except Exception as error:
        done.raw.append(repr(error))
        if len(done.raw) > _MOST_RAW:
            raise
    else:
        done.added.append(words)
        return True
    return False


_MOST_RAW = 100

# What is there at the end


class _Stored(NamedTuple):
    """An edit as the history has it."""

    edit: Edit
    who: str
    when: str


def _look(workspace: annot.Workspace, found: Together) -> None:
    """Hold what the writers were told against what is there."""
    stored = list(_edits_of(workspace))
    times = Counter(each.edit for each in stored)
    found.lost += sum(times[edit] != 1 for edit in found.edits)
    found.phantoms += len(set(times) - set(found.edits))
    now = {claim.id: claim.reasoning for claim in workspace.claims.list(limit=None)}
    last = {each.edit.claim: each.edit.written for each in stored}
    found.lost += sum(now[claim] != written for claim, written in last.items())

    claims = Counter(claim.text for claim in workspace.claims.list(limit=None))
    proof = Counter(item.passage for claim in now for item in workspace.evidence.list(claim))
    found.lost += sum((claims[words], proof[words]) != (1, 2) for words in found.added)
    found.phantoms += len({words for words in {*claims, *proof} if "/" in words} - {*found.added})

    by_words = {each.edit.written: each for each in stored}
    found.untold = sum(not _is_told(refusal, by_words) for refusal in found.refused)


def _edits_of(workspace: annot.Workspace) -> Iterator[_Stored]:
    """The edits of shared claims that the history has, in their order."""
    for entry in reversed(workspace.history.list(limit=None)):
        for change in entry.changes:
            if change.noun == "claim" and change.id <= SHARED and "reasoning" in change.fields:
                read, written = change.fields["reasoning"]
                if written:
                    edit = Edit(change.id, read or "", written)
                    yield _Stored(edit, entry.actor, f"{entry.at:%Y-%m-%d %H:%M}")


def _is_told(refusal: Refusal, stored: dict[str, _Stored]) -> bool:
    """Whether a refusal says who was quicker and when, what was read, and what stands there now."""
    told = _TOLD.search(refusal.told)
    if told is None or told["now"] not in stored:
        return False
    quicker = stored[told["now"]]
    return (
        (told["who"], told["when"]) == (quicker.who, quicker.when)
        and quicker.edit.claim == refusal.edit.claim
        and told["read"] == (refusal.edit.read or "none")
    )


def measure(writers: int = 20, edits: int = 5_000) -> Iterator[Figure]:
    """What gets through on each engine, and that nothing is lost."""
    from tests.postgres_cluster import running

    with tempfile.TemporaryDirectory() as folder:
        yield from _figures("SQLite", Path(folder) / "story.db", writers, edits)
    with running({"synchronous_commit": "on"}) as cluster, cluster.database() as server:
        yield from _figures("PostgreSQL", server, writers, edits)


def _figures(engine: str, place: Place, writers: int, edits: int) -> Iterator[Figure]:
    found = write_together(place, writers=writers, edits=edits)
    named = f"{engine}, {writers} writers"
    done = len(found.times)
    yield Figure(f"{named}: edits acknowledged", done, "count", limit=edits, at_least=True)
    yield Figure(f"{named}: edits a second", done / found.seconds, "count")
    yield Figure(f"{named}: an edit, p50", percentile(found.times, 50), "ms")
    yield Figure(f"{named}: an edit, p99", percentile(found.times, 99), "ms")
    yield Figure(f"{named}: refused, somebody was quicker", len(found.refused), "count")
    yield Figure(f"{named}: not told who, when and what", found.untold, "count", limit=0)
    yield Figure(f"{named}: told that others write", found.busy, "count")
    yield Figure(f"{named}: errors in no words of ours", len(found.raw), "count", limit=0)
    yield Figure(f"{named}: edits lost", found.lost, "count", limit=0)
    yield Figure(f"{named}: phantoms", found.phantoms, "count", limit=0)
    yield Figure(f"{named}: breaks in the history", found.breaks, "count", limit=0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=20)
    parser.add_argument("--edits", type=int, default=5_000)
    asked = parser.parse_args()
    print(table(measure(asked.writers, asked.edits)))
