"""A plan carried out, as part of one open operation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from annot.errors import ConflictError
from annot.store.dialect import dialect_of
from annot.store.images import Image, image, table_of, values
from annot.store.merge import free_slug
from annot.store.merging.candidates import NAMED_BY, Candidate
from annot.store.merging.changed import MERGED
from annot.store.merging.numbers import Numbers, There, in_pair_order
from annot.store.merging.plan import Plan
from annot.store.models import NOUNS, Content, Record
from annot.store.purge import tell_purged
from annot.store.purged import purged
from annot.store.recorder import Operation, batches

_CONTENT = ("text_sha256", "file_sha256")
_ALONE = frozenset({"same", "assignment", "judgement", "anchor", "acceptance"})
"""Tables with rows on which nothing hangs, and of which no two say the same."""


@dataclass(slots=True)
class Applied:
    """What a merge did: the ids of the rows that came, changed and went, by noun.

    Attributes:
        added: The rows that came: their numbers there and here.
        changed: The rows that changed here.
        removed: The rows that went here.
    """

    added: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    changed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    removed: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))


def apply(operation: Operation, there: Connection, plan: Plan, numbers: Numbers) -> Applied:
    """Carry a plan out.

    Raises:
        ConflictError: If rows collide with what is here.
        InvalidValueError: If a row of the other copy says what none may say.
    """
    dialect_of(operation.connection).defer_references(operation.connection)
    done = Applied()
    _keep_content(operation, there, plan)
    for noun in reversed(MERGED):
        going = [number for name, number in plan.deletes if name == noun]
        for record in _records(operation, noun, going):
            operation.delete(record)
        done.removed[noun] += going
    for noun in MERGED:
        _update(operation, noun, plan, numbers, done)
        for (name, number), item in sorted(plan.inserts.items(), key=lambda pair: pair[0][1]):
            if name == noun:
                if noun in _ALONE and _is_said(operation, noun, item, numbers):
                    plan.left.append(item)
                    continue
                here = _insert(operation, noun, item, numbers)
                done.added[noun][number] = here
                numbers.take(noun, number, here)
    return done


def _update(operation: Operation, noun: str, plan: Plan, numbers: Numbers, done: Applied) -> None:
    fields = {number: told for (name, number), told in plan.updates.items() if name == noun}
    for record in _records(operation, noun, fields):
        told = _settled(fields[record.id], numbers)
        if "url" in told and told["url"] and noun == "source":
            _refuse_known_address(operation, told, record.id)
        operation.update(record, **_typed(noun, record, told))
        done.changed[noun].append(record.id)


def _refuse_known_address(operation: Operation, told: Image, number: int = 0) -> None:
    """Refuse an address that another source has here than the one with a number."""
    others = operation.find(NOUNS["source"], url_key=told["url_key"])
    if any(other.id != number for other in others):
        raise ConflictError(
            f"Two sources would have one address, {told['url']!r:.200}; nothing was written.",
            hint="Put them into one first: annot source merge",
        )


def _is_said(operation: Operation, noun: str, item: Candidate, numbers: Numbers) -> bool:
    """Whether a row here has come to say the same as one that was to come."""
    assert item.theirs is not None
    told = _settled({name: item.theirs[name] for name in NAMED_BY[noun]}, numbers)
    return bool(operation.find(NOUNS[noun], **told))


def _insert(operation: Operation, noun: str, item: Candidate, numbers: Numbers) -> int:
    assert item.theirs is not None
    told = _settled({**item.theirs, "id": 0}, numbers)
    given = {name: value for name, value in values(noun, told).items() if name != "id"}
    del given["version"]
    if noun == "source" and told["url"]:
        _refuse_known_address(operation, told)
    if "slug" in given:
        given["slug"] = free_slug(operation, NOUNS[noun], given["slug"])
    return operation.insert(NOUNS[noun], **given).id


def _settled(row: Image, numbers: Numbers) -> Image:
    """A row whose references are all numbers of this ledger."""
    told = {
        name: numbers.here(*value) if isinstance(value, There) else value
        for name, value in row.items()
    }
    return in_pair_order(told)


def _typed(noun: str, record: Record, told: Image) -> dict[str, Any]:
    """New values of a row as its columns take them."""
    typed = values(noun, {**image(noun, record), **told})
    return {name: typed[name] for name in told}


def _records(operation: Operation, noun: str, numbers: Iterable[int]) -> list[Record]:
    found: list[Record] = []
    for ids in batches(numbers):
        found += operation.find(NOUNS[noun], id=ids)
    return found


def _keep_content(operation: Operation, there: Connection, plan: Plan) -> None:
    """Keep the texts and files of the rows that come; what was purged there is told so."""
    wanted = {
        bytes.fromhex(item.theirs[name])
        for item in plan.inserts.values()
        for name in _CONTENT
        if item.theirs is not None and item.theirs.get(name)
    }
    table, gone = table_of(Content), purged(there) if wanted else {}
    for digest in sorted(wanted):
        data = there.execute(select(table.c.data).where(table.c.sha256 == digest)).scalar()
        if data is not None:
            operation.keep(bytes(data))
        elif digest in gone:
            tell_purged(operation, gone[digest])
