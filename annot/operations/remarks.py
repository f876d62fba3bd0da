"""What authors deliver beside a text, in comments and footnotes: claims with sources and questions.

A comment stands at words, which become a claim; a footnote stands behind a sentence, which does. An
address in it is a source, and the note what is known of it; a question is a query to the author;
everything else is a note in the name of who wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annot.intake.plain import Remark
from annot.operations.claims import Claims
from annot.operations.evidence import EvidenceLinks
from annot.operations.ledger import Ledger
from annot.operations.notes import Notes
from annot.operations.sources import Sources
from annot.store.models import Article, Claim
from annot.text.sentences import sentences
from annot.text.spans import SpanIndex
from annot.vocabulary import Addressee, Stance

_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]]")

Span = tuple[int, int]


def take_remarks(
    ledger: Ledger, article: Article, text: str, remarks: Sequence[Remark]
) -> list[Claim]:
    """Make claims of the passages that remarks are about, inside an operation; the claims."""
    spans = sentences(text)
    index = SpanIndex(spans)
    made: dict[Span, Claim] = {}
    for remark in remarks:
        span = _span(remark, text, spans, index)
        if span is None:
            continue
        if span not in made:
            made[span] = Claims(ledger).add(article, span=span)
        _tell(ledger, made[span], remark)
    return list(made.values())


def _span(remark: Remark, text: str, spans: Sequence[Span], index: SpanIndex) -> Span | None:
    """The words that a remark is about, without white space around them."""
    start, end = remark.start, remark.end
    if not text[start:end].strip():
        before = index.touching(max(0, start - 2), start + 1)
        if not before:
            return None
        start, end = spans[before[0]]
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _tell(ledger: Ledger, claim: Claim, remark: Remark) -> None:
    addresses = list(dict.fromkeys(_ADDRESS.findall(remark.text)))
    for address in addresses:
        source = Sources(ledger).add(url=address)
        EvidenceLinks(ledger).add(claim, source, stance=Stance.CONTEXT, note=remark.text)
    if not addresses and remark.kind == "comment" and remark.text.rstrip().endswith("?"):
        Notes(ledger).ask(claim, remark.text, to=Addressee.AUTHOR, by=remark.author)
    elif not addresses:
        Notes(ledger).add(claim, remark.text, by=remark.author)
