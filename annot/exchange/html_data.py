"""The JSON-LD in the script elements of a web page."""

from __future__ import annotations

import re
from collections.abc import Iterator

# `html.parser` takes time with the square of the length on hostile pages (in Python before 3.11.14
# and 3.13.6); going from script to script takes it once.
_BEGIN = re.compile(r"<!--|<script(?=[\s/>])([^>]{0,1000})>", re.IGNORECASE)
_END = re.compile(r"</script(?=[\s/>])", re.IGNORECASE)
_TYPE = re.compile(r"""\btype\s*=\s*["']?\s*application/ld\+json\b""", re.IGNORECASE)
_BEFORE = re.compile(r"(?:\s|<!--|//|/\*|\*/|<!\[CDATA\[)*")
_BEHIND = ("-->", "]]>", "//", "/*", "*/", ";", " ")
# Line ends inside of strings are many a page's mistake.
_CONTROLS = dict.fromkeys(range(32), " ")


def linked_data(page: str) -> Iterator[tuple[int, str]]:
    """The JSON-LD texts of a page, each with the line on which it begins.

    What wraps a text (comment signs, CDATA, a semicolon behind it) is taken off, and line ends in
    it are spaces, as many pages have them inside of strings.
    """
    at = 0
    place, number = 0, 1
    while found := _BEGIN.search(page, at):
        if found[0] == "<!--":
            at = page.find("-->", found.end())
            if at < 0:
                return
            continue
        end = _END.search(page, found.end())
        at = end.start() if end else len(page)
        if _TYPE.search(found[1]):
            number += page.count("\n", place, found.end())
            place = found.end()
            yield number, _unwrapped(page[found.end() : at])


def _unwrapped(text: str) -> str:
    plain = text.translate(_CONTROLS)
    begin = _BEFORE.match(plain)
    at, end = begin.end() if begin else 0, len(plain)
    while behind := next((sign for sign in _BEHIND if plain.endswith(sign, at, end)), ""):
        end -= len(behind)
    return plain[at:end]
