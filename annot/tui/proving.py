"""The forms: claims, evidence, sources, notes and questions."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from annot.errors import AnnotError
from annot.store.reading import ClaimDetail, EvidenceRow, NoteRow
from annot.text.display import one_line, shown
from annot.tui import acts, showing
from annot.tui.showing import Changed
from annot.vocabulary import NoteKind, label

if TYPE_CHECKING:
    from annot.tui.form import Field
    from annot.tui.review import ReviewScreen


class Proving:
    """The forms: claims, evidence, sources, notes and questions."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen

    def _ask(
        self,
        title: str,
        fields: list[Field],
        work: Callable[[dict[str, str]], acts.Work],
        *,
        about: str = "",
    ) -> None:
        """Ask for something; the form stays until the ledger has taken it."""

        def submit(values: dict[str, str]) -> None:
            job = showing.performed(
                work(values),
                article=self._screen.article,
                wanted=self._screen.filter,
                claim=self._screen.claim,
            )

            def done(changed: Changed) -> None:
                form.saved()
                self._screen.show_changed(changed)

            def refused(error: BaseException) -> None:
                if not isinstance(error, AnnotError):
                    raise error
                form.refused(error.message, error.hint)

            self._screen.desk.give(job, done, refused)

        from annot.tui.form import Form

        form = Form(title, fields, submit, about=about)
        self._screen.app.push_screen(form)

    async def _ask_of_claim(self, ask: Callable[[ClaimDetail], None]) -> None:
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
        await self._ask_of_claim(
            lambda claim: self._ask(
                f"Claim {claim.number}",
                _questions().claim_fields(claim),
                lambda values: acts.edit_claim(claim.number, claim.version, values),
            )
        )

    async def correction(self) -> None:
        """Propose another wording."""
        await self._ask_of_claim(
            lambda claim: self._ask(
                f"Correction of claim {claim.number}",
                _questions().correction_fields(claim, _printed(claim)),
                lambda values: acts.correct(claim.number, claim.version, values),
                about=f"Printed: {_printed(claim)}",
            )
        )

    async def add_evidence(self) -> None:
        """Add evidence to the claim in hand."""
        await self._ask_of_claim(
            lambda claim: self._ask(
                f"Evidence for claim {claim.number}: {one_line(claim.text, 60)}",
                _questions().evidence_fields(None),
                lambda values: self._remembered(
                    lambda number: acts.add_evidence(number, values), claim.number
                ),
            )
        )

    def _remembered(self, make: Callable[[int], acts.Work], claim: int) -> acts.Work:
        async def again() -> None:
            if self._screen.claim is None:
                self._screen.tell_none()
            else:
                await self._screen.perform(make(self._screen.claim))

        self._screen.judging.last = again
        return make(claim)

    async def add_note(self) -> None:
        """Add a note to the claim in hand."""
        await self._ask_of_claim(
            lambda claim: self._ask(
                f"Note on claim {claim.number}",
                _questions().note_fields(),
                lambda values: acts.add_note(claim.number, values),
            )
        )

    async def ask(self) -> None:
        """Put a question about the claim in hand."""
        await self._ask_of_claim(
            lambda claim: self._ask(
                f"Query about claim {claim.number}",
                _questions().query_fields(),
                lambda values: acts.ask(claim.number, values),
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
                f"Answer to query {note.id}",
                _questions().answer_fields(note.answer or ""),
                lambda values: acts.answer(note.id, values, replace=note.answer is not None),
                about=f"Question: {note.text}",
            )

        await self._ask_of_claim(ask)

    def _note_in_hand(self) -> NoteRow | None:
        noun, number = self._screen.pane.item or ("", 0)
        notes = self._screen.detail.notes if self._screen.detail and noun == "note" else ()
        return next((note for note in notes if note.id == number), None)

    def _evidence_in_hand(self) -> EvidenceRow | None:
        noun, number = self._screen.pane.item or ("", 0)
        evidence = self._screen.detail.evidence if self._screen.detail else ()
        if noun == "evidence":
            return next((item for item in evidence if item.id == number), None)
        return evidence[0] if evidence else None

    async def edit_source(self) -> None:
        """Edit the source of the evidence in hand."""
        await self._ask_of_claim(lambda _: None)
        evidence = self._evidence_in_hand()
        if evidence is None:
            self._screen.status.tell("There is no evidence in hand")
            return
        source_id = evidence.source.id
        source = await self._screen.answer(lambda library: library.reader.source(source_id))
        if source is not None:
            self._ask(
                f"Source {source.slug}",
                _questions().source_fields(source),
                lambda values: acts.edit_source(source_id, values),
            )

    def edit_item(self, noun: str) -> None:
        """Edit the evidence or note in hand."""
        evidence, note = self._evidence_in_hand(), self._note_in_hand()
        if noun == "evidence" and evidence is not None:
            self._ask(
                f"Evidence {evidence.id}",
                _questions().evidence_fields(evidence),
                lambda values: acts.edit_evidence(evidence.id, evidence.version, values),
            )
        elif note is not None:
            self._ask(
                f"Note {note.id}",
                _questions().note_fields(note.text),
                lambda values: acts.edit_note(note.id, values),
            )

    def open_source(self) -> None:
        """Open the source of the evidence in hand in the browser."""
        evidence = self._evidence_in_hand()
        from annot.report.links import live

        url = live(evidence.source.url) if evidence else None
        if url:
            self._screen.app.open_url(url)
            self._screen.status.tell(f"opened {url}")
        else:
            self._screen.status.tell("The evidence in hand has no web address")

    async def copy(self) -> None:
        """Copy the claim in hand with its citation."""

        def copy(claim: ClaimDetail) -> None:
            self._screen.app.copy_to_clipboard(shown(_citation(claim), keep_newlines=True))
            self._screen.status.tell(f"claim {claim.number} copied")

        await self._ask_of_claim(copy)


def _questions() -> ModuleType:
    """The forms; they are loaded after the first paint, which does not need them."""
    return import_module("annot.tui.questions")


def _printed(claim: ClaimDetail) -> str:
    """The words of the article that make a claim."""
    return claim.places[0].exact if claim.places else claim.text


def _citation(claim: ClaimDetail) -> str:
    lines = [f"{claim.number}. {claim.text}", f"   {label(claim.verdict)}, {label(claim.status)}"]
    for evidence in claim.evidence:
        source = evidence.source
        parts = [source.title, source.publisher, source.published, evidence.locator, source.url]
        lines.append(f"   {evidence.stance}: " + ", ".join(part for part in parts if part))
    return "\n".join(lines)
