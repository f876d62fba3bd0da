"""What a web address says by itself about what it leads to, without anything being fetched."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from annot.text.dates import date_fault

_DAY = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[/-]([01]?[0-9])[/-]([0-3]?[0-9])(?![0-9])")
_MONTH = re.compile(r"/((?:19|20)[0-9]{2})[/-]([01][0-9])(?=[/-])")


def host(address: str) -> str:
    """The name of the site to which an address leads, without `www.`; empty if there is none."""
    if "://" not in address or any(sign.isspace() for sign in address):
        return ""
    try:
        name = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    return name.removeprefix("www.")


def date_in(address: str) -> str:
    """The day or month that stands in the path of an address, as an ISO date; empty if none does.

    It is mostly the day on which a page was published, and not certain to be.
    """
    if not host(address):
        return ""
    path = urlsplit(address).path
    for pattern in (_DAY, _MONTH):
        for found in pattern.finditer(path):
            year, *rest = found.groups()
            date = "-".join([year, *(part.zfill(2) for part in rest)])
            if date_fault(date) is None:
                return date
    return ""
