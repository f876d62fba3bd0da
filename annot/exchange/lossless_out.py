"""The whole ledger as JSON Lines, without loss.

The first line names the workspace; then every row that is stored, one object a line, always in the
same order and spelling, so that two exports of the same ledger are the same bytes and a version
control system shows what changed. Kept files are text where they are UTF-8, else base64. What can
be computed from other rows (counts, places in lists, the full-text index) is not written.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from annot.errors import InvalidValueError
from annot.exchange.lossless_lines import FORMAT, HEADER
from annot.exchange.selection import Selection
from annot.exchange.summary import ExportSummary
from annot.operations.articles import Articles
from annot.operations.history import History
from annot.operations.ledger import Ledger
from annot.store import runs
from annot.store.columns import canonical_json
from annot.store.history import current_root
from annot.store.images import Image
from annot.store.models import NOUNS
from annot.store.recorder import workspace_uid
from annot.store.rows import streaming
from annot.store.table_rows import Run, next_id
from annot.store.transfer import TYPES, count_rows, stored_rows
from annot.vocabulary import Audience

if TYPE_CHECKING:
    from sqlalchemy import Connection

_READ = 1_000
_LEAST = -(2**63)


def write_lossless(ledger: Ledger, selection: Selection, out: BinaryIO) -> ExportSummary:
    """Seal the history and write the whole ledger.

    Raises:
        InvalidValueError: If only a part of the ledger is wanted, or it is for the public.
    """
    _refuse_parts(selection)
    History(ledger, Articles(ledger)).seal()
    counts: Counter[str] = Counter()
    with ledger.database.reading() as connection:
        root = current_root(connection).hex()
        header = {
            "format": FORMAT,
            "uid": str(workspace_uid(connection)),
            "root": root,
            "rows": count_rows(connection),
        }
        out.write(_line(HEADER, header))
        run = streaming(connection)
        for name in TYPES:
            lines = _spelled(connection, run, name) if name in NOUNS else _stored(connection, name)
            for line in lines:
                counts[name] += 1
                out.write(line)
    return ExportSummary(claims=counts["claim"], rows=counts.total(), root=root)


def _refuse_parts(selection: Selection) -> None:
    if selection.audience is Audience.PUBLIC:
        raise InvalidValueError(
            "A lossless export holds everything, also what is confidential: it is not for the "
            "public.",
            hint="Export a table: annot export claims.csv --audience public",
        )
    if selection.article is not None or selection.wanted:
        raise InvalidValueError(
            "A lossless export holds the whole ledger, not a part of it.",
            hint="Export a part as a table: annot export claims.csv",
        )


def _spelled(connection: Connection, run: Run, noun: str) -> Iterator[bytes]:
    """The lines of a table whose images the database spells, a few at a time."""
    begin = f'{{"type":"{noun}",'
    first = _LEAST
    while (found := next_id(run, noun, first)) is not None:
        for image in runs.lines(connection, noun, found, _READ):
            yield f"{begin}{image[1:]}\n".encode()
        first = found + _READ


def _stored(connection: Connection, name: str) -> Iterator[bytes]:
    for _, stored in stored_rows(connection, [name]):
        yield _line(name, _written(name, stored))


def _line(name: str, members: Image) -> bytes:
    return f'{{"type":"{name}",{canonical_json(members)[1:]}\n'.encode()


def _written(name: str, stored: Image) -> Image:
    """A row's image as it stands in the file."""
    if name == "content":
        data = bytes.fromhex(stored["data"])
        try:
            return {"sha256": stored["sha256"], "text": data.decode()}
        except UnicodeDecodeError:
            return {"sha256": stored["sha256"], "base64": base64.b64encode(data).decode()}
    if name == "change" and stored["rows"] == 1:
        return {**stored, **{side: _nested(stored[side]) for side in ("before", "after")}}
    return stored


def _nested(text: str | None) -> Any:
    """A kept image as an object; as its text, should it not be spelled as all are."""
    if text is None:
        return None
    value = json.loads(text)
    return value if isinstance(value, dict) and canonical_json(value) == text else text
