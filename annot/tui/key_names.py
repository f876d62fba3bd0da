"""What keys are called on the screen: as people know them, not as Textual does."""

from __future__ import annotations

from textual.keys import format_key

_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Del",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}


def key_name(key: str) -> str:
    """The name of a key: `right_square_bracket` is "]", `ctrl+r` stays, `pagedown` is "PgDn".

    Args:
        key: A key as Textual names it, with its modifiers.
    """
    *modifiers, last = key.split("+")
    if modifiers:
        return "+".join([*modifiers, last if last in _NAMES else format_key(last)])
    return _NAMES.get(last) or format_key(last)
