"""Claims come with their places, and go with all that belongs to them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from annot.errors import InvalidValueError
from annot.operations import same
from annot.operations.anchoring import anchor_at
from annot.operations.article_handles import ArticleHandle, article_in, latest_text
from annot.operations.beside import take_back_acceptances
from annot.operations.claim_values import settled
from annot.operations.places import Span
from annot.store.models import (
    NOWHERE,
    UNPLACED,
    Anchor,
    Assignment,
    Claim,
    Evidence,
    Judgement,
    Note,
    Record,
    Revision,
)
from annot.store.recorder import Operation
from annot.vocabulary import Status


def add(
    operation: Operation,
    article: ArticleHandle | None,
    values: dict[str, Any],
    find: Callable[[str], list[Span]] | None,
    *,
    key: str,
    actor: str,
) -> Claim:
    """Add a claim, at places of an article's latest revision or without a place.

    Args:
        operation: The open operation.
        article: The article that makes it.
        values: Its fields, checked.
        find: The places that are meant in the text; None for a claim without a place.
        key: Its name in the data that it came from.
        actor: Who adds it.

    Returns:
        The claim. A sentence that was accepted as making no claim no longer is.

    Raises:
        NotFoundError: If there is no such article.
        InvalidValueError: If there are places and no article, or no words.
    """
    article_id = UNPLACED if article is None else article_in(operation, article).id
    revision: Revision | None = None
    text, places = "", list[Span]()
    if find is not None:
        if article is None:
            raise InvalidValueError("A quote needs its article.", hint="Add --article.")
        revision, text = latest_text(operation, article_id)
        places = find(text)
        values["text"] = values["text"] or text[slice(*places[0])]
    if not values["text"].strip():
        raise InvalidValueError("The claim has no words.", hint="Give a text or a quote.")
    claim = operation.insert(
        Claim,
        article_id=article_id,
        key=key,
        approver=actor * (values["status"] is Status.APPROVED),
        position=min((start for start, _ in places), default=NOWHERE),
        **settled(values),
    )
    if revision is not None:
        for place in places:
            anchor_at(operation, claim, revision, text, place)
        take_back_acceptances(operation, revision, places)
    return claim


def remove(operation: Operation, claim: Claim) -> None:
    """Remove a claim with its anchors, evidence, notes, judgements, assignments and links."""
    evidence = operation.find(Evidence, claim_id=claim.id)
    below: list[Record] = [
        *operation.find(Note, evidence_id=[item.id for item in evidence]),
        *operation.find(Note, claim_id=claim.id),
        *evidence,
        *operation.find(Anchor, claim_id=claim.id),
        *operation.find(Assignment, claim_id=claim.id),
        *operation.find(Judgement, claim_id=claim.id),
        *same.links_of(operation, [claim.id]),
    ]
    for record in below:
        operation.delete(record)
    operation.delete(claim)
