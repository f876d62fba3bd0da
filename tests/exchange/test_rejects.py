"""Rows that were left out: a hundred are told, all are in a file, refused until they are mended."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from table_files import table
from workbook_files import table as sheet

from annot.errors import BadRowsError
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
