"""The columns of a claims table, by name; the standard library alone is needed for them."""

from __future__ import annotations

from collections.abc import Collection

DEFAULT = (
    "key", "article", "claim", "quote", "prefix", "suffix", "kind", "status", "verdict",
    "correction", "source_url", "source_title", "source_publisher", "source_published",
    "source_kind", "stance", "passage", "locator", "checker", "note", "tags",
)  # fmt: skip
"""The columns that a table is written with."""

FURTHER = (
    "reasoning", "correction_state", "occurrence", "source_rank", "source_accessed",
    "source_archived_url", "source_authors", "source_confidential", "evidence_note", "extra",
)  # fmt: skip
"""The columns that a table is written with if something stands in them.

`extra` is a JSON object of columns that are no fields, but whose names would be taken for one.
"""

NESTED = ("evidence", "notes")
"""What only JSON can hold as it is; in a cell of CSV it is the text of the JSON."""

FIELDS = (*DEFAULT, *FURTHER, *NESTED)
"""All of them."""

REJECTION = ("_row", "_column", "_reason")
"""The columns in which a file of rows that were left out says which they were, and why."""

LEDGER, LEDGER_VERSION = "_ledger", "_ledger_version"
"""The columns in which a file of conflicts says what the ledger says, and in which state."""

ROW_CELLS = "_row_cells"
"""The column in which a file of rejected rows says how a row stood that had cells of no column, or
too few: a JSON list. As long as something stands there, the row is not mended."""

MARKS = (*REJECTION, ROW_CELLS, LEDGER, LEDGER_VERSION)
"""The columns that only files of ours have; they say nothing of a claim."""

MOST_EXTRA = 500
"""The columns that are no fields which a table may have, so that its rows stay rows."""


def folded(column: str) -> str:
    """The name of a column as fields are spelled."""
    return column.strip().lower().replace(" ", "_").replace("-", "_")


def own_name(column: str) -> str:
    """The name under which a column is kept that is no field: on one line."""
    return " ".join(column.split())


def is_own_name(name: str) -> bool:
    """Whether a column of that name would be kept under it, and not be taken for a field."""
    return name == own_name(name) and folded(name) not in FIELDS and name not in MARKS


def marks_of(columns: Collection[str]) -> frozenset[str]:
    """The columns of a table that say nothing of a claim: none if it is no file of ours."""
    is_ours = set(REJECTION).issubset(columns)
    return frozenset(MARKS).intersection(columns) if is_ours else frozenset()
