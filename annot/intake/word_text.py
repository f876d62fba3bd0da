"""The text of a Word document, as it would stand with all tracked changes accepted.

A part of the program that reads documents of strangers (`word_child`), so it needs the standard
library alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree import ElementTree

from annot.intake.word_formula import FORMULA, formula

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

Element = ElementTree.Element
Kind = tuple[str, int]
"""What a paragraph is and its level."""
Step = tuple[Element | None, bool, bool]
"""An element, or None for the end of a paragraph; whether it was inserted; whether deleted."""


P = f"{W}p"
CELL = f"{W}tc"
ENDS_GONE = tuple(f"{W}pPr/{W}rPr/{W}{change}" for change in ("del", "moveFrom"))
"""What says of a paragraph that its end was deleted, which joins it with the next one."""
BOX = f"{W}txbxContent"
_END: Step = (None, False, False)
SKIPPED = frozenset(f"{W}{name}" for name in ("instrText", "sectPr", "pPr", "rPr"))
SIGNS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}noBreakHyphen": "-"}


def read_text(
    comments: dict[str, dict[str, Any]],
    notes: dict[str, dict[str, dict[str, Any]]],
    document: Element,
    styles: dict[str, Kind],
) -> Reading:
    """The text of a document; notes where comments and notes stand, and in which words."""
    reading = Reading(comments, notes, styles)
    for element, inserted, deleted in _walk(document):
        if element is None:
            reading.joins = deleted
        else:
            reading.meet(element)
            reading.take(_own_words(element), inserted=inserted, deleted=deleted)
    reading.end()
    return reading


def _walk(root: Element) -> Iterator[Step]:
    """The elements in the order of reading, a text box behind the paragraph that it hangs on."""
    waiting: list[Step] = [(root, False, False)]
    boxes: list[Step] = []
    while waiting or boxes:  # not by recursion: a document may be nested as deep as it likes
        element, inserted, deleted = waiting.pop() if waiting else _END
        if element is None:
            yield None, False, deleted
            if not deleted:
                waiting += reversed(boxes)
                boxes.clear()
        elif element.tag == BOX:
            boxes += [(child, inserted, deleted) for child in element]
        elif element.tag not in SKIPPED:
            inserted = inserted or element.tag in (f"{W}ins", f"{W}moveTo")
            deleted = deleted or element.tag in (f"{W}del", f"{W}moveFrom")
            deleted = deleted or (element.tag == f"{W}tr" and _has(element, f"{W}trPr/{W}del"))
            yield element, inserted, deleted
            if element.tag in (P, CELL):
                waiting.append((None, False, element.tag == P and _has(element, *ENDS_GONE)))
            waiting += [(child, inserted, deleted) for child in reversed(_shown(element))]


def _has(element: Element, *paths: str) -> bool:
    return any(element.find(path) is not None for path in paths)


def _shown(element: Element) -> Sequence[Element]:
    """What of an element is read: one of the ways in which the same is written for programs."""
    if element.tag != f"{MC}AlternateContent":
        return list(element)
    choice = element.find(f"{MC}Choice")
    return list(element) if choice is None else [choice]


def _own_words(element: Element) -> str:
    if element.tag in (f"{W}t", f"{W}delText"):
        return element.text or ""
    return formula(element) if element.tag == FORMULA else SIGNS.get(element.tag, "")


class Reading:
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
        self.joins = False
        self._start = 0
        self.blocks: list[tuple[str, int, int, int]] = []
        self._open: set[str] = set()
        self._length = 0
        self.text: list[str] = []

    def meet(self, element: Element) -> None:
        """Note what begins, ends or is called here."""
        number = element.get(f"{W}id", "")
        if element.tag == f"{W}p":
            self._begin(element)
        elif element.tag == f"{W}commentRangeStart" and number in self._comments:
            self._open.add(number)
            self._comments[number].update(start=self._length, end=self._length)
        elif element.tag == f"{W}commentRangeEnd":
            self._open.discard(number)
        elif element.tag == f"{W}commentReference" and number in self._comments:
            self._open.discard(number)  # it stands behind its words, or else at no words but here
            if self._comments[number]["start"] is None:
                self._comments[number].update(start=self._length, end=self._length)
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
        """Begin a paragraph, or go on with one whose end was deleted as this one."""
        if not self.joins:
            self.end()
            if self.text and self.text[-1] != "\n\n":
                self._add("\n\n")
            self._start = self._length
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        styled = None if style is None else self._styles.get(style.get(f"{W}val", ""))
        self._kind = styled or _formed(paragraph)

    def end(self) -> None:
        """A paragraph ends here."""
        if self._kind is not None and self._length > self._start:
            self.blocks.append((*self._kind, self._start, self._length))
        self._kind = None

    def _add(self, words: str) -> None:
        self.text.append(words)
        self._length += len(words)


def words_of(element: Element) -> str:
    """What a comment or a note says, a line for each paragraph."""
    return "".join(
        "\n" if each is None else "" if deleted else _own_words(each)
        for each, _, deleted in _walk(element)
    ).strip()


def styles_of(part: Element | None) -> dict[str, Kind]:
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
    if word.startswith("heading ") and _is_digit(word[8:]):
        return "heading", int(word[8:])
    if word.startswith(("list bullet", "list number")):
        return "list", int(word[-1]) if word[-1] in "2345" else 1
    return ("quote", 1) if word in ("quote", "intense quote") else None


def _formed(described: Element) -> Kind | None:
    """What is said of a paragraph by its form: a level of the outline, or a place in a list."""
    outline = described.find(f"{W}pPr/{W}outlineLvl")
    level = "" if outline is None else outline.get(f"{W}val", "")
    if _is_digit(level) and level != "9":  # which is the text between headings
        return "heading", int(level) + 1
    listed = described.find(f"{W}pPr/{W}numPr")
    if listed is None:
        return None
    number, deep = listed.find(f"{W}numId"), listed.find(f"{W}ilvl")
    if number is None or number.get(f"{W}val") == "0":
        return None
    level = "" if deep is None else deep.get(f"{W}val", "")
    return "list", int(level) + 1 if _is_digit(level) else 1


def _is_digit(value: str) -> bool:
    return len(value) == 1 and value in "0123456789"
