"""What was typed in forms and not saved: kept by the desk, and read once when it is asked for."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from annot.errors import AnnotError
from annot.text.display import shown
from annot.tui import drafts
from annot.tui.drafts import Draft, Drafts

if TYPE_CHECKING:
    from annot.tui.desk import Library
    from annot.tui.review import ReviewScreen


class Unsaved:
    """The drafts of the workspace that is reviewed.

    Attributes:
        drafts: Those that are known; all of them, once they have been read.
    """

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen
        self.drafts = Drafts(self._write, self._remove)
        self._are_here: asyncio.Event | None = None
        self._is_refused = False

    async def are_here(self) -> None:
        """Wait until what was left in forms is known."""
        await self.read().wait()

    def read(self) -> asyncio.Event:
        """Have what was left in forms read, once, and tell of it; set when it is known."""
        if self._are_here is None:
            here = self._are_here = asyncio.Event()

            def found(kept: list[Draft]) -> None:
                self.drafts.add(kept)
                here.set()
                if kept:
                    self._screen.notify(
                        shown(drafts.told(self.drafts), keep_newlines=True),
                        title="Not saved last time",
                        markup=False,
                        timeout=10,
                    )

            self._screen.desk.give(
                lambda library: drafts.read(library.drafts), found, self._screen.refuse
            )
        return self._are_here

    def _write(self, draft: Draft) -> None:
        def write(library: Library) -> None:
            drafts.write(library.drafts, draft)

        lane = f"draft {draft.name}"
        self._screen.desk.give(write, lambda _: None, self._refuse, lane=lane)

    def _remove(self, name: str) -> None:
        def remove(library: Library) -> None:
            drafts.remove(library.drafts, name)

        self._screen.desk.give(remove, lambda _: None, self._refuse, lane=f"draft {name}")

    def _refuse(self, error: BaseException) -> None:
        """Tell once that drafts cannot be kept; typing goes on."""
        if not (isinstance(error, AnnotError) and self._is_refused):
            self._is_refused = True
            self._screen.refuse(error)
