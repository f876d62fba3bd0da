"""The sources that an import meets, each once, before the ledger is asked for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from annot.operations.ledger import slug
from annot.operations.sources import (
    Sources,
    checked,
    filled,
    names_of,
    same_source,
    source_name,
)
from annot.store.models import Source
from annot.store.recorder import Operation
from annot.store.source_rows import all_slugs, known_by_doi, known_by_url, write_sources

Values = Mapping[str, Any]


class SourceBook:
    """What an import says of sources, by numbers of its own, from 0.

    Which of them are one source is told when they are written: what a row says that is left out in
    the end says nothing about a source that others cite.
    """

    def __init__(self) -> None:
        self._values: list[Values] = []
        self._numbers: dict[str, int] = {}

    def add(self, given: Values) -> int:
        """The number of what is said of a source.

        Args:
            given: Keywords of `workspace.sources.add`.

        Raises:
            InvalidValueError: If a value is not what it should be.
        """
        values = {**_BLANK, **checked({**_UNCHECKED, **given})}
        number = self._numbers.setdefault(repr(values), len(self._values))
        if number == len(self._values):
            self._values.append(values)
        return number

    def known(self, operation: Operation) -> dict[int, int]:
        """The ids of those that are in the ledger and to which the import adds nothing."""
        return {
            number: source.id
            for number, source in _found(operation, self._values).items()
            if not filled(source.__dict__, self._values[number])
        }

    def write(
        self, operation: Operation, sources: Sources, wanted: Iterable[int]
    ) -> dict[int, int]:
        """Have sources in the ledger, new or found and filled in; their ids by number."""
        merged, group_of = self._merged(wanted)
        found = _found(operation, merged)
        ids = {group: sources.add(**_keywords(merged[group])).id for group in found}
        handles = all_slugs(operation.connection)
        fresh = {}
        for group, values in enumerate(merged):
            if group not in found:
                handle = slug(source_name(values), taken=lambda _: handles)
                handles.add(handle)
                fresh[group] = {**values, "slug": handle}
        ids |= dict(write_sources(operation, fresh))
        return {number: ids[group] for number, group in group_of.items()}

    def _merged(self, wanted: Iterable[int]) -> tuple[list[Values], dict[int, int]]:
        """The sources that are meant, all said of each put together; and which each number means.

        They are the same as `workspace.sources.add` would find: by URL, by DOI, or by their names.
        """
        merged: list[Values] = []
        group_of: dict[int, int] = {}
        by_mark: dict[tuple[str, ...], int] = {}
        for number in wanted:
            values = self._values[number]
            marks = _marks(values)
            group = next((by_mark[mark] for mark in marks if mark in by_mark), len(merged))
            if group == len(merged):
                merged.append(values)
            else:
                merged[group] = {**merged[group], **filled(merged[group], values)}
            for mark in marks:
                by_mark.setdefault(mark, group)
            group_of[number] = group
        return merged, group_of


def _found(operation: Operation, said: Sequence[Values]) -> dict[int, Source]:
    """The sources of the ledger that are meant, by place."""
    by_url = known_by_url(operation.connection, (values["url_key"] for values in said))
    by_doi = known_by_doi(operation.connection)
    found = {}
    for place, values in enumerate(said):
        source = by_url.get(values["url_key"]) if values["url_key"] else None
        doubtful = values["identifiers"].get("doi") in by_doi or not values["url"]
        if source is None and doubtful:
            source = same_source(operation, values)
        if source is not None:
            found[place] = source
    return found


def _marks(values: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """What a source is found again by, the surest first."""
    number = values["identifiers"].get("doi", "")
    marks: list[tuple[str, ...]] = [("url", values["url_key"])] if values["url_key"] else []
    marks += [("doi", number)] if number else []
    if not (marks or values["url"]):
        marks.append(("names", values["published"], *names_of(values)))
    return marks or [("as it is", values["url"])]


def _keywords(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "url_key"}


_UNCHECKED: Mapping[str, Any] = {"url": "", "identifiers": {}}
_BLANK: Mapping[str, Any] = checked(
    {
        "url": "",
        "title": "",
        "authors": (),
        "publisher": "",
        "published": "",
        "kind": "page",
        "rank": None,
        "accessed": "",
        "archived_url": "",
        "identifiers": {},
        "confidential": False,
    }
)
