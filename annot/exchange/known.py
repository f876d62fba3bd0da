"""What the ledger knows about the claims of one article, as an import needs to find it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any, TypeVar
from uuid import UUID

from annot.errors import InvalidValueError
from annot.exchange.claim_places import is_among
from annot.exchange.claim_row import ClaimRow, Quote, uid_of
from annot.exchange.wording import Wording, latest_wording
from annot.operations.places import Span
from annot.store.columns import canonical_json
from annot.store.imported import Imported, imported
from annot.store.models import Anchor, Claim, Evidence, Note
from annot.store.recorder import Operation
from annot.text.fold import fold_text

T = TypeVar("T", Anchor, Evidence, Note)


@dataclass
class Known:
    """The claims of an article and what belongs to them, read once at the begin of an import.

    `keys` are those of the claims that are wanted; None for all.
    """

    operation: Operation
    article_id: int
    keys: Sequence[str] | None = None

    @cached_property
    def claims(self) -> dict[UUID, Claim]:
        """The claims by uid; only those that the keys may mean, if there are few of them."""
        find = partial(self.operation.find, Claim, article_id=self.article_id)
        if self.keys is None:
            return {claim.uid: claim for claim in find()}
        uids = [uid for uid in map(uid_of, self.keys) if uid is not None]
        found = {
            claim.id: claim
            for claim in (*find(key=[*self.keys, ""]), *(find(uid=uids) if uids else ()))
        }
        return {found[number].uid: found[number] for number in sorted(found)}

    @property
    def _of_claims(self) -> dict[str, Any]:
        """What belongs to the claims that are known, as `find` is told it."""
        if self.keys is None:
            return {"article_id": self.article_id}
        return {
            "article_id": self.article_id,
            "claim_id": [claim.id for claim in self.claims.values()],
        }

    @cached_property
    def by_key(self) -> dict[str, Claim]:
        """The claims that have a key; the first one, should two have the same."""
        listed = reversed(self.claims.values())
        return {claim.key: claim for claim in listed if claim.key}

    @cached_property
    def by_words(self) -> dict[str, list[Claim]]:
        """The claims without a key, by their words whatever the typography."""
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims.values():
            if not claim.key:
                found[_same(claim.text)].append(claim)
        return found

    @cached_property
    def anchors(self) -> dict[int, list[Anchor]]:
        """The anchors of each claim, in all revisions."""
        return _by_claim(self.operation.find(Anchor, **self._of_claims))

    @cached_property
    def evidence(self) -> dict[int, list[Evidence]]:
        """The evidence of each claim."""
        return _by_claim(self.operation.find(Evidence, **self._of_claims))

    @cached_property
    def notes(self) -> dict[int, list[Note]]:
        """The notes about each claim."""
        return _by_claim(self.operation.find(Note, **self._of_claims))

    @cached_property
    def imported(self) -> Imported:
        """What earlier imports left."""
        return imported(self.operation.connection, self.article_id)

    @cached_property
    def wording(self) -> Wording:
        """The latest revision of the article and its text.

        Raises:
            InvalidValueError: If it has no text.
        """
        wording = latest_wording(self.operation.connection, self.article_id)
        if wording is None:
            raise InvalidValueError("A quote needs its article: fill in the column article.")
        return wording

    def find(self, row: ClaimRow) -> Claim | None:
        """The claim that a row means: by its key, by its uid, or by its words and their place."""
        if row.key:
            uid = row.uid
            return self.by_key.get(row.key) or (self.claims.get(uid) if uid else None)
        known = self.by_key.get(content_key(row))
        return known or next(filter(lambda claim: self._says(claim, row), self._like(row)), None)

    def left(self, claim_id: int, noun: str) -> list[dict[str, Any]]:
        """What imports added to a claim of one noun, as images, whether it is still there or not.

        An image has text for what a record has as a member of a vocabulary: the same by value.
        """
        there: Mapping[str, dict[int, list[Any]]] = {
            "anchor": self.anchors, "evidence": self.evidence, "note": self.notes,
        }  # fmt: skip
        return self.imported.added_to(claim_id, noun, there[noun].get(claim_id, ()))

    def has_words(self, claim: Claim, quote: Quote) -> bool:
        """Whether a claim is, or by an import was, anchored at words like these in any revision."""
        return _same(quote.words) in self._anchored_words(claim)

    def is_place(self, claim: Claim, place: Span) -> bool:
        """Whether a claim is, or by an import was, anchored at a place of the latest revision."""
        revision, text = self.wording.revision, self.wording.text
        spans = {
            (anchor.start, anchor.end)
            for anchor in self.anchors.get(claim.id, ())
            if anchor.revision_id == revision.id
        }
        spans |= {
            (item["start"], item["end"])
            for item in self.left(claim.id, "anchor")
            if item["revision_id"] == revision.id
        }
        return is_among(text, place, spans)

    def was_placed_earlier(self, claim: Claim, quote: Quote) -> bool:
        """Whether an import anchored a claim at such words in a revision that is not the latest.

        What became of that place since was decided when the article was revised.
        """
        revision = self.wording.revision
        return any(
            item["revision_id"] != revision.id and _same(item["exact"]) == _same(quote.words)
            for item in self.left(claim.id, "anchor")
        )

    def _like(self, row: ClaimRow) -> Sequence[Claim]:
        words = row.values.get("text") or (row.quote.words if row.quote else "")
        return self.by_words.get(_same(words), ())

    def _says(self, claim: Claim, row: ClaimRow) -> bool:
        if row.quote is None:
            return not self.anchors.get(claim.id)
        return self.has_words(claim, row.quote)

    def _anchored_words(self, claim: Claim) -> set[str]:
        here = {_same(anchor.exact) for anchor in self.anchors.get(claim.id, ())}
        return here | {_same(item["exact"]) for item in self.left(claim.id, "anchor")}


def key_of(row: ClaimRow) -> str:
    """The key of the claim that a row means: its own, or one made from its words."""
    return row.key or content_key(row)


def content_key(row: ClaimRow) -> str:
    """The key of a claim that comes without one, made from its words and their place."""
    quote = row.quote or Quote("")
    said = [row.values.get("text", ""), quote.words, quote.prefix, quote.suffix, quote.occurrence]
    return f"content:{hashlib.sha256(canonical_json(said).encode()).hexdigest()[:24]}"


def _same(words: str) -> str:
    return fold_text(words).strip().casefold()


def _by_claim(records: Iterable[T]) -> dict[int, list[T]]:
    found: dict[int, list[T]] = defaultdict(list)
    for record in records:
        if record.claim_id is not None:
            found[record.claim_id].append(record)
    return found
