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
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, TypeVar

from rapidfuzz import process

from annot.errors import InvalidValueError
from annot.exchange.column_guesses import NAMES
from annot.exchange.column_map import ColumnMap, Said, column_map
from annot.exchange.input import Input, input_of, refuse_folder_in
from annot.exchange.loading import Later
from annot.exchange.output import written
from annot.exchange.progress import Tell
from annot.exchange.selection import Selection
from annot.exchange.summary import ExportSummary, ImportSummary, WordSummary
from annot.exchange.table_columns import FIELDS
from annot.operations.article_handles import ArticleHandle
from annot.operations.ledger import Ledger, member
from annot.operations.outputs import refuse_folder, refuse_overwriting, refuse_workspace
from annot.vocabulary import Audience, DateOrder, OnConflict

V = TypeVar("V", bound=StrEnum)

if TYPE_CHECKING:
    from annot.exchange.source_rows import SourcesSummary, SourceTable
    from annot.exchange.table import Table


class TableReader(Protocol):
    """Reads a file as a table of claims."""

    def __call__(self, source: Input, *, known: Iterable[str], **options: str) -> Table:
        """The table; `known` are names of columns, the options are those of the format."""


feed_of: Callable[[Input], str] = Later("feed_kind.feed_of")
import_sources: Callable[..., SourcesSummary] = Later("source_rows.import_sources")
import_word: Callable[..., WordSummary] = Later("word_in.import_word")
is_lossless: Callable[[bytes], bool] = Later("lossless_lines.is_lossless")
read_lossless: Callable[..., ImportSummary] = Later("lossless_in.read_lossless")

Writer = Callable[[Ledger, Selection, BinaryIO], ExportSummary]

READERS: Mapping[str, TableReader] = {
    "csv": Later("csv_table.read_csv"),
    "tsv": Later("csv_table.read_csv"),
    "jsonl": Later("json_table.read_json_lines"),
    "json": Later("json_table.read_json_array"),
    "xlsx": Later("xlsx_table.read_xlsx"),
    "claimreview": Later("claim_review_in.read_claim_reviews"),
    "webannotation": Later("web_annotation_in.read_web_annotations"),
    "averitec": Later("averitec_in.read_averitec"),
    "fever": Later("fever_in.read_fever"),
    "scifact": Later("scifact_in.read_scifact"),
    "checkthat": Later("checkthat_in.read_checkthat"),
}
"""What reads each format of claims as a table."""

MAYBE_FEEDS = frozenset({"json", "jsonl", "tsv", "html"})
"""Formats by ending in which a feed or a corpus may come; its begin tells."""

SOURCE_READERS: Mapping[str, Callable[[Input], SourceTable]] = {
    "bibtex": Later("bibtex_in.read_bibtex"),
    "csl": Later("csl_json.read_csl_json"),
    "ris": Later("ris.read_ris"),
}
"""What reads each format of sources."""

WRITERS: Mapping[str, Writer] = {
    "jsonl": Later("lossless_out.write_lossless"),
    "csv": Later("claims_out.write_table", delimiter=","),
    "tsv": Later("claims_out.write_table", delimiter="\t"),
    "json": Later("json_out.write_json"),
    "xlsx": Later("xlsx_out.write_xlsx"),
    "claimreview": Later("claim_review_out.write_claim_reviews"),
    "webannotation": Later("web_annotation_out.write_web_annotations"),
    "averitec": Later("averitec_out.write_averitec"),
    "bibtex": Later("bibtex_out.write_bibtex"),
    "csl": Later("csl_json.write_csl_json"),
    "ris": Later("ris.write_ris"),
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
    ".docx": "word",
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
) -> ImportSummary | SourcesSummary | WordSummary:
    """Take a file in: a claims table, or a whole ledger; see `Workspace.import_file`."""
    from annot.exchange.claims_in import Terms, take_table

    refuse_folder_in(path)
    refuse_workspace(ledger, path)
    others = {"html": READERS["claimreview"], "word": import_word}
    wanted = _format(path, format, {**READERS, **SOURCE_READERS, **others})
    with contextlib.closing(input_of(path, encoding=encoding)) as source:
        if not format and wanted in MAYBE_FEEDS:
            wanted = feed_of(source) or wanted
        if wanted == "html":
            wanted = "claimreview"
        is_ledger = wanted == "jsonl" and is_lossless(_first_line(source))
        if is_ledger or wanted == "word" or wanted in SOURCE_READERS:
            _refuse_options(article, mapping, key, skip_bad, dates, on_conflict, conflicts)
        named = partial(replace, path=str(path), format=wanted)
        if is_ledger:
            return named(read_lossless(ledger, source.name, source.open, dry_run=dry_run))
        if wanted == "word":
            return named(import_word(ledger, source, dry_run=dry_run))
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
    dates: str = "",
    on_conflict: str = "",
    conflicts: Path | str | None = None,
    progress: Tell | None = None,
) -> ImportSummary:
    """Take in claims that a program gives; see `workspace.claims.add_many`."""
    from annot.exchange.claims_in import Terms, take_table
    from annot.exchange.given_items import items_table

    rejects, asked = _apart(ledger, [], skip_bad, conflicts)
    terms = Terms(
        article,
        dry_run=dry_run,
        skip_bad=rejects,
        progress=progress,
        on_conflict=_on_conflict(on_conflict, asked),
        conflicts=asked,
        guess=False,
        dates=_hyphened(DateOrder, dates, "order of dates") if dates else None,
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
        table = READERS["xlsx"](source, known=known, sheet=sheet)
    elif delimiter:
        table = READERS["csv"](source, known=known, delimiter=_sign(delimiter, wanted))
    else:
        table = READERS[wanted](source, known=known)
    return replace(table, share=source.share, name=source.name)


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
    with written(Path(path), public=selection.audience is Audience.PUBLIC) as out:
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
    if wanted not in ("csv", "tsv"):
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
