"""Where rows of an import wait: checked and sorted outside the ledger, then written in sets.

Reading and checking a large file takes longer than writing it. So the rows go to temporary tables
first, which lock nothing; what is new among them is then written by a few statements of the
database, at a tenth of the cost of one statement a row.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple, Self

from sqlalchemy import Connection

from annot.store import runs
from annot.store.columns import new_uids, time_to_text
from annot.store.database import Database
from annot.store.models import NOWHERE
from annot.store.recorder import Operation

FRESH, KNOWN, LATER, MET = range(4)
"""What becomes of a row: it is written in a set, it changes nothing, or it is looked at alone.

(`MET` is the last but for a moment: its claim is in the ledger, and may differ.)
"""

BATCH = 1000
NO_ARTICLE = -1
"""Stands for an article that is found when the row is looked at alone."""


class Given(NamedTuple):
    """A claim as it will be written, unless the ledger has it; all values as they are stored.

    Attributes:
        n: The number of its (first) row.
        article_id: Its article.
        key: Its key; made from its words if the file gives none.
        text: The claim.
        kind: Its kind.
        status: Its status with what follows from a verdict.
        verdict: Its verdict.
        reasoning: Why.
        correction: The wording proposed.
        correction_state: What became of that.
        checker: Who checks it.
        approver: Who approved it.
        tags: As JSON.
        position: Where it stands in its article.
        evidence: How many pieces of evidence it has.
        said: What the file itself says of the status; empty for nothing.
        extra: Columns that are no fields, as a JSON object.
        state: What becomes of it.
    """

    n: int
    article_id: int
    key: str
    text: str
    kind: str | None
    status: str
    verdict: str | None
    reasoning: str
    correction: str
    correction_state: str | None
    checker: str
    approver: str
    tags: str
    position: int = NOWHERE
    evidence: int = 0
    said: str = ""
    extra: str = "{}"
    state: int = FRESH


class GivenEvidence(NamedTuple):
    """A piece of evidence of the claim `n`; `source` is a number in the import's own book."""

    n: int
    source: int
    stance: str
    passage: str
    locator: str
    note: str


class GivenNote(NamedTuple):
    """A note or query about the claim `n`."""

    n: int
    kind: str
    text: str
    addressee: str | None
    answer: str | None


class GivenAnchor(NamedTuple):
    """A place of the claim `n`; code points, half-open."""

    n: int
    revision_id: int
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    placement: str


Staged = Given | GivenEvidence | GivenNote | GivenAnchor

_TABLES: Mapping[type[Staged], str] = {
    Given: "given_claim",
    GivenEvidence: "given_evidence",
    GivenNote: "given_note",
    GivenAnchor: "given_anchor",
}
_WRITTEN = {GivenEvidence: "evidence", GivenNote: "note", GivenAnchor: "anchor"}

_OF_CLAIM = (
    "key", "text", "kind", "status", "verdict", "reasoning", "correction", "correction_state",
    "checker", "approver", "tags", "extra",
)  # fmt: skip


