"""A claim in words, line by line, as one hears it read aloud: no signs, no columns, no colours."""

from __future__ import annotations

from collections.abc import Iterator

from annot.store.claim_reading import ClaimDetail, EvidenceRow, NoteRow, PlaceRow
from annot.store.people_reading import AssignedRow
from annot.text.addresses import printed
from annot.text.display import one_line
from annot.vocabulary import NoteKind, label

_LONGEST = 4_000
"""Code points of a text that are read; nobody listens to more."""

_AROUND = 80
"""Code points of the article before and after the words of a claim."""


def claim_lines(claim: ClaimDetail, *, place: str, text: str) -> Iterator[str]:
    """Say all that is known of a claim.

    Args:
        claim: The claim.
        place: Where it stands in the list, such as "3 of 40"; may be empty.
        text: The text of its article; empty if it has none.

    Yields:
        Lines without any control character or line break; none of them can pass for another.
    """
    yield f"Claim {claim.number}{f', {place}' if place else ''}: {_said(claim.text)}"
    for anchor in claim.places:
        where = f"{_said(claim.article)}, {label(anchor.placement)}"
        yield f"Place in {where}: {_printed(anchor, text)}"
    yield f"Status: {label(claim.status)}. Verdict: {label(claim.verdict)}."
    for name, value in _facts(claim):
        if value:
            yield f"{name}: {_said(value)}"
    if not claim.evidence:
        yield "No evidence."
    yield from map(_evidence, claim.evidence)
    for note in claim.notes:
        yield from _note(note)
    for row in claim.same:
        of = f" of {_said(row.article)}" if row.article else ""
        yield f"The same as claim {row.number}{of}, {label(row.verdict)}: {_said(row.text)}"


def _said(text: str) -> str:
    return one_line(text, _LONGEST)


def _printed(anchor: PlaceRow, text: str) -> str:
    before = one_line(text[max(0, anchor.start - _AROUND) : anchor.start], _AROUND)
    after = one_line(text[anchor.end : anchor.end + _AROUND], _AROUND)
    # The words at the two ends are cut.
    return f"… {before.partition(' ')[2]} «{_said(anchor.exact)}» {after.rpartition(' ')[0]} …"


def _facts(claim: ClaimDetail) -> list[tuple[str, str]]:
    state = f", {label(claim.correction_state)}" if claim.correction_state else ""
    return [
        ("Kind", label(claim.kind) if claim.kind else ""),
        (f"Correction{state}", claim.correction),
        ("Reasoning", claim.reasoning),
        ("Checker", claim.checker),
        ("Approved by", claim.approver),
        *((f"Asked to {row.task}", f"{row.name}, {_state(row)}") for row in claim.assigned),
        ("Tags", ", ".join(claim.tags)),
    ]


def _state(row: AssignedRow) -> str:
    return "done" if row.is_done else "open"


def _evidence(evidence: EvidenceRow) -> str:
    source = evidence.source
    hidden = "confidential" if source.confidential else ""
    named = [
        source.title or source.slug,
        source.publisher,
        source.published,
        evidence.locator,
        printed(source.url),
        hidden,
    ]
    words = ", ".join(_said(part) for part in named if part)
    passage = f" Passage: “{_said(evidence.passage)}”." if evidence.passage else ""
    note = f" Note: {_said(evidence.note)}" if evidence.note else ""
    return f"Evidence {evidence.id}, {label(evidence.stance)}: {words}.{passage}{note}"


def _note(note: NoteRow) -> Iterator[str]:
    by = _said(note.added_by)
    if note.kind is not NoteKind.QUERY:
        yield f"Note {note.id} by {by}: {_said(note.text)}"
        return
    yield f"Query {note.id} by {by} to the {label(note.addressee)}: {_said(note.text)}"
    yield (
        f"Answer to {note.id}: {_said(note.answer)}" if note.answer else f"Query {note.id} is open."
    )
