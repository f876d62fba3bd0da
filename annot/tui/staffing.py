"""People, and what they are given: the screen of people, and the forms that ask about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from annot.tui import people_acts
from annot.tui.names import Names

if TYPE_CHECKING:
    from annot.store.people_reading import PersonWork
    from annot.tui.acts import Work
    from annot.tui.questions import Question
    from annot.tui.review import ReviewScreen


class Staffing:
    """People, and what they are given."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen

    async def people(self) -> None:
        """Show all people."""
        from annot.tui.people_screen import PeopleScreen

        staff = await self._screen.answer(people_acts.staff)
        if staff is not None:
            await self._screen.app.push_screen(PeopleScreen(self._screen, staff))

    async def assign(self) -> None:
        """Give the marked claims, or the one in hand, to somebody, or take them back."""
        from annot.tui.people_questions import assign_question

        screen = self._screen
        await screen.all_here()
        marked: Sequence[int] = sorted(screen.list.marks)
        claims = marked or ([] if screen.claim is None else [screen.claim])
        if not claims:
            screen.tell_none()
            return
        people = Names()
        question = assign_question(claims, None if marked else screen.detail, people)
        await self._ask(question, lambda values: people_acts.assign(claims, values), people)

    async def ask_person(self) -> None:
        """Ask for a person who is to be added."""
        from annot.tui.people_questions import person_question

        people = Names()
        await self._ask(
            person_question(people),
            lambda values: people_acts.set_person(values["name"], values["role"]),
            people,
        )

    async def ask_role(self, person: PersonWork) -> None:
        """Ask for the role of a person."""
        from annot.tui.people_questions import role_question

        await self._ask(
            role_question(person),
            lambda values: people_acts.set_person(person.name, values["role"]),
        )

    async def _ask(
        self,
        question: Question,
        make: Callable[[dict[str, str]], Work],
        people: Names | None = None,
    ) -> None:
        """Ask something; names of people come after the form has opened."""
        from annot.tui.asking import Asking

        await self._screen.unsaved.are_here()
        Asking(self._screen, question, lambda values, *_: make(dict(values))).open()
        if people is not None:
            self._screen.desk.give(
                lambda library: library.reader.people(),
                people.know,
                self._screen.refuse,
                lane="names",
            )
