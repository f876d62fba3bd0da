"""No single change made behind the program's back stays unseen: cells, rows, and their order.

Every column of every table is altered in a row picked by a fixed seed, rows are taken away, doubled
and exchanged, events put in another order.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

import annot
from annot.store.models import NOUNS, metadata
from tests.filled import filled

pytestmark = pytest.mark.file

HISTORY = ("event", "change")
KEPT = (*NOUNS, *HISTORY, "content", "seal", "counter")
NOT_HELD = {("seal", "at")}
"""When a seal was written down is no part of it: what counts is its root."""


class Altered(NamedTuple):
    """A change behind the program's back: a name for the test, and what does it."""

    name: str
    make: Callable[[sqlite3.Connection, random.Random], None]


def columns(table: str) -> list[str]:
    return [column.name for column in metadata.tables[table].columns]


def picked(raw: sqlite3.Connection, table: str, chance: random.Random, but: str = "") -> int:
    rows = raw.execute(f"SELECT rowid FROM {table} {but} ORDER BY rowid").fetchall()
    assert rows, f"the workspace of this test has no {table}"
    (rowid,) = chance.choice(rows)
    return int(rowid)


def cell(table: str, column: str) -> Altered:
    def make(raw: sqlite3.Connection, chance: random.Random) -> None:
        rowid = picked(raw, table, chance, "WHERE last > 1" if table == "counter" else "")
        (value,) = raw.execute(
            f'SELECT "{column}" FROM {table} WHERE rowid = ?', (rowid,)
        ).fetchone()
        raw.execute(
            f'UPDATE {table} SET "{column}" = ? WHERE rowid = ?',
            (other(table, column, value, chance), rowid),
        )

    return Altered(f"{table}.{column}", make)


def other(table: str, column: str, value: object, chance: random.Random) -> object:
    """Another value of the same type."""
    if table == "counter":
        return "elsewhere" if column == "noun" else 1
    if isinstance(value, int):
        return value + chance.choice([-1, 1]) * chance.randint(300, 900)
    if isinstance(value, bytes):
        at = chance.randrange(len(value)) if value else 0
        return value[:at] + bytes([value[at] ^ 1 << chance.randrange(8)]) + value[at + 1 :]
    if value is None:
        kind = str(metadata.tables[table].columns[column].type.compile())
        return {"TEXT": "x", "BLOB": bytes(16)}.get(kind, 7 if "INT" in kind else "x")
    text = str(value)
    at = chance.randrange(len(text) + 1)
    sign = chance.choice([sign for sign in "aZ0 é\u202e\0" if sign != text[at : at + 1]])
    return text[:at] + sign + text[at + chance.randint(0, 1) :]


def row_gone(table: str) -> Altered:
    def make(raw: sqlite3.Connection, chance: random.Random) -> None:
        raw.execute(f"DELETE FROM {table} WHERE rowid = ?", (picked(raw, table, chance),))

    return Altered(f"{table} without a row", make)


def row_doubled(table: str) -> Altered:
    def make(raw: sqlite3.Connection, chance: random.Random) -> None:
        rowid = picked(raw, table, chance)
        listed = ", ".join(f'"{name}"' for name in columns(table))
        free = {
            "id": "(SELECT max(id) + 1 FROM {t})", "seq": "(SELECT max(seq) + 1 FROM {t})",
            "position": "99", "uid": "randomblob(16)", "slug": "'double'", "url_key": "''",
            "number": "77", "other_id": "other_id + 50", "code": "'A999'", "name": "'double'",
            "reader": "'double'",
        }  # fmt: skip
        taken = ", ".join(
            free[name].format(t=table) if name in free else f'"{name}"' for name in columns(table)
        )
        raw.execute(
            f"INSERT INTO {table} ({listed}) SELECT {taken} FROM {table} WHERE rowid = ?", (rowid,)
        )

    return Altered(f"{table} with a row doubled", make)


def rows_exchanged(table: str) -> Altered:
    """Two rows change their places: each has the other's number."""
    key = "seq" if table in HISTORY else "id"

    def make(raw: sqlite3.Connection, chance: random.Random) -> None:
        pairs = raw.execute(
            f"SELECT a.rowid, b.rowid, a.{key}, b.{key} FROM {table} AS a, {table} AS b"
            f" WHERE a.{key} < b.{key} AND a.rowid <> b.rowid"
            + (" AND a.position = b.position" if table == "change" else "")
            + (" AND a.article_id = b.article_id" if "article_id" in columns(table) else "")
        ).fetchall()
        one, two, first, second = chance.choice(pairs)
        if key == "seq":
            raw.execute(f"UPDATE {table} SET seq = -1 WHERE rowid = ?", (one,))
            raw.execute(f"UPDATE {table} SET seq = ? WHERE rowid = ?", (first, two))
            raw.execute(f"UPDATE {table} SET seq = ? WHERE rowid = ?", (second, one))
            return
        raw.execute(f"UPDATE {table} SET id = -1 WHERE id = ?", (first,))
        raw.execute(f"UPDATE {table} SET id = ? WHERE id = ?", (first, second))
        raw.execute(f"UPDATE {table} SET id = ? WHERE id = -1", (second,))

    return Altered(f"{table} in another order", make)


ALTERED = [
    *(
        cell(table, column)
        for table in KEPT
        for column in columns(table)
        if (table, column) not in NOT_HELD
    ),
    *(row_gone(table) for table in KEPT if table != "seal"),
    *(row_doubled(table) for table in (*NOUNS, *HISTORY)),
    *(rows_exchanged(table) for table in (*NOUNS, *HISTORY)),
]


def test_there_are_two_hundred_of_them() -> None:
    assert len(ALTERED) >= 200


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with rows of every noun."""
    return filled(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize("altered", ALTERED, ids=lambda altered: altered.name)
def test_a_single_change_is_found(whole: Path, tmp_path: Path, altered: Altered) -> None:
    path = tmp_path / "altered.db"
    shutil.copy(whole, path)
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("PRAGMA ignore_check_constraints = ON")
        before = contents(raw)
        altered.make(raw, random.Random(altered.name))
        assert contents(raw) != before
    raw.close()

    with annot.open(path, actor="dana") as workspace:
        assert workspace.history.verify().breaks


def contents(raw: sqlite3.Connection) -> list[list[tuple[object, ...]]]:
    return [raw.execute(f"SELECT * FROM {table} ORDER BY rowid").fetchall() for table in KEPT]


def test_bytes_that_are_no_text_are_found(whole: Path, tmp_path: Path) -> None:
    for table, column in (("claim", "text"), ("event", "actor"), ("change", "after")):
        path = tmp_path / f"{table}.db"
        shutil.copy(whole, path)
        with sqlite3.connect(path) as raw:
            raw.execute(f"UPDATE {table} SET {column} = CAST(x'ff41' AS TEXT) WHERE rowid = 2")
        raw.close()
        with annot.open(path, actor="dana") as workspace:
            assert workspace.history.verify().breaks, f"{table}.{column}"
