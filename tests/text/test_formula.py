"""A cell is never taken for a formula, and reads back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annot.text.formula import guarded, unguarded

SIGNS = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize("sign", SIGNS)
def test_what_a_spreadsheet_would_run_begins_with_an_apostrophe(sign: str) -> None:
    assert guarded(f"{sign}1+1") == f"'{sign}1+1"
    assert guarded(f"''{sign}1") == f"'''{sign}1"
    assert unguarded(f"'{sign}1+1") == f"{sign}1+1"


@pytest.mark.parametrize("cell", ["", "'", "'tis", "1=1", " =1", "a-b", "''"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert guarded(cell) == cell
    assert unguarded(cell) == cell


@given(st.text(st.sampled_from(SIGNS + "' a")) | st.text())
def test_every_cell_reads_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell).lstrip("'") == cell.lstrip("'")
