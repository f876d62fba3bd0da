"""Columns that are no fields stay with the claim: in, shown, changed, undone, and out again."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from exports import exported
from table_files import table

from annot.errors import InputFileError, InvalidValueError
from annot.exchange.averitec_out import write_averitec
from annot.exchange.json_out import write_json
from annot.store.verify import Verification
from annot.workspace import Workspace

Opened = Callable[..., Workspace]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def holds(workspace: Workspace) -> bool:
    found: Verification = workspace.history.verify()
    return not found.breaks


def test_a_column_that_is_no_field_is_kept_with_its_claim(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = table(tmp_path, "key,claim,Desk,Page No\na,One,Sport,7\nb,Two,,\nc,Three, ,8\n")
    summary = workspace.import_file(path)
    assert summary.kept_columns == {"Desk": (), "Page No": ()}
    kept = [claim.extra for claim in workspace.claims.list()]
    assert kept == [{"Desk": "Sport", "Page No": "7"}, {}, {"Page No": "8"}]
    assert workspace.import_file(path).unchanged == 3
    assert holds(workspace)


def test_a_name_like_that_of_a_field_gets_a_hint(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, "claim,verdit,desk,sorce_url\nOne,refuted,Sport,x\n")
    summary = workspace.import_file(path, dry_run=True)
    assert summary.kept_columns == {
        "verdit": ("verdict",),
        "desk": (),
        "sorce_url": ("source_url",),
    }
    both = table(tmp_path, "claim,verdict,verdit\nOne,refuted,x\n")
    assert workspace.import_file(both, dry_run=True).kept_columns == {"verdit": ()}


def test_a_table_without_claims_is_refused_with_what_may_be_meant(
    workspace: Workspace, tmp_path: Path
) -> None:
    told = r"no column for the claims.*'clam', 'desk'"
    with pytest.raises(InputFileError, match=told) as refused:
        workspace.import_file(table(tmp_path, "clam,desk\nOne,Sport\n"))
    assert "--map claim=clam" in refused.value.hint
    with pytest.raises(InputFileError) as refused:
        workspace.import_file(table(tmp_path, "x,verdict\nOne,refuted\n"))
    assert "--map claim=COLUMN" in refused.value.hint


def test_a_sign_that_may_stand_between_cells_is_told(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, "claim^desk\nOne^Sport\n")
    with pytest.raises(InputFileError) as refused:
        workspace.import_file(path)
    assert "--delimiter '^'" in refused.value.hint
    assert workspace.import_file(path, delimiter="^").added == 1


def test_they_come_out_as_columns_and_in_again(
    workspace: Workspace, opened: Opened, tmp_path: Path
) -> None:
    heading = 'key,claim,"=cmd","a, ""b""",Page\nNo\n'.replace("Page\nNo", '"Page\nNo"')
    workspace.import_file(table(tmp_path, heading + "a,One,=1+1,x,7\nb,Two,,y,\n"))
    assert workspace.claims.get(1).extra == {"=cmd": "=1+1", 'a, "b"': "x", "Page No": "7"}
    for ending in ("csv", "tsv", "xlsx", "json", "jsonl"):
        out, again = tmp_path / f"out.{ending}", tmp_path / f"again.{ending}"
        workspace.export(out)
        copy = opened(f"copy-{ending}")
        copy.import_file(out)
        if ending != "jsonl":
            assert copy.import_file(out).unchanged == 2
        copy.export(again)
        assert [c.extra for c in copy.claims.list()] == [c.extra for c in workspace.claims.list()]
        if ending != "xlsx":
            assert again.read_bytes() == out.read_bytes()
    (first, _) = rows(tmp_path / "out.csv")
    assert (first["'=cmd"], first["Page No"]) == ("'=1+1", "7")


def test_a_name_that_would_be_read_as_a_field_goes_into_one_json_cell(
    workspace: Workspace, opened: Opened, tmp_path: Path
) -> None:
    extra = {"Verdict": "wrong", "_row": "7", "two  spaces": "x", "desk": "Sport"}
    workspace.claims.add(text="One", extra=extra)
    workspace.export(tmp_path / "out.csv")
    (row,) = rows(tmp_path / "out.csv")
    assert row["desk"] == "Sport"
    assert json.loads(row["extra"]) == {"Verdict": "wrong", "_row": "7", "two  spaces": "x"}
    copy = opened("copy")
    copy.import_file(tmp_path / "out.csv")
    assert copy.claims.get(1).extra == extra


