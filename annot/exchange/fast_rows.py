"""The usual row of a claims table, read in a twentieth of the time.

Most rows of a large table are alike: a claim in words, a few words of closed vocabularies that
stand in thousands of rows, a source that was met before. For them every distinct cell is checked
once, by the same functions as in any other row, and kept. A row that is not of this kind (a quote
to be found, several pieces of evidence, line breaks, anything that may be wrong) is left to
`claim_row`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from annot.errors import InvalidValueError
from annot.exchange import claim_fields
from annot.exchange.claim_row import CellError, ClaimRow, claim_values
from annot.exchange.known import content_key
from annot.exchange.source_book import SourceBook
from annot.exchange.table import Reading, Row, Table
from annot.exchange.table_columns import ROW_CELLS
from annot.operations.claims import consequences
from annot.operations.ledger import MAX_WORDS
from annot.store.columns import canonical_json
from annot.store.models import NOWHERE, Claim
from annot.store.stage import Given, GivenEvidence, GivenNote, Stage
from annot.vocabulary import NoteKind, Status

_ALONE = (
    "quote", "prefix", "suffix", "occurrence", "correction_state", "evidence", "notes", "extra",
)  # fmt: skip
"""Fields that only a row of another kind fills in."""

_CLOSED = ("kind", "status", "verdict", "checker", "tags")
_FREE = (
    "key", "article", "claim", "reasoning", "correction", "passage", "locator", "evidence_note",
    "note",
)  # fmt: skip
_KEPT = 100_000
"""Distinct combinations that are kept, so that memory does not grow with the table."""


class FastRows:
    """Puts the usual rows of a table on the stage.

    Args:
        table: The table; it has `cells`.
        reading: Its columns.
        stage: Where the rows go.
        book: Where their sources go.
        articles: The ids of articles by their handles, and of the one that is meant by nothing.
        actor: Who imports.
    """

    def __init__(
        self,
        table: Table,
        reading: Reading,
        stage: Stage,
        book: SourceBook,
        articles: Mapping[str, int],
        actor: str,
    ) -> None:
        self._width = len(table.columns)
        self._at = {name: table.columns.index(c) for name, c in reading.fields.items()}
        self._reading = reading
        self._stage = stage
        self._book = book
        self._articles = articles
        self._actor = actor
        self._alone = [self._at[name] for name in _ALONE if name in self._at]
        if reading.is_marked and ROW_CELLS in table.columns:
            self._alone.append(table.columns.index(ROW_CELLS))
        self._closed = self._getter(_CLOSED)
        self._source = self._getter(tuple(claim_fields.SOURCE))
        self._free: Callable[[Sequence[str]], tuple[str, ...]] = itemgetter(
            *(self._at.get(name, self._width) for name in _FREE)
        )
        self._extra = [(name, table.columns.index(c)) for c, name in reading.extra.items()]
        self._verdict_at = self._at.get("verdict")
        self._stance_at = self._at.get("stance", self._width)
        self._settled: dict[tuple[str, ...], Given | None] = {}
        self._sources: dict[tuple[str, ...], int | None] = {}
        self._stances: dict[str, str | None] = {}

    def take(self, number: int, cells: list[str]) -> bool:
        """Put a row on the stage; whether it was of the usual kind."""
        joined = "".join(cells)
        if (
            len(cells) != self._width
            or not joined.isprintable()
            or len(joined) > MAX_WORDS
            or ("'" in joined and any(cell.startswith("'") for cell in cells))
            or any(cells[at] for at in self._alone)
        ):
            return False
        # A cell behind the last one stands for every column that the table does not have.
        cells.append("")
        key, article, text, reasoning, correction, passage, locator, told, note = self._free(cells)
        key, text = key.strip(), text.strip()
        article_id = self._articles.get(article.strip())
        settled = self._closed_part(cells)
        source = self._source_part(cells, bool(passage or locator or told))
        stance = self._stance(cells[self._stance_at])
        if not text or article_id is None or settled is None or source is None or stance is None:
            return False
        if len(key) == 36 and key.count("-") == 4:
            return False
        self._stage.add(
            Given(
                number,
                article_id,
                key or _key_of(text),
                text,
                settled.kind,
                settled.status,
                settled.verdict,
                reasoning,
                correction,
                "open" if correction else None,
                settled.checker,
                settled.approver,
                settled.tags,
                NOWHERE,
                int(source >= 0),
                settled.said,
                self._extra_part(cells) if self._extra else "{}",
            )
        )
        if source >= 0:
            self._stage.add(GivenEvidence(number, source, stance, passage, locator.strip(), told))
        if note and not note.isspace():
            self._stage.add(GivenNote(number, NoteKind.NOTE.value, note, None, None))
        if self._verdict_at is not None:
            self._reading.words.meet(cells[self._verdict_at])
        return True

    def _closed_part(self, cells: list[str]) -> Given | None:
        """What the words of closed vocabularies lead to; nothing if one is not known."""
        words = self._closed(cells)
        if words not in self._settled:
            if len(self._settled) >= _KEPT:
                self._settled.clear()
            self._settled[words] = self._settle(words)
        return self._settled[words]

    def _settle(self, words: tuple[str, ...]) -> Given | None:
        names = [name for name in _CLOSED if name in self._at]
        try:
            read = claim_values({"claim": "-", **dict(zip(names, words, strict=True))})
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
        said = read.get("status")
        return Given(
            0, 0, "", "",
            after["kind"] and after["kind"].value,
            after["status"].value,
            after["verdict"] and after["verdict"].value,
            "", "", None,
            after["checker"],
            after["approver"],
            canonical_json(after["tags"]),
            said="" if said is None else said.value,
        )  # fmt: skip

    def _extra_part(self, cells: list[str]) -> str:
        """What stands in columns that are no fields, as JSON."""
        return canonical_json({name: cells[at] for name, at in self._extra if cells[at].strip()})

    def _source_part(self, cells: list[str], reports: bool) -> int | None:
        """The number of the row's source in the book; -1 if it cites none, None if it is odd."""
        words = self._source(cells)
        if words not in self._sources:
            if len(self._sources) >= _KEPT:
                self._sources.clear()
            self._sources[words] = self._enter(words)
        number = self._sources[words]
        return None if number == -1 and reports else number

    def _enter(self, words: tuple[str, ...]) -> int | None:
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

    def _stance(self, word: str) -> str | None:
        if word not in self._stances and len(self._stances) < _KEPT:
            self._stances[word] = _stance(word)
        return self._stances.get(word)

    def _getter(self, names: tuple[str, ...]) -> Callable[[Sequence[str]], tuple[str, ...]]:
        """Gives the cells of those fields that the table has."""
        places = [self._at[name] for name in names if name in self._at]
        if not places:
            return lambda _: ()
        if len(places) == 1:
            at = places[0]
            return lambda cells: (cells[at],)
        getter: Callable[[Sequence[str]], tuple[str, ...]] = itemgetter(*places)
        return getter


def _stance(word: str) -> str | None:
    try:
        return str(claim_fields.LINK["stance"](word).value)
    except InvalidValueError:
        return None


def _key_of(text: str) -> str:
    return content_key(ClaimRow(Row(0, {}), values={"text": text}))
