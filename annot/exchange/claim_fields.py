"""The fields of a claims table and what each of their cells has to be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from annot.errors import InvalidValueError
from annot.exchange import strict_json
from annot.exchange.foreign_words import verdict_in
from annot.exchange.listing import AUTHORS, TAGS, split
from annot.exchange.table import Cell
from annot.exchange.table_columns import DEFAULT, FIELDS, FURTHER, NESTED
from annot.exchange.table_dates import table_date
from annot.operations import claim_values, sources
from annot.operations.ledger import line, member, words
from annot.operations.places import Occurrence
from annot.store.columns import canonical_json
from annot.vocabulary import Addressee, DateOrder, NoteKind, Stance

SOURCE = {
    "source_url": "url",
    "source_title": "title",
    "source_authors": "authors",
    "source_publisher": "publisher",
    "source_published": "published",
    "source_kind": "kind",
    "source_rank": "rank",
    "source_accessed": "accessed",
    "source_archived_url": "archived_url",
    "source_confidential": "confidential",
}
"""The columns of a source, and what the ledger calls what is in them."""

DATES = {"source_published": "date of publication", "source_accessed": "date of access"}
"""The columns of dates, and what they are called in messages."""

CLAIM = {
    "claim": "text",
    "kind": "kind",
    "status": "status",
    "verdict": "verdict",
    "reasoning": "reasoning",
    "correction": "correction",
    "correction_state": "correction_state",
    "checker": "checker",
    "tags": "tags",
}
"""The columns of a claim's own values, likewise."""

_TRUE = frozenset({"true", "yes", "1", "x"})
_FALSE = frozenset({"", "false", "no", "0"})


def text(cell: Cell) -> str:
    """The text of a cell; nothing for null; a whole number as its digits.

    Raises:
        InvalidValueError: If it is a list, an object, a truth value or a fraction.
    """
    if cell is None:
        return ""
    if isinstance(cell, bool) or not isinstance(cell, str | int):
        raise InvalidValueError(f"It must be a text, not {cell!r:.60}.")
    return str(cell)


def listed(cell: Cell, sign: str) -> list[str]:
    """The texts of a cell that holds several.

    Raises:
        InvalidValueError: If it is neither a text nor a list of texts.
    """
    return [text(item) for item in cell] if isinstance(cell, list) else split(text(cell), sign)


def flag(cell: Cell) -> bool:
    """Whether a cell says yes.

    Raises:
        InvalidValueError: If it says neither yes nor no.
    """
    word = str(cell).lower() if isinstance(cell, bool) else text(cell).strip().lower()
    if word not in _TRUE | _FALSE:
        raise InvalidValueError(f"It is neither yes nor no: {cell!r:.60}.")
    return word in _TRUE


def occurrence(cell: Cell) -> Occurrence:
    """Which of several places a cell names.

    Raises:
        InvalidValueError: If it is no number from 1 and not "all".
    """
    word = text(cell).strip().lower()
    if word == "all":
        return "all"
    if not word:
        return None
    if not (word.isascii() and word.isdigit() and len(word) < 10 and int(word) > 0):
        raise InvalidValueError(f"The occurrence {word!r:.60} is no number from 1, nor all.")
    return int(word)


def claim_value(column: str, cell: Cell) -> Any:
    """A claim's own value as the ledger takes it.

    Raises:
        InvalidValueError: If it does not take it.
    """
    value = listed(cell, TAGS) if column == "tags" else text(cell)
    name = CLAIM[column]
    if column == "status" and not value:
        return None
    if column == "verdict":
        return verdict_in(text(cell)).verdict
    return claim_values.checked(**{name: value})[name]


def source_value(column: str, cell: Cell, order: DateOrder | None = None) -> Any:
    """A source's value as the ledger takes it.

    Args:
        column: Its column.
        cell: The cell.
        order: Which comes first in a date that can be read in two ways.

    Raises:
        InvalidValueError: If it does not take it.
    """
    name = SOURCE[column]
    if column == "source_authors":
        return sources.checked({name: listed(cell, AUTHORS)})[name]
    if column == "source_confidential":
        return flag(cell)
    value = text(cell)
    if column in DATES:
        return table_date(value, DATES[column], order)
    return sources.checked({name: value})[name] if value.strip() else ""


LINK: Mapping[str, Callable[[Cell], Any]] = {
    "stance": lambda cell: member(Stance, text(cell) or Stance.SUPPORTS, "stance"),
    "passage": lambda cell: words(text(cell), "passage"),
    "locator": lambda cell: line(text(cell), "locator"),
    "evidence_note": lambda cell: words(text(cell), "note"),
}
"""The columns of a piece of evidence beside its source, and how their cells are read."""

NOTE: Mapping[str, Callable[[Cell], Any]] = {
    "kind": lambda cell: member(NoteKind, text(cell) or NoteKind.NOTE, "kind of note"),
    "text": lambda cell: words(text(cell), "note"),
    "to": lambda cell: member(Addressee, text(cell), "addressee") if text(cell) else None,
    "answer": lambda cell: words(text(cell), "answer") or None,
}
"""The members of a nested note, likewise."""


def any_text(cell: Cell) -> str:
    """The text of a cell of a column that is no field; JSON for what is neither text nor number.

    Raises:
        InvalidValueError: If no text can hold it.
    """
    if cell is None or isinstance(cell, str):
        return cell or ""
    return canonical_json(cell)


def extras(cell: Cell) -> dict[str, str]:
    """The columns of a cell that holds several by name, as JSON or as the text of JSON.

    Raises:
        InvalidValueError: If it is no JSON object.
    """
    value = strict_json.loads(cell) if isinstance(cell, str) and cell.strip() else cell
    if value in (None, ""):
        return {}
    if not isinstance(value, dict):
        raise InvalidValueError("It must be a JSON object.")
    return {name: any_text(item) for name, item in value.items()}


def evidence(cell: Cell) -> list[dict[str, Cell]]:
    """The pieces of evidence of a cell that holds several.

    Raises:
        InvalidValueError: If it is no list of objects; a plain text may be anything.
    """
    if isinstance(cell, str) and _is_plain(cell):
        raise InvalidValueError(
            "It is plain text: say what it is, with --map source_url=evidence, source_title=, "
            "passage= or note=evidence; or keep it as it is, with --map evidence="
        )
    return objects(cell)


def notes(cell: Cell) -> list[dict[str, Cell]]:
    """The notes of a cell that holds several; a plain text is one.

    Raises:
        InvalidValueError: If it is neither that nor a list of objects.
    """
    return [{"text": cell}] if isinstance(cell, str) and _is_plain(cell) else objects(cell)


def _is_plain(cell: str) -> bool:
    """Whether a cell has words in it that are no JSON list."""
    return bool(cell.strip()) and not cell.lstrip().startswith("[")


def objects(cell: Cell) -> list[dict[str, Cell]]:
    """The objects of a cell that holds several, as JSON or as the text of JSON.

    Raises:
        InvalidValueError: If it is no list of objects.
    """
    value = strict_json.loads(cell) if isinstance(cell, str) and cell.strip() else cell
    if value in (None, ""):
        return []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise InvalidValueError("It must be a list of JSON objects.")
    return value


__all__ = (
    "AUTHORS", "CLAIM", "DEFAULT", "FIELDS", "FURTHER", "LINK", "NESTED", "NOTE", "SOURCE", "TAGS",
    "any_text", "claim_value", "evidence", "extras", "flag", "listed", "notes", "occurrence",
    "source_value", "text",
)  # fmt: skip
