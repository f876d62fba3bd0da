"""Rows of any table as they stand in a file of ours: to be mended and imported as they are.

The columns have the names of the fields for which they were taken, and the article that was named
for the whole file stands in each row, so that nothing has to be said again.
"""

from __future__ import annotations

from collections.abc import Callable

from annot.errors import InvalidValueError
from annot.exchange import claim_fields
from annot.exchange.claim_row import uid_of
from annot.exchange.listing import AUTHORS, TAGS, joined
from annot.exchange.table import Cell, Reading, Row, Table
from annot.exchange.table_columns import is_own_name
from annot.store.columns import canonical_json

IsClaim = Callable[[str], bool]
"""Whether a text is the uid of a claim of the ledger, which is found in whatever article it is."""


class OwnColumns:
    """The columns of rows that are written to a file of ours.

    Args:
        table: The table.
        columns: How it was read.
        article: The article of rows that name none; empty if none was named.
        is_claim: See `IsClaim`.
        with_key: Whether there is to be a column for the key in any case.

    Attributes:
        names: The names of the columns.
    """

    def __init__(
        self,
        table: Table,
        columns: Reading,
        *,
        article: str,
        is_claim: IsClaim,
        with_key: bool = False,
    ) -> None:
        self._columns = columns
        self._article = article
        self._is_claim = is_claim
        self._own = {name: column for column, name in columns.extra.items() if is_own_name(name)}
        self._listed = {name: c for c, name in columns.extra.items() if name not in self._own}
        added = [
            name
            for name, is_wanted in (
                ("key", with_key),
                ("article", bool(article)),
                ("extra", bool(self._listed)),
            )
            if is_wanted and name not in columns.fields
        ]
        of = {**columns.fields, **self._own}
        self.names = [*added, *sorted(of, key=lambda name: table.columns.index(of[name]))]

    def cells(self, row: Row, key: str = "") -> list[str]:
        """The cells of a row; `key` is the one to be written, if it is not that of the row."""
        fields = {
            name: self._dated(name, cell_text(name, row.cells.get(column)))
            for name, column in self._columns.fields.items()
        }
        fields["key"] = key or fields.get("key", "")
        if not fields.setdefault("article", "").strip() and not self._is_found(fields["key"]):
            fields["article"] = self._article
        if self._listed:
            fields["extra"] = self._extra(row, fields.get("extra", ""))
        own = {name: cell_text(name, row.cells.get(column)) for name, column in self._own.items()}
        cells = {**fields, **own}
        return [cells[name] for name in self.names]

    def name_of(self, column: str) -> str:
        """What a column of the table is called there."""
        fields = (name for name, of in self._columns.fields.items() if of == column)
        return next(fields, self._columns.extra.get(column, column))

    def _is_found(self, key: str) -> bool:
        return uid_of(key.strip()) is not None and self._is_claim(key.strip())

    def _dated(self, name: str, cell: str) -> str:
        """A date as it was read, if it was said which comes first."""
        if name not in claim_fields.DATES or self._columns.dates is None:
            return cell
        try:
            return str(claim_fields.source_value(name, cell, self._columns.dates))
        except InvalidValueError:
            return cell

    def _extra(self, row: Row, cell: str) -> str:
        """The columns that are no fields and whose names would be taken for one."""
        listed = {name: cell_text(name, row.cells.get(c)) for name, c in self._listed.items()}
        try:
            return canonical_json({**claim_fields.extras(cell), **listed})
        except InvalidValueError:
            return f"{cell} {canonical_json(listed)}"  # it is to be mended, and nothing is lost


def cell_text(name: str, cell: Cell) -> str:
    """A cell as text from which reading makes the same."""
    if cell is None or isinstance(cell, str):
        return cell or ""
    if isinstance(cell, list) and all(isinstance(item, str) for item in cell):
        return joined(cell, AUTHORS if name == "source_authors" else TAGS)
    return canonical_json(cell)
