"""Feeds for the tests: files in memory, and what reading hostile ones may do."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from annot.errors import BadRow, InputFileError
from annot.exchange.claim_row import claim_row
from annot.exchange.claims_in import Terms, take_table
from annot.exchange.column_map import ColumnMap
from annot.exchange.input import Input
from annot.exchange.summary import ImportSummary
from annot.exchange.table import Table, reading
from annot.workspace import Workspace

Read = Callable[[Input], Table]


def file_of(data: Any, name: str = "feed") -> Input:
    """A file that holds these bytes, this text, or this value as JSON."""
    text = data if isinstance(data, str | bytes) else json.dumps(data)
    stored = text.encode() if isinstance(text, str) else text
    return Input(name, lambda: io.BytesIO(stored))


def lines_of(*values: Any) -> str:
    """JSON Lines."""
    return "".join(f"{json.dumps(value)}\n" for value in values)


def only(table: Table) -> dict[str, Any]:
    """The cells of the only row, which is a good one."""
    (row,) = table.rows
    assert row.damage == ""
    return dict(row.cells)


def taken(workspace: Workspace, table: Table, article: str | None = None) -> ImportSummary:
    """Take a table into a workspace."""
    return take_table(workspace._ledger, table, Terms(article))


def table_or_error(read: Read, data: Any) -> None:
    """Read a hostile file; anything but a table, all of whose rows can be judged, is a failure."""
    with contextlib.suppress(InputFileError):
        table = read(file_of(data))
        columns = reading(table.columns, ColumnMap())
        rows = list(table.rows)
        assert rows == list(table.rows)
        assert [row.number for row in rows] == list(range(1, len(rows) + 1))
        for row in rows:
            found = claim_row(row, columns)
            assert isinstance(found, BadRow) or found.row is row


def jsons(names: st.SearchStrategy[str], words: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """JSON values whose members have these names and whose leaves are often these words."""
    leaves = st.one_of(words, st.none(), st.booleans(), st.integers(-1, 2**62), st.text(max_size=4))
    return st.recursive(
        leaves,
        lambda below: st.lists(below, max_size=3) | st.dictionaries(names, below, max_size=5),
        max_leaves=12,
    )
