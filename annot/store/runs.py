"""Runs: many rows with consecutive ids that came or went together, as one change in the history.

An import of 100,000 claims keeps no image of each row it added: the row itself is the image, as
long as nobody changes it, and after that the next change of the row has the image as its `before`.
What the change keeps are the digests of the rows, so that every single one can be held against it.
When a run is taken away (by an undo), its images are kept, so that it can be put back.

    a run that came: `after` names content with a digest of 32 bytes for each row, by id
    a run that went: `before` names content with the images as JSON Lines, by id
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, delete, insert, literal_column, select

from annot.store import chain, derived, rows
from annot.store.columns import Flag, Json, Uid, canonical_json
from annot.store.images import image, recorded_columns, values
from annot.store.models import metadata
from annot.store.recorder import Operation, RowChange, Run

LENGTH = 1000
"""The most rows of one run."""

DIGEST = 32


def came(
    operation: Operation,
    noun: str,
    article_id: int,
    first: int,
    count: int,
    *,
    is_counted: bool = False,
) -> None:
    """Record rows of one article that were written just now.

    Args:
        operation: The open operation.
        noun: Their table.
        article_id: Whose chain they stand in.
        first: The first id; the others follow it.
        count: How many there are.
        is_counted: Whether the derived columns of claims are right already.
    """
    connection = operation.connection
    for start, length in _pieces(first, count):
        if length == 1:
            (line,) = lines(connection, noun, start, 1)
            operation.changes[noun, start] = RowChange(article_id, None, line)
            continue
        digests = [chain.sha256(line.encode()) for line in lines(connection, noun, start, length)]
        assert len(digests) == length
        if noun == "claim" or not is_counted:
            derived.came(connection, noun, start, length)
        kept = operation.keep(b"".join(digests)).hex()
        operation.runs.append(Run(article_id, noun, start, length, None, kept))


def take_away(operation: Operation, run: Run) -> None:
    """Delete the rows of a run that once came; the claims they belonged to are not counted anew.

    Raises:
        ChangedSinceError: If one of them is no longer as it came.
    """
    connection = operation.connection
    there = list(lines(connection, run.noun, run.first, run.rows))
    _refuse_if_changed(connection, run, there)
    derived.goes(connection, run.noun, run.first, run.rows)
    table = metadata.tables[run.noun]
    connection.execute(delete(table).where(table.c.id.between(run.first, run.first + run.rows - 1)))
    kept = operation.keep("\n".join(there).encode()).hex()
    operation.runs.append(run._replace(before=kept, after=None))


def put_back(operation: Operation, run: Run) -> None:
    """Insert the rows of a run that once went."""
    assert run.before is not None
    kept = rows.content(operation.connection, bytes.fromhex(run.before)).decode()
    table = metadata.tables[run.noun]
    uncounted = derived.UNCOUNTED if run.noun == "claim" else {}
    stored = [{**uncounted, **values(run.noun, json.loads(line))} for line in kept.split("\n")]
    operation.connection.execute(insert(table), stored)
    came(operation, run.noun, run.article_id, run.first, run.rows)


def row_digests(connection: Connection, change: Any) -> dict[int, bytes]:
    """The digest of each row of a run after it, by id; of one that went it is empty.

    A row of the table `change` may be forged: what cannot be read has no digests.
    """
    if change.after is None:
        return dict.fromkeys(range(change.row_id, change.row_id + change.rows), b"")
    kept = rows.kept(connection, change.after)
    return {
        change.row_id + place: kept[DIGEST * place : DIGEST * (place + 1)]
        for place in range(min(change.rows, len(kept) // DIGEST))
    }


def lines(connection: Connection, noun: str, first: int, count: int) -> Iterator[str]:
    """The images of consecutive rows as canonical JSON, by id."""
    table = metadata.tables[noun]
    wanted = table.c.id.between(first, first + count - 1)
    if connection.dialect.name == "sqlite":
        # In the database, since it takes a tenth of the time; the engine writes the same JSON.
        told: ColumnElement[str] = literal_column(_json_object(table))
        found = connection.execute(select(told).where(wanted).order_by(table.c.id))
        yield from found.scalars().all()
        return
    for row in connection.execute(select(table).where(wanted).order_by(table.c.id)):
        yield canonical_json(image(noun, dict(row._mapping)))


def _json_object(table: Table) -> str:
    members = [
        f"'{name}', {_json_member(table, name)}" for name in sorted(recorded_columns(table.name))
    ]
    return f"json_object({', '.join(members)})"


def _json_member(table: Table, name: str) -> str:
    column = f'{table.name}."{name}"'
    kind = table.columns[name].type
    if isinstance(kind, Uid):
        digits = f"lower(hex({column}))"
        parts = [f"substr({digits}, {at}, {n})" for at, n in _UUID_PARTS]
        spelled = " || '-' || ".join(parts)
        return f"iif({column} IS NULL, NULL, {spelled})"
    if isinstance(kind, Json):
        return f"json({column})"
    if isinstance(kind, Flag):
        return f"json(iif({column}, 'true', 'false'))"
    if kind.python_type is bytes:
        return f"lower(hex({column}))"
    return column


_UUID_PARTS = ((1, 8), (9, 4), (13, 4), (17, 4), (21, 12))


def _pieces(first: int, count: int) -> Iterator[tuple[int, int]]:
    for start in range(first, first + count, LENGTH):
        yield start, min(LENGTH, first + count - start)


def _refuse_if_changed(connection: Connection, run: Run, there: list[str]) -> None:
    assert run.after is not None
    kept = rows.content(connection, bytes.fromhex(run.after))
    if b"".join(chain.sha256(line.encode()) for line in there) == kept:
        return
    ids = metadata.tables[run.noun].c.id
    stored = connection.execute(
        select(ids).where(ids.between(run.first, run.first + run.rows - 1)).order_by(ids)
    ).scalars()
    found = {row: chain.sha256(line.encode()) for row, line in zip(stored, there, strict=True)}
    for place in range(run.rows):
        row = run.first + place
        if found.get(row) != kept[DIGEST * place : DIGEST * (place + 1)]:
            raise ChangedSinceError(run.noun, row)


class ChangedSinceError(Exception):
    """A row of a run is no longer as it came; `noun` and `row` say which."""

    def __init__(self, noun: str, row: int) -> None:
        super().__init__(f"{noun} {row}")
        self.noun = noun
        self.row = row
