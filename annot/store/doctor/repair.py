"""The repairs that are safe: what can be made anew from what the ledger still knows.

A backup is made before anything in the tables is changed. Indexes, views, counts and the full-text
index are made anew from the tables; a row that was changed behind the program's back becomes again
what the history says, as long as the history itself holds. What was put back is an event of the
workspace's own chain, which changes nothing and so cannot be undone.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from annot.store import derived, verify
from annot.store.columns import new_uid
from annot.store.doctor import text_checks
from annot.store.doctor.body import Body, opened
from annot.store.doctor.damage import KINDS, Damage, Found
from annot.store.doctor.examine import Examination, Tell, looked_at
from annot.store.images import table_of, values
from annot.store.models import NOUNS, UNPLACED, Change, Event, metadata
from annot.store.place import Place
from annot.store.recorder import Operation
from annot.store.undo import of_row

ACTION = "doctor.repair"


def repair(place: Place, *, actor: str, tell: Tell | None = None) -> Examination:
    """Examine a workspace fully, repair what can be, and examine it again.

    Args:
        place: The workspace.
        actor: Who repairs.
        tell: Is told what is looked at now.

    Raises:
        WorkspaceError: If it is no workspace of ours, cannot be written, or no backup can be made.
        BusyError: If another program keeps it locked.
    """
    with opened(place) as body:
        before = looked_at(body, full=True, tell=tell)
        found: dict[str, list[Damage]] = {}
        for damage in before.damages:
            found.setdefault(damage.code, []).append(damage)
        if "page" in found:
            return before
        copy = None
        if any(KINDS[code].saves for code in found):
            copy = body.backed_up()
            _mend(body, found, actor)
        body.mend_around()
        after = looked_at(body, full=True, tell=tell)
    gone = tuple(damage for damage in before.damages if damage not in after.damages)
    return replace(after, repaired=gone, backup=copy)


def _mend(body: Body, found: Found, actor: str) -> None:
    """Repair the inside, as one transaction but for a file's journal."""
    connection = body.connection
    try:
        body.begin_mending(found)
        put_back = _put_back(connection) if not verify.chain_breaks(connection) else []
        if "content-unused" in found:
            _remove_unused(connection)
        if "full-text" in found or put_back:
            body.index_words()
        _count_anew(connection)
        if put_back:
            _tell(connection, actor, put_back)
        body.settle()
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _count_anew(connection: Connection) -> None:
    derived.count(connection, {number for number, _ in derived.wrong(connection)})
    derived.count_ids(connection)


def _remove_unused(connection: Connection) -> None:
    content = metadata.tables["content"]
    for damage in text_checks.contents(connection):
        if damage.code == "content-unused":
            digest = bytes.fromhex(damage.where.removeprefix("content "))
            connection.execute(delete(content).where(content.c.sha256 == digest))


def _put_back(connection: Connection) -> list[str]:
    """Make rows again what the history says; their names."""
    images: list[tuple[str, int, str | None]] = []
    for noun, row_id, _ in verify.row_breaks(connection):
        known, image = _recorded(connection, noun, row_id)
        if known:
            images.append((noun, row_id, image))
    for noun, row_id, _ in images:
        table = metadata.tables[noun]
        connection.execute(delete(table).where(table.c.id == row_id))
    uncounted = {"claim": derived.UNCOUNTED}
    for noun, _, image in images:
        if image is not None:
            stored = {**uncounted.get(noun, {}), **values(noun, json.loads(image))}
            connection.execute(insert(metadata.tables[noun]), stored)
    return [f"{noun} {row_id}" for noun, row_id, _ in images]


def _recorded(connection: Connection, noun: str, row_id: int) -> tuple[bool, str | None]:
    """Whether it is known what a row has to be, and its image; None if it has to be gone."""
    event, change = table_of(Event), table_of(Change)
    of_event = (event.c.article_id == change.c.article_id) & (event.c.seq == change.c.seq)
    last = connection.execute(
        select(change.c.rows, change.c.after)
        .join(event, of_event)
        .where(of_row(noun, row_id))
        .order_by(event.c.operation.desc(), change.c.position.desc())
        .limit(1)
    ).first()
    if last is None:
        return noun in NOUNS and row_id != UNPLACED, None
    if last.after is not None and last.rows > 1:
        return False, None  # of a row that came with many others only the digest is known
    return True, last.after


def _tell(connection: Connection, actor: str, put_back: list[str]) -> None:
    shown = ", ".join(put_back[:20]) + (f" and {len(put_back) - 20} more" * (len(put_back) > 20))
    last = connection.execute(select(table_of(Event).c.operation)).scalars()
    operation = Operation(
        connection,
        new_uid(after=max(last, default=None)),
        datetime.now(UTC),
        ACTION,
        actor,
        f"put back as the history has them: {shown}",
        None,
    )
    operation.append_event(UNPLACED, [])
