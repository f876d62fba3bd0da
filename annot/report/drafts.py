"""What the editor is told of the latest draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from annot.operations.whereabouts import Fate
from annot.report.asked import Drafted
from annot.report.model import DraftEntry, RevisedEntry, SentenceEntry
from annot.store.dossier_pages import DossierPages
from annot.text.drafts import BlockKind
from annot.text.fold import fold_text
from annot.text.sentences import sentences
from annot.vocabulary import Placement, Status

_KINDS: tuple[BlockKind, ...] = ("changed", "moved", "added", "removed")


def revised_entry(
    pages: DossierPages, drafted: Drafted | None, uncovered: Sequence[SentenceEntry]
) -> RevisedEntry | None:
    """What changed since the draft before; None for a first draft.

    Args:
        pages: The article.
        drafted: What the latest draft did.
        uncovered: The sentences that have no claim and were not accepted as making none.
    """
    latest = pages.frame.revision
    if drafted is None or latest is None:
        return None
    kept = {head.number: head.status for head in pages.heads() if head.status is not Status.DROPPED}
    unsure = kept.keys() - _sure(pages)
    told = [
        _entry(fate, is_open=fate.claim in unsure)
        for fate in drafted.fates
        if fate.claim in kept and (fate.asks or fate.claim in unsure)
    ]
    before = {fold_text(drafted.old[start:end]) for start, end in sentences(drafted.old)}
    counts = Counter(drafted.paragraphs)
    return RevisedEntry(
        before=drafted.before,
        after=latest.number,
        paragraphs=[(kind, counts[kind]) for kind in _KINDS if counts[kind]],
        claims=told,
        stale=[entry.claim for entry in told if kept[entry.claim] is Status.STALE],
        sentences=[item for item in uncovered if fold_text(item.text) not in before],
    )


def _sure(pages: DossierPages) -> set[int]:
    """The claims that stand where they stand for sure, with all their places."""
    sure: set[int] = set()
    unsure: set[int] = set()
    for place in pages.places():
        (sure if place.placement is Placement.PLACED else unsure).add(place.claim)
    return sure - unsure


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
