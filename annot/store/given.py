"""What an import gives of claims and what belongs to them: rows as they will be written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from annot.store.models import NOWHERE

FRESH, JOINED, LATER = range(3)
"""What becomes of a row: it is written in a set, what it brings is written with an earlier row of
the same claim, or it is looked at alone."""


class Given(NamedTuple):
    """A row as it will be written, unless the ledger has it; all values as they are stored.

    Attributes:
        n: Its number.
        article_id: The article of its claim.
        key: The claim's key; made from its words if the file gives none.
        text: The claim.
        kind: Its kind.
        status: Its status with what follows from a verdict.
        verdict: Its verdict.
        checker: Who checks it.
        tags: As JSON.
        said: What the file itself says of the status; empty for nothing.
        source: The source that it cites, by its number in the import's own book; None for none.
        stance: What that source says about the claim.
        passage: Its words.
        locator: Where they stand.
        note: What is to be said of that evidence.
        reasoning: Why the verdict is what it is.
        correction: The wording proposed.
        correction_state: What became of that.
        approver: Who approved the claim.
        further: How many pieces of evidence there are beside the one in the row.
        position: Where the claim stands in its article.
        extra: Columns of the file that are no fields, as a JSON object.
        state: What becomes of the row.
    """

    n: int
    article_id: int
    key: str
    text: str = ""
    kind: str | None = None
    status: str = ""
    verdict: str | None = None
    checker: str = ""
    tags: str = "[]"
    said: str = ""
    source: int | None = None
    stance: str = ""
    passage: str = ""
    locator: str = ""
    note: str = ""
    reasoning: str = ""
    correction: str = ""
    correction_state: str | None = None
    approver: str = ""
    further: int = 0
    position: int = NOWHERE
    extra: str = "{}"
    state: int = FRESH


class GivenEvidence(NamedTuple):
    """A further piece of evidence of the row `n`."""

    n: int
    source: int
    stance: str
    passage: str
    locator: str
    note: str


class GivenNote(NamedTuple):
    """A note or query about the claim of the row `n`."""

    n: int
    kind: str
    text: str
    addressee: str | None
    answer: str | None


class GivenAnchor(NamedTuple):
    """A place of the claim of the row `n`; code points, half-open."""

    n: int
    revision_id: int
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    placement: str


Below = GivenEvidence | GivenNote | GivenAnchor
Staged = Given | Below

TABLES: Mapping[type[Staged], str] = {
    Given: "given_claim",
    GivenEvidence: "given_evidence",
    GivenNote: "given_note",
    GivenAnchor: "given_anchor",
}
"""The temporary tables in which they wait."""

OF_CLAIM = (
    "key", "text", "kind", "status", "verdict", "reasoning", "correction", "correction_state",
    "checker", "approver", "tags", "extra",
)  # fmt: skip
"""The columns of a claim that a row fills in."""

OF_LINK = ("stance", "passage", "locator", "note")
"""Those of a piece of evidence beside its source."""
