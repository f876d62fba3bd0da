from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibliography_files import SOURCES, file_of, table_or_error, written
from hypothesis import given, settings
from hypothesis import strategies as st

import annot
from annot.errors import InputFileError
from annot.exchange.ris import read_ris, write_ris

REFERENCE = """TY  - NEWS
ID  - roe1999
TI  - The Titanic
of the north
AU  - Roe, Ann
A1  - City of Oslo
T2  - Quay News
PB  - Quay Press
PY  - 1999
DA  - 1999/05/03/
Y2  - 2024/02//spring
UR  - https://example.org/a
UR  - https://example.org/b
DO  - 10.1234/abc
SN  - 1234-5678
KW  - ships
KW  - ice
ER  -
"""


def test_a_reference_is_a_source() -> None:
    table = read_ris(file_of(f"\ufeff\n{REFERENCE}"))
    assert table.rows[0].values == {
        "kind": "article",
        "title": "The Titanic of the north",
        "authors": ["Roe, Ann", "City of Oslo"],
        "publisher": "Quay News",
        "published": "1999-05-03",
        "accessed": "2024-02",
        "url": "https://example.org/a",
        "identifiers": {"doi": "10.1234/abc", "issn": "1234-5678"},
    }
    assert table.rows[0].place == "line 2 (roe1999)"
    assert table.left_out == {"publisher": 1, "further UR": 1, "seasons": 1, "KW": 1}


def test_another_reader_of_ris_finds_the_same() -> None:
    other = rispy.loads(REFERENCE * 2)
    table = read_ris(file_of(REFERENCE * 2))
    assert len(other) == len(table.rows)
    assert other[0]["title"] == table.rows[0].values["title"]
    assert other[0]["doi"] == table.rows[0].values["identifiers"]["doi"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "empty"),
        ("nothing\n", "line 1"),
        ("TY  - BOOK\nTI  - x\n", "the reference of line 1 does not end"),
        ("TY  - BOOK\nTY  - BOOK\nER  -\n", "line 2"),
        ("TY  - BOOK\nER  -\nAU  - Roe\n", "line 3"),
    ],
)
def test_a_file_that_would_lose_a_source_is_refused(text: str, place: str) -> None:
    with pytest.raises(InputFileError, match=place):
        read_ris(file_of(text))


def test_a_type_that_we_have_no_kind_for_is_counted() -> None:
    table = read_ris(file_of("TY  - MUSIC\nTI  - x\nER  -\n"))
    assert (table.rows[0].values["kind"], table.left_out) == ("other", {"type MUSIC": 1})


LINES = st.lists(
    st.one_of(
        st.text(max_size=10),
        st.sampled_from(["TY  - BOOK", "ER  -", "ER  - ", "  more", "", "TI  - x", "DA  - /5//x"]),
        st.tuples(
            st.sampled_from(["DA", "PY", "Y2", "SN", "AU", "UR", "ZZ"]), st.text(max_size=8)
        ).map(lambda pair: f"{pair[0]}  - {pair[1]}"),
    )
).map("\n".join)


@given(LINES | LINES.map(lambda text: f"TY  - BOOK\n{text}\nER  -"))
def test_any_text_gives_sources_or_an_error(text: str) -> None:
    table_or_error(read_ris, text.encode(errors="replace"))


@settings(max_examples=12, deadline=None)
@given(st.lists(SOURCES, min_size=1, max_size=3, unique_by=lambda source: source["title"]))
def test_other_readers_find_what_went_out(sources: list[dict[str, Any]]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        annot.open(Path(folder) / "a.db", actor="dana") as workspace,
    ):
        for source in sources:
            workspace.sources.add(**source)
        data, summary = written(write_ris, workspace)
        stored = workspace.sources.list()
    ours = [row.values for row in read_ris(file_of(data)).rows]
    theirs = rispy.loads(data.decode().replace("\r\n", "\n"))
    for one, our, their in zip(stored, ours, theirs, strict=True):
        assert one.title == our["title"] == their["title"]
        assert one.authors == our.get("authors", []) == their.get("authors", [])
        assert one.url == our.get("url", "") == "".join(their.get("urls", []))
        assert (one.kind, one.published) == (our["kind"], our.get("published", ""))
        assert (one.publisher, one.accessed) == (our.get("publisher", ""), our.get("accessed", ""))
    assert summary.lost == {}
