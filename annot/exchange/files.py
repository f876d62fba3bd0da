"""Files in and out: the formats, by their names and endings.

A new format is one more file beside this one and one more line in the tables below.
"""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from rapidfuzz import process

from annot.errors import InputFileError, InvalidValueError
from annot.exchange.claim_fields import FIELDS
from annot.exchange.claims_in import Terms, take_table
from annot.exchange.claims_out import write_table
from annot.exchange.csv_table import read_csv
from annot.exchange.json_table import read_json_array, read_json_lines
from annot.exchange.lossless_in import read_lossless
from annot.exchange.lossless_lines import is_lossless
from annot.exchange.lossless_out import write_lossless
from annot.exchange.output import written
from annot.exchange.selection import Selection
from annot.exchange.summary import ExportSummary, ImportSummary
from annot.exchange.table import Table
from annot.operations.articles import ArticleHandle
from annot.operations.ledger import Ledger, member
from annot.operations.outputs import refuse_folder, refuse_overwriting
from annot.vocabulary import Audience

TableReader = Callable[[bytes, str, str, Iterable[str]], Table]
"""From a file's bytes, its name, its encoding (or nothing) and the names of columns, a table."""

Writer = Callable[[Ledger, Selection, BinaryIO], ExportSummary]


def _csv(data: bytes, name: str, encoding: str, known: Iterable[str]) -> Table:
    return read_csv(data, name=name, encoding=encoding, known=known)


def _json_lines(data: bytes, name: str, encoding: str, known: Iterable[str]) -> Table:
    return read_json_lines(data, name=name, encoding=encoding)


def _json(data: bytes, name: str, encoding: str, known: Iterable[str]) -> Table:
    return read_json_array(data, name=name, encoding=encoding)


READERS: Mapping[str, TableReader] = {
    "csv": _csv,
    "tsv": _csv,
    "jsonl": _json_lines,
    "json": _json,
}
"""What reads each format of a claims table."""

WRITERS: Mapping[str, Writer] = {
    "jsonl": write_lossless,
    "csv": partial(write_table, delimiter=","),
    "tsv": partial(write_table, delimiter="\t"),
}
"""What writes each format."""

ENDINGS: Mapping[str, str] = {
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
}


def import_file(
    ledger: Ledger,
    path: Path | str,
    *,
    format: str = "",  # noqa: A002 -- the word users know, as in --format
    article: ArticleHandle | None = None,
    mapping: Mapping[str, str] | None = None,
    key: str = "",
    encoding: str = "",
    dry_run: bool = False,
    skip_bad: Path | str | None = None,
) -> ImportSummary:
    """Take a file in: a claims table, or a whole ledger; see `Workspace.import_file`."""
    _refuse_folder(Path(path))
    wanted = _format(path, format, READERS)
    opened = _opener(path)
    name = "standard input" if str(path) == "-" else str(path)
    if wanted == "jsonl" and is_lossless(_first_line(opened)):
        _refuse_options(article, mapping, key, skip_bad)
        return read_lossless(ledger, name, opened, dry_run=dry_run)
    columns = {**(mapping or {}), **({"key": key} if key else {})}
    rejects = None if skip_bad is None else Path(skip_bad)
    if rejects is not None:
        refuse_overwriting(ledger, rejects, [Path(path)])
    with opened() as file:
        data = file.read()
    table = READERS[wanted](data, name, encoding, {*FIELDS, *columns.values()})
    return take_table(
        ledger, table, Terms(article=article, mapping=columns, dry_run=dry_run, skip_bad=rejects)
    )


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
    found = ENDINGS.get(Path(path).suffix.lower(), "")
    if found not in known:
        raise InvalidValueError(
            f"The ending of {str(path)!r} does not tell the format.", hint=f"Say --format. {hint}"
        )
    return found


def _refuse_folder(path: Path) -> None:
    with contextlib.suppress(OSError):
        if path.is_dir():
            raise InputFileError(
                f"{path} is a folder.",
                hint=f"Name the file in it that is to be taken in: annot import {path / 'FILE'}",
            )


def _opener(path: Path | str) -> Callable[[], BinaryIO]:
    """What opens a file at its begin; standard input and pipes are read whole, once."""
    if str(path) == "-":
        return partial(io.BytesIO, sys.stdin.buffer.read())
    file = Path(path)
    with _reading(file):
        if file.exists() and not file.is_file():
            return partial(io.BytesIO, file.read_bytes())
        file.open("rb").close()

    def opened() -> BinaryIO:
        return file.open("rb")

    return opened


@contextlib.contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise InputFileError(
            f"There is no file {path}.", hint="Check the name; - reads standard input."
        ) from error
    except OSError as error:
        raise InputFileError(f"{path} cannot be read: {error.strerror or error}.") from error


def _first_line(opened: Callable[[], BinaryIO]) -> bytes:
    with opened() as file:
        return file.readline(65_536)


def _refuse_options(
    article: ArticleHandle | None,
    mapping: Mapping[str, str] | None,
    key: str,
    skip_bad: Path | str | None,
) -> None:
    if article is not None or mapping or key or skip_bad is not None:
        raise InvalidValueError(
            "The file is a whole ledger, which is taken in as it is.",
            hint="Leave out --article, --map, --key and --skip-bad.",
        )
