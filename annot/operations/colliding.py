"""The clashes of a merge told as collisions: what stands on each side, by whom and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annot.operations.collisions import Collision, Difference, id_of, said
from annot.store.merging.changed import Who, last_writer, remover, stored
from annot.store.merging.clash_words import about, counted, draft
from annot.store.merging.collisions import Clash

if TYPE_CHECKING:
    from sqlalchemy import Connection

_REMOVED = "removed"


def collision_of(here: Connection, there: Connection, clash: Clash) -> Collision:
    """What a clash is, for people and for scripts."""
    if clash.kind == "changed":
        return _changed(here, there, clash)
    if clash.kind == "drafts":
        return _drafts(here, there, clash)
    return _gone(here, there, clash)


def _changed(here: Connection, there: Connection, clash: Clash) -> Collision:
    item = clash.item
    assert item.ours is not None
    assert item.theirs is not None
    number = int(item.ours["id"])
    differences = tuple(
        Difference(name, _shown(item.ours[name]), _shown(item.theirs[name]))
        for name in clash.fields
    )
    return Collision(
        id_of(item.noun, item.uid, [[d.field, d.ours, d.theirs] for d in differences]),
        clash.kind,
        item.noun,
        number,
        item.number,
        about(item.noun, number, item.ours),
        differences,
        _told([(d.field, d.ours) for d in differences]),
        _told([(d.field, d.theirs) for d in differences]),
        last_writer(here, item.noun, number, clash.fields),
        last_writer(there, item.noun, item.number, clash.fields),
    )


def _gone(here: Connection, there: Connection, clash: Clash) -> Collision:
    item = clash.item
    row = item.ours or item.theirs or {}
    number = int(item.ours["id"]) if item.ours else None
    hanging = [(noun, image["uid"], image["version"]) for (noun, _), image in clash.ours.items()]
    coming = [(i.noun, i.uid, (i.theirs or {}).get("version")) for i in clash.theirs]
    name = id_of(item.noun, item.uid, clash.kind, sorted(hanging), sorted(map(str, coming)))
    by_us: Who | None
    by_them: Who | None
    if clash.kind == "gone here":
        ours, theirs = _REMOVED, f"worked on: {counted(i.noun for i in clash.theirs)}"
        by_us = remover(here, item.noun, item.uid)
        last = clash.theirs[-1] if clash.theirs else item
        by_them = last_writer(there, last.noun, last.number)
    else:
        ours, theirs = f"worked on: {counted(noun for noun, _ in clash.touched)}", _REMOVED
        by_us = last_writer(here, *clash.touched[-1])
        by_them = remover(there, item.noun, item.uid)
    there_number = item.number if clash.kind == "gone here" else None
    words = about(item.noun, number or there_number, row)
    return Collision(
        name, clash.kind, item.noun, number, there_number, words, (), ours, theirs, by_us, by_them
    )


def _drafts(here: Connection, there: Connection, clash: Clash) -> Collision:
    item = clash.item
    assert item.theirs is not None
    ours = min(
        (row for (noun, _), row in clash.ours.items() if noun == "revision"),
        key=lambda row: int(row["number"]),
    )
    (slug,) = _article(here, ours["article_id"])
    return Collision(
        id_of("revision", item.uid, ours["uid"], len(clash.theirs), len(clash.ours)),
        clash.kind,
        "revision",
        int(ours["number"]),
        int(item.theirs["number"]),
        f"article {slug}, draft {ours['number']}",
        (),
        draft(ours),
        draft(item.theirs),
        last_writer(here, "revision", int(ours["id"])),
        last_writer(there, "revision", item.number),
    )


def _article(here: Connection, number: int) -> list[str]:
    return [row["slug"] for row in stored(here, "article", id=[number]).values()]


def _shown(value: Any) -> Any:
    """A value of an image as JSON can say it: a row that is not here by its number there."""
    return f"{value[0]} {value[1]} there" if isinstance(value, tuple) else value


def _told(values: list[tuple[str, Any]]) -> str:
    shown = [(name.removesuffix("_id").replace("_", " "), value) for name, value in values]
    return ", ".join(f"{name} {said(value)}" for name, value in shown)
