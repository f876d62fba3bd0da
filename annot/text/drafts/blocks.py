"""What a draft did to a text, paragraph by paragraph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from annot.text.drafts.alignment import longest_chain
from annot.text.drafts.changes import Change, token_changes, word_changes
from annot.text.drafts.pairing import Pairing
from annot.text.drafts.tokens import Tokens, Vocabulary
from annot.text.paragraphs import paragraphs

Span = tuple[int, int]
BlockKind = Literal["same", "changed", "moved", "added", "removed"]

_LEAST = 0.3
"""Paragraphs that are less alike are not one that changed, but one that went and one that came."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of one or both texts.

    Attributes:
        kind: What became of it; a moved one may have changed as well.
        old: Its place in the old text, in code points; None if it was added.
        new: Its place in the new text; None if it was removed.
        changes: What changed in its words; none if they are the same after folding.
    """

    kind: BlockKind
    old: Span | None
    new: Span | None
    changes: tuple[Change, ...] = ()


def compare(old: str, new: str) -> list[Block]:
    """Compare two texts paragraph by paragraph.

    Args:
        old: The text before.
        new: The text after.

    Returns:
        Blocks in the order of the new text, what was removed where it stood. Every paragraph of
        either text that is seen at all is in one of them. If one paragraph was made two, one of
        these is the changed one and the other was added.
    """
    vocabulary = Vocabulary()
    pairing = Pairing(vocabulary.read(old), vocabulary.read(new), paragraphs)
    partners = _partners(pairing)
    in_order = {other: number for number, other in longest_chain(sorted(partners.items()))}
    of_new = {other: number for number, other in partners.items()}
    blocks: list[Block] = []
    done = 0
    for other, place in enumerate(pairing.new.spans):
        if other in in_order:
            blocks += _removed(pairing, partners, done, in_order[other])
            done = in_order[other] + 1
        if other not in of_new:
            blocks.append(Block("added", None, place))
        else:
            blocks.append(_kept(pairing, of_new[other], other, moved=other not in in_order))
    return [*blocks, *_removed(pairing, partners, done, len(pairing.old))]


def _partners(pairing: Pairing) -> dict[int, int]:
    """For each paragraph that was kept the number it has now; the likest first."""
    found = []
    for number in range(len(pairing.old)):
        for pair in {pairing.in_place(number), pairing.pair(number)} - {None}:
            assert pair is not None
            like = max(pair.strength, pairing.likeness(number, pair.new))
            if like >= _LEAST:
                found.append((-like, pair.by_likeness, number, pair.new))
    partners: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, number, other in sorted(found):
        if number not in partners and other not in taken:
            partners[number] = other
            taken.add(other)
    return partners


def _removed(pairing: Pairing, partners: dict[int, int], start: int, end: int) -> Iterator[Block]:
    for number in range(start, end):
        if number not in partners:
            yield Block("removed", pairing.old.spans[number], None)


def _kept(pairing: Pairing, number: int, other: int, *, moved: bool) -> Block:
    span, place = pairing.old.spans[number], pairing.new.spans[other]
    changes = _changes(pairing.old.tokens, span, pairing.new.tokens, place)
    kind: BlockKind = "moved" if moved else "changed" if changes else "same"
    return Block(kind, span, place, changes)


def _changes(old: Tokens, span: Span, new: Tokens, place: Span) -> tuple[Change, ...]:
    one, other = old.cut(*span), new.cut(*place)
    if one is None or other is None:
        changes = word_changes(old.text[slice(*span)], new.text[slice(*place)])
    else:
        changes = token_changes(one, other)
    return () if all(change.op == "same" for change in changes) else changes
