"""The closed vocabularies of the ledger: how far checking has come, what was found, and kin.

Every vocabulary is an enum of strings; its values are what is stored, exported, typed on the
command line and guarded by a CHECK in the database. `SIGNS` gives each status and verdict one
character, so that no screen or report has to rely on colour.
"""

from __future__ import annotations

from enum import StrEnum

STATUS_SIGNS: dict[Status, str]
VERDICT_SIGNS: dict[Verdict | None, str]


class Status(StrEnum):
    """How far checking has come."""

    TODO = "todo"
    CHECKING = "checking"
    QUERY = "query"
    CHECKED = "checked"
    APPROVED = "approved"
    STALE = "stale"
    DROPPED = "dropped"


class Verdict(StrEnum):
    """What was found about the claim as worded; no verdict yet is `None`, never a member."""

    SUPPORTED = "supported"
    INEXACT = "inexact"
    MISLEADING = "misleading"
    REFUTED = "refuted"
    CONFLICTING = "conflicting"
    UNPROVEN = "unproven"
    ON_AUTHOR = "on_author"
    NOT_CHECKABLE = "not_checkable"


class ClaimKind(StrEnum):
    """What sort of assertion a claim makes; rules of proof may ask more of some kinds."""

    QUANTITY = "quantity"
    DATE = "date"
    QUOTATION = "quotation"
    ATTRIBUTION = "attribution"
    IDENTITY = "identity"
    EVENT = "event"
    CAUSE = "cause"
    PREDICTION = "prediction"
    OPINION = "opinion"
    OTHER = "other"


class Placement(StrEnum):
    """How sure the place of an anchor is in its revision."""

    PLACED = "placed"
    MOVED = "moved"
    AMBIGUOUS = "ambiguous"
    ORPHANED = "orphaned"


class Retained(StrEnum):
    """What a retention rule can let go."""

    TEXTS = "texts"
    FILES = "files"
    SNAPSHOTS = "snapshots"


class Stance(StrEnum):
    """What a piece of evidence does to the claim."""

    SUPPORTS = "supports"
    REFUTES = "refutes"
    CONTEXT = "context"


class SourceKind(StrEnum):
    """What a source is."""

    PAGE = "page"
    REPORT = "report"
    ARTICLE = "article"
    DATASET = "dataset"
    DOCUMENT = "document"
    LAW = "law"
    INTERVIEW = "interview"
    BOOK = "book"
    VIDEO = "video"
    OTHER = "other"


class Rank(StrEnum):
    """Whether a source speaks for itself (primary) or tells what others said (secondary)."""

    PRIMARY = "primary"
    SECONDARY = "secondary"


class CorrectionState(StrEnum):
    """What became of a proposed wording; `stet` means that the text stays as it is."""

    OPEN = "open"
    ACCEPTED = "accepted"
    STET = "stet"


class NoteKind(StrEnum):
    """A remark, or a question that waits for an answer."""

    NOTE = "note"
    QUERY = "query"


class Addressee(StrEnum):
    """Whom a query is out to."""

    AUTHOR = "author"
    SOURCE = "source"
    EDITOR = "editor"


class Audience(StrEnum):
    """Who reads a report; what is confidential leaves only for those who may see it."""

    EDITOR = "editor"
    LAWYER = "lawyer"
    PUBLIC = "public"


class OnConflict(StrEnum):
    """What an import does where people changed since the last one what the file says otherwise."""

    KEEP = "keep"
    TAKE = "take"
    ASK_FILE = "ask-file"


class Right(StrEnum):
    """Who is right where two copies of a ledger say different things; later leaves it open."""

    OURS = "ours"
    THEIRS = "theirs"
    LATER = "later"


class DateOrder(StrEnum):
    """Which comes first in the dates of a file that can be read in two ways."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


class Role(StrEnum):
    """What a person of the newsroom may do, least first; each may do what those before may."""

    CHECKER = "checker"
    REVIEWER = "reviewer"
    EDITOR = "editor"
    ADMIN = "admin"


class Task(StrEnum):
    """What a person is asked to do with a claim, beside checking it."""

    JUDGE = "judge"
    ADJUDICATE = "adjudicate"


class Severity(StrEnum):
    """How much a finding of `annot check` weighs, lightest first."""

    NOTICE = "notice"
    WARNING = "warning"
    ERROR = "error"


STATUS_SIGNS = {
    Status.TODO: "○",
    Status.CHECKING: "◐",
    Status.QUERY: "?",
    Status.CHECKED: "●",
    Status.APPROVED: "★",
    Status.STALE: "↻",
    Status.DROPPED: "×",
}

VERDICT_SIGNS = {
    None: "·",
    Verdict.SUPPORTED: "✓",
    Verdict.INEXACT: "~",
    Verdict.MISLEADING: "!",
    Verdict.REFUTED: "✗",
    Verdict.CONFLICTING: "⇄",
    Verdict.UNPROVEN: "≟",
    Verdict.ON_AUTHOR: "@",
    Verdict.NOT_CHECKABLE: "∅",
}

CLOSED = frozenset({Status.CHECKED, Status.APPROVED, Status.DROPPED})
"""The statuses in which nobody has to act on a claim any more."""

PUBLISHABLE = frozenset({Status.CHECKED, Status.APPROVED})
"""The statuses in which a claim with a verdict may be shown to the public."""

FAULTS = frozenset({Verdict.REFUTED, Verdict.MISLEADING, Verdict.INEXACT, Verdict.CONFLICTING})
"""The verdicts that ask for a decision about the wording."""


def label(value: StrEnum | None) -> str:
    """The words for a value as people read them: `not_checkable` is "not checkable"."""
    return "no verdict" if value is None else value.value.replace("_", " ")
