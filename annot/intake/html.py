"""A web page: its main text in blocks, and all that it shows."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass

from annot.errors import InputFileError
from annot.intake import html_child
from annot.intake.apart import read_apart
from annot.text.dates import date_fault
from annot.text.structure import Block

_MISSING = "pip install 'annot-ledger[web]'"
_HINT = "Open it in a browser and save the article as text."


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says.

    Attributes:
        text: Its main text, a blank line between blocks; empty if none was found.
        blocks: What in it is no plain paragraph.
        whole: All that the page shows, likewise, navigation and all.
        title: Its title; this and the rest are empty if it does not say.
        byline: Who wrote it.
        publication: The name of the site.
        published: When, as an ISO date.
    """

    text: str
    blocks: tuple[Block, ...]
    whole: str
    title: str = ""
    byline: str = ""
    publication: str = ""
    published: str = ""


def read_html(data: bytes, name: str, *, charset: str = "") -> Page:
    """Read a web page.

    The main text is found by trafilatura, which leaves out rather too much than too little.

    Args:
        data: The bytes of the page.
        name: What it is called, for messages.
        charset: The encoding that its sender named; else the page says it itself.

    Raises:
        InputFileError: If it is none, or more than can be read; or if the package that reads it is
            missing.
    """
    if importlib.util.find_spec("trafilatura") is None:
        raise InputFileError(
            f"{name} is a web page, for which a package is missing.",
            hint=f"Install it: {_MISSING}, or save the article as text.",
        )
    told = read_apart(html_child, data, name, hint=_HINT, given=[charset])
    text, blocks = _text(told["article"])
    published = told.get("published", "")
    return Page(
        text,
        blocks,
        _text(told["whole"])[0],
        " ".join(told["title"].split()),
        " ".join(told.get("byline", "").split()),
        " ".join(told.get("publication", "").split()),
        "" if date_fault(published) else published,
    )


def _text(told: Iterable[tuple[str, int, str]]) -> tuple[str, tuple[Block, ...]]:
    """Blocks one after the other, and where those stand that are no plain paragraphs."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for kind, level, words in told:
        words = words.replace("\0", "")
        if kind != "paragraph":
            blocks.append(Block(kind, level, at, at + len(words)))
        parts.append(words)
        at += len(words) + 2
    return "\n\n".join(parts), tuple(blocks)
