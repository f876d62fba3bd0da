"""Files in and out: the formats, by their names and endings.

A new format is one more file beside this one and one more line in the tables below.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, Protocol, TypeVar

from rapidfuzz import process

from annot.errors import InvalidValueError
from annot.exchange import feed_kind
from annot.exchange.averitec_in import read_averitec
from annot.exchange.averitec_out import write_averitec
from annot.exchange.bibtex_in import read_bibtex
from annot.exchange.bibtex_out import write_bibtex
from annot.exchange.checkthat_in import read_checkthat
from annot.exchange.claim_fields import FIELDS
from annot.exchange.claim_review_in import read_claim_reviews
from annot.exchange.claim_review_out import write_claim_reviews
from annot.exchange.claims_in import Terms, take_table
from annot.exchange.claims_out import write_table
from annot.exchange.column_guesses import NAMES
from annot.exchange.column_map import ColumnMap, Said, column_map
from annot.exchange.csl_json import read_csl_json, write_csl_json
from annot.exchange.csv_table import read_csv
from annot.exchange.fever_in import read_fever
from annot.exchange.given_items import items_table
from annot.exchange.input import Input, input_of, refuse_folder_in
from annot.exchange.json_out import write_json
from annot.exchange.json_table import read_json_array, read_json_lines
from annot.exchange.lossless_in import read_lossless
from annot.exchange.lossless_lines import is_lossless
from annot.exchange.lossless_out import write_lossless
from annot.exchange.output import written
from annot.exchange.progress import Tell
from annot.exchange.ris import read_ris, write_ris
from annot.exchange.scifact_in import read_scifact
from annot.exchange.selection import Selection
from annot.exchange.source_rows import SourcesSummary, SourceTable, import_sources
from annot.exchange.summary import ExportSummary, ImportSummary
from annot.exchange.table import Table
from annot.exchange.web_annotation_in import read_web_annotations
from annot.exchange.web_annotation_out import write_web_annotations
from annot.exchange.xlsx_out import write_xlsx
from annot.exchange.xlsx_table import read_xlsx
from annot.operations.articles import ArticleHandle
from annot.operations.ledger import Ledger, member
from annot.operations.outputs import refuse_folder, refuse_overwriting
from annot.vocabulary import Audience, DateOrder, OnConflict

V = TypeVar("V", bound=StrEnum)


class TableReader(Protocol):
    """Reads a file as a table of claims."""

    def __call__(self, source: Input, *, known: Iterable[str]) -> Table:
        """The table; `known` are names of columns."""


Writer = Callable[[Ledger, Selection, BinaryIO], ExportSummary]

READERS: Mapping[str, TableReader] = {
    "csv": read_csv,
    "tsv": read_csv,
    "jsonl": read_json_lines,
    "json": read_json_array,
    "xlsx": read_xlsx,
    feed_kind.CLAIM_REVIEW: read_claim_reviews,
    feed_kind.WEB_ANNOTATION: read_web_annotations,
    feed_kind.AVERITEC: read_averitec,
    feed_kind.FEVER: read_fever,
    feed_kind.SCIFACT: read_scifact,
    feed_kind.CHECKTHAT: read_checkthat,
}
"""What reads each format of claims as a table."""

MAYBE_FEEDS = frozenset({"json", "jsonl", "tsv", "html"})
"""Formats by ending in which a feed or a corpus may come; its begin tells."""

SOURCE_READERS: Mapping[str, Callable[[Input], SourceTable]] = {
    "bibtex": read_bibtex,
    "csl": read_csl_json,
    "ris": read_ris,
}
"""What reads each format of sources."""

WRITERS: Mapping[str, Writer] = {
    "jsonl": write_lossless,
    "csv": partial(write_table, delimiter=","),
    "tsv": partial(write_table, delimiter="\t"),
    "json": write_json,
    "xlsx": write_xlsx,
    "claimreview": write_claim_reviews,
    "webannotation": write_web_annotations,
    "averitec": write_averitec,
    "bibtex": write_bibtex,
    "csl": write_csl_json,
    "ris": write_ris,
}
"""What writes each format."""

ENDINGS: Mapping[str, str] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".jsonld": "json",
    ".xlsx": "xlsx",
    ".bib": "bibtex",
    ".bibtex": "bibtex",
    ".csljson": "csl",
    ".ris": "ris",
}

PACKED = frozenset({".gz", ".zst"})
"""Endings that say how a file is packed, not what is in it."""


def import_file(
    ledger: Ledger,
    path: Path | str,
    *,
    format: str = "",  # noqa: A002 -- the word users know, as in --format
    article: ArticleHandle | None = None,
    mapping: Said | Sequence[Said] | None = None,
    key: str = "",
    encoding: str = "",
    dry_run: bool = False,
    skip_bad: Path | str | None = None,
    delimiter: str = "",
    sheet: str = "",
    dates: str = "",
    on_conflict: str = "",
    conflicts: Path | str | None = None,
    progress: Tell | None = None,
) -> ImportSummary | SourcesSummary:
    """Take a file in: a claims table, or a whole ledger; see `Workspace.import_file`."""
    refuse_folder_in(path)
    wanted = _format(path, format, {**READERS, **SOURCE_READERS, "html": read_claim_reviews})
    with contextlib.closing(input_of(path, encoding=encoding)) as source:
        if not format and wanted in MAYBE_FEEDS:
            wanted = feed_kind.feed_of(source) or wanted
        if wanted == "html":
            wanted = feed_kind.CLAIM_REVIEW
        is_ledger = wanted == "jsonl" and is_lossless(_first_line(source))
        if is_ledger or wanted in SOURCE_READERS:
            _refuse_options(article, mapping, key, skip_bad, dates, on_conflict, conflicts)
        named = partial(replace, path=str(path), format=wanted)
        if is_ledger:
            return named(read_lossless(ledger, source.name, source.open, dry_run=dry_run))
        if wanted in SOURCE_READERS:
            read = SOURCE_READERS[wanted](source)
            return named(import_sources(ledger, read, dry_run=dry_run))
        columns = column_map(mapping, key=key)
        rejects, asked = _apart(ledger, [Path(path)], skip_bad, conflicts)
        table = _table(source, wanted, columns, delimiter=delimiter, sheet=sheet)
        terms = Terms(
            article,
            columns,
            dry_run=dry_run,
            skip_bad=rejects,
            progress=progress,
            on_conflict=_on_conflict(on_conflict, asked),
            conflicts=asked,
            dates=_hyphened(DateOrder, dates, "order of dates") if dates else None,
        )
        return named(take_table(ledger, table, terms))


def take_items(
    ledger: Ledger,
    items: Iterable[Any],
    *,
    article: ArticleHandle | None = None,
    dry_run: bool = False,
    skip_bad: Path | str | None = None,
    on_conflict: str = "",
    conflicts: Path | str | None = None,
    progress: Tell | None = None,
) -> ImportSummary:
    """Take in claims that a program gives; see `workspace.claims.add_many`."""
    rejects, asked = _apart(ledger, [], skip_bad, conflicts)
    terms = Terms(
        article,
        dry_run=dry_run,
        skip_bad=rejects,
        progress=progress,
        on_conflict=_on_conflict(on_conflict, asked),
        conflicts=asked,
        guess=False,
    )
    return take_table(ledger, items_table(items), terms)


def _table(source: Input, wanted: str, columns: ColumnMap, *, delimiter: str, sheet: str) -> Table:
    """The table of a file in a format.

    Raises:
        InvalidValueError: If the format has no delimiters, or no sheets.
        InputFileError: If it cannot be read as one.
    """
    known = {*FIELDS, *NAMES, *columns.columns.values()}
    if sheet and wanted != "xlsx":
        raise InvalidValueError(f"A {wanted} file has no sheets.", hint="Leave --sheet out.")
    if sheet:
        table = read_xlsx(source, known=known, sheet=sheet)
    elif delimiter:
        table = read_csv(source, known=known, delimiter=_sign(delimiter, wanted))
    else:
        table = READERS[wanted](source, known=known)
    return replace(table, share=source.share)


def _apart(
    ledger: Ledger,
    in_use: list[Path],
    skip_bad: Path | str | None,
    conflicts: Path | str | None,
) -> tuple[Path | None, Path | None]:
    """The files into which rows go that are not taken: bad ones, and those to be decided.

    Raises:
        InvalidValueError: If one would overwrite something, or they are one file.
    """
    rejects, asked = (None if item is None else Path(item) for item in (skip_bad, conflicts))
    for target in filter(None, (rejects, asked)):
        refuse_overwriting(ledger, target, in_use)
    if rejects is not None and asked is not None and rejects.resolve() == asked.resolve():
        raise InvalidValueError(
            f"{rejects} cannot hold the bad rows and those to be decided.",
            hint="Name two files: --skip-bad rejects.csv --conflicts conflicts.csv",
        )
    return rejects, asked


def _on_conflict(mode: str, asked: Path | None) -> OnConflict:
    """What is to be done in conflicts.

    Raises:
        InvalidValueError: If there is no such way, or it does not go with the file.
    """
    if not mode:
        return OnConflict.KEEP if asked is None else OnConflict.ASK_FILE
    chosen = _hyphened(OnConflict, mode, "way with conflicts")
    if (chosen is OnConflict.ASK_FILE) != (asked is not None):
        raise InvalidValueError(
            "What is to be decided goes into a file, and only then there is one.",
            hint="Say: --on-conflict ask-file --conflicts conflicts.csv",
        )
    return chosen


def _hyphened(vocabulary: type[V], value: str, field: str) -> V:
    """The member of a vocabulary whose words have hyphens.

    Raises:
        InvalidValueError: If there is none.
    """
    word = value.strip().lower().replace("_", "-").replace(" ", "-")
    if word not in list(vocabulary):
        raise InvalidValueError(
            f"There is no {field} {value!r}.", hint=f"One of: {', '.join(vocabulary)}"
        )
    return vocabulary(word)


def export_file(
    ledger: Ledger,
    path: Path | str,
    *,
    format: str = "",  # noqa: A002 -- the word users know, as in --format
    article: ArticleHandle | None = None,
    wanted: str = "",
    audience: str = "",
) -> ExportSummary:
    """Write claims or the whole ledger to a file; see `Workspace.export`."""
    refuse_folder(Path(path), command="annot export", name="ledger.jsonl")
    chosen = _format(path, format or ("jsonl" if str(path) == "-" else ""), WRITERS)
    selection = Selection(article, wanted, member(Audience, audience or "editor", "audience"))
    refuse_overwriting(ledger, Path(path))
    with written(Path(path)) as out:
        done = WRITERS[chosen](ledger, selection, out)
    return replace(done, path=str(path), format=chosen)


def _format(path: Path | str, given: str, known: Mapping[str, object]) -> str:
    """The format that is meant by its name or by the file's ending.

    Raises:
        InvalidValueError: If there is no such format, or none can be told.
    """
    hint = f"One of: {', '.join(known)}"
    if given:
        word = given.strip().lower().lstrip(".")
        if word not in known:
            near = process.extractOne(word, list(known), score_cutoff=60)
            meant = f" Did you mean {near[0]!r}?" if near else ""
            raise InvalidValueError(f"There is no format {given!r}.{meant}", hint=hint)
        return word
    if str(path) == "-":
        raise InvalidValueError("Standard input has no ending.", hint=f"Say --format. {hint}")
    endings = [ending.lower() for ending in Path(path).suffixes if ending.lower() not in PACKED]
    found = ENDINGS.get(endings[-1] if endings else "", "")
    if found not in known:
        raise InvalidValueError(
            f"The ending of {str(path)!r} does not tell the format.", hint=f"Say --format. {hint}"
        )
    return found


def _sign(delimiter: str, wanted: str) -> str:
    """The sign that is meant between cells.

    Raises:
        InvalidValueError: If it is none, or the format has no such signs.
    """
    sign = {"tab": "\t", "\\t": "\t"}.get(delimiter.lower(), delimiter)
    if READERS[wanted] is not read_csv:
        raise InvalidValueError(f"A {wanted} file has no delimiter.", hint="Leave it out.")
    if len(sign) != 1 or sign in '"\r\n':
        raise InvalidValueError(
            f"{delimiter!r} cannot stand between cells.", hint="Name one sign, such as ; or tab."
        )
    return sign


def _first_line(source: Input) -> bytes:
    with source.open() as file:
        return file.readline(65_536)


def _refuse_options(*given: object) -> None:
    if any(option not in (None, "", (), {}) for option in given):
        raise InvalidValueError(
            "Only a table of claims is taken in by article, columns and rows.",
            hint="Leave out --article, --map, --key, --skip-bad and --on-conflict: a whole ledger, "
            "or sources, come in as they are.",
        )
