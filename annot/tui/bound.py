"""What the keys of a table are bound to, for a screen."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding, BindingsMap, BindingType
from textual.screen import Screen

from annot.tui.keys import Key


def bindings(keys: Iterable[Key]) -> list[BindingType]:
    """The bindings of a key table.

    With priority, a key acts before the next one is looked at: what is typed ahead goes into the
    form that the key before it opened.
    """
    return [
        Binding(",".join(key.keys), key.action, key.label, show=False, priority=True)
        for key in keys
        if key.keys
    ]


def merged_bindings(keys: Iterable[Key]) -> BindingsMap:
    """All that a screen is bound to whose key table is a person's own."""
    return BindingsMap.merge((BindingsMap(Screen.BINDINGS), BindingsMap(bindings(keys))))
