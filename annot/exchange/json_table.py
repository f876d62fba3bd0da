"""JSON Lines, or one JSON array, to a table: every object is a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from annot.errors import InputFileError, InvalidValueError
from annot.exchange import strict_json
from annot.exchange.decoding import decoded, encoding_of, lines_of
from annot.exchange.input import Input
from annot.exchange.table import Row, Table


def read_json_lines(source: Input, *, known: Iterable[str] = ()) -> Table:
    """The table of a file with one JSON object a line; empty lines do not count.

    Raises:
        InputFileError: If it is no text or empty, or a line is no JSON object.
    """
    rows = JsonLines(source, encoding_of(source))
    columns = dict[str, None]()
    is_empty = True
    for row in rows:
        is_empty = False
        columns |= dict.fromkeys(row.cells)
    if is_empty:
        raise _empty(source.name)
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
                where = f"{self.source.name}, line {place}"
                yield _row(number, where, _value(line, where))


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
    rows = []
    for number, item in enumerate(value, start=1):
        row = _row(number, f"{name}, element {number}", item)
        columns |= dict.fromkeys(row.cells)
        rows.append(row)
    return Table(tuple(columns), rows, encoding=encoding)


def _empty(name: str) -> InputFileError:
    return InputFileError(f"{name} is empty.", hint="What it may hold: annot import --help")


def _value(text: str, where: str) -> Any:
    try:
        return strict_json.loads(text)
    except InvalidValueError as error:
        raise InputFileError(f"{where}: {error.message}", hint=error.hint) from error


def _row(number: int, where: str, item: Any) -> Row:
    if not isinstance(item, dict):
        raise InputFileError(f"{where}: a claim is a JSON object, this is {item!r:.60}.")
    return Row(number, item)
