"""Claims that hold some words, in the order of a list: SQL for the full text of SQLite.

A common word stands in hundreds of thousands of claims, and the list wants the first of them. To
collect them all and sort them took 1.2 s in a million claims. So the beginning of the list is
looked through first, which finds enough of a common word; a word that is not common is looked up,
from the index to the claims and never the other way round (2 ms for a thousand hits).
"""

from __future__ import annotations

import sqlite3

from annot.store.claim_filter import ClaimFilter, Parameter, match_expression, where
from annot.store.sqlite_file import FULL_TEXT_COLUMNS, TOKENIZER
from annot.store.thin import Run

NEAR_ROWS = 2_000
"""Rows of the list that are looked through."""

Statement = tuple[str, list[Parameter]]

FULL_TEXT_OF_ROWS = (
    f"CREATE VIRTUAL TABLE near USING fts5({FULL_TEXT_COLUMNS}, content='', tokenize='{TOKENIZER}')"
)


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


def _listed(wanted: ClaimFilter) -> Statement:
    condition, parameters = where(wanted)
    return f"FROM claim WHERE {condition}", parameters


class FirstHits:
    """Looks the first claims that hold some words up, each word as it is typed.

    The last word is one that somebody is typing: a letter or two, with which hundreds of thousands
    of words begin. To merge all of these takes 150 ms, so they are looked for only in what is near.
    """

    def __init__(self) -> None:
        self._plain, self._narrowed = Near(), Near()

    def find(self, run: Run, state: object, wanted: ClaimFilter, limit: int) -> list[int] | None:
        """The ids of the first claims of a list in the order of places.

        Args:
            run: What runs queries on the ledger.
            state: Something that is another one after anything was written.
            wanted: The filter.
            limit: How many are wanted at the most.

        Returns:
            The ids; None if all hits have to be looked up for them.
        """
        plain = wanted._replace(words=())
        found = self._plain.first(run, state, plain, wanted, limit)
        before = wanted._replace(words=wanted.words[:-1])
        if found is not None or not is_for_words(before):
            return found
        if self._plain.first(run, state, plain, before, limit) is not None:
            return None  # the words before are common themselves
        return self._narrowed.first(run, state, before, wanted, limit)


class Near:
    """The beginning of a list, with a full text of its own, in memory.

    It is made anew when the list is narrowed otherwise or anything was written, which takes some
    10 ms; each further word is looked up in it in less than one, however common its beginning is.
    """

    def __init__(self) -> None:
        self._of: object = None
        self._ids: list[int] = []
        self._full_text = sqlite3.connect(":memory:", check_same_thread=False)
        self._full_text.execute(FULL_TEXT_OF_ROWS)

    def first(
        self, run: Run, state: object, base: ClaimFilter, wanted: ClaimFilter, limit: int
    ) -> list[int] | None:
        """The ids of the first claims of a list in the order of places.

        Args:
            run: What runs queries on the ledger.
            state: Something that is another one after anything was written.
            base: The filter of the list whose beginning is looked through.
            wanted: The filter, which narrows that list by words.
            limit: How many are wanted at the most.

        Returns:
            The ids; None if there may be more of them further on.
        """
        if self._of != (state, base):
            self._of = None
            self._read(run, base)
            self._of = (state, base)
        rows = self._full_text.execute(
            "SELECT rowid FROM near WHERE near MATCH ? ORDER BY rowid LIMIT ?",
            (match_expression(wanted.words), limit),
        )
        found = [self._ids[row] for (row,) in rows]
        return found if len(found) == limit or len(self._ids) < NEAR_ROWS else None

    def _read(self, run: Run, base: ClaimFilter) -> None:
        found, parameters = hits(base) if is_for_words(base) else _listed(base)
        rows = run(
            f"SELECT claim.id, claim.text, claim.reasoning, claim.correction {found}"
            f" ORDER BY {base.order.by()} LIMIT {NEAR_ROWS}",
            parameters,
        )
        self._ids = [row[0] for row in rows]
        self._full_text.execute("INSERT INTO near (near) VALUES ('delete-all')")
        self._full_text.executemany(
            "INSERT INTO near (rowid, text, reasoning, correction) VALUES (?, ?, ?, ?)",
            ((number, *row[1:]) for number, row in enumerate(rows)),
        )
