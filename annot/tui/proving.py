"""The forms: claims, evidence, sources, notes and questions."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from annot.store.claim_reading import ClaimDetail, EvidenceRow, NoteRow
from annot.text.addresses import printed
from annot.text.display import shown
from annot.tui import acts
from annot.vocabulary import NoteKind, label

if TYPE_CHECKING:
    from textual.worker import Worker

    from annot.tui.asking import Make
    from annot.tui.field_row import Suggest
    from annot.tui.questions import Question
    from annot.tui.review import ReviewScreen


class Proving:
    """The forms: claims, evidence, sources, notes and questions."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen
        self._last_evidence: Callable[[int], acts.Work] | None = None
        self._archiving: Worker[None] | None = None

    def _ask(self, question: Question, make: Make) -> None:
        """Ask for something; the form stays until the ledger has taken it."""
        _asking().Asking(self._screen, question, make).open()

    async def _ask_of_claim(self, ask: Callable[[ClaimDetail], None]) -> None:
        await self._screen.unsaved.are_here()
        if self._screen.claim is not None and (
            self._screen.detail is None or self._screen.detail.number != self._screen.claim
        ):
            await self._screen.all_here()
        if self._screen.detail is None or self._screen.detail.number != self._screen.claim:
            self._screen.tell_none()
        else:
            ask(self._screen.detail)

    async def edit_claim(self) -> None:
        """Edit the claim in hand."""

        def ask(claim: ClaimDetail) -> None:
            from annot.tui.names import Names

            people, tags = Names(), Names()
            self._ask(
                _questions().claim_question(claim, people, tags),
                lambda values, changed, version: acts.edit_claim(
                    claim.number, version, values, changed
                ),
            )

            def known(names: tuple[list[str], list[str]]) -> None:
                people.know(names[0])
                tags.know(names[1])

            # The form is there before the names; they are asked for anew each time.
            self._screen.desk.give(
                lambda library: (library.reader.people(), library.reader.tags()),
                known,
                self._screen.refuse,
                lane="names",
            )

        await self._ask_of_claim(ask)

    async def correction(self) -> None:
        """Propose another wording."""
        await self._ask_of_claim(
            lambda claim: self._ask(
                _questions().correction_question(claim),
                lambda values, _, version: acts.correct(claim.number, version, values),
            )
        )

    async def add_evidence(self) -> None:
        """Add evidence to the claim in hand."""
        await self._ask_of_claim(
            lambda claim: self._ask_evidence(
                lambda suggest: _questions().new_evidence_question(claim, suggest),
                lambda values, _, __: self._remembered(
                    lambda number: acts.add_evidence(number, values), claim.number
                ),
            )
        )

    def _ask_evidence(self, question: Callable[[Suggest], Question], make: Make) -> None:
        """Ask for evidence; what is known of its source is shown while it is typed."""
        from annot.tui.source_meant import SourceMeant

        claim = self._screen.detail.text if self._screen.detail else ""
        source = SourceMeant(self._screen, _questions().SOURCE_FACTS, claim)
        asked = question(source.suggest)
        asking = _asking().Asking(self._screen, asked, make, source.typed)
        source.form = asking.form
        asking.open()
        for name in ("source", "passage"):
            source.typed(name, asked.values[name])

    def _remembered(self, make: Callable[[int], acts.Work], claim: int) -> acts.Work:
        self._last_evidence = make
        return make(claim)

    async def same_evidence(self) -> None:
        """Add to the claim in hand the evidence that was added last."""
        if self._screen.claim is None:
            self._screen.tell_none()
        elif self._last_evidence is None:
            self._screen.status.tell("No evidence was added yet that could be added again")
        else:
            await self._screen.perform(self._last_evidence(self._screen.claim))

    async def add_note(self) -> None:
        """Add a note to the claim in hand."""
        await self._ask_of_claim(
            lambda claim: self._ask(
                _questions().new_note_question(claim.number),
                lambda values, _, __: acts.add_note(claim.number, values),
            )
        )

    async def ask(self) -> None:
        """Put a question about the claim in hand."""
        await self._ask_of_claim(
            lambda claim: self._ask(
                _questions().query_question(claim.number),
                lambda values, _, __: acts.ask(claim.number, values),
            )
        )

    async def answer(self) -> None:
        """Record the answer to the query in hand, or the first open one."""

        def ask(claim: ClaimDetail) -> None:
            open_ones = [n for n in claim.notes if n.kind is NoteKind.QUERY and n.answer is None]
            note = self._note_in_hand() or (open_ones[0] if open_ones else None)
            if note is None or note.kind is not NoteKind.QUERY:
                self._screen.status.tell("There is no open query")
                return
            self._ask(
                _questions().answer_question(claim.number, note),
                # An answer that is there may be replaced: it was shown, or the version is another.
                lambda values, _, version: acts.answer(note.id, version, values),
            )

        await self._ask_of_claim(ask)

    def _note_in_hand(self) -> NoteRow | None:
        noun, number = self._screen.pane.item or ("", 0)
        notes = self._screen.detail.notes if self._screen.detail and noun == "note" else ()
        return next((note for note in notes if note.id == number), None)

    def evidence_in_hand(self) -> EvidenceRow | None:
        """The evidence in hand, or else the first of the claim in hand."""
        noun, number = self._screen.pane.item or ("", 0)
        evidence = self._screen.detail.evidence if self._screen.detail else ()
        if noun == "evidence":
            return next((item for item in evidence if item.id == number), None)
        return evidence[0] if evidence else None

    async def edit_source(self) -> None:
        """Edit the source of the evidence in hand."""
        await self._ask_of_claim(lambda _: None)
        evidence = self.evidence_in_hand()
        if evidence is None:
            self._screen.status.tell("There is no evidence in hand")
            return
        await self.ask_source(evidence.source.id)

    async def ask_source(self, source_id: int) -> None:
        """Edit a source."""
        source = await self._screen.answer(lambda library: library.reader.source(source_id))
        if source is not None:
            self._ask(
                _questions().source_question(source),
                lambda values, changed, version: acts.edit_source(
                    source_id, version, values, changed
                ),
            )

    def edit_item(self, noun: str) -> None:
        """Edit the evidence or note in hand."""
        evidence, note = self.evidence_in_hand(), self._note_in_hand()
        claim = self._screen.claim
        if claim is None:
            return
        if noun == "evidence" and evidence is not None:
            self._ask_evidence(
                lambda suggest: _questions().evidence_question(claim, evidence, suggest),
                lambda values, changed, version: acts.edit_evidence(
                    evidence.id, version, values, changed
                ),
            )
        elif note is not None:
            self._ask(
                _questions().note_question(claim, note),
                lambda values, _, version: acts.edit_note(note.id, version, values),
            )

    def open_source(self) -> None:
        """Open the source of the evidence in hand in the browser."""
        evidence = self.evidence_in_hand()
        from annot.report.links import live

        url = live(evidence.source.url) if evidence else None
        if url:
            self._screen.app.open_url(url)
            self._screen.status.tell(f"opened {url}")
        else:
            self._screen.status.tell("The evidence in hand has no web address")

    async def archive(self) -> None:
        """Keep what the source of the evidence in hand says now."""
        from annot.tui.archiving import Asked, archive

        await self._ask_of_claim(lambda _: None)
        evidence = self.evidence_in_hand()
        screen = self._screen
        if evidence is None or not evidence.source.url:
            screen.status.tell("The evidence in hand has no web address")
            return
        source = evidence.source
        asked = [Asked(source.id, source.slug, source.url)]
        keeping = archive(asked, perform=screen.perform, tell=screen.status.tell)
        self._archiving = screen.run_worker(keeping, group="archive", exclusive=True)

    def give_up(self) -> bool:
        """Wait no longer for what a source answers; whether that was done."""
        if self._archiving is None or not self._archiving.is_running:
            return False
        self._archiving.cancel()
        self._screen.status.tell("Given up")
        return True

    async def copy(self) -> None:
        """Copy the claim in hand with its citation."""

        def copy(claim: ClaimDetail) -> None:
            self._screen.app.copy_to_clipboard(shown(_citation(claim), keep_newlines=True))
            self._screen.status.tell(f"claim {claim.number} copied")

        await self._ask_of_claim(copy)


def _questions() -> ModuleType:
    """The forms; they are loaded after the first paint, which does not need them."""
    return import_module("annot.tui.questions")


def _asking() -> ModuleType:
    """Likewise, how they are opened and saved."""
    return import_module("annot.tui.asking")


def _citation(claim: ClaimDetail) -> str:
    lines = [f"{claim.number}. {claim.text}", f"   {label(claim.verdict)}, {label(claim.status)}"]
    for evidence in claim.evidence:
        source = evidence.source
        parts = [
            source.title,
            source.publisher,
            source.published,
            evidence.locator,
            printed(source.url),
        ]
        lines.append(f"   {evidence.stance}: " + ", ".join(part for part in parts if part))
    return "\n".join(lines)
