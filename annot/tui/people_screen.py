"""The people screen: who works here, what each has to do and did, and how far readers agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from annot.store.people_reading import PersonWork
from annot.tui import acts, people_acts
from annot.tui.bound import bindings, merged_bindings
from annot.tui.claim_pane import ClaimPane
from annot.tui.claim_paragraphs import remark
from annot.tui.desk import Library
from annot.tui.key_bar import KeyBar
from annot.tui.keys import KEYS, bar
from annot.tui.own_keys import shared_keys
from annot.tui.people_acts import Agreed, GivenClaim, Staff
from annot.tui.people_keys import PEOPLE_KEYS
from annot.tui.people_list import SIGNS, PeopleList
from annot.tui.person_paragraphs import agreement_paragraphs, alpha_words, person_paragraphs
from annot.tui.row_window import RowWindow
from annot.tui.status_line import StatusLine

if TYPE_CHECKING:
    from annot.tui.review import ReviewScreen

_WIDE = 120
"""Cells from which on the panes stand side by side."""

_POLL_SECONDS = 2.0
_MOST_ITEMS = 10_000
"""More than there are claims in the pane."""


class PeopleScreen(Screen[None]):
    """All people with what they have to do and did, by keyboard and mouse.

    It works at the desk of the review screen, which is below it.

    Args:
        review: The review screen.
        staff: The people to begin with, read already.
    """

    BINDINGS: ClassVar[list[BindingType]] = bindings(PEOPLE_KEYS)
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
        super().__init__()
        self._review = review
        self.keys = PEOPLE_KEYS
        if review.keys is not KEYS:
            self.keys = shared_keys(review.keys, PEOPLE_KEYS)
            self._bindings = merged_bindings(self.keys)
        self.staff = staff
        self.scope_all = review.scope_all or review.article is None
        self.agreed: Agreed | None = None
        self._given: tuple[str, Sequence[GivenClaim]] = ("", ())
        self._shown = ""
        self._told = review.status.told
        self._is_changed = False
        self.list = PeopleList(id="people")
        self.pane = ClaimPane(id="person")
        self.status = StatusLine(id="status")
        self.key_bar = KeyBar(id="keys")

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
        self.set_interval(_POLL_SECONDS, self._read_anew)

    def on_screen_resume(self) -> None:
        """Show what a form has changed."""
        self._read_anew()

    @on(events.Resize)
    def _resized(self, event: events.Resize) -> None:
        self._choose_layout(event.size.width)

    def _choose_layout(self, width: int) -> None:
        self.set_class(width < _WIDE, "narrow")

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

    def _tell_what_was_done(self) -> None:
        """Say here, too, what the review screen was told."""
        told = self._review.status.told
        if told != self._told:
            self._told = told
            self.status.tell(told)

    async def _perform(self, work: acts.Work) -> None:
        """Have the desk do something, and show what it changed."""
        self._told = ""
        await self._review.perform(work)
        self._take_staff(await self._review.answer(people_acts.staff))

    # Moving

    @on(RowWindow.Highlighted)
    def _row_highlighted(self) -> None:
        self.take_row()

    @on(RowWindow.Chosen)
    async def _row_chosen(self) -> None:
        await self._to_claims()

    @on(ClaimPane.ItemChosen)
    def _item_chosen(self, message: ClaimPane.ItemChosen) -> None:
        self._go_to_claim(message.id)

    @property
    def _is_reading(self) -> bool:
        """Whether the keys go to the pane; it knows of its focus itself only a moment later."""
        return self.focused is self.pane

    def _go(self, move: Callable[[], None]) -> None:
        with self.prevent(RowWindow.Highlighted):
            move()
        self.take_row()

    def action_down(self, rows: int) -> None:
        """Go down some rows or claims, or up."""
        if self._is_reading:
            self.pane.move_item(rows)
        else:
            self._go(lambda: self.list.move(rows))

    def action_page(self, pages: int) -> None:
        """Go down some pages, or up."""
        if self._is_reading:
            self.pane.page(pages)
        else:
            self._go(lambda: self.list.page(pages))

    def action_edge(self, direction: int) -> None:
        """Go to the beginning or the end."""
        if self._is_reading:
            self.pane.move_item(direction * _MOST_ITEMS)
        else:
            self._go(self.list.to_start if direction < 0 else self.list.to_end)

    async def action_pane(self) -> None:
        """Go to the other pane; the next key meets what belongs to the person in hand."""
        if not self._is_reading:
            await self._review.all_here()
        self.set_focus(self.list if self._is_reading else self.pane)

    @on(events.DescendantFocus)
    def _focused(self) -> None:
        self.set_class(self._is_reading, "reading")

    async def action_enter(self) -> None:
        """Go to the claims beside the list, and from a claim to the review."""
        if not self._is_reading:
            await self._to_claims()
        elif self.pane.item is not None:
            self._go_to_claim(self.pane.item[1])

    async def _to_claims(self) -> None:
        await self._review.all_here()
        self.set_focus(self.pane)
        if self.pane.item is None:
            self.pane.move_item(1)

    def _go_to_claim(self, claim: int) -> None:
        self.action_close()
        self._review.hand.take(claim)
        self._review.show_pane(self._review.article_view)

    def action_back(self) -> None:
        """Leave the pane, or close."""
        if self._is_reading:
            self.set_focus(self.list)
        else:
            self.action_close()

    def action_close(self) -> None:
        """Go back to the review, which shows what was changed here."""
        self.dismiss()
        if self._is_changed:
            self._review.changes.read_anew()

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

    # The rest

    def action_palette(self) -> None:
        """Show every act by its name."""
        from annot.tui.palette import palette

        self.app.push_screen(palette(self.keys))

    def action_help(self) -> None:
        """Show the keys."""
        from annot.tui.help import HelpScreen

        self.app.push_screen(HelpScreen(self.keys, SIGNS))
