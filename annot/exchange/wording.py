"""The texts of articles, in which an import looks for the quotes of their claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annot.errors import AnnotError
from annot.exchange.claim_row import Quote
from annot.operations.places import Searched, Span, chosen_among, chosen_groups, selector
from annot.store import rows
from annot.store.given import GivenAnchor
from annot.store.models import Revision
from annot.vocabulary import Placement

if TYPE_CHECKING:
    from sqlalchemy import Connection

_KEPT = 1 << 23
"""The most code points of all texts that are kept at a time."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The latest revision of an article, and its text."""

    revision: Revision
    searched: Searched

    @property
    def text(self) -> str:
        """The text as it stands."""
        return self.searched.text


class Wordings:
    """The latest wordings of articles in one state of the ledger; those met last are kept."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._kept: dict[int, Wording | None] = {}

    def of(self, article_id: int) -> Wording | None:
        """The wording of an article; nothing if it has no text."""
        if article_id in self._kept:
            self._kept[article_id] = self._kept.pop(article_id)
        else:
            self._kept[article_id] = latest_wording(self._connection, article_id)
            self._make_room()
        return self._kept[article_id]

    def _make_room(self) -> None:
        length = sum(map(_length, self._kept.values()))
        for article_id in list(self._kept)[:-1]:
            if length <= _KEPT:
                return
            length -= _length(self._kept.pop(article_id))


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a claim stands in a wording; one place at least."""

    wording: Wording
    places: Sequence[Span]

    @property
    def words(self) -> str:
        """The words at its first place."""
        return self.wording.text[slice(*self.places[0])]

    @property
    def position(self) -> int:
        """Where the first of its places in the text begins."""
        return min(start for start, _ in self.places)

    def anchors(self, n: int) -> Iterator[GivenAnchor]:
        """Its places as those of a row."""
        text, revision = self.wording.text, self.wording.revision.id
        for place in self.places:
            placed = Placement.PLACED.value
            yield GivenAnchor(n, revision, **selector(text, place), placement=placed)


def placed(quote: Quote, wording: Wording | None) -> Placed | None:
    """Where a quote stands; nothing if that is not clear.

    Why it is not is told later, by `places_of`: to look for what is most like it takes time.
    """
    if wording is None:
        return None
    searched = wording.searched
    groups = searched.groups(quote.words, prefix=quote.prefix, suffix=quote.suffix)
    try:
        groups = chosen_among(groups, searched, quote.words, quote.occurrence)
    except AnnotError:
        return None
    places = dict.fromkeys(place for group in groups for place in group)
    return Placed(wording, tuple(places)) if places else None


def latest_wording(connection: Connection, article_id: int) -> Wording | None:
    """The latest wording of an article; nothing if it has no text.

    Raises:
        NotFoundError: If its text is not there.
    """
    revisions = rows.find(connection, Revision, article_id=article_id)
    if not revisions:
        return None
    text = rows.content(connection, revisions[-1].text_sha256).decode()
    return Wording(revisions[-1], Searched(text, many=True))


def places_of(quote: Quote, wording: Wording) -> list[Span]:
    """Where a quote stands, with its copies in repeated passages.

    Raises:
        QuoteNotFoundError: If it does not.
        QuoteAmbiguousError: If it stands there more than once, and the row does not say where.
        InvalidValueError: If there is no such occurrence.
    """
    groups = chosen_groups(
        wording.searched,
        quote.words,
        prefix=quote.prefix,
        suffix=quote.suffix,
        occurrence=quote.occurrence,
    )
    return [place for group in groups for place in group]


def _length(wording: Wording | None) -> int:
    return 0 if wording is None else len(wording.text)
