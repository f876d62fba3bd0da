"""A usual row that is read fast says what it says when it is read whole; any other is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import pytest

import annot
from annot.exchange.claim_row import ClaimRow, claim_row
from annot.exchange.column_map import ColumnMap
from annot.exchange.fast_rows import FastRows
from annot.exchange.sifting import Sifting
from annot.exchange.source_book import SourceBook
from annot.exchange.table import Reading, Table, reading, row_of
from annot.exchange.whole_rows import WholeRows
from annot.exchange.wording import Wordings
from annot.operations.article_handles import article_ids
from annot.operations.ledger import MAX_WORDS
from annot.store.given import Below, Given
from annot.vocabulary import DateOrder
from annot.workspace import Workspace

TEXT = """It cost four million crowns, twice as much as planned. The mayor called it a triumph.

Today the bridge carries 9,000 cars a day. The mayor called it a burden.
"""
COLUMNS = (
    "key", "article", "claim", "quote", "prefix", "suffix", "occurrence", "kind", "status",
    "verdict", "reasoning", "correction", "correction_state", "source_url", "source_title",
    "source_published", "stance", "passage", "locator", "evidence_note", "checker", "note", "tags",
    "evidence", "notes", "extra", "Desk",
)  # fmt: skip


class Heard(Sifting):
    """Keeps the rows that would go to the stage."""

    def __init__(self) -> None:
        self.rows: list[tuple[Given, list[Below]]] = []

    def add(self, row: Given, below: Sequence[Below]) -> None:
        self.rows.append((row, list(below)))


class Reader:
    """Reads rows both ways; each way has a book of its own."""

    def __init__(self, columns: Sequence[str], wordings: Wordings, articles: dict[str, int]):
        self.table = Table(tuple(columns), ())
        self.reading: Reading = reading(columns, ColumnMap())
        self.was_fast, self.was_whole = Heard(), Heard()
        self.book = SourceBook()
        self._fast = FastRows(
            self.table, self.reading, self.was_fast, self.book, wordings, articles, "dana"
        )
        self._whole = WholeRows(
            self.was_whole, SourceBook(), wordings, articles, "dana", four_eyes=False
        )

    def fast(self, **cells: str) -> bool:
        """Whether a row of these cells was read fast."""
        unknown = set(cells) - set(self.table.columns)
        assert not unknown
        return self.line([cells.get(name, "") for name in self.table.columns])

    def line(self, cells: list[str]) -> bool:
        return self._fast.take(4, cells)

    def same(self, **cells: str) -> Given:
        """What a row says that is read fast, when it says the same read whole."""
        assert self.fast(**cells)
        line = [cells.get(name, "") for name in self.table.columns]
        row = claim_row(row_of(self.table, 4, line), self.reading)
        assert isinstance(row, ClaimRow)
        assert self._whole.take(row)
        found, below = self.was_fast.rows[-1]
        whole, below_whole = self.was_whole.rows[-1]
        if found.source is None:  # what is said of no source is said of nothing
            whole = whole._replace(stance="")
        assert (found, sorted(below, key=repr)) == (whole, sorted(below_whole, key=repr))
        return found


@pytest.fixture(scope="module")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace with the article `bridge`; the rows are only read."""
    with annot.open(tmp_path_factory.mktemp("fast") / "story.db", actor="dana") as workspace:
        workspace.articles.add(TEXT, title="Bridge")
        yield workspace


@pytest.fixture
def reader(bridge: Workspace) -> Iterator[Callable[..., Reader]]:
    """Makes readers of tables with given columns; what names no article is about `bridge`."""
    with bridge._ledger.database.reading() as connection:
        articles = {**article_ids(connection), "": article_ids(connection)["bridge"]}
        yield lambda columns=COLUMNS: Reader(columns, Wordings(connection), articles)


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"key": " k1 ", "article": " bridge ", "claim": " One is so. "},
        {"kind": "Date", "verdict": "REFUTED", "tags": "a, b"},
        {"status": "checked", "checker": " lee "},
        {"verdict": "supported", "checker": "lee"},
        {"verdict": "pants on fire"},
        {"status": "approved", "checker": "lee"},
        {"reasoning": " Seen. ", "correction": "Two are so."},
        {"source_url": "https://example.org/1", "stance": "refutes", "passage": " p "},
        {"source_title": "A book", "locator": " p. 3 ", "evidence_note": "seen"},
        {"source_title": "A book", "source_published": "3 May 2021"},
        {"stance": "refutes"},
        {"note": " Ask again. "},
        {"note": " "},
        {"Desk": "Sport"},
        {"Desk": " "},
        {"quote": "Four million crowns"},
        {"claim": "", "quote": "four million crowns", "note": "Look."},
        {"quote": "The mayor called it", "occurrence": "2"},
        {"quote": "The mayor called it", "occurrence": "all"},
        {"quote": "The mayor called it", "prefix": "as planned."},
        {"quote": "The mayor called it", "suffix": "a burden"},
        {"claim": "It's so."},
    ],
)
def test_a_usual_row_says_the_same_as_read_whole(
    reader: Callable[..., Reader], cells: dict[str, str]
) -> None:
    reader().same(**{"claim": "One is so.", **cells})


def test_what_a_usual_row_says(reader: Callable[..., Reader]) -> None:
    row = reader().same(
        key="k1", claim="One is so.", verdict="refuted", tags="a", correction="Two.",
        reasoning="Seen.", source_title="A book", passage="p", locator="l", evidence_note="n",
        stance="context", kind="date", note="Look.", Desk="Sport",
    )  # fmt: skip
    assert (row.n, row.key, row.text, row.kind) == (4, "k1", "One is so.", "date")
    assert (row.verdict, row.status, row.checker, row.said) == ("refuted", "checked", "", "")
    assert (row.source, row.stance, row.passage) == (0, "context", "p")
    assert (row.locator, row.note, row.reasoning) == ("l", "n", "Seen.")
    assert (row.correction, row.correction_state) == ("Two.", "open")
    assert (row.tags, row.extra, row.further) == ('["a"]', '{"Desk":"Sport"}', 0)


