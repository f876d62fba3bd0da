"""Claims get places in a text, and lose them."""

from __future__ import annotations

from collections.abc import Sequence

from annot.errors import InvalidValueError, NotFoundError
from annot.operations.article_handles import latest_text
from annot.operations.beside import take_back_acceptances
from annot.operations.places import Occurrence, Span, chosen_groups, selector, span_of_hand
from annot.store.models import Anchor, Claim, Revision
from annot.store.recorder import Operation
from annot.vocabulary import Placement


def places_meant(
    quote: str, prefix: str, suffix: str, occurrence: Occurrence, span: Span | None, text: str
) -> list[Span]:
    """The places of a text that a quote, or else a span, means; copies of a passage are all meant.

    Raises:
        QuoteNotFoundError: If the quote does not stand in it.
        QuoteAmbiguousError: If it stands there more than once.
        InvalidValueError: If the span is not one of the text.
    """
    if span is not None:
        return span_of_hand(text, *span)
    groups = chosen_groups(text, quote, prefix=prefix, suffix=suffix, occurrence=occurrence)
    return [place for group in groups for place in group]


def anchor_at(
    operation: Operation, claim: Claim, revision: Revision, text: str, place: Span
) -> Anchor:
    """Anchor a claim at one place of a revision's text, inside an operation."""
    return operation.insert(
        Anchor,
        article_id=claim.article_id,
        claim_id=claim.id,
        revision_id=revision.id,
        **selector(text, place),
        placement=Placement.PLACED,
    )


def anchor_at_all(
    operation: Operation, claim: Claim, revision: Revision, text: str, places: Sequence[Span]
) -> list[Anchor]:
    """Anchor a claim at places of the latest revision, but where it is anchored already.

    Args:
        operation: The open operation.
        claim: The claim.
        revision: The latest revision.
        text: Its text.
        places: The places.

    Returns:
        The new anchors. What said of sentences there that they make no claim is taken back.
    """
    here = operation.find(Anchor, claim_id=claim.id, revision_id=revision.id)
    take_back_acceptances(operation, revision, places)
    return anchor_where_missing(operation, claim, revision, text, places, here)


def anchor_where_missing(
    operation: Operation,
    claim: Claim,
    revision: Revision,
    text: str,
    places: Sequence[Span],
    here: Sequence[Anchor],
) -> list[Anchor]:
    """Anchor a claim at those places of a revision's text at which none of its anchors stands."""
    known = {(anchor.start, anchor.end) for anchor in here}
    return [
        anchor_at(operation, claim, revision, text, place) for place in places if place not in known
    ]


def confirm(operation: Operation, claim: Claim) -> None:
    """Say that the places which the latest draft gave a claim are the right ones.

    Raises:
        InvalidValueError: If it has none there.
    """
    revision, _ = latest_text(operation, claim.article_id)
    here = operation.find(Anchor, claim_id=claim.id, revision_id=revision.id)
    if not here:
        raise InvalidValueError(
            f"The claim {claim.id} has no place in the latest draft.",
            hint=f"Give it one: annot claim anchor {claim.id} --quote …",
        )
    for anchor in here:
        if anchor.placement is not Placement.PLACED:
            operation.update(anchor, placement=Placement.PLACED)


def unanchor(operation: Operation, claim: Claim, anchor_id: int) -> None:
    """Take an anchor from a claim.

    Raises:
        NotFoundError: If it has no such anchor.
    """
    found = operation.find(Anchor, id=anchor_id, claim_id=claim.id)
    if not found:
        raise NotFoundError(
            f"The claim {claim.id} has no anchor {anchor_id}.",
            hint=f"See its places and their numbers: annot claim show {claim.id}",
        )
    operation.delete(found[0])
