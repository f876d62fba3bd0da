"""What every operation works on, and the checks that all of them share."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from rapidfuzz import process

from annot.errors import InvalidValueError
from annot.operations.four_eyes import refuse_own_approvals
from annot.store.database import Database
from annot.store.recorder import Operation, Recorder
from annot.text.dates import FORMS, NO_DATE, date_fault
from annot.vocabulary import label

V = TypeVar("V", bound=StrEnum)

MAX_WORDS = 1_000_000
"""The longest text of one field, in code points; articles have a limit of their own."""


class Unset:
    """The value of an argument that was not given, where None means something."""


UNSET = Unset()


@dataclass(slots=True)
class Ledger:
    """A database, its recorder, and who acts."""

    database: Database
    recorder: Recorder
    actor: str

    @contextlib.contextmanager
    def operation(self, action: str, *, reason: str = "") -> Iterator[Operation]:
        """One recorded operation by the one who acts.

        Raises:
            OwnApprovalError: If somebody would approve in it what they checked themselves.
        """
        with self.recorder.operation(action, actor=self.actor, reason=reason) as operation:
            yield operation
            refuse_own_approvals(operation)


def words(value: str, field: str) -> str:
    """The text of a field as it will be stored: as it came.

    Raises:
        InvalidValueError: If it holds what cannot be stored, or is too long.
    """
    if "\0" in value:
        raise InvalidValueError(f"The {field} holds a NUL character, which no text can hold.")
    if len(value) > MAX_WORDS:
        raise InvalidValueError(f"The {field} is longer than {MAX_WORDS:,} characters.")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise InvalidValueError(
            f"The {field} holds half a character (a lone surrogate) at code point {error.start}."
        ) from error
    return value


def line(value: str, field: str) -> str:
    """The text of a field that has one line: without white space around.

    Raises:
        InvalidValueError: As for `words`, or if it has several lines.
    """
    stripped = words(value, field).strip()
    if "\n" in stripped or "\r" in stripped:
        raise InvalidValueError(f"The {field} must be one line: {stripped[:60]!r} …")
    return stripped


def member(vocabulary: type[V], value: str, field: str) -> V:
    """The member of a vocabulary that a word names; a hyphen or space may stand for `_`.

    Raises:
        InvalidValueError: If there is none; the nearest is suggested.
    """
    word = str(value).strip().lower().replace("-", "_").replace(" ", "_")
    try:
        return vocabulary(word)
    except ValueError as error:
        known = [item.value for item in vocabulary]
        near = process.extractOne(word, known, score_cutoff=70)
        meant = f" Did you mean {near[0]!r}?" if near else ""
        raise InvalidValueError(
            f"There is no {field} {value!r}.{meant}", hint=f"One of: {', '.join(known)}"
        ) from error


def optional(vocabulary: type[V], value: str | None, field: str) -> V | None:
    """Like `member`; nothing for None, an empty string and the word "none"."""
    if value is None or value in ("", "none"):
        return None
    return member(vocabulary, value, field)


def date(value: str, field: str) -> str:
    """A date as ISO 8601: a year, a month or a day.

    Raises:
        InvalidValueError: If it is written otherwise, or is no day of the calendar.
    """
    text = line(value, field)
    fault = date_fault(text)
    if fault is not None:
        why = "" if fault.reason == NO_DATE else f": {fault.reason}"
        raise InvalidValueError(f"The {field} {text!r} is not a date{why}.", hint=f"Write {FORMS}.")
    return text


def labels(values: Iterable[str], field: str) -> list[str]:
    """Tags or names: trimmed, without doubles and empty ones, in the order given.

    Raises:
        InvalidValueError: As for `line`.
    """
    if isinstance(values, str):
        raise InvalidValueError(f"The {field} must be a list, not the text {values!r}.")
    return list(dict.fromkeys(filter(None, (line(value, field) for value in values))))


def columns(values: Mapping[str, str], field: str) -> dict[str, str]:
    """Texts by the names of their columns, empty ones left out; the names have one line each.

    Raises:
        InvalidValueError: As for `words` and `line`, if there is no name, or a value is no text.
    """
    checked = {}
    for name, value in values.items():
        if not isinstance(value, str):
            raise InvalidValueError(f"The {field} {name!r} must be a text, not {value!r:.60}.")
        named = line(str(name), f"name of the {field}")
        if not named:
            raise InvalidValueError(f"The {field} with {value[:60]!r} in it has no name.")
        if words(value, f"{field} {named!r:.60}").strip():
            checked[named] = value
    return checked


def slug(title: str, *, taken: Callable[[str], set[str]]) -> str:
    """A readable handle for a title: lower-case letters, digits and hyphens.

    Scripts other than Latin keep their letters.

    Args:
        title: What it is made from.
        taken: Says which handles that begin so are given already; a number tells ours apart.
    """
    plain = unicodedata.normalize("NFKD", title.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    parts = re.findall(r"[^\W_]+", plain.replace("'", "").replace("’", ""))
    base = ""
    for part in parts:
        if base and len(base) + len(part) > 40:
            break
        base = f"{base}-{part}" if base else part[:40]
    base = base or "untitled"
    if base.isdecimal():
        base = f"n{base}"
    known = taken(base)
    if base not in known:
        return base
    number = next(n for n in range(2, len(known) + 3) if f"{base}-{n}" not in known)
    return f"{base}-{number}"


def told(value: StrEnum | None) -> str:
    """A value's words for a message."""
    return label(value)
