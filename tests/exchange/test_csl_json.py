from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from bibliography_files import SOURCES, file_of, table_or_error, written
from citeproc.source.json import CiteProcJSON
from hypothesis import given, settings
from hypothesis import strategies as st

import annot
from annot.errors import InputFileError
from annot.exchange.csl_json import read_csl_json, write_csl_json

ITEM = {
    "id": "roe1999",
    "type": "chapter",
    "title": "The <i>Titanic</i> of the north",
    "author": [
        {"family": "Berg", "given": "Jan", "non-dropping-particle": "van der"},
        {"family": "King", "given": "Martin", "suffix": "Jr."},
        {"literal": "City of Oslo"},
    ],
    "container-title": "Ships",
    "publisher": "Quay Press",
    "issued": {"date-parts": [["1999", 5, 3]]},
    "accessed": {"date-parts": [[2024, 2]], "season": "1"},
    "DOI": "https://doi.org/10.1234/AbC",
    "volume": 3,
    "abstract": "Long.",
}


def rows(items: object) -> Any:
    return read_csl_json(file_of(json.dumps(items)))


def test_an_item_is_a_source() -> None:
    table = rows([ITEM])
    assert table.rows[0].values == {
        "kind": "book",
        "title": "The Titanic of the north",
        "authors": ["van der Berg, Jan", "King, Martin, Jr.", "City of Oslo"],
        "publisher": "Quay Press",
        "published": "1999-05-03",
        "accessed": "2024-02",
        "identifiers": {"doi": "https://doi.org/10.1234/AbC"},
    }
    assert table.rows[0].place == "item 1 (roe1999)"
    assert table.left_out == {"container": 1, "seasons": 1, "volume": 1, "abstract": 1}


@pytest.mark.parametrize("items", [ITEM, {"items": [ITEM]}, [ITEM]])
def test_items_come_in_several_wrappings(items: object) -> None:
    assert len(rows(items).rows) == 1


@pytest.mark.parametrize(
    ("issued", "kept", "lost"),
    [
        ({"date-parts": [[2019, 5], [2019, 7]]}, "2019", "ranges of dates"),
        ({"date-parts": [[2019]], "circa": True}, "2019", "approximate dates"),
        ({"date-parts": [[-50]]}, None, "years before our era"),
        ({"raw": "3 March 2021"}, "2021-03-03", None),
        ({"literal": "last summer"}, None, "dates in words"),
    ],
)
def test_dates_that_do_not_fit_are_counted(issued: object, kept: str, lost: str) -> None:
    table = rows([{"title": "x", "issued": issued}])
    assert table.rows[0].values.get("published") == kept
    assert table.left_out == ({lost: 1} if lost else {})


@pytest.mark.parametrize(
    ("item", "damage"),
    [
        ({"title": ["x"]}, "the title is not a text"),
        ({"title": "x", "author": "Ann Roe"}, "the author is no list of names"),
        ({"title": "x", "issued": {"date-parts": [["May"]]}}, "issued is no date"),
        ({"type": "book"}, "neither a title nor a URL nor a DOI"),
    ],
)
def test_a_bad_item_says_what_is_wrong(item: object, damage: str) -> None:
    assert damage in rows([item]).rows[0].damage


@pytest.mark.parametrize(
    "text", ["", "nothing", "[1]", "3", '{"items": {}}', "[" * 5_000, "[NaN]", '["\\ud800"]']
)
def test_what_is_no_csl_is_an_error_of_the_file(text: str) -> None:
    with pytest.raises(InputFileError, match="sources"):
        read_csl_json(file_of(text))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda below: st.lists(below, max_size=3)
    | st.dictionaries(
        st.sampled_from(["date-parts", "family", "literal", "raw", "season", "items"]), below,
        max_size=3,
    ),
    max_leaves=6,
)  # fmt: skip


@given(
    st.lists(st.dictionaries(st.sampled_from([*ITEM, "URL", "ISBN", "items"]), JSON), max_size=3)
)
def test_any_json_gives_sources_or_an_error(items: object) -> None:
    table_or_error(read_csl_json, json.dumps(items))


@given(st.binary(max_size=60))
def test_any_bytes_give_sources_or_an_error(data: bytes) -> None:
    table_or_error(read_csl_json, data)


@settings(max_examples=12, deadline=None)
@given(st.lists(SOURCES, max_size=3, unique_by=lambda source: source["title"]))
def test_sources_come_in_again_as_they_went_out(sources: list[dict[str, Any]]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        annot.open(Path(folder) / "a.db", actor="dana") as workspace,
    ):
        for source in sources:
            workspace.sources.add(**source)
        data, summary = written(write_csl_json, workspace)
        stored = workspace.sources.list()
        again = [row.values for row in read_csl_json(file_of(data)).rows]
        assert [(one.title, one.authors, one.publisher, one.published) for one in stored] == [
            (v["title"], v.get("authors", []), v.get("publisher", ""), v.get("published", ""))
            for v in again
        ]
        assert [one.kind for one in stored] == [v["kind"] for v in again]
        assert summary.lost == {}


def test_another_reader_finds_the_same() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        annot.open(Path(folder) / "a.db", actor="dana") as workspace,
    ):
        workspace.sources.add(
            title="The harbour",
            authors=["Roe, Ann", "City of Oslo"],
            publisher="Quay News",
            published="1999-05",
            kind="article",
            identifiers={"doi": "10.1234/abc"},
        )
        workspace.sources.add(title="Odd", kind="other", rank="primary")
        data, summary = written(write_csl_json, workspace)
    found = CiteProcJSON(json.loads(data))
    item = found["the-harbour"]
    assert (item.type, item["issued"].year, item["issued"].month) == ("article-journal", 1999, 5)
    assert [name.get("family", name.get("literal")) for name in item["author"]] == [
        "Roe",
        "City of Oslo",
    ]
    assert summary.lost == {"kind other": 1, "rank": 1}
