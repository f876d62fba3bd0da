"""Which addresses from outside may be live links, and how an address is printed.

A report is read by people who trust it. So an address is a link only if what the reader sees is
where the click goes: a plain web or mail address. Everything else is printed as text.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from annot.text.addresses import printed

_HOST = re.compile(r"[a-z0-9_](?:[\w.-]*\w)?\.?|[0-9a-f:.]+", re.A)
_MAIL = re.compile(r"mailto:[\w.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.I | re.A)
_STRAY_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_SAFE = ":/?#@!$&'()*+,;=%~"


def live(url: str) -> str | None:
    """The target of a link for an address, or None if it must not be a link.

    Web addresses (`http`, `https`) with a host and mail addresses without further fields are
    live. Not live are: other schemes; a user name or password before the host, since
    `https://bank.example@evil.example` goes to the second; backslashes, spaces, control and
    invisible characters, which programs read in different ways.

    Args:
        url: The address as it was recorded.

    Returns:
        The address in ASCII: the host as the network knows it (so that no letter of another
        alphabet passes for a Latin one), the rest percent-encoded where it needs to be; or None.
    """
    if _MAIL.fullmatch(url):
        return url
    # What is not printable is a control, an invisible character or a space other than U+0020.
    if not url.isprintable() or " " in url or "\\" in url or printed(url) != url:
        return None
    try:
        parts = urlsplit(url)
        port = "" if parts.port is None else f":{parts.port}"
        name = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or "@" in parts.netloc:
        return None
    if not _HOST.fullmatch(name):
        return None
    name = f"[{name}]" if ":" in name else name
    rest = url.partition("//")[2][len(parts.netloc) :]
    before, mark, fragment = quote(_STRAY_PERCENT.sub("%25", rest), safe=_SAFE).partition("#")
    return f"{parts.scheme}://{name}{port}{before}{mark}{fragment.replace('#', '%23')}"


def owner(target: str) -> str:
    """The part of a live link that says whose it is: the host, or the whole mail address."""
    return urlsplit(target).netloc or target.removeprefix("mailto:")
