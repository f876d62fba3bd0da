"""The rows that the other copy changed since both had something in common, as they are now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

from annot.store.images import Image
from annot.store.merging.changed import (
    MERGED,
    Before,
    by_uid,
    came_and_went,
    changed_since,
    removed_before,
    row_before,
    stored,
)
from annot.store.merging.lineage import Base, Lineage
from annot.store.merging.numbers import Numbers
from annot.store.models import UNPLACED

NAMED_BY = {
    "source": ("url_key",),
    "revision": ("article_id", "number", "text_sha256"),
    "same": ("claim_id", "other_id"),
    "assignment": ("claim_id", "name", "task"),
    "judgement": ("claim_id", "reader"),
    "anchor": ("claim_id", "revision_id", "start", "end"),
    "acceptance": ("revision_id", "start", "end"),
}
"""By which columns a row that both added is one and the same, whatever its uid."""


@dataclass(slots=True)
class Candidate:
    """A row that the other copy changed.

    Attributes:
        noun: Its table.
        number: Its number there; 0 if it is not there any more and was known by its uid alone.
        uid: Its uid there.
        theirs: What it says there, in the numbers of this ledger; None if it is gone.
        ours: What it says here; None if it is not here.
        bases: What it said in the states that both have in common.
        since: Those states.
    """

    noun: str
    number: int
    uid: str
    theirs: Image | None
    ours: Image | None = None
    bases: list[Image | None] = field(default_factory=list)
    since: Sequence[Base] = ()

    @property
    def is_new(self) -> bool:
        """Whether neither state that both have in common had it."""
        return all(base is None for base in self.bases)


def candidates(
    here: Connection, there: Connection, common: Lineage, numbers: Numbers
) -> Iterator[Candidate]:
    """Every row that the other copy changed, table by table, parents before what is below them.

    Each has to be looked at before the next one is taken: a row that is found to be one of this
    ledger's has its number here from then on.
    """
    gathering = _Gathering(here, there, common, numbers)
    for noun in MERGED:
        yield from gathering.of_noun(noun)


class _Gathering:
    def __init__(
        self, here: Connection, there: Connection, common: Lineage, numbers: Numbers
    ) -> None:
        self._here, self._there = here, there
        self._common, self._numbers = common, numbers
        self._changed = changed_since(there, common.since)
        self._ours = self._changed_here()
        self._before_here = _by_uid(self._ours)
        self._before_there = _by_uid(self._changed)
        numbers.before = self._before_here

    def of_noun(self, noun: str) -> Iterator[Candidate]:
        """The candidates of a table."""
        changed = self._changed.get(noun, {})
        now = stored(self._there, noun, id=changed)
        postponed = self._postponed(noun)
        now |= {int(row["id"]): row for row in postponed.values()}
        now |= self._kept(noun)
        uids = {number: row["uid"] for number, row in now.items()}
        gone = {n: row["uid"] for n, row in changed.items() if row is not None and n not in now}
        went = [n for n, row in changed.items() if row is None and n not in now]
        gone |= came_and_went(self._there, noun, went)
        back = set(uids.values()) | by_uid(self._there, noun, gone.values()).keys()
        uids |= {n: uid for n, uid in gone.items() if uid not in back}  # under another number
        for left_open in self._common.postponed:
            if left_open.noun == noun and left_open.uid not in uids.values():
                uids[left_open.number] = left_open.uid
        if noun == "article":
            uids.pop(UNPLACED, None)
        known = self._numbers.learn(noun, uids)
        self._numbers.learn_references([*now.values(), *filter(None, changed.values())])
        twins = _Twins(self._here, noun)
        found = []
        for number, uid in sorted(uids.items()):
            row = now.get(number)
            theirs = None if row is None else self._numbers.translated(row)
            item = Candidate(noun, number, uid, theirs, known.get(uid))
            self._hold_against(item)
            if item.ours is None and theirs is not None and item.is_new:
                self._find_twin(item, twins, theirs)
            found.append(item)
        yield from found
        yield from self._left(noun, set(uids.values()))

    def _find_twin(self, item: Candidate, twins: _Twins, theirs: Image) -> None:
        twin = twins.of(theirs)
        if twin is not None and not by_uid(self._there, item.noun, [twin["uid"]]):
            item.ours = twin
            self._numbers.twins[item.noun][item.uid] = twin["uid"]
            self._numbers.take(item.noun, item.number, int(twin["id"]))

    def _hold_against(self, item: Candidate) -> None:
        """Find what a row said in the states that both have in common."""
        postponed = self._common.later.get((item.noun, item.uid))
        if postponed is None and item.ours is not None:
            postponed = self._common.later.get((item.noun, item.ours["uid"]))
        item.since = self._common.bases if postponed is None else postponed
        for side, state in item.since:
            if side == "here":
                base = self._base_here(item, state, is_postponed=postponed is not None)
            elif postponed is None:
                base = self._before_there.get(item.noun, {}).get(item.uid)
            else:
                base = row_before(self._there, item.noun, item.number, state)
            if base is not None and side == "there":
                base = self._numbers.translated(base)
            item.bases.append(base)

    def _base_here(self, item: Candidate, state: Any, *, is_postponed: bool) -> Image | None:
        before = self._before_here.get(item.noun, {})
        if item.ours is None and is_postponed:
            return removed_before(self._here, item.noun, item.uid, state)
        if item.ours is None:
            return before.get(item.uid)
        number = int(item.ours["id"])
        if is_postponed:
            return row_before(self._here, item.noun, number, state)
        is_as_it_was = number not in self._ours.get(item.noun, {})
        return item.ours if is_as_it_was else before.get(item.ours["uid"])

    def _changed_here(self) -> Mapping[str, Before]:
        states = [state for side, state in self._common.bases if side == "here"]
        return changed_since(self._here, states[0]) if states else {}

    def _postponed(self, noun: str) -> dict[str, Image]:
        uids = [uid for name, uid in self._common.later if name == noun]
        twins = self._numbers.twins[noun]
        back = {ours: theirs for theirs, ours in twins.items()}
        return by_uid(self._there, noun, {back.get(uid, uid) for uid in uids} | set(uids))

    def _kept(self, noun: str) -> dict[int, Image]:
        """Rows that the other copy kept though they went here."""
        uids = {uid for record in self._common.new_there for uid in record.kept.get(noun, ())}
        return {int(row["id"]): row for row in by_uid(self._there, noun, uids).values()}

    def _left(self, noun: str, seen: set[str]) -> Iterator[Candidate]:
        """Rows of this ledger that the other copy decided not to take."""
        uids = {uid for record in self._common.new_there for uid in record.left.get(noun, ())}
        uids -= seen
        uids -= by_uid(self._there, noun, uids).keys()
        for uid, row in by_uid(self._here, noun, uids).items():
            item = Candidate(noun, 0, uid, None, row, since=self._common.bases)
            for side, state in item.since:
                is_here = side == "here"
                item.bases.append(
                    self._base_here(item, state, is_postponed=False) if is_here else None
                )
            yield item


def _by_uid(changed: Mapping[str, Before]) -> dict[str, dict[str, Image]]:
    """The rows that were there before, by uid: one that went and came back has another number."""
    return {
        noun: {row["uid"]: row for row in rows.values() if row is not None}
        for noun, rows in changed.items()
    }


class _Twins:
    """Rows of a table here by what makes them one and the same with another one."""

    def __init__(self, here: Connection, noun: str) -> None:
        self._here, self._noun = here, noun
        self._names = NAMED_BY.get(noun, ())
        self._read: dict[Any, dict[tuple[Any, ...], Image]] = {}

    def of(self, theirs: Image) -> Image | None:
        """The row here that is the same as one of the other copy; None if there is none."""
        key = tuple(theirs[name] for name in self._names)
        if not key or not all(isinstance(part, str | int) and part != "" for part in key):
            return None
        first = key[0]
        if first not in self._read:
            rows = stored(self._here, self._noun, **{self._names[0]: [first]})
            self._read[first] = {
                tuple(row[name] for name in self._names): row for row in rows.values()
            }
        return self._read[first].get(key)
