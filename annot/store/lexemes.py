"""Words as the full text knows them, on an engine that has another full text of its own.

SQLite's tokenizer cuts and stems the words on both engines, so that they find the same claims: no
dictionary of a server has a say in it, and none has to be installed there. What it makes of a
claim is stored as a `tsvector`, in which the label A stands for the claim's words, B for the
reasoning and C for the correction.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from operator import add

from annot.store.sqlite_file import FULL_TEXT_COLUMNS, TOKENIZER

LABELS = {"text": "A", "reasoning": "B", "correction": "C"}

_LAST_PLACE = 16_383
"""The last position that a tsvector can say; what stands behind it is found, but in no phrase."""

_MOST_PLACES = 255
_LONGEST = 2_000
"""Bytes of a word that a tsvector can hold, and some room; a longer one is cut."""

_ROOM, _WORD_BYTES, _PLACE_BYTES = 1_000_000, 4, 2
"""Bytes that a tsvector can hold, and what a word and each of its places take beside its letters;
the words that do not fit any more are not found."""

_GAP = 2
"""Between the columns, so that no phrase goes from one into the next."""

_AT_ONCE = 500

_WORD = re.compile("[0-9A-Za-z]+")
"""A word, for the tokenizer too, where all letters are of ASCII."""

_MOST_PLAIN = 2_000
"""Letters of a claim up to which it is looked at whether its words are plain."""

_PLAIN_SIGNS = 64
"""Letters of a word up to which it is stemmed, and far from being cut."""

_KEPT = 20_000
"""Words of which the term is kept; most words of a table stand in it many times."""

Words = tuple[int, str, str, str]
"""A claim's id, words, reasoning and correction."""

_Columns = dict[str, list[tuple[int, str]]]
"""Of each column the terms with their places, from 0."""


_PLACES = [
    [f":{place}{label}" for place in range(1 + _MOST_PLACES + len(LABELS) * _GAP)]
    for label in LABELS.values()
]
"""How the places in each column are written, by number."""

_Plain = Sequence[Sequence[str]]
"""The words of each column, as they are written."""


