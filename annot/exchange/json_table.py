"""JSON Lines, or one JSON array, to a table: every object is a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from annot.errors import InputFileError, InvalidValueError
from annot.exchange import strict_json
from annot.exchange.decoding import decoded, encoding_of, lines_of
from annot.exchange.input import Input
from annot.exchange.table import Row, Table, refuse_many
from annot.exchange.table_columns import FIELDS, MARKS
from annot.store.columns import canonical_json


def read_json_lines(source: Input, *, known: Iterable[str] = ()) -> Table:
    """The table of a file with one JSON object a line; empty lines do not count.

    A line that is none is a damaged row.

    Raises:
        InputFileError: If it is no text or empty, no line is a JSON object, or there are too many
            names in them.
    """
    rows = JsonLines(source, encoding_of(source))
    columns = dict[str, None]()
    is_empty, damage, is_any = True, "", False
    for row in rows:
        is_empty, damage = False, damage or row.damage
        is_any = is_any or not row.damage
        columns |= dict.fromkeys(row.cells)
        refuse_many(len(columns) - len(FIELDS) - len(MARKS))
    if is_empty:
        raise _empty(source.name)
    if not is_any:
        raise InputFileError(
            f"{source.name}, {damage}", hint="It holds no JSON object in any line."
        )
    return Table(tuple(columns), rows, encoding=rows.encoding)


@dataclass(frozen=True, slots=True)
class JsonLines:
    """The objects of a file with one a line, read again whenever they are gone through."""

    source: Input
    encoding: str

    def __iter__(self) -> Iterator[Row]:
        """The rows."""
        number = 0
        for place, line in enumerate(lines_of(self.source, self.encoding), start=1):
            if line.strip():
                number += 1
                where = f"line {place}"
                try:
                    yield _row(number, where, strict_json.loads(line))
                except InvalidValueError as error:
                    told = f"{where}: {error.message}"
                    yield Row(number, {}, told, (line.rstrip("\r\n"),))


def read_json_array(source: Input, *, known: Iterable[str] = ()) -> Table:
    """The table of a file that is one JSON array of objects.

    Raises:
        InputFileError: If it is no such file.
    """
    name = source.name
    text, encoding = decoded(source.read(), name=name, encoding=source.encoding)
    if not text.strip():
        raise _empty(name)
    value = _value(text, name)
    if not isinstance(value, list):
        raise InputFileError(f"{name} is no JSON array of objects.")
    columns = dict[str, None]()
    rows = [_row(number, f"element {number}", item) for number, item in enumerate(value, start=1)]
    for row in rows:
        columns |= dict.fromkeys(row.cells)
    if rows and all(row.damage for row in rows):
        raise _no_objects(name, rows[0].damage)
    return Table(tuple(columns), rows, encoding=encoding)


def _empty(name: str) -> InputFileError:
    return InputFileError(f"{name} is empty.", hint="What it may hold: annot import --help")


def _value(text: str, where: str) -> Any:
    try:
        return strict_json.loads(text)
    except InvalidValueError as error:
        raise InputFileError(f"{where}: {error.message}", hint=error.hint) from error


def _row(number: int, where: str, item: Any) -> Row:
    """An object as a row; anything else is damaged, and kept whole."""
    if isinstance(item, dict):
        return Row(number, item)
    told = f"{where}: a claim is a JSON object, this is {item!r:.60}"
    return Row(number, {}, told, (canonical_json(item),))


def _no_objects(name: str, damage: str) -> InputFileError:
    return InputFileError(
        f"{name}, {damage}", hint="There is no JSON object in it: annot import --help"
    )
