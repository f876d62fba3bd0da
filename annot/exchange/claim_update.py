"""What a file changes in a claim that the ledger has: found out first, and written then.

Three have a say: what the last import left (the base), what the ledger says now, and what the file
says. Where nobody changed the ledger since, the file is right; where people did, it is a conflict,
and whoever asks for the update says who wins.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from annot.exchange.claim_extra import filled, merged
from annot.exchange.claim_row import GivenEvidence, GivenNote, Quote
from annot.exchange.conflicts import TAKEN_AWAY, Conflict, FileWins, told
from annot.exchange.known import Known
from annot.operations.places import Span
from annot.store.images import plain
from annot.store.models import Claim, Evidence, Note, Source

SourceOf = Callable[[GivenEvidence], Source | None]
"""The source that a piece of evidence means; None if the ledger does not have it."""

Base = Mapping[str, Any]


@dataclass(slots=True)
class ClaimUpdate:
    """What is to be written.

    Attributes:
        changes: New values of the claim.
        places: Where it is to be anchored.
        added: New evidence, with its source if the ledger has it.
        links: Evidence that changes, and how.
        notes: New notes.
        answers: Queries that get an answer.
        conflicts: Where the ledger stays as people made it.
        overruled: Where it becomes what the file says.
    """

    changes: dict[str, Any] = field(default_factory=dict)
    places: list[Span] = field(default_factory=list)
    added: list[tuple[GivenEvidence, Source | None]] = field(default_factory=list)
    links: list[tuple[Evidence, dict[str, Any]]] = field(default_factory=list)
    notes: list[GivenNote] = field(default_factory=list)
    answers: list[tuple[Note, str]] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    overruled: list[Conflict] = field(default_factory=list)

    def is_right(self, conflict: Conflict, file_wins: FileWins) -> bool:
        """Whether the file is right in a conflict, which is noted."""
        wins = file_wins(conflict.field, conflict.is_said)
        (self.overruled if wins else self.conflicts).append(conflict)
        return wins


def claim_update(
    known: Known,
    claim: Claim,
    *,
    values: dict[str, Any],
    places: list[Span],
    evidence: list[GivenEvidence],
    notes: list[GivenNote],
    source_of: SourceOf,
    file_wins: FileWins,
) -> ClaimUpdate:
    """What a file changes in a claim, of which it gives the values, places, evidence and notes."""
    update = ClaimUpdate()
    base = known.imported.base_of(claim)
    plain_values = {name: value for name, value in values.items() if name != "extra"}
    update.changes = _three_way(update, claim, base, _settled(plain_values, claim), file_wins)
    if "extra" in values:
        extra, conflicts = merged(claim.extra, base.get("extra"), values["extra"])
        right = {c.field: c.file for c in conflicts if update.is_right(c, file_wins)}
        update.changes["extra"] = filled({**extra, **right})
    update.places = [place for place in places if not known.is_place(claim, place)]
    _find_evidence(update, known, claim, evidence, source_of, file_wins)
    for note in notes:
        _find_note(update, known, claim, note, file_wins)
    return update


def _three_way(
    update: ClaimUpdate,
    record: Claim | Evidence,
    base: Base,
    given: Mapping[str, Any],
    file_wins: FileWins,
) -> dict[str, Any]:
    """The given values that nobody set otherwise since, and those in which the file is right."""
    changes = {}
    for name, value in given.items():
        now = getattr(record, name)
        if now == value:
            continue
        if name in base and plain(now) == base[name]:
            changes[name] = value
            continue
        is_said = bool(value) or bool(base.get(name))
        conflict = Conflict(_field_of(record, name), told(now), told(value), is_said)
        if update.is_right(conflict, file_wins):
            changes[name] = value
    return changes


def _find_evidence(
    update: ClaimUpdate,
    known: Known,
    claim: Claim,
    given: list[GivenEvidence],
    source_of: SourceOf,
    file_wins: FileWins,
) -> None:
    """Find what becomes of each piece of evidence.

    What is there as the file has it is set aside first, so that what the file cites otherwise now
    is not taken for it.
    """
    evidence = EvidenceOfClaim(known, claim)
    cited = [(item, source_of(item)) for item in given]
    new = [(item, s) for item, s in cited if s is None or not evidence.has(s, item.said)]
    for item, source in new:
        if source is None:
            update.added.append((item, None))
            continue
        found, left = evidence.left_by_import(source, item.said)
        if found is not None:
            changes = _three_way(update, found, left, item.said, file_wins)
            if found.source_id != source.id:
                moved = Conflict("source", "another one", source.title or source.url)
                changes |= {"source_id": source.id} if update.is_right(moved, file_wins) else {}
            update.links.append((found, changes))
        elif not left or update.is_right(
            Conflict("evidence", TAKEN_AWAY, source.title or source.url), file_wins
        ):
            update.added.append((item, source))


def _find_note(
    update: ClaimUpdate, known: Known, claim: Claim, note: GivenNote, file_wins: FileWins
) -> None:
    same = [item for item in known.notes.get(claim.id, ()) if _is_note(item.__dict__, note)]
    if note.printed and known.has_words(claim, Quote(note.printed)):
        return
    if not same:
        gone = any(_is_note(item, note) for item in known.left(claim.id, "note"))
        if not gone or update.is_right(Conflict("note", TAKEN_AWAY, note.text), file_wins):
            update.notes.append(note)
        return
    if note.answer is None or note.answer in [item.answer for item in same]:
        return
    unanswered = [item for item in same if item.answer is None]
    if unanswered:
        update.answers.append((unanswered[0], note.answer))
    elif update.is_right(Conflict("notes", told(same[0].answer), note.answer), file_wins):
        update.answers.append((same[0], note.answer))


class EvidenceOfClaim:
    """The evidence that a claim has, and what imports once gave it; each is met once."""

    def __init__(self, known: Known, claim: Claim) -> None:
        self._here = {item.id: item for item in known.evidence.get(claim.id, ())}
        self._left = {item["id"]: item for item in known.left(claim.id, "evidence")}

    def has(self, source: Source, link: dict[str, Any]) -> bool:
        """Whether the claim has evidence that says this."""
        for number, item in self._here.items():
            if _is_link(item.__dict__, source, link):
                del self._here[number]
                self._left.pop(number, None)
                return True
        return False

    def left_by_import(self, source: Source, link: dict[str, Any]) -> tuple[Evidence | None, Base]:
        """Evidence that an import gave, which now is otherwise or gone, and how it was left.

        Either it was left as the file has it, and people changed it since; or it is from the same
        source, and the file cites that otherwise now. Nothing is left if no import gave any.
        """
        for number, left in self._left.items():
            if _is_link(left, source, link):
                del self._left[number]
                return self._here.pop(number, None), left
        for number, left in self._left.items():
            item = self._here.get(number)
            if item is not None and left["source_id"] == source.id == item.source_id:
                del self._left[number], self._here[number]
                return item, left
        return None, {}


def _field_of(record: Claim | Evidence, name: str) -> str:
    """What a value is called in a claims table."""
    if isinstance(record, Claim):
        return "claim" if name == "text" else name
    return "evidence_note" if name == "note" else name


def _settled(given: dict[str, Any], claim: Claim) -> dict[str, Any]:
    """The given values without a state of a correction that there is none of."""
    if given.get("correction", claim.correction):
        return given
    return {name: value for name, value in given.items() if name != "correction_state"}


def _is_link(item: Base, source: Source, link: dict[str, Any]) -> bool:
    return item["source_id"] == source.id and all(
        item[name] == value for name, value in link.items()
    )


def _is_note(item: Base, note: GivenNote) -> bool:
    found = (item["kind"], item["text"], item["addressee"])
    return found == (note.kind, note.text, note.addressee)
