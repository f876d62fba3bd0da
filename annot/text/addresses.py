"""What a web address says by itself about what it leads to, without anything being fetched."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_USER_INFO = re.compile(r"//[^/?#\\\s]*@|//[^/?#\\\s:@]*:(?!\d*(?:[/?#]|$))\S{0,2000}@")
"""Names and passwords before a host, anywhere in an address (an archive's holds another one).

The second half is a password with a bare slash in it, told by a port that is no number.
"""

_LOOSE_USER_INFO = re.compile(r"^(\s*(?:https?|ftps?|wss?|ssh|sftp):)[/\\]*[^/?#\\\s]*@", re.I)
"""The same where the two slashes are missing or turned, which browsers mend in silence."""

_DAY = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})[/-]([01]?[0-9])[/-]([0-3]?[0-9])(?![0-9])")
_MONTH = re.compile(r"/((?:19|20)[0-9]{2})[/-]([01][0-9])(?=[/-])")


def printed(url: str) -> str:
    """The address as it may be printed: without user names and passwords."""
    if "@" not in url:
        return url
    return _LOOSE_USER_INFO.sub(r"\1//…@", _USER_INFO.sub("//…@", url))


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
    from annot.text.dates import date_fault  # the screen shows addresses before it needs dates

    path = urlsplit(address).path
    for pattern in (_DAY, _MONTH):
        for found in pattern.finditer(path):
            year, *rest = found.groups()
            date = "-".join([year, *(part.zfill(2) for part in rest)])
            if date_fault(date) is None:
                return date
    return ""