class Lexer:
    """SQLite's tokenizer over a full text in memory; for one thread at a time."""

    def __init__(self) -> None:
        self._memory = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
        self._memory.execute(
            f"CREATE VIRTUAL TABLE words USING fts5({FULL_TEXT_COLUMNS}, content='',"
            f" tokenize='{TOKENIZER}')"
        )
        self._terms: dict[str, str] = {}
        self._memory.execute("CREATE VIRTUAL TABLE found USING fts5vocab(words, 'instance')")

    def vectors(self, claims: Iterable[Words]) -> Iterator[tuple[int, str]]:
        """The claims' ids with their `tsvector` as text."""
        waiting: list[Words] = []
        for claim in claims:
            waiting.append(claim)
            if len(waiting) == _AT_ONCE:
                yield from self._vectors(waiting)
                waiting.clear()
        yield from self._vectors(waiting)

    def _vectors(self, claims: Sequence[Words]) -> Iterator[tuple[int, str]]:
        plain = [_plain(words) for _, *words in claims]
        self._learn(set(chain.from_iterable(chain.from_iterable(plain))))
        others = [claim for claim, columns in zip(claims, plain, strict=True) if not columns]
        found = self._tokens(
            (number, text, reasoning, correction)
            for number, (_, text, reasoning, correction) in enumerate(others)
        )
        columns: defaultdict[int, _Columns] = defaultdict(lambda: defaultdict(list))
        for number, column, place, term in found:
            columns[number][column].append((place, term))
        wholes = iter(range(len(others)))
        for (claim, *_), words in zip(claims, plain, strict=True):
            yield claim, self._plain_vector(words) if words else _vector(columns[next(wholes)])

    def _learn(self, words: set[str]) -> None:
        """Have the terms of plain words."""
        if len(self._terms) > _KEPT:
            self._terms.clear()
        new = words - self._terms.keys()
        numbers = [word for word in new if word.isdecimal()]  # which no stemmer alters
        self._terms.update(zip(numbers, map(_quoted, numbers), strict=True))
        others = [word for word in new if not word.isdecimal()]
        for n, _, _, term in self._tokens((n, word, "", "") for n, word in enumerate(others)):
            self._terms[others[n]] = _quoted(term)

    def _plain_vector(self, columns: _Plain) -> str:
        """The `tsvector` of plain words; the server puts the places of a term together."""
        parts: list[str] = []
        begin = 1
        for places, words in zip(_PLACES, columns, strict=True):
            terms = map(self._terms.__getitem__, words)
            parts += map(add, terms, places[begin : begin + len(words)])
            begin += len(words) + _GAP
        return " ".join(parts)

    def terms(self, words: str) -> list[str]:
        """The terms of some words, in their order."""
        found = sorted(self._tokens([(0, words, "", "")]), key=lambda token: token[2])
        return [term for *_, term in found]

    def _tokens(self, rows: Iterable[tuple[int, str, str, str]]) -> list[tuple[int, str, int, str]]:
        """Row, column, place from 0 and term of all words."""
        run = self._memory.execute
        run("BEGIN")
        try:
            self._memory.executemany(
                "INSERT INTO words (rowid, text, reasoning, correction) VALUES (?, ?, ?, ?)", rows
            )
            return run("SELECT doc, col, offset, term FROM found").fetchall()
        finally:
            run("ROLLBACK")

    def query(self, phrases: Iterable[str], columns: Iterable[str] = (), *, begun: bool) -> str:
        """The `tsquery` for claims that have all phrases.

        Args:
            phrases: Words that stand behind each other.
            columns: Where; else anywhere.
            begun: Whether a phrase of one word may be the beginning of one.

        Returns:
            The query as text; empty, which no claim matches, if no phrase has a word.
        """
        labels = "".join(LABELS[column] for column in columns)
        parts = []
        for phrase in phrases:
            terms = self.terms(phrase)
            if not terms:
                continue
            star = "*" if begun and len(phrase.split()) == 1 else ""
            marked = [f"{_quoted(term)}:{labels}" if labels else _quoted(term) for term in terms]
            if star:
                marked[-1] += star if labels else f":{star}"
            parts.append(f"({' <-> '.join(marked)})")
        return " & ".join(parts)


def _plain(words: Sequence[str]) -> _Plain:
    """The words of a claim's columns if they are plain and few, as they mostly are; else nothing.

    They need no tokenizer to be told apart, and no look at how much a tsvector holds.
    """
    if not all(map(str.isascii, words)) or sum(map(len, words)) > _MOST_PLAIN:
        return ()
    columns = [_WORD.findall(some) for some in words]
    if (
        sum(map(len, columns)) > _MOST_PLACES
        or max(max(map(len, some), default=0) for some in columns) > _PLAIN_SIGNS
    ):
        return ()
    return columns


def _vector(columns: _Columns) -> str:
    places: defaultdict[str, list[str]] = defaultdict(list)
    begin, room = 1, _ROOM
    for column, label in LABELS.items():
        tokens = sorted(columns.get(column, ()))  # the first words first, should room run out
        for place, term in tokens:
            word = _cut(term)
            room -= _PLACE_BYTES + (0 if word in places else len(word.encode()) + _WORD_BYTES)
            if room > 0 and len(places[word]) < _MOST_PLACES:
                places[word].append(f"{min(begin + place, _LAST_PLACE)}{label}")
        begin += (tokens[-1][0] if tokens else -1) + 1 + _GAP
    return " ".join(f"{_quoted(term)}:{','.join(found)}" for term, found in places.items())


def _cut(term: str) -> str:
    return term.encode()[:_LONGEST].decode(errors="ignore")


def _quoted(term: str) -> str:
    doubled = _cut(term).replace("\\", "\\\\").replace("'", "''")
    return f"'{doubled}'"
