"""A Word document as a reader of its own sees it: the standard library over ECMA-376's names."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


@dataclass
class Read:
    """What a comment says, and the words at which it stands, as printed and as proposed."""

    author: str
    text: str
    printed: str = ""
    proposed: str = ""
    is_done: bool = False
    parent: str = ""


@dataclass
class WordDocument:
    """The comments of a document by id, and its paragraphs as printed."""

    comments: dict[str, Read] = field(default_factory=dict)
    paragraphs: list[str] = field(default_factory=list)
    proposed: list[str] = field(default_factory=list)


def read(data: bytes) -> WordDocument:
    """Read a document; every part of it must be well-formed XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {
            name: ElementTree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith((".xml", ".rels"))
        }
    found = WordDocument()
    by_paragraph: dict[str, str] = {}
    if "word/comments.xml" in parts:
        for comment in parts["word/comments.xml"].iter(f"{W}comment"):
            number = comment.get(f"{W}id", "")
            text = "\n".join(_text(p, "printed") for p in comment.iter(f"{W}p"))
            found.comments[number] = Read(comment.get(f"{W}author", ""), text)
            for paragraph in comment.iter(f"{W}p"):
                by_paragraph[paragraph.get(f"{W14}paraId", number)] = number
    if "word/commentsExtended.xml" in parts:
        for tick in parts["word/commentsExtended.xml"]:
            number = by_paragraph.get(tick.get(f"{W15}paraId", ""), "")
            if number in found.comments:
                found.comments[number].is_done = tick.get(f"{W15}done") == "1"
                parent = tick.get(f"{W15}paraIdParent", "")
                found.comments[number].parent = by_paragraph.get(parent, "")
    _walk(parts["word/document.xml"], found)
    return found


def _walk(document: ElementTree.Element, found: WordDocument) -> None:
    open_ones: set[str] = set()
    for paragraph in document.iter(f"{W}p"):
        found.paragraphs.append(_text(paragraph, "printed"))
        found.proposed.append(_text(paragraph, "proposed"))
        for element, parents in _elements(paragraph, ()):
            number = element.get(f"{W}id", "")
            if element.tag == f"{W}commentRangeStart":
                open_ones.add(number)
            elif element.tag == f"{W}commentRangeEnd":
                open_ones.discard(number)
            else:
                words = _own_words(element)
                for each in open_ones:
                    if f"{W}ins" not in parents:
                        found.comments[each].printed += words
                    if f"{W}del" not in parents:
                        found.comments[each].proposed += words


def _elements(
    element: ElementTree.Element, parents: tuple[str, ...]
) -> list[tuple[ElementTree.Element, tuple[str, ...]]]:
    listed = [(element, parents)]
    for child in element:
        listed += _elements(child, (*parents, element.tag))
    return listed


def _own_words(element: ElementTree.Element) -> str:
    if element.tag in (f"{W}t", f"{W}delText"):
        return element.text or ""
    return {f"{W}br": "\n", f"{W}tab": "\t"}.get(element.tag, "")


def _text(element: ElementTree.Element, which: str) -> str:
    out = f"{W}ins" if which == "printed" else f"{W}del"
    return "".join(
        _own_words(each) for each, parents in _elements(element, ()) if out not in parents
    )
