"""What the editor is told of the latest draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from annot.operations.whereabouts import Fate
from annot.report.asked import Drafted
from annot.report.model import DraftEntry, RevisedEntry, SentenceEntry
from annot.store.dossier import Dossier
from annot.text.drafts import BlockKind
from annot.text.fold import fold_text
from annot.text.sentences import sentences
from annot.vocabulary import Placement, Status

_KINDS: tuple[BlockKind, ...] = ("changed", "moved", "added", "removed")


def revised_entry(
    dossier: Dossier, drafted: Drafted | None, uncovered: Sequence[SentenceEntry]
) -> RevisedEntry | None:
    """What changed since the draft before; None for a first draft.

    Args:
        dossier: The article.
        drafted: What the latest draft did.
        uncovered: The sentences that have no claim and were not accepted as making none.
    """
    if drafted is None or dossier.revision is None:
        return None
    files = {file.claim.id: file for file in dossier.claims}
    kept = {number for number, file in files.items() if file.claim.status is not Status.DROPPED}
    unsure = {
        number
        for number in kept
        if not files[number].anchors
        or any(anchor.placement is not Placement.PLACED for anchor in files[number].anchors)
    }
    told = [
        _entry(fate, is_open=fate.claim in unsure)
        for fate in drafted.fates
        if fate.claim in kept and (fate.asks or fate.claim in unsure)
    ]
    before = {fold_text(drafted.old[start:end]) for start, end in sentences(drafted.old)}
    counts = Counter(drafted.paragraphs)
    return RevisedEntry(
        before=drafted.before,
        after=dossier.revision.number,
        paragraphs=[(kind, counts[kind]) for kind in _KINDS if counts[kind]],
        claims=told,
        stale=[e.claim for e in told if files[e.claim].claim.status is Status.STALE],
        sentences=[item for item in uncovered if fold_text(item.text) not in before],
    )


def _entry(fate: Fate, *, is_open: bool) -> DraftEntry:
    return DraftEntry(
        claim=fate.claim,
        outcome=fate.outcome,
        words=fate.difference or fate.old,
        context=fate.context,
        old=fate.old,
        new=fate.new,
        candidates=len(fate.candidates),
        is_open=is_open,
    )
