"""Where claims begin and end in the text of an article, ready to be marked there."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

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


def stretches(paragraphs: Iterable[Paragraph]) -> Iterator[list[Stretch]]:
    """The text of an article with its claims marked, one list for each paragraph."""
    marker = _Marker()
    held: list[Paragraph] = []  # the paragraph before, until it is known how the text goes on
    for paragraph in paragraphs:
        if paragraph.pieces:
            yield from (marker.marked(item.pieces, paragraph.pieces[0]) for item in held)
            held.clear()
        held.append(paragraph)
    yield from (marker.marked(item.pieces, None) for item in held)


class _ByClaim(Mapping[int, Sequence[int]]):
    """The same as two rows of numbers, for there may be any number of claims."""

    def __init__(self, paragraphs: Iterable[Paragraph]) -> None:
        claims, numbers = array("q"), array("q")
        for paragraph in paragraphs:
            for piece in paragraph.pieces:
                claims.extend(piece.begins)
                numbers.extend([paragraph.number] * len(piece.begins))
        order = sorted(range(len(claims)), key=claims.__getitem__)
        self._claims = array("q", map(claims.__getitem__, order))
        self._numbers = array("q", map(numbers.__getitem__, order))

    def __getitem__(self, claim: int) -> Sequence[int]:
        found = self._numbers[bisect_left(self._claims, claim) : bisect_right(self._claims, claim)]
        if not found:
            raise KeyError(claim)
        return found.tolist()

    def __iter__(self) -> Iterator[int]:
        return (claim for claim, _ in groupby(self._claims))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __bool__(self) -> bool:
        return bool(self._claims)


def paragraphs_by_claim(paragraphs: Iterable[Paragraph]) -> Mapping[int, Sequence[int]]:
    """For the number of each claim with places in the text, in which paragraph each place begins.

    The n-th paragraph belongs to the place whose `Begin.nth` is n.
    """
    return _ByClaim(paragraphs)


class _Marker:
    """Marks the pieces of a text, one paragraph after the other."""

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}
        self._lanes: dict[int, int] = {}

    def marked(self, pieces: Sequence[Piece], following: Piece | None) -> list[Stretch]:
        """The pieces of a paragraph.

        Args:
            pieces: The pieces.
            following: The first piece of the text after it.
        """
        return list(map(self._marked, pieces, (*pieces[1:], following)))

    def _marked(self, piece: Piece, following: Piece | None) -> Stretch:
        begins = []
        for claim in piece.begins:
            self._seen[claim] = self._seen.get(claim, 0) + 1
            begins.append(Begin(claim, self._seen[claim], claim in piece.goes_on))
        self._lanes = lanes = _lanes(piece.claims, self._lanes)
        return Stretch(
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
