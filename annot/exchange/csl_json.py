"""CSL-JSON: the sources of a bibliography as Zotero, Pandoc and others give and take them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from annot.errors import InputFileError, InvalidValueError
from annot.exchange import source_dates, strict_json
from annot.exchange.input import Input
from annot.exchange.selection import Selection
from annot.exchange.source_dates import Dated
from annot.exchange.source_kinds import CSL, CSL_READ
from annot.exchange.source_names import Name, joined, parts
from annot.exchange.source_rows import IN_CONTAINERS, Entry, SourceRow, SourceTable, text_of
from annot.exchange.sources_chosen import chosen_sources
from annot.exchange.summary import ExportSummary
from annot.operations.ledger import Ledger
from annot.store.cited_sources import CitedSource
from annot.vocabulary import SourceKind

IDENTIFIERS = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "pmcid": "PMCID"}
"""The identifiers of the ledger that CSL knows, and what it calls them."""

_KEPT = frozenset({
    "id", "type", "title", "author", "issued", "accessed", "URL", "publisher", "container-title",
    *IDENTIFIERS.values(),
})  # fmt: skip
_MARKUP = re.compile(r'<(i|b|sup|sub|sc|span)(?: (?:class|style)="[^"<>]*")?>([^<]*)</\1>')
_DEEPEST = 8
_EXPORT = "Mend it, or export the sources anew as CSL-JSON, BibTeX or RIS."


def read_csl_json(source: Input) -> SourceTable:
    """The sources of a CSL-JSON file: an array of items, one item, or an object with `items`.

    Raises:
        InputFileError: If it is no such file.
    """
    try:
        value = strict_json.loads(text_of(source))
    except InvalidValueError as error:
        raise InputFileError(f"{source.name}: {error.message}", hint=_EXPORT) from error
    if isinstance(value, dict):
        value = value.get("items", [value])
    if not isinstance(value, list):
        raise InputFileError(f"{source.name} is no array of CSL items.", hint=_EXPORT)
    rows = []
    lost: dict[str, int] = {}
    for number, item in enumerate(value, start=1):
        place = f"item {number}"
        if not isinstance(item, dict):
            raise InputFileError(
                f"{source.name}, {place}: an item is an object, not {item!r:.60}.", hint=_EXPORT
            )
        row, left_out = _row(number, place, item)
        rows.append(row)
        for name, count in left_out.items():
            lost[name] = lost.get(name, 0) + count
    return SourceTable(source.name, rows, lost)


def write_csl_json(ledger: Ledger, selection: Selection, out: BinaryIO) -> ExportSummary:
    """Write the sources of a selection as CSL-JSON, one item a line.

    Raises:
        NotFoundError: If there is no such article.
        InvalidValueError: If the filter is not understood.
    """
    with chosen_sources(ledger, selection) as chosen:
        separator = "[\n"
        for source in chosen:
            item = json.dumps(_item(source), ensure_ascii=False, separators=(",", ":"))
            out.write(f"{separator}{item}".encode())
            separator = ",\n"
            chosen.lose({
                "archived_url": source.archived_url,
                "rank": source.rank,
                "confidential": source.confidential,
                "titles with markup": _MARKUP.search(source.title),
                "kind other": source.kind is SourceKind.OTHER,
                "identifiers": set(source.identifiers) - set(IDENTIFIERS),
            })  # fmt: skip
        out.write(b"\n]\n" if chosen.rows else b"[]\n")
        return chosen.summary()


def _row(number: int, place: str, item: dict[str, Any]) -> tuple[SourceRow, Mapping[str, int]]:
    if isinstance(key := item.get("id"), str | int) and key != "":
        place = f"{place} ({key!s:.60})"
    entry = Entry()
    try:
        _read(entry, item)
    except InvalidValueError as error:
        return SourceRow(number, place, {}, error.message), {}
    for name, value in item.items():
        if name not in _KEPT and value not in (None, "", [], {}):
            entry.lost[name] += 1
    return entry.row(number, place), entry.lost


def _read(entry: Entry, item: dict[str, Any]) -> None:
    kind = _text(item, "type")
    if kind and kind not in CSL_READ:
        entry.lost[f"type {kind}"] += 1
    entry.kept["kind"] = (CSL_READ.get(kind, SourceKind.OTHER) if kind else SourceKind.PAGE).value
    entry.keep("title", _unmarked(_text(item, "title")))
    entry.keep("url", _text(item, "URL"))
    entry.keep_publisher(_text(item, "container-title"), _text(item, "publisher"))
    if names := [joined(name) for name in _names(item)]:
        entry.kept["authors"] = names
    entry.keep_date("published", _date(item, "issued"))
    entry.keep_date("accessed", _date(item, "accessed"))
    for name, called in IDENTIFIERS.items():
        entry.identify(name, _text(item, called))


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise InvalidValueError(f"the {name} is not a text: {value!r:.60}")
    return str(value)


def _unmarked(title: str) -> str:
    """A title without the markup that CSL allows in it."""
    for _ in range(_DEEPEST):
        plain = _MARKUP.sub(r"\2", title)
        if plain == title:
            break
        title = plain
    return title


def _names(item: Mapping[str, Any]) -> Iterator[Name]:
    names = item.get("author") or []
    if not isinstance(names, list) or not all(isinstance(name, dict) for name in names):
        raise InvalidValueError(f"the author is no list of names: {names!r:.60}")
    for name in names:
        if literal := _text(name, "literal"):
            yield Name(literal)
        else:
            family = f"{_text(name, 'non-dropping-particle')} {_text(name, 'family')}"
            given = f"{_text(name, 'given')} {_text(name, 'dropping-particle')}"
            yield Name(family.strip(), given.strip(), _text(name, "suffix"))


def _date(item: Mapping[str, Any], name: str) -> Dated:
    value = item.get(name)
    if not value:
        return "", ""
    if isinstance(value, str):
        return source_dates.parsed(value)
    if not isinstance(value, dict):
        raise InvalidValueError(f"{name} is no date: {value!r:.60}")
    numbers = value.get("date-parts")
    if not numbers:
        return source_dates.parsed(_text(value, "raw") or _text(value, "literal"))
    if str(numbers).lstrip("[ '\"").startswith("-"):
        return "", source_dates.BEFORE
    ends = [_numbers(name, part) for part in (numbers if isinstance(numbers, list) else [numbers])]
    dated = [source_dates.composed(end) for end in ends]
    if len(dated) > 1:
        return source_dates.common(dated[0][0], dated[1][0]), source_dates.RANGE
    text, lost = dated[0]
    if value.get("season"):
        lost = lost or source_dates.SEASON
    if value.get("circa"):
        lost = lost or source_dates.ABOUT
    return text, lost


def _numbers(name: str, part: Any) -> list[int]:
    found = part if isinstance(part, list) else [part]
    numbers = [str(one).strip() for one in found if one not in (None, "")]
    if not all(one.isascii() and one.isdigit() and len(one) <= 4 for one in numbers):
        raise InvalidValueError(f"{name} is no date: {part!r:.60}")
    return [int(one) for one in numbers]


def _item(source: CitedSource) -> dict[str, Any]:
    place = "container-title" if source.kind in IN_CONTAINERS else "publisher"
    item: dict[str, Any] = {
        "id": source.slug,
        "type": CSL[source.kind],
        "title": source.title,
        "author": [_name(name) for name in source.authors],
        place: source.publisher,
        "issued": _written(source.published),
        "accessed": _written(source.accessed),
        "URL": source.url,
        **{IDENTIFIERS[n]: v for n, v in sorted(source.identifiers.items()) if n in IDENTIFIERS},
    }
    return {name: value for name, value in item.items() if value}


def _name(text: str) -> dict[str, str]:
    name = parts(text)
    if not name.given:
        return {"literal": name.family}
    named = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: value for part, value in named.items() if value}


def _written(text: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in text.split("-")]]} if text else {}
