"""Workspaces of any size, written straight into the tables in seconds.

The first claims stand in the one article, a sentence each; all others have no article, as if they
had been imported. They are kept in the system's folder for temporary files and made anew when the
schema changes. What is generated has no history: only what a benchmark does itself is audited.
"""

from __future__ import annotations

import contextlib
import random
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import annot
from annot.store import migrations, sqlite_file
from annot.store.columns import time_to_text
from annot.store.models import UNPLACED
from annot.text.sentences import sentences
from annot.vocabulary import Placement, SourceKind, Stance, Status, Verdict

FIRST_WORDS = "harbour board met"
RARE_STATUS = Status.STALE
RARE_WORD = "lighthouse"
RARE_FROM, RARE_EVERY = 500, 1000
"""One claim in a thousand is stale and speaks of a lighthouse; the first is number 500."""

COMMON_WORD, COMMON_FROM = "19", 50
"""The begin of the years of two claims in three; of a hundred and fifty, the first is number 50."""

_VOCABULARY = 60_000
_SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprtv" for vowel in "aiou"]

_OPENINGS = (
    "According to the ledger,",
    "In the spring of that year",
    "As Dr. Mole of the survey wrote,",
)
_SUBJECTS = ("the pilots", "two of the crews", "the keeper's office", "most merchants", "the dock")
_VERBS = ("counted", "reported", "sold", "rebuilt", "measured", "lost", "promised")
_OBJECTS = ("3.5 tons of salt", "“a third of the berths”", "1,204 crates", "the old crane (built"
            " c. 1911)", "more than U.S. buyers had asked for", "nothing at all")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a workspace holds.

    Attributes:
        sentences: The sentences of its article.
        anchored: How many of them are claims, spread evenly.
        claims: How many claims there are altogether.
        evidence: Whether every claim has a piece of evidence.
        varied: Whether the claims have words as rare and as common as those of a language.
    """

    sentences: int
    anchored: int
    claims: int
    evidence: bool = False
    varied: bool = False

    @property
    def name(self) -> str:
        """The name of its file."""
        kind = "-evidence" if self.evidence else "-varied" if self.varied else ""
        return f"{self.sentences}-{self.anchored}-{self.claims}{kind}.{_recipe()}.db"


TEN = Ledger(sentences=200, anchored=10, claims=10)
MILLION = Ledger(sentences=200, anchored=10, claims=1_000_000)
LONG = Ledger(sentences=10_000, anchored=10_000, claims=10_000)
REPORTED = Ledger(sentences=5_000, anchored=5_000, claims=5_000, evidence=True)
PRINTED = Ledger(sentences=500, anchored=500, claims=500, evidence=True)
GROWING = tuple(
    Ledger(sentences=500, anchored=500, claims=claims, evidence=True)
    for claims in (500, 5_000, 20_000)
)
"""The same article, of which ever more is claimed; the first is `PRINTED`."""


def claim_text(number: int) -> str:
    """The words of a claim."""
    rare = f", beside the {RARE_WORD}" if is_rare(number) else ""
    return f"Berth {number:07} was dredged in the year {1850 + number % 150}{rare}"


def varied_text(number: int) -> str:
    """A claim of about a dozen words, each as common as its rank in the vocabulary says."""
    pick = random.Random(number)
    words = [_word(int(_VOCABULARY ** pick.random())) for _ in range(pick.randint(8, 16))]
    return f"{' '.join(words).capitalize()} {pick.randint(2, 900)}"


def _word(rank: int) -> str:
    """A made-up word; the common ones are short."""
    syllables = []
    while rank or not syllables:
        rank, rest = divmod(rank, len(_SYLLABLES))
        syllables.append(_SYLLABLES[rest])
    return "".join(syllables)


def is_rare(number: int) -> bool:
    """Whether a claim is one in a thousand."""
    return number % RARE_EVERY == RARE_FROM


def prose(count: int, seed: int = 7) -> str:
    """So many sentences of about a hundred characters, five to a paragraph; always the same."""
    pick = random.Random(seed)
    parts = [
        f"{pick.choice(_OPENINGS)} {pick.choice(_SUBJECTS)} {pick.choice(_VERBS)}"
        f" {pick.choice(_OBJECTS)} at quay No. {number}, so they said."
        for number in range(1, count)
    ]
    parts.insert(0, f"The {FIRST_WORDS} on 3 May 1921.")
    paragraphs = (" ".join(parts[start : start + 5]) for start in range(0, count, 5))
    return "# The harbour\n\n" + "\n\n".join(paragraphs) + "\n"


@contextlib.contextmanager
def copied(ledger: Ledger) -> Iterator[Path]:
    """A copy of a workspace, to be written in; it is gone afterwards."""
    original = _kept(ledger)
    with tempfile.TemporaryDirectory(prefix="annot-benchmark-") as folder:
        path = Path(folder) / "annot.db"
        shutil.copy(original, path)
        yield path


def _recipe() -> str:
    return f"schema{sqlite_file.SCHEMA_VERSION}.recipe1"


def _kept(ledger: Ledger) -> Path:
    versions = sorted(Path(migrations.__path__[0], "versions").glob("0*.*"))
    schema = zlib.crc32(b"".join(version.read_bytes() for version in versions))
    folder = Path(tempfile.gettempdir()) / f"annot-benchmarks-{schema:08x}"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / ledger.name
    if not path.exists():
        building = path.with_suffix(".building")
        building.unlink(missing_ok=True)
        _build(ledger, building)
        building.rename(path)
    return path


def _build(ledger: Ledger, path: Path) -> None:
    text = prose(ledger.sentences)
    with annot.open(path, actor="dana") as workspace:
        article = workspace.articles.add(text, title="Harbour")
        revision = workspace.articles.revision(article).id
        article_id, text = article.id, workspace.articles.text(article)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    _Writer(connection, ledger).write(article_id, revision, text)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


class _Writer:
    """Writes the rows of a ledger."""

    def __init__(self, connection: sqlite3.Connection, ledger: Ledger) -> None:
        self._connection = connection
        self._ledger = ledger
        self._now = time_to_text(datetime.now(UTC))

    def write(self, article: int, revision: int, text: str) -> None:
        """Write all."""
        ledger = self._ledger
        spans = sentences(text)[1:]  # the heading is one, too
        step = len(spans) // ledger.anchored
        places = spans[::step][: ledger.anchored]
        self._insert("claim", (self._claim(n, article, places) for n in self._numbers))
        self._insert(
            "anchor",
            (
                self._anchor(number, article, revision, text, place)
                for number, place in enumerate(places, start=1)
            ),
        )
        if ledger.evidence:
            self._insert("source", (self._source(number) for number in range(1, 51)))
            self._insert("evidence", (self._evidence(n, article) for n in self._numbers))
        for noun in ("claim", "anchor", "source", "evidence"):
            highest = f'SELECT ?, id FROM "{noun}" ORDER BY id DESC LIMIT 1'
            self._connection.execute(f"INSERT OR REPLACE INTO counter {highest}", (noun,))
        self._connection.execute("INSERT INTO claim_fts (claim_fts) VALUES ('rebuild')")

    @property
    def _numbers(self) -> range:
        return range(1, self._ledger.claims + 1)

    def _insert(self, noun: str, rows: Iterator[dict[str, object]]) -> None:
        first = next(rows, None)
        if first is None:
            return
        names = ", ".join(f'"{name}"' for name in first)
        marks = ", ".join("?" for _ in first)
        statement = f'INSERT INTO "{noun}" ({names}) VALUES ({marks})'
        self._connection.execute(statement, tuple(first.values()))
        self._connection.executemany(statement, (tuple(row.values()) for row in rows))

    def _record(self, number: int) -> dict[str, object]:
        uid = number.to_bytes(16, "big")
        times = {"created_at": self._now, "updated_at": self._now}
        return {"id": number, "uid": uid, "version": uid, **times}

    def _claim(self, number: int, article: int, places: list[tuple[int, int]]) -> dict[str, object]:
        anchored = number <= len(places)
        checked = number % 3 == 0 and not anchored
        status = Status.CHECKED if checked else Status.TODO
        return {
            **self._record(number),
            "article_id": article if anchored else UNPLACED,
            "key": "",
            "text": varied_text(number) if self._ledger.varied else claim_text(number),
            "status": RARE_STATUS if is_rare(number) else status,
            "verdict": tuple(Verdict)[number % 2] if checked else None,
            "reasoning": "",
            "correction": "",
            "checker": "dana" if number % 2 else "robin",
            "approver": "",
            "tags": "[]",
            "extra": "{}",
            "evidence_count": int(self._ledger.evidence),
            "position": places[number - 1][0] if anchored else 0,
        }

    def _anchor(
        self, number: int, article: int, revision: int, text: str, place: tuple[int, int]
    ) -> dict[str, object]:
        start, end = place
        return {
            **self._record(number),
            "article_id": article,
            "claim_id": number,
            "revision_id": revision,
            "exact": text[start:end],
            "prefix": text[max(0, start - 32) : start],
            "suffix": text[end : end + 32],
            "start": start,
            "end": end,
            "placement": Placement.PLACED,
        }

    def _source(self, number: int) -> dict[str, object]:
        url = f"https://example.org/records/{number}"
        return {
            **self._record(number),
            "slug": f"record-{number}",
            "url": url,
            "url_key": url,
            "title": f"Harbour record {number}",
            "authors": "[]",
            "publisher": "Harbour office",
            "published": "1921",
            "kind": SourceKind.DOCUMENT,
            "accessed": "",
            "archived_url": "",
            "identifiers": "{}",
            "confidential": 0,
        }

    def _evidence(self, number: int, article: int) -> dict[str, object]:
        return {
            **self._record(number),
            "article_id": article,
            "claim_id": number,
            "source_id": number % 50 + 1,
            "stance": Stance.SUPPORTS,
            "passage": f"The dredging of berth {number} ended on time.",
            "locator": f"p. {number % 300}",
            "note": "",
            "added_by": "dana",
        }
