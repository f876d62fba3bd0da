"""What several rules read off a dossier in the same way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from annot.rules.finding import Remark
from annot.store.dossier import ClaimFile, Dossier, EvidenceFile
from annot.store.models import Anchor, Claim, Note
from annot.text.display import one_line
from annot.vocabulary import (
    FAULTS,
    CorrectionState,
    NoteKind,
    Placement,
    Stance,
    Status,
    Verdict,
)

_EXCERPT = 60
_BOTH = frozenset({Stance.SUPPORTS, Stance.REFUTES})
_RESTS_ON = {
    Verdict.SUPPORTED: frozenset({Stance.SUPPORTS}),
    Verdict.REFUTED: frozenset({Stance.REFUTES}),
    Verdict.INEXACT: _BOTH,
    Verdict.MISLEADING: _BOTH,
    Verdict.CONFLICTING: _BOTH,
}


def live_claims(dossier: Dossier) -> Iterator[ClaimFile]:
    """The claims that were not dropped, in the order of the dossier."""
    return (file for file in dossier.claims if file.claim.status is not Status.DROPPED)


def standing_anchors(file: ClaimFile) -> list[Anchor]:
    """The anchors of a claim that have a place in the text, in its order."""
    found = (anchor for anchor in file.anchors if anchor.placement is not Placement.ORPHANED)
    return sorted(found, key=lambda anchor: (anchor.start, anchor.end))


def places(dossier: Dossier) -> Sequence[tuple[int, int, int]]:
    """Start, end and claim of every place that covers something."""
    if dossier.places is not None:
        return dossier.places
    return [
        (anchor.start, anchor.end, file.claim.id)
        for file in live_claims(dossier)
        for anchor in standing_anchors(file)
    ]


def remark(file: ClaimFile, message: str, hint: str) -> Remark:
    """A remark about a claim, at its first place."""
    anchors = standing_anchors(file)
    place = (anchors[0].start, anchors[0].end) if anchors else None
    return Remark(message, hint, file.claim.id, place)


def stances(file: ClaimFile) -> frozenset[Stance]:
    """The sides that the evidence of a claim takes; context takes none."""
    return frozenset(item.evidence.stance for item in file.evidence) - {Stance.CONTEXT}


def bearing(file: ClaimFile) -> list[EvidenceFile]:
    """The evidence that a claim's verdict rests on: that of its side, or of both.

    Nothing if the verdict says that no source decides, or there is none.
    """
    wanted = _RESTS_ON.get(file.claim.verdict) if file.claim.verdict else None
    return [item for item in file.evidence if wanted and item.evidence.stance in wanted]


def rests_on_sources(claim: Claim) -> bool:
    """Whether a verdict says that a source was found."""
    return claim.verdict in _RESTS_ON


def is_open(note: Note) -> bool:
    """Whether a note is a query without an answer."""
    return note.kind is NoteKind.QUERY and note.answer is None


def has_note(notes: Iterable[Note]) -> bool:
    """Whether somebody noted something; an open query asks and does not tell."""
    return any(note.text.strip() and not is_open(note) for note in notes)


def replacement(claim: Claim) -> str:
    """The wording that is to take the place of a faulty one; empty if there is none or stet."""
    if claim.verdict not in FAULTS or claim.correction_state is CorrectionState.STET:
        return ""
    return claim.correction.strip()


def excerpt(text: str) -> str:
    """The first words of a text from outside, safe to show, in quotation marks."""
    return f"“{one_line(text, _EXCERPT)}”"


def listed(items: Sequence[str]) -> str:
    """A list in words: "a", "a and b", "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
