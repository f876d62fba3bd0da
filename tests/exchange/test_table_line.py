from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_ledgers import HOSTILE

from annot.exchange.table_line import END, speller
from annot.text.formula import guarded


@pytest.mark.parametrize("delimiter", [",", "\t"])
@given(st.lists(st.one_of(HOSTILE, st.text()), min_size=2, max_size=5))
def test_a_row_is_spelled_as_the_csv_module_does(delimiter: str, cells: list[str]) -> None:
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator=END).writerow(map(guarded, cells))
    assert delimiter.join(map(speller(delimiter), cells)) + END == line.getvalue()
