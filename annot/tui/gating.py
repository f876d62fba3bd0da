"""What the rules of proof say about the claim in hand, which of them are on, and disputes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.timer import Timer

from annot.errors import AnnotError
from annot.store.claim_reading import ClaimDetail
from annot.tui import gate_acts
from annot.tui.acts import Act, Work
from annot.vocabulary import Status

if TYPE_CHECKING:
    from annot.operations.judgements import Dispute
    from annot.tui.gate_acts import Outcome, Remarked
    from annot.tui.review import ReviewScreen

_PAUSE_SECONDS = 0.3
"""How long a claim is in hand before the rules look at it: moving on must not wait for them."""

_LANE = "findings"


class Gating:
    """What the rules of proof say about the claim in hand, which of them are on, and disputes."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen
        self._wanted: int | None = None
        self._since = 0.0
        self._waiting: Timer | None = None

    def look(self, detail: ClaimDetail | None) -> None:
        """Have the rules look at a claim, in a pause; the pane says what they find.

        What a second reader must not know yet, findings would give away.
        """
        hidden = self._screen.is_second_reading and detail and detail.status is Status.CHECKED
        self._wanted = None if detail is None or hidden else detail.number
        self._since = time.monotonic()
        if self._waiting is None and self._wanted is not None:
            self._wait(_PAUSE_SECONDS)

    def _wait(self, seconds: float) -> None:
        # One timer for all claims that are passed: to make one for each would cost every key.
        self._waiting = self._screen.set_timer(seconds, self._paused)

    def _paused(self) -> None:
        self._waiting = None
        left = self._since + _PAUSE_SECONDS - time.monotonic()
        if self._wanted is None:
            return
        if left > 0:
            self._wait(left)
        else:
            self._look(self._wanted)

    def _look(self, number: int) -> None:
        def found(remarks: Sequence[Remarked]) -> None:
            if number == self._screen.claim:
                self._screen.pane.tell_found(number, remarks)

        def refused(error: BaseException) -> None:
            if not isinstance(error, AnnotError):
                raise error  # a claim that is gone by now has nothing to be told

        self._screen.desk.give(gate_acts.findings_of(number), found, refused, lane=_LANE)

    async def rules(self) -> None:
        """Show the rules of proof: switch them, set their numbers, take a preset."""
        from annot.tui.rules_screen import RulesScreen

        rows = await self._screen.answer(gate_acts.rules)
        if rows is None:
            return
        shown = RulesScreen(rows, switch=self._switch, number=self._number, preset=self._preset)
        self._screen.app.push_screen(shown, lambda _: self.look(self._screen.detail))

    async def _switch(self, code: str, enabled: bool) -> Outcome:
        return await self._changed(gate_acts.switch_rule(code, enabled=enabled))

    async def _number(self, code: str, typed: str) -> Outcome:
        return await self._changed(gate_acts.set_rule(code, typed))

    async def _preset(self) -> Outcome:
        from annot.tui.chooser import Chooser

        rows = await self._screen.answer(gate_acts.presets)
        name = await self._screen.app.push_screen_wait(Chooser("Preset", rows or []))
        return await self._changed(gate_acts.use_preset(name)) if name else ()

    async def _changed(self, work: Work) -> Outcome:
        """Do something to the rules; all of them after it, or what is wrong."""
        done: asyncio.Future[Act] = asyncio.get_running_loop().create_future()
        self._screen.desk.give(work, done.set_result, done.set_exception)
        try:
            act = await done
        except AnnotError as error:
            return f"{error.message}  {error.hint}".rstrip()
        self._screen.status.tell(f"{act.told}  ({self._screen.name_of('undo')} undoes)")
        return await self._screen.answer(gate_acts.rules) or ()

    async def decide(self) -> None:
        """Show the claims on which readers do not agree, and decide one as a third person."""
        from annot.tui.chooser import Chooser

        all_of_it = self._screen.scope_all or self._screen.article is None
        slug = "" if all_of_it or self._screen.article is None else self._screen.article.slug
        found = await self._screen.answer(gate_acts.disputes(slug))
        if not found:
            if found is not None:
                self._screen.status.tell("Readers agree on every claim that several judged")
            return
        by_number = {str(item.claim.id): item for item in found}
        rows = [(number, gate_acts.dispute_words(item)) for number, item in by_number.items()]
        title = f"Readers do not agree on {len(rows)} claim{'s' if len(rows) > 1 else ''}"
        self._screen.app.push_screen(
            Chooser(title, rows), lambda chosen: self._choose_verdict(by_number.get(chosen or ""))
        )

    def _choose_verdict(self, dispute: Dispute | None) -> None:
        from annot.tui.chooser import Chooser

        if dispute is None:
            return
        self._screen.hand.take(dispute.claim.id)
        rows = gate_acts.verdict_rows(dispute)
        title = f"What holds for claim {dispute.claim.id}: {dispute.claim.text}"
        self._screen.app.push_screen(
            Chooser(title, rows), lambda verdict: self._ask_reason(dispute.claim.id, verdict)
        )

    def _ask_reason(self, claim: int, verdict: str | None) -> None:
        if verdict:
            self._screen.ask_line(f"decide:{claim}:{verdict}", "Why (Enter alone for no reason)")

    def decided(self, kind: str, reason: str) -> None:
        """Decide, now that the reason is known; the next key waits for it."""
        _, claim, verdict = kind.split(":")
        work = gate_acts.decide(int(claim), verdict, reason.strip())
        self._screen.prompt.then(lambda: self._screen.perform(work))
