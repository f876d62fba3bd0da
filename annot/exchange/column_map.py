"""Which column of a table stands for which field, as people say it: in pairs, or in a TOML file.

claim = "Statement"
source_url = "Link"
status = ""            # no column stands for it; one of that name is kept as it is
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz import process

from annot.errors import InputFileError, InvalidValueError
from annot.exchange.table_columns import FIELDS

LARGEST = 1 << 20
"""The largest file that is read, in bytes."""

Said = Mapping[str, str] | Path | str
"""Columns by field, or the TOML file that has them."""

_HINT = 'A line of it is FIELD = "COLUMN", such as: claim = "Statement"'


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Columns by field.

    Attributes:
        columns: The column that stands for each field; an empty one says that none does.
        places: Where it was said, for those that a file says: "columns.toml, line 2".
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    def told(self, name: str, message: str) -> str:
        """A message about a field's column, with the place where it was said."""
        return f"{self.places[name]}: {message}" if name in self.places else message


def column_map(said: Said | Sequence[Said] | None, *, key: str = "") -> ColumnMap:
    """What was said altogether; what comes later counts.

    Args:
        said: Columns by field, files, or several of either.
        key: The column that names each claim.

    Raises:
        InvalidValueError: If a field is named that there is none of.
        InputFileError: If a file cannot be read, or is no such file.
    """
    parts = [said] if isinstance(said, Mapping | Path | str) else list(said or ())
    columns: dict[str, str] = {}
    places: dict[str, str] = {}
    for part in [*parts, *([{"key": key}] if key else [])]:
        read = ColumnMap(part) if isinstance(part, Mapping) else read_column_map(Path(part))
        for name, column in read.columns.items():
            _refuse_unknown(name, read)
            columns[name] = column
            places.pop(name, None)
        places |= read.places
    return ColumnMap(columns, places)


def read_column_map(path: Path) -> ColumnMap:
    """What a TOML file says.

    Raises:
        InputFileError: If it cannot be read, or is no file of columns by field.
    """
    text = _text(path)
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputFileError(f"{path} is no TOML: {error}.", hint=_HINT) from error
    except RecursionError as error:
        raise InputFileError(f"{path} is nested too deep.", hint=_HINT) from error
    places = {name: f"{path}, line {_line(text, name)}" for name in read}
    for name, column in read.items():
        if not isinstance(column, str):
            raise InputFileError(
                f"{places[name]}: {name!r} must name a column as a text, not {column!r:.60}.",
                hint=_HINT,
            )
    return ColumnMap(read, places)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise InputFileError(
            f"There is no file {path}.", hint="Or name a column: --map claim=Statement"
        ) from error
    except OSError as error:
        raise InputFileError(
            f"{path} cannot be read: {error.strerror or error}.",
            hint="Check the permissions of the file.",
        ) from error
    if len(data) > LARGEST:
        raise InputFileError(f"{path} is larger than {LARGEST:,} bytes.", hint=_HINT)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InputFileError(f"{path} is not UTF-8 (byte {error.start}).", hint=_HINT) from error


def _line(text: str, name: str) -> int:
    """The line in which a key stands; the last one if it is spelled in a way of its own."""
    spelled = re.compile(
        rf"""\s*(["']?){re.escape(name)}\1\s*[.=]|\s*\[+\s*["']?{re.escape(name)}"""
    )
    lines = text.split("\n")
    found = (number for number, line in enumerate(lines, start=1) if spelled.match(line))
    return next(found, len(lines))


def _refuse_unknown(name: str, read: ColumnMap) -> None:
    if name in FIELDS:
        return
    near = process.extractOne(name, FIELDS, score_cutoff=60)
    meant = f" Did you mean {near[0]!r}?" if near else ""
    told = read.told(name, f"There is no field {name!r} to map a column to.{meant}")
    kind = InputFileError if name in read.places else InvalidValueError
    raise kind(told, hint=f"One of: {', '.join(FIELDS)}")
