"""Addresses of sources: the forms by which the same page, or the same work, is found again."""

from __future__ import annotations

import re

from w3lib.url import canonicalize_url, url_query_cleaner

TRACKING = ("fbclid", "gclid", "mc_cid", "mc_eid", "igshid")
"""Query parameters that say who sent the reader, not what is shown; so do those with `utm_`."""

_URL = re.compile(r"[a-z][a-z0-9+.-]*://[^\s]+", re.IGNORECASE)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)

_KEPT_BY_AN_ARCHIVE = re.compile(
    r"https?://web\.archive\.org/(?:web/)?\d+(?:[a-z]{2}_)?/(?=https?:)", re.IGNORECASE
)
_SHOWN_ELSEWHERE = re.compile(r"^https://(?:m|mobile|amp)\.(?=[^/]*\.)")
_SENT_BY = re.compile(
    r"(?<=[?&])(?:(?:at|ns|pk|mtm|hsa)_[a-z_]*|cmp|cmpid|dclid|gbraid|mkt_tok|msclkid|ocid|ref"
    r"|ref_src|ref_url|smid|smtyp|spm|wbraid|yclid)=[^&]*&?"
)
_FRONT = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$|/amp$")


def url_key(url: str) -> str:
    """The form of a URL by which the same page is found again; empty for what is no URL.

    Normalised as w3lib does (RFC 3986), without fragment, tracking parameters, `www.`, a slash at
    the end, and the difference between http and https.
    """
    if not _URL.fullmatch(url):
        return ""
    cleaned = url_query_cleaner(
        url, parameterlist=TRACKING, remove=True, keep_fragments=False, unique=False
    )
    cleaned = re.sub(r"(?<=[?&])utm_[^&]*&?", "", cleaned)
    try:
        normal = canonicalize_url(cleaned)
    except ValueError:
        normal = cleaned
    normal = re.sub(r"^http://", "https://", normal)
    normal = re.sub(r"^https://www\.", "https://", normal)
    normal = re.sub(r"^(https://[^/?]+):(?:80|443)(?=[/?]|$)", r"\1", normal)
    return normal.rstrip("?&").rstrip("/")


def page_key(url: str) -> str:
    """A form of a URL that pages which are most likely the same have in common.

    Beyond `url_key`: the copy of an archive is the page that it keeps, a page for telephones is the
    page itself, rarer parameters that say who sent the reader and the name of a front page make no
    difference. Not certain enough to take two sources for one unasked.
    """
    key = url_key(_KEPT_BY_AN_ARCHIVE.sub("", url))
    key = _SHOWN_ELSEWHERE.sub("https://", key)
    key = _SENT_BY.sub("", key).rstrip("?&")
    return _FRONT.sub("", key).rstrip("/")


def doi(text: str) -> str:
    """The DOI in a URL or an identifier, in lower case; empty if there is none."""
    found = _DOI.fullmatch(text.strip())
    return found[1].lower().rstrip(".") if found else ""


def address(text: str) -> str:
    """The web address that a text is, or stands for as a DOI does; empty if it is none."""
    text = text.strip()
    if "://" in text:
        return text
    number = doi(text)
    return f"https://doi.org/{number}" if number else ""
