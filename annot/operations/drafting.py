"""A new draft of an article: where each claim went, and what asks to be looked at.

Nothing is decided in silence where it could be wrong. A place whose words are the same stands as it
was; one that was found elsewhere or with other words, or that may be one of several, has a
placement that says so until somebody confirms it, anchors the claim anew or drops it. What was
found about words that changed is stale.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from annot.errors import Place
from annot.operations.places import Span, selector
from annot.store.models import Acceptance, Anchor, Article, Claim, Revision
from annot.store.recorder import Operation
from annot.text.difference import difference_text
from annot.text.drafts import BlockKind, Carried, carry
from annot.text.fold import fold_text
from annot.text.paragraphs import Repeat, collapse, copies, repeats
from annot.text.quotes import place
from annot.vocabulary import Placement, Status

Outcome = Literal["placed", "moved", "changed", "ambiguous", "orphaned"]

_GRAVEST: tuple[Outcome, ...] = ("ambiguous", "changed", "moved", "placed", "orphaned")
_FOUND = frozenset({Status.CHECKED, Status.APPROVED})


@dataclass(frozen=True, slots=True)
class Fate:
    """What a draft did to one claim.

    Attributes:
        claim: Its number.
        outcome: Its words stand where they stood (`placed`) or elsewhere (`moved`), they are others
            (`changed`), they may be at one of several places (`ambiguous`), or are gone
            (`orphaned`).
        old: The words before.
        new: The words now; empty if they are gone.
        difference: What changed in them, such as `only [-five-]{+four+}`; empty if nothing did.
        context: What else changed in their sentence, likewise.
        candidates: The places to choose from, with what stands around them; only if ambiguous.
    """

    claim: int
    outcome: Outcome
    old: str
    new: str = ""
    difference: str = ""
    context: str = ""
    candidates: tuple[Place, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether somebody has to look at it."""
        return self.outcome != "placed" or bool(self.context)


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


def fates(old: str, new: str, anchors: Sequence[Anchor]) -> dict[int, list[tuple[Anchor, Carried]]]:
    """Where the anchors of claims went, by claim, in the order of the old text."""
    ordered = sorted(anchors, key=lambda anchor: (anchor.start, anchor.claim_id))
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for index, anchor in enumerate(ordered):
        groups[anchor.claim_id, fold_text(anchor.exact)].append(index)
    twins = [group for group in groups.values() if len(group) > 1]
    carried = carry(old, new, [(item.start, item.end) for item in ordered], copies=twins)
    again = repeats(new)
    found: dict[int, list[tuple[Anchor, Carried]]] = defaultdict(list)
    for anchor, item in zip(ordered, carried, strict=True):
        found[anchor.claim_id].append((anchor, _settled(item, anchor, new, again)))
    return dict(found)


def _settled(item: Carried, anchor: Anchor, new: str, again: list[Repeat]) -> Carried:
    """A passage that may be at one of several places, which are copies of each other, is at all."""
    spans = sorted(candidate.span for candidate in item.candidates)
    words = {fold_text(new[slice(*span)]) for span in spans}
    if len(spans) > 1 and words == {fold_text(anchor.exact)} and len(collapse(spans, again)) == 1:
        return replace(item, outcome="placed", new=spans[0], candidates=())
    return item


def told(claim: int, carried: Sequence[tuple[Anchor, Carried]], new: str) -> Fate:
    """What became of a claim, by the gravest that became of its places."""
    outcome, anchor, item = min(
        ((item.outcome, anchor, item) for anchor, item in carried),
        key=lambda each: _GRAVEST.index(each[0]),
    )
    words = new[slice(*item.new)] if item.new else ""
    changed = outcome == "changed"
    return Fate(
        claim,
        outcome,
        anchor.exact,
        words,
        difference_text(anchor.exact, words) if changed else "",
        _context(each for _, each in carried),
        tuple(place(new, *candidate.span) for candidate in item.candidates),
    )


def _context(carried: Iterable[Carried]) -> str:
    for item in carried:
        if item.context_changed:
            before = "".join(change.old for change in item.context)
            after = "".join(change.new for change in item.context)
            return difference_text(before, after)
    return ""


def revise(
    operation: Operation, article: Article, before: Revision, old: str, after: Revision, new: str
) -> Revised:
    """Carry the places of claims and acceptances into a draft, inside an operation.

    Args:
        operation: The open operation.
        article: The article.
        before: The draft that was the latest.
        old: Its text.
        after: The new one, which is stored already.
        new: Its text.

    Returns:
        What became of everything; `uncovered` is still 0.
    """
    anchors = operation.find(Anchor, revision_id=before.id)
    found = fates(old, new, anchors)
    claims = {claim.id: claim for claim in operation.find(Claim, article_id=article.id)}
    again = repeats(new)
    done, stale = [], []
    for number, carried in found.items():
        fate = told(number, carried, new)
        done.append(fate)
        claim = claims[number]
        _place(operation, claim, after, new, _places(carried, new, again))
        if claim.status in _FOUND and (fate.outcome not in ("placed", "moved") or fate.context):
            operation.update(claim, status=Status.STALE, approver="")
            stale.append(number)
    kept, reopened = _carry_acceptances(operation, before, old, after, new)
    return Revised(article.slug, after.number, tuple(done), tuple(stale), kept, reopened, 0)


def _places(
    carried: Sequence[tuple[Anchor, Carried]], new: str, again: list[Repeat]
) -> Mapping[Span, Placement]:
    """The places of a claim in the draft, with what is to be said of each."""
    places: dict[Span, Placement] = {}
    for _, item in carried:
        if item.outcome == "ambiguous" and item.candidates:
            places.setdefault(item.candidates[0].span, Placement.AMBIGUOUS)
        elif item.new is not None:
            sure = item.outcome == "placed"
            places[item.new] = Placement.PLACED if sure else Placement.MOVED
            if sure or item.outcome == "moved":
                for copy in copies(new, again, *item.new):
                    places.setdefault(copy, Placement.PLACED)
        elif item.copy is not None:
            places.setdefault(item.copy, Placement.PLACED)
    return places


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
    operation: Operation, before: Revision, old: str, after: Revision, new: str
) -> tuple[int, int]:
    """Keep what is accepted where the very words still stand; how many are kept, and not kept."""
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
