"""Claims that may say the same as some words: the few hundred that are worth a closer look.

SQL for the full text of SQLite, by the standard library alone. To let FTS5 rank an OR of all words
took 0.84 s in a million claims, since it goes through every claim that has a "the". So each word
is looked up alone, newest claims first and not further than `_most_hits`; how many claims have a
word of which that is not all is told by how far back the newest ones reach. The rare words choose
the candidates, and only these are looked at for the common words, too.
"""

from __future__ import annotations

import contextlib
import math
import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, NamedTuple

from annot.store.claim_filter import Match, Parameter
from annot.store.sqlite_file import TOKENIZER

Run = Callable[[str, Sequence[Parameter]], list[tuple[Any, ...]]]
"""Runs a query and gives its rows."""

CANDIDATES = 120
"""How many claims are looked at closely."""

LONGEST = 2_000
"""Code points of a claim that are compared; a claim is a sentence, not an article."""

_MOST_WORDS = 40
_LEAST_HITS, _SHARE, _MOST_HITS = 1_000, 20, 20_000
_COMMON = 0.5
"""A word that a larger part of the claims has says nothing about which claim is meant."""

_WORD = re.compile(r"[^\W_]+")
_COLUMNS = ("text", "correction")


class Alike(NamedTuple):
    """A claim that may say the same, and what of the words it has.

    Attributes:
        number: Its number.
        text: Its words.
        correction: The wording proposed instead.
        status: Its status, as stored.
        verdict: Its verdict, as stored.
        article: The slug of its article.
        title: The title of its article.
        updated_at: When it was changed last, in UTC as stored.
        is_in_article: Whether it is of an article at all.
        weight: How much of the words it has, each by how rare it is: from 0 to 1.
    """

    number: int
    text: str
    correction: str
    status: str
    verdict: str | None
    article: str
    title: str
    updated_at: str
    is_in_article: bool
    weight: float


class _Word(NamedTuple):
    hits: list[int]
    weight: float
    is_complete: bool
    typed: str


def alike(
    run: Run, text: str, *, leave_out: int | None = None, also: Collection[int] = ()
) -> list[Alike]:
    """The claims that have the most of some words, by how rare each is; at most `CANDIDATES`.

    Args:
        run: Runs a query.
        text: The words; of very many the first ones are looked for.
        leave_out: The number of a claim that is not meant: the one that the words are of.
        also: The numbers of claims that are looked at in any case.
    """
    (bounds,) = run("SELECT coalesce(max(id), 0), coalesce(min(id), 0) FROM claim", ())
    newest, oldest = bounds
    if not newest:
        return []
    words = [_looked_up(run, word, newest, oldest) for word in _distinct_words(text)]
    if any(word.weight for word in words):
        words = [word for word in words if word.weight]
    else:  # they are everywhere, so one says as much as another
        words = [word._replace(weight=1.0) for word in words]
    rows = _rows(run, list(dict.fromkeys([*also, *_chosen(words, leave_out)])))
    weights = _weighed(words, rows)
    total = sum(word.weight for word in words) or 1.0
    return sorted(
        (Alike._make((*row, weights[row[0]] / total)) for row in rows),
        key=lambda item: (-item.weight, -item.number),
    )


def _distinct_words(text: str) -> list[str]:
    """The words of a text without regard to upper and lower case, each once."""
    found = dict.fromkeys(word.casefold() for word in _WORD.findall(text[:LONGEST]))
    return list(found)[:_MOST_WORDS]


def _looked_up(run: Run, word: str, newest: int, oldest: int) -> _Word:
    """The newest claims with a word, and how much it says (the weight that BM25 gives it)."""
    span = newest - oldest + 1
    most = max(_LEAST_HITS, min(_MOST_HITS, span // _SHARE))
    hits = [
        number
        for (number,) in run(
            "SELECT claim_fts.rowid FROM claim_fts WHERE claim_fts MATCH ?"
            " ORDER BY claim_fts.rowid DESC LIMIT ?",
            (_expression(word), most),
        )
    ]
    is_complete = len(hits) < most
    share = len(hits) / (span if is_complete else newest - hits[-1] + 1)
    if share > _COMMON and span > most:
        return _Word(hits, 0.0, is_complete, word)
    # A word that no claim has may be one that is only bent otherwise: it weighs no more than one.
    count = max(share * span, 1)
    weight = math.log(1 + (span - count + 0.5) / (count + 0.5))
    return _Word(hits, weight, is_complete, word)


def _expression(word: str) -> Match:
    return Match.of([word], columns=_COLUMNS)


def _chosen(words: Iterable[_Word], leave_out: int | None) -> list[int]:
    """The claims that have the most of the rare words; of the common ones, if there are no rare."""
    listed = list(words)
    rare = [word for word in listed if word.is_complete and word.hits]
    weights: defaultdict[int, float] = defaultdict(float)
    for word in rare or listed:
        weight = word.weight
        for number in word.hits:
            weights[number] += weight
    weights.pop(leave_out or 0, None)
    ordered = sorted(((weight, number) for number, weight in weights.items()), reverse=True)
    return [number for _, number in ordered[:CANDIDATES]]


def _weighed(words: Iterable[_Word], rows: Sequence[tuple[Any, ...]]) -> dict[int, float]:
    """How much each of some claims has of all words, the common ones too."""
    weights = dict.fromkeys((row[0] for row in rows), 0.0)
    common = []
    for word in words:
        for number in weights.keys() & set(word.hits):
            weights[number] += word.weight
        if not word.is_complete:
            common.append(word)
    if common:
        _add_common(weights, common, rows)
    return weights


def _add_common(
    weights: dict[int, float], common: Iterable[_Word], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Add what claims have of words whose hits were not followed to the end.

    An index of just these claims, in memory, tells it in half a millisecond; to ask the large one
    cost 12 µs a claim and word.
    """
    with contextlib.closing(sqlite3.connect(":memory:", isolation_level=None)) as small:
        small.execute(
            "CREATE VIRTUAL TABLE claim_fts"
            f" USING fts5(text, correction, content='', tokenize='{TOKENIZER}')"
        )
        small.execute("BEGIN")
        small.executemany(
            "INSERT INTO claim_fts(rowid, text, correction) VALUES (?, ?, ?)",
            (row[:3] for row in rows),
        )
        for word in common:
            found = small.execute(
                "SELECT rowid FROM claim_fts WHERE claim_fts MATCH ?", (_expression(word.typed),)
            )
            for number in {number for (number,) in found} - set(word.hits):
                weights[number] += word.weight


def _rows(run: Run, found: Sequence[int]) -> list[tuple[Any, ...]]:
    marks = ", ".join("?" * len(found))
    return run(
        f"SELECT claim.id, substr(claim.text, 1, {LONGEST}),"
        f" substr(claim.correction, 1, {LONGEST}), claim.status, claim.verdict,"
        " article.slug, article.title, claim.updated_at, claim.article_id > 0"
        " FROM claim JOIN article ON article.id = claim.article_id"
        f" WHERE claim.id IN ({marks})",
        tuple(found),
    )
