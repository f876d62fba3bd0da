"""The usual row of a claims table, read in a twentieth of the time.

Most rows of a large table are alike: a claim in words, a few words of closed vocabularies that
stand in thousands of rows, a source that was met before. For them every distinct cell is checked
once, by the same functions as in any other row, and kept. A row that is not of this kind (a quote
to be found, several pieces of evidence, line breaks, anything that may be wrong) is left to
`claim_row`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from annot.errors import InvalidValueError
from annot.exchange import claim_fields
from annot.exchange.claim_row import CellError, ClaimRow, Quote, claim_values
from annot.exchange.known import content_key
from annot.exchange.sifting import Sifting
from annot.exchange.source_book import SourceBook
from annot.exchange.table import Reading, Row, Table
from annot.exchange.table_columns import ROW_CELLS
from annot.exchange.wording import Wordings, placed
from annot.operations.ledger import MAX_WORDS
from annot.operations.setting import consequences
from annot.store.checked_by import approves_own
from annot.store.columns import canonical_json
from annot.store.given import Given, GivenNote
from annot.store.images import plain
from annot.store.models import NOWHERE, Claim
from annot.vocabulary import NoteKind, Status

_ALONE = ("correction_state", "evidence", "notes", "extra")
"""Fields that only a row of another kind fills in."""

_QUOTE = ("quote", "prefix", "suffix", "occurrence")

_CLOSED = ("kind", "status", "verdict", "checker", "tags")
_FREE = (
    "key", "article", "claim", "reasoning", "correction", "passage", "locator", "evidence_note",
    "note",
)  # fmt: skip
_KEPT = 100_000
"""Distinct combinations that are kept, so that memory does not grow with the table."""


class FastRows:
    """Reads the usual rows of a table.

    Args:
        table: The table; it has `cells`.
        reading: Its columns.
        sifted: Where the rows go.
        book: Where their sources go.
        wordings: The texts in which their quotes stand.
        articles: The ids of articles by their handles, and of the one that is meant by nothing.
        actor: Who imports.
    """

    def __init__(
        self,
        table: Table,
        reading: Reading,
        sifted: Sifting,
        book: SourceBook,
        wordings: Wordings,
        articles: Mapping[str, int],
        actor: str,
    ) -> None:
        self._width = len(table.columns)
        self._at = {name: table.columns.index(c) for name, c in reading.fields.items()}
        self._reading = reading
        self._sifted = sifted
        self._book = book
        self._wordings = wordings
        self._articles = articles
        self._actor = actor
        alone = [self._at[name] for name in _ALONE if name in self._at]
        if reading.is_marked and ROW_CELLS in table.columns:
            alone.append(table.columns.index(ROW_CELLS))
        self._alone = _getter(alone)
        self._quote = self._getter(_QUOTE)
        self._closed = self._getter(_CLOSED)
        self._source = self._getter(tuple(claim_fields.SOURCE))
        self._free: Callable[[Sequence[str]], tuple[str, ...]] = itemgetter(
            *(self._at.get(name, self._width) for name in _FREE)
        )
        self._extra = [(name, table.columns.index(c)) for c, name in reading.extra.items()]
        self._verdict_at = self._at.get("verdict")
        self._stance_at = self._at.get("stance", self._width)
        # What stands in many rows is looked at once.
        self._settled = lru_cache(_KEPT)(self._settle)
        self._sources = lru_cache(_KEPT)(self._enter)
        self._stances = lru_cache(_KEPT)(_stance)

    def take(self, number: int, cells: list[str]) -> bool:
        """Read a row; whether it was of the usual kind."""
        joined = "".join(cells)
        if (
            len(cells) != self._width
            or not joined.isprintable()
            or len(joined) > MAX_WORDS
            or ("'" in joined and any(cell.startswith("'") for cell in cells))
            or any(self._alone(cells))
        ):
            return False
        # A cell behind the last one stands for every column that the table does not have.
        cells.append("")
        key, article, text, reasoning, correction, passage, locator, told, note = self._free(cells)
        key, text = key.strip(), text.strip()
        article_id = self._articles.get(article.strip())
        settled = self._settled(self._closed(cells))
        source = self._sources(self._source(cells))
        stance = self._stances(cells[self._stance_at])
        if article_id is None or settled is None or source is None or stance is None:
            return False
        cited = source >= 0
        if not cited and (passage or locator or told):
            return False
        if len(key) == 36 and key.count("-") == 4:
            return False
        found, quote = None, None
        if any(self._quote(cells)):
            quote = self._quoted(cells)
            found = quote and placed(quote, self._wordings.of(article_id))
            if found is None:
                return False
        elif not text:
            return False
        self._sifted.add(
            Given(
                number,
                article_id,
                key or _key_of(text, quote),
                text or (found.words if found else ""),
                settled.kind,
                settled.status,
                settled.verdict,
                settled.checker,
                settled.tags,
                settled.said,
                source if cited else None,
                stance if cited else "",
                passage,
                locator.strip(),
                told,
                reasoning,
                correction,
                "open" if correction else None,
                settled.approver,
                0,
                found.position if found else NOWHERE,
                self._extra_part(cells) if self._extra else "{}",
            ),
            [*_notes(number, note), *(found.anchors(number) if found else ())]
            if note or found
            else (),
        )
        if self._verdict_at is not None:
            self._reading.words.meet(cells[self._verdict_at])
        return True

    def _quoted(self, cells: list[str]) -> Quote | None:
        """What a row quotes; nothing if that is not clear."""
        cell = dict(
            zip((name for name in _QUOTE if name in self._at), self._quote(cells), strict=True)
        )
        try:
            which = claim_fields.occurrence(cell.get("occurrence", ""))
        except InvalidValueError:
            return None
        if not cell.get("quote", "").strip():
            return None
        return Quote(cell["quote"], cell.get("prefix", ""), cell.get("suffix", ""), which)

    def _settle(self, words: tuple[str, ...]) -> Given | None:
        """What the words of closed vocabularies lead to; nothing if one is not known."""
        names = [name for name in _CLOSED if name in self._at]
        try:
            read = claim_values(dict(zip(names, words, strict=True)))
        except CellError:
            return None
        values: dict[str, Any] = {
            "kind": None,
            "verdict": None,
            "checker": "",
            "approver": "",
            "tags": [],
        }
        fresh = Claim(text="", status=Status.TODO, correction="", correction_state=None, **values)
        after: dict[str, Any] = {**values, "status": Status.TODO}
        after |= consequences(fresh, read, actor=self._actor)
        if approves_own(after["approver"], after["checker"], after["verdict"]):
            return None
        said = read.get("status")
        return Given(
            0,
            0,
            "",
            kind=plain(after["kind"]),
            status=plain(after["status"]),
            verdict=plain(after["verdict"]),
            checker=after["checker"],
            approver=after["approver"],
            tags=canonical_json(after["tags"]),
            said=plain(said) or "",
        )

    def _extra_part(self, cells: list[str]) -> str:
        """What stands in columns that are no fields, as JSON."""
        return canonical_json({name: cells[at] for name, at in self._extra if cells[at].strip()})

    def _enter(self, words: tuple[str, ...]) -> int | None:
        """The number of a source in the book; -1 if none is cited, None if it is odd."""
        names = [name for name in claim_fields.SOURCE if name in self._at]
        given: Mapping[str, str] = dict(zip(names, words, strict=True))
        if not any(words):
            return -1
        if not (given.get("source_url", "").strip() or given.get("source_title", "").strip()):
            return None
        try:
            values = {
                claim_fields.SOURCE[name]: claim_fields.source_value(
                    name, cell, self._reading.dates
                )
                for name, cell in given.items()
            }
            return self._book.add({name: value for name, value in values.items() if value})
        except InvalidValueError:
            return None

    def _getter(self, names: tuple[str, ...]) -> Callable[[Sequence[str]], tuple[str, ...]]:
        """Gives the cells of those fields that the table has."""
        return _getter([self._at[name] for name in names if name in self._at])


def _getter(places: Sequence[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    if not places:
        return lambda _: ()
    if len(places) == 1:
        at = places[0]
        return lambda cells: (cells[at],)
    getter: Callable[[Sequence[str]], tuple[str, ...]] = itemgetter(*places)
    return getter


def _notes(number: int, note: str) -> Sequence[GivenNote]:
    if not note or note.isspace():
        return ()
    return [GivenNote(number, NoteKind.NOTE.value, note, None, None)]


def _stance(word: str) -> str | None:
    try:
        return str(claim_fields.LINK["stance"](word).value)
    except InvalidValueError:
        return None


def _key_of(text: str, quote: Quote | None) -> str:
    return content_key(ClaimRow(Row(0, {}), values={"text": text}, quote=quote))
