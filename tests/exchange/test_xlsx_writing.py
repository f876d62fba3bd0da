from __future__ import annotations

import csv
import io
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest
from bibliography_files import file_of, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from random_ledgers import FIELDS, LINKS, SOURCES, build

import annot
from annot.errors import InvalidValueError, WorkspaceError
from annot.exchange.claims_in import Terms, take_table
from annot.exchange.selection import Selection
from annot.exchange.xlsx_out import write_xlsx
from annot.exchange.xlsx_table import read_xlsx
from annot.vocabulary import Audience
from annot.workspace import Workspace


def seen(data: bytes) -> list[list[str]]:
    """What another library finds in the sheet."""
    sheet = load_workbook(io.BytesIO(data))["claims"]
    assert all(cell.data_type in "sn" for row in sheet for cell in row)
    return [[unescape(cell or "") for cell in row] for row in sheet.values]


def as_csv(workspace: Workspace, folder: Path, audience: str = "editor") -> list[list[str]]:
    workspace.export(folder / "claims.csv", audience=audience)
    with (folder / "claims.csv").open(newline="", encoding="utf-8") as lines:
        return list(csv.reader(lines))


@pytest.fixture
def checked(workspace: Workspace) -> Workspace:
    claim = workspace.claims.add(
        "bridge", quote="Two workers died", verdict="refuted", status="checked", checker="lee"
    )
    record = workspace.sources.add(url="https://example.org/record", title="=1+1")
    mole = workspace.sources.add(title="The mole", confidential=True)
    workspace.evidence.add(claim, record, passage="three\r\ndied \x1b[31m _x0041_ \u2028")
    workspace.evidence.add(claim, mole, passage="I saw it")
    workspace.claims.add(text="0123")
    return workspace


@pytest.mark.parametrize("audience", list(Audience))
def test_the_sheet_is_the_csv_cell_by_cell(
    checked: Workspace, tmp_path: Path, audience: Audience
) -> None:
    data, summary = written(write_xlsx, checked, audience)
    assert seen(data) == as_csv(checked, tmp_path, audience)
    assert summary.withheld == (1 if audience is Audience.PUBLIC else 0)


def test_the_heading_stays_in_view_and_filters(checked: Workspace) -> None:
    sheet = load_workbook(io.BytesIO(written(write_xlsx, checked)[0]))["claims"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.auto_filter.ref.endswith(str(sheet.max_row))


def test_nothing_in_it_is_a_formula_a_link_or_a_number(checked: Workspace) -> None:
    with zipfile.ZipFile(io.BytesIO(written(write_xlsx, checked)[0])) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
        assert not any("hyperlink" in name for name in package.namelist())
    assert "<f>" not in xml
    assert "hyperlink" not in xml
    assert "<v>" not in xml


def test_the_same_ledger_gives_the_same_bytes(checked: Workspace) -> None:
    data = written(write_xlsx, checked)[0]
    assert data == written(write_xlsx, checked)[0]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert {part.date_time[0] for part in package.infolist()} == {1980}
        assert b"1980-01-01T00:00:00Z" in package.read("docProps/core.xml")


def test_a_text_too_long_for_a_cell_is_an_error_and_not_cut(workspace: Workspace) -> None:
    workspace.claims.add(text="x" * 32_767)
    written(write_xlsx, workspace)
    workspace.claims.add(text="𝄞" * 16_384)
    with pytest.raises(InvalidValueError, match=r"Row 2, claim: .* 32,767"):
        written(write_xlsx, workspace)
    workspace.claims.set(2, text="x" * 200_000)
    with pytest.raises(InvalidValueError, match=r"Row 2: .* 32,767"):
        written(write_xlsx, workspace)


def test_a_full_disk_is_told_as_one(checked: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="No space left"):
        checked.export("/dev/full", format="csv")
    with pytest.raises(OSError, match="No space left"), Path("/dev/full").open("wb") as full:
        write_xlsx(checked._ledger, Selection(), full)


def test_what_xml_cannot_hold_is_replaced_and_counted(workspace: Workspace) -> None:
    workspace.claims.add(text="a\ufffeb")
    data, summary = written(write_xlsx, workspace)
    assert seen(data)[1][2] == "a\ufffdb"
    assert summary.lost["characters that XML cannot hold"] == 1


def test_what_xml_cannot_hold_is_replaced_in_the_heading_too(workspace: Workspace) -> None:
    workspace.claims.add_many([{"claim": "One is so.", "de\ufffesk": "City"}])
    data, summary = written(write_xlsx, workspace)
    assert "de\ufffdsk" in seen(data)[0]
    assert summary.lost["characters that XML cannot hold"] == 1


CLAIMS = st.lists(
    st.tuples(FIELDS, st.lists(st.tuples(SOURCES, LINKS), max_size=2)), min_size=1, max_size=4
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CLAIMS)
def test_a_workbook_comes_in_again_as_it_went_out(claims: list[Any]) -> None:
    acts: list[tuple[Any, ...]] = []
    for fields, links in claims:
        acts.append(("claim", fields, 0, 1))
        acts += [("evidence", *link) for link in links]
    with (
        tempfile.TemporaryDirectory() as folder,
        annot.open(Path(folder) / "a.db", actor="dana") as workspace,
    ):
        build(workspace, acts)
        data, summary = written(write_xlsx, workspace)
        if "characters that XML cannot hold" in summary.lost:
            return
        done = take_table(workspace._ledger, read_xlsx(file_of(data)), Terms())
        assert done.claims == done.unchanged == len(workspace.claims.list())
