from __future__ import annotations

import logging
import tempfile
import time
from pathlib import Path
from typing import Any

import pytest
from bibliography_files import SOURCES, file_of, table_or_error, written
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

import annot
from annot.errors import InputFileError
from annot.exchange.bibtex_in import read_bibtex
from annot.exchange.bibtex_out import write_bibtex

ENTRY = r"""
@string{quay = "Quay " # {Press}}
@article{roe1999,
  author = {M{\"u}ller, J{\"o}rg and Jan van der Berg and {City and Port of Oslo} and King, Jr., Al
    and others},
  title = {{The {NASA} \emph{Titanic}: 5\% of ``ships'' \& Stra{\ss}e}},
  journal = quay # ", Oslo",
  year = 1999, month = may # "~3",
  urldate = {2024-02},
  url = {https://example.org/a_b%20c},
  doi = {10.1234/a\_b},
  abstract = {Long.},
}
"""


def values(text: str) -> Any:
    return read_bibtex(file_of(text)).rows[0].values


def test_an_entry_is_a_source() -> None:
    table = read_bibtex(file_of(ENTRY))
    assert table.rows[0].values == {
        "kind": "article",
        "title": "The NASA Titanic: 5% of “ships” & Straße",
        "authors": ["Müller, Jörg", "van der Berg, Jan", "City and Port of Oslo", "King, Al, Jr."],
        "publisher": "Quay Press, Oslo",
        "published": "1999-05-03",
        "accessed": "2024-02",
        "url": "https://example.org/a_b%20c",
        "identifiers": {"doi": "10.1234/a_b"},
    }
    assert table.rows[0].place == "line 3 (roe1999)"
    assert table.left_out == {"authors that are not named": 1, "abstract": 1}


@pytest.mark.parametrize(
    ("entry", "kind", "url"),
    [
        (r"@misc{a, title={x}, howpublished={\url{https://example.org/a}}}", "page",
         "https://example.org/a"),
        ("@misc{a, title={x}, url={https://example.org/a}}", "page", "https://example.org/a"),
        ("@misc{a, title={x}, entrysubtype={interview}}", "interview", None),
        ("@misc{a, title={x}}", "other", None),
        ("@techreport{a, title={x}}", "report", None),
    ],
)  # fmt: skip
def test_what_a_misc_is_is_told_by_what_it_has(entry: str, kind: str, url: str | None) -> None:
    found = values(entry)
    assert (found["kind"], found.get("url")) == (kind, url)


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        ("year = 2020, month = 5", "2020-05"),
        ("year = 2020, month = {May}, day = 7", "2020-05-07"),
        ("date = {2020-05-07}", "2020-05-07"),
        ("date = {2020-05/2020-06}", "2020"),
        ("year = 2020, month = {Summer}", "2020"),
    ],
)
def test_dates_are_kept_as_far_as_they_are_known(fields: str, kept: str) -> None:
    assert values(f"@book{{a, title = {{x}}, {fields}}}")["published"] == kept


def test_signs_that_were_not_escaped_do_not_cut_a_title() -> None:
    assert values(r"@book{a, title = {\'Etude: 5% of R&D}}")["title"] == "Étude: 5% of R&D"


def test_entries_with_the_same_key_or_a_field_twice_are_read() -> None:
    table = read_bibtex(
        file_of('@book{a, title="One"}\n@book{a, title="Two", year=1999, year=2000}')
    )
    assert [row.values["title"] for row in table.rows] == ["One", "Two"]
    assert table.rows[1].values["published"] == "1999"
    assert table.left_out == {"repeated fields": 1}


def test_a_broken_entry_is_one_bad_row_with_its_line() -> None:
    table = read_bibtex(file_of("@book{a, title={x\n@book{b, title={Good}}\n"))
    assert (table.rows[0].place, table.rows[1].values["title"]) == ("line 1", "Good")
    assert "it is no BibTeX" in table.rows[0].damage


def test_nothing_of_the_file_reaches_the_terminal(caplog: pytest.LogCaptureFixture) -> None:
    read_bibtex(file_of("@book{\x1b[31m, title={x\n@book{b, title={Good \\url}}\n"))
    assert caplog.records == []
    assert logging.getLogger("bibtexparser").level == logging.NOTSET


@pytest.mark.parametrize("text", ["", "nothing", "@comment{x}", "%PDF-1.4"])
def test_what_holds_no_entry_is_an_error_of_the_file(text: str) -> None:
    with pytest.raises(InputFileError, match="sources"):
        read_bibtex(file_of(text))


def test_names_that_multiply_are_refused_in_no_time() -> None:
    names = ["@string{a0 = {lol}}"]
    names += [f"@string{{a{n} = {' # '.join([f'a{n - 1}'] * 10)}}}" for n in range(1, 12)]
    begun = time.monotonic()
    with pytest.raises(InputFileError, match="1,000,000 characters"):
        read_bibtex(file_of("\n".join([*names, "@book{b, title = a11}"])))
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("depth", [100, 10_000])
def test_deep_braces_are_read_or_left_as_they_are(depth: int) -> None:
    found = values(f"@book{{a, title = {{{'{' * depth}x{'}' * depth}}}}}")
    assert "x" in found["title"]


@given(
    st.lists(
        st.sampled_from(
            ["@book{", "@string{", "@misc(", "k,", "title", " = ", "{", "}", '"', "#", ",", ")",
             "\\", "\\'", "\\\"{", "month", "author", "and", "%", "\n", "x", "1", "$", "~", "year",
             "@comment", "date", "url", "\\url{", "\\href{", "\\begin{a}", "\u2028"]
        ),
        max_size=25,
    ).map("".join)
)  # fmt: skip
def test_any_text_gives_sources_or_an_error(text: str) -> None:
    table_or_error(read_bibtex, text)
    table_or_error(read_bibtex, f"@book{{k, title = {{{text}}}, author = {{{text}}}}}")


@settings(max_examples=12, deadline=None)
@given(st.lists(SOURCES, min_size=1, max_size=3, unique_by=lambda source: source["title"]))
def test_sources_come_in_again_as_they_went_out(sources: list[dict[str, Any]]) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        annot.open(Path(folder) / "a.db", actor="dana") as workspace,
    ):
        for source in sources:
            workspace.sources.add(**source)
        data, summary = written(write_bibtex, workspace)
        stored = workspace.sources.list()
    theirs = parse_string(data.decode(), "bibtex").entries
    ours = [row.values for row in read_bibtex(file_of(data)).rows]
    assert list(theirs) == [one.slug for one in stored]
    for one, our in zip(stored, ours, strict=True):
        their = theirs[one.slug]
        assert (one.title, one.kind) == (our["title"], our["kind"])
        assert (one.authors, one.publisher) == (our.get("authors", []), our.get("publisher", ""))
        assert (one.published, one.url) == (our.get("published", ""), our.get("url", ""))
        assert their.fields.get("date", "") == one.published
        assert their.fields.get("url", "") == one.url
        assert len(their.persons.get("author", [])) == len(one.authors)
    assert summary.lost == {}
