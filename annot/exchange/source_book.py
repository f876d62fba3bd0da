"""The sources that an import meets, each once, before the ledger is asked for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from annot.operations.ledger import slug
from annot.operations.source_marks import Mark, Names, by_mark, dated_names, marks
from annot.operations.sources import checked, filled, source_name
from annot.store.models import Source
from annot.store.put_into import put_into
from annot.store.recorder import Operation
from annot.store.rows import running
from annot.store.source_rows import (
    all_slugs,
    known_as_it_is,
    known_by_doi,
    known_by_id,
    known_by_url,
    sources_without_url,
    write_sources,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

_KEPT = 10_000
"""Ways of naming sources that are kept, so that each is checked once."""

Values = Mapping[str, Any]


class SourceBook:
    """What an import says of sources, by numbers of its own, from 0.

    Which of them are one source is told when they are written: what a row says that is left out in
    the end says nothing about a source that others cite.
    """

    def __init__(self) -> None:
        self._values: list[Values] = []
        self._numbers: dict[str, int] = {}
        self._said: dict[str, int] = {}

    def add(self, given: Values) -> int:
        """The number of what is said of a source.

        Args:
            given: Keywords of `workspace.sources.add`.

        Raises:
            InvalidValueError: If a value is not what it should be.
        """
        said = repr(given)
        if said not in self._said:
            if len(self._said) >= _KEPT:
                self._said.clear()
            self._said[said] = self._number({**_BLANK, **checked({**_UNCHECKED, **given})})
        return self._said[said]

    def _number(self, values: Values) -> int:
        number = self._numbers.setdefault(repr(values), len(self._values))
        if number == len(self._values):
            self._values.append(values)
        return number

    def since(self, number: int) -> Sequence[Values]:
        """What is said of sources from a number on."""
        return self._values[number:]

    def write(self, operation: Operation, wanted: Iterable[int]) -> dict[int, int]:
        """Have sources in the ledger, new or found and filled in; their ids by number."""
        merged, group_of = self._merged(wanted)
        shelf = Shelf(operation.connection)
        found = shelf.find(merged)
        there: dict[int, Source] = {}
        ids = {}
        for group, source in sorted(found.items()):
            stored = there.get(source.id, source)
            there[source.id] = operation.update(stored, **filled(stored.__dict__, merged[group]))
            ids[group] = source.id
        handles = Handles(all_slugs(operation.connection))
        fresh = {
            group: {**values, "slug": handles.new(source_name(values))}
            for group, values in enumerate(merged)
            if group not in found
        }
        ids |= dict(write_sources(operation, fresh))
        return {number: ids[group] for number, group in group_of.items()}

    def _merged(self, wanted: Iterable[int]) -> tuple[list[Values], dict[int, int]]:
        """The sources that are meant, all said of each put together; and which each number means.

        They are the same as `workspace.sources.add` would find: by URL, by DOI, or by their names.
        """
        merged: list[Values] = []
        group_of: dict[int, int] = {}
        groups: dict[Mark, int] = {}
        for number in wanted:
            values = self._values[number]
            known_by = marks(values)
            group = next((groups[mark] for mark in known_by if mark in groups), len(merged))
            if group == len(merged):
                merged.append(values)
            else:
                merged[group] = {**merged[group], **filled(merged[group], values)}
            for mark in known_by:
                groups.setdefault(mark, group)
            group_of[number] = group
        return merged, group_of


class Shelf:
    """The sources of one state of the ledger, found by what an import says of them.

    They are the same as `workspace.sources.add` would find: by URL, by DOI, or by their names, or
    in the source into which they were put.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, said: Sequence[Values]) -> dict[int, Source]:
        """The sources that are meant, by place."""
        by_url = known_by_url(self._connection, (values["url_key"] for values in said))
        found = {}
        others: dict[int, int] = {}
        for place, values in enumerate(said):
            if values["url_key"] in by_url:
                found[place] = by_url[values["url_key"]]
                continue
            other = self._by_doi_or_names(values)
            if other is None:
                other = self._put_into_another(values)
            if other is not None:
                others[place] = other
        by_id = known_by_id(self._connection, others.values())
        return found | {place: by_id[n] for place, n in others.items() if n in by_id}

    def _by_doi_or_names(self, values: Values) -> int | None:
        number = values["identifiers"].get("doi")
        if number:
            return self._by_doi.get(number)
        if values["url_key"]:
            return None
        if values["url"]:
            return self._as_it_is.get(values["url"])
        return self._by_names.get(dated_names(values))

    def _put_into_another(self, values: Values) -> int | None:
        return next((self._put[mark] for mark in marks(values) if mark in self._put), None)

    @cached_property
    def _put(self) -> dict[Mark, int]:
        return by_mark(put_into(running(self._connection)))

    @cached_property
    def _as_it_is(self) -> dict[str, int]:
        return known_as_it_is(self._connection)

    @cached_property
    def _by_doi(self) -> dict[str, int]:
        return known_by_doi(self._connection)

    @cached_property
    def _by_names(self) -> dict[Names, int]:
        """The first source without a URL for each date, title and publisher."""
        without = reversed(list(sources_without_url(self._connection)))
        return {dated_names(values): number for number, values in without}


class KnownSources:
    """The sources of a book that one state of the ledger has, with all that is said of them.

    A book may grow meanwhile; each source is looked for once.
    """

    def __init__(self, book: SourceBook, connection: Connection) -> None:
        self._book = book
        self._shelf = Shelf(connection)
        self._asked = 0
        self._ids: dict[int, int] = {}

    def ids(self) -> Mapping[int, int]:
        """Their ids by number."""
        new = self._book.since(self._asked)
        for place, source in self._shelf.find(new).items():
            if not filled(source.__dict__, new[place]):
                self._ids[self._asked + place] = source.id
        self._asked += len(new)
        return self._ids


class Handles:
    """The handles of a ledger's sources, so that new ones are told apart from them."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._next: dict[str, int] = defaultdict(lambda: 2)

    def new(self, title: str) -> str:
        """A handle that nothing else has: the same as `slug` finds, in a step for each."""
        base = handle = slug(title, taken=lambda _: set())
        while handle in self._taken:
            handle = f"{base}-{self._next[base]}"
            self._next[base] += 1
        self._taken.add(handle)
        return handle


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
