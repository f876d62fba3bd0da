"""What changes in the ledger while it is on the screen: by acts here, and by others elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from annot.tui import showing
from annot.tui.showing import Changed

if TYPE_CHECKING:
    from annot.tui import acts
    from annot.tui.review import ReviewScreen


PAUSE_SECONDS = 1.0
"""Seconds without an act after which there is time to write SQLite's log back into the file."""


class Changes:
    """Has acts done by the desk, and shows in every pane of the review screen what changed."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen
        self._pause: Timer | None = None

    async def perform(self, work: acts.Work, *, goes_on: bool = False) -> bool:
        """Have the desk do something, and show what changed; see `ReviewScreen.perform`."""
        screen = self._screen
        following = screen.listing.row_after() if goes_on else None
        changed = await screen.answer(
            showing.performed(
                work,
                article=screen.article,
                wanted=screen.filter,
                claim=screen.claim,
                ahead=following.number if following else None,
                tells_tally=screen.heading.is_quick,
            )
        )
        if changed is None:
            return False
        with screen.one_frame():
            self.show(changed)
            screen.hand.expect(changed.ahead)
            if goes_on:
                await screen.moving.claim(1)
            screen.heading.tell(changed.tally)
        self._await_pause()
        await screen.all_here()
        return True

    def _await_pause(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self._screen.set_timer(PAUSE_SECONDS, self._write_log)

    def _write_log(self) -> None:
        screen = self._screen
        screen.desk.give(
            lambda library: library.workspace.write_log(), lambda _: None, screen.refuse
        )

    def show(self, changed: Changed) -> None:
        """Show what an act, or somebody else, has changed."""
        screen, act = self._screen, changed.act
        if act is not None:
            screen.status.tell(self._with_way_back(act))
            if act.claim is not None:
                screen.hand.claim = act.claim
        if changed.article is not None:
            screen.opened.renew(changed.article)
        if changed.marks is not None:
            screen.opened.show_marks(changed.marks)
        for row, _ in changed.rows:
            screen.article_view.set_claim(row.number, row.status, row.verdict)
        are_all_listed = screen.listing.show_rows(changed.rows)
        if changed.claim == screen.claim:
            screen.hand.put(changed.detail)
            if act is not None and act.claim is not None:
                screen.article_view.focus_claim(act.claim)
        if changed.is_listed_anew or not are_all_listed:
            screen.listing.anew(cursor=screen.list.cursor)

    def look(self) -> None:
        """Look whether somebody else has written, and show it then."""
        screen = self._screen

        def seen(others_wrote: bool) -> None:
            if others_wrote:
                self.read_anew()
                screen.status.tell("Others have written; all is up to date")

        screen.desk.give(lambda library: library.others_wrote(), seen, screen.refuse)

    def read_anew(self) -> None:
        """Read what is shown once more."""
        screen = self._screen
        job = showing.refreshed(article=screen.article, claim=screen.claim)
        screen.desk.give(job, self.show, screen.refuse, lane="anew")
        screen.heading.count()

    def _with_way_back(self, act: acts.Act) -> str:
        does = {"undo": "undoes", "redo": "redoes"}.get(act.back)
        return f"{act.told}  ({self._screen.name_of(act.back)} {does})" if does else act.told
