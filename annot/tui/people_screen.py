"""The people screen: who works here, what each has to do and did, and how far readers agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from annot.store.people_reading import PersonWork
from annot.tui import acts, people_acts
from annot.tui.bound import bindings
from annot.tui.claim_paragraphs import remark
from annot.tui.desk import Library
from annot.tui.keys import bar
from annot.tui.list_screen import POLL_SECONDS, ListScreen
from annot.tui.people_acts import Agreed, GivenClaim, Staff
from annot.tui.people_keys import PEOPLE_KEYS
from annot.tui.people_list import SIGNS, PeopleList
from annot.tui.person_paragraphs import agreement_paragraphs, alpha_words, person_paragraphs

if TYPE_CHECKING:
    from annot.tui.review import ReviewScreen


class PeopleScreen(ListScreen):
    """All people with what they have to do and did, by keyboard and mouse.

    It works at the desk of the review screen, which is below it.

    Args:
        review: The review screen.
        staff: The people to begin with, read already.
    """

    list: PeopleList

    SIGNS = SIGNS
    BINDINGS = bindings(PEOPLE_KEYS)
    DEFAULT_CSS = """
    PeopleScreen {
        layout: horizontal;

        & > #people { width: 50%; scrollbar-size-vertical: 2; }
        & > #person { width: 1fr; height: 1fr; }

        &.narrow { layout: vertical; }
        &.narrow > #people { width: 100%; height: 1fr; scrollbar-size-vertical: 1; }
        &.narrow > #person { width: 100%; height: 13; border-top: solid $panel; }
        &.narrow.reading > #people { height: 5; }
        &.narrow.reading > #person { height: 1fr; }
    }
    """

    def __init__(self, review: ReviewScreen, staff: Staff) -> None:
        super().__init__(review, PEOPLE_KEYS, pane="person")
        self.staff = staff
        self.scope_all = review.scope_all or review.article is None
        self.agreed: Agreed | None = None
        self._given: tuple[str, Sequence[GivenClaim]] = ("", ())
        self._shown = ""
        self.list = PeopleList(id="people")

    # Coming and going

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        self._choose_layout(self.app.size.width)
        yield self.status
        yield self.list
        yield self.pane
        yield self.key_bar

    def on_mount(self) -> None:
        """Show what was read before the screen began, and have the agreement looked at."""
        self.status.title = "People"
        self.key_bar.show(bar(self.keys))
        self.list.show(self.staff.people, actor=self.staff.actor)
        # At once, not by `focus`, which would take the keys back after what is typed ahead.
        self.set_focus(self.list)
        self._show_title()
        self.take_row()
        self._look_at_agreement()
        self.set_interval(POLL_SECONDS, self._read_anew)

    # What is shown

    def _show_title(self) -> None:
        parts = (f"{len(self.staff.people):,}", alpha_words(self.agreed))
        self.status.narrowing = "".join(f"  ·  {part}" for part in parts if part)

    def take_row(self) -> None:
        """Read what the person under the cursor has to do, and show it in the pane."""
        person = self.list.current
        if person is None:
            self._show_person()
            return
        name = person.name

        def arrived(given: Sequence[GivenClaim]) -> None:
            self._given = (name, given)
            if self._name_in_hand == name:
                self._show_person()

        self._review.desk.give(
            people_acts.given_to(name), arrived, self._review.refuse, lane="person"
        )

    def _show_person(self) -> None:
        person = self.list.current
        if person is None:
            told = [*remark("Nobody yet: a adds a person."), *agreement_paragraphs(self.agreed)]
            self.pane.show_paragraphs(told, is_same=False)
            return
        name, given = self._given
        told = person_paragraphs(person, given if name == person.name else (), self.agreed)
        is_same, self._shown = self._shown == person.name, person.name
        self.pane.show_paragraphs(told, is_same=is_same)

    @property
    def _name_in_hand(self) -> str:
        return self.list.current.name if self.list.current else ""

    def _look_at_agreement(self) -> None:
        """Have the agreement computed, which nobody waits for: its package takes a moment."""
        article = None if self.scope_all else self._review.article
        slug, title = (article.slug, article.title) if article else ("", "")

        def arrived(agreed: Agreed) -> None:
            self.agreed = agreed
            self._show_title()
            self._show_person()

        self._review.desk.give(
            people_acts.agreed(slug, title), arrived, self._review.refuse, lane="agreement"
        )

    # What changes

    def _read_anew(self) -> None:
        """Read the people once more, if anything was written since."""
        seen = self.staff.operation

        def read(library: Library) -> Staff | None:
            if library.reader.last_operation() == seen:
                return None
            return people_acts.staff(library)

        self._review.desk.give(read, self._take_staff, self._review.refuse, lane="people")

    def _take_staff(self, staff: Staff | None) -> None:
        self._tell_what_was_done()
        if staff is None:
            return
        self._is_changed = True
        name, before = self._name_in_hand, self.list.cursor
        self.staff = staff
        names = [person.name for person in staff.people]
        cursor = names.index(name) if name in names else before
        self.list.show(staff.people, actor=staff.actor, cursor=cursor)
        self._show_title()
        self.take_row()
        self._look_at_agreement()

    async def _perform(self, work: acts.Work) -> None:
        """Have the desk do something, and show what it changed."""
        self._told = ""
        await self._review.perform(work)
        self._take_staff(await self._review.answer(people_acts.staff))

    # Moving

    async def action_pane(self) -> None:
        """Go to the other pane; the next key meets what belongs to the person in hand."""
        if not self._is_reading:
            await self._review.all_here()
        self.set_focus(self.list if self._is_reading else self.pane)

    def action_back(self) -> None:
        """Leave the pane, or close."""
        if self._is_reading:
            self.set_focus(self.list)
        else:
            self.action_close()

    # Acts

    async def action_add(self) -> None:
        """Add a person."""
        await self._review.staffing.ask_person()

    async def action_role(self) -> None:
        """Give the person in hand another role."""
        if self.list.current is not None:
            await self._review.staffing.ask_role(self.list.current)

    async def action_remove(self) -> None:
        """Take the person in hand off the list."""
        person: PersonWork | None = self.list.current
        if person is not None and person.role is None:
            self.status.tell("Not on the list; what they did stays in the history")
        elif person is not None:
            await self._perform(people_acts.remove_person(person.name))

    def action_waiting(self) -> None:
        """Show in the review what waits for the person in hand."""
        name = self._name_in_hand
        if not name:
            return
        if set(name) & set(',"') or not name.isprintable():
            self.status.tell("No filter can hold this name")
            return
        self.action_close()
        self._review.finding.narrow(f'needs:"{name}"')
        self._review.show_pane(self._review.list)

    async def action_decide(self) -> None:
        """Show the claims on which readers do not agree, and decide one as a third person."""
        self.action_close()
        await self._review.gating.decide()

    def action_scope(self) -> None:
        """Look at the agreement in this article, or in the whole workspace."""
        if self._review.article is not None:
            self.scope_all = not self.scope_all
            self._look_at_agreement()

    async def action_undo(self) -> None:
        """Take back the last operation."""
        await self._perform(acts.undo)

    async def action_redo(self) -> None:
        """Do again what was undone last."""
        await self._perform(acts.redo)
