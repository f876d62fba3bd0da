"""A claim as a file gives it, whole: as the row of the stage, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from annot.exchange.claim_extra import filled
from annot.exchange.claim_row import DEFAULT_LINK, ClaimRow, GivenEvidence, GivenNote
from annot.exchange.known import key_of
from annot.exchange.sifting import Sifting
from annot.exchange.source_book import SourceBook
from annot.exchange.wording import Placed, Wordings, placed
from annot.operations.setting import consequences
from annot.store import given
from annot.store.checked_by import approves_own
from annot.store.columns import canonical_json
from annot.store.images import plain
from annot.store.models import NOWHERE, Claim
from annot.vocabulary import NoteKind, Status


@dataclass(frozen=True, slots=True)
class Whole:
    """A claim as a file gives it.

    Attributes:
        n: The number of its row.
        article_id: Its article.
        key: Its key.
        values: Its own values in the columns that the file has.
        placed: Where it stands in its article.
        evidence: Its evidence.
        notes: Notes and queries about it.
    """

    n: int
    article_id: int
    key: str
    values: Mapping[str, Any]
    placed: Placed | None = None
    evidence: Sequence[GivenEvidence] = ()
    notes: Sequence[GivenNote] = ()

    def staged(self, book: SourceBook, *, actor: str) -> tuple[given.Given, list[given.Below]]:
        """It as the stage takes it; its sources are noted in the book.

        Raises:
            InvalidValueError: If a source is not what it should be.
        """
        values = {name: plain(value) for name, value in self._values(actor).items()}
        values |= {"tags": canonical_json(values["tags"])}
        values |= {"extra": canonical_json(filled(values["extra"]))}
        links = [given.GivenEvidence(self.n, *link) for link in self._links(book)]
        inline: dict[str, Any] = dict(zip(_LINK, links[0][1:], strict=True)) if links else {}
        row = given.Given(
            self.n,
            self.article_id,
            self.key,
            **values,
            said=plain(self.values.get("status")) or "",
            **inline,
            further=max(0, len(links) - 1),
            position=NOWHERE if self.placed is None else self.placed.position,
        )
        places = () if self.placed is None else self.placed.anchors(self.n)
        return row, [*links[1:], *places, *self._notes()]

    def _values(self, actor: str) -> dict[str, Any]:
        values = {**_BLANK, **self.values}
        values |= consequences(_blank(), dict(self.values), actor=actor)
        if not values["text"] and self.placed is not None:
            values["text"] = self.placed.words
        asked = any(n.kind is NoteKind.QUERY and n.answer is None for n in self.notes)
        if asked and "status" not in self.values and values["status"] is Status.TODO:
            values["status"] = Status.QUERY
        return values

    def _links(self, book: SourceBook) -> Iterator[tuple[Any, ...]]:
        """The evidence with the numbers of its sources, each piece once."""
        links = (
            (book.add(item.source), *(plain({**DEFAULT_LINK, **item.link}[n]) for n in _LINK[1:]))
            for item in self.evidence
        )
        yield from dict.fromkeys(links)

    def _notes(self) -> Iterator[given.GivenNote]:
        for note in self.notes:
            told = (note.text, plain(note.addressee), note.answer)
            yield given.GivenNote(self.n, note.kind.value, *told)


class WholeRows:
    """Takes rows that were read whole, if what they mean can be told without the ledger's history.

    Args:
        sifting: Where they go.
        book: Where their sources go.
        wordings: The texts in which their quotes stand.
        articles: The ids of articles by their handles, and of the one that is meant by nothing.
        actor: Who imports.
        four_eyes: Whether a new claim that its own checker approves is to be looked at alone.
    """

    def __init__(
        self,
        sifting: Sifting,
        book: SourceBook,
        wordings: Wordings,
        articles: Mapping[str, int],
        actor: str,
        *,
        four_eyes: bool,
    ) -> None:
        self._four_eyes = four_eyes
        self._sifting = sifting
        self._book = book
        self._wordings = wordings
        self._articles = articles
        self._actor = actor

    def take(self, row: ClaimRow) -> bool:
        """Put a row on the stage; whether that could be done."""
        article_id = self._articles.get(row.article)
        if article_id is None or row.uid is not None:
            return False
        if self._four_eyes and own_approver(row.values, actor=self._actor):
            return False
        found = None
        if row.quote is not None:
            found = placed(row.quote, self._wordings.of(article_id))
            if found is None:
                return False
        key = key_of(row)
        whole = Whole(row.row.number, article_id, key, row.values, found, row.evidence, row.notes)
        self._sifting.add(*whole.staged(self._book, actor=self._actor))
        return True


def own_approver(values: Mapping[str, Any], *, actor: str) -> str:
    """Who would approve a new claim that they checked, by what a file says of it; empty for nobody.

    Args:
        values: What the file says.
        actor: Who imports, and so approves what the file calls approved.
    """
    after = {**_BLANK, **values, **consequences(_blank(), dict(values), actor=actor)}
    is_own = approves_own(after["approver"], after["checker"], after["verdict"])
    return str(after["approver"]) if is_own else ""


_LINK = ("source", "stance", "passage", "locator", "note")


@cache
def _blank() -> Claim:
    """A claim of which nothing is said yet; never written."""
    return Claim(**_BLANK)


_BLANK: Mapping[str, Any] = {
    "text": "",
    "kind": None,
    "status": Status.TODO,
    "verdict": None,
    "reasoning": "",
    "correction": "",
    "correction_state": None,
    "checker": "",
    "approver": "",
    "tags": [],
    "extra": {},
}
