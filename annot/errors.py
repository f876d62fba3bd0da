"""Every error that a user can meet, with the exit code that a script can trust.

    AnnotError
    ├── NotFoundError           3   no such claim, article, source …
    │   └── PurgedError         3   bytes that a retention rule let go
    ├── InvalidValueError       4   a value that the ledger does not take
    ├── QuoteNotFoundError      5   the quote does not stand in the article
    ├── QuoteAmbiguousError     6   it stands there more than once
    ├── InputFileError          7   a file that cannot be read as what it should be
    ├── BadRowsError            8   rows of an import that cannot be taken
    ├── ConflictError           9   somebody changed it in between
    │   └── CollisionsError     9   two copies say different things
    ├── WorkspaceError         10   the database cannot be opened or is not ours
    ├── BusyError              11   another program is writing
    ├── HistoryError           12   the history does not hold
    ├── NothingToUndoError     13   no operation is left to undo or redo
    ├── UnreachableError       14   an address of the web that does not answer
    └── OwnApprovalError       15   who checked a claim may not approve it

Exit code 1 means that `annot check`, `annot verify` or `annot doctor` found something, 2 that the
command line was not understood. Each error has a `message` in the user's words, a `hint` that says
what to type next, and its values as attributes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class AnnotError(Exception):
    """An error to be told to the user in one sentence, without a traceback.

    Attributes:
        message: What is wrong, with the offending value in it.
        hint: What to type or do next; may be empty.
        exit_code: What the command line exits with.
    """

    exit_code = 70

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NotFoundError(AnnotError):
    """There is no such claim, article, source, evidence or note."""

    exit_code = 3


class PurgedError(NotFoundError):
    """Bytes that are kept no more, by a rule of retention."""


class InvalidValueError(AnnotError):
    """A value that the ledger does not take."""

    exit_code = 4


class Place(NamedTuple):
    """A place offered to the user: code points `start` to `end`, and what stands around."""

    start: int
    end: int
    before: str
    exact: str
    after: str


class QuoteNotFoundError(AnnotError):
    """The quote does not stand in the article; `nearest` is the passage most like it."""

    exit_code = 5

    def __init__(
        self, message: str, *, hint: str = "", nearest: Place | None = None, difference: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.nearest = nearest
        self.difference = difference


class QuoteAmbiguousError(AnnotError):
    """The quote stands in the article more than once; `places` are the choices, in text order."""

    exit_code = 6

    def __init__(self, message: str, *, hint: str = "", places: Sequence[Place] = ()) -> None:
        super().__init__(message, hint=hint)
        self.places = tuple(places)


class InputFileError(AnnotError):
    """A file that cannot be read, or not as what it should be."""

    exit_code = 7


@dataclass(frozen=True, slots=True)
class BadRow:
    """What is wrong with one row of an import: `row` counts from 1, the heading not included.

    `place` says where that is, if the number alone does not: "sheet 'More', row 17".
    """

    row: int
    column: str
    value: str
    reason: str
    place: str = ""


class BadRowsError(AnnotError):
    """Rows of an import that cannot be taken; nothing was written.

    `rows` are the first hundred of them, `count` says how many there are. `summary` is the message
    without what is wrong with the first one, for whoever shows them all.
    """

    exit_code = 8

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        rows: Sequence[BadRow] = (),
        count: int = 0,
        summary: str = "",
    ) -> None:
        super().__init__(message, hint=hint)
        self.summary = summary or message
        self.rows = tuple(rows)
        self.count = max(count, len(self.rows))


class ConflictError(AnnotError):
    """Somebody changed the row in between; nothing was written."""

    exit_code = 9


class CollisionsError(ConflictError):
    """Two copies of a ledger say different things, and nobody said who is right.

    `collisions` are all of them (`annot.operations.collisions.Collision`); nothing was written.
    """

    def __init__(self, message: str, *, hint: str = "", collisions: Sequence[Any] = ()) -> None:
        super().__init__(message, hint=hint)
        self.collisions = tuple(collisions)


class WorkspaceError(AnnotError):
    """The database cannot be opened, cannot be written, or is not a workspace."""

    exit_code = 10


class BusyError(AnnotError):
    """Another program keeps the workspace locked."""

    exit_code = 11


class HistoryError(AnnotError):
    """The history does not hold."""

    exit_code = 12


class NothingToUndoError(AnnotError):
    """No operation is left to undo or redo."""

    exit_code = 13


class UnreachableError(AnnotError):
    """An address of the web that does not answer, or not with what can be kept; `why` says it."""

    exit_code = 14

    def __init__(self, message: str, *, hint: str = "", why: str = "") -> None:
        super().__init__(message, hint=hint)
        self.why = why


class OwnApprovalError(AnnotError):
    """Who checked a claim may not approve it; `claim` is its number, None for a row of a file."""

    exit_code = 15

    def __init__(
        self, message: str, *, hint: str = "", claim: int | None = None, checked_by: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.claim = claim
        self.checked_by = checked_by
