"""What there is to read about a claim, in paragraphs: from the verdict down to who checked it.

Pure functions; how the paragraphs look is decided in `claim_look`, where they break in
`claim_lines`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from annot.store.claim_reading import ClaimDetail, EvidenceRow, NoteRow, PlaceRow, SourceRow
from annot.text.addresses import printed
from annot.text.display import shown
from annot.vocabulary import (
    STATUS_SIGNS,
    VERDICT_SIGNS,
    NoteKind,
    Placement,
    Stance,
    Task,
    label,
)

if TYPE_CHECKING:
    from annot.tui.gate_acts import Remarked

STANCE_SIGNS = {Stance.SUPPORTS: "+", Stance.REFUTES: "−", Stance.CONTEXT: "·"}
NOTE_SIGNS = {NoteKind.NOTE: "•", NoteKind.QUERY: "?"}
ANSWER_SIGN = "↳"

_CHANGES: dict[str, tuple[str, str, str]] = {
    "=": ("", "", ""),
    "-": ("[-", "-]", "removed"),
    "+": ("{+", "+}", "added"),
}
_GAP = "  "

Item = tuple[str, int]
"""What the cursor can be on: `("evidence", id)` or `("note", id)`."""


class Run(NamedTuple):
    """Harmless words of one look; a look is the name of a component class without its prefix."""

    text: str
    look: str = ""


class Paragraph(NamedTuple):
    """Words that are wrapped together.

    Attributes:
        runs: The words.
        item: What they belong to, if it is evidence or a note.
        indent: How many steps they stand further in.
        is_hanging: Whether the lines after the first stand in one step more.
        is_opening: Whether room is left above, if there is any to spare.
    """

    runs: tuple[Run, ...]
    item: Item | None = None
    indent: int = 0
    is_hanging: bool = True
    is_opening: bool = False


def paragraphs(claim: ClaimDetail, remarks: Sequence[Remarked] = ()) -> list[Paragraph]:
    """Everything about a claim, the most wanted first.

    Args:
        claim: The claim.
        remarks: What the rules of proof find about it, if they have looked.
    """
    return [
        *_findings(claim, len(remarks)),
        *(part for evidence in claim.evidence for part in _evidence(evidence)),
        *(part for note in claim.notes for part in _note(note)),
        *_same(claim),
        *_extra(claim),
        *map(_remarked, remarks),
        _people(claim),
    ]


def remark(text: str) -> list[Paragraph]:
    """A sentence of the program, where there is no claim."""
    return [Paragraph((worded(text, "muted"),), is_hanging=False)]


def _findings(claim: ClaimDetail, remarks: int) -> Iterator[Paragraph]:
    """The claim itself: verdict, words, what is printed, what should be, and why."""
    head = [
        Run(str(claim.number), "number"),
        Run(f"{VERDICT_SIGNS[claim.verdict]} {label(claim.verdict)}", claim.verdict or "muted"),
        Run(f"{STATUS_SIGNS[claim.status]} {label(claim.status)}", claim.status),
    ]
    if claim.kind is not None:
        head.append(Run(label(claim.kind), "muted"))
    if remarks:
        head.append(Run(f"{remarks} found", "warning"))
    yield Paragraph(spaced(head))
    yield Paragraph((worded(claim.text, "claim"),), is_hanging=False)
    for place in _told_places(claim):
        yield Paragraph(spaced(_place(place)))
    if claim.correction:
        yield Paragraph(_correction(claim), is_opening=True)
    if claim.reasoning:
        yield Paragraph(spaced([Run("why", "label"), worded(claim.reasoning)]), is_opening=True)


def _told_places(claim: ClaimDetail) -> list[PlaceRow]:
    """The places that say more than the claim and the correction do, each wording once."""
    told: dict[tuple[str, Placement], PlaceRow] = {}
    for place in claim.places:
        is_in_correction = claim.correction and place.exact == _printed(claim)
        is_told = place.exact == claim.text or is_in_correction
        if not is_told or place.placement is not Placement.PLACED:
            told.setdefault((place.exact, place.placement), place)
    return list(told.values())


def _printed(claim: ClaimDetail) -> str:
    """The words that a correction replaces."""
    return claim.places[0].exact if claim.places else claim.text


def _place(place: PlaceRow) -> Iterator[Run]:
    yield Run("printed", "label")
    yield worded(f"“{place.exact}”", "quote")
    if place.placement is not Placement.PLACED:
        yield Run(label(place.placement), "warning")


def _correction(claim: ClaimDetail) -> tuple[Run, ...]:
    """What is printed with what should be: readable by its brackets where there are no colours."""
    runs = [Run("instead" + _GAP, "label")]
    # Loaded when first needed: few claims have a correction.
    from annot.text.difference import difference

    for op, words in difference(_printed(claim), claim.correction):
        before, after, look = _CHANGES[op]
        runs.append(worded(f"{before}{words}{after}", look))
    if claim.correction_state is not None:
        runs.append(Run(_GAP + label(claim.correction_state), "muted"))
    return tuple(runs)


def _evidence(evidence: EvidenceRow) -> Iterator[Paragraph]:
    item = ("evidence", evidence.id)
    sign = f"{STANCE_SIGNS[evidence.stance]} {label(evidence.stance)}"
    head = [Run(sign, evidence.stance), *_source(evidence.source)]
    yield Paragraph(spaced(head), item, is_opening=True)
    said = []
    if evidence.passage:
        said.append(worded(f"“{evidence.passage}”", "quote"))
    if evidence.locator:
        said.append(worded(evidence.locator, "muted"))
    more = [worded(evidence.note)] if evidence.note else []
    if evidence.added_by:
        (more or said).append(worded(f"added by {evidence.added_by}", "muted"))
    for runs in filter(None, (said, more)):
        yield Paragraph(spaced(runs), item, 1, is_hanging=False)


def _source(source: SourceRow) -> Iterator[Run]:
    yield worded(source.title or printed(source.url) or source.slug, "source")
    issued = _listed(source.publisher, source.published)
    if issued:
        yield worded(issued, "muted")
    if source.confidential:
        yield Run("confidential", "warning")


def _note(note: NoteRow) -> Iterator[Paragraph]:
    item = ("note", note.id)
    kind = f"{NOTE_SIGNS[note.kind]} {label(note.kind)}"
    if note.addressee is not None:
        kind += f" to {label(note.addressee)}"
    is_waiting = note.kind is NoteKind.QUERY and note.answer is None
    head = [
        Run(kind, "warning" if is_waiting else "label"),
        worded(note.text),
        worded(_listed(note.added_by, _day(note.created_at)), "muted"),
    ]
    yield Paragraph(spaced(head), item, is_opening=True)
    if note.answer is not None:
        yield Paragraph((Run(f"{ANSWER_SIGN} ", "label"), worded(note.answer)), item, 1)
    elif is_waiting:
        yield Paragraph((Run(f"{ANSWER_SIGN} no answer yet", "muted"),), item, 1)


def _same(claim: ClaimDetail) -> Iterator[Paragraph]:
    """The claims that are linked to it as the same; their verdicts are their own."""
    for place, row in enumerate(claim.same):
        runs = [
            Run("the same", "label"),
            Run(f"claim {row.number}", "number"),
            Run(f"{VERDICT_SIGNS[row.verdict]} {label(row.verdict)}", row.verdict or "muted"),
            worded(row.text),
            worded(row.article, "muted"),
        ]
        yield Paragraph(spaced(runs), is_opening=not place)


def _extra(claim: ClaimDetail) -> Iterator[Paragraph]:
    """The columns that the claim came with and that have no field of their own."""
    for place, (name, value) in enumerate(claim.extra):
        runs = [worded(name, "label"), worded(value)]
        yield Paragraph(spaced(runs), is_opening=not place)


def _remarked(found: Remarked) -> Paragraph:
    """What a rule of proof found."""
    runs = [Run(found.severity, "label"), Run(found.code, "warning"), worded(found.message)]
    return Paragraph(spaced(runs), is_opening=True)


def _people(claim: ClaimDetail) -> Paragraph:
    """Who worked on the claim, and how it is filed."""
    facts = (
        ("checker", claim.checker),
        ("approver", claim.approver),
        *((f"asked to {task}", _asked(claim, task)) for task in Task),
        ("tags", ", ".join(claim.tags)),
        ("article", claim.article),
        ("changed", _minute(claim.updated_at)),
    )
    told = [worded(f"{name} {value}", "muted") for name, value in facts if value]
    return Paragraph(spaced(told, " · "), is_opening=True)


def _asked(claim: ClaimDetail, task: Task) -> str:
    """Who was asked for something, by name; what they found is not said here."""
    asked = [row for row in claim.assigned if row.task is task]
    return ", ".join(row.name if row.is_done else f"{row.name} (open)" for row in asked)


def worded(text: str, look: str = "") -> Run:
    """Text from outside as a run of one look."""
    return Run(shown(text, keep_newlines=True), look)


def spaced(runs: Iterable[Run], gap: str = _GAP) -> tuple[Run, ...]:
    """Runs with a gap between them; those without words are left out."""
    parts: list[Run] = []
    for run in runs:
        if run.text:
            parts += [Run(gap, "muted"), run] if parts else [run]
    return tuple(parts)


def _listed(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _day(time: str) -> str:
    """The day of a stored time."""
    return time[:10]


def _minute(time: str) -> str:
    """A stored time to the minute, in UTC as it is stored."""
    return time[:16].replace("T", " ")
