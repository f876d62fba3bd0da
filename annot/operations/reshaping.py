"""Claims taken apart and put together: what becomes of their places, evidence and notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from annot.errors import InvalidValueError, QuoteNotFoundError
from annot.operations.anchoring import anchor_at, anchor_where_missing
from annot.operations.article_handles import latest_text
from annot.operations.kept_judgements import give_all
from annot.operations.places import Span, selector
from annot.operations.same import give_links
from annot.operations.twin_evidence import LINK, give
from annot.store.models import Anchor, Claim, Evidence, Note, Revision
from annot.store.recorder import Operation
from annot.text.quotes import find_quote
from annot.vocabulary import CLOSED, Status


def split(
    operation: Operation, claim: Claim, quotes: Sequence[str], *, actor: str
) -> tuple[Claim, list[Claim]]:
    """Make a claim of each part of a claim's words; the first part stays the claim itself.

    Every new claim has the evidence of the old one, since nobody knows yet which part it proves,
    and begins as `todo` without a verdict. The claim itself is `stale` if it was closed: what was
    found was found about other words.

    Args:
        operation: The open operation.
        claim: The claim.
        quotes: The parts as printed, in the order of the text.
        actor: Who adds the evidence of the new claims.

    Returns:
        The claim as it is now, and the new ones.

    Raises:
        InvalidValueError: If the claim has no place, or there are fewer than two parts.
        QuoteNotFoundError: If a part does not stand in the claim's words behind the one before.
    """
    if len(quotes) < 2:
        raise InvalidValueError(
            "A claim is split into two parts or more.",
            hint=f'Give each: annot claim split {claim.id} --quote "…" --quote "…"',
        )
    revision, text = latest_text(operation, claim.article_id)
    anchors = operation.find(Anchor, claim_id=claim.id, revision_id=revision.id)
    if not anchors:
        raise InvalidValueError(
            f"Claim {claim.id} has no place in the text, so it has no parts.",
            hint=f'Anchor it first: annot claim anchor {claim.id} --quote "…"',
        )
    parts = list(zip(*(_parts(text, anchor, quotes) for anchor in anchors), strict=True))
    for anchor, place in zip(anchors, parts[0], strict=True):
        operation.update(anchor, **selector(text, place))
    added = [_part(operation, claim, revision, text, places, actor) for places in parts[1:]]
    return _reworded(operation, claim, text[slice(*parts[0][0])]), added


def _parts(text: str, anchor: Anchor, quotes: Sequence[str]) -> list[Span]:
    """Where the parts stand in one place of the claim, one behind the other."""
    at, found = anchor.start, []
    for quote in quotes:
        places = find_quote(text[at : anchor.end], quote) if quote.strip() else []
        if not places:
            raise QuoteNotFoundError(
                f"The part {quote!r} does not stand in {anchor.exact!r}, behind the part before.",
                hint="Give the parts in the order of the text, as they are printed.",
            )
        start, end = places[0]
        found.append((at + start, at + end))
        at += end
    return found


def _reworded(operation: Operation, claim: Claim, words: str) -> Claim:
    """Let other printed words stand for a claim; what was found about it is stale."""
    values: dict[str, Any] = {"text": words}
    if claim.correction:
        values |= {"correction": "", "correction_state": None}
    if claim.status in CLOSED - {Status.DROPPED}:
        values |= {"status": Status.STALE, "approver": ""}
    return operation.update(claim, **values)


def _part(
    operation: Operation,
    claim: Claim,
    revision: Revision,
    text: str,
    places: Sequence[Span],
    actor: str,
) -> Claim:
    part = operation.insert(
        Claim,
        article_id=claim.article_id,
        text=text[slice(*places[0])],
        kind=claim.kind,
        status=Status.TODO,
        verdict=None,
        correction_state=None,
        checker=claim.checker,
        tags=claim.tags,
        extra={},
        position=min(start for start, _ in places),
    )
    for place in places:
        anchor_at(operation, part, revision, text, place)
    for item in operation.find(Evidence, claim_id=claim.id):
        same = {name: getattr(item, name) for name in LINK}
        operation.insert(
            Evidence, article_id=part.article_id, claim_id=part.id, added_by=actor, **same
        )
    return part


def reanchor(
    operation: Operation, claim: Claim, revision: Revision, text: str, places: Sequence[Span]
) -> list[Anchor]:
    """Anchor a claim at other places; see `Claims.reanchor`.

    Args:
        operation: The open operation.
        claim: The claim.
        revision: The latest revision.
        text: Its text.
        places: The new places.
    """
    here = operation.find(Anchor, claim_id=claim.id, revision_id=revision.id)
    overlapped = {a.exact for a in here if any(a.start < e and s < a.end for s, e in places)}
    given_up = [anchor for anchor in here if anchor.exact in overlapped or not overlapped]
    for anchor in given_up:
        operation.delete(anchor)
    kept = [anchor for anchor in here if anchor not in given_up]
    new = anchor_where_missing(operation, claim, revision, text, places, kept)
    words = text[slice(*places[0])]
    if claim.text in {anchor.exact for anchor in given_up} and claim.text != words:
        _reworded(operation, claim, words)
    return sorted([*kept, *new], key=lambda anchor: anchor.start)


def merge(operation: Operation, claim: Claim, others: Sequence[Claim]) -> Claim:
    """Put claims of one article together: places, evidence, notes and tags go to the first one.

    What was found stays that of the first claim; nothing is copied from the others, which are
    removed. Evidence that says the same twice is kept once.

    Args:
        operation: The open operation.
        claim: The claim that stays.
        others: Those that are put into it.

    Returns:
        The claim as it is now.

    Raises:
        InvalidValueError: If there is no other claim, or one is of another article.
    """
    if not others:
        raise InvalidValueError(
            f"There is nothing to put into claim {claim.id}.",
            hint=f"Name the others: annot claim merge {claim.id} N…",
        )
    for other in others:
        if other.article_id != claim.article_id:
            raise InvalidValueError(
                f"Claim {other.id} is of another article than claim {claim.id}.",
                hint="A claim lives in one article; keep both.",
            )
        _move(operation, other, claim)
        give_links(operation, other, to=claim)
        give_all(operation, other, to=claim)
        operation.delete(other)
    tags = list(dict.fromkeys([*claim.tags, *(tag for other in others for tag in other.tags)]))
    return operation.update(claim, tags=tags)


def _move(operation: Operation, other: Claim, claim: Claim) -> None:
    """Give what belongs to one claim to another, but for what it has already."""
    spans = {(a.revision_id, a.start, a.end) for a in operation.find(Anchor, claim_id=claim.id)}
    for anchor in operation.find(Anchor, claim_id=other.id):
        if (anchor.revision_id, anchor.start, anchor.end) in spans:
            operation.delete(anchor)
        else:
            operation.update(anchor, claim_id=claim.id)
    give(
        operation,
        operation.find(Evidence, claim_id=other.id),
        beside=operation.find(Evidence, claim_id=claim.id),
        claim_id=claim.id,
    )
    for note in operation.find(Note, claim_id=other.id):
        operation.update(note, claim_id=claim.id)
