"""Claims that hold some words, in the order of a list: SQL for the full text of SQLite.

A common word stands in hundreds of thousands of claims, and the list wants the first of them. To
collect them all and sort them took 1.2 s in a million claims. So the beginning of the list is
looked through first, which finds enough of a common word in 20 ms; a word that is not common is
looked up, from the index to the claims and never the other way round (2 ms for a thousand hits).
"""

from __future__ import annotations

from annot.store.claim_filter import ClaimFilter, Parameter, match_expression, where

NEAR_ROWS = 2_000
"""Rows of the list that are looked through."""

Statement = tuple[str, list[Parameter]]


def is_for_words(wanted: ClaimFilter) -> bool:
    """Whether a filter looks for words that the full text can hold."""
    return bool(match_expression(wanted.words))


def hits(wanted: ClaimFilter) -> Statement:
    """A condition and its tables: `FROM … WHERE …` over `claim` and its full text."""
    condition, parameters = where(wanted._replace(words=()))
    return (
        "FROM claim_fts CROSS JOIN claim ON claim.id = claim_fts.rowid"
        f" WHERE claim_fts MATCH ? AND {condition}",
        [match_expression(wanted.words), *parameters],
    )


def near(wanted: ClaimFilter, limit: int) -> Statement:
    """The ids of the first claims of a list in the order of places, as far as they are near.

    If they are as many as wanted, they are the first of the whole list.

    Args:
        wanted: The filter.
        limit: How many are wanted at the most.
    """
    condition, parameters = where(wanted._replace(words=()))
    return (
        f"WITH near AS MATERIALIZED (SELECT claim.id FROM claim WHERE {condition}"
        f" ORDER BY {wanted.order.by()} LIMIT {NEAR_ROWS})"
        " SELECT id FROM near WHERE id IN (SELECT rowid FROM claim_fts WHERE claim_fts MATCH ?"
        " AND rowid BETWEEN (SELECT min(id) FROM near) AND (SELECT max(id) FROM near)) LIMIT ?",
        [*parameters, match_expression(wanted.words), limit],
    )
