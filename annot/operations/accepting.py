"""Sentences that are accepted as making no claim."""

from __future__ import annotations

from collections.abc import Sequence

from annot.errors import InvalidValueError, NotFoundError
from annot.operations.article_handles import latest_text
from annot.operations.places import Span, chosen_groups, selector, span_of_hand
from annot.store.models import Acceptance, Anchor, Article, Claim, Revision
from annot.store.recorder import Operation
from annot.text.sentences import sentences
from annot.text.spans import SpanIndex
from annot.vocabulary import Status


def accept(
    operation: Operation,
    article: Article,
    *,
    quote: str,
    sentence: int | None,
    span: Span | None,
    reason: str,
) -> list[Acceptance]:
    """Accept sentences of an article's latest revision; see `Articles.accept`."""
    revision, text = latest_text(operation, article.id)
    passages = _passages(text, article, quote=quote, sentence=sentence, span=span)
    places = _whole_sentences(text, passages)
    _refuse_claimed(operation, revision, places)
    return [_accept(operation, revision, text, place, reason) for place in places]


def unaccept(operation: Operation, article: Article, span: Span) -> int:
    """Take back the acceptances that touch a span; how many there were.

    Raises:
        NotFoundError: If nothing is accepted there.
        InvalidValueError: If the span lies outside the text.
    """
    revision, text = latest_text(operation, article.id)
    places = span_of_hand(text, *span)
    found = [
        acceptance
        for acceptance in operation.find(Acceptance, revision_id=revision.id)
        if any(acceptance.start < last and acceptance.end > first for first, last in places)
    ]
    if not found:
        raise NotFoundError(
            "Nothing is accepted there as making no claim.",
            hint=f"See what is: annot article coverage {article.slug}",
        )
    for acceptance in found:
        operation.delete(acceptance)
    return len(found)


def _passages(
    text: str, article: Article, *, quote: str, sentence: int | None, span: Span | None
) -> Sequence[Span]:
    if sentence is not None:
        spans = sentences(text)
        if not 1 <= sentence <= len(spans):
            raise NotFoundError(
                f"The article {article.slug!r} has {len(spans)} sentences, no {sentence}.",
                hint=f"See them: annot article coverage {article.slug}",
            )
        span = spans[sentence - 1]
    if span is not None:
        return span_of_hand(text, *span)
    groups = chosen_groups(text, quote, occurrence="all")
    return [place for group in groups for place in group]


def _whole_sentences(text: str, places: Sequence[Span]) -> list[Span]:
    spans = sentences(text)
    index = SpanIndex(spans)
    return [spans[i] for i in sorted({i for place in places for i in index.touching(*place)})]


def _refuse_claimed(operation: Operation, revision: Revision, places: Sequence[Span]) -> None:
    index = SpanIndex(places)
    dropped = operation.find(Claim, article_id=revision.article_id, status=Status.DROPPED)
    aside = {claim.id for claim in dropped}
    here = sorted(
        {
            anchor.claim_id
            for anchor in operation.find(Anchor, revision_id=revision.id)
            if anchor.claim_id not in aside and index.touching(anchor.start, anchor.end)
        }
    )
    if here:
        numbers = ", ".join(map(str, here))
        raise InvalidValueError(
            f"The sentence makes a claim already: {numbers}.",
            hint="Accept another one; or, if this makes none, let it go first (it is kept): "
            f"annot claim drop {here[0]}",
        )


def _accept(
    operation: Operation, revision: Revision, text: str, place: Span, reason: str
) -> Acceptance:
    return operation.insert(
        Acceptance,
        article_id=revision.article_id,
        revision_id=revision.id,
        **selector(text, place),
        reason=reason,
    )
