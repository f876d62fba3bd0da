"""Names that columns usually have elsewhere: which field they stand for, and what they may mean.

Only names that hardly mean anything else are guessed; of the others it is asked. A field that a
column names itself, or that was mapped, is not guessed; and where two columns may stand for one
field, neither does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import groupby

from annot.exchange.table_columns import DEFAULT, folded

GUESSES: Mapping[str, tuple[str, ...]] = {
    "claim": (
        "statement", "statements", "assertion", "assertions", "claims", "claim_text",
        "claim_reviewed", "claimreviewed", "claimed",
    ),
    "verdict": (
        "rating", "ruling", "veracity", "truth_rating", "claim_rating", "verdict_label",
    ),
    "reasoning": ("explanation", "justification", "rationale"),
    "correction": ("corrected", "corrected_wording", "suggested_wording", "suggested_correction"),
    "checker": ("checked_by", "fact_checker", "factchecker"),
    "tags": ("tag", "keywords", "keyword"),
    "note": ("comment", "comments", "remark", "remarks"),
    "source_url": (
        "url", "link", "source_link", "href", "web_address", "evidence_url", "evidence_link",
    ),
    "source_title": ("source_name", "title_of_source"),
    "source_publisher": ("publisher",),
    "source_published": (
        "publication_date", "date_published", "date_of_publication", "published", "published_at",
        "pub_date", "source_date",
    ),
    "source_authors": ("source_author",),
    "source_accessed": (
        "accessed", "date_accessed", "access_date", "date_of_access", "retrieved", "retrieved_on",
    ),
    "source_archived_url": (
        "archived_url", "archive_url", "archive_link", "archived_link", "wayback_url",
    ),
    "passage": ("excerpt", "source_quote", "source_passage", "evidence_text"),
    "locator": ("page_number", "page_numbers"),
}  # fmt: skip
"""Names of columns as `folded` makes them, by the field that they stand for."""

ASKED: Mapping[str, tuple[str, ...]] = {
    "id": ("key",), "claim_id": ("key",), "nr": ("key",), "no": ("key",), "number": ("key",),
    "ref": ("key",), "reference": ("key",),
    "text": ("claim", "quote"), "sentence": ("claim", "quote"), "content": ("claim", "quote"),
    "source": ("source_url", "source_title"), "sources": ("source_url", "source_title"),
    "title": ("source_title",), "author": ("source_authors",), "authors": ("source_authors",),
    "date": ("source_published",), "page": ("locator",), "pages": ("locator",),
    "label": ("verdict",), "result": ("verdict",), "conclusion": ("verdict",),
    "type": ("kind",), "category": ("kind",), "claim_type": ("kind",),
    "topic": ("tags",), "topics": ("tags",),
}  # fmt: skip
"""Names that may mean a field, but as often something else: nothing is guessed from them."""

_OF_SOURCE = frozenset(
    {
        "source_publisher", "source_published", "source_authors", "source_accessed",
        "source_archived_url", "passage", "locator",
    }
)  # fmt: skip
"""Fields that say something only beside a source that is named."""

_FIELD_OF = {name: field for field, names in GUESSES.items() for name in names}

NAMES = frozenset(_FIELD_OF)
"""All names from which a field is guessed."""


def guesses(fields: Mapping[str, str], others: Collection[str]) -> dict[str, str]:
    """The columns that stand for further fields, by field.

    A table with all columns of our own was written by us, where no name needs guessing.

    Args:
        fields: The columns by field that are known; an empty one says that none stands for it.
        others: The columns that are no fields by their own names.
    """
    if fields.keys() >= set(DEFAULT):
        return {}
    found = sorted((_FIELD_OF[folded(c)], c) for c in others if folded(c) in _FIELD_OF)
    by_field = {field: [c for _, c in same] for field, same in groupby(found, lambda pair: pair[0])}
    sure = {field: c[0] for field, c in by_field.items() if len(c) == 1 and field not in fields}
    named = {field for field, column in {**fields, **sure}.items() if column}
    if named.isdisjoint({"source_url", "source_title"}):
        sure = {field: column for field, column in sure.items() if field not in _OF_SOURCE}
    return sure


def may_mean(column: str) -> tuple[str, ...]:
    """The fields that a column may stand for whose name is one that is guessed or asked about."""
    name = folded(column)
    return (_FIELD_OF[name],) if name in _FIELD_OF else ASKED.get(name, ())
