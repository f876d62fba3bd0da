"""Columns by field in a TOML file that is kept with the data."""

from __future__ import annotations

from pathlib import Path

import pytest
from table_files import table

from annot.errors import AnnotError, InputFileError, InvalidValueError
from annot.workspace import Workspace

CLAIMS = "Nr,Die Aussage,Urteil\n7,One,refuted\n"
COLUMNS = '# our table\nkey = "Nr"\nclaim = "Die Aussage"\n"verdict" = \'Urteil\'\n'


def test_a_file_says_which_column_is_which(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, CLAIMS)
    said = table(tmp_path, COLUMNS, "columns.toml")
    for mapping in (said, str(said), [said]):
        assert workspace.import_file(path, mapping=mapping).claims == 1
    claim = workspace.claims.get(1)
    assert (claim.key, claim.text, claim.verdict) == ("7", "One", "refuted")


def test_what_is_said_later_counts(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, CLAIMS)
    said = table(tmp_path, COLUMNS, "columns.toml")
    workspace.import_file(path, mapping=[said, {"verdict": "", "key": ""}])
    claim = workspace.claims.get(1)
    assert (claim.verdict, claim.extra) == (None, {"Nr": "7", "Urteil": "refuted"})
    assert workspace.import_file(path, mapping=said, key="Urteil", dry_run=True).added == 1


def test_a_column_of_a_fields_name_may_be_kept_as_it_is(
    workspace: Workspace, tmp_path: Path
) -> None:
    path = table(tmp_path, "claim,status\nOne,print\n")
    workspace.import_file(path, mapping={"status": ""})
    assert workspace.claims.get(1).extra == {"status": "print"}
    workspace.export(tmp_path / "out.csv")
    assert workspace.import_file(tmp_path / "out.csv").unchanged == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("claim = \n", "columns.toml is no TOML: .*line 1, column 9"),
        ('claim = "a"\nclaim = "b"\n', "no TOML: .*line 2"),
        ('claim = "Die Aussage"\n\nverdit = "Urteil"\n', "line 3: .*'verdit'.*mean 'verdict'"),
        ('claim = "Die Aussage"\nverdict = 7\n', "line 2: 'verdict' must name a column.*not 7"),
        ('claim = "Die Aussage"\n[source]\nurl = "x"\n', "line 2: 'source' must name a column"),
        ('claim = "Die Aussagen"\n', "line 1: .*no column 'Die Aussagen' for 'claim'.*mean 'Die A"),
        ("a=" + "[" * 5000, "no TOML|nested"),
        ("claim = 'x'\n" + "#" * (1 << 20), "larger than"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    workspace: Workspace, tmp_path: Path, text: str, told: str
) -> None:
    said = table(tmp_path, text, "columns.toml")
    with pytest.raises(InputFileError, match=told):
        workspace.import_file(table(tmp_path, CLAIMS), mapping=said)


def test_a_file_that_cannot_be_read_is_told(workspace: Workspace, tmp_path: Path) -> None:
    path = table(tmp_path, CLAIMS)
    (tmp_path / "bytes.toml").write_bytes(b"claim = '\xff'")
    for said in ("none.toml", "bytes.toml", "."):
        with pytest.raises(InputFileError):
            workspace.import_file(path, mapping=tmp_path / said)
    for wrong in ({"verdit": "x"}, {"claim": "x", "sorce": ""}):
        with pytest.raises(InvalidValueError, match="no field"):
            workspace.import_file(path, mapping=wrong)


def test_a_whole_ledger_takes_no_columns(workspace: Workspace, tmp_path: Path) -> None:
    workspace.export(tmp_path / "ledger.jsonl")
    with pytest.raises(AnnotError, match="Only a table"):
        workspace.import_file(tmp_path / "ledger.jsonl", mapping={"claim": "x"})
