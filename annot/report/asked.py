"""What a report asks for besides the dossiers: rules, drafts, history, snapshots, other notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from annot.operations.whereabouts import Fate
from annot.report.model import ActEntry, SnapshotEntry
from annot.store.dossier import Dossier, EvidenceFile
from annot.store.models import Note, Source
from annot.store.signed import Act, ClaimSigned
from annot.text.drafts import BlockKind


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule of proof found: its code, what it finds in a sentence, the claim, the place.

    The place is in code points of the text, half-open.
    """

    code: str
    rule: str
    claim: int | None
    place: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Drafted:
    """What the latest draft did: the number and text of the one before, claims, paragraphs."""

    before: int
    old: str
    fates: Sequence[Fate]
    paragraphs: Sequence[BlockKind]


@dataclass(frozen=True, slots=True)
class Signed:
    """Who found, approved, answered and adjudicated, by the numbers of claims and notes.

    `revisions` are the moments from which on each revision was the latest, with its number.
    """

    claims: Mapping[int, ClaimSigned] = field(default_factory=dict)
    answers: Mapping[int, Act] = field(default_factory=dict)
    decisions: Mapping[int, Act] = field(default_factory=dict)
    revisions: Sequence[tuple[datetime, int]] = ()

    def entry(self, act: Act | None, *, on_revision: bool = True) -> ActEntry | None:
        """An act as the report says it, with the revision of the article at that time."""
        if act is None:
            return None
        known = [number for since, number in self.revisions if since <= act.at]
        return ActEntry(by=act.by, at=act.at, revision=max(known, default=0) * on_revision)


@dataclass(frozen=True, slots=True)
class Asked:
    """Where a report finds what no dossier holds; by default there is nothing.

    Dossiers come in pages of claims.

    Attributes:
        check: Applies the rules of proof to the claims of a dossier; asked for the editor only.
        check_text: Applies the rules of the text as a whole, likewise.
        drafted: Says what the latest draft of an article did; None for a first one. Like all that
            follows not asked for the public.
        signed: Says who found, approved, answered and adjudicated among the claims and notes of a
            dossier.
        seen: The snapshots that a piece of evidence is to be held against.
        about: The notes on a source, and who answered them.
    """

    check: Callable[[Dossier], Iterable[Found]] = lambda _: ()
    check_text: Callable[[Dossier], Iterable[Found]] = lambda _: ()
    drafted: Callable[[Dossier], Drafted | None] = lambda _: None
    signed: Callable[[Dossier], Signed] = lambda _: Signed()
    seen: Callable[[EvidenceFile], Sequence[SnapshotEntry]] = lambda _: ()
    about: Callable[[Source], tuple[Sequence[Note], Signed]] = lambda _: ((), Signed())
