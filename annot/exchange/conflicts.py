"""Where people changed since the last import what the file says otherwise, and who is right."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from annot.errors import InvalidValueError
from annot.exchange import strict_json
from annot.exchange.listing import TAGS, joined
from annot.exchange.table import Reading, Row
from annot.exchange.table_columns import LEDGER, LEDGER_VERSION
from annot.store.models import Claim, Evidence, Note
from annot.vocabulary import OnConflict

TAKEN_AWAY = "(taken away)"
"""What the ledger says of a piece of evidence or a note that people took away."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field about which the ledger and the file disagree, and what each says.

    `is_said` is whether the file says, or once said, anything there: an empty cell that was always
    empty contradicts nobody.
    """

    field: str
    ledger: str
    file: str
    is_said: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim that is asked about: the numbers of its rows, its key and state, the conflicts."""

    rows: Sequence[int]
    key: str
    version: str
    conflicts: Sequence[Conflict]


FileWins = Callable[[str, bool], bool]
"""Whether the file is right in a conflict about a field; the flag is whether it says anything."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a row of a mended file settles: these fields, in that state of the claim."""

    version: str
    fields: frozenset[str]


def settled_by(row: Row, columns: Reading) -> Settled | None:
    """What a row settles, if it is one of a file of conflicts.

    Raises:
        InvalidValueError: If what the ledger said cannot be read any more.
    """
    version = row.cells.get(LEDGER_VERSION) if columns.is_marked else None
    if not isinstance(version, str) or not version.strip():
        return None
    said = strict_json.loads(str(row.cells.get(LEDGER) or "{}"))
    if not isinstance(said, dict):
        raise InvalidValueError("It must be the JSON object that was written there.")
    return Settled(version.strip(), frozenset(said))


def file_wins(mode: OnConflict, settled: Iterable[Settled], version: str) -> FileWins:
    """In which fields of a claim the file is right.

    Args:
        mode: What is to be done in general.
        settled: What the claim's rows settle.
        version: The state in which the claim is.
    """
    fields = frozenset[str]().union(*(s.fields for s in settled if s.version == version))
    return lambda name, is_said: name in fields or (mode is OnConflict.TAKE and is_said)


def state_of(claim: Claim, below: Iterable[Evidence | Note]) -> str:
    """The state of a claim with its evidence and notes, in a few letters."""
    versions = [claim.version.hex, *sorted(f"{item.uid.hex} {item.version.hex}" for item in below)]
    return hashlib.sha256("\n".join(versions).encode()).hexdigest()[:16]


def told(value: Any) -> str:
    """A value of the ledger as the cell that says it."""
    if isinstance(value, list):
        return joined(value, TAGS)
    return "" if value is None else str(value)
