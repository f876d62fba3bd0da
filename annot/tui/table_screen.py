"""A screen whose keys stand in a table: a click on the key bar, the palette and the help."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.screen import Screen

from annot.tui.key_bar import KeyBar
from annot.tui.keys import KEYS, Key, action_of


class TableScreen(Screen[None]):
    """What every such screen can do.

    Attributes:
        keys: The table.
    """

    SIGNS: ClassVar[Sequence[tuple[str, str]] | None] = None
    """Its signs and what they mean, for the help; those of the review screen if there are none."""

    keys: Sequence[Key] = KEYS

    @on(KeyBar.Clicked)
    def _key_clicked(self, message: KeyBar.Clicked) -> None:
        """Do what the key does, as a coroutine of the app, which takes the keys too."""
        if action := action_of(message.key, self.keys):
            self.app.call_later(self.run_action, action)

    def action_palette(self) -> None:
        """Show every act by its name."""
        from annot.tui.palette import palette

        self.app.push_screen(palette(self.keys))

    def action_help(self) -> None:
        """Show the keys."""
        from annot.tui.help import HelpScreen

        self.app.push_screen(HelpScreen(self.keys, self.SIGNS))
