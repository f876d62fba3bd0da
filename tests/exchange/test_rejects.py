"""Rows that were left out: a hundred are told, all are in a file, refused until they are mended."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from table_files import table
from workbook_files import table as sheet
from workbook_files import workbook

import annot
from annot.errors import BadRowsError, InputFileError
from annot.store.models import Article
from annot.workspace import Workspace

RAGGED = "key,claim,verdict\na,One,refuted\nb,Two,refuted,left,over\nc,Three\nd,=Four,,\ne,,x,y\n"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def write(path: Path, written: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, list(written[0]))
        writer.writeheader()
        writer.writerows(written)
    return path


def test_a_ragged_row_comes_whole_into_the_file_of_rejects(
    workspace: Workspace, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.csv"
    path = table(tmp_path, RAGGED)
    done = workspace.import_file(path, skip_bad=rejects)
    assert (done.added, done.skipped) == (2, 3)
    second, third, fifth = rows(rejects)
    assert json.loads(second["_row_cells"]) == ["b", "Two", "refuted", "left", "over"]
    assert (second["key"], second["claim"], second["verdict"]) == ("b", "Two", "refuted")
    assert second["_reason"].startswith("the row has 5 cells, the heading has 3")
    assert json.loads(third["_row_cells"]) == ["c", "Three"]
    assert json.loads(fifth["_row_cells"]) == ["e", "", "x", "y"]


def test_what_is_not_mended_is_refused_again_for_the_same_reason(
    workspace: Workspace, tmp_path: Path
) -> None:
    rejects, again = tmp_path / "rejects.csv", tmp_path / "again.csv"
    workspace.import_file(table(tmp_path, RAGGED), skip_bad=rejects)
    with pytest.raises(BadRowsError) as refused:
        workspace.import_file(rejects)
    assert [bad.row for bad in refused.value.rows] == [1, 2, 3]
    assert refused.value.rows[0].reason.startswith("the row has 5 cells, the heading has 3")
    # As after opening and saving in a spreadsheet program, and more than once.
    for path, target in ((write(rejects, rows(rejects)), again), (again, rejects)):
        assert workspace.import_file(path, skip_bad=target).skipped == 3
    assert rows(again) == [
        {**row, "_row": str(number)} for number, row in enumerate(rows(rejects), start=1)
    ]
    assert [claim.key for claim in workspace.claims.list()] == ["a", "d"]

    mended = rows(rejects)
    mended[0] |= {"claim": "Two, left over", "_row_cells": ""}
    mended[1] |= {"_row_cells": ""}
    done = workspace.import_file(write(rejects, mended), skip_bad=again)
    assert (done.added, done.skipped) == (2, 1)
    assert sorted(claim.text for claim in workspace.claims.list()) == [
        "=Four", "One", "Three", "Two, left over",
    ]  # fmt: skip


def test_a_cell_of_a_column_without_a_name_is_kept_too(
    workspace: Workspace, tmp_path: Path
) -> None:
    rejects = tmp_path / "rejects.csv"
    path = table(tmp_path, "claim,,verdict\nOne,stray,refuted\nTwo,,\n")
    assert workspace.import_file(path, skip_bad=rejects).skipped == 1
    (row,) = rows(rejects)
    assert json.loads(row["_row_cells"]) == ["One", "stray", "refuted"]
    with pytest.raises(BadRowsError, match="stray"):
        workspace.import_file(rejects)


def test_so_is_a_row_of_a_workbook(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "claims.xlsx"
    path.write_bytes(sheet(("claim", "verdict"), ("One", "refuted", "more"), ("Two",)))
    rejects = tmp_path / "rejects.csv"
    assert workspace.import_file(path, skip_bad=rejects).skipped == 1
    (row,) = rows(rejects)
    assert json.loads(row["_row_cells"]) == ["One", "refuted", "more"]
    with pytest.raises(BadRowsError):
        workspace.import_file(rejects)


def test_a_hundred_are_told_and_all_are_in_the_file(workspace: Workspace, tmp_path: Path) -> None:
    bad = "".join(f"k{n},Claim {n},,nonsense\n" for n in range(150))
    later = "".join(f"q{n},Claim {n},nowhere,\n" for n in range(50))
    path = table(tmp_path, f"key,claim,article,verdict\n{later}{bad}z,Good,,\n")
    with pytest.raises(BadRowsError, match="200 rows cannot be taken") as refused:
        workspace.import_file(path)
    assert (len(refused.value.rows), refused.value.count) == (100, 200)
    rejects = tmp_path / "rejects.csv"
    done = workspace.import_file(path, skip_bad=rejects)
    assert (done.added, done.skipped, len(done.bad)) == (1, 200, 100)
    assert [int(row["_row"]) for row in rows(rejects)] == list(range(1, 201))
    assert [bad.row for bad in done.bad] == list(range(1, 101))


def test_lines_that_are_no_json_are_bad_rows_kept_whole(
    workspace: Workspace, tmp_path: Path
) -> None:
    lines = ['{"claim":"One"}', '{"claim":', "", '{"claim":"Two","claim":"x"}', "[1]"]
    path = table(tmp_path, "\n".join(lines), "claims.jsonl")
    with pytest.raises(BadRowsError) as refused:
        workspace.import_file(path)
    assert [bad.reason.partition(":")[0] for bad in refused.value.rows] == [
        "line 2", "line 4", "line 5",
    ]  # fmt: skip
    rejects = tmp_path / "rejects.csv"
    assert workspace.import_file(path, skip_bad=rejects).added == 1
    assert [json.loads(row["_row_cells"]) for row in rows(rejects)] == [
        [line] for line in (lines[1], *lines[3:])
    ]
    again = table(tmp_path, '[{"claim":"Six"}, 7]', "claims.json")
    assert workspace.import_file(again, skip_bad=rejects).added == 1
    (row,) = rows(rejects)
    assert (row["_row"], row["_row_cells"]) == ("2", '["7"]')


@pytest.mark.parametrize(
    ("name", "text"), [("c.jsonl", "claim\nOne\n"), ("c.json", "[1, 2]"), ("c.jsonl", "[1]\n")]
)
def test_a_file_without_any_object_is_no_table(
    workspace: Workspace, tmp_path: Path, name: str, text: str
) -> None:
    with pytest.raises(InputFileError, match=f"{name}, (line|element) 1( .line 1.)?: "):
        workspace.import_file(table(tmp_path, text, name))


def test_all_that_is_wrong_with_a_row_is_told(workspace: Workspace, tmp_path: Path) -> None:
    path = table(
        tmp_path, "claim,status,verdict,source_title,source_published\nOne,dne,refutd,S,5/6/2021\n"
    )
    with pytest.raises(BadRowsError, match="one row") as refused:
        workspace.import_file(path)
    (bad,) = refused.value.rows
    assert (bad.column, bad.value) == ("status", "dne")
    for told in ("no status 'dne'", "verdict 'refutd'", "mean 'refuted'", "two readings"):
        assert told in bad.reason


def test_a_row_of_a_further_sheet_is_told_with_its_sheet(
    workspace: Workspace, tmp_path: Path
) -> None:
    def fill(book: Workbook) -> None:
        book.active.title = "First"
        book.active.append(["claim", "verdict"])
        book.active.append(["One", "refuted"])
        book.create_sheet("More").append(["claim", "verdict"])
        book["More"].append(["Two", "nonsense"])

    path = tmp_path / "claims.xlsx"
    path.write_bytes(workbook(fill))
    with pytest.raises(BadRowsError, match="sheet 'More', row 2, verdict"):
        workspace.import_file(path)
    rejects = tmp_path / "rejects.csv"
    workspace.import_file(path, skip_bad=rejects)
    assert [row["_row"] for row in rows(rejects)] == ["sheet 'More', row 2"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('key,claim\na,"One\nb,Two\nc,Three\n', "line 2: a quote opens a cell here"),
        ('key,claim\na,"One" x\nb,Two\n', "line 2: ',' expected"),
        ('key,claim\na,"On\ne" x\nb,Two\n', "line 3 .the row begins in line 2.: ',' expected"),
    ],
)
def test_quotes_that_do_not_match_are_told_where_they_begin(
    workspace: Workspace, tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(InputFileError, match=told):
        workspace.import_file(table(tmp_path, text))


DESK = (
    "No;Statement;As printed;status;Link;Seen;Outcome;Desk\n"
    "1;It opened in 1998.;The library on Mill Street opened;ours;https://example.org/a;03/04/2024;"
    "supported;=City\n"
    "2;It has 40,000 books.;;theirs;https://example.org/b;05/06/2024;{outcome};Sport\n"
    "3;{third};{quote};;https://example.org/a;;refuted;\n"
)
"""A table of a desk: its columns have names of its own, and `status` is none of ours."""


def exported(workspace: Workspace, folder: Path) -> list[dict[str, str]]:
    workspace.export(folder / "out.csv")
    return sorted(rows(folder / "out.csv"), key=lambda row: row["key"])


@pytest.mark.parametrize("again", [{}, {"key": "No", "mapping": {"claim": "Statement"}}])
def test_the_file_of_rejects_needs_no_options_when_it_comes_in(
    workspace: Workspace, article: Article, tmp_path: Path, again: dict[str, Any]
) -> None:
    options = {
        "article": article.slug,
        "key": "No",
        "mapping": {
            "claim": "Statement", "quote": "As printed", "source_url": "Link", "verdict": "Outcome",
            "source_accessed": "Seen", "status": "",
        },
        "dates": "day-first",
        "delimiter": ";",
    }  # fmt: skip
    right = {"outcome": "inexact", "third": "Twelve were recorded.", "quote": "12 of its 30"}
    with annot.open(tmp_path / "at-once.db", actor="dana") as at_once:
        at_once.articles.add(workspace.articles.text(article), title="Mill Street")
        at_once.import_file(table(tmp_path, DESK.format(**right), "right.csv"), **options)
        expected = exported(at_once, tmp_path)

    wrong = table(tmp_path, DESK.format(outcome="inexct", third="Twelve", quote="12 of its 31"))
    rejects = tmp_path / "rejects.csv"
    assert workspace.import_file(wrong, skip_bad=rejects, **options).skipped == 2
    second, third = rows(rejects)
    assert (second["_column"], third["_column"]) == ("verdict", "quote")
    assert list(second)[:4] == ["article", "extra", "key", "claim"]
    write(rejects, [
        {**second, "verdict": "inexact"},
        {**third, "claim": right["third"], "quote": right["quote"]},
    ])  # fmt: skip
    done = workspace.import_file(rejects, **again)
    assert (done.added, done.unanchored) == (2, 1)
    assert exported(workspace, tmp_path) == expected
    assert {claim.key: claim.extra for claim in workspace.claims.list()} == {
        "1": {"status": "ours", "Desk": "=City"},
        "2": {"status": "theirs", "Desk": "Sport"},
        "3": {},
    }
    assert workspace.import_file(rejects).unchanged == 2


def test_a_row_with_the_uid_of_a_claim_stays_in_its_article(
    workspace: Workspace, article: Article, tmp_path: Path
) -> None:
    claim = workspace.claims.add(text="One is so.")
    path = table(tmp_path, f"key,verdict,claim\n{claim.uid},nonsense,One is so.\n,nope,Two\n")
    rejects = tmp_path / "rejects.csv"
    workspace.import_file(path, article=article, skip_bad=rejects)
    first, second = rows(rejects)
    assert (first["article"], second["article"]) == ("", "mill-street")
    write(rejects, [{**first, "verdict": "refuted"}, {**second, "verdict": "refuted"}])
    done = workspace.import_file(rejects)
    assert (done.added, done.updated) == (1, 1)
    assert workspace.claims.get(claim.id).verdict == "refuted"


def test_a_column_that_stands_for_two_fields_stands_there_twice(
    workspace: Workspace, article: Article, tmp_path: Path
) -> None:
    path = table(tmp_path, "Words,verdict\n12 of its 30 readings,nonsense\n")
    rejects = tmp_path / "rejects.csv"
    mapping = {"claim": "Words", "quote": "Words"}
    workspace.import_file(path, article=article, mapping=mapping, skip_bad=rejects)
    (row,) = rows(rejects)
    write(rejects, [{**row, "verdict": "supported", "claim": "Twelve were."}])
    workspace.import_file(rejects)
    (claim,) = workspace.claims.list()
    assert claim.text == "Twelve were."
