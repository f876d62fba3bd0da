"""Which sentences of a text have a claim, which are accepted as having none, which are open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from annot.text.paragraphs import repeats
from annot.text.sentences import sentences
from annot.text.spans import SpanIndex

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SentenceCoverage:
    """One sentence of an article and what is known of it.

    `number` counts from 1; `start` and `end` are code points, half-open; `claims` are numbers of
    claims; `repeated` sentences stand in a copy of an earlier passage and count with that.
    """

    number: int
    start: int
    end: int
    text: str
    claims: tuple[int, ...]
    accepted: bool
    repeated: bool

    @property
    def covered(self) -> bool:
        """Whether nobody has to look at the sentence any more."""
        return bool(self.claims) or self.accepted or self.repeated


@dataclass(frozen=True, slots=True)
class Tally:
    """How many sentences have a claim, are accepted as having none, or are open.

    `repeated` ones stand in a copy of an earlier passage and are counted nowhere else: they are
    neither claimed nor open a second time.
    """

    claimed: int
    accepted: int
    open: int
    repeated: int

    @property
    def total(self) -> int:
        """How many sentences there are to look at."""
        return self.claimed + self.accepted + self.open


def tally(sentences: Iterable[SentenceCoverage]) -> Tally:
    """Count sentences by what covers them; everything that tells these numbers counts so."""
    found = list(sentences)
    once = [sentence for sentence in found if not sentence.repeated]
    claimed = sum(bool(sentence.claims) for sentence in once)
    accepted = sum(sentence.accepted and not sentence.claims for sentence in once)
    return Tally(claimed, accepted, len(once) - claimed - accepted, len(found) - len(once))


def covered_sentences(
    text: str, anchors: Sequence[tuple[int, int, int]], accepted: Sequence[Span]
) -> list[SentenceCoverage]:
    """Every sentence of a text with what covers it.

    Args:
        text: The text.
        anchors: Start, end and claim number of every anchor.
        accepted: The spans accepted as making no claim.
    """
    claims = SpanIndex(anchors)
    acceptances = SpanIndex(accepted)
    copies = SpanIndex([(item.start, item.end) for item in repeats(text)])
    return [
        SentenceCoverage(
            number=number,
            start=start,
            end=end,
            text=text[start:end],
            claims=tuple(sorted({anchors[i][2] for i in claims.touching(start, end)})),
            accepted=bool(acceptances.touching(start, end)),
            repeated=bool(copies.touching(start, end)),
        )
        for number, (start, end) in enumerate(sentences(text), start=1)
    ]
