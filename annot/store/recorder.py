"""The one place that writes: an operation is one transaction and one event an article.

    with recorder.operation("claim.add", actor="dana") as operation:
        claim = operation.insert(Claim, article_id=1, text="…", status=Status.TODO, tags=[],
                                 extra={})
        operation.update(claim, verdict=Verdict.SUPPORTED)

An operation begun inside another one joins it. If the block raises, nothing was written.
"""

from __future__ import annotations

import contextlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import chain as chain_of
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Insert,
    Select,
    Update,
    bindparam,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql.dml import ReturningInsert

from annot.errors import ConflictError
from annot.store import chain, derived, rows
from annot.store.columns import canonical_json, new_uid
from annot.store.database import Database
from annot.store.dialect import Dialect, dialect_of, dialect_of_error
from annot.store.images import image, table_of
from annot.store.models import UNPLACED, Article, Change, Content, Counter, Event, Record, Row
from annot.store.rows import AnyRow, R


@dataclass(frozen=True, slots=True)
class Done:
    """What an operation did: which rows of which noun it touched, by id."""

    operation: UUID
    action: str
    touched: Mapping[str, AbstractSet[int]]


class Ids(AbstractSet[int]):
    """The ids of many rows, most of them in long runs, without one object for each."""

    def __init__(self, ranges: Iterable[range]) -> None:
        merged: list[range] = []
        for numbers in sorted(ranges, key=lambda numbers: numbers.start):
            if merged and numbers.start <= merged[-1].stop:
                before = merged.pop()
                merged.append(range(before.start, max(before.stop, numbers.stop)))
            else:
                merged.append(numbers)
        self._ranges = tuple(merged)
        self._starts = [numbers.start for numbers in merged]

    def __contains__(self, number: object) -> bool:
        if not isinstance(number, int):
            return False
        at = bisect_right(self._starts, number) - 1
        return at >= 0 and number in self._ranges[at]

    def __iter__(self) -> Iterator[int]:
        return chain_of.from_iterable(self._ranges)

    def __len__(self) -> int:
        return sum(map(len, self._ranges))


def _ids(touched: Sequence[Run]) -> AbstractSet[int]:
    if all(run.rows == 1 for run in touched):
        return frozenset(run.first for run in touched)
    return Ids(range(run.first, run.first + run.rows) for run in touched)


@dataclass(slots=True)
class RowChange:
    """A row's image before and after, as canonical JSON; None where there was no row."""

    article_id: int
    before: str | None
    after: str | None


class Run(NamedTuple):
    """Rows with consecutive ids from `first` on that came or went together.

    `before` and `after` name the content that tells of them (see `annot.store.runs`), in hex; None
    where there were no rows.
    """

    article_id: int
    noun: str
    first: int
    rows: int
    before: str | None
    after: str | None


