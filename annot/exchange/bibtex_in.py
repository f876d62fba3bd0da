"""BibTeX and BibLaTeX: the sources of a bibliography."""

from __future__ import annotations

import contextlib
import logging
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from annot.errors import InputFileError
from annot.exchange import source_dates
from annot.exchange.bibtex_strings import Strings
from annot.exchange.input import Input
from annot.exchange.latex_text import latex_reader, url_of
from annot.exchange.source_dates import Dated
from annot.exchange.source_kinds import BIBTEX_READ
from annot.exchange.source_names import Name, joined
from annot.exchange.source_rows import Entry, SourceRow, SourceTable, one_line, text_of
from annot.vocabulary import SourceKind

if TYPE_CHECKING:
    from bibtexparser.model import Block

_PUBLISHERS = ("publisher", "institution", "organization", "school")
_CONTAINERS = ("journaltitle", "journal", "booktitle", "maintitle")
_EPRINTS = {"arxiv": "arxiv", "pubmed": "pmid", "pmid": "pmid", "pmcid": "pmcid"}
_KEPT = frozenset({
    "title", "subtitle", "author", "url", "doi", "isbn", "issn", "pmid", "pmcid", "date", "year",
    "month", "day", "urldate", "entrysubtype", *_PUBLISHERS, *_CONTAINERS,
})  # fmt: skip
_URL_IN = re.compile(r"\\url\s*\{([^{}]*)\}|^\s*(https?://\S+)\s*$")
_MONTH_AND_DAY = re.compile(r"([A-Za-z]+|\d{1,2})(?:\W+(\d{1,2}))?\W*")


def read_bibtex(source: Input) -> SourceTable:
    """The sources of a BibTeX or BibLaTeX file.

    Raises:
        InputFileError: If it is no such file, or the package that reads it is missing.
    """
    text = text_of(source)
    with _silent("bibtexparser"), _silent("pylatexenc"):
        return _table(source.name, text)


def _table(name: str, text: str) -> SourceTable:
    try:
        from bibtexparser.entrypoint import parse_string

        read = latex_reader()
    except ImportError as error:
        raise InputFileError(
            f"{name} is BibTeX, for which a package is missing.",
            hint="Install it: pip install 'annot-ledger[data]'",
        ) from error
    rows: list[SourceRow] = []
    lost: Counter[str] = Counter()
    strings = Strings(name)
    for block in parse_string(text, parse_stack=[]).blocks:
        found = _row(len(rows) + 1, block, strings, read)
        if found is not None:
            rows.append(found[0])
            lost += found[1]
    if not rows:
        raise InputFileError(
            f"{name} holds no entry.", hint="An entry begins as @book{key, title = {…}}."
        )
    return SourceTable(name, rows, lost)


