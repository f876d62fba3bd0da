"""A row as JSON and back: what the history keeps and what the lossless export writes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Table

from annot.errors import InvalidValueError
from annot.store.columns import (
    Closed,
    Flag,
    Uid,
    UtcTime,
    canonical_json,
    text_to_time,
    time_to_text,
)
from annot.store.models import Row, metadata

Image = dict[str, Any]


def table_of(model: type[Row]) -> Table:
    """The table of a model."""
    return metadata.tables[str(model.__tablename__)]


@cache
def recorded_columns(noun: str) -> tuple[str, ...]:
    """The columns of a table that the history keeps: all but the derived ones."""
    columns = metadata.tables[noun].columns
    return tuple(column.name for column in columns if not column.info.get("derived"))


def image(noun: str, row: Row | Mapping[str, Any]) -> Image:
    """The row as plain JSON values, derived columns left out."""
    values = row if isinstance(row, Mapping) else row.__dict__
    return {name: plain(values[name]) for name in recorded_columns(noun)}


def spellings(noun: str, row: Row | Mapping[str, Any]) -> Iterator[str]:
    """How the history may spell a row as canonical JSON: now, and before later columns came.

    A migration that adds a column leaves the history as it is, so that the chain holds. A row that
    has the column's default may therefore stand there without it.
    """
    spelled = image(noun, row)
    yield canonical_json(spelled)
    defaults = _defaults(noun)
    if defaults and all(spelled[name] == default for name, default in defaults.items()):
        yield canonical_json({n: value for n, value in spelled.items() if n not in defaults})


@cache
def _defaults(noun: str) -> Image:
    """What a row from before a migration has in the columns that it added, as plain values."""
    told = {column.name: column.info.get("later") for column in metadata.tables[noun].columns}
    return {name: json.loads(default) for name, default in told.items() if default is not None}


def plain(value: Any) -> Any:
    """One value as JSON can say it: uid and bytes as hex, moments as UTC text."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return time_to_text(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, StrEnum):
        return value.value
    return value


def values(noun: str, stored: Mapping[str, Any]) -> dict[str, Any]:
    """The columns' values that an image stands for.

    Raises:
        InvalidValueError: If a column is missing or its value cannot be read.
    """
    readers = _readers(noun)
    stored = {**_defaults(noun), **stored}
    missing = [name for name in readers if name not in stored]
    if missing:
        raise InvalidValueError(f"A {noun} without {missing[0]!r}.")
    result = {}
    for name, read in readers.items():
        value = stored[name]
        try:
            result[name] = None if value is None else read(value)
        except (ValueError, TypeError, AttributeError) as error:
            raise InvalidValueError(f"A {noun} whose {name!r} is {value!r}.") from error
    return result


@cache
def _readers(noun: str) -> dict[str, Callable[[Any], Any]]:
    table = metadata.tables[noun]
    return {name: _reader(table.columns[name].type) for name in recorded_columns(noun)}


def _reader(column_type: Any) -> Callable[[Any], Any]:
    if isinstance(column_type, Uid):
        return UUID
    if isinstance(column_type, UtcTime):
        return text_to_time
    if isinstance(column_type, Closed):
        return column_type.vocabulary
    if isinstance(column_type, Flag):
        return bool
    if column_type.python_type is bytes:
        return bytes.fromhex
    return _same


def _same(value: Any) -> Any:
    return value