class Stage:
    """The temporary tables of one import; they go away at the end of the block.

    with Stage(database) as stage:
        with stage.filling():
            stage.add(…)
        with recorder.operation("import", actor="dana") as operation:
            stage.join(operation)
            stage.write(operation)
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: Connection | None = None
        self._waiting: dict[type[Staged], list[Staged]] = {kind: [] for kind in _TABLES}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        with self._database.temporary() as self._connection:
            self._drop()

    @contextlib.contextmanager
    def filling(self) -> Iterator[None]:
        """A transaction that locks nothing, in which rows are added."""
        with self._database.temporary() as self._connection:
            self._drop()
            self._create()
            yield

    def join(self, operation: Operation) -> None:
        """Go on as part of an operation."""
        self._connection = operation.connection

    def _create(self) -> None:
        for kind, table in _TABLES.items():
            names = [f'"{name}"' for name in (*_fields(kind), "uid")]
            names[0] += " INTEGER PRIMARY KEY" if kind is Given else " INTEGER"
            self._run(f"CREATE TEMP TABLE {table} ({', '.join(names)})")
        self._run("CREATE TEMP TABLE given_source (source INTEGER PRIMARY KEY, source_id INTEGER)")
        self._run("CREATE TEMP TABLE fresh (n INTEGER PRIMARY KEY, claim_id INTEGER)")

    def _drop(self) -> None:
        for table in (*_TABLES.values(), "given_source", "fresh"):
            self._run(f"DROP TABLE IF EXISTS temp.{table}")

    def add(self, row: Staged) -> None:
        """Add a row, in any order."""
        waiting = self._waiting[type(row)]
        waiting.append(row)
        if len(waiting) >= BATCH:
            self._write(type(row))

    def put_off(self, n: int, article_id: int, key: str) -> None:
        """Have a row looked at alone."""
        self.add(
            Given(n, article_id, key, "", None, "", None, "", "", None, "", "", "", state=LATER)
        )

    def settle(self) -> None:
        """Write what still waits."""
        for kind in _TABLES:
            self._write(kind)

    def _write(self, kind: type[Staged]) -> None:
        waiting = self._waiting[kind]
        if waiting:
            rows = [(*row, uid) for row, uid in zip(waiting, new_uids(len(waiting)), strict=True)]
            places = ", ".join("?" * len(rows[0]))
            self._run(f"INSERT INTO temp.{_TABLES[kind]} VALUES ({places})", rows)
            self._waiting[kind] = []

    # What becomes of the rows

    def put_off_doubles(self) -> None:
        """Have the rows that mean one claim together looked at alone."""
        self._run("CREATE INDEX temp.ix_given ON given_claim (article_id, key)")
        for kind in _WRITTEN:
            self._run(f"CREATE INDEX temp.ix_{_TABLES[kind]} ON {_TABLES[kind]} (n)")
        self._run(
            f"UPDATE temp.given_claim SET state = {LATER} WHERE (article_id, key) IN"
            " (SELECT article_id, key FROM temp.given_claim GROUP BY 1, 2 HAVING count(*) > 1)"
        )

    def name_sources(self, sources: Mapping[int, int]) -> None:
        """Say which rows of the ledger the sources of the import's book are."""
        rows = list(sources.items())
        if rows:
            self._run("INSERT OR REPLACE INTO temp.given_source VALUES (?, ?)", rows)

    def sort_known(self, given: Collection[str], link: Collection[str]) -> None:
        """Find the rows whose claim is in the ledger, and those of them that change nothing.

        Args:
            given: The columns of a claim that the file has.
            link: Those of a piece of evidence that it has.
        """
        self._run(
            f"UPDATE temp.given_claim SET state = {LATER} WHERE state = {FRESH}"
            " AND key LIKE 'content:%' AND article_id IN"
            " (SELECT article_id FROM main.claim WHERE key = '')"
        )
        self._run(
            f"UPDATE temp.given_claim SET state = {MET} WHERE state = {FRESH} AND EXISTS"
            " (SELECT 1 FROM main.claim WHERE claim.article_id = given_claim.article_id"
            " AND claim.key = given_claim.key AND claim.key <> '')"
        )
        same = "".join(f" AND {_is_same(name)}" for name in given)
        linked = "".join(f" AND h.{name} = e.{name}" for name in link)
        self._run(
            f"UPDATE temp.given_claim SET state = {KNOWN} WHERE n IN ("
            " SELECT g.n FROM temp.given_claim AS g JOIN main.claim AS c ON c.id ="
            "   (SELECT id FROM main.claim WHERE claim.article_id = g.article_id"
            "    AND claim.key = g.key AND claim.key <> '' ORDER BY id LIMIT 1)"
            f" WHERE g.state = {MET}{same}"
            " AND NOT EXISTS (SELECT 1 FROM temp.given_evidence AS h WHERE h.n = g.n AND NOT EXISTS"
            "   (SELECT 1 FROM main.evidence AS e WHERE e.article_id = c.article_id"
            "    AND e.claim_id = c.id AND e.source_id = (SELECT source_id FROM temp.given_source"
            f"     WHERE given_source.source = h.source){linked}))"
            " AND NOT EXISTS (SELECT 1 FROM temp.given_note AS m WHERE m.n = g.n AND NOT EXISTS"
            "   (SELECT 1 FROM main.note AS t WHERE t.article_id = c.article_id"
            "    AND t.claim_id = c.id AND t.kind = m.kind AND t.text = m.text)))"
        )
        self._run(f"UPDATE temp.given_claim SET state = {LATER} WHERE state = {MET}")

    def later(self) -> Iterator[int]:
        """The numbers of the rows that are looked at alone, in order."""
        for (n,) in self._all(f"SELECT n FROM temp.given_claim WHERE state = {LATER} ORDER BY n"):
            yield n

    def keys_put_off(self, article_id: int, most: int) -> list[str] | None:
        """The keys of the rows of an article that are looked at alone; None if there are many."""
        found = self._all(
            f"SELECT DISTINCT key FROM temp.given_claim WHERE state = {LATER}"
            f" AND article_id IN ({int(article_id)}, {NO_ARTICLE}) LIMIT {int(most) + 1}"
        )
        return None if len(found) > most else [key for (key,) in found]

    def forget_later(self) -> None:
        """Take all rows out that are looked at alone."""
        for table in reversed(list(_TABLES.values())):
            self._run(
                f"DELETE FROM temp.{table} WHERE n IN"
                f" (SELECT n FROM temp.given_claim WHERE state = {LATER})"
            )

    def known(self) -> int:
        """How many rows change nothing."""
        return self._count(f"temp.given_claim WHERE state = {KNOWN}")

    def sources_cited(self) -> list[int]:
        """The numbers of the sources that the rows to be written cite and that have no row yet."""
        return [
            source
            for (source,) in self._all(
                "SELECT DISTINCT h.source FROM temp.given_evidence AS h JOIN temp.given_claim AS g"
                f" USING (n) WHERE g.state = {FRESH} AND h.source NOT IN"
                " (SELECT source FROM temp.given_source) ORDER BY 1"
            )
        ]

    # Writing

    def write(self, operation: Operation) -> Counter[str]:
        """Write what is new, in sets; how many rows of each noun."""
        written: Counter[str] = Counter()
        for article_id, count in self._all(
            "SELECT article_id, count(*) FROM temp.given_claim"
            f" WHERE state = {FRESH} GROUP BY 1 ORDER BY 1"
        ):
            written["claim"] += count
            self._write_claims(operation, article_id, count)
            for kind in (GivenAnchor, GivenEvidence, GivenNote):
                written[_WRITTEN[kind]] += self._write_below(operation, kind, article_id)
        return written

    def _write_claims(self, operation: Operation, article_id: int, count: int) -> None:
        first = operation.next_ids("claim", count)
        self._run("DELETE FROM temp.fresh")
        self._run(
            "INSERT INTO temp.fresh SELECT n, ? + row_number() OVER (ORDER BY n) - 1"
            f" FROM temp.given_claim WHERE article_id = ? AND state = {FRESH}",
            (first, article_id),
        )
        names = ", ".join(_OF_CLAIM)
        self._run(
            "INSERT INTO main.claim (article_id, id, uid, created_at, updated_at, version,"
            f" evidence_count, position, {names})"
            " SELECT article_id, claim_id, uid, ?, ?, ?, evidence, position,"
            f" {names} FROM temp.fresh JOIN temp.given_claim USING (n) ORDER BY n",
            self._made(operation),
        )
        runs.came(operation, "claim", article_id, first, count, is_counted=True)

    def _write_below(self, operation: Operation, kind: type[Staged], article_id: int) -> int:
        """Write what belongs to the claims in `fresh`."""
        given, noun = f"temp.{_TABLES[kind]}", _WRITTEN[kind]
        count = self._count(f"temp.fresh JOIN {given} USING (n)")
        if not count:
            return 0
        first = operation.next_ids(noun, count)
        names = [f'"{name}"' for name in _fields(kind)[1:] if name != "source"]
        cited, source = ("", "")
        if kind is GivenEvidence:
            cited, source = "source_id, ", "JOIN temp.given_source USING (source)"
        who = "added_by, " if kind is not GivenAnchor else ""
        made = (*self._made(operation), *((operation.actor,) if who else ()))
        self._run(
            f"INSERT INTO main.{noun} (article_id, id, claim_id, uid, created_at, updated_at,"
            f" version, {who}{cited}{', '.join(names)})"
            f" SELECT ?, ? + row_number() OVER (ORDER BY claim_id, g.rowid) - 1, claim_id, uid,"
            f" ?, ?, ?, {'?, ' if who else ''}{cited}{', '.join(names)}"
            f" FROM temp.fresh JOIN {given} AS g USING (n) {source}",
            (article_id, first, *made),
        )
        runs.came(operation, noun, article_id, first, count, is_counted=True)
        return count

    @staticmethod
    def _made(operation: Operation) -> tuple[str, str, bytes]:
        at = time_to_text(operation.at)
        return at, at, operation.uid.bytes

    def _run(self, statement: str, values: Any = None) -> None:
        assert self._connection is not None
        if values is None:
            self._connection.exec_driver_sql(statement)
        else:
            self._connection.exec_driver_sql(statement, values)

    def _all(self, statement: str) -> list[Any]:
        assert self._connection is not None
        return list(self._connection.exec_driver_sql(statement))

    def _count(self, of: str) -> int:
        assert self._connection is not None
        return int(self._connection.exec_driver_sql(f"SELECT count(*) FROM {of}").scalar_one())


def _is_same(name: str) -> str:
    """Whether a claim of the ledger has in a column what a row gives."""
    if name == "status":
        return "(g.said = '' OR g.said = c.status)"
    return f"g.{name} IS c.{name}"


def _fields(kind: type[Staged]) -> tuple[str, ...]:
    return tuple(kind._fields)