@contextlib.contextmanager
def _silent(name: str) -> Iterator[None]:
    """Keep what a library says about text from outside off the terminal."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def _row(
    number: int, block: Block, strings: Strings, read: Callable[[str], str]
) -> tuple[SourceRow, Mapping[str, int]] | None:
    """The row that a block of the file makes, with what it leaves out; None for no entry."""
    from bibtexparser import model

    entry: Any = getattr(block, "ignore_error_block", None) or block
    line = f"line {(block.start_line or 0) + 1}"
    if isinstance(entry, model.Entry):
        fields = _Fields(entry.entry_type.strip().lower(), {}, read)
        repeated = Counter[str]()
        for one in entry.fields:
            name = one.key.strip().lower()
            if name in fields.texts:
                repeated["repeated fields"] += 1
            else:
                fields.texts[name] = strings.resolved(str(one.value))
        found = _entry(fields)
        return found.row(number, f"{line} ({entry.key[:60]})"), found.lost + repeated
    if isinstance(block, model.ParsingFailedBlock):
        told = one_line(str(getattr(block.error, "abort_reason", block.error)))
        return SourceRow(number, line, {}, f"it is no BibTeX: {told[:200]}"), {}
    if isinstance(block, model.String):
        strings.define(block.key, str(block.value))
    return None


@dataclass(slots=True)
class _Fields:
    """The type of an entry and its fields, as they stand."""

    kind: str
    texts: dict[str, str]
    read: Callable[[str], str]

    def words(self, *names: str) -> str:
        """The words of the first of some fields that says anything."""
        return next((w for name in names if (w := self.read(self.texts.get(name, "")))), "")

    def plain(self, name: str) -> str:
        """A field that holds no LaTeX."""
        return url_of(self.texts.get(name, "")).strip("{}")


def _entry(fields: _Fields) -> Entry:
    entry = Entry()
    entry.kept["kind"] = _kind(fields, entry.lost)
    title, subtitle = fields.words("title"), fields.words("subtitle")
    entry.keep("title", f"{title}: {subtitle}" if title and subtitle else title or subtitle)
    entry.keep("url", _url(fields))
    entry.keep_publisher(fields.words(*_CONTAINERS), fields.words(*_PUBLISHERS))
    _keep_authors(entry, fields)
    entry.keep_date("published", _published(fields))
    entry.keep_date("accessed", source_dates.parsed(fields.plain("urldate")))
    for name in ("doi", "isbn", "issn", "pmid", "pmcid"):
        entry.identify(name, fields.plain(name))
    left = set(fields.texts) - _KEPT
    if "howpublished" in left and _url(fields) and not fields.plain("url"):
        left.discard("howpublished")
    scheme = fields.words("eprinttype", "archiveprefix").lower()
    if scheme in _EPRINTS:
        entry.identify(_EPRINTS[scheme], fields.plain("eprint"))
        left -= {"eprint", "eprinttype", "archiveprefix", "primaryclass", "eprintclass"}
    entry.lost.update(name for name in left if fields.texts[name].strip())
    return entry


def _kind(fields: _Fields, lost: Counter[str]) -> str:
    told = fields.texts.get("entrysubtype", "").strip("{} ").lower()
    if fields.kind == "misc":
        if told in set(SourceKind):
            return told
        return (SourceKind.PAGE if _url(fields) else SourceKind.OTHER).value
    if told:
        lost["entrysubtype"] += 1
    if fields.kind not in BIBTEX_READ:
        lost[f"type {fields.kind}"] += 1
    return BIBTEX_READ.get(fields.kind, SourceKind.OTHER).value


def _url(fields: _Fields) -> str:
    if given := fields.plain("url"):
        return given
    found = _URL_IN.search(fields.texts.get("howpublished", ""))
    return url_of(found[1] or found[2]) if found else ""


def _keep_authors(entry: Entry, fields: _Fields) -> None:
    from bibtexparser.middlewares.names import (
        parse_single_name_into_parts,
        split_multiple_persons_names,
    )

    authors = []
    for text in split_multiple_persons_names(one_line(fields.texts.get("author", ""))):
        if text == "others":
            entry.lost["authors that are not named"] += 1
            continue
        name = parse_single_name_into_parts(text, strict=False)
        family, given, suffix = (
            fields.read(" ".join(part)) for part in ([*name.von, *name.last], name.first, name.jr)
        )
        authors.append(joined(Name(family, given, suffix)))
    if any(authors):
        entry.kept["authors"] = authors


def _published(fields: _Fields) -> Dated:
    if date := fields.plain("date"):
        return source_dates.parsed(date)
    year, lost = source_dates.parsed(fields.words("year"))
    month = fields.words("month")
    if len(year) != len("2025") or not month:
        return year, lost
    found = _MONTH_AND_DAY.fullmatch(month)
    number = source_dates.month(found[1]) if found else 0
    if not (found and number):
        return year, source_dates.SEASON if source_dates.is_season(month) else "months in words"
    day = found[2] or fields.plain("day")
    numbers = [int(year), number, *([int(day)] if day.isdecimal() and len(day) < 3 else [])]
    return source_dates.composed(numbers)
