"""A form about something in the ledger: saved at the desk, kept as a draft, and no update lost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from annot.errors import AnnotError, ConflictError
from annot.tui import acts, showing
from annot.tui.desk import Library
from annot.tui.form import Form
from annot.tui.questions import Question
from annot.tui.showing import Changed

if TYPE_CHECKING:
    from annot.tui.review import ReviewScreen

Make = Callable[[Mapping[str, str], Collection[str], str], acts.Work]
"""The act for what a form says: its values, the fields that were changed, the version it is of."""

Typed = Callable[[str, str], None]
"""Is told the name of a field and what it holds, whenever that changes."""


class Asking:
    """One open form.

    Args:
        screen: The screen above which it opens.
        question: What is asked.
        make: The act that takes the answer.
        typed: Hears what is typed.
    """

    def __init__(
        self,
        screen: ReviewScreen,
        question: Question,
        make: Make,
        typed: Typed = lambda name, value: None,
    ) -> None:
        self._screen = screen
        self._question = question
        self._make = make
        self.form = Form(
            question.title,
            question.fields,
            self._submit,
            about=question.about,
            slot=screen.unsaved.drafts.slot(question.form, question.title),
            typed=typed,
        )

    def open(self) -> None:
        """Show the form."""
        self._screen.app.push_screen(self.form, self._closed)

    def _closed(self, is_kept: bool | None) -> None:
        if is_kept:
            self._screen.status.tell("Kept: open it again, then ctrl+r")

    def _submit(self, values: dict[str, str]) -> None:
        before = self._question.values
        changed = {name for name, value in values.items() if value != before[name]}
        job = showing.performed(
            self._make(values, changed, self._question.version),
            article=self._screen.article,
            wanted=self._screen.filter,
            claim=self._screen.claim,
        )
        self._screen.desk.give(job, self._done, self._refused)

    def _done(self, changed: Changed) -> None:
        self.form.saved()
        self._screen.changes.show(changed)

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, AnnotError):
            raise error
        anew = self._question.anew
        if isinstance(error, ConflictError) and anew is not None:
            self._show_others(error, anew)
        else:
            self.form.refused(error.message, error.hint)

    def _show_others(self, error: AnnotError, anew: Callable[[Library], Question | None]) -> None:
        """Show what somebody else wrote in between, beside what was typed."""

        def read(library: Library) -> tuple[Question | None, str]:
            return anew(library), library.reader.last_actor(*self._question.row)

        def found(answer: tuple[Question | None, str]) -> None:
            question, who = answer
            if question is None or question.version == self._question.version:
                self.form.refused(error.message, error.hint)
                return
            self._question = question
            self.form.call_later(
                self.form.changed_meanwhile, question.values, who or "somebody else"
            )

        self._screen.desk.give(read, found, self._refused)
