"""What authors deliver beside a text, in comments and footnotes: claims with sources and questions.

A comment stands at words, which become a claim; a comment at a point stands in a sentence or behind
one, and a footnote behind one, which do. An address in it is a source, and the note what is known
of it; a question is a query to the author; everything else is a note in the name of who wrote it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from annot.intake.plain import Remark
from annot.operations.claims import Claims
from annot.operations.evidence import EvidenceLinks
from annot.operations.ledger import Ledger
from annot.operations.notes import Notes
from annot.operations.sources import Sources
from annot.store.models import Article, Claim
from annot.text.sentences import sentences
from annot.vocabulary import Addressee, Stance

_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]]")

Span = tuple[int, int]


def take_remarks(
    ledger: Ledger, article: Article, text: str, remarks: Sequence[Remark]
) -> list[Claim]:
    """Make claims of the passages that remarks are about, inside an operation; the claims."""
    spans = sentences(text)
    made: dict[Span, Claim] = {}
    for remark in remarks:
        span = _span(remark, text, spans)
        if span is None:
            continue
        if span not in made:
            made[span] = Claims(ledger).add(article, span=span)
        _tell(ledger, made[span], remark)
    return list(made.values())


def _span(remark: Remark, text: str, spans: Sequence[Span]) -> Span | None:
    """The words that a remark is about, without white space around them."""
    start, end = remark.start, remark.end
    if not text[start:end].strip():
        return _sentence_at(start, text, spans, before=remark.kind != "comment")
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _sentence_at(point: int, text: str, spans: Sequence[Span], *, before: bool) -> Span | None:
    """The sentence that a point stands in or behind, else the next one; None if there is none.

    At the first sign of a sentence it is that one, or with `before` the one before it.
    """
    following = bisect_left(spans, (point, 0))
    earlier = spans[following - 1] if following else None
    later = spans[following] if following < len(spans) else None
    if earlier is None or later is None:
        return earlier or later
    is_beginning = later[0] == point and not before
    return later if is_beginning or "\n\n" in text[earlier[1] : point] else earlier


def _tell(ledger: Ledger, claim: Claim, remark: Remark) -> None:
    addresses = list(dict.fromkeys(_ADDRESS.findall(remark.text)))
    for address in addresses:
        source = Sources(ledger).add(url=address)
        EvidenceLinks(ledger).add(claim, source, stance=Stance.CONTEXT, note=remark.text)
    if not addresses and remark.kind == "comment" and remark.text.rstrip().endswith("?"):
        Notes(ledger).ask(claim, remark.text, to=Addressee.AUTHOR, by=remark.author)
    elif not addresses:
        Notes(ledger).add(claim, remark.text, by=remark.author)
