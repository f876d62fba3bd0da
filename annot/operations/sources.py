"""Sources: things one can cite, found again instead of doubled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from annot.errors import ConflictError, InvalidValueError, NotFoundError
from annot.operations.addresses import doi, url_key
from annot.operations.doubles import Double, find_doubles
from annot.operations.ledger import (
    Ledger,
    date,
    labels,
    line,
    member,
    optional,
    slug,
    words,
)
from annot.operations.source_marks import by_mark, marks, names_of
from annot.operations.twin_evidence import give
from annot.operations.versions import refuse_other_version
from annot.store.models import Evidence, Note, Snapshot, Source
from annot.store.put_into import MERGE, put_into
from annot.store.recorder import Operation
from annot.store.rows import find, running, sources_identified, sources_named
from annot.store.source_filter import Known, SourceFilter
from annot.store.source_rows import found_or_put_into, looked_at, times_cited
from annot.text.addresses import printed
from annot.vocabulary import Rank, SourceKind

SourceHandle = Source | str | int

SCHEMES = frozenset(
    {"http", "https", "ftp", "ftps", "sftp", "file", "mailto", "doi", "urn", "ipfs", "gopher"}
)
"""What a source's address may begin with; a slip of the pen is none of it."""

_WORD = re.compile("[a-z0-9]+")

_KNOWN = (
    "url", "url_key", "title", "authors", "publisher", "published", "kind", "rank", "accessed",
    "archived_url", "identifiers", "confidential",
)  # fmt: skip
"""The columns that say what a source is."""


