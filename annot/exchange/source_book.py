"""The sources that an import meets, each once, before the ledger is asked for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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


class SourceBook:
    """Sources by numbers of the import's own, from 0; the same source has one number.

    They are the same as `workspace.sources.add` would find: by URL, by DOI, or by their names.
    """

    def __init__(self) -> None:
        self._values: list[dict[str, Any]] = []
        self._by_mark: dict[tuple[str, ...], int] = {}

    def add(self, given: Mapping[str, Any]) -> int:
        """The number of a source; what was empty in it is filled in.

        Args:
            given: Keywords of `workspace.sources.add`.

        Raises:
            InvalidValueError: If a value is not what it should be.
        """
        values = {**_BLANK, **checked({**_UNCHECKED, **given})}
        marks = _marks(values)
        number = next((self._by_mark[mark] for mark in marks if mark in self._by_mark), None)
        if number is None:
            number = len(self._values)
            self._values.append(values)
        else:
            self._values[number] |= filled(self._values[number], values)
        for mark in marks:
            self._by_mark.setdefault(mark, number)
        return number

    def known(self, operation: Operation) -> dict[int, int]:
        """The ids of those that are in the ledger and to which the import adds nothing."""
        found = self._found(operation, range(len(self._values)))
        return {
            number: source.id
            for number, source in found.items()
            if not filled(source.__dict__, self._values[number])
        }

    def write(
        self, operation: Operation, sources: Sources, wanted: Collection[int]
    ) -> dict[int, int]:
        """Have sources in the ledger, new or found and filled in; their ids by number."""
        found = self._found(operation, wanted)
        ids = {number: sources.add(**_keywords(self._values[number])).id for number in found}
        handles = all_slugs(operation.connection)
        fresh = {}
        for number in wanted:
            if number not in found:
                values = self._values[number]
                handle = slug(source_name(values), taken=lambda _: handles)
                handles.add(handle)
                fresh[number] = {**values, "slug": handle}
        return ids | dict(write_sources(operation, fresh))

    def _found(self, operation: Operation, wanted: Collection[int]) -> dict[int, Source]:
        by_url = known_by_url(
            operation.connection, (self._values[number]["url_key"] for number in wanted)
        )
        by_doi = known_by_doi(operation.connection)
        found = {}
        for number in wanted:
            values = self._values[number]
            source = by_url.get(values["url_key"]) if values["url_key"] else None
            doubtful = values["identifiers"].get("doi") in by_doi or not values["url"]
            if source is None and doubtful:
                source = same_source(operation, values)
            if source is not None:
                found[number] = source
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
