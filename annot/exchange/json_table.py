"""JSON Lines, or one JSON array, to a table: every object is a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from annot.errors import InputFileError, InvalidValueError
from annot.exchange import strict_json
from annot.exchange.decoding import encoding_of, lines_of
from annot.exchange.input import Input
from annot.exchange.json_elements import texts_of
from annot.exchange.table import Row, Table, refuse_many
from annot.exchange.table_columns import FIELDS, MARKS

_BEGIN = 1 << 12


def read_json_lines(source: Input, *, known: Iterable[str] = ()) -> Table:
    """The table of a file with one JSON object a line; empty lines do not count.

    A line that is none is a damaged row.

    Raises:
        InputFileError: If it is no text or empty, no line is a JSON object, or there are too many
            names in them.
    """
    rows = JsonLines(source, encoding_of(source))
    table = _table(rows, "It holds no JSON object in any line.")
    if not any(True for _ in rows):
        raise _empty(source.name)
    return table


def read_json_array(source: Input, *, known: Iterable[str] = ()) -> Table:
    """The table of a file that is one JSON array of objects.

    An element that is none is a damaged row.

    Raises:
        InputFileError: If it is no text or empty, no JSON array, no element is an object, or there
            are too many names in them.
    """
    rows = JsonArray(source, encoding_of(source))
    with source.open() as file:
        begin = file.read(_BEGIN).decode(rows.encoding, "ignore").strip()
    if not begin:
        raise _empty(source.name)
    if not begin.startswith("["):
        raise InputFileError(
            f"{source.name} is no JSON array of objects.",
            hint="Write [ … ] around them, or save them one a line: annot import FILE.jsonl",
        )
    return _table(rows, "There is no JSON object in it: annot import --help")


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
                yield _row(number, f"line {place}", line.rstrip("\r\n"))


@dataclass(frozen=True, slots=True)
class JsonArray:
    """The objects of a file that is one array, read again whenever they are gone through."""

    source: Input
    encoding: str

    def __iter__(self) -> Iterator[Row]:
        """The rows."""
        for number, element in enumerate(texts_of(self.source), start=1):
            line = element.place.removeprefix(f"{self.source.name}, ")
            yield _row(number, f"element {number} ({line})", element.value)


def _table(rows: JsonLines | JsonArray, nothing: str) -> Table:
    columns = dict[str, None]()
    damage, is_any = "", False
    for row in rows:
        damage = damage or row.damage
        is_any = is_any or not row.damage
        columns |= dict.fromkeys(row.cells)
        refuse_many(len(columns) - len(FIELDS) - len(MARKS))
    if damage and not is_any:
        raise InputFileError(f"{rows.source.name}, {damage}", hint=nothing)
    return Table(tuple(columns), rows, encoding=rows.encoding)


def _empty(name: str) -> InputFileError:
    return InputFileError(f"{name} is empty.", hint="What it may hold: annot import --help")


def _row(number: int, where: str, text: str) -> Row:
    """An object as a row; anything else is damaged, and kept whole."""
    try:
        item: Any = strict_json.loads(text)
    except InvalidValueError as error:
        return Row(number, {}, f"{where}: {error.message}", (text,))
    if isinstance(item, dict):
        return Row(number, item)
    return Row(number, {}, f"{where}: a claim is a JSON object, this is {item!r:.60}", (text,))
