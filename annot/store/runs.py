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
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, select

from annot.store import derived, rows
from annot.store.dialect import dialect_of
from annot.store.images import spellings, values
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
    alone = count % LENGTH == 1  # the last one, which is an ordinary change
    together = count - alone
    pieces = dialect_of(connection).digests(connection, noun, first, together, LENGTH)
    for start, digests in zip(range(first, first + together, LENGTH), pieces, strict=True):
        length = min(LENGTH, first + together - start)
        assert len(digests) == DIGEST * length
        kept = operation.keep(digests).hex()
        operation.runs.append(Run(article_id, noun, start, length, None, kept))
    if alone:
        last = first + together
        (line,) = lines(connection, noun, last, 1)
        operation.changes[noun, last] = RowChange(article_id, None, line)
    if together and (noun == "claim" or not is_counted):
        derived.came(connection, noun, first, together)


def take_away(operation: Operation, run: Run) -> None:
    """Delete the rows of a run that once came; what is derived from them stays as it is.

    Raises:
        ChangedSinceError: If one of them is no longer as it came.
    """
    connection = operation.connection
    there = list(lines(connection, run.noun, run.first, run.rows))
    _refuse_if_changed(connection, run, there)
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
    dialect_of(operation.connection).insert(operation.connection, table, stored)
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
    return dialect_of(connection).lines(connection, noun, first, count)


def _digest(line: str) -> bytes:
    return sha256(line.encode()).digest()


def _refuse_if_changed(connection: Connection, run: Run, there: list[str]) -> None:
    assert run.after is not None
    kept = rows.content(connection, bytes.fromhex(run.after))
    if b"".join(map(_digest, there)) == kept:
        return
    ids = metadata.tables[run.noun].c.id
    stored = connection.execute(
        select(ids).where(ids.between(run.first, run.first + run.rows - 1)).order_by(ids)
    ).scalars()
    found = {
        row: list(map(_digest, spellings(run.noun, values(run.noun, json.loads(line)))))
        for row, line in zip(stored, there, strict=True)
    }
    for place in range(run.rows):
        row = run.first + place
        if kept[DIGEST * place : DIGEST * (place + 1)] not in found.get(row, []):
            raise ChangedSinceError(run.noun, row)


class ChangedSinceError(Exception):
    """A row of a run is no longer as it came; `noun` and `row` say which."""

    def __init__(self, noun: str, row: int) -> None:
        super().__init__(f"{noun} {row}")
        self.noun = noun
        self.row = row