class Sources:
    """The sources of a workspace: `workspace.sources`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(
        self,
        *,
        url: str = "",
        title: str = "",
        authors: Iterable[str] = (),
        publisher: str = "",
        published: str = "",
        kind: str = SourceKind.PAGE,
        rank: str | None = None,
        accessed: str = "",
        archived_url: str = "",
        identifiers: Mapping[str, str] | None = None,
        confidential: bool = False,
    ) -> Source:
        """Add a source, or find the one that is there already.

        The same source is found by its URL (normalised: case of the host, default ports, fragments,
        tracking parameters), its DOI, or, if neither has one, by title, publisher and date. What
        was empty in it is filled in; what was known stays.

        Args:
            url: Where it is.
            title: Its title.
            authors: Their names.
            publisher: Who published it.
            published: When, as an ISO date: a year, a month or a day.
            kind: What it is (`SourceKind`).
            rank: Whether it is `primary` or `secondary`.
            accessed: When it was looked at, as an ISO date.
            archived_url: Where an archive keeps a copy.
            identifiers: Others, by name: `doi`, `isbn`, …
            confidential: Whether it must not be named to the public.

        Returns:
            The source, new or found.

        Raises:
            InvalidValueError: If a value is not what it should be, or nothing names the source.
        """
        values = checked(
            {
                "url": url,
                "title": title,
                "authors": authors,
                "publisher": publisher,
                "published": published,
                "kind": kind,
                "rank": rank,
                "accessed": accessed,
                "archived_url": archived_url,
                "identifiers": identifiers or {},
                "confidential": confidential,
            }
        )
        if not (values["url"] or values["title"] or values["identifiers"]):
            raise InvalidValueError("The source has no name.", hint="Give a URL or a title.")
        with self._ledger.operation("source.add") as operation:
            known = same_source(operation, values)
            if known is not None:
                return operation.update(known, **filled(known.__dict__, values))
            handle = slug(source_name(values), taken=partial(operation.slugs, Source))
            return operation.insert(Source, slug=handle, **values)

    def get(self, handle: SourceHandle) -> Source:
        """The source that a slug, an id or a URL names, as it is stored now.

        One that was put into another is found as that.

        Raises:
            NotFoundError: If there is none.
        """
        with self._ledger.database.reading() as connection:
            return _one(found_or_put_into(connection, **_named(handle)), handle)

    def list(self, wanted: str = "") -> Sequence[Source]:
        """All sources in the order in which they were added, or those that a filter lets through.

        Args:
            wanted: The filter, as at `annot source list`, such as `no:archive kind:report`.

        Raises:
            InvalidValueError: If the filter is not understood.
        """
        chosen = SourceFilter.parse(wanted)
        if chosen == SourceFilter():
            return self._ledger.database.find(Source)
        with self._ledger.database.reading() as connection:
            found = find(connection, Source)
            cited = times_cited(connection)
            looked = looked_at(connection)
        doubles = find_doubles(found, cited) if chosen.asks_for_doubles else ()
        alike = frozenset(item.id for double in doubles for item in double.sources)
        known = Known(cited, alike, *looked)
        return chosen.listed(found, known, unless="added")

    def set(
        self,
        handle: SourceHandle,
        *,
        url: str | None = None,
        title: str | None = None,
        authors: Iterable[str] | None = None,
        publisher: str | None = None,
        published: str | None = None,
        kind: str | None = None,
        rank: str | None = None,
        accessed: str | None = None,
        archived_url: str | None = None,
        identifiers: Mapping[str, str] | None = None,
        confidential: bool | None = None,
        version: UUID | None = None,
    ) -> Source:
        """Change what is known of a source; what is not given stays.

        Args:
            handle: The source, by slug, id or URL.
            url: Where it is.
            title: Its title.
            authors: Their names, all of them.
            publisher: Who published it.
            published: When, as an ISO date.
            kind: What it is (`SourceKind`).
            rank: Whether it is `primary` or `secondary`; "none" for neither.
            accessed: When it was looked at, as an ISO date.
            archived_url: Where an archive keeps a copy.
            identifiers: Others, by name, all of them.
            confidential: Whether it must not be named to the public.
            version: The version that was read; if it has changed since, nothing is done.

        Raises:
            NotFoundError: If there is no such source.
            ConflictError: If the new URL is another source's, or it is no longer of the version
                given.
            InvalidValueError: If a value is not what it should be.
        """
        given = {
            "url": url,
            "title": title,
            "authors": authors,
            "publisher": publisher,
            "published": published,
            "kind": kind,
            "rank": rank,
            "accessed": accessed,
            "archived_url": archived_url,
            "identifiers": identifiers,
            "confidential": confidential,
        }
        values = checked({name: value for name, value in given.items() if value is not None})
        with self._ledger.operation("source.set") as operation:
            source = source_in(operation, handle)
            refuse_other_version(
                operation,
                source,
                version,
                named=f"source {source.slug!r}",
                hint=f"annot source show {source.slug}",
            )
            if values.get("url_key"):
                for other in operation.find(Source, url_key=values["url_key"]):
                    _refuse_double(source, other)
            return operation.update(source, **values)

    def merge(
        self, handle: SourceHandle, others: Iterable[SourceHandle], *, reason: str = ""
    ) -> Source:
        """Put sources into one: what belongs to them goes to it, and they are removed.

        What is known of the first source stays; its empty fields are filled from the others in
        their order. It is confidential if any of them is. Evidence that says the same twice about
        a claim is kept once. By what the others were (address, DOI, names, handle) it is found from
        now on, also by imports.

        Args:
            handle: The source that stays.
            others: Those that are put into it.
            reason: Why, for the history.

        Returns:
            The source as it is now.

        Raises:
            NotFoundError: If there is no such source.
            InvalidValueError: If there is no other source.
        """
        with self._ledger.operation(MERGE, reason=words(reason, "reason")) as operation:
            source = source_in(operation, handle)
            found = {other.id: other for other in (source_in(operation, o) for o in others)}
            rest = [other for other in found.values() if other.id != source.id]
            return _merged(operation, source, rest)

    def doubles(self) -> Sequence[Double[Source]]:
        """The sources that look like one, in groups; `merge` puts those that are into one.

        They have the same DOI, ISBN or other number of a work, the same address apart from what
        says who sent the reader and where it is kept, or nearly the same title and either the
        publisher or the date; nothing else that is known of them speaks against it.
        """
        with self._ledger.database.reading() as connection:
            cited = times_cited(connection)
            sources = find(connection, Source)
        return find_doubles(sources, cited)

    def remove(self, handle: SourceHandle) -> None:
        """Remove a source that nothing cites, with its snapshots.

        Raises:
            NotFoundError: If there is no such source.
            ConflictError: If evidence or a note still refers to it.
        """
        with self._ledger.operation("source.remove") as operation:
            source = source_in(operation, handle)
            for snapshot in operation.find(Snapshot, source_id=source.id):
                operation.delete(snapshot)
            operation.delete(source)


def source_name(values: Mapping[str, Any]) -> str:
    """What the handle of a source is made from."""
    return values["title"] or printed(values["url_key"]).split("://")[-1] or "source"


def source_in(operation: Operation, handle: SourceHandle) -> Source:
    """The source that a handle names, as it is stored now, inside an operation.

    Raises:
        NotFoundError: If there is none.
    """
    return _one(operation.find(Source, **_named(handle)), handle)


def cited_in(operation: Operation, handle: SourceHandle) -> Source:
    """The source that is cited by a handle: as `source_in`, or the one into which it was put.

    For what says something of a source or looks at it. What changes or removes one goes by its own
    handle alone.

    Raises:
        NotFoundError: If there is none.
    """
    return _one(found_or_put_into(operation.connection, **_named(handle)), handle)


def _merged(operation: Operation, source: Source, others: Sequence[Source]) -> Source:
    if not others:
        raise InvalidValueError(
            f"There is nothing to put into the source {source.slug}.",
            hint=f"Name the others: annot source merge {source.slug} OTHER…",
        )
    known = {name: getattr(source, name) for name in _KNOWN}
    added: dict[str, Any] = {}
    for other in others:
        there = operation.find(Evidence, source_id=source.id)
        cited = operation.find(Evidence, source_id=other.id)
        give(operation, cited, beside=there, source_id=source.id)
        for note in operation.find(Note, source_id=other.id):
            operation.update(note, source_id=source.id)
        for snapshot in operation.find(Snapshot, source_id=other.id):
            operation.update(snapshot, source_id=source.id)
        operation.delete(other)  # before its URL, which one source alone may have, is taken over
        added |= filled({**known, **added}, {name: getattr(other, name) for name in _KNOWN})
    return operation.update(source, **added) if added else operation.touch(source)


def _named(handle: SourceHandle) -> dict[str, Any]:
    if isinstance(handle, Source):
        return {"id": handle.id}
    if isinstance(handle, int):
        return {"id": handle}
    key = url_key(handle)
    return {"url_key": key} if key else {"slug": handle}


def _refuse_double(source: Source, other: Source) -> None:
    if other.id != source.id:
        raise ConflictError(
            f"That URL is the source {other.slug!r} already.",
            hint=f"See it: annot source show {other.slug}",
        )


def _one(found: Sequence[Source], handle: SourceHandle) -> Source:
    if not found:
        name = handle.slug if isinstance(handle, Source) else handle
        raise NotFoundError(f"There is no source {name!r}.", hint="See them: annot source list")
    return found[0]


def checked(given: dict[str, Any]) -> dict[str, Any]:
    """The given values of a source, each as the ledger takes it, and what follows from the URL."""
    values = {name: _CHECKS[name](value) for name, value in given.items()}
    for name in ("url", "archived_url"):
        _refuse_no_address(values.get(name, ""))
    if "url" in values:
        values["url_key"] = url_key(values["url"])
        found = doi(values["url"])
        if found and "doi" not in values.get("identifiers", {}):
            values["identifiers"] = {**values.get("identifiers", {}), "doi": found}
    return values


def _names_a_site(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _refuse_no_address(url: str) -> None:
    scheme, colon, _ = url.partition(":")
    if scheme.lower() in ("http", "https") and not _names_a_site(url):
        raise InvalidValueError(
            f"{url!r} names no site.", hint="Copy the address whole: https://www.example.org/…"
        )
    if url and not (colon and scheme.lower() in SCHEMES):
        meant = f"https://{url}" if "." in url and " " not in url and not colon else ""
        raise InvalidValueError(
            f"{url!r} is not a web address.",
            hint=f"Write {meant}" if meant else "It begins with https://; a title goes in --title.",
        )


def _identifiers(given: Mapping[str, str]) -> dict[str, str]:
    values = {
        line(name, "identifier").lower(): line(value, "identifier") for name, value in given.items()
    }
    if "doi" in values:
        values["doi"] = doi(values["doi"]) or values["doi"]
    return {name: value for name, value in values.items() if value}


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "url": lambda v: line(v, "URL"),
    "title": lambda v: line(v, "title"),
    "authors": lambda v: labels(v, "authors"),
    "publisher": lambda v: line(v, "publisher"),
    "published": lambda v: date(v, "date of publication"),
    "kind": lambda v: member(SourceKind, v, "kind of source"),
    "rank": lambda v: optional(Rank, v, "rank"),
    "accessed": lambda v: date(v, "date of access"),
    "archived_url": lambda v: line(v, "archived URL"),
    "identifiers": _identifiers,
    "confidential": bool,
}
"""How the values of a source are read."""


def same_source(operation: Operation, values: Mapping[str, Any]) -> Source | None:
    """The source of the ledger that the checked values mean: by URL, DOI, or else by its names."""
    found: Sequence[Source] = ()
    if values["url_key"]:
        found = operation.find(Source, url_key=values["url_key"])
    number = values["identifiers"].get("doi")
    if number and not found:
        found = sources_identified(operation.connection, "doi", number)
    if not (found or number):
        found = _as_it_is(operation, values) if values["url"] else _named_so(operation, values)
    found = found or _put_into_another(operation, values)
    return found[0] if found else None


def _put_into_another(operation: Operation, values: Mapping[str, Any]) -> Sequence[Source]:
    """The source into which the one was put that is meant."""
    into = by_mark(put_into(running(operation.connection)))
    there = [into[mark] for mark in marks(values) if mark in into]
    return operation.find(Source, id=there[0]) if there else []


def _as_it_is(operation: Operation, values: Mapping[str, Any]) -> Sequence[Source]:
    """The sources with an address that has no form to be found again by, such as `urn:isbn:…`."""
    return [] if values["url_key"] else operation.find(Source, url=values["url"], url_key="")


def _named_so(operation: Operation, values: Mapping[str, Any]) -> Sequence[Source]:
    names = names_of(values)
    words = sorted(set(_WORD.findall(names[0])), key=len, reverse=True)
    named = sources_named(operation.connection, values["published"], words)
    return [item for item in named if names_of(item.__dict__) == names]


def filled(known: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What the given values add to what is known: only what was empty, and more confidence."""
    added = {
        name: value
        for name, value in values.items()
        if value and not known[name] and name != "url_key"
    }
    if added.get("url"):
        added["url_key"] = values["url_key"]
    both = {**values["identifiers"], **known["identifiers"]}
    if both != known["identifiers"]:
        added["identifiers"] = both
    if known["kind"] is SourceKind.PAGE and values["kind"] is not SourceKind.PAGE:
        added["kind"] = values["kind"]
    return added
