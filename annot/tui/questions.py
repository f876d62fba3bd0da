"""The forms of the review screen: what each asks, and what it knows already."""

from __future__ import annotations

from enum import StrEnum

from annot.store.reading import ClaimDetail, EvidenceRow, SourceDetail
from annot.tui.form import Field
from annot.vocabulary import (
    Addressee,
    ClaimKind,
    CorrectionState,
    Rank,
    SourceKind,
    Stance,
    label,
)

DATE_HINT = "2025, 2025-10 or 2025-10-02"


def claim_fields(claim: ClaimDetail) -> list[Field]:
    """What can be said of a claim beside status and verdict."""
    return [
        Field("text", "Claim", "text", claim.text, hint="as a sentence that stands alone"),
        Field("kind", "Kind", "choice", claim.kind or "", choices=_choices(ClaimKind, none=True)),
        Field("reasoning", "Reasoning", "text", claim.reasoning, hint="may be published"),
        Field("checker", "Checker", "line", claim.checker),
        Field("tags", "Tags", "line", ", ".join(claim.tags), hint="with commas between"),
    ]


def correction_fields(claim: ClaimDetail, printed: str) -> list[Field]:
    """Another wording than the printed one for a claim, and what became of it."""
    return [
        Field("correction", "Instead", "text", claim.correction or printed),
        Field(
            "state",
            "State",
            "choice",
            claim.correction_state or CorrectionState.OPEN,
            choices=_choices(CorrectionState),
        ),
    ]


def evidence_fields(evidence: EvidenceRow | None) -> list[Field]:
    """A piece of evidence with its source."""
    source = evidence.source if evidence else None
    named = [
        Field("title", "Title", "line", hint="of a source that is new"),
        Field("publisher", "Publisher", "line"),
        Field("published", "Published", "line", hint=DATE_HINT),
        Field("kind", "Kind", "choice", SourceKind.PAGE, choices=_choices(SourceKind)),
    ]
    return [
        Field(
            "source",
            "Source",
            "line",
            source.slug if source else "",
            hint="URL, title, or a known handle",
        ),
        Field(
            "stance",
            "Stance",
            "choice",
            evidence.stance if evidence else Stance.SUPPORTS,
            choices=_choices(Stance),
        ),
        Field("passage", "Passage", "text", evidence.passage if evidence else "",
              hint="what the source says, word for word"),
        Field("locator", "Locator", "line", evidence.locator if evidence else "",
              hint="page, paragraph, time code"),
        Field("note", "Note", "line", evidence.note if evidence else ""),
        *named,
    ]  # fmt: skip


def source_fields(source: SourceDetail) -> list[Field]:
    """All that is known of a source."""
    return [
        Field("url", "URL", "line", source.url),
        Field("title", "Title", "line", source.title),
        Field("authors", "Authors", "line", "; ".join(source.authors), hint="with ; between"),
        Field("publisher", "Publisher", "line", source.publisher),
        Field("published", "Published", "line", source.published, hint=DATE_HINT),
        Field("kind", "Kind", "choice", source.kind, choices=_choices(SourceKind)),
        Field("rank", "Rank", "choice", source.rank or "", choices=_choices(Rank, none=True)),
        Field("accessed", "Accessed", "line", source.accessed, hint=DATE_HINT),
        Field("archived_url", "Archived", "line", source.archived_url),
        Field("confidential", "Confidential", "flag", "yes" if source.confidential else "no",
              hint="not named to the public"),
    ]  # fmt: skip


def note_fields(text: str = "") -> list[Field]:
    """A note."""
    return [Field("text", "Note", "text", text)]


def query_fields() -> list[Field]:
    """A question and whom it is put to."""
    return [
        Field("text", "Question", "text"),
        Field("to", "To", "choice", Addressee.AUTHOR, choices=_choices(Addressee)),
    ]


def answer_fields(answer: str) -> list[Field]:
    """The answer to a question."""
    return [Field("answer", "Answer", "text", answer)]


def _choices(vocabulary: type[StrEnum], *, none: bool = False) -> tuple[tuple[str, str], ...]:
    known = tuple((member.value, label(member)) for member in vocabulary)
    return (("", "not said"), *known) if none else known
