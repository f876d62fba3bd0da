"""JSON Lines, or one JSON array, to a table: every object is a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from annot.errors import InputFileError, InvalidValueError
from annot.exchange import strict_json
from annot.exchange.decoding import decoded
from annot.exchange.table import Row, Table


def read_json_lines(data: bytes, *, name: str, encoding: str) -> Table:
    """The table of a file with one JSON object a line; empty lines do not count.

    Raises:
        InputFileError: If it is no text or empty, or a line is no JSON object.
    """
    text = _text(data, name, encoding)
    return _table(_objects(text, name))


def read_json_array(data: bytes, *, name: str, encoding: str) -> Table:
    """The table of a file that is one JSON array of objects.

    Raises:
        InputFileError: If it is no such file.
    """
    text = _text(data, name, encoding)
    value = _value(text, name)
    if not isinstance(value, list):
        raise InputFileError(f"{name} is no JSON array of objects.")
    return _table((f"{name}, element {number}", item) for number, item in enumerate(value, start=1))


def _text(data: bytes, name: str, encoding: str) -> str:
    text, _ = decoded(data, name=name, encoding=encoding)
    if not text.strip():
        raise InputFileError(f"{name} is empty.", hint="What it may hold: annot import --help")
    return text


def _objects(text: str, name: str) -> Iterator[tuple[str, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            where = f"{name}, line {number}"
            yield where, _value(line, where)


def _value(text: str, where: str) -> Any:
    try:
        return strict_json.loads(text)
    except InvalidValueError as error:
        raise InputFileError(f"{where}: {error.message}", hint=error.hint) from error


def _table(objects: Iterable[tuple[str, Any]]) -> Table:
    rows, columns = [], dict[str, None]()
    for number, (where, item) in enumerate(objects, start=1):
        if not isinstance(item, dict):
            raise InputFileError(f"{where}: a claim is a JSON object, this is {item!r:.60}.")
        columns |= dict.fromkeys(item)
        rows.append(Row(number, item))
    return Table(tuple(columns), tuple(rows))
