"""Rows that cannot be what they are: values, references, numbers and links."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Column, Connection, Table

from annot.store import derived
from annot.store.columns import Bytes, Flag, Json, Uid, UtcTime
from annot.store.doctor.damage import Damage
from annot.store.models import NOUNS, UNPLACED, metadata
from annot.store.rows import running
from annot.store.same_claims import widowed

_MOMENT = "????-??-??T??:??:??.??????Z"
_CHECKED = (*NOUNS, "event", "change", "content", "seal")


def values(connection: Connection) -> Iterator[Damage]:
    """Cells that hold what their column cannot mean: moments, uids, JSON, hashes."""
    for name in _CHECKED:
        table = metadata.tables[name]
        tests = {column.name: _test(column) for column in table.columns}
        wanted = {column: test for column, test in tests.items() if test}
        key = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
        told = ", ".join(f"NOT coalesce({test}, 1)" for test in wanted.values())
        wrong = " OR ".join(f"NOT coalesce({test}, 1)" for test in wanted.values())
        asked = f"SELECT {told}, {key} FROM {name} WHERE {wrong}"  # noqa: S608 -- names of ours
        for row in connection.exec_driver_sql(asked):
            where = _named(name, row[len(wanted) :])
            for column, is_wrong in zip(wanted, row, strict=False):
                if is_wrong:
                    yield Damage("value", where, f"its {column} cannot be read")


def _test(column: Column[object]) -> str:
    """What holds for every value of a column, as SQL; empty if there is nothing to ask."""
    name, kind = f'"{column.name}"', column.type
    if isinstance(kind, UtcTime):
        return f"({name} GLOB '{_MOMENT}' AND datetime({name}) IS NOT NULL)"
    if isinstance(kind, Uid):
        return f"length({name}) = 16"
    if isinstance(kind, Json):
        return f"json_valid({name})"
    if isinstance(kind, Flag):
        return f"{name} IN (0, 1)"
    if kind is Bytes and column.name != "data":
        return f"length({name}) = 32"
    return ""


def _named(table: str, key: tuple[object, ...]) -> str:
    if table in ("event", "change"):
        return f"event {key[1]} of article {key[0]}"
    last = key[-1]
    return f"{table} {last.hex() if isinstance(last, bytes) else last}"


def references(connection: Connection) -> Iterator[Damage]:
    """Rows that refer to others that are not there."""
    for table, rowid, parent, _ in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        where = _where(connection, metadata.tables[table], rowid)
        yield Damage("reference", where, f"the {parent} that it refers to is missing")
    for link, number in widowed(running(connection)):
        yield Damage("link", f"same {link}", f"the claim {number} that it refers to is missing")
    own = connection.exec_driver_sql("SELECT 1 FROM article WHERE id = ?", (UNPLACED,))
    if own.first() is None:
        what = "the workspace's own row is missing"
        yield Damage("own-article", f"article {UNPLACED}", what)


def _where(connection: Connection, table: Table, rowid: int) -> str:
    if table.name in NOUNS:
        return f"{table.name} {rowid}"
    columns = ", ".join(column.name for column in table.primary_key.columns)
    asked = f"SELECT {columns} FROM {table.name} WHERE rowid = ?"  # noqa: S608 -- names of ours
    key = connection.exec_driver_sql(asked, (rowid,)).first()
    return _named(table.name, tuple(key or ()))


def numbering(connection: Connection) -> Iterator[Damage]:
    """Articles whose drafts are not numbered from 1 without a gap."""
    rows = connection.exec_driver_sql(
        "SELECT article_id, group_concat(number, ', ') FROM"
        " (SELECT article_id, number FROM revision ORDER BY article_id, number)"
        " GROUP BY article_id HAVING min(number) <> 1 OR max(number) <> count(*)"
    )
    for article, numbers in rows:
        what = f"its drafts are numbered {numbers}, not from 1 on without a gap"
        yield Damage("numbering", f"article {article}", what)


def counts(connection: Connection) -> Iterator[Damage]:
    """What is counted from other rows: evidence, places in lists, numbers given."""
    codes = {derived.EVIDENCE: "evidence-count", derived.PLACE: "position"}
    for number, what in derived.wrong(connection):
        yield Damage(codes[what], f"claim {number}", f"its {what} is not what it should be")
    for noun, what in derived.counters_behind(connection):
        yield Damage("counter", f"counter {noun}", what)
