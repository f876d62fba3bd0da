"""Which addresses from outside may be live links, and how an address is printed.

A report is read by people who trust it. So an address is a link only if what the reader sees is
where the click goes: a plain web or mail address. Everything else is printed as text.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

_USER_INFO = re.compile(r"//[^/?#\\\s]*@|//[^/?#\\\s:@]*:(?!\d*(?:[/?#]|$))\S*@")
"""Names and passwords before a host, anywhere in an address (an archive's holds another one).

The second half is a password with a bare slash in it, told by a port that is no number.
"""

_SCHEMELESS_USER_INFO = re.compile(r"^(\s*(?:https?|ftps?|wss?|ssh|sftp):)[/\\]*[^/?#\\\s]*@", re.I)
_HOST = re.compile(r"(?!-)[\w-]+(?:\.[\w-]+)*\.?|[0-9a-f:.]+", re.I)
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
        The address with everything percent-encoded that has no place in a link, or None.
    """
    if _MAIL.fullmatch(url):
        return url
    if "\\" in url or printed(url) != url or any(map(_unseen, url)):
        return None
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or not _HOST.fullmatch(host):
        return None
    tail = url.partition("//")[2][len(parts.netloc) :]
    letters = "".join(filter(_is_letter, tail))
    path = quote(_STRAY_PERCENT.sub("%25", tail), safe=_SAFE + letters)
    first, hash_sign, fragment = path.partition("#")
    return f"{parts.scheme}://{parts.netloc}{first}{hash_sign}{fragment.replace('#', '%23')}"


def printed(url: str) -> str:
    """The address as it may be printed: without user names and passwords."""
    without = _USER_INFO.sub("//…@", url)
    return _SCHEMELESS_USER_INFO.sub(r"\1//…@", without)


def host(url: str) -> str:
    """The part of a live address that says whose it is: its host or its mail address."""
    return urlsplit(url).netloc or url.removeprefix("mailto:")


def _unseen(character: str) -> bool:
    return unicodedata.category(character)[0] in "CZ"


def _is_letter(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character)[0] in "LMN"
