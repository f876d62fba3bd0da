from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import annot
from annot.store.claim_filter import ClaimFilter
from annot.store.list_reading import PAGE_ROWS
from annot.store.reading import Reader
from annot.tui.pages import KEPT_PAGES, NEAR, ClaimPages

COUNT = PAGE_ROWS * 70 + 7


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A workspace with many claims, of which each tenth is refuted."""
    path = tmp_path_factory.mktemp("pages") / "many.db"
    with annot.open(path, actor="dana") as workspace:
        workspace.claims.add(text="Claim 1")
    with sqlite3.connect(path) as connection:
        columns = [row[1] for row in connection.execute("PRAGMA table_info(claim)")]
        new = {"id": "n", "uid": "randomblob(16)", "verdict": "iif(n % 10, NULL, 'refuted')"}
        connection.execute(
            "WITH RECURSIVE numbers(n) AS"
            " (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)"
            f" INSERT INTO claim SELECT {', '.join(new.get(c, c) for c in columns)}"
            " FROM numbers, (SELECT * FROM claim WHERE id = 1)",
            (COUNT,),
        )
    connection.close()
    found = Reader(path)
    yield found
    found.close()


def pages_of(reader: Reader, wanted: ClaimFilter) -> ClaimPages:
    """Pages that bring what is asked for at once."""

    def bring(number: int) -> None:
        pages.put(number, pages.fetcher(number)(reader))

    pages = ClaimPages(wanted, reader.count(wanted), bring, bring)
    return pages


def seen(pages: ClaimPages, index: int) -> int:
    row = pages.found(index) or pages.found(index)
    assert row is not None
    return row.number


def test_from_the_first_to_the_last_and_back(reader: Reader) -> None:
    pages = pages_of(reader, ClaimFilter())
    forth = [seen(pages, index) for index in range(COUNT)]
    back = [seen(pages, index) for index in reversed(range(COUNT))]
    assert forth == back[::-1] == list(range(1, COUNT + 1))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(jumps=st.lists(st.integers(0, COUNT - 1), max_size=30))
def test_wherever_one_jumps_the_rows_are_right(reader: Reader, jumps: list[int]) -> None:
    pages = pages_of(reader, ClaimFilter())
    assert [seen(pages, index) for index in jumps] == [index + 1 for index in jumps]


def test_a_filter_narrows_the_rows(reader: Reader) -> None:
    pages = pages_of(reader, ClaimFilter.parse("verdict:refuted"))
    assert pages.count == COUNT // 10
    assert [seen(pages, index) for index in (0, 1, pages.count - 1)] == [10, 20, COUNT // 10 * 10]


def test_a_page_is_asked_for_once_and_a_row_on_the_way_is_none(reader: Reader) -> None:
    asked: list[int] = []
    pages = ClaimPages(ClaimFilter(), COUNT, asked.append, lambda _: None)
    assert pages.row(0) is None
    assert pages.row(1) is None
    assert pages.found(PAGE_ROWS) is None
    assert asked == [0, 1]
    pages.put(0, reader.page(ClaimFilter()))
    row = pages.row(1)
    assert row is not None
    assert (row.number, row.matches) == (2, True)
    assert pages.index(2) == 1
    assert pages.index(PAGE_ROWS + 1) is None


def test_the_page_beside_is_asked_for_before_it_is_missing(reader: Reader) -> None:
    ahead: list[int] = []
    last = (COUNT - 1) // PAGE_ROWS
    pages = ClaimPages(ClaimFilter(), COUNT, lambda _: None, ahead.append)
    pages.put(0, reader.page(ClaimFilter()))
    pages.put(last, reader.last_page(ClaimFilter(), COUNT - last * PAGE_ROWS))
    pages.row(0)
    pages.row(PAGE_ROWS - NEAR - 1)
    assert ahead == []
    pages.row(PAGE_ROWS - NEAR)
    pages.row(PAGE_ROWS - 1)
    pages.row(COUNT - 1)
    assert ahead == [1, last - 1]


def test_what_is_looked_at_is_not_forgotten_for_what_is_far(reader: Reader) -> None:
    pages = pages_of(reader, ClaimFilter())
    for number in (*range(KEPT_PAGES + 5), 3, 2, 1, 0):
        seen(pages, number * PAGE_ROWS)
    for number in (0, 1, 2):
        assert pages.index(number * PAGE_ROWS + 1) == number * PAGE_ROWS
    assert len(pages._pages) <= KEPT_PAGES


def test_a_changed_claim_stays_in_its_place_and_fades_if_it_no_longer_matches(
    reader: Reader,
) -> None:
    pages = pages_of(reader, ClaimFilter())
    seen(pages, 0)
    row = reader.row(5)
    assert row is not None
    moved = row._replace(text="other words", key=(0, 9, 9))
    assert pages.change(moved, matches=False) == 4
    shown = pages.row(4)
    assert shown is not None
    assert (shown.text, shown.matches) == ("other words", False)
    assert pages.found(4) == moved._replace(key=row.key)
    assert pages.change(row, matches=True) == 4
    assert pages.row(4) is not None
    assert pages.row(4).matches  # type: ignore[union-attr]
    assert pages.change(row._replace(number=COUNT + 1), matches=True) is None


@pytest.mark.parametrize("sort", ["number", "-number", "changed", "-changed", "-evidence", "place"])
def test_a_sorted_list_is_gone_through_by_its_own_keys(reader: Reader, sort: str) -> None:
    wanted = ClaimFilter.parse(f"verdict:refuted sort:{sort}")
    pages = pages_of(reader, wanted)
    forth = [seen(pages, index) for index in range(pages.count)]
    assert len(set(forth)) == pages.count == COUNT // 10
    assert (forth == sorted(forth)) is not sort.startswith("-")
    row = reader.row(forth[300], wanted)
    assert row is not None
    assert reader.index(wanted, row.key) == 300
    assert [item.number for item in reader.last_page(wanted, 5)] == forth[-5:]