@dataclass(slots=True)
class Operation:
    """An open operation: everything that it writes becomes one event an article."""

    connection: Connection
    uid: UUID
    at: datetime
    action: str
    actor: str
    reason: str
    undoes: UUID | None
    changes: dict[tuple[str, int], RowChange] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    _settled: dict[tuple[str, int], str | None] = field(default_factory=dict)

    def find(self, model: type[AnyRow], **equal: Any) -> list[AnyRow]:
        """The rows whose columns have the values given, by id; as they are stored now."""
        return rows.find(self.connection, model, **equal)

    def has(self, model: type[Row], **equal: Any) -> bool:
        """Whether there is a row whose columns have the values given."""
        return rows.has(self.connection, model, **equal)

    def content(self, sha256: bytes) -> bytes:
        """The bytes kept under a SHA-256.

        Raises:
            NotFoundError: If there are none.
        """
        return rows.content(self.connection, sha256)

    def slugs(self, model: type[Record], beginning: str) -> set[str]:
        """The handles of a model's rows that begin so."""
        return rows.slugs(self.connection, model, beginning)

    def insert(self, model: type[R], **values: Any) -> R:
        """Write a new row; id and version are given here, uid and times unless they are known.

        Raises:
            ConflictError: If the row collides with one that is there.
        """
        noun = str(model.__tablename__)
        given = {"uid": new_uid(), "created_at": self.at, "updated_at": self.at, **values}
        record = model(id=self.next_ids(noun, 1), version=self.uid, **given)
        row = {name: getattr(record, name) for name in table_of(model).c.keys()}  # noqa: SIM118 -- a collection of columns
        with colliding(noun):
            self.connection.execute(_insert(model), row)
        self.record(noun, row["id"], article_of(noun, row), None, image(noun, row))
        return record

    def update(self, record: R, **values: Any) -> R:
        """Change a row that was read in this operation; the record with the new values.

        A value that is already so is no change, and a row without a change is not written.

        Raises:
            ConflictError: If the stored row is no longer the one that was read.
        """
        changed = {name: value for name, value in values.items() if getattr(record, name) != value}
        return self._rewrite(record, changed) if changed else record

    def touch(self, record: R) -> R:
        """Have the history say that a row took part in the operation, though nothing of it changes.

        Raises:
            ConflictError: If the stored row is no longer the one that was read.
        """
        return self._rewrite(record, {})

    def _rewrite(self, record: R, changed: dict[str, Any]) -> R:
        model = type(record)
        noun = str(model.__tablename__)
        before = image(noun, record)
        changed |= {"updated_at": self.at, "version": self.uid}
        keys = _read(record)
        with colliding(noun):
            result = self.connection.execute(_update(model, tuple(changed)), {**changed, **keys})
        if result.rowcount != 1:
            raise ConflictError(
                f"The {noun} was changed by somebody else in between; nothing was written.",
                hint="Read it again and repeat your change.",
            )
        fresh = model(**{**record.__dict__, **changed})
        self.record(noun, keys["at_id"], article_of(noun, before), before, image(noun, fresh))
        return fresh

    def delete(self, record: Record) -> None:
        """Delete a row that was read in this operation.

        Raises:
            ConflictError: If something still depends on it, or it is no longer what was read.
        """
        model = type(record)
        noun = str(model.__tablename__)
        before = image(noun, record)
        keys = _read(record)
        with colliding(noun):
            result = self.connection.execute(_delete(model), keys)
        if result.rowcount != 1:
            raise ConflictError(f"The {noun} was changed in between; nothing was written.")
        self.record(noun, keys["at_id"], article_of(noun, before), before, None)

    def keep(self, data: bytes) -> bytes:
        """Keep bytes under their SHA-256, which is returned; the same bytes are kept once."""
        digest = chain.sha256(data)
        self.connection.execute(
            _keep(dialect_of(self.connection)), {"sha256": digest, "data": data}
        )
        return digest

    def record(
        self, noun: str, row_id: int, article_id: int, before: Any | None, after: Any | None
    ) -> None:
        """Note a row's change; several changes of one row in an operation become one."""
        old = None if before is None else canonical_json(before)
        new = None if after is None else canonical_json(after)
        known = self.changes.get((noun, row_id))
        if known is None:
            self.changes[noun, row_id] = RowChange(article_id, old, new)
        else:
            known.after = new

    def finish(self) -> Done:
        """Write the events and the derived columns; called by the recorder at the end."""
        real = {key: c for key, c in self.changes.items() if c.before != c.after}
        # What else was done to the rows of a run was done after they came and before they went.
        done = [
            *(run for run in self.runs if run.after is not None),
            *(
                Run(c.article_id, noun, row_id, 1, c.before, c.after)
                for (noun, row_id), c in real.items()
            ),
            *(run for run in self.runs if run.after is None),
        ]
        # All is read first: what is then written goes to a server in one message.
        heads = {each: head(self.connection, each) for each in sorted({r.article_id for r in done})}
        derived_ones = self._unsettled()
        with dialect_of(self.connection).together(self.connection):
            for article_id, last in heads.items():
                self._append(article_id, [r for r in done if r.article_id == article_id], last)
            derived.refresh(self.connection, derived_ones)
        nouns = dict.fromkeys(run.noun for run in done)
        touched = {noun: _ids([run for run in done if run.noun == noun]) for noun in nouns}
        return Done(self.uid, self.action, touched)

    def settle(self) -> None:
        """Bring the derived columns up to date with the changes of rows so far."""
        derived.refresh(self.connection, self._unsettled())

    def _unsettled(self) -> derived.Stale:
        """What is to be derived anew; it counts as done from now on."""
        stale = derived.stale(
            self.connection,
            (
                (*key, self._settled.get(key, change.before), change.after)
                for key, change in self.changes.items()
                if self._settled.get(key, change.before) != change.after
            ),
        )
        self._settled = {key: change.after for key, change in self.changes.items()}
        return stale

    def append_event(self, article_id: int, own: Sequence[Run]) -> None:
        """Write an article's event with its changes; the recorder does so at the end."""
        self._append(article_id, own, head(self.connection, article_id))

    def _append(self, article_id: int, own: Sequence[Run], last: tuple[int, bytes]) -> None:
        seq, previous = last
        changes: list[dict[str, Any]] = [
            {
                "article_id": article_id,
                "seq": seq + 1,
                "position": position,
                "noun": run.noun,
                "row_id": run.first,
                "rows": run.rows,
                "before": run.before,
                "after": run.after,
                "digest": chain.change_digest(position, *run[1:]),
            }
            for position, run in enumerate(own)
        ]
        link: dict[str, Any] = {
            "article_id": article_id,
            "seq": seq + 1,
            "operation": self.uid,
            "at": self.at,
            "actor": self.actor,
            "action": self.action,
            "reason": self.reason,
            "undoes": self.undoes,
            "previous": previous,
        }
        digests = [change["digest"] for change in changes]
        link["hash"] = chain.event_hash(**link, digests=digests)
        self.connection.execute(_insert(Event), link)
        if changes:
            self.connection.execute(_insert(Change), changes)

    def next_ids(self, noun: str, count: int) -> int:
        """Take consecutive ids, which nobody else is given; the first of them."""
        taken = self.connection.execute(
            _count(dialect_of(self.connection)), {"noun": noun, "last": count}
        ).scalar_one()
        return int(taken) - count + 1


