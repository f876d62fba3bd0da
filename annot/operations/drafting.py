"""A new draft of an article: where each claim went, and what asks to be looked at.

Nothing is decided in silence where it could be wrong. A place whose words are the same stands as it
was; one that was found elsewhere or with other words, or that may be one of several, has a
placement that says so until somebody confirms it, anchors the claim anew or drops it. What was
found about words that changed is stale.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annot.operations.places import Span, selector
from annot.operations.whereabouts import Fate, Outcome, whereabouts
from annot.store.models import Acceptance, Anchor, Article, Claim, Revision
from annot.store.recorder import Operation
from annot.text.difference import difference_text
from annot.text.drafts import BlockKind, carry
from annot.text.fold import fold_text
from annot.vocabulary import Placement, Status

_FOUND = frozenset({Status.CHECKED, Status.APPROVED})


@dataclass(frozen=True, slots=True)
class Revised:
    """What a new draft did to an article.

    Attributes:
        article: Its slug.
        revision: The number of the draft.
        fates: What became of each claim that has a place, in the order of the text before.
        stale: The numbers of the claims whose finding is stale now.
        accepted: How many sentences are still accepted as making no claim.
        reopened: How many are not any more, since their words changed or are gone.
        uncovered: How many sentences of the draft nobody has looked at.
    """

    article: str
    revision: int
    fates: tuple[Fate, ...]
    stale: tuple[int, ...]
    accepted: int
    reopened: int
    uncovered: int

    @property
    def asking(self) -> list[Fate]:
        """The claims that somebody has to look at."""
        return [fate for fate in self.fates if fate.asks]

    def count(self, outcome: Outcome) -> int:
        """How many claims have an outcome."""
        return sum(fate.outcome == outcome for fate in self.fates)


@dataclass(frozen=True, slots=True)
class BlockDifference:
    """A paragraph of two drafts.

    Attributes:
        kind: What became of it: same, changed, moved, added or removed.
        old: Its words before; empty if it was added.
        new: Its words now; empty if it was removed.
    """

    kind: BlockKind
    old: str
    new: str

    @property
    def difference(self) -> str:
        """What changed in it: `only [-five-]{+four+} were published`."""
        return difference_text(self.old, self.new)


def revise(
    operation: Operation, article: Article, drafts: Sequence[Revision], after: Revision, new: str
) -> Revised:
    """Carry the places of claims and acceptances into a draft, inside an operation.

    Args:
        operation: The open operation.
        article: The article.
        drafts: The drafts before, the first one first.
        after: The new one, which is stored already.
        new: Its text.

    Returns:
        What became of everything; `uncovered` is still 0.
    """
    claims = {claim.id: claim for claim in operation.find(Claim, article_id=article.id)}
    done, stale = carry_claims(operation, claims, drafts, after, new)
    kept, reopened = _carry_acceptances(operation, drafts[-1], after, new)
    return Revised(article.slug, after.number, tuple(done), tuple(stale), kept, reopened, 0)


def carry_claims(
    operation: Operation,
    claims: Mapping[int, Claim],
    drafts: Sequence[Revision],
    after: Revision,
    new: str,
) -> tuple[list[Fate], list[int]]:
    """Give claims their places in a draft, inside an operation.

    Args:
        operation: The open operation.
        claims: The claims by number.
        drafts: The drafts before, the first one first.
        after: The draft, which is stored already.
        new: Its text.

    Returns:
        What became of each claim that has a place, and the numbers of those that are stale now.
    """
    done, stale = [], []
    for number, found in whereabouts(operation, drafts, new, claims).items():
        if number not in claims:
            continue
        claim = claims[number]
        _place(operation, claim, after, new, found.places)
        if claim.status is not Status.DROPPED:
            done.append(found.fate)
        if claim.status in _FOUND and found.is_touched:
            operation.update(claim, status=Status.STALE, approver="")
            stale.append(number)
    return done, stale


def _place(
    operation: Operation,
    claim: Claim,
    revision: Revision,
    text: str,
    places: Mapping[Span, Placement],
) -> None:
    for span, placement in places.items():
        operation.insert(
            Anchor,
            article_id=claim.article_id,
            claim_id=claim.id,
            revision_id=revision.id,
            **selector(text, span),
            placement=placement,
        )


def _carry_acceptances(
    operation: Operation, before: Revision, after: Revision, new: str
) -> tuple[int, int]:
    """Keep what is accepted where the very words still stand; how many are kept, and not kept."""
    old = operation.content(before.text_sha256).decode()
    accepted = operation.find(Acceptance, revision_id=before.id)
    groups: dict[str, list[int]] = defaultdict(list)
    for index, acceptance in enumerate(accepted):
        groups[fold_text(acceptance.exact)].append(index)
    twins = [group for group in groups.values() if len(group) > 1]
    kept: set[Span] = set()
    carried = carry(old, new, [(item.start, item.end) for item in accepted], copies=twins)
    for acceptance, item in zip(accepted, carried, strict=True):
        same = item.outcome in ("placed", "moved") and not item.context_changed
        if same and item.new is not None and item.new not in kept:
            kept.add(item.new)
            operation.insert(
                Acceptance,
                article_id=after.article_id,
                revision_id=after.id,
                **selector(new, item.new),
                reason=acceptance.reason,
            )
    lost = sum(item.outcome not in ("placed", "moved") for item in carried)
    return len(kept), lost
