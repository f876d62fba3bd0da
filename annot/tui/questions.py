"""The forms of the review screen: what each asks, what it knows already, and what it changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from annot.store.claim_reading import ClaimDetail, EvidenceRow, NoteRow
from annot.store.source_reading import SourceDetail
from annot.text.dates import FORMS, date_fault
from annot.text.display import one_line
from annot.tui.desk import Library
from annot.tui.field_row import Fault, Field, Suggest
from annot.tui.names import Names
from annot.vocabulary import (
    Addressee,
    ClaimKind,
    CorrectionState,
    Rank,
    SourceKind,
    Stance,
    label,
)

SOURCE_FACTS = ("title", "publisher", "published", "kind")
"""The fields of evidence that say more of its source; a known source has them already."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a form asks.

    Attributes:
        form: Which form it is and what it is about, the same whenever it is opened.
        title: Its heading; any text.
        fields: The fields, with the values to begin with.
        about: What is to be read before it is answered; any text.
        version: The version of the row that it changes; empty where a row is added.
        row: The noun and the id of that row.
        anew: Asks the same about the row as it is now; None if it is gone.
    """

    form: str
    title: str
    fields: list[Field]
    about: str = ""
    version: str = ""
    row: tuple[str, int] = ("", 0)
    anew: Callable[[Library], Question | None] | None = None

    @property
    def values(self) -> dict[str, str]:
        """What the fields begin with."""
        return {field.name: field.value for field in self.fields}


def claim_question(claim: ClaimDetail, people: Names, tags: Names) -> Question:
    """What can be said of a claim beside status and verdict."""
    return Question(
        f"claim {claim.number}",
        f"Claim {claim.number}",
        [
            Field("text", "Claim", "text", claim.text, hint="as a sentence that stands alone"),
            Field(
                "kind", "Kind", "choice", claim.kind or "", choices=_choices(ClaimKind, none=True)
            ),
            Field("reasoning", "Reasoning", "text", claim.reasoning, hint="may be published"),
            Field("checker", "Checker", "line", claim.checker, suggest=people.suggest),
            Field(
                "tags",
                "Tags",
                "line",
                ", ".join(claim.tags),
                hint="with commas between",
                suggest=tags.suggest_last,
            ),
        ],
        version=claim.version,
        row=("claim", claim.number),
        anew=_of_claim(claim.number, lambda now: claim_question(now, people, tags)),
    )


def correction_question(claim: ClaimDetail) -> Question:
    """Another wording than the printed one for a claim, and what became of it."""
    printed = claim.places[0].exact if claim.places else claim.text
    return Question(
        f"correction of claim {claim.number}",
        f"Correction of claim {claim.number}",
        [
            Field(
                "correction",
                "Instead",
                "text",
                claim.correction or printed,
                hint="what is typed replaces all of it; ← or → first to change a part",
                is_replaced=True,
            ),
            Field(
                "state",
                "State",
                "choice",
                claim.correction_state or CorrectionState.OPEN,
                choices=_choices(CorrectionState),
            ),
        ],
        about=f"Printed: {printed}",
        version=claim.version,
        row=("claim", claim.number),
        anew=_of_claim(claim.number, correction_question),
    )


def new_evidence_question(claim: ClaimDetail, suggest: Suggest) -> Question:
    """Evidence for a claim, with its source."""
    return Question(
        f"evidence for claim {claim.number}",
        f"Evidence for claim {claim.number}: {one_line(claim.text, 60)}",
        _evidence_fields(None, suggest),
    )


def evidence_question(claim: int, evidence: EvidenceRow, suggest: Suggest) -> Question:
    """A piece of evidence that a claim has, with its source."""

    def anew(now: ClaimDetail) -> Question | None:
        found = (item for item in now.evidence if item.id == evidence.id)
        return next((evidence_question(claim, item, suggest) for item in found), None)

    return Question(
        f"evidence {evidence.id}",
        f"Evidence {evidence.id}",
        _evidence_fields(evidence, suggest),
        version=evidence.version,
        row=("evidence", evidence.id),
        anew=_of_claim(claim, anew),
    )


def _evidence_fields(evidence: EvidenceRow | None, suggest: Suggest) -> list[Field]:
    return [
        Field(
            "source",
            "Source",
            "line",
            evidence.source.slug if evidence else "",
            hint="URL, DOI, title, or a known handle; words of a known source find it",
            suggest=suggest,
        ),
        Field("passage", "Passage", "text", evidence.passage if evidence else "",
              hint="what the source says, word for word"),
        Field("locator", "Locator", "line", evidence.locator if evidence else "",
              hint="page, paragraph, time code"),
        Field(  # behind what every piece of evidence has, since most support their claim
            "stance",
            "Stance",
            "choice",
            evidence.stance if evidence else Stance.SUPPORTS,
            choices=_choices(Stance),
        ),
        Field("note", "Note", "line", evidence.note if evidence else ""),
        Field("title", "Title", "line", hint="of a source that is new"),
        Field("publisher", "Publisher", "line"),
        Field("published", "Published", "line", hint=FORMS, check=_date),
        Field("kind", "Kind", "choice", SourceKind.PAGE, choices=_choices(SourceKind)),
    ]  # fmt: skip


def source_question(source: SourceDetail) -> Question:
    """All that is known of a source."""

    def anew(library: Library) -> Question | None:
        now = library.reader.source(source.id)
        return None if now is None else source_question(now)

    return Question(
        f"source {source.id}",
        f"Source {source.slug}",
        [
            Field("url", "URL", "line", source.url),
            Field("title", "Title", "line", source.title),
            Field("authors", "Authors", "line", "; ".join(source.authors), hint="with ; between"),
            Field("publisher", "Publisher", "line", source.publisher),
            Field("published", "Published", "line", source.published, hint=FORMS, check=_date),
            Field("kind", "Kind", "choice", source.kind, choices=_choices(SourceKind)),
            Field("rank", "Rank", "choice", source.rank or "", choices=_choices(Rank, none=True)),
            Field("accessed", "Accessed", "line", source.accessed, hint=FORMS, check=_date),
            Field("archived_url", "Archived", "line", source.archived_url),
            Field("confidential", "Confidential", "flag", "yes" if source.confidential else "no",
                  hint="not named to the public"),
        ],
        version=source.version,
        row=("source", source.id),
        anew=anew,
    )  # fmt: skip


def new_note_question(claim: int) -> Question:
    """A note on a claim."""
    return Question(
        f"note on claim {claim}", f"Note on claim {claim}", [Field("text", "Note", "text")]
    )


def note_question(claim: int, note: NoteRow) -> Question:
    """A note that a claim has."""
    return Question(
        f"note {note.id}",
        f"Note {note.id}",
        [Field("text", "Note", "text", note.text)],
        version=note.version,
        row=("note", note.id),
        anew=_of_claim(claim, _of_note(note.id, lambda now: note_question(claim, now))),
    )


def query_question(claim: int) -> Question:
    """A question about a claim and whom it is put to."""
    return Question(
        f"query about claim {claim}",
        f"Query about claim {claim}",
        [
            Field("text", "Question", "text"),
            Field("to", "To", "choice", Addressee.AUTHOR, choices=_choices(Addressee)),
        ],
    )


def answer_question(claim: int, note: NoteRow) -> Question:
    """The answer to a query."""
    return Question(
        f"answer to query {note.id}",
        f"Answer to query {note.id}",
        [Field("answer", "Answer", "text", note.answer or "")],
        about=f"Question: {note.text}",
        version=note.version,
        row=("note", note.id),
        anew=_of_claim(claim, _of_note(note.id, lambda now: answer_question(claim, now))),
    )


def _of_claim(
    number: int, ask: Callable[[ClaimDetail], Question | None]
) -> Callable[[Library], Question | None]:
    """Asks something of a claim as it is now."""

    def anew(library: Library) -> Question | None:
        now = library.reader.claim(number)
        return None if now is None else ask(now)

    return anew


def _of_note(
    number: int, ask: Callable[[NoteRow], Question]
) -> Callable[[ClaimDetail], Question | None]:
    return lambda now: next((ask(note) for note in now.notes if note.id == number), None)


def _date(typed: str) -> Fault | None:
    """What keeps a date from being one, while it is typed."""
    fault = date_fault(typed.strip())
    return None if fault is None else Fault(*fault)


def _choices(vocabulary: type[StrEnum], *, none: bool = False) -> tuple[tuple[str, str], ...]:
    known = tuple((member.value, label(member)) for member in vocabulary)
    return (("", "not said"), *known) if none else known
