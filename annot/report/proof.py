"""What proves a claim, as an audience may see it: evidence, sources, notes and queries."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from annot.report.asked import Asked, Signed
from annot.report.model import EvidenceEntry, NoteEntry, SourceEntry
from annot.store.dossier import EvidenceFile
from annot.store.models import Note, Source
from annot.vocabulary import Audience


class Proof:
    """Makes the entries; knows the sources in the order in which they are first cited."""

    def __init__(self, audience: Audience, asked: Asked) -> None:
        self._is_public = audience is Audience.PUBLIC
        self._asked = asked
        self._sources: dict[int, SourceEntry] = {}
        self.citing: dict[int, array[int]] = {}
        """For the number of each source, the numbers of the claims that cite it, in their order."""

    @property
    def sources(self) -> list[SourceEntry]:
        """The sources that were cited, in that order."""
        return list(self._sources.values())

    def evidence(self, file: EvidenceFile, signed: Signed) -> EvidenceEntry:
        """A piece of evidence; of a source that the audience must not know, no word."""
        evidence, public = file.evidence, self._is_public
        source = self._source(file.source)
        if source is not None:
            self._cite(source.number, evidence.claim_id)
        return EvidenceEntry(
            stance=evidence.stance,
            source=source,
            passage=evidence.passage if source else "",
            locator=evidence.locator if source else "",
            note="" if public else evidence.note,
            added_by="" if public else evidence.added_by,
            added_at=evidence.created_at,
            snapshots=() if public else self._asked.seen(file),
            notes=self.notes(file.notes, signed),
        )

    def _cite(self, source: int, claim: int) -> None:
        claims = self.citing[source]
        if not claims or claims[-1] != claim:
            claims.append(claim)

    def notes(self, notes: Iterable[Note], signed: Signed) -> list[NoteEntry]:
        """Notes and queries; the public sees none."""
        if self._is_public:
            return []
        return [
            NoteEntry(
                kind=note.kind,
                text=note.text,
                addressee=note.addressee,
                answer=note.answer,
                added_by=note.added_by,
                added_at=note.created_at,
                answered=signed.entry(signed.answers.get(note.id), on_revision=False),
            )
            for note in notes
        ]

    def _source(self, source: Source) -> SourceEntry | None:
        if source.confidential and self._is_public:
            return None
        if source.id not in self._sources:
            notes, signed = ((), Signed()) if self._is_public else self._asked.about(source)
            number = len(self._sources) + 1
            self.citing[number] = array("q")
            self._sources[source.id] = SourceEntry(
                number=number,
                title=source.title,
                authors=source.authors,
                publisher=source.publisher,
                published=source.published,
                kind=source.kind,
                rank=source.rank,
                url=source.url,
                archived_url=source.archived_url,
                accessed=source.accessed,
                identifiers=sorted(source.identifiers.items()),
                confidential=source.confidential,
                notes=self.notes(notes, signed),
            )
        return self._sources[source.id]
