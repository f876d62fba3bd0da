"""The review screen as a person has it before them: keys in, words and the ledger out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.app import App
from textual.keys import _character_to_key, key_to_character
from textual.message_pump import MessagePump
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static, TextArea

import annot
from annot.settings import USUAL, Matching
from annot.store.claim_filter import ClaimFilter
from annot.store.reading import Reader
from annot.tui.app import ReviewApp
from annot.tui.choice import Choice
from annot.tui.desk import Library
from annot.tui.field_row import FieldRow
from annot.tui.form import Form
from annot.tui.keys import KEYS, Key
from annot.tui.review import ReviewScreen
from annot.tui.showing import open_article

WIDE, NARROW = (160, 48), (80, 24)
PATIENCE = 60.0


class Review:
    """A running review screen."""

    def __init__(self, app: ReviewApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    @property
    def screen(self) -> ReviewScreen:
        found = [screen for screen in self.app.screen_stack if isinstance(screen, ReviewScreen)]
        return found[0]

    @property
    def top(self) -> Screen[object]:
        return self.app.screen

    @property
    def form(self) -> Form:
        assert isinstance(self.top, Form), f"no form is open, but {self.top!r}"
        return self.top

    # What is done

    async def press(self, *keys: str) -> None:
        """Press keys, each done before the next; then let the desk finish."""
        for key in keys:
            await self._strike(key)
        await self.settled()

    async def rattle(self, *keys: str) -> None:
        """Press keys faster than anything can answer; then let the desk finish."""
        for key in keys:
            self._send(key)
        await self._done()
        await self.settled()

    async def type(self, text: str) -> None:
        for sign in text:
            await self._strike(sign)

    async def _strike(self, key: str) -> None:
        self._send(key)
        await self._done()

    def _send(self, key: str) -> None:
        """Have the terminal send a key, by its sign or by its name."""
        name = _character_to_key(key) if len(key) == 1 else key
        event = events.Key(name, key if len(key) == 1 else key_to_character(name))
        event.set_sender(self.app)
        self.app._driver.send_message(event)  # type: ignore[union-attr]

    async def _done(self) -> None:
        """Wait until the keys sent have been taken: by the app, what is in hand, and the screen."""
        await asyncio.sleep(0)  # the driver sends through the loop
        for node in (lambda: self.app, lambda: self.app.focused, lambda: self.top):
            await self._queue_is_done(node())

    async def _queue_is_done(self, node: MessagePump | None) -> None:
        done = asyncio.Event()
        if node is not None and node.call_later(done.set):
            deadline = time.monotonic() + PATIENCE
            while not done.is_set() and not self.app._exit:
                assert time.monotonic() < deadline, f"{node} does not come to an end"
                await asyncio.sleep(0.001)

    async def fill(self, **values: str) -> None:
        """Put other words into fields of the form, as a paste does."""
        for name, value in values.items():
            await self.go_to(name)
            control = self.app.focused
            if isinstance(control, Choice):
                await self._choose(control, value)
                continue
            await self.pilot.press("f7" if isinstance(control, TextArea) else "ctrl+shift+a")
            await self.pilot.press("backspace")
            self.app.post_message(events.Paste(value))
            await self.pilot.pause()

    async def _choose(self, control: Choice, value: str) -> None:
        for _ in range(20):
            if control.value == value:
                return
            await self.pilot.press("right")
        raise AssertionError(f"{value!r} is not offered")

    async def go_to(self, name: str) -> None:
        """Go to a field of the form by its key."""
        for _ in self.form.query(FieldRow):
            if self.field_in_hand == name:
                return
            await self.pilot.press("tab")
        assert self.field_in_hand == name

    async def save(self) -> None:
        await self.press("ctrl+s")

    async def settled(self) -> None:
        """Wait until the desk has done all, and what that gave it to do too."""
        for _ in range(3):
            for desk in (self.screen.desk, self.screen.clerk):
                done = asyncio.Event()
                desk.give(lambda _: None, lambda _, done=done: done.set(), _fail)  # type: ignore[misc]
                await asyncio.wait_for(done.wait(), PATIENCE)
            await self.pilot.pause()

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Wait until something can be seen; fails when patience is at its end."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"never came: {what or condition}"
            await self.pilot.pause()

    # What is seen

    @property
    def field_in_hand(self) -> str:
        row = self.app.focused.parent if self.app.focused else None
        return row.field.name if isinstance(row, FieldRow) else ""

    @property
    def claim(self) -> int | None:
        return self.screen.claim

    @property
    def told(self) -> str:
        return self.screen.status.told

    @property
    def listed(self) -> list[int]:
        """The numbers of the claims in the list, as far as it is loaded."""
        pages = self.screen.listing.pages
        rows = [pages.found(index) for index in range(pages.count)]
        return [row.number for row in rows if row is not None]

    @property
    def at_cursor(self) -> int | None:
        """The claim under the list's cursor."""
        row = self.screen.list.current
        return None if row is None else row.number

    @property
    def toasts(self) -> str:
        return "\n".join(note.message for note in self.app._notifications)

    def lines(self) -> list[str]:
        """The screen, line by line."""
        height = self.app.size.height
        return [
            "".join(segment.text for segment in strip)
            for strip in self.top._compositor.render_strips()
        ][:height]

    @property
    def text(self) -> str:
        return "\n".join(self.lines())

    def pane_text(self) -> str:
        pane = self.screen.pane
        return "\n".join(pane.render_line(y).text.rstrip() for y in range(pane.size.height))

    def form_says(self) -> str:
        return str(self.form.query_one("#message", Static).visual)

    def value(self, name: str) -> str:
        return next(row.value for row in self.form.query(FieldRow) if row.field.name == name)


def _fail(error: Exception) -> None:
    raise error


@asynccontextmanager
async def reviewing(
    path: Path,
    article: str = "",
    *,
    size: tuple[int, int] = WIDE,
    actor: str = "dana",
    theme: str = "dark",
    keys: Sequence[Key] = KEYS,
    matching: Matching = USUAL,
) -> AsyncIterator[Review]:
    """Open the review screen on a workspace, and close it as the program does."""
    reader = Reader(path)
    opened = open_article(reader, article, ClaimFilter())
    app = ReviewApp(Library(path, actor, reader, matching), opened, keys, theme)
    try:
        async with app.run_test(size=size) as pilot:
            review = Review(app, pilot)
            await review.until(lambda: isinstance(app.screen, ReviewScreen))
            await review.settled()
            yield review
    finally:
        app.close_library()


def span_of(text: str, words: str, occurrence: int = 0) -> tuple[int, int]:
    """Where words stand in a text."""
    start = -1
    for _ in range(occurrence + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def history(workspace: annot.Workspace) -> Sequence[str]:
    """The actions of all operations, oldest first."""
    return [entry.action for entry in workspace.history.list()][::-1]


__all__ = ["NARROW", "WIDE", "App", "Review", "history", "reviewing", "span_of"]
