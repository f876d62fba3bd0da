"""What keys are called, on the screen and in settings: as people know them, not as Textual does."""

from __future__ import annotations

import difflib

from textual.keys import _character_to_key, format_key

_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    **{f"f{number}": f"F{number}" for number in range(1, 13)},
}
_ARROWS = ("up", "down", "left", "right")
_MODIFIERS = ("ctrl", "alt", "shift")


def key_name(key: str) -> str:
    """The name of a key: `right_square_bracket` is "]", `ctrl+r` stays, `pagedown` is "PgDn".

    Args:
        key: A key as Textual names it, with its modifiers.
    """
    *modifiers, last = key.split("+")
    if modifiers:
        return "+".join([*modifiers, last if last in _NAMES else format_key(last)])
    return _NAMES.get(last) or format_key(last)


def key_typed(typed: str) -> tuple[str, str]:
    """The key that a person means, as Textual names it, or else the most similar name.

    Args:
        typed: A sign, or a name with its modifiers: "X", "]", "F4", "ctrl+x", "PgDn", "shift+Tab".

    Returns:
        The key and nothing, or nothing and a name that may be meant; it may be empty.
    """
    *modifiers, last = _parts(typed)
    held = [name for name in _MODIFIERS if name in modifiers]
    key = _sign(last if not held else last.lower()) or _named(last)
    if not key or len(held) != len(modifiers):
        return "", _similar(modifiers, last)
    if "shift" in held and len(last) == 1:
        return "", "+".join([*held[: held.index("shift")], last.upper()])
    return "+".join([*held, key]), ""


def _parts(typed: str) -> list[str]:
    """Modifiers in small letters, and what comes after them; that may be a plus itself."""
    head, plus, last = typed[:-1].rpartition("+")
    return [*(head.casefold().split("+") if plus else []), last + typed[-1:]]


def _sign(sign: str) -> str:
    """The key of a sign, an arrow included; empty for anything else."""
    if len(sign) != 1 or not sign.isprintable() or sign.isspace():
        return ""
    arrow = next((key for key in _ARROWS if format_key(key) == sign), "")
    return arrow or _character_to_key(sign)


def _named(name: str) -> str:
    """The key of a name, ours or Textual's."""
    return _known().get(name.casefold(), "")


def _known() -> dict[str, str]:
    ours = {name.casefold(): key for key, name in _NAMES.items()}
    return ours | {key: key for key in (*_NAMES, *_ARROWS)}


def _similar(modifiers: list[str], last: str) -> str:
    near = difflib.get_close_matches(last.casefold(), _known(), 1, cutoff=0.6)
    held = [name for name in modifiers if name in _MODIFIERS]
    return key_name("+".join([*held, _known()[near[0]]])) if near else ""
