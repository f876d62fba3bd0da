"""The columns of a claims table, by name; the standard library alone is needed for them."""

from __future__ import annotations

DEFAULT = (
    "key", "article", "claim", "quote", "prefix", "suffix", "kind", "status", "verdict",
    "correction", "source_url", "source_title", "source_publisher", "source_published",
    "source_kind", "stance", "passage", "locator", "checker", "note", "tags",
)  # fmt: skip
"""The columns that a table is written with."""

FURTHER = (
    "reasoning", "correction_state", "occurrence", "source_rank", "source_accessed",
    "source_archived_url", "source_authors", "source_confidential", "evidence_note",
)  # fmt: skip
"""The columns that a table is written with if something stands in them."""

NESTED = ("evidence", "notes")
"""What only JSON can hold as it is; in a cell of CSV it is the text of the JSON."""

FIELDS = (*DEFAULT, *FURTHER, *NESTED)
"""All of them."""
