"""What was found, how far checking has come, and what to do with it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from annot.tui import acts, gate_acts
from annot.vocabulary import Status, Verdict

if TYPE_CHECKING:
    from annot.tui.review import ReviewScreen


class Judging:
    """What was found, how far checking has come, and what to do with it."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen
        self.last: Callable[[], Awaitable[None]] | None = None

    def _chosen_claims(self) -> list[int]:
        if self._screen.list.marks:
            return sorted(self._screen.list.marks)
        return [] if self._screen.claim is None else [self._screen.claim]

    async def _judge(
        self, make: Callable[[list[int]], acts.Work], *, goes_on: bool = False
    ) -> bool:
        """Do something to the marked claims or else the one in hand; whether it was done."""
        claims = self._chosen_claims()
        if not claims:
            self._screen.tell_none()
            return False
        return await self._screen.perform(make(claims), goes_on=goes_on)

    async def verdict(self, verdict: str) -> None:
        """Give the claims in hand a verdict, and go on to the next."""
        value = Verdict(verdict) if verdict else None
        if value is not None and self._is_read_again():
            await self._judge(lambda claims: acts.review_claim(claims[0], value), goes_on=True)
            return
        goes_on = value is not None and not self._screen.list.marks
        if value is not None and goes_on and self._screen.is_second_reading:
            await self._judge(lambda claims: gate_acts.judge(claims[0], value), goes_on=True)
            return
        self.last = lambda: self.verdict(verdict)
        await self._judge(lambda claims: acts.set_verdict(claims, value), goes_on=goes_on)

    def _is_read_again(self) -> bool:
        """Whether a verdict is a second reader's."""
        detail = self._screen.detail
        return (
            self._screen.is_second_reading
            and not self._screen.list.marks
            and detail is not None
            and detail.status is Status.CHECKED
        )

    async def second_reading(self) -> None:
        """Hide what was found about checked claims until one has judged for oneself, or show it."""
        hide = not self._screen.is_second_reading
        self._screen.clerk.give(
            lambda library: library.hide_verdicts(hide), lambda _: None, self._screen.refuse
        )
        await self._screen.answer(lambda library: library.hide_verdicts(hide))
        self._screen.is_second_reading = hide
        self._screen.heading.show()
        self._screen.changes.read_anew()
        self._screen.listing.anew(cursor=self._screen.list.cursor)
        await self._screen.all_here()
        self._screen.status.tell(
            "Second reading: verdicts are hidden until yours" if hide else "Verdicts are shown"
        )

    async def history(self) -> None:
        """Show what was done to the claim in hand, newest first; what is chosen is taken back."""
        from annot.tui.chooser import Chooser

        claim = self._screen.claim
        if claim is None:
            self._screen.tell_none()
            return
        rows = await self._screen.answer(acts.history_of(claim))
        if rows:
            title = f"What was done to claim {claim}; Enter takes it back"
            self._screen.app.push_screen(Chooser(title, rows), self._take_back)

    def _take_back(self, operation: str | None) -> None:
        if operation:
            work = acts.take_back(operation)
            self._screen.app.call_later(lambda: self._screen.perform(work))

    async def status(self, status: str) -> None:
        """Give the claims in hand a status."""
        self.last = lambda: self.status(status)
        await self._judge(lambda claims: acts.set_status(claims, Status(status)))

    async def repeat(self) -> None:
        """Do the last judgement again."""
        if self.last is not None:
            await self.last()

    async def mark(self) -> None:
        """Mark the claim in hand, and go on to the next."""
        self._screen.list.toggle_mark()
        self._screen.heading.show()
        await self._screen.moving.claim(1)

    async def remove(self) -> None:
        """Remove the item in hand, or else the claims in hand."""
        if self._screen.pane.has_focus and self._screen.pane.item is not None:
            await self._screen.perform(acts.remove_item(*self._screen.pane.item))
        elif await self._judge(acts.remove_claims):
            self._screen.list.clear_marks()
            self._screen.heading.show()

    async def undo(self) -> None:
        """Take back the last operation."""
        await self._screen.perform(acts.undo)

    async def redo(self) -> None:
        """Do again what was undone last."""
        await self._screen.perform(acts.redo)
