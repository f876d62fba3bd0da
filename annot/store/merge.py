"""The rows of another ledger that a workspace does not have, added to it by their `uid`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select, union

from annot.errors import ConflictError
from annot.store.images import Image, image
from annot.store.models import NOUNS, UNPLACED, Record, metadata
from annot.store.purge import tell_purged
from annot.store.purged import purged
from annot.store.recorder import Operation
from annot.store.transfer import in_batches

REFERENCES = {
    "article_id": "article",
    "claim_id": "claim",
    "revision_id": "revision",
    "source_id": "source",
    "evidence_id": "evidence",
    "other_id": "claim",
}
_NAMED_BY = {
    "same": ("claim_id", "other_id"),
    "assignment": ("claim_id", "name", "task"),
    "judgement": ("claim_id", "reader"),
}
"""By which columns a row is the same as one with another uid; what is known here stays."""

_SETTINGS = frozenset({"rule", "person"})
_BOOKKEEPING = frozenset({"id", "version", "created_at", "updated_at"})


@dataclass(slots=True)
class Merged:
    """What a merge did: how many rows of each noun were new or there already."""

    added: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    unchanged: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def merge(operation: Operation, other: Connection) -> Merged:
    """Add the rows of another ledger that are not here yet, with new ids, to the open operation.

    Rows are the same by `uid`, sources also by their normalised URL (what is known here stays). A
    new row keeps its uid and times; its version is this operation, for its references are new.
    Rules and people are settings of a workspace, not of its claims: those of the other one stay
    there.

    Raises:
        ConflictError: If a row that is there says something else here.
    """
    _copy_content(operation, other)
    ids: dict[tuple[str, int], int] = {("article", UNPLACED): UNPLACED}
    done, differing = Merged(), list[str]()
    for noun in (name for name in NOUNS if name not in _SETTINGS):
        for batch in in_batches(other.execute(_by_key(noun))):
            incoming = [dict(row._mapping) for row in batch]
            known = _known(operation.connection, noun, incoming)
            for row in incoming:
                if noun == "article" and row["id"] == UNPLACED:
                    continue
                _merge_row(operation, noun, row, known, ids, done, differing)
    if differing:
        named = ", ".join(differing[:10]) + (" …" if len(differing) > 10 else "")
        raise ConflictError(
            f"{len(differing)} rows say something else here than in the file: {named}; "
            "nothing was written.",
            hint="Import the file into a workspace of its own and compare: annot -d NEW import …",
        )
    return done


def _by_key(noun: str) -> Any:
    table = metadata.tables[noun]
    return select(table).order_by(table.c.id)


def _copy_content(operation: Operation, other: Connection) -> None:
    """Keep the bytes that a row of the other ledger needs, and tell which are kept no more.

    What only its history refers to stays there, as its history does.
    """
    content, holders = metadata.tables["content"], ("revision", "snapshot")
    needed = union(
        *(
            select(metadata.tables[noun].c[column])
            for noun in holders
            for column in ("text_sha256", "file_sha256")
        )
    )
    for row in other.execute(select(content.c.data).where(content.c.sha256.in_(needed))):
        operation.keep(row.data)
    known = purged(operation.connection)
    for item in purged(other).values():
        if item.sha256 not in known:
            tell_purged(operation, item)


def _known(
    connection: Connection, noun: str, incoming: list[dict[str, Any]]
) -> dict[Any, dict[str, Any]]:
    """The rows that are here already, by uid and, if they are sources, by normalised URL."""
    table = metadata.tables[noun]
    found: dict[Any, dict[str, Any]] = {}
    if noun == "source":
        keys = [row["url_key"] for row in incoming if row["url_key"]]
        for row in connection.execute(select(table).where(table.c.url_key.in_(keys))):
            found[row.url_key] = dict(row._mapping)
    uids = [row["uid"] for row in incoming]
    for row in connection.execute(select(table).where(table.c.uid.in_(uids))):
        found[row.uid] = dict(row._mapping)
    if noun in _NAMED_BY:
        # Few, and by the numbers that claims have here, which the incoming rows do not know yet.
        for row in connection.execute(select(table)):
            found[_other_key(noun, dict(row._mapping))] = dict(row._mapping)
    return found


def _merge_row(
    operation: Operation,
    noun: str,
    row: dict[str, Any],
    known: dict[Any, dict[str, Any]],
    ids: dict[tuple[str, int], int],
    done: Merged,
    differing: list[str],
) -> None:
    row = _referring_here(row, ids)
    here = known.get(row["uid"])
    twin = known.get(_other_key(noun, row))
    if here is None and twin is None:
        ids[noun, row["id"]] = _add(operation, noun, row)
        done.added[noun] += 1
        return
    if here is not None and _content(noun, here) != _content(noun, row):
        differing.append(f"{noun} {here['id']}")
    ids[noun, row["id"]] = (here or twin or row)["id"]
    done.unchanged[noun] += 1


def _other_key(noun: str, row: dict[str, Any]) -> Any:
    """By what a row is the same as one with another uid; None for none."""
    if noun in _NAMED_BY:
        return tuple(row[name] for name in _NAMED_BY[noun])
    return row.get("url_key") or None


def _referring_here(row: dict[str, Any], ids: dict[tuple[str, int], int]) -> dict[str, Any]:
    referring = {
        column: ids[noun, row[column]]
        for column, noun in REFERENCES.items()
        if row.get(column) is not None
    }
    if {"claim_id", "other_id"} <= referring.keys():
        first, second = sorted((referring["claim_id"], referring["other_id"]))
        referring |= {"claim_id": first, "other_id": second}
    return {**row, **referring}


def _content(noun: str, row: dict[str, Any]) -> Image:
    """What a row says, without what may differ from workspace to workspace."""
    said = image(noun, row)
    return {name: said[name] for name in said if name not in _BOOKKEEPING | {"slug"}}


def _add(operation: Operation, noun: str, row: dict[str, Any]) -> int:
    given = {name: value for name, value in row.items() if name not in ("id", "version")}
    if "slug" in given:
        given["slug"] = free_slug(operation, NOUNS[noun], given["slug"])
    return operation.insert(NOUNS[noun], **given).id


def free_slug(operation: Operation, model: type[Record], wanted: str) -> str:
    """A handle that no row of the model has yet: the one wanted, or it with a number."""
    taken = operation.slugs(model, wanted)
    if wanted not in taken:
        return wanted
    return next(s for n in range(2, len(taken) + 3) if (s := f"{wanted}-{n}") not in taken)
