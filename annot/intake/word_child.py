"""Reads a Word document of a stranger: run as a program of its own, with limits.

The document comes on standard input, which is a file. One JSON object goes to standard output: its
text as it would stand with all tracked changes accepted, a line for each paragraph and an empty one
between them; its headings, items of lists and quotes; its custom properties; its comments with
their threads, ticks, their places in that text (code points, half-open) and the words there, as
printed (tracked insertions left out) and as proposed (tracked deletions left out); its footnotes
and endnotes with the place where they are called. What is refused is `{"refused": …}`. Nothing of
the package is imported here.
"""

from __future__ import annotations

import json
import resource
import sys
import zipfile
import zlib
from typing import Any, BinaryIO
from xml.etree import ElementTree

SECONDS = 30
MEMORY = 1 << 30
UNPACKED = 256 << 20
DAMAGES = (zipfile.BadZipFile, RuntimeError, EOFError, ValueError, OSError, zlib.error)
"""What zipfile raises for a package that is damaged or has a password."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"

Element = ElementTree.Element
Kind = tuple[str, int]
"""What a paragraph is and its level."""


class RefusedError(Exception):
    """What is wrong with the file, for a person."""


def limit() -> None:
    """Limit what this process may take of the machine."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def read(file: BinaryIO) -> dict[str, Any]:
    """What the document holds.

    Raises:
        RefusedError: If it is no Word document, or more than can be read.
    """
    try:
        package = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise RefusedError("is no Word document (.docx).") from error
    except DAMAGES as error:
        raise RefusedError("is damaged or encrypted.") from error
    with package:
        if sum(item.file_size for item in package.infolist()) > UNPACKED:
            raise RefusedError("would unpack to more than can be read.")
        document = _part(package, "word/document.xml")
        if document is None:
            raise RefusedError("is no Word document (.docx).")
        comments = _comments(_part(package, "word/comments.xml"))
        _thread(comments, _part(package, "word/commentsExtended.xml"))
        notes = {
            kind: _notes(_part(package, f"word/{kind}s.xml"), kind)
            for kind in ("footnote", "endnote")
        }
        reading = _read(comments, notes, document, _styles(_part(package, "word/styles.xml")))
        properties = _properties(_part(package, "docProps/custom.xml"))
        title = _title(_part(package, "docProps/core.xml"))
    return {
        "text": "".join(reading.text),
        "blocks": reading.blocks,
        "title": title,
        "properties": properties,
        "comments": list(comments.values()),
        "notes": [note for listed in notes.values() for note in listed.values()],
    }


def _part(package: zipfile.ZipFile, name: str) -> Element | None:
    try:
        with package.open(name) as part:
            data = part.read(UNPACKED + 1)
    except KeyError:
        return None
    except DAMAGES as error:
        raise RefusedError("is damaged or encrypted.") from error
    if len(data) > UNPACKED:
        raise RefusedError("would unpack to more than can be read.")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise RefusedError("has a part that Word would not write.")
    try:
        return ElementTree.fromstring(data)  # noqa: S314 -- without a DTD nothing expands
    except ElementTree.ParseError as error:
        raise RefusedError("is damaged: one of its parts is no XML.") from error


def _properties(part: Element | None) -> dict[str, str]:
    if part is None:
        return {}
    return {item.get("name", ""): "".join(item.itertext()) for item in part}


def _comments(part: Element | None) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for comment in part.iter(f"{W}comment") if part is not None else ():
        paragraphs = list(comment.iter(f"{W}p"))
        number = comment.get(f"{W}id", "")
        found[number] = {
            "id": number,
            "author": comment.get(f"{W}author", ""),
            "text": "\n".join(_words(paragraph) for paragraph in paragraphs).strip(),
            "names": [name for p in paragraphs if (name := p.get(f"{W14}paraId"))],
            "done": False,
            "parent": "",
            "printed": "",
            "proposed": "",
            "is_changed": False,
            "start": None,
            "end": None,
        }
    return found


def _notes(part: Element | None, kind: str) -> dict[str, dict[str, Any]]:
    """The footnotes or endnotes of the author; those that draw a line have a type."""
    found: dict[str, dict[str, Any]] = {}
    for note in part.iter(f"{W}{kind}") if part is not None else ():
        if note.get(f"{W}type") is None:
            text = "\n".join(_words(paragraph) for paragraph in note.iter(f"{W}p")).strip()
            found[note.get(f"{W}id", "")] = {"kind": kind, "text": text, "at": None}
    return found


def _title(part: Element | None) -> str:
    name = "{http://purl.org/dc/elements/1.1/}title"
    return "" if part is None else (part.findtext(name) or "").strip()


def _words(element: Element) -> str:
    signs = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t"}
    return "".join(
        (each.text or "") if each.tag == f"{W}t" else signs.get(each.tag, "")
        for each in element.iter()
    )


def _thread(comments: dict[str, dict[str, Any]], part: Element | None) -> None:
    by_name = {name: comment for comment in comments.values() for name in comment["names"]}
    for tick in part if part is not None else ():
        comment = by_name.get(tick.get(f"{W15}paraId", ""))
        if comment is not None:
            comment["done"] = tick.get(f"{W15}done") in ("1", "true")
            parent = by_name.get(tick.get(f"{W15}paraIdParent", ""))
            comment["parent"] = parent["id"] if parent is not None else ""


