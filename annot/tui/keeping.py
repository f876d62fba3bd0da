"""An open form and its drafts: what is typed is kept, and what was left there before comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from textual.message_pump import MessagePump
from textual.timer import Timer

from annot.tui.drafts import Draft, Slot, Values, moment

KEEP_SECONDS = 0.25
"""For how long what is typed may not be on the disk: nobody types more than a sign or two in it."""


class Keeping:
    """Keeps what stands in a form.

    Args:
        form: The form, whose clock is used.
        slot: Where it is kept, and where drafts of before are found.
        typed: What stands in the form now and is not saved.
    """

    def __init__(self, form: MessagePump, slot: Slot, typed: Callable[[], Values]) -> None:
        self._form = form
        self._slot = slot
        self._typed = typed
        self._timer: Timer | None = None
        self._offered = slot.others

    @property
    def is_offering(self) -> bool:
        """Whether there is a draft to be taken up."""
        return bool(self._offered)

    @property
    def offer(self) -> str:
        """What is said of the draft that is there when the form opens."""
        return f"What was typed here at {_when(self._offered[0])} was not saved. ctrl+r: back."

    def soon(self) -> None:
        """Keep what is typed, in a moment, with what is typed until then."""
        if self._timer is None:
            self._timer = self._form.set_timer(KEEP_SECONDS, self.now)

    def now(self) -> None:
        """Keep what is typed at once."""
        self._stop()
        self._slot.keep(self._typed())

    def end(self) -> None:
        """Keep nothing of it: it was saved, or thrown away."""
        self._stop()
        self._slot.drop()

    def take(self) -> tuple[Draft, str] | None:
        """The next draft that was left here, and what is said of it; None if there is none.

        What is typed now stays as a draft of its own, and is offered after the others.
        """
        if not self._offered:
            return None
        self.now()
        taken = self._offered.pop(0)
        present = [draft for draft in self._slot.present() if draft not in self._offered]
        self._offered += present
        self._slot.take(taken)
        more = "; ctrl+r: the next" if self._offered else ""
        told = f"This was typed at {_when(taken)}. ctrl+s saves, Esc Esc throws it away{more}."
        return taken, told

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None


def _when(draft: Draft) -> str:
    return moment(draft.at, datetime.now(UTC))
