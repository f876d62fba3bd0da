"""Dates as bibliographies write them, to the dates that the ledger keeps: a year, month or day.

Every function gives the date and, if it could not be kept whole, what was left out of it. A date
that may be read in two ways is not guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from annot.errors import InvalidValueError
from annot.exchange.month_names import month_named
from annot.operations.ledger import date

Dated = tuple[str, str]
"""A date of the ledger, empty for none, and what was left out; empty if nothing was."""

IN_WORDS = "dates in words"
RANGE = "ranges of dates"
SEASON = "seasons"
ABOUT = "approximate dates"
NO_DAY = "days that no calendar has"
BEFORE = "years before our era"

_SEASONS = frozenset({"spring", "summer", "autumn", "fall", "winter"})
_EDTF_SEASONS = range(21, 25)
_NUMBERS = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?(?:T[\d:.+Z-]*)?")
_UNSAID = re.compile(r"(\d{4}(?:-\d\d)?)?-?(?=[\dX-]*X)[\dX]{2,4}(?:-[\dX]{2}){0,2}[~?%]?")
_DAY_FIRST = re.compile(r"(\d{1,2})\.? ([A-Za-z]+)\.?,? (\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]+)\.? (?:(\d{1,2})(?:st|nd|rd|th)?,? )?(\d{4})")
_RANGE = re.compile(r"\s*(?:/|--|–|—|\.\.)\s*")


def parsed(text: str) -> Dated:
    """The date that a text says: ISO 8601, EDTF (ranges, `~`, `?`, `X`), or with an English month.

    `03/04/2021` is left out, since it has two readings.
    """
    plain = " ".join(text.split())
    if not plain:
        return "", ""
    whole = _single(plain)
    if whole is not None:
        return whole
    ends = [_single(part) for part in _RANGE.split(plain) if part]
    if len(ends) == 2 and ends[0] and ends[1]:
        return common(ends[0][0], ends[1][0]), RANGE
    return (ends[0][0], RANGE) if len(ends) == 1 and ends[0] else ("", IN_WORDS)


def common(begin: str, end: str) -> str:
    """What the two ends of a range have in common: "2019-05" and "2019-07" is "2019"."""
    shared = []
    for one, other in zip(begin.split("-"), end.split("-"), strict=False):
        if one != other:
            break
        shared.append(one)
    return "-".join(shared)


def composed(numbers: Sequence[int]) -> Dated:
    """The date of a year, a month and a day, of which the later ones may be missing."""
    parts = [f"{number:0{2 if place else 4}}" for place, number in enumerate(numbers[:3])]
    if len(numbers) > 1 and numbers[1] in _EDTF_SEASONS:
        return parts[0], SEASON
    for length in range(len(parts), 0, -1):
        try:
            return date("-".join(parts[:length]), "date"), NO_DAY if length < len(parts) else ""
        except InvalidValueError:
            continue
    return "", NO_DAY if parts else ""


def month(text: str) -> int:
    """The number of a month that is written in digits or by its name; 0 if it is neither."""
    word = text.strip().rstrip(".").lower()
    if word.isascii() and word.isdigit() and len(word) <= 2:
        return int(word) if 1 <= int(word) <= 12 else 0
    return month_named(word)


def is_season(text: str) -> bool:
    """Whether a text names a season."""
    return text.strip().lower() in _SEASONS


def _single(text: str) -> Dated | None:
    """A date that is one; None if the text is none."""
    if found := _UNSAID.fullmatch(text):
        return (composed([int(part) for part in found[1].split("-")])[0] if found[1] else ""), ABOUT
    exact = text.rstrip("~?%")
    dated = _exact(exact)
    return dated if exact == text or dated is None else (dated[0], ABOUT)


def _exact(text: str) -> Dated | None:
    if found := _NUMBERS.fullmatch(text):
        return composed([int(part) for part in found.groups() if part])
    if found := _DAY_FIRST.fullmatch(text):
        return _named(found[3], found[2], found[1])
    if found := _MONTH_FIRST.fullmatch(text):
        return _named(found[3], found[1], found[2] or "")
    return None


def _named(year: str, name: str, day: str) -> Dated | None:
    if is_season(name) and not day:
        return year, SEASON
    number = 0 if name.isdigit() else month(name)
    if not number:
        return None
    return composed([int(part) for part in (year, str(number), day) if part])
