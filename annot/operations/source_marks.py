"""What a source is found again by: its address, its DOI, or else its names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from annot.store.put_into import PutInto
from annot.text.fold import fold_text

Mark = tuple[str, ...]
Names = tuple[str, str, str]


def names_of(values: Mapping[str, Any]) -> tuple[str, str]:
    """Title and publisher, whatever their typography."""
    return fold_text(values["title"]).casefold(), fold_text(values["publisher"]).casefold()


def dated_names(values: Mapping[str, Any]) -> Names:
    """The same with the date of publication."""
    return values["published"], *names_of(values)


def marks(values: Mapping[str, Any]) -> list[Mark]:
    """What a source is found again by, the surest first."""
    number = values["identifiers"].get("doi", "")
    found: list[Mark] = [("url", values["url_key"])] if values["url_key"] else []
    found += [("doi", number)] if number else []
    if not (found or values["url"]):
        found.append(("names", *dated_names(values)))
    return found or [("as it is", values["url"])]


def by_mark(put: Iterable[PutInto]) -> dict[Mark, int]:
    """Where the sources are that were put into others, by what each is found again by."""
    found: dict[Mark, int] = {}
    for one in put:
        for mark in _all_marks(one.was):
            found.setdefault(mark, one.source)
    return found


def _all_marks(was: Mapping[str, Any]) -> list[Mark]:
    """All that a source is found by: by its names, too, if what is meant has no DOI."""
    return marks(was) if was["url"] else [*marks(was), ("names", *dated_names(was))]
