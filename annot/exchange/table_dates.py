"""Dates as people write them in tables, to the dates that the ledger keeps: a year, month or day.

What has one reading is taken, in whatever habit; what has two is refused with both. Nothing is
guessed from other rows: a file says for all of its dates which comes first, the day or the month,
or its dates say it themselves. A time of day beside a date is left out.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

from annot.errors import InvalidValueError
from annot.exchange.month_names import month_named
from annot.operations.ledger import date, line
from annot.vocabulary import DateOrder

_WRITE = "Write 2025, 2025-10 or 2025-10-02."
_TIME = re.compile(
    r"(?:T|,? (?:at )?)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?"
    r"(?: ?(?:Z|UTC|GMT|[+-]\d{2}:?\d{2}))?",
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})(?:\2(\d{1,2}))?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.] ?)(\d{1,2})\2(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}([-/.])\d{1,2}\1'?\d{2}")
_MONTH_AND_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_TOGETHER = re.compile(r"(1[5-9]|20)(\d{2})(\d{2})(\d{2})")
_EXCEL = re.compile(r"[2-5]\d{4}(?:\.0+)?")
_WORD = re.compile(r"[^\W\d_]+\.?|\d+|'\d+")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|er|º|ª|\.)", re.IGNORECASE)
_BETWEEN = frozenset({"of", "the", "de", "del", "den", "der", "le", "il", "el", "am"})
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FIRST_DAY = datetime.date(1899, 12, 30)
"""The day from which Excel counts."""


def table_date(value: str, field: str, order: DateOrder | None = None) -> str:
    """The date that a cell says, as ISO 8601; empty for an empty cell.

    Args:
        value: The cell.
        field: What it is the date of, for messages.
        order: Which comes first where a date can be read in two ways.

    Raises:
        InvalidValueError: If it is no date, or one that can be read in two ways.
    """
    text = " ".join(line(value, field).split())
    if not text:
        return ""
    plain, weekday = _without_weekday(_TIME.sub("", text) if ":" in text else text)
    readings = _readings(plain, order)
    real = list(dict.fromkeys(iso for iso in readings if _is_real(iso)))
    if len(real) > 1:
        raise InvalidValueError(
            f"The {field} {text!r} has two readings: {real[0]} if the day comes first, {real[1]} "
            "if the month does. Write the one that is meant, or say it of the whole file: --dates "
            "day-first, or month-first."
        )
    if not real:
        raise _unread(text, field, readings)
    _refuse_other_weekday(real[0], weekday, text, field)
    return real[0]


def _readings(text: str, order: DateOrder | None) -> Sequence[str]:
    """What a text may say, as ISO 8601, whether it is in the calendar or not."""
    if re.fullmatch(r"\d{4}", text):
        return [text]
    if found := _YEAR_FIRST.fullmatch(text) or _TOGETHER.fullmatch(text):
        parts = found.groups()
        year, *rest = parts if found.re is _YEAR_FIRST else (parts[0] + parts[1], "", *parts[2:])
        return [_iso(year, *filter(None, rest[1:]))]
    if found := _YEAR_LAST.fullmatch(text):
        first, sign, second, year = found.groups()
        both = [_iso(year, second, first), _iso(year, first, second)]
        if sign.startswith(".") and _is_real(both[0]):
            return both[:1]  # nobody writes the month first with full stops
        if order is not None:
            return [both[order is DateOrder.MONTH_FIRST]]
        return both
    if found := _MONTH_AND_YEAR.fullmatch(text):
        return [_iso(found[2], found[1])]
    return _in_words(text)


def _in_words(text: str) -> Sequence[str]:
    """A date with the name of a month: a year of four digits, and a day if there is one."""
    words = _WORD.findall(_ORDINAL.sub(" ", text))
    rest = [word for word in words if word.lower() not in _BETWEEN]
    months = [number for word in rest if (number := month_named(word))]
    years = [word for word in rest if word.isdecimal() and len(word) == 4]
    days = [word for word in rest if word.isdecimal() and len(word) <= 2]
    signs = set(_WORD.sub("", _ORDINAL.sub(" ", text))) - set(" ,-/.")
    if (len(months), len(years)) != (1, 1) or len(days) > 1 or len(rest) != 2 + len(days) or signs:
        return []
    return [_iso(years[0], str(months[0]), *days)]


def _iso(year: str, *parts: str) -> str:
    return "-".join((year, *(f"{int(part):02}" for part in parts)))


def _is_real(iso: str) -> bool:
    try:
        return date(iso, "date") == iso
    except InvalidValueError:
        return False


def _unread(text: str, field: str, readings: Sequence[str]) -> InvalidValueError:
    if readings:
        return InvalidValueError(f"The {field} {text!r} is no day of the calendar. {_WRITE}")
    if _SHORT_YEAR.fullmatch(text):
        return InvalidValueError(f"The {field} {text!r} does not say which century. {_WRITE}")
    if _EXCEL.fullmatch(text):
        day = _FIRST_DAY + datetime.timedelta(days=int(float(text)))
        return InvalidValueError(
            f"The {field} {text!r} is a bare number; if it is Excel's for a day, write {day}."
        )
    return InvalidValueError(f"The {field} {text!r} is not a date. {_WRITE}")


def _without_weekday(text: str) -> tuple[str, str]:
    """A text without the English name of a day of the week at its begin, and that name."""
    first, _, rest = text.partition(" ")
    name = first.rstrip(",.").lower()
    known = next((day for day in _DAYS if len(name) > 2 and day.startswith(name)), "")
    return (rest.strip(), known) if known and rest else (text, "")


def _refuse_other_weekday(iso: str, weekday: str, text: str, field: str) -> None:
    if not weekday or len(iso) != len("2025-10-02"):
        return
    if _DAYS[datetime.date.fromisoformat(iso).weekday()] != weekday:
        raise InvalidValueError(
            f"The {field} {text!r} was no {weekday.capitalize()}; one of the two is wrong. {_WRITE}"
        )
