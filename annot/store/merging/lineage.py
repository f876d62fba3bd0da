"""What two copies of one ledger have in common: up to where, and which states each knows.

Operations of one ledger have uids that grow, so that one uid names a state: everything up to it. A
copy knows the states of another one that its merges have recorded, and those the other one knew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, select

from annot.store.images import table_of
from annot.store.merging import ACTION
from annot.store.merging.record import MergeRecord, Postponed, records
from annot.store.models import Event
from annot.store.rows import streaming

Side = Literal["here", "there"]
Base = tuple[Side, UUID | None]
"""A state that both have in common: on which side, and up to which operation; None for nothing."""

_EVENTS = "SELECT operation, article_id, seq, hash FROM event ORDER BY operation, article_id, seq"


@dataclass(frozen=True, slots=True)
class Lineage:
    """What two copies have in common.

    Attributes:
        since: The operation of the other copy after which everything is news; None for all of it.
        bases: The states against which what both say is compared; two if each has merged a state of
            the other that the other one does not know of.
        here: The merges that are in force here.
        there: Those in force in the other copy.
        later: What was left undecided on either side, with the bases that it had, by noun and uid.
        postponed: What was left undecided here.
    """

    since: UUID | None
    bases: Sequence[Base]
    here: Sequence[MergeRecord]
    there: Sequence[MergeRecord]
    later: dict[tuple[str, str], Sequence[Base]]
    postponed: Sequence[Postponed]

    @property
    def known(self) -> set[UUID]:
        """The states of other copies that are known here."""
        return set[UUID]().union(*(record.known for record in self.here))

    @property
    def new_there(self) -> list[MergeRecord]:
        """The merges of the other copy that are news."""
        return [r for r in self.there if self.since is None or _is_after(r, self.since)]


def lineage(here: Connection, there: Connection) -> Lineage:
    """What two copies of one ledger have in common.

    Raises:
        ValueError: If what one of them has recorded cannot be read.
    """
    common = last_common(here, there)
    ours, theirs = records(here), records(there)
    known_there = _known(ours, there, common)
    known_here = _known(theirs, here, common)
    later: dict[tuple[str, str], Sequence[Base]] = {}
    postponed: Sequence[Postponed] = ()
    bases: list[Base] = []
    if known_there is None and known_here is None:
        bases = [("there", common)]
    if known_there is not None and not (known_here and _is_in(known_there.by, known_here.state)):
        bases.append(("there", known_there.state))
        postponed = known_there.later
        later |= _later(postponed, flipped=False)
    if known_here is not None and not (known_there and _is_in(known_here.by, known_there.state)):
        bases.append(("here", known_here.state))
        later |= _later(known_here.later, flipped=True)
    since = common if known_there is None else known_there.state
    return Lineage(since, bases, ours, theirs, later, postponed)


def last_common(here: Connection, there: Connection) -> UUID | None:
    """The last operation up to which the histories are one and the same; None if there is none."""
    last: UUID | None = None
    before: UUID | None = None
    for one, other in zip_longest(_events(here), _events(there)):
        if one == other:
            if one[0] != last:
                before, last = last, one[0]
            continue
        half_common = any(event is not None and event[0] == last for event in (one, other))
        return before if half_common else last
    return last


def has_operation(connection: Connection, operation: UUID) -> bool:
    """Whether something was done in this very operation."""
    event = table_of(Event)
    wanted = select(event.c.seq).where(event.c.operation == operation).limit(1)
    return connection.execute(wanted).first() is not None


def is_in_order(connection: Connection) -> bool:
    """Whether the operations stand in every chain in the order of their uids, as annot writes."""
    last: dict[int, tuple[UUID, int]] = {}
    for operation, article, seq, _ in _events(connection):
        if article in last and last[article][1] > seq:
            return False
        last[article] = (operation, seq)
    return True


def news(connection: Connection, lineage: Lineage, here: Connection) -> bool:
    """Whether the other copy did something itself, or merged a copy that is not known here."""
    event = table_of(Event)
    wanted = select(event.c.seq).where(event.c.action != ACTION).limit(1)
    if lineage.since is not None:
        wanted = wanted.where(event.c.operation > lineage.since)
    if connection.execute(wanted).first() is not None:
        return True
    merged = set[UUID]().union(*(record.known for record in lineage.new_there))
    return any(uid not in lineage.known and not has_operation(here, uid) for uid in merged)


def _events(connection: Connection) -> Iterator[tuple[UUID, int, int, bytes]]:
    for operation, article, seq, digest in streaming(connection)(_EVENTS, ()):
        yield UUID(bytes=bytes(operation)), article, seq, bytes(digest)


def _known(merges: Iterable[MergeRecord], of: Connection, common: UUID | None) -> _Known | None:
    """The latest state of a ledger that merges have recorded."""
    found: _Known | None = None
    for record in merges:
        for uid in record.known:
            if found is not None and uid == found.state:
                found = found._replace(later=record.later)
                continue
            is_later = (found is None or uid > found.state) and (common is None or uid > common)
            if is_later and has_operation(of, uid):
                found = _Known(uid, record, record.later)
    return found


class _Known(NamedTuple):
    """A state that is known, the merge by which it first was, and what is undecided since."""

    state: UUID
    by: MergeRecord
    later: Sequence[Postponed]


def _is_in(record: MergeRecord, state: UUID) -> bool:
    return not _is_after(record, state)


def _is_after(record: MergeRecord, state: UUID) -> bool:
    assert record.by is not None
    return record.by > state


def _later(items: Iterable[Postponed], *, flipped: bool) -> dict[tuple[str, str], Sequence[Base]]:
    sides: dict[str, Side] = (
        {"here": "there", "there": "here"} if flipped else {"here": "here", "there": "there"}
    )
    return {
        (item.noun, item.uid): [
            (sides[side], UUID(uid) if uid else None) for side, uid in item.bases
        ]
        for item in items
    }