SKIPPED = frozenset({f"{W}instrText", f"{W}sectPr"})
SIGNS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}


def _styles(part: Element | None) -> dict[str, Kind]:
    """What the paragraph styles make of a paragraph, by their ids; most make nothing of it.

    The names of the built-in styles are English in every language of Word.
    """
    found: dict[str, Kind] = {}
    for style in part.iter(f"{W}style") if part is not None else ():
        name = style.find(f"{W}name")
        kind = _named(name.get(f"{W}val", "") if name is not None else "") or _formed(style)
        based = style.find(f"{W}basedOn")
        if kind is None and based is not None:  # a style comes after the one that it is based on
            kind = found.get(based.get(f"{W}val", ""))
        if kind is not None:
            found[style.get(f"{W}styleId", "")] = kind
    return found


def _named(name: str) -> Kind | None:
    word = name.lower()
    if word == "title":
        return "heading", 1
    if word.startswith("heading ") and word[8:] in "123456789":
        return "heading", int(word[8:])
    if word.startswith(("list bullet", "list number")):
        return "list", int(word[-1]) if word[-1] in "2345" else 1
    return ("quote", 1) if word in ("quote", "intense quote") else None


def _formed(described: Element) -> Kind | None:
    """What is said of a paragraph by its form: a level of the outline, or a place in a list."""
    outline = described.find(f"{W}pPr/{W}outlineLvl")
    if outline is not None and outline.get(f"{W}val", "9") in "012345678":
        return "heading", int(outline.get(f"{W}val", "0")) + 1
    listed = described.find(f"{W}pPr/{W}numPr")
    if listed is None:
        return None
    number, level = listed.find(f"{W}numId"), listed.find(f"{W}ilvl")
    if number is None or number.get(f"{W}val") == "0":
        return None
    deep = "" if level is None else level.get(f"{W}val", "")
    return "list", int(deep) + 1 if deep in "12345678" else 1


def _read(
    comments: dict[str, dict[str, Any]],
    notes: dict[str, dict[str, dict[str, Any]]],
    document: Element,
    styles: dict[str, Kind],
) -> _Reading:
    """The text of a document; notes where comments and notes stand, and in which words."""
    reading = _Reading(comments, notes, styles)
    waiting: list[tuple[Element, bool, bool]] = [(document, False, False)]
    while waiting:  # not by recursion: a document may be nested as deep as it likes
        element, inserted, deleted = waiting.pop()
        if element.tag not in SKIPPED:
            inserted = inserted or element.tag in (f"{W}ins", f"{W}moveTo")
            deleted = deleted or element.tag in (f"{W}del", f"{W}moveFrom")
            reading.meet(element)
            reading.take(_own_words(element), inserted=inserted, deleted=deleted)
            waiting += [(child, inserted, deleted) for child in reversed(element)]
    reading.end()
    return reading


def _own_words(element: Element) -> str:
    if element.tag in (f"{W}t", f"{W}delText"):
        return element.text or ""
    return SIGNS.get(element.tag, "")


class _Reading:
    """The text as far as it was read, and the comments that are open there."""

    def __init__(
        self,
        comments: dict[str, dict[str, Any]],
        notes: dict[str, dict[str, dict[str, Any]]],
        styles: dict[str, Kind],
    ) -> None:
        self._comments = comments
        self._notes = notes
        self._styles = styles
        self._kind: Kind | None = None
        self._start = 0
        self.blocks: list[tuple[str, int, int, int]] = []
        self._open: set[str] = set()
        self._length = 0
        self.text: list[str] = []

    def meet(self, element: Element) -> None:
        """Note what begins, ends or is called here."""
        number = element.get(f"{W}id", "")
        if element.tag == f"{W}p":
            self.end()
            if self.text and self.text[-1] != "\n\n":
                self._add("\n\n")
            self._begin(element)
        elif element.tag == f"{W}commentRangeStart" and number in self._comments:
            self._open.add(number)
            self._comments[number].update(start=self._length, end=self._length)
        elif element.tag == f"{W}commentRangeEnd":
            self._open.discard(number)
        elif element.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
            note = self._notes[element.tag[len(W) : -len("Reference")]].get(number, {})
            note["at"] = self._length

    def take(self, words: str, *, inserted: bool, deleted: bool) -> None:
        """Take words in; those that were deleted are not in the text."""
        if words and not deleted:
            self._add(words)
        for number in self._open if words else ():
            comment = self._comments[number]
            comment["is_changed"] |= inserted or deleted
            comment["printed"] += "" if inserted else words
            comment["proposed"] += "" if deleted else words
            comment["end"] = self._length

    def _begin(self, paragraph: Element) -> None:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        styled = None if style is None else self._styles.get(style.get(f"{W}val", ""))
        self._kind, self._start = styled or _formed(paragraph), self._length

    def end(self) -> None:
        """A paragraph ends here."""
        if self._kind is not None and self._length > self._start:
            self.blocks.append((*self._kind, self._start, self._length))
        self._kind = None

    def _add(self, words: str) -> None:
        self.text.append(words)
        self._length += len(words)


def main() -> int:
    """Read the document on standard input; 0 if it was read, or refused in so many words."""
    limit()
    try:
        told = read(sys.stdin.buffer)
    except RefusedError as error:
        told = {"refused": str(error)}
    except (MemoryError, RecursionError):
        return 3
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
