"""The numbers that rows of the other copy have here: rows are the same by their uid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection

from annot.store.images import Image
from annot.store.merge import REFERENCES
from annot.store.merging.changed import by_uid, stored
from annot.store.merging.record import MergeRecord
from annot.store.models import UNPLACED


class There(NamedTuple):
    """A row of the other copy that is not here, by its number there."""

    noun: str
    id: int


class Numbers:
    """Translates the numbers of the other copy into those here.

    Args:
        here: This ledger.
        there: The other copy.
        ours: The merges of this one, which know which rows are the same under two uids.
        theirs: Those of the other one.

    `before` are rows here as they were in the state that both have in common, by table and uid.
    """

    def __init__(
        self,
        here: Connection,
        there: Connection,
        ours: Iterable[MergeRecord],
        theirs: Iterable[MergeRecord],
    ) -> None:
        self._here, self._there = here, there
        self._known: dict[tuple[str, int], int | There] = {("article", UNPLACED): UNPLACED}
        self._went: dict[tuple[str, int], int] = {}
        self.before: Mapping[str, Mapping[str, Image]] = {}
        self.twins: dict[str, dict[str, str]] = defaultdict(dict)
        for record in ours:
            for noun, pairs in record.twins.items():
                self.twins[noun] |= pairs
        for record in theirs:
            for noun, pairs in record.twins.items():
                self.twins[noun] |= {one: other for other, one in pairs.items()}

    def here(self, noun: str, number: int) -> int | There:
        """The number that a row of the other copy has here."""
        return self._known.get((noun, number), There(noun, number))

    def learn(self, noun: str, uids: Mapping[int, str]) -> dict[str, Image]:
        """Find rows of the other copy here.

        Args:
            noun: Their table.
            uids: Their uids, by their numbers there.

        Returns:
            Those that are here, by the uid that they have there.
        """
        twins = self.twins[noun]
        wanted = {*uids.values(), *(twins[uid] for uid in uids.values() if uid in twins)}
        found = by_uid(self._here, noun, wanted)
        rows: dict[str, Image] = {}
        for number, uid in uids.items():
            row = found.get(uid) or found.get(twins.get(uid, ""))
            if row is not None:
                rows[uid] = row
                self._known[noun, number] = int(row["id"])
            elif uid in self.before.get(noun, {}):
                self._went[noun, number] = int(self.before[noun][uid]["id"])
        return rows

    def as_it_was(self, row: Image) -> Image:
        """An image with the numbers that rows had here which are not here any more."""
        return in_pair_order(
            {
                name: self._went.get(value, value) if isinstance(value, There) else value
                for name, value in row.items()
            }
        )

    def take(self, noun: str, number: int, here: int) -> None:
        """Note the number that a row was given here."""
        self._known[noun, number] = here

    def learn_references(self, images: Iterable[Image]) -> None:
        """Find the rows here to which images of the other copy refer."""
        wanted: dict[str, set[int]] = defaultdict(set)
        for row in images:
            for column, noun in REFERENCES.items():
                number = row.get(column)
                if number is not None and (noun, number) not in self._known:
                    wanted[noun].add(number)
        for noun, numbers in wanted.items():
            found = stored(self._there, noun, id=numbers)
            self.learn(noun, {number: row["uid"] for number, row in found.items()})

    def translated(self, row: Image) -> Image:
        """An image of the other copy with the numbers of this one; `There` for what is not here."""
        told = {
            column: self.here(noun, row[column])
            for column, noun in REFERENCES.items()
            if row.get(column) is not None
        }
        return in_pair_order({**row, **told})


def in_pair_order(row: Image) -> Image:
    """A link of two claims with the lower number first; any other row as it is."""
    one, other = row.get("claim_id"), row.get("other_id")
    if isinstance(one, int) and isinstance(other, int):
        return {**row, "claim_id": min(one, other), "other_id": max(one, other)}
    return row
