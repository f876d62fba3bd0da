"""Formulas of a Word document in one line, as they are typed: (a+b)/2, x^2, √x.

A part of the program that reads documents of strangers (`word_child`), so it needs the standard
library alone.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FORMULA = f"{M}oMath"

_GONE = frozenset(
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}" + change
    for change in ("del", "moveFrom")
)
_LEADS = {"den": "/", "sup": "^", "sub": "_", "lim": "_", "num": ""}
_JOINTS = {"m": "; ", "mr": ", ", "eqArr": "; "}


def formula(element: ElementTree.Element) -> str:
    """A formula in one line, its fractions, powers and roots as they are typed."""
    if element.tag in _GONE:
        return ""
    kind = element.tag.removeprefix(M)
    if kind == "t":
        return element.text or ""
    parts = [(child.tag.removeprefix(M), formula(child)) for child in element]
    if kind in _JOINTS:
        return _JOINTS[kind].join(words for _, words in parts if words)
    if kind == "d":
        inside = _sign(element, "sepChr", "|").join(words for name, words in parts if name == "e")
        return _sign(element, "begChr", "(") + inside + _sign(element, "endChr", ")")
    first = {"rad": "√", "nary": _sign(element, "chr", "∫")}.get(kind, "")
    return first + "".join(_piece(kind, name, words) for name, words in parts if words)


def _piece(kind: str, name: str, words: str) -> str:
    if name == "deg":
        return f"[{words}]"
    if name in _LEADS or kind in ("rad", "sSup", "sSub", "sSubSup"):
        is_one = re.fullmatch(r"[\w.,]+|\(.*\)", words, re.DOTALL)
        return _LEADS.get(name, "") + (words if is_one else f"({words})")
    return f" {words}" if kind in ("func", "nary") and name == "e" else words


def _sign(element: ElementTree.Element, name: str, usual: str) -> str:
    """The sign that a bracket or a sum is drawn with."""
    found = element.find(f"*/{M}{name}")
    return usual if found is None else found.get(f"{M}val", "")
