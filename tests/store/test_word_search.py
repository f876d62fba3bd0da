"""Lists narrowed by words: the same claims in the same order, however common the words are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import annot
from annot.store.claim_filter import ClaimFilter
from annot.store.list_reading import PAGE_ROWS
from annot.store.reading import Reader
from annot.store.word_search import NEAR_ROWS

COUNT = NEAR_ROWS + 1_000
TEXT = "\n".join(f"Berth {number} was dredged." for number in range(20))


def words_of(number: int) -> str:
    half = " on a Sunday" if number % 2 else ""
    late = " by the Hollanders" if number > NEAR_ROWS + 500 else ""
    rare = " beside the lighthouse" if number % 700 == 0 else ""
    return f"Berth {number} was dredged{half}{late}{rare}."


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("words")
    table = Path(folder, "claims.csv")
    rows = (f"{words_of(number)},{'checking' if number % 3 else 'todo'}" for number in range(COUNT))
    table.write_text("\n".join(["claim,status", *rows]))
    with annot.open(folder / "words.db", actor="dana") as workspace:
        workspace.import_file(table)
        article = workspace.articles.add(TEXT, title="Harbour")
        for number in range(20):
            workspace.claims.add(article, quote=f"Berth {number} was dredged.")
    found = Reader(folder / "words.db")
    yield found
    found.close()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("dredg", ("dredged",)),
        ("sunday", ("Sunday",)),
        ("hollanders", ("Hollanders",)),
        ("lighthouse", ("lighthouse",)),
        ("hollanders lighthouse", ("Hollanders", "lighthouse")),
        ("lighthouse d", ("lighthouse", "dredged")),
        ("hollanders on s", ("Hollanders", "on a Sunday")),
        ("dredged z", ("zeppelin",)),
        ("zeppelin d", ("zeppelin",)),
        ("zeppelin", ("zeppelin",)),
    ],
)
@pytest.mark.parametrize("status", ["", "status:todo "])
def test_a_list_narrowed_by_words_holds_what_has_them_in_order(
    reader: Reader, typed: str, words: tuple[str, ...], status: str
) -> None:
    everything = ClaimFilter.parse(status)
    rows, key = [], None
    while page := reader.page(everything, after=key):
        rows += page
        key = page[-1].key
    expected = [row.number for row in rows if all(word in row.text for word in words)]
    wanted = ClaimFilter.parse(status + typed)
    first = reader.page(wanted)
    assert [row.number for row in first] == expected[:PAGE_ROWS]
    assert reader.count(wanted) == len(expected)
    for index in {0, len(expected) // 2, len(expected) - 1} if expected else ():
        row = reader.row(expected[index])
        assert row is not None
        assert reader.matches(wanted, row.number)
        assert reader.index(wanted, row.key) == index
    assert not reader.matches(wanted, COUNT * 10)


def test_what_was_written_since_is_found(tmp_path: Path) -> None:
    with annot.open(tmp_path / "words.db", actor="dana") as workspace:
        article = workspace.articles.add(TEXT, title="Harbour")
        claim = workspace.claims.add(article, quote="Berth 7 was dredged.")
        reader = Reader(tmp_path / "words.db")
        wanted = ClaimFilter.parse("dredged silt")
        assert reader.page(wanted) == []
        workspace.claims.set(claim, reasoning="The silt is in the harbour book.")
        assert [row.number for row in reader.page(wanted)] == [claim.id]
        workspace.history.undo()
        assert reader.page(wanted) == []
        reader.close()
