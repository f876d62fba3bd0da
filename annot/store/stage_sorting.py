"""Rows that mean one claim together: what they bring is put together, each thing once.

A claim may stand on several rows, one for each piece of evidence, in any order. Where all of them
say the same of the claim itself, the first is written, and what the others bring is written with
it. Where they do not, somebody has to look at them one by one.
"""

from __future__ import annotations

from annot.store.given import (
    JOINED,
    LATER,
    OF_CLAIM,
    OF_LINK,
    TABLES,
    Below,
    GivenAnchor,
    GivenNote,
)
from annot.store.temporary import Temporary


def sort_claims(tables: Temporary) -> None:
    """Have the rows that mean one claim written together, or looked at alone together.

    Afterwards `together` has the rows of the former, with the first of each claim.
    """
    tables.index("ix_given", "given_claim", "(article_id, key)")
    found = tables.run(
        "INSERT INTO temp.together SELECT n, first FROM"
        " (SELECT article_id, key, min(n) AS first FROM temp.given_claim"
        "  GROUP BY article_id, key HAVING count(*) > 1) AS doubled JOIN temp.given_claim"
        " USING (article_id, key)"
    )
    if found:
        tables.index("ix_together", "together", "(first)")
        _put_off_unlike(tables)
        _join_alike(tables)


def _put_off_unlike(tables: Temporary) -> None:
    """Put off the claims of which rows say something different, or more than a set can hold."""
    unlike = " OR ".join(f"one.{name} IS NOT other.{name}" for name in (*OF_CLAIM, "said"))
    tables.run(
        f"UPDATE temp.given_claim SET state = {LATER} WHERE n IN"
        " (SELECT n FROM temp.together WHERE first IN"
        "  (SELECT first FROM temp.together JOIN temp.given_claim AS one USING (n)"
        "   JOIN temp.given_claim AS other ON other.n = first"
        f"  WHERE one.state = {LATER} OR one.further > 0 OR {unlike}))"
    )
    tables.run(
        "DELETE FROM temp.together WHERE n IN"
        f" (SELECT n FROM temp.given_claim WHERE state = {LATER})"
    )


def _join_alike(tables: Temporary) -> None:
    """Have all that the rows of a claim bring written with the first of them."""
    tables.run(
        f"UPDATE temp.given_claim SET state = {JOINED} WHERE n IN"
        " (SELECT n FROM temp.together WHERE n <> first)"
    )
    cited = ", ".join(("source", *OF_LINK))
    again = _again("given_claim", cited, "WHERE source IS NOT NULL")
    tables.run(f"UPDATE temp.given_claim SET source = NULL WHERE n IN ({again})")
    for kind in (GivenNote, GivenAnchor):
        _drop_again(tables, kind)
    tables.run(
        "UPDATE temp.given_claim SET position = lowest,"
        " further = total - CASE WHEN source IS NULL THEN 0 ELSE 1 END"
        " FROM (SELECT first, count(source) AS total, min(position) AS lowest"
        "  FROM temp.together JOIN temp.given_claim USING (n) GROUP BY first) AS joined"
        " WHERE n = first"
    )


def _drop_again(tables: Temporary, kind: type[Below]) -> None:
    table, said = TABLES[kind], ", ".join(f'"{name}"' for name in kind._fields[1:])
    tables.run(f"DELETE FROM temp.{table} WHERE rowid IN ({_again(table, said, '')})")


def _again(table: str, said: str, condition: str) -> str:
    """The rows that say of a claim what an earlier one has said already."""
    return (
        f"SELECT number FROM (SELECT {table}.rowid AS number, row_number() OVER"
        f" (PARTITION BY first, {said} ORDER BY {table}.rowid) AS nth"
        f" FROM temp.together JOIN temp.{table} USING (n) {condition}) AS said WHERE nth > 1"
    )
