"""Where claims begin and end in the text of an article, ready to be marked there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annot.report.model import Paragraph, Piece


@dataclass(frozen=True, slots=True)
class Begin:
    """A place at which a claim begins; `nth` tells the places of one claim apart, from 1.

    `goes_on` is whether it began in a paragraph before: what is counted here are its parts.
    """

    claim: int
    nth: int
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text with what is to be marked in it.

    Attributes:
        text: The words.
        begins: The places that begin before the words.
        continuing: The claims that began earlier and cover the words too, each with its lane:
            claims that overlap run in different lanes, and a claim stays in its lane to its end.
            Lanes count from 1.
        beginning: The claims that begin here, each with its lane.
        ends: The claims that end after the words.
    """

    text: str
    begins: Sequence[Begin]
    continuing: Sequence[tuple[int, int]]
    beginning: Sequence[tuple[int, int]]
    ends: Sequence[int]


def stretches(paragraphs: Sequence[Paragraph]) -> list[list[Stretch]]:
    """The text of an article with its claims marked, one list for each paragraph."""
    pieces = [piece for paragraph in paragraphs for piece in paragraph.pieces]
    marked = _mark(pieces)
    return [[next(marked) for _ in paragraph.pieces] for paragraph in paragraphs]


def paragraphs_by_claim(paragraphs: Sequence[Paragraph]) -> dict[int, list[int]]:
    """For the number of each claim with places in the text, in which paragraph each place begins.

    The n-th paragraph belongs to the place whose `Begin.nth` is n.
    """
    found: dict[int, list[int]] = {}
    for paragraph in paragraphs:
        for piece in paragraph.pieces:
            for claim in piece.begins:
                found.setdefault(claim, []).append(paragraph.number)
    return found


def _mark(pieces: Sequence[Piece]) -> Iterator[Stretch]:
    seen: dict[int, int] = {}
    lanes: dict[int, int] = {}
    for index, piece in enumerate(pieces):
        begins = []
        for claim in piece.begins:
            seen[claim] = seen.get(claim, 0) + 1
            begins.append(Begin(claim, seen[claim], claim in piece.goes_on))
        lanes = _lanes(piece.claims, lanes)
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        yield Stretch(
            text=piece.text,
            begins=begins,
            continuing=[
                (claim, lanes[claim]) for claim in piece.claims if claim not in piece.begins
            ],
            beginning=[(claim, lanes[claim]) for claim in piece.claims if claim in piece.begins],
            ends=[claim for claim in piece.claims if not _goes_on(claim, following)],
        )


def _goes_on(claim: int, following: Piece | None) -> bool:
    return following is not None and claim in following.claims and claim not in following.begins


def _lanes(claims: Sequence[int], before: dict[int, int]) -> dict[int, int]:
    lanes = {claim: before[claim] for claim in claims if claim in before}
    taken = set(lanes.values())
    for claim in claims:
        if claim not in lanes:
            lanes[claim] = next(lane for lane in range(1, len(taken) + 2) if lane not in taken)
            taken.add(lanes[claim])
    return lanes
