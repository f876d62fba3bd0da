"""The key table as a person has it: the program's, with the keys of their settings file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from annot.errors import InputFileError
from annot.settings import Settings, nearest
from annot.tui.key_names import key_name, key_typed
from annot.tui.keys import KEYS, Key

KEPT = {
    "ctrl+i": "for a terminal it is Tab",
    "ctrl+m": "for a terminal it is Enter",
    "ctrl+j": "for a terminal it is Enter",
    "ctrl+h": "for a terminal it is Backspace",
    "ctrl+left_square_bracket": "for a terminal it is Esc",
    "ctrl+c": "it always means to stop",
    "ctrl+q": "it always means to quit",
    "ctrl+z": "it always means to suspend",
}
"""Keys that no act can have, and why."""


def own_keys(settings: Settings, keys: Sequence[Key] = KEYS) -> tuple[Key, ...]:
    """The key table in which the acts that the settings name have the keys given there instead.

    Args:
        settings: The settings.
        keys: The program's own table.

    Raises:
        InputFileError: If an act or a key is unknown, a key cannot be used, or two acts have it.
    """
    if not settings.keys:
        return tuple(keys)
    chosen: dict[str, tuple[str, ...]] = {}
    named: dict[str, str] = {}
    for name, typed in settings.keys.items():
        act = _act(name, keys, settings)
        if act in chosen:
            raise InputFileError(
                f"{settings.where(name)}: {act!r} has keys already, as {named[act]!r}.",
                hint="Take one of the two lines out.",
            )
        named[act] = name
        chosen[act] = tuple(dict.fromkeys(_key(key, name, settings) for key in typed))
    own = tuple(
        key._replace(keys=chosen[key.label]) if key.label in chosen else key for key in keys
    )
    _refuse_doubles(own, named, settings)
    return own


def shared_keys(own: Sequence[Key], table: Sequence[Key]) -> tuple[Key, ...]:
    """The key table of another screen, in which acts of the same name have a person's own keys.

    A key that such an act has now is taken from the one that had it there.

    Args:
        own: The person's table of the review screen.
        table: The other screen's.
    """
    names = {key.label for key in table}
    before = {key.label: key.keys for key in KEYS}
    chosen = {
        key.label: key.keys
        for key in own
        if key.label in names and key.keys != before.get(key.label)
    }
    taken = {name for keys in chosen.values() for name in keys}
    return tuple(
        key._replace(
            keys=chosen.get(key.label, tuple(name for name in key.keys if name not in taken))
        )
        for key in table
    )


def template(keys: Iterable[Key] = KEYS) -> str:
    """A settings file that changes nothing yet: every setting with what it means."""
    from annot.settings import THEMES

    themes = [f"#   {name:<15} {meaning}" for name, meaning in THEMES.items()]
    acts = [f"# {_quoted(key.label)} = {_listed(key.keys)}" for key in keys]
    return "\n".join(
        [
            "# Settings of annot. A line that begins with # says nothing; take the # away.",
            "",
            "# The colours of the screen:",
            *themes,
            '# theme = "auto"',
            "",
            "# Another workspace to look for matches in, too, and a matcher that you installed:",
            "[match]",
            '# against = "archive.db"',
            '# with = "ours"',
            "# Reports: their language, and the folder with a newsroom's own words and templates.",
            "[report]",
            '# language = "en"',
            '# template = "FOLDER"',
            "",
            "# The keys of the screen. An act has those given here instead of its own; [] is none.",
            '# Keys are called as on the screen: "x", "X", "F4", "ctrl+x", "alt+x", "PgDn", "Esc".',
            "[keys]",
            *acts,
            "",
        ]
    )


def _act(name: str, keys: Sequence[Key], settings: Settings) -> str:
    """The label of the act that is meant."""
    labels = {_folded(key.label): key.label for key in keys}
    found = labels.get(_folded(name))
    if found is None:
        raise InputFileError(
            f"{settings.where(name)}: there is no act {name!r}.",
            hint=nearest(_folded(name), labels) or "All names: annot settings",
        )
    return found


def _folded(name: str) -> str:
    return name.casefold().replace("-", " ").replace("_", " ").strip()


def _key(typed: str, act: str, settings: Settings) -> str:
    """A key as Textual names it."""
    key, near = key_typed(typed)
    if not key:
        raise InputFileError(
            f"{settings.where(act)}: there is no key {typed!r}.",
            hint=f"Did you mean {near!r}?"
            if near
            else 'Keys are "x", "X", "F4", "ctrl+x", "PgDn".',
        )
    if key in KEPT:
        raise InputFileError(
            f"{settings.where(act)}: {typed!r} cannot be had: {KEPT[key]}.",
            hint="Choose another key.",
        )
    return key


def _refuse_doubles(own: Sequence[Key], named: dict[str, str], settings: Settings) -> None:
    acts: dict[str, str] = {}
    for key in own:
        for name in key.keys:
            other = acts.setdefault(name, key.label)
            if other != key.label:
                # One of the two stands in the file, or there would be no double.
                mine, theirs = (key.label, other) if key.label in named else (other, key.label)
                raise InputFileError(
                    f"{settings.where(named[mine])}: {key_name(name)!r} is the key of "
                    f"{theirs!r} already.",
                    hint=f"Give {theirs!r} another one too, or none: {_quoted(theirs)} = []",
                )


def _quoted(name: str) -> str:
    return name if name.replace("-", "").isalnum() and name.isascii() else f'"{name}"'


def _listed(keys: Sequence[str]) -> str:
    names = [f'"{_escaped(key_name(key))}"' for key in keys]
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')
