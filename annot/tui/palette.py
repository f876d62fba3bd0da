"""The palette: every act of the key table, found by its name, its sentence or its key."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import ClassVar

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from annot.tui.graphemes import cut
from annot.tui.key_names import key_name
from annot.tui.keys import Key

_KEY_CELLS = 9
_LABEL_CELLS = 14
_OF_HELP = 0.9
"""What a match in the sentence counts against one in the name."""

_THEME = ("theme", "Choose the colours")


class KeyCommands(Provider):
    """The acts of a key table; a subclass says which."""

    keys: ClassVar[tuple[Key, ...]] = ()

    async def discover(self) -> Hits:
        """All acts, for as long as nothing is typed.

        Yields:
            The acts in the order of the table.
        """
        for key in self.keys:
            yield DiscoveryHit(_prompt(key), self._command(key), text=key.label)

    async def search(self, query: str) -> Hits:
        """The acts that match what is typed.

        Args:
            query: What is typed.

        Yields:
            Acts with how well they match.
        """
        matcher = self.matcher(query)
        for key in self.keys:
            score = max(matcher.match(key.label), matcher.match(key.help) * _OF_HELP)
            if query in map(key_name, key.keys):
                score = 1.0
            if score > 0:
                yield Hit(score, _prompt(key), self._command(key), text=key.label)

    def _command(self, key: Key) -> Callable[[], Awaitable[bool]]:
        return partial(self.app.run_action, key.action, self.screen)


class ThemeCommand(Provider):
    """Textual's own choice of a theme, told like the other acts."""

    async def discover(self) -> Hits:
        """The one command.

        Yields:
            It.
        """
        yield DiscoveryHit(_line("", *_THEME), self.app.action_change_theme, text=_THEME[0])

    async def search(self, query: str) -> Hits:
        """The command, if it matches what is typed.

        Args:
            query: What is typed.

        Yields:
            It, with how well it matches.
        """
        matcher = self.matcher(query)
        score = max(matcher.match(_THEME[0]), matcher.match(_THEME[1]) * _OF_HELP)
        if score > 0:
            yield Hit(score, _line("", *_THEME), self.app.action_change_theme, text=_THEME[0])


def palette(keys: Iterable[Key]) -> CommandPalette:
    """A palette of all acts, to be pushed on the screen whose actions they are.

    Args:
        keys: The table of keys.
    """

    class TableCommands(KeyCommands):
        """The acts of this table."""

    TableCommands.keys = tuple(keys)
    return CommandPalette([TableCommands, ThemeCommand], placeholder="What to do …")


def _prompt(key: Key) -> Content:
    return _line(key_name(key.keys[0]) if key.keys else "", key.label, key.help)


def _line(key: str, label: str, help_text: str) -> Content:
    """An act on one line; never markup, since keys are brackets too."""
    return Content.assemble(
        (cut(key, _KEY_CELLS), "$text-accent"),
        (cut(label, _LABEL_CELLS), "bold"),
        (f" {help_text}", "not bold"),
    )
