"""Rows that cannot be what they are: values, references, numbers and links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from annot.store import derived
from annot.store.dialect import dialect_of
from annot.store.doctor.damage import Damage
from annot.store.models import NOUNS, UNPLACED, metadata
from annot.store.rows import running
from annot.store.same_claims import widowed

_CHECKED = (*NOUNS, "event", "change", "content", "seal")
_SOMEBODY = {"person": ("name",), "assignment": ("name",), "judgement": ("reader",)}
"""Columns that name somebody, whom there has to be."""


def values(connection: Connection) -> Iterator[Damage]:
    """Cells that hold what their column cannot mean: moments, uids, JSON, hashes, names."""
    dialect, run = dialect_of(connection), running(connection)
    for name in _CHECKED:
        table = metadata.tables[name]
        tests = {column.name: dialect.readable(column) for column in table.columns}
        tests |= {column: f"\"{column}\" <> ''" for column in _SOMEBODY.get(name, ())}
        wanted = {column: test for column, test in tests.items() if test}
        if not wanted:
            continue
        key = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
        told = ", ".join(f"CASE WHEN NOT ({test}) THEN 1 ELSE 0 END" for test in wanted.values())
        wrong = " OR ".join(f"NOT ({test})" for test in wanted.values())
        asked = f"SELECT {told}, {key} FROM {name} WHERE {wrong}"  # noqa: S608 -- names of ours
        for row in run(asked, ()):
            where = named_row(name, row[len(wanted) :])
            for column, is_wrong in zip(wanted, row, strict=False):
                if is_wrong:
                    is_name = column in _SOMEBODY.get(name, ())
                    what = "is nobody's" if is_name else "cannot be read"
                    yield Damage("value", where, f"its {column} {what}")


def named_row(table: str, key: Sequence[object]) -> str:
    """A row as it is told: "claim 12"."""
    if table in ("event", "change"):
        return f"event {key[1]} of article {key[0]}"
    last = key[-1]
    return f"{table} {last.hex() if isinstance(last, bytes) else last}"


def references(connection: Connection) -> Iterator[Damage]:
    """Rows that refer to others that are not there."""
    for table, key, parent in dialect_of(connection).broken_references(connection):
        what = f"the {parent} that it refers to is missing"
        yield Damage("reference", named_row(table, key), what)
    run = running(connection)
    for link, number in widowed(run):
        yield Damage("link", f"same {link}", f"the claim {number} that it refers to is missing")
    if not run("SELECT 1 FROM article WHERE id = ?", (UNPLACED,)):
        what = "the workspace's own row is missing"
        yield Damage("own-article", f"article {UNPLACED}", what)


def numbering(connection: Connection) -> Iterator[Damage]:
    """Articles whose drafts are not numbered from 1 without a gap."""
    run = running(connection)
    rows = run(
        "SELECT article_id FROM revision GROUP BY article_id"
        " HAVING min(number) <> 1 OR max(number) <> count(*) ORDER BY article_id",
        (),
    )
    for (article,) in rows:
        found = run("SELECT number FROM revision WHERE article_id = ? ORDER BY number", (article,))
        numbers = ", ".join(str(number) for (number,) in found)
        what = f"its drafts are numbered {numbers}, not from 1 on without a gap"
        yield Damage("numbering", f"article {article}", what)


def counts(connection: Connection) -> Iterator[Damage]:
    """What is counted from other rows: evidence, places in lists, numbers given."""
    codes = {derived.EVIDENCE: "evidence-count", derived.PLACE: "position"}
    for number, what in derived.wrong(connection):
        yield Damage(codes[what], f"claim {number}", f"its {what} is not what it should be")
    for noun, what in derived.counters_behind(connection):
        yield Damage("counter", f"counter {noun}", what)
