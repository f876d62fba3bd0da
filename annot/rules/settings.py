"""The numbers of a rule of proof: what they are called, what they may be, how they are typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annot.errors import InvalidValueError
from annot.operations.ledger import labels, line

Value = bool | int | tuple[str, ...]
"""Yes or no, a whole number, or a list of words."""

_YES_OR_NO = {"yes": True, "on": True, "true": True, "no": False, "off": False, "false": False}


@dataclass(frozen=True, slots=True)
class Setting:
    """One number of a rule.

    Attributes:
        name: What it is called.
        default: What it is unless the workspace says otherwise; its type is that of the values.
        help: What it says, in a few words.
        least: The least that a whole number may be.
        most: The most.
        words: The words that a list may have; any names if empty.
    """

    name: str
    default: Value
    help: str
    least: int = 0
    most: int = 1_000_000
    words: Sequence[str] = ()

    def read(self, typed: object) -> Value:
        """A value as it was typed or handed in.

        Raises:
            InvalidValueError: If it is none for this number.
        """
        if isinstance(self.default, bool):
            return self._flag(typed)
        if isinstance(self.default, int):
            return self._number(typed)
        return self._list(typed)

    @property
    def form(self) -> str:
        """What may be typed, in words."""
        if isinstance(self.default, bool):
            return "yes or no"
        if isinstance(self.default, int):
            return f"a number from {self.least} to {self.most}"
        return f"some of {', '.join(self.words)}" if self.words else "names, with commas between"

    def _refused(self, typed: object) -> InvalidValueError:
        return InvalidValueError(
            f"{self.name} cannot be {str(typed)!r:.60}.", hint=f"It is {self.form}: {self.help}."
        )

    def _flag(self, typed: object) -> bool:
        known = typed if isinstance(typed, bool) else _YES_OR_NO.get(str(typed).strip().lower())
        if known is None:
            raise self._refused(typed)
        return known

    def _number(self, typed: object) -> int:
        text = str(typed).strip()
        digits = text.isascii() and text.isdecimal() and len(text) <= len(str(self.most))
        if isinstance(typed, bool) or not (digits and self.least <= int(text) <= self.most):
            raise self._refused(typed)
        return int(text)

    def _list(self, typed: object) -> tuple[str, ...]:
        if isinstance(typed, bool | int | float) or typed is None:
            raise self._refused(typed)
        parts = typed.split(",") if isinstance(typed, str) else [*_iterated(typed)]
        if not self.words:
            return tuple(labels(parts, self.name))
        found = [line(part, self.name).lower().replace("-", "_") for part in parts]
        for word in found:
            if word and word not in self.words:
                raise self._refused(word)
        return tuple(dict.fromkeys(filter(None, found)))


def _iterated(value: Any) -> Sequence[str]:
    return [str(item) for item in value]


def told(value: Value) -> str:
    """A value as it is typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return str(value)
    return ",".join(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a workspace has set of a rule: whether it is on, and all its numbers by name."""

    enabled: bool
    settings: Mapping[str, Value]