def test_a_changed_cell_changes_its_claim_and_nothing_else(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = "key,claim,desk,page\na,One,Sport,7\nb,Two,City,8\n"
    workspace.import_file(table(tmp_path, text))
    done = workspace.import_file(table(tmp_path, text.replace("Sport,7", "Culture,")))
    assert (done.updated, done.unchanged, done.kept) == (1, 1, 0)
    assert workspace.claims.get(1).extra == {"desk": "Culture"}
    (change,) = workspace.history.list()[0].changes
    assert change.fields["extra"] == ({"desk": "Sport", "page": "7"}, {"desk": "Culture"})
    workspace.history.undo()
    assert workspace.claims.get(1).extra == {"desk": "Sport", "page": "7"}


def test_another_table_adds_columns_and_takes_none_away(
    workspace: Workspace, tmp_path: Path
) -> None:
    workspace.import_file(table(tmp_path, "key,claim,desk\na,One,Sport\n"))
    assert workspace.import_file(table(tmp_path, "key,claim,page\na,One,7\n")).updated == 1
    assert workspace.claims.get(1).extra == {"desk": "Sport", "page": "7"}
    assert workspace.import_file(table(tmp_path, "key,claim\na,One\n")).unchanged == 1
    assert workspace.claims.get(1).extra == {"desk": "Sport", "page": "7"}


def test_what_people_wrote_there_since_stays(workspace: Workspace, tmp_path: Path) -> None:
    text = "key,claim,desk,page\na,One,Sport,7\n"
    workspace.import_file(table(tmp_path, text))
    workspace.claims.set(1, extra={"desk": "City"})
    done = workspace.import_file(table(tmp_path, text.replace(",7", ",8")))
    assert (done.updated, done.kept) == (1, 1)
    assert workspace.claims.get(1).extra == {"desk": "City", "page": "8"}


def test_rows_of_one_claim_that_differ_there_are_kept_line_by_line(
    workspace: Workspace, tmp_path: Path
) -> None:
    text = "key,claim,source_title,shelf\na,One,S,upper\na,One,T,lower\na,One,U,upper\na,One,V,\n"
    path = table(tmp_path, text)
    workspace.import_file(path)
    assert workspace.claims.get(1).extra == {"shelf": "upper\nlower"}
    assert workspace.import_file(path).unchanged == 1
    workspace.export(tmp_path / "out.csv")
    assert workspace.import_file(tmp_path / "out.csv").unchanged == 1


def test_json_says_more_than_texts_and_is_kept_as_text(
    workspace: Workspace, tmp_path: Path
) -> None:
    line = json.dumps({"claim": "One", "score": 0.5, "sure": True, "at": {"b": [1]}, "no": None})
    summary = workspace.import_file(table(tmp_path, line, "claims.jsonl"))
    assert list(summary.kept_columns) == ["score", "sure", "at", "no"]
    assert workspace.claims.get(1).extra == {"score": "0.5", "sure": "true", "at": '{"b":[1]}'}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (json.dumps({"claim": "One", "": "x"}), "no name"),
        (json.dumps({"claim": "One", "a  b": "x", "a b": "y"}), "two columns named 'a b'"),
        (json.dumps({"claim": "One", **{f"c{n}": "x" for n in range(501)}}), "500 are kept"),
        ("\n".join(json.dumps({"claim": "One", f"c{n}": 1}) for n in range(900)), "500 are kept"),
    ],
)
def test_columns_that_cannot_be_kept_are_refused(
    workspace: Workspace, tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(InputFileError, match=told):
        workspace.import_file(table(tmp_path, text, "claims.jsonl"))


def test_the_public_does_not_see_them(workspace: Workspace, tmp_path: Path) -> None:
    workspace.claims.add(text="One", verdict="refuted", status="checked", extra={"desk": "mole"})
    for ending in ("csv", "json", "xlsx"):
        path = tmp_path / f"out.{ending}"
        workspace.export(path, audience="public")
        assert b"mole" not in path.read_bytes()
    assert "desk" not in (tmp_path / "out.csv").read_text()
    assert b"mole" in exported(workspace, write_json)[0]
    assert exported(workspace, write_averitec)[1].lost["extra columns"] == 1
    assert "extra columns" not in exported(workspace, write_averitec, audience="public")[1].lost


def test_they_may_be_given_and_changed_by_hand(workspace: Workspace) -> None:
    claim = workspace.claims.add(text="One", extra={" desk ": "Sport", "page": "7", "empty": " "})
    assert claim.extra == {"desk": "Sport", "page": "7"}
    (claim,) = workspace.claims.set(claim, extra={"page": "", "note to us": "x"})
    assert claim.extra == {"desk": "Sport", "note to us": "x"}
    for wrong in ({"": "x"}, {"a\nb": "x"}, {"a": 7}, {"a": "\0"}):
        with pytest.raises(InvalidValueError):
            workspace.claims.set(claim, extra=wrong)
    workspace.history.undo()
    assert workspace.claims.get(claim).extra == {"desk": "Sport", "page": "7"}
