"""Columns that are no fields but look like one: which field may be meant."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Mapping

from rapidfuzz import fuzz, process

from annot.exchange.table import Reading
from annot.exchange.table_columns import folded

_ALIKE = 80
"""How much a name is like a field, of 100, to be told: 'verdit' is, 'desk' is not."""

Kept = Mapping[str, tuple[str, ...]]
"""The columns that are kept as they are, and which fields each may be meant for."""


def kept_columns(columns: Reading, known: Collection[str]) -> Kept:
    """The columns of a table that are no fields, with what each may be meant for.

    A field that another column stands for is not meant.
    """
    free = [name for name in known if name not in columns.fields]
    return {column: _near(column, free) for column in columns.extra}


def told(column: str, near: tuple[str, ...]) -> str:
    """What to ask about a column that looks like a field, and what to type then."""
    meant = " or ".join(map(repr, near))
    typed = " or ".join(f"--map {shlex.quote(f'{field}={column}')}" for field in near)
    return f"{column!r} is kept as it is; did you mean {meant}? {typed}"


def _near(column: str, free: list[str]) -> tuple[str, ...]:
    found = process.extractOne(folded(column), free, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return (found[0],) if found else ()
