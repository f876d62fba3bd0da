"""Dates as ISO 8601 writes them, as exactly as they are known: a year, a month or a day."""

from __future__ import annotations

import re
from calendar import monthrange
from typing import NamedTuple

FORMS = "2025, 2025-10 or 2025-10-02"
NO_DATE = "not a date"

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_BEGUN = re.compile(r"[0-9]{1,3}|[0-9]{4}-[01]?|[0-9]{4}-[0-9]{2}-[0-3]?")


class DateFault(NamedTuple):
    """Why a text is no date; `is_begun` says that it may become one when typed to its end."""

    reason: str
    is_begun: bool = False


def date_fault(text: str) -> DateFault | None:
    """What keeps a text from being a date; None if it is one, or empty."""
    if not text:
        return None
    found = _DATE.fullmatch(text)
    if found is None:
        begun = _BEGUN.fullmatch(text) is not None and _month_fault(text[:7]) is None
        return DateFault(NO_DATE, begun)
    year, month, day = (int(part) if part else None for part in found.groups())
    if not year and day is not None:
        return DateFault(f"there is no day in the year {found[1]}")
    if month is not None and not 1 <= month <= 12:
        return DateFault(f"there is no month {found[2]}")
    if year and month and day is not None and not 1 <= day <= monthrange(year, month)[1]:
        return DateFault(f"{found[1]}-{found[2]} has no day {found[3]}")
    return None


def _month_fault(text: str) -> DateFault | None:
    return date_fault(text) if _DATE.fullmatch(text) else None
