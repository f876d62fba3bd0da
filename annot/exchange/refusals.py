"""What is said where a table, or a row of it, cannot be taken: what is wrong, and what to type."""

from __future__ import annotations

import shlex
from collections.abc import Sequence, Set

from annot.errors import (
    AnnotError,
    BadRowsError,
    InputFileError,
    QuoteAmbiguousError,
    QuoteNotFoundError,
)
from annot.exchange.column_hints import kept_columns, told
from annot.exchange.faults import AllFaults
from annot.exchange.table import Reading, Table


def refuse_without_claims(table: Table, columns: Reading) -> None:
    """Refuse a table in which no row can have any words.

    Raises:
        InputFileError: If it is one.
    """
    there = [*columns.fields.values(), *columns.extra]
    if not there or "claim" in columns.fields or "quote" in columns.fields:
        return
    kept = kept_columns(columns)
    near = [told(column, meant) for column, meant in kept.items() if meant]
    raise InputFileError(
        f"{table.name or 'The file'} has no column for the claims; its columns are "
        f"{', '.join(map(repr, there)):.400}.",
        hint="; ".join(near) or _sign_between(there) or _unnamed(columns),
    )


def _unnamed(columns: Reading) -> str:
    """What to type if no column has the name of the claims; perhaps no column has a name."""
    said = "Say which it is: --map claim=COLUMN"
    if columns.fields:
        return said
    return f"{said}. If that is a claim already, write a line with the names of columns above it."


def _sign_between(columns: Sequence[str]) -> str:
    """What to type if the only column looks like several with an unusual sign between them."""
    signs = [sign for sign in columns[0] if not (sign.isalnum() or sign in " _-'\"")]
    if len(columns) > 1 or not signs:
        return ""
    return f"If {signs[0]!r} stands between its cells: --delimiter {shlex.quote(signs[0])}"


def bad_rows(faults: AllFaults, columns: Reading, table: Table) -> BadRowsError:
    """What is said of rows that cannot be taken and are not to be skipped."""
    noun = table.noun
    rows = faults.first
    first = rows[0]
    where = (first.place or f"{noun} {first.row}") + (f", {first.column}" if first.column else "")
    counted = f"One {noun} cannot" if faults.count == 1 else f"{faults.count:,} {noun}s cannot"
    said = _beginning(table.name, counted)
    return BadRowsError(
        f"{said} be taken ({where}: {_cut(first.reason)}); nothing was written.",
        hint=_mending(columns, {fault.column for fault in rows}),
        rows=rows,
        count=faults.count,
        summary=f"{said} be taken; nothing was written.",
    )


def _beginning(name: str, counted: str) -> str:
    return f"{name}: {counted[0].lower()}{counted[1:]}" if name else counted


def _cut(reason: str) -> str:
    return reason if len(reason) <= 200 else f"{reason[:199]}…"


def _mending(columns: Reading, at_fault: Set[str]) -> str:
    """What to do about bad rows, also if it was a guess, or a misspelt column, that made them."""
    guessed = [name for name in columns.guessed if columns.fields[name] in at_fault]
    near = [told(*pair) for pair in kept_columns(columns, asked=False).items() if pair[1]]
    kept = [
        f"{columns.fields[name]!r} was taken for {name}; to keep it as it is: --map {name}="
        for name in guessed
    ]
    usual = "Mend the file, or take the good rows and get the others: --skip-bad REJECTS"
    return ". ".join([usual, *kept, *near])


def unplaced(error: AnnotError) -> str:
    """Why a quote has no place, with what a person needs to mend the row."""
    if isinstance(error, QuoteNotFoundError) and error.nearest is not None:
        return f"{error.message} The nearest passage is {error.nearest.exact!r}."
    if isinstance(error, QuoteAmbiguousError):
        told = "; ".join(f"… {p.before}[{p.exact}]{p.after} …" for p in error.places[:5])
        return f"{error.message} Say which in the column occurrence, or prefix: {told}"
    return error.message
