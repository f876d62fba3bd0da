"""What changed between two wordings, as replaced, removed and added words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from annot.text.drafts.alignment import NOWHERE, align
from annot.text.drafts.tokens import Tokens, Vocabulary

Kind = Literal["same", "replaced", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Change:
    """One piece of a difference, with the white space after it.

    Attributes:
        op: What became of it.
        old: Its words before; empty if it was added.
        new: Its words after; empty if it was removed.
    """

    op: Kind
    old: str
    new: str


def word_changes(old: str, new: str) -> tuple[Change, ...]:
    """The difference of two wordings in whole words; a number with its signs is one.

    Returns:
        Pieces in order. All `old` together are the old wording, all `new` together the new one.
        Pieces that differ in typography or white space alone are the same.
    """
    vocabulary = Vocabulary()
    return token_changes(vocabulary.read(old), vocabulary.read(new))


def token_changes(old: Tokens, new: Tokens) -> tuple[Change, ...]:
    """The difference of two texts that were read with one vocabulary, likewise."""
    pieces = list(_pieces(old, new))
    if all(kind == "same" for kind, _, _ in pieces):
        return (Change("same", old.text, new.text),) if old.text or new.text else ()
    cuts, new_cuts = _cut(old, pieces, 1), _cut(new, pieces, 2)
    return tuple(
        Change(kind, old.text[slice(*places)], new.text[slice(*new_places)])
        for (kind, _, _), places, new_places in zip(
            pieces, pairwise(cuts), pairwise(new_cuts), strict=True
        )
    )


def _pieces(old: Tokens, new: Tokens) -> Iterator[tuple[Kind, int, int]]:
    """The kind of each piece, and how many words of the old and the new wording it has."""
    same = gone = come = 0
    done = 0
    places = [*align(old.ids, new.ids), len(new.ids)]
    for place in places:
        if place == NOWHERE:
            if same:
                yield "same", same, same
                same = 0
            gone += 1
            continue
        come = place - done
        if same and (gone or come):
            yield "same", same, same
            same = 0
        if gone or come:
            yield ("replaced" if gone and come else "removed" if gone else "added"), gone, come
        gone = 0
        same, done = same + 1, place + 1
    if same > 1:
        yield "same", same - 1, same - 1


def _cut(tokens: Tokens, pieces: list[tuple[Kind, int, int]], side: Literal[1, 2]) -> list[int]:
    """Where each piece begins in a text, and where the last one ends."""
    cuts, at = [0], 0
    for piece in pieces[:-1]:
        at += piece[side]
        if at == 0:
            cuts.append(0)
        elif at < len(tokens.starts):
            cuts.append(tokens.starts[at])
        else:
            cuts.append(len(tokens.text))
    return [*cuts, len(tokens.text)]
