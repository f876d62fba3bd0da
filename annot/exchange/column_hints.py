"""Columns that are no fields but look like one: which field may be meant."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from rapidfuzz import fuzz, process

from annot.exchange.column_guesses import may_mean
from annot.exchange.table import Reading
from annot.exchange.table_columns import FIELDS, folded

_ALIKE = 85
"""How much a name is like a field, of 100, to be told: 'verdit' is, 'desk' is not."""

Kept = Mapping[str, tuple[str, ...]]
"""The columns that are kept as they are, and which fields each may be meant for."""


def kept_columns(columns: Reading, *, asked: bool = True) -> Kept:
    """The columns of a table that are no fields, with what each may be meant for.

    A field that another column stands for is not meant, nor one that none was to stand for.

    Args:
        columns: The columns.
        asked: Whether to ask about usual names, too, that may mean many things.
    """
    free = [name for name in FIELDS if name not in {*columns.fields, *columns.declined}]
    return {name: _near(column, free, asked=asked) for column, name in columns.extra.items()}


def said(guessed: Mapping[str, str]) -> str:
    """How to say explicitly what was guessed: options to type."""
    return " ".join(_option(field, column) for field, column in guessed.items())


def told(column: str, near: tuple[str, ...]) -> str:
    """What to ask about a column that looks like a field, and what to type then."""
    meant = " or ".join(map(repr, near))
    typed = " or ".join(_option(field, column) for field in near)
    return f"{column!r} is kept as it is; did you mean {meant}? {typed}"


def _option(field: str, column: str) -> str:
    return f"--map {shlex.quote(f'{field}={column}')}"


def _near(column: str, free: list[str], *, asked: bool) -> tuple[str, ...]:
    usual = may_mean(column)
    if usual:
        return tuple(field for field in usual if field in free and asked)
    found = process.extractOne(folded(column), free, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return (found[0],) if found else ()
