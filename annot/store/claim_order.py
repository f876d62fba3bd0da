"""In which order a list of claims stands, and how a page of it is reached from another.

    sort:changed    sort:-evidence    sort:number

Without one, claims stand in the order of their places. Pages are reached by the key of a row (what
it is sorted by, and its number), never by counting rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Key = tuple[int | str, ...]
"""The values of a row by which a list is sorted."""

_PLACE = ("claim.article_id", "claim.position", "claim.id")
SORTS: Mapping[str, tuple[str, ...]] = {
    "place": _PLACE,
    "number": ("claim.id",),
    "changed": ("claim.updated_at", "claim.id"),
    "evidence": ("claim.evidence_count", *_PLACE),
    "checker": ("claim.checker", *_PLACE),
}
"""What a list can be sorted by, and the columns of the key."""


class Order(NamedTuple):
    """Columns, and whether the last come first."""

    columns: tuple[str, ...] = _PLACE
    backwards: bool = False

    @classmethod
    def named(cls, name: str) -> Order:
        """The order of a name in `SORTS`, with a hyphen before it for backwards; else of places."""
        word = name.removeprefix("-")
        return cls(SORTS[word or "place"], name.startswith("-"))

    @property
    def is_of_places(self) -> bool:
        """Whether it is the order of the text."""
        return self == Order()

    def reversed(self) -> Order:
        """The order from the end."""
        return self._replace(backwards=not self.backwards)

    def by(self) -> str:
        """The order for `ORDER BY`."""
        return ", ".join(f"{column}{' DESC' * self.backwards}" for column in self.columns)

    def behind(self) -> str:
        """The condition that a row stands behind a key, whose values are its parameters."""
        places = ", ".join("?" * len(self.columns))
        return f"({', '.join(self.columns)}) {'<' if self.backwards else '>'} ({places})"
