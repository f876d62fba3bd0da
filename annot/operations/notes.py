"""Notes and queries, on a claim, a piece of evidence, a source or an article."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from annot.errors import ConflictError, InvalidValueError, NotFoundError
from annot.operations.claim_handles import claim_in
from annot.operations.evidence import evidence_in
from annot.operations.ledger import Ledger, line, member, words
from annot.operations.past import last_change_of
from annot.operations.versions import refuse_other_version
from annot.store.models import UNPLACED, Article, Claim, Evidence, Note, Source
from annot.store.recorder import Operation
from annot.text.display import one_line
from annot.vocabulary import CLOSED, Addressee, NoteKind, Status

About = Claim | Evidence | Source | Article
NoteHandle = Note | int

_COLUMNS: dict[type[About], str] = {
    Claim: "claim_id",
    Evidence: "evidence_id",
    Source: "source_id",
    Article: "",
}


class Notes:
    """The notes and queries of a workspace: `workspace.notes`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def add(self, about: About, text: str, *, by: str = "") -> Note:
        """Note something about a claim, a piece of evidence, a source or an article.

        Args:
            about: What it is about.
            text: The note.
            by: Who says it, if it is not the one who acts.

        Raises:
            InvalidValueError: If the note is empty.
        """
        with self._ledger.operation("note.add") as operation:
            return self._add(operation, about, text, NoteKind.NOTE, None, by=line(by, "name"))

    def ask(self, about: About, text: str, *, to: str, by: str = "") -> Note:
        """Put a question to the author, a source or the editor.

        A claim that is not closed gets the status `query` until the answer is there.

        Args:
            about: What the question is about.
            text: The question.
            to: Whom it is put to (`Addressee`).
            by: Who asks, if it is not the one who acts.

        Raises:
            InvalidValueError: If the question is empty or nobody is asked.
        """
        addressee = member(Addressee, to, "addressee")
        with self._ledger.operation("note.ask") as operation:
            asked = line(by, "name")
            query = self._add(operation, about, text, NoteKind.QUERY, addressee, by=asked)
            if isinstance(about, Claim):
                claim = claim_in(operation, about.id)
                if claim.status not in CLOSED:
                    operation.update(claim, status=Status.QUERY)
            return query

    def answer(
        self,
        handle: NoteHandle,
        text: str,
        *,
        replace: bool = False,
        version: UUID | None = None,
    ) -> Note:
        """Record the answer to a query.

        When a claim's last open query is answered, its status goes from `query` to `checking`.

        Args:
            handle: The query, by number.
            text: The answer.
            replace: Whether it takes the place of an answer that is there.
            version: The version that was read; if it has changed since, nothing is done.

        Raises:
            NotFoundError: If there is no such note.
            InvalidValueError: If the note is no query, or the answer is empty.
            ConflictError: If the query is answered and the answer is not to be replaced, or it is
                no longer of the version given.
        """
        answer = _filled(text, "answer")
        with self._ledger.operation("note.answer") as operation:
            query = note_in(operation, handle)
            if query.kind is not NoteKind.QUERY:
                raise InvalidValueError(
                    f"The note {query.id} is no query; it has no answer.",
                    hint="See the queries: annot note list --open",
                )
            if query.answer is not None and not replace:
                raise _answered_already(operation, query, query.answer)
            refuse_other_version(operation, query, version, hint="annot note list")
            query = operation.update(query, answer=answer)
            if query.claim_id is not None and not _open_queries(operation, query.claim_id):
                claim = claim_in(operation, query.claim_id)
                if claim.status is Status.QUERY:
                    operation.update(claim, status=Status.CHECKING)
            return query

    def set(self, handle: NoteHandle, text: str, *, version: UUID | None = None) -> Note:
        """Change the words of a note or query.

        Args:
            handle: The note, by number.
            text: Its words.
            version: The version that was read; if it has changed since, nothing is done.

        Raises:
            NotFoundError: If there is no such note.
            ConflictError: If it is no longer of the version given.
            InvalidValueError: If the text is empty.
        """
        with self._ledger.operation("note.set") as operation:
            note = note_in(operation, handle)
            refuse_other_version(operation, note, version, hint="annot note list")
            return operation.update(note, text=_filled(text, "note"))

    def remove(self, handle: NoteHandle) -> None:
        """Remove a note or query.

        Raises:
            NotFoundError: If there is no such note.
        """
        with self._ledger.operation("note.remove") as operation:
            operation.delete(note_in(operation, handle))

    def get(self, handle: NoteHandle) -> Note:
        """The note of a number, as it is stored now.

        Raises:
            NotFoundError: If there is none.
        """
        return _one(self._ledger.database.find(Note, id=_id(handle)), handle)

    def list(self, about: About | None = None) -> Sequence[Note]:
        """The notes and queries about something, or all of the workspace, as they were added."""
        equal = {} if about is None else _about(about)
        return self._ledger.database.find(Note, **equal)

    def _add(
        self,
        operation: Operation,
        about: About,
        text: str,
        kind: NoteKind,
        addressee: Addressee | None,
        *,
        by: str = "",
    ) -> Note:
        target = _current(operation, about)
        column = _COLUMNS[type(about)]
        return operation.insert(
            Note,
            article_id=about.id if isinstance(about, Article) else _article_id(target),
            kind=kind,
            text=_filled(text, kind.value),
            addressee=addressee,
            added_by=by or self._ledger.actor,
            **({column: about.id} if column else {}),
        )


def note_in(operation: Operation, handle: NoteHandle) -> Note:
    """The note that a number names, as it is stored now, inside an operation.

    Raises:
        NotFoundError: If there is none.
    """
    return _one(operation.find(Note, id=_id(handle)), handle)


def _current(operation: Operation, about: About) -> About:
    if isinstance(about, Claim):
        return claim_in(operation, about.id)
    if isinstance(about, Evidence):
        return evidence_in(operation, about)
    return about


def _article_id(about: About) -> int:
    return int(getattr(about, "article_id", UNPLACED))


def _about(about: About) -> dict[str, int | None]:
    if isinstance(about, Article):
        return {"article_id": about.id, "claim_id": None, "evidence_id": None, "source_id": None}
    return {_COLUMNS[type(about)]: about.id}


def _open_queries(operation: Operation, claim_id: int) -> bool:
    return bool(operation.find(Note, claim_id=claim_id, kind=NoteKind.QUERY, answer=None))


def _answered_already(operation: Operation, query: Note, answer: str) -> ConflictError:
    event = last_change_of(operation, query, "answer")
    by = f" by {one_line(event.actor, 60)} on {event.at:%Y-%m-%d %H:%M} UTC" if event else ""
    return ConflictError(
        f"The query {query.id} was answered already{by}: “{one_line(answer, 120)}”",
        hint=f'To put another answer in its place: annot note answer {query.id} --replace "…"',
    )


def _filled(text: str, field: str) -> str:
    if not text.strip():
        raise InvalidValueError(f"The {field} is empty.")
    return words(text, field)


def _id(handle: NoteHandle) -> int:
    return handle.id if isinstance(handle, Note) else handle


def _one(found: Sequence[Note], handle: NoteHandle) -> Note:
    if not found:
        raise NotFoundError(
            f"There is no note {_id(handle)}.", hint="See them all: annot note list"
        )
    return found[0]
