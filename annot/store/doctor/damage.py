"""What the doctor finds: a kind of damage at a place, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_MOST = 20
"""So many damages of a kind are told one by one."""


class Kind(NamedTuple):
    """A kind of damage.

    Attributes:
        remedy: What to do about it; empty if `annot doctor --repair` does it.
        saves: Whether a repair changes more than permissions and left-over files, so that a backup
            is made first.
    """

    remedy: str
    saves: bool = True


REPAIR = "To have it repaired (a backup is made first): annot doctor --repair"
_BACKUP = (
    "Go back to a backup from before; whether one is whole says: annot -d BACKUP doctor --full"
)
_HISTORY = (
    "See who did what: annot history. Where the history still has the row, annot doctor --repair "
    "puts it back; else take it from a backup."
)
_TEXT = (
    "annot doctor --repair puts a row back that was altered outside annot; else anchor the words "
    'anew: annot claim reanchor CLAIM --quote "…"'
)
_OTHERS = (
    "Nobody but annot should make anything in it: find out which program did. Rows of the ledger "
    "are not touched by it; ask whoever made it before it is removed."
)

KINDS: dict[str, Kind] = {
    "permissions": Kind("", saves=False),
    "left-over": Kind("", saves=False),
    "journal-mode": Kind(""),
    "page": Kind(
        "The disk or another program damaged it. Stop writing, keep it as it is, and go back to a "
        "backup; what can still be read: annot export rescue.jsonl"
    ),
    "index": Kind(""),
    "index-missing": Kind(""),
    "view": Kind(""),
    "constraint": Kind(""),
    "foreign-code": Kind(""),
    "foreign-table": Kind(_OTHERS),
    "table": Kind(_BACKUP),
    "own-article": Kind(_BACKUP),
    "value": Kind(_HISTORY),
    "reference": Kind(_HISTORY),
    "link": Kind(_HISTORY),
    "numbering": Kind(_HISTORY),
    "row": Kind(_HISTORY),
    "full-text": Kind(""),
    "evidence-count": Kind(""),
    "position": Kind(""),
    "counter": Kind(""),
    "anchor": Kind(_TEXT),
    "acceptance": Kind(_TEXT),
    "structure": Kind(_HISTORY),
    "content-missing": Kind(_BACKUP),
    "content-altered": Kind(_BACKUP),
    "content-unused": Kind(""),
    "event": Kind(_BACKUP),
    "seal": Kind(_BACKUP),
}
"""Every kind of damage, by the code that scripts know it by."""


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is not as it should be.

    Attributes:
        code: Which kind it is, one of `KINDS`.
        where: What is damaged, such as "claim 12".
        what: What is wrong with it.
    """

    code: str
    where: str
    what: str

    @property
    def is_repairable(self) -> bool:
        """Whether `annot doctor --repair` mends every damage of this kind."""
        return not KINDS[self.code].remedy

    @property
    def remedy(self) -> str:
        """What to do."""
        return KINDS[self.code].remedy or REPAIR


Found = Mapping[str, Sequence[Damage]]
"""Damages by their kind."""


def few(damages: Iterable[Damage]) -> Iterator[Damage]:
    """The first damages of every kind, and how many more there are."""
    counts: dict[str, int] = {}
    for damage in damages:
        counts[damage.code] = counts.get(damage.code, 0) + 1
        if counts[damage.code] <= _MOST:
            yield damage
    for code, count in counts.items():
        if count > _MOST:
            yield Damage(code, f"{count - _MOST:,} more", "as the ones before")
