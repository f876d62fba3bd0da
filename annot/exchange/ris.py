"""RIS: the sources of a bibliography in the tagged lines that reference managers exchange.

It is read here line by line, since a reader that passes over lines which it does not understand
would lose sources without a word.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from annot.errors import InputFileError
from annot.exchange import source_dates
from annot.exchange.input import Input
from annot.exchange.selection import Selection
from annot.exchange.source_dates import Dated
from annot.exchange.source_kinds import RIS, RIS_READ
from annot.exchange.source_rows import (
    IN_CONTAINERS,
    Entry,
    SourceRow,
    SourceTable,
    one_line,
    text_of,
)
from annot.exchange.sources_chosen import chosen_sources
from annot.exchange.summary import ExportSummary
from annot.operations.ledger import Ledger
from annot.store.cited_sources import CitedSource
from annot.vocabulary import SourceKind

_LINE = re.compile(r"([A-Z][A-Z0-9])  ?-(?: (.*)|$)")
_TITLES = ("TI", "T1", "CT")
_CONTAINERS = ("T2", "JF", "JO", "J2", "JA", "BT")
_AUTHORS = ("AU", "A1")
_DATES = ("DA", "Y1", "PY")
_KEPT = frozenset({"TY", "ID", "UR", "DO", "SN", "PB", "Y2", *_TITLES, *_CONTAINERS, *_AUTHORS,
                   *_DATES})  # fmt: skip
_SEVERAL = frozenset({"SN", *_AUTHORS})
_ISSN = re.compile(r"\d{4}-?\d{3}[\dXx]")
_HINT = "A reference begins with TY and ends with ER, each on a line of its own."


@dataclass(slots=True)
class Reference:
    """One reference as it stands: its line, and the values of each tag in their order."""

    line: int
    tags: dict[str, list[str]] = field(default_factory=dict)

    def first(self, *names: str) -> str:
        """The first value under one of the tags."""
        return next((v for name in names for v in self.tags.get(name, ()) if v), "")


def read_ris(source: Input) -> SourceTable:
    """The sources of a RIS file.

    Raises:
        InputFileError: If it is no such file, or a reference in it does not end.
    """
    rows = []
    lost: Counter[str] = Counter()
    for number, reference in enumerate(_references(source), start=1):
        entry = _entry(reference)
        rows.append(_row(number, reference, entry))
        lost += entry.lost
    if not rows:
        raise InputFileError(f"{source.name} holds no reference.", hint=_HINT)
    return SourceTable(source.name, rows, lost)


def write_ris(ledger: Ledger, selection: Selection, out: BinaryIO) -> ExportSummary:
    """Write the sources of a selection as RIS, in UTF-8.

    Raises:
        NotFoundError: If there is no such article.
        InvalidValueError: If the filter is not understood.
    """
    with chosen_sources(ledger, selection) as chosen:
        for source in chosen:
            for tag, value in (*_tags(source), ("ER", "")):
                out.write(f"{tag}  - {one_line(value)}\r\n".encode())
            chosen.lose({
                "archived_url": source.archived_url,
                "rank": source.rank,
                "confidential": source.confidential,
                "kind other": source.kind is SourceKind.OTHER,
                "identifiers": set(source.identifiers) - {"doi", "isbn", "issn"},
            })  # fmt: skip
        return chosen.summary()


def _references(source: Input) -> Iterator[Reference]:
    open_: Reference | None = None
    tag = ""
    number = 0
    for number, text in enumerate(text_of(source).split("\n"), start=1):
        line = text.rstrip().removeprefix("\ufeff")
        found = _LINE.fullmatch(line)
        where = f"{source.name}, line {number}"
        if open_ is None:
            if found and found[1] == "TY":
                open_, tag = Reference(number, {"TY": [(found[2] or "").strip()]}), "TY"
            elif line.strip():
                raise InputFileError(
                    f"{where}: {line.strip()[:60]!r} stands in no reference.", hint=_HINT
                )
        elif not found:
            if line.strip():
                open_.tags[tag][-1] += f" {line.strip()}"
        elif found[1] == "TY":
            raise InputFileError(
                f"{where}: a reference begins before the one of line {open_.line} ends.",
                hint=_HINT,
            )
        elif found[1] == "ER":
            yield open_
            open_ = None
        else:
            tag = found[1]
            open_.tags.setdefault(tag, []).append((found[2] or "").strip())
    if open_ is not None:
        raise InputFileError(
            f"{source.name}: the reference of line {open_.line} does not end.", hint=_HINT
        )


def _row(number: int, reference: Reference, entry: Entry) -> SourceRow:
    key = reference.first("ID")
    place = f"line {reference.line}" + (f" ({key[:60]})" if key else "")
    return entry.row(number, place)


def _entry(reference: Reference) -> Entry:
    entry = Entry()
    kind = reference.first("TY").upper()
    if kind and kind not in RIS_READ:
        entry.lost[f"type {kind}"] += 1
    entry.kept["kind"] = RIS_READ.get(kind, SourceKind.OTHER).value
    entry.keep("title", reference.first(*_TITLES))
    entry.keep("url", reference.first("UR"))
    entry.keep_publisher(reference.first(*_CONTAINERS), reference.first("PB"))
    authors = [name for tag in _AUTHORS for name in reference.tags.get(tag, ())]
    if authors:
        entry.kept["authors"] = [one_line(name.strip(" ,")) for name in authors]
    entry.keep_date("published", _date(reference.first(*_DATES)))
    entry.keep_date("accessed", _date(reference.first("Y2")))
    entry.identify("doi", reference.first("DO"))
    for number in reference.tags.get("SN", ()):
        entry.identify("issn" if _ISSN.fullmatch(number) else "isbn", number)
    for tag, values in reference.tags.items():
        if tag not in _KEPT and any(values):
            entry.lost[tag] += 1
        elif tag in _KEPT and tag not in _SEVERAL and len(set(values)) > 1:
            entry.lost[f"further {tag}"] += len(set(values)) - 1
    return entry


def _date(text: str) -> Dated:
    """A date as RIS has it (`2020/05/17/spring`), or as people write it there."""
    pieces = [piece.strip() for piece in text.split("/")]
    if not (pieces[0].isascii() and pieces[0].isdigit() and len(pieces[0]) == 4):
        return source_dates.parsed(text)
    words = pieces[3:]
    kept, lost = source_dates.parsed("/".join(filter(None, pieces[:3])))
    if any(map(source_dates.is_season, words)):
        return kept, source_dates.SEASON
    return kept, source_dates.IN_WORDS if any(words) else lost


def _tags(source: CitedSource) -> Iterator[tuple[str, str]]:
    found = {
        "TY": [RIS[source.kind]],
        "ID": [source.slug],
        "TI": [source.title],
        "AU": source.authors,
        "T2" if source.kind in IN_CONTAINERS else "PB": [source.publisher],
        "PY": [source.published[:4]],
        "DA": [_slashed(source.published)],
        "Y2": [_slashed(source.accessed)],
        "UR": [source.url],
        "DO": [source.identifiers.get("doi", "")],
        "SN": [source.identifiers.get(name, "") for name in ("isbn", "issn")],
    }
    for tag, values in found.items():
        yield from ((tag, value) for value in values if value)


def _slashed(date: str) -> str:
    """An ISO date with the three slashes that RIS asks for."""
    return "/".join([*date.split("-"), "", "", ""][:3]) + "/" if date else ""