@pytest.mark.parametrize(
    "cells",
    [
        {"claim": ""},
        {"claim": " ", "verdict": "refuted"},
        {"claim": "a\nb"},
        {"claim": "'=1"},
        {"Desk": "'=1"},
        {"claim": "x" * (MAX_WORDS + 1)},
        {"article": "nowhere"},
        {"kind": "rumour"},
        {"verdict": "suported"},
        {"stance": "against"},
        {"source_title": "A", "source_published": "soon"},
        {"source_published": "2021"},
        {"passage": "p"},
        {"locator": "l"},
        {"evidence_note": "n"},
        {"evidence": "[]"},
        {"notes": "Look."},
        {"extra": "{}"},
        {"correction": "Two.", "correction_state": "stet"},
        {"key": "0198c0de-0000-7000-8000-000000000000"},
        {"status": "approved", "checker": "Dana"},
        {"status": "approved", "verdict": "refuted", "checker": ""},
        {"quote": "no such words"},
        {"quote": "The mayor called it"},
        {"quote": "four million crowns", "occurrence": "9"},
        {"quote": "four million crowns", "occurrence": "first"},
        {"prefix": "as planned."},
        {"occurrence": "1"},
        {"quote": " ", "suffix": "a burden"},
    ],
)
def test_a_row_of_any_other_kind_is_left(
    reader: Callable[..., Reader], cells: dict[str, str]
) -> None:
    read = reader()
    assert not read.fast(**{"claim": "One is so.", **cells})
    assert read.was_fast.rows == []


def test_a_row_as_long_as_a_text_may_be_is_usual(reader: Callable[..., Reader]) -> None:
    reader(("claim",)).same(claim="x" * MAX_WORDS)


def test_a_key_that_is_as_long_as_a_uid_is_usual(reader: Callable[..., Reader]) -> None:
    read = reader()
    assert read.same(claim="One.", key="k" * 36).key == "k" * 36
    assert read.same(claim="One.", key="a-b-c-d-e").key == "a-b-c-d-e"


def test_a_row_of_another_length_is_left(reader: Callable[..., Reader]) -> None:
    read = reader(("claim", "verdict"))
    assert not read.line(["One."])
    assert not read.line(["One.", "refuted", "x"])
    assert not read.line(["One.", "refuted", ""])
    assert read.line(["One.", "refuted"])


def test_a_column_that_the_table_does_not_have_says_nothing(reader: Callable[..., Reader]) -> None:
    row = reader(("Desk", "claim")).same(claim="One.", Desk="Sport")
    assert (row.text, row.verdict, row.source, row.stance) == ("One.", None, None, "")
    assert reader(("claim", "verdict")).same(claim="One.", verdict="refuted").checker == "dana"
    assert reader(("claim", "source_title")).same(claim="One.", source_title="A").source == 0
    quoted = reader(("quote", "verdict")).same(quote="four million crowns")
    assert quoted.text == "four million crowns"


@pytest.mark.parametrize(
    "columns",
    [
        ("claim", "source_publisher"),
        ("claim", "source_publisher", "source_url"),
        ("claim", "source_publisher", "source_title"),
        ("claim", "prefix"),
    ],
)
def test_a_row_that_lacks_what_its_table_does_not_have_is_left(
    reader: Callable[..., Reader], columns: tuple[str, ...]
) -> None:
    assert not reader(columns).fast(claim="One.", **{columns[1]: "The town"})


def test_a_row_without_a_key_has_one_of_its_words(reader: Callable[..., Reader]) -> None:
    read = reader()
    keys = [
        read.same(claim="One.").key,
        read.same(claim="Two.").key,
        read.same(claim="One.", quote="four million crowns").key,
        read.same(claim="One.", quote="The mayor called it", occurrence="1").key,
        read.same(claim="One.", quote="The mayor called it", occurrence="2").key,
    ]
    assert len(set(keys)) == 5
    assert read.same(claim=" One. ", verdict="refuted").key == keys[0]


def test_a_source_that_is_cited_twice_is_one(reader: Callable[..., Reader]) -> None:
    read = reader()
    titles = ("A", "B", "A")
    assert [read.same(claim="x", source_title=title).source for title in titles] == [0, 1, 0]
    assert [said["title"] for said in read.book.since(0)] == ["A", "B"]


def test_dates_are_read_in_the_order_that_was_said(reader: Callable[..., Reader]) -> None:
    cells = {"claim": "One.", "source_title": "A", "source_published": "05/06/2021"}
    assert not reader().fast(**cells)
    read = reader()
    read.reading.dates = DateOrder.DAY_FIRST
    read.same(**cells)
    assert [said["published"] for said in read.book.since(0)] == ["2021-06-05"]


def test_verdicts_in_other_words_are_counted(reader: Callable[..., Reader]) -> None:
    read = reader()
    read.fast(claim="One.", verdict="pants on fire")
    read.fast(claim="", verdict="mostly true")
    assert list(read.reading.words.meanings) == ["pants on fire"]


def test_rows_of_a_file_of_ours_are_left_until_they_are_mended(
    reader: Callable[..., Reader],
) -> None:
    read = reader(("_row", "_column", "_reason", "_row_cells", "claim"))
    assert not read.fast(claim="One.", _row_cells='["One."]')
    read.same(claim="One.", _row="3", _reason="it was bad")
