"""Reads a web page of a stranger: run as a program of its own, with limits.

The page comes on standard input, its encoding, if the sender named one, as the argument. One JSON
object goes to standard output: `article`, the blocks of its main text; `whole`, those of all that
it shows; and what it says of itself. A block is its kind (paragraph, heading, list, quote), its
level and its words. What is refused is `{"refused": …}`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from annot.intake.child import RefusedError, answer

SECONDS = 60
MEMORY = 2 << 30

Block = tuple[str, int, str]

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "dl", "list"})
_ITEMS = frozenset({"li", "dt", "dd", "item"})
_QUOTES = frozenset({"blockquote", "quote"})
_UNSEEN = frozenset(
    {"script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "select"}
)
_BREAKS = frozenset(
    {*_HEADINGS, *_LISTS, *_ITEMS, *_QUOTES, "p", "div", "section", "article", "main", "header",
     "footer", "aside", "nav", "figure", "figcaption", "table", "tr", "td", "th", "row", "cell",
     "pre", "code", "hr", "body", "form", "fieldset", "address", "details", "summary"}
)  # fmt: skip


def read(file: BinaryIO) -> dict[str, Any]:
    """What the page holds.

    Raises:
        RefusedError: If it is no page.
    """
    from trafilatura import bare_extraction
    from trafilatura.settings import Document
    from trafilatura.utils import load_html

    page = load_html(_decoded(file.read(), *sys.argv[1:2] or [""]))
    if page is None or page.find(".//body") is None:
        raise RefusedError("is no web page (HTML).")
    whole = list(blocks(page.find(".//body"), is_page=True))
    found = bare_extraction(
        page, favor_precision=True, include_comments=False, with_metadata=True, output_format="xml"
    )
    told: dict[str, Any] = {"whole": whole, "article": [], "title": page.findtext(".//title") or ""}
    if isinstance(found, Document) and found.body is not None:
        told["article"] = list(blocks(found.body, is_page=False))
        told |= {
            "title": found.title or told["title"],
            "byline": found.author or "",
            "publication": found.sitename or "",
            "published": found.date or "",
        }
    return told


def _decoded(data: bytes, charset: str) -> str | bytes:
    """The page as text if its sender named the encoding; else the page says it itself."""
    try:
        return data.decode(charset) if charset else data
    except (LookupError, UnicodeDecodeError):
        return data


def blocks(root: Any, *, is_page: bool) -> Iterator[Block]:
    """The blocks of a tree, in its order: of a page, or of what trafilatura made of one."""
    from lxml.etree import iterwalk

    reading = _Reading()
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if not tag or (is_page and tag in _UNSEEN):
                walk.skip_subtree()
                continue
            yield from reading.enter(tag, element.get("rend") or "")
            reading.take(" " if tag in ("br", "lb") else element.text)
        else:
            if tag and not (is_page and tag in _UNSEEN):
                yield from reading.leave(tag)
            reading.take(element.tail if element is not root else "")
    yield from reading.ended()


class _Reading:
    """The words since the last break, and what they stand in."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._inside: list[tuple[str, int]] = []
        self._lists = 0

    def enter(self, tag: str, rend: str) -> Iterator[Block]:
        """Begin an element: what breaks the text ends a block."""
        if tag in _BREAKS or tag == "head":
            yield from self.ended()
        if tag in _LISTS:
            self._lists += 1
        kind = _kind(tag, rend, self._lists)
        if kind:
            self._inside.append(kind)

    def leave(self, tag: str) -> Iterator[Block]:
        """End an element."""
        if tag in _BREAKS or tag == "head":
            yield from self.ended()
        if tag in _LISTS:
            self._lists -= 1
        if self._inside and _kind(tag, "", self._lists)[:1] == self._inside[-1][:1]:
            self._inside.pop()

    def take(self, words: str | None) -> None:
        """Take words in."""
        if words:
            self._words.append(words)

    def ended(self) -> Iterator[Block]:
        """The block that ends here, if it has words."""
        words = " ".join("".join(self._words).split())
        self._words.clear()
        if words:
            yield (*(self._inside[-1] if self._inside else ("paragraph", 0)), words)


def _kind(tag: str, rend: str, lists: int) -> tuple[str, int] | tuple[()]:
    if tag in _HEADINGS or tag == "head":
        return "heading", _HEADINGS.get(rend or tag, 2)
    if tag in _ITEMS:
        return "list", max(1, lists)
    if tag in _QUOTES:
        return "quote", 1
    return ()


if __name__ == "__main__":
    sys.exit(answer(read, seconds=SECONDS, memory=MEMORY))