class Recorder:
    """Opens operations and tells subscribers what they did, after the commit."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._open: Operation | None = None
        self._subscribers: list[Callable[[Done], None]] = []

    def subscribe(self, subscriber: Callable[[Done], None]) -> None:
        """Have a function called with every finished operation."""
        self._subscribers.append(subscriber)

    @contextlib.contextmanager
    def operation(
        self, action: str, *, actor: str, reason: str = "", undoes: UUID | None = None
    ) -> Iterator[Operation]:
        """One recorded operation, or a part of the one that is open.

        Raises:
            ConflictError: If what it leaves behind breaks a rule of the database.
            WorkspaceError: If it cannot be written.
            BusyError: If another program holds the lock.
        """
        if self._open is not None:
            with self.database.telling():
                yield self._open
            return
        with colliding("row"), self.database.writing() as connection:
            uid = new_uid(after=connection.execute(_newest()).scalar())
            operation = Operation(connection, uid, datetime.now(UTC), action, actor, reason, undoes)
            self._open = operation
            try:
                yield operation
                done = operation.finish()
            finally:
                self._open = None
        if done.touched:
            for subscriber in self._subscribers:
                subscriber(done)


def head(connection: Connection, article_id: int) -> tuple[int, bytes]:
    """The last event's number and hash in an article's chain; 0 and the genesis if it has none."""
    row = connection.execute(_newest_of(), {"article_id": article_id}).first()
    if row is not None:
        return row.seq, row.hash
    return 0, chain.genesis(workspace_uid(connection), article_id)


def workspace_uid(connection: Connection) -> UUID:
    """The workspace's identity: the uid of its own article."""
    article = table_of(Article)
    uid: UUID = connection.execute(
        select(article.c.uid).where(article.c.id == UNPLACED)
    ).scalar_one()
    return uid


def article_of(noun: str, row: dict[str, Any]) -> int:
    """The article in whose chain a row's changes stand; sources stand in the workspace's own."""
    if noun == "article":
        return int(row["id"])
    return int(row.get("article_id", UNPLACED))


@contextlib.contextmanager
def colliding(noun: str) -> Iterator[None]:
    """Tell a broken rule of the database as a conflict.

    Raises:
        ConflictError: For what the database calls an integrity error.
    """
    try:
        yield
    except IntegrityError as error:
        dialect = dialect_of_error(error)
        told = dialect.told(error)
        if dialect.is_about_reference(error):
            message = f"Something else still depends on this {noun}; nothing was written."
            hint = "Undo or remove what came later first: annot history"
        else:
            message = f"This {noun} collides with one that is there ({told}); nothing was written."
            hint = "Look at what is there: annot history"
        raise ConflictError(message, hint=hint) from error


@cache
def _newest() -> Select[Any]:
    operation = table_of(Event).c.operation
    return select(operation).order_by(operation.desc()).limit(1)


@cache
def _newest_of() -> Select[Any]:
    event = table_of(Event)
    return (
        select(event.c.seq, event.c.hash)
        .where(event.c.article_id == bindparam("article_id"))
        .order_by(event.c.seq.desc())
        .limit(1)
    )


@cache
def _insert(model: type[Row]) -> Insert:
    return insert(table_of(model))


@lru_cache(maxsize=256)
def _update(model: type[Row], names: tuple[str, ...]) -> Update:
    values: dict[str, Any] = {name: bindparam(name) for name in names}
    return update(table_of(model)).where(*_as_read(model)).values(values)


@cache
def _delete(model: type[Row]) -> Delete:
    return delete(table_of(model)).where(*_as_read(model))


def _as_read(model: type[Row]) -> list[ColumnElement[bool]]:
    """By the whole key, so that an engine that spreads rows by article asks one machine."""
    table = table_of(model)
    names = ["id", "version", *(name for name in ("article_id",) if name in table.c)]
    return [table.c[name] == bindparam(f"at_{name}") for name in names]


def _read(record: Record) -> dict[str, Any]:
    """The values of `_as_read`."""
    keys = {"at_id": record.id, "at_version": record.version}
    article_id = getattr(record, "article_id", None)
    return keys if article_id is None else {**keys, "at_article_id": article_id}


@cache
def _keep(dialect: Dialect) -> Insert:
    keeping: Insert = dialect.upsert(table_of(Content)).on_conflict_do_nothing()
    return keeping


@cache
def _count(dialect: Dialect) -> ReturningInsert[Any]:
    table = table_of(Counter)
    taking = dialect.upsert(table)
    last = table.c.last + taking.excluded.last
    taking = taking.on_conflict_do_update(index_elements=["noun"], set_={"last": last})
    counting: ReturningInsert[Any] = taking.returning(table.c.last)
    return counting


def batches(ids: Iterable[int], size: int = 500) -> Iterator[list[int]]:
    """The ids in lists short enough for one statement."""
    rest = sorted(ids)
    for start in range(0, len(rest), size):
        yield rest[start : start + size]
