"""Reads an OpenDocument text (.odt) of a stranger: run as a program of its own, with limits.

The document comes on standard input, which is a file. One JSON object goes to standard output: its
text as it would stand with all tracked changes accepted, an empty line between paragraphs; its
headings, items of lists and quotes; its title; and its comments, footnotes and endnotes with the
places that they are about. Places are code points, half-open. What is refused is `{"refused": …}`.
Of the package little is imported: what reads stays small.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO

from annot.intake.child import RefusedError, answer
from annot.intake.packed import UNPACKED, Element, package_of, part_of

SECONDS = 30
MEMORY = 1 << 30

_NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, OFFICE, STYLE, DRAW, TABLE = (
    f"{{{_NAMES}{name}:1.0}}" for name in ("text", "office", "style", "drawing", "table")
)
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"

PARAGRAPHS = frozenset({f"{TEXT}p", f"{TEXT}h"})
SKIPPED = frozenset(
    {
        f"{OFFICE}annotation",
        f"{OFFICE}binary-data",
        f"{OFFICE}forms",
        f"{OFFICE}scripts",
        f"{TABLE}covered-table-cell",
        f"{TEXT}note",
        f"{TEXT}ruby-text",
        f"{TEXT}script",
        f"{TEXT}tracked-changes",
        *(
            f"{TEXT}{name}-source"
            for name in ("alphabetical-index", "bibliography", "illustration-index",
                         "object-index", "table-index", "table-of-content", "user-index")
        ),
    }
)  # fmt: skip
SIGNS = {f"{TEXT}line-break": "\n", f"{TEXT}tab": "\t"}

Kind = tuple[str, int]
"""What a paragraph is and its level."""


def read(file: BinaryIO) -> dict[str, Any]:
    """What the document holds.

    Raises:
        RefusedError: If it is no such document, or more than can be read.
    """
    with package_of(file, "text document (.odt)") as package:
        _refuse_encrypted(part_of(package, "META-INF/manifest.xml"))
        content = part_of(package, "content.xml")
        body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
        if content is None or body is None:
            raise RefusedError("is no text document (.odt).")
        styles = _styles(part_of(package, "styles.xml"), content)
        title = _title(part_of(package, "meta.xml"))
    reading = Reading(styles)
    reading.read(body)
    return {
        "text": "".join(reading.text),
        "blocks": reading.blocks,
        "title": title,
        "remarks": reading.remarks(),
    }


def _refuse_encrypted(manifest: Element | None) -> None:
    """Refuse a document with a password; its parts would look like damaged ones."""
    name = f"{{{_NAMES}manifest:1.0}}encryption-data"
    if manifest is not None and next(manifest.iter(name), None) is not None:
        raise RefusedError("is encrypted.")


def _title(part: Element | None) -> str:
    found = None if part is None else next(part.iter(f"{DC}title"), None)
    return "" if found is None else "".join(found.itertext()).strip()


def _styles(shared: Element | None, content: Element) -> dict[str, Kind]:
    """What the styles make of a paragraph, by their names; most make nothing of it."""
    own: dict[str, Kind] = {}
    parents: dict[str, str] = {}
    for part in (shared, content):
        for style in part.iter(f"{STYLE}style") if part is not None else ():
            name = style.get(f"{STYLE}name", "")
            parents[name] = style.get(f"{STYLE}parent-style-name", "")
            kind = _named(style.get(f"{STYLE}display-name") or name.replace("_20_", " "))
            if kind is not None:
                own[name] = kind
    found: dict[str, Kind] = {}
    for name in parents:
        line = [name]
        while line[-1] not in own and parents.get(line[-1]) and len(line) <= len(parents):
            line.append(parents[line[-1]])
        if line[-1] in own:
            found[name] = own[line[-1]]
    return found


def _named(name: str) -> Kind | None:
    word = name.lower()
    if word == "title":
        return "heading", 1
    if word.startswith(("list bullet", "list number")):
        return "list", int(word[-1]) if word[-1] in "2345" else 1
    return ("quote", 1) if word in ("quotations", "quote", "intense quote") else None


def _count(number: str) -> int:
    """A number of the file; 1 for what is none."""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 1


class Reading:
    """The text as far as it was read, with what stands beside it.

    Args:
        styles: What the paragraph styles make of a paragraph.
    """

    def __init__(self, styles: dict[str, Kind]) -> None:
        self._styles = styles
        self._length = 0
        self._lists = 0
        self._paragraph: Element | None = None
        self._start = 0
        self._has_space = False
        self._later: list[Element] = []
        self._places: dict[str, tuple[int, int]] = {}
        self._beside: list[tuple[Element, int]] = []
        self.text: list[str] = []
        self.blocks: list[tuple[str, int, int, int]] = []

    def read(self, body: Element) -> None:
        """Take in the text of an element, in its order.

        Raises:
            RefusedError: If it is more than can be read.
        """
        waiting = [(body, False)]
        while waiting:  # not by recursion: a document may be nested as deep as it likes
            element, is_end = waiting.pop()
            if is_end:
                waiting += [(frame, False) for frame in reversed(self._leave(element))]
            elif self._enter(element):
                waiting.append((element, True))
                waiting += [(child, False) for child in reversed(element)]
                self._take(element.text or "")
                continue
            if element is not body:
                self._take(element.tail or "")

    def remarks(self) -> list[tuple[int, int, str, str, str]]:
        """What is said beside the text, in its order: start, end, words, author and kind."""
        found = []
        for element, at in self._beside:
            if element.tag == f"{TEXT}note":
                words, author = _words(element.find(f"{TEXT}note-body")), ""
                kind = "endnote" if element.get(f"{TEXT}note-class") == "endnote" else "footnote"
                place = at, at
            else:
                words, author = _words(element), element.findtext(f"{DC}creator") or ""
                kind = "comment"
                name = element.get(f"{OFFICE}name", "")
                answered = self._places.get(element.get(f"{LOEXT}parent-name", ""))
                place = answered or self._places.get(name, (at, at))
            if words:
                found.append((*place, words, author, kind))
        return sorted(found, key=lambda remark: remark[0])

    def _enter(self, element: Element) -> bool:
        """Note what begins here; whether its words and what is in it belong to the text."""
        tag = element.tag
        if tag in SKIPPED:
            self._skip(element)
            return False
        if tag.startswith(DRAW) and self._paragraph is not None:
            self._later.append(element)  # a frame in a paragraph is read behind it
            return False
        if tag in PARAGRAPHS:
            self._begin(element)
        elif tag == f"{TEXT}list":
            self._lists += 1
        elif tag == f"{TEXT}s":
            self._add(" " * self._allowed(_count(element.get(f"{TEXT}c", "1"))))
        elif tag in SIGNS:
            self._add(SIGNS[tag])
        elif tag == f"{OFFICE}annotation-end":
            name = element.get(f"{OFFICE}name", "")
            if name in self._places:
                self._places[name] = self._places[name][0], self._length
        return True

    def _skip(self, element: Element) -> None:
        if element.tag in (f"{OFFICE}annotation", f"{TEXT}note"):
            self._beside.append((element, self._length))
        name = element.get(f"{OFFICE}name")
        if name and element.tag == f"{OFFICE}annotation":
            self._places.setdefault(name, (self._length, self._length))

    def _leave(self, element: Element) -> list[Element]:
        """Note what ends here; the frames that are to be read now."""
        if element.tag == f"{TEXT}list":
            self._lists -= 1
        if element is not self._paragraph:
            return []
        self._end()
        frames, self._later = self._later, []
        return frames

    def _begin(self, paragraph: Element) -> None:
        self._end()
        if self.text and self.text[-1] != "\n\n":
            self.text.append("\n\n")
            self._length += 2
        self._paragraph, self._start, self._has_space = paragraph, self._length, False

    def _end(self) -> None:
        if self._paragraph is not None and self._length > self._start:
            kind = self._kind(self._paragraph)
            if kind is not None:
                self.blocks.append((*kind, self._start, self._length))
        self._paragraph = None

    def _kind(self, paragraph: Element) -> Kind | None:
        styled = self._styles.get(paragraph.get(f"{TEXT}style-name", ""))
        if paragraph.tag == f"{TEXT}h":
            return "heading", max(1, _count(paragraph.get(f"{TEXT}outline-level", "1")))
        if self._lists:
            deep = styled[1] if styled is not None and styled[0] == "list" else 1
            return "list", max(self._lists, deep)
        return styled

    def _take(self, words: str) -> None:
        """Take words of the file in: any run of white space is one space, none at the edges."""
        if self._paragraph is None:
            return
        for part in re.split(r"([ \t\r\n]+)", words):
            if part.strip(" \t\r\n"):
                self._add(part)
            elif part and self._length > self._start:
                self._has_space = True

    def _add(self, words: str) -> None:
        if self._paragraph is None:
            return
        words = f" {words}" if self._has_space else words
        self._has_space = False
        self.text.append(words)
        self._length += len(words)

    def _allowed(self, count: int) -> int:
        """A number of signs, as the file names it.

        Raises:
            RefusedError: If the text would be more than can be read.
        """
        if self._length + count > UNPACKED:
            raise RefusedError("would unpack to more than can be read.")
        return count


def _words(element: Element | None) -> str:
    """The words of a comment or a note, a line for each paragraph."""
    if element is None:
        return ""
    reading = Reading({})
    for part in _parts(element):
        reading.read(part)
    return "".join(reading.text).replace("\n\n", "\n").strip()


def _parts(element: Element) -> Iterator[Element]:
    """What stands in a comment or a note, without who wrote it and when."""
    for child in element:
        if child.tag.startswith(TEXT):
            yield child


if __name__ == "__main__":
    sys.exit(answer(read, seconds=SECONDS, memory=MEMORY))
