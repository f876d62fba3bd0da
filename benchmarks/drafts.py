"""Where the passages of a text are in its next draft, over random revisions that know the truth."""

from __future__ import annotations

import random
import resource
from collections import Counter
from collections.abc import Iterable, Iterator

from rapidfuzz.distance import Indel

from annot.text.drafts import carry
from benchmarks import revisions
from benchmarks.figures import Figure, run
from benchmarks.revisions import HEAVY, REWRITING, Kind
from benchmarks.text import taken

REVISIONS = 200
"""So many of each kind."""
_NUMBERS = ("nine", "ten", "1,204", "3.5", "-5", "$40", "12%", "40 000", "1990–1995")
_TURNS = (
    (" has ", " has not "),
    (" never ", " often "),
    (" more ", " less "),
    (" first ", " last "),
    ("Ostrom", "Östrom"),
    ("US ", "us "),
    ("non-violent", "violent"),
)


def measure() -> Iterator[Figure]:
    """The figures; times are of the processors."""
    heavy, rewriting = _tally(HEAVY), _tally(REWRITING)
    silent = heavy + rewriting
    what = f"passages passed silently to other words, of {silent.total():,}"
    yield Figure(what, silent["wrong"], "count", limit=0)
    for name, tally, limit in (
        ("moved, doubled, 0 to 30 % of words changed", heavy, 98.5),
        ("half of the sentences reworded", rewriting, 94.0),
    ):
        left = tally["found"] + tally["asked"] + tally["lost"]
        found = (tally["found"] + tally["asked"]) * 100 / left
        yield Figure(f"passages found: {name}", found, "%", limit=limit, at_least=True)
        yield Figure("of these to be chosen among several", tally["asked"] * 100 / left, "%")
    yield Figure(
        "numbers, names, negations, comparisons passed as unchanged", _missed(), "count", limit=0
    )
    for twice in (False, True):
        yield _speed(Kind(0.03, 0.0, twice), paragraphs=98, passages=250, limit=50)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield _speed(Kind(0.1, 0.0, twice=True), paragraphs=4000, passages=10_000, limit=10_000)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    yield Figure("memory that the last one took", grown, "MB", limit=400)


def _tally(kinds: Iterable[Kind]) -> Counter[str]:
    tally: Counter[str] = Counter()
    for kind in kinds:
        for number in range(REVISIONS):
            pick = random.Random(f"{kind} {number}")
            tally.update(answer[0] for answer in revisions.answers(pick, kind))
    return tally


def _missed() -> int:
    """How many small changes of sense come out as no change of the words."""
    turns = [*_TURNS, *((a, b) for a in _NUMBERS for b in _NUMBERS if a != b)]
    missed = 0
    for old_words, new_words in turns:
        sentence = (
            f"The board has never had more than {old_words} first members, "
            "US and Ostrom non-violent."
        )
        old = f"A beginning.\n\n{sentence} It met in May.\n\nAn end.\n"
        new = old.replace(old_words, new_words, 1)
        start = old.index(sentence)
        [one] = carry(old, new, [(start, start + len(sentence))])
        missed += one.outcome != "changed" or all(change.op == "same" for change in one.changes)
    return missed


def _speed(kind: Kind, *, paragraphs: int, passages: int, limit: int) -> Figure:
    pick = random.Random(5)
    before = revisions.article(
        pick, paragraphs=paragraphs // 2 if kind.twice else paragraphs, twice=kind.twice
    )
    old = revisions.written(before)
    new = revisions.written(revisions.revised(pick, before, kind, acts=6))
    spans = [revisions.span(old, one) for one in revisions.passages(pick, old)][:passages]
    milliseconds = taken(lambda: carry(old.text, new.text, spans)) * 1000
    words, new_words = old.text.split(), new.text.split()
    floor = None
    if len(words) < 10_000:
        floor = taken(lambda: Indel.opcodes(words, new_words)) * 1000
    twice = " that stands twice" if kind.twice else ""
    what = f"{len(spans):,} passages in {len(old.text) / 1000:.0f} kB{twice}"
    what += " (floor: one alignment of the words)" if floor else ""
    return Figure(what, milliseconds, "ms", floor, limit=limit)


if __name__ == "__main__":
    run(measure)
