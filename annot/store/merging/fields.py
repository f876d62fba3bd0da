"""Two versions of one row, held against what both had in common, field by field: pure functions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from annot.store.images import Image
from annot.vocabulary import Status

BOOKKEEPING = frozenset({"id", "uid", "version", "created_at", "updated_at", "slug", "article_id"})
"""What may differ between two copies of a row that say the same."""

_TOGETHER: Mapping[str, Sequence[tuple[str, ...]]] = {
    "claim": [("correction", "correction_state")],
    "source": [("url", "url_key")],
    "anchor": [("revision_id", "exact", "prefix", "suffix", "start", "end")],
    "acceptance": [("revision_id", "exact", "prefix", "suffix", "start", "end")],
    "note": [("kind", "addressee")],
    "judgement": [("verdict", "note")],
}
"""Fields that say one thing together: a mixture of two is what nobody has said."""

_FINDING = ("status", "verdict", "checker", "approver")
_CLOSED = (Status.CHECKED.value, Status.APPROVED.value)

_STAYS = {"revision": None, "same": ("added_by",), "assignment": ("added_by",), "*": ("added_by",)}
"""What is not asked about a row that both added: of a draft nothing (the text is the same)."""

Value = Any


@dataclass(slots=True)
class Fields:
    """What becomes of two versions of a row.

    Attributes:
        taken: The fields in which the other copy is followed, with the new values.
        asked: The fields that collide, in groups of those that say one thing together.
    """

    taken: dict[str, Value] = field(default_factory=dict)
    asked: list[tuple[str, ...]] = field(default_factory=list)


def says_same(one: Image, other: Image) -> bool:
    """Whether two images say the same, but for what may differ from copy to copy."""
    return all(_alike(name, one[name], other[name]) for name in one if name not in BOOKKEEPING)


def merged_fields(noun: str, ours: Image, theirs: Image, bases: Sequence[Image | None]) -> Fields:
    """What becomes of a row that both have.

    Args:
        noun: Its table.
        ours: What it says here.
        theirs: What it says in the other copy, in the numbers of this one.
        bases: What it said in the states that both have in common; None where it was not there.
    """
    known = [base for base in bases if base is not None]
    done = Fields()
    asked: set[str] = set()
    for name in ours:
        if name in BOOKKEEPING or (not known and _stays(noun, name)):
            continue
        before = [base[name] for base in known] or [_nothing(ours[name], theirs[name])]
        _merge_field(name, ours[name], theirs[name], before, done.taken, asked)
    groups: list[set[str]] = [set(names) for names in _TOGETHER.get(noun, ())]
    if noun == "claim":
        groups.append(_finding(ours, theirs, done.taken, asked))
    for group in groups:
        if _is_mixture(group, ours, theirs, done.taken, asked):
            asked |= {name for name in group if not _alike(name, ours[name], theirs[name])}
    done.taken = {name: value for name, value in done.taken.items() if name not in asked}
    done.asked = _grouped(groups, [name for name in ours if name in asked])
    return done


def _stays(noun: str, name: str) -> bool:
    stays = _STAYS.get(noun, _STAYS["*"])
    return stays is None or name in stays


def _merge_field(
    name: str,
    ours: Value,
    theirs: Value,
    before: Sequence[Value],
    taken: dict[str, Value],
    asked: set[str],
) -> None:
    if _alike(name, ours, theirs):
        return
    is_ours_new = not any(_alike(name, ours, base) for base in before)
    is_theirs_new = not any(_alike(name, theirs, base) for base in before)
    if is_theirs_new and not is_ours_new:
        taken[name] = theirs
    elif is_ours_new and not is_theirs_new:
        return
    elif name == "tags":
        taken[name] = _both_lists(ours, theirs, before[0])
    elif isinstance(ours, dict) and isinstance(theirs, dict) and isinstance(before[0], dict):
        both = _both_dicts(ours, theirs, before[0])
        if both is None:
            asked.add(name)
        else:
            taken[name] = both
    else:
        asked.add(name)


def _alike(name: str, one: Value, other: Value) -> bool:
    if name == "tags" and isinstance(one, list) and isinstance(other, list):
        return sorted(map(str, one)) == sorted(map(str, other))
    return bool(one == other)


def _nothing(ours: Value, theirs: Value) -> Value:
    """What a field says that nobody filled in."""
    for kind, empty in ((str, ""), (list, []), (dict, {})):
        if isinstance(ours, kind) or isinstance(theirs, kind):
            return empty
    return None


def _both_lists(ours: list[Value], theirs: list[Value], before: list[Value]) -> list[Value]:
    """Ours with what they added and without what they took away."""
    stay = [item for item in ours if item in theirs or item not in before]
    return stay + [item for item in theirs if item not in ours and item not in before]


def _both_dicts(
    ours: Mapping[str, Value], theirs: Mapping[str, Value], before: Mapping[str, Value]
) -> dict[str, Value] | None:
    """The same by name; None if both changed what one name says, in two ways."""
    both: dict[str, Value] = {}
    for name in sorted({*ours, *theirs, *before}):
        one, other, base = ours.get(name), theirs.get(name), before.get(name)
        if one != other and base not in (one, other):
            return None
        said = other if one == base else one
        if said is not None:
            both[name] = said
    return both


def _finding(
    ours: Image, theirs: Image, taken: Mapping[str, Value], asked: Collection[str]
) -> set[str]:
    """The fields of a claim that say what was found and by whom, if that is closed."""
    statuses = {taken.get("status", ours["status"])}
    if "status" in asked:
        statuses.add(theirs["status"])
    if Status.APPROVED.value in statuses:
        return {*_FINDING, "text"}
    return set(_FINDING) if statuses & set(_CLOSED) else set()


def _is_mixture(
    group: Collection[str],
    ours: Image,
    theirs: Image,
    taken: Mapping[str, Value],
    asked: Collection[str],
) -> bool:
    """Whether fields that belong together would come from both sides."""
    differing = [name for name in group if not _alike(name, ours[name], theirs[name])]
    if any(name in asked for name in differing):
        return True
    return any(name in taken for name in differing) and not all(name in taken for name in differing)


def _grouped(groups: Sequence[Collection[str]], asked: Sequence[str]) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    rest = list(asked)
    for group in groups:
        together = tuple(name for name in rest if name in group)
        if together:
            found.append(together)
            rest = [name for name in rest if name not in together]
    return found + [(name,) for name in rest]
