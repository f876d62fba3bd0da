"""The palette: every act of the key table, found by its name, its sentence or its key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import ClassVar, NamedTuple

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Matcher, Provider
from textual.content import Content

from annot.tui.graphemes import cut
from annot.tui.key_names import key_name
from annot.tui.keys import Key

_KEY_CELLS = 9
_LABEL_CELLS = 14
_OF_HELP = 0.9
"""What a match in the sentence counts against one in the name."""


class Act(NamedTuple):
    """What the palette offers: its key and words, and what is done when it is chosen."""

    key: str
    label: str
    help: str
    keys: tuple[str, ...]
    command: Callable[[], object]

    def score(self, query: str, matcher: Matcher) -> float:
        """How well it matches what is typed, from 0 to 1."""
        if query in self.keys:
            return 1.0
        return max(matcher.match(self.label), matcher.match(self.help) * _OF_HELP)

    def prompt(self) -> Content:
        """It on one line; never markup, since keys are brackets too."""
        return Content.assemble(
            (cut(self.key, _KEY_CELLS), "$text-accent"),
            (cut(self.label, _LABEL_CELLS), "bold"),
            (f" {self.help}", "not bold"),
        )


class KeyCommands(Provider):
    """The acts of a key table; a subclass says which."""

    keys: ClassVar[tuple[Key, ...]] = ()

    async def discover(self) -> Hits:
        """All acts, for as long as nothing is typed.

        Yields:
            The acts in the order of the table.
        """
        for act in self._acts():
            yield DiscoveryHit(act.prompt(), act.command, text=act.label)

    async def search(self, query: str) -> Hits:
        """The acts that match what is typed.

        Args:
            query: What is typed.

        Yields:
            Acts with how well they match.
        """
        matcher = self.matcher(query)
        for act in self._acts():
            score = act.score(query, matcher)
            if score > 0:
                yield Hit(score, act.prompt(), act.command, text=act.label)

    def _acts(self) -> Iterator[Act]:
        for key in self.keys:
            names = tuple(map(key_name, key.keys))
            command = partial(self.app.run_action, key.action, self.screen)
            yield Act(names[0] if names else "", key.label, key.help, names, command)


def palette(keys: Iterable[Key]) -> CommandPalette:
    """A palette of all acts, to be pushed on the screen whose actions they are.

    Args:
        keys: The table of keys.
    """

    class TableCommands(KeyCommands):
        """The acts of this table."""

    TableCommands.keys = tuple(keys)
    return CommandPalette([TableCommands], placeholder="What to do …")
