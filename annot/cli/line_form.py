"""Questions asked one after the other, for those who have no form on a screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from annot.errors import InvalidValueError
from annot.text.display import one_line

if TYPE_CHECKING:
    from annot.tui.field_row import Field

EMPTY = "-"
"""What is typed to empty a field; an empty line leaves it as it is."""

_SHOWN = 200
"""Code points of a value that are shown before it is typed anew."""

_YES_NO = (("no", "no"), ("yes", "yes"))


def ask(fields: Sequence[Field], read: Callable[[str], str]) -> dict[str, str]:
    """The values of all fields by their names.

    Args:
        fields: The questions.
        read: Shows a question and reads a line.

    Raises:
        InvalidValueError: If what is typed is not one of the choices, or not such a value.
    """
    return {field.name: _value(field, read(_question(field))) for field in fields}


def _question(field: Field) -> str:
    choices = _choices(field)
    about = ", ".join(words for _, words in choices) if choices else field.hint
    shown = dict(choices).get(field.value, field.value)
    value = f" [{one_line(shown, _SHOWN)}]" if shown else ""
    return f"{field.label}{f' ({about})' if about else ''}{value}: "


def _value(field: Field, typed: str) -> str:
    word = typed.strip()
    if not word:
        return field.value
    choices = _choices(field)
    if choices:
        return _chosen(field, choices, word)
    value = "" if word == EMPTY else word
    fault = field.check(value) if field.check is not None else None
    if fault is not None:
        raise InvalidValueError(f"{field.label}: {fault.reason}", hint=field.hint)
    return value


def _chosen(field: Field, choices: Sequence[tuple[str, str]], typed: str) -> str:
    """The choice whose words begin as typed; the exact one if there are several."""
    word = typed.casefold()
    exact = [value for value, words in choices if word in (value, words)]
    near = exact or [value for value, words in choices if words.startswith(word)]
    if len(near) != 1:
        known = ", ".join(words for _, words in choices)
        raise InvalidValueError(
            f"{field.label}: {typed!r} is {'several of them' if near else 'none of them'}.",
            hint=f"Type one of: {known}.",
        )
    return near[0]


def _choices(field: Field) -> tuple[tuple[str, str], ...]:
    return _YES_NO if field.kind == "flag" else field.choices
