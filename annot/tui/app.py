"""The review app: the screen, its safety, and a crash that tells nobody's secrets."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from time import time
from typing import ClassVar

from rich.console import Console
from rich.text import Text
from textual import constants, events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.filter import LineFilter
from textual.geometry import Size

from annot import settings as settings_file
from annot.settings import USUAL, Matching, Settings
from annot.store.claim_filter import ClaimFilter
from annot.store.place import Place, required
from annot.store.reading import Reader
from annot.text.display import shown
from annot.tui import themes
from annot.tui.desk import Library
from annot.tui.keys import KEYS, Key
from annot.tui.no_color import NoColor
from annot.tui.review import WRITTEN_SECONDS, ReviewScreen
from annot.tui.safety import SafetyFilter
from annot.tui.showing import Opened, open_article
from annot.tui.terminal import end_with_terminal

GC_THRESHOLDS = (2_000, 10, 1000)
"""Small collections are not noticed; whole ones were the slowest frames, and come when idle."""

IDLE_SECONDS = 30.0
"""How often a moment without keys is looked for."""

PAUSE_SECONDS = 1.0
"""Seconds without a key after which nobody is taken to be typing."""

READ_SECONDS = 2.0
"""For how long a notice stays whatever is typed."""

STALE_SECONDS = 10.0
"""After which a key takes away what the top line says was done."""

SIZE_SECONDS = 1.0
"""How often it is looked whether the terminal has another size than the screen."""


class ReviewApp(App[None]):
    """`annot review`.

    Args:
        library: The workspace's reader and, later, its façade.
        opened: The article to begin with.
        keys: The key table.
        theme: The theme to begin with: one of `themes.CYCLE`, or of Textual's.
    """

    TITLE = "annot"
    # Not the screen's: Textual loads the style of a screen that is pushed, not of the first one.
    CSS_PATH: ClassVar[str] = "review.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", "Quit", show=False)]

    def __init__(
        self, library: Library, opened: Opened, keys: Sequence[Key] = KEYS, theme: str = "dark"
    ) -> None:
        super().__init__()
        self._begin_with(theme)
        self._review = ReviewScreen(library, opened, keys)
        self._key_at = 0.0
        # Not Textual's own, which find other colours for named ones: none are drawn here.
        self._line_filters = [*([NoColor()] if self.no_color else []), SafetyFilter()]

    def get_line_filters(self) -> list[LineFilter]:
        """The filters of every line of every widget: the last takes out what could do harm."""
        return self._line_filters

    def _begin_with(self, theme: str) -> None:
        """Have the first paint in a theme: nothing is drawn yet that would have to be redrawn."""
        if theme in themes.CYCLE:
            self.register_theme(themes.theme(theme))
        self.set_reactive(App.theme, theme)
        self.stylesheet.set_variables(self.get_css_variables())

    def get_default_screen(self) -> ReviewScreen:
        """The review screen, with no other below it that would be laid out for nothing."""
        return self._review

    async def on_event(self, event: events.Event) -> None:
        """Have what is typed or pointed at before the screen is ready wait until it is."""
        if isinstance(event, events.InputEvent) and not self._review.is_ready.is_set():
            await self._review.is_ready.wait()
        if isinstance(event, events.Key):
            self._key_at = time()
            self._forget_what_was_read()
        await super().on_event(event)

    def _forget_what_was_read(self) -> None:
        """Let notices go with a key, once there was time to read them: they cover the work."""
        now = time()
        for notice in list(self._notifications):
            if now - notice.raised_at > READ_SECONDS:
                self._unnotify(notice)
        self._review.status.forget(older_than=STALE_SECONDS)

    def on_mount(self) -> None:
        """Wait for the first paint to be seen."""
        self.call_after_refresh(self.set_timer, WRITTEN_SECONDS, self._settle)

    def _settle(self) -> None:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GC_THRESHOLDS)
        gc.enable()
        self.set_interval(IDLE_SECONDS, self._collect_when_idle)
        self.set_interval(SIZE_SECONDS, self._follow_terminal)

    def _collect_when_idle(self) -> None:
        """Collect what is not needed any more, unless the next key would wait for it."""
        if time() - self._key_at >= PAUSE_SECONDS:
            gc.collect()

    def _follow_terminal(self) -> None:
        """Take the terminal's size again, should a signal of its change have been missed."""
        if self.is_headless or sys.__stderr__ is None:
            return
        with suppress(OSError, ValueError):
            size = Size(*os.get_terminal_size(sys.__stderr__.fileno()))
            if size and size != self.size:
                self.post_message(events.Resize(size, size))

    def close_library(self) -> None:
        """Finish what was begun, and close the workspace."""
        self._review.close_desk()

    def _fatal_error(self) -> None:
        """Say where it broke, without the values that a full report of Textual's would show."""
        self.bell()
        lines = traceback.format_exc(limit=-6)
        self._exit_renderables.append(Text(shown(lines, keep_newlines=True)))
        self._exit_renderables.append(
            Text("annot met a bug of its own. Everything acknowledged is saved.")
        )
        self._close_messages_no_wait()


def run(path: Place, *, actor: str, article: str = "", theme: str = "", against: str = "") -> int:
    """Open the review screen on a workspace; the exit code.

    Args:
        path: An existing workspace.
        actor: Who acts; empty for the environment's or the login name.
        article: The article to begin with; else the one last worked on.
        theme: The theme to begin with; else that of the settings.
        against: Another workspace to look for matches in, too; else that of the settings.

    Raises:
        NotFoundError: If there is no such article.
        WorkspaceError: If a workspace cannot be opened.
        InputFileError: If the settings cannot be read, or what they name cannot be used.
        InvalidValueError: If there is no such theme.
    """
    settings = settings_file.read()
    themes.require(settings.theme, where=settings.where("theme"))
    themes.require(theme or settings.theme)
    named = themes.named(theme or settings.theme, os.environ, _console())
    keys = _keys(settings)
    required(path)
    how = _matching(settings, against, path)
    reader = Reader(path)
    try:
        opened = open_article(reader, article, ClaimFilter())
    except BaseException:
        reader.close()
        raise
    app = ReviewApp(Library(path, actor, reader, how), opened, keys, named)
    end_with_terminal()
    try:
        app.run()
    finally:
        app.close_library()
    return app.return_code or 0


def _keys(settings: Settings) -> Sequence[Key]:
    """The key table of this person."""
    if not settings.keys:
        return KEYS
    from annot.tui.own_keys import own_keys

    return own_keys(settings)


def _matching(settings: Settings, against: str, path: Place) -> Matching:
    """How claims that say the same are looked for; nothing is loaded for the usual way."""
    if not against and settings.match == USUAL:
        return settings.match
    from annot.match.elsewhere import matching

    return matching(settings, against, workspace=path)


def _console() -> Console:
    """What knows the terminal's colours; not the app's own, which is made later."""
    return Console(color_system=constants.COLOR_SYSTEM, force_terminal=True)  # type: ignore[arg-type]
