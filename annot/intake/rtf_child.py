"""Reads a document in Rich Text Format of a stranger: run as a program of its own, with limits.

The document comes on standard input. One JSON object goes to standard output: its text as it would
stand with all tracked changes accepted and without what is hidden, an empty line between
paragraphs; its headings, items of lists and quotes; its title; and its comments, footnotes and
endnotes with the places that they are about. Places are code points, half-open. What is refused is
`{"refused": …}`.
"""

from __future__ import annotations

import codecs
import re
import sys
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO

from annot.intake.child import RefusedError, answer

SECONDS = 30
MEMORY = 1 << 30
DEEPEST = 10_000
"""How deep groups may be nested; programs write some twenty."""

TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])"
    rb"|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
SIGNS = {
    "line": "\n", "lbr": "\n", "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
    "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e", "rtlmark": "\u200f",
    "~": "\xa0", "_": "-", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
ENDS = frozenset({"par", "sect", "page", "cell", "nestcell", "row", "nestrow", "\n", "\r"})
UNSEEN = frozenset(
    {
        "colortbl", "do", "filetbl", "fldinst", "footer", "footerf", "footerl", "footerr",
        "ftncn", "ftnsep", "ftnsepc", "aftncn", "aftnsep", "aftnsepc", "header", "headerf",
        "headerl", "headerr", "info", "listoverridetable", "listtable", "listtext", "nonesttables",
        "pict", "pn", "pntext", "revtbl", "rxe", "shp", "shpgrp", "tc", "upr", "xe",
    }
)  # fmt: skip
"""Groups whose words are not those of the text; so are all that begin with a star and are not
known."""
ASIDE = frozenset(
    {"annotation", "atnauthor", "atnref", "atrfend", "atrfstart", "footnote", "title"}
)
"""Groups whose words are put aside, each for a purpose of its own."""
TABLES = frozenset({"fonttbl", "stylesheet"})
CODECS = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk",
    136: "cp950", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256",
    186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip


@dataclass(slots=True)
class Words:
    """A text as far as it was read: that of the document, or of what stands beside it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    start: int = 0
    is_new: bool = False

    def add(self, words: str) -> None:
        """Add words, in a paragraph of their own if the last one has ended."""
        if self.is_new and self.parts:
            self.parts.append("\n\n")
            self.length += 2
        if self.is_new:
            self.start, self.is_new = self.length, False
        self.parts.append(words)
        self.length += len(words)

    def told(self) -> str:
        """The words, a line for each paragraph."""
        return "".join(self.parts).replace("\n\n", "\n").strip()


@dataclass(slots=True)
class State:
    """What holds in a group, and in those within it until they say otherwise."""

    words: Words
    purpose: str = ""
    is_unseen: bool = False
    is_deleted: bool = False
    is_hidden: bool = False
    fallback: int = 1
    font: int | None = None
    style: int = 0
    outline: int | None = None
    listed: int = 0
    deep: int = 0


class Reading:
    """Reads a document, one control word after the other."""

    def __init__(self) -> None:
        self.text = Words()
        self.title = ""
        self.blocks: list[tuple[str, int, int, int]] = []
        self._beside: list[tuple[Words, int, str, str, str]] = []
        self._starts: dict[str, int] = {}
        self._ends: dict[str, int] = {}
        self._author = self._number = ""
        self._stack: list[State] = []
        self._state = State(self.text)
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, tuple[str, int]] = {}
        self._raw = bytearray()
        self._half = 0
        self._skip = 0
        self._is_starred = False

    def read(self, data: bytes) -> None:
        """Take the document in.

        Raises:
            RefusedError: If it ends before it is complete, or its groups do not end.
        """
        at = 0
        while at < len(data):
            found = TOKEN.match(data, at)
            assert found is not None  # every byte is some token
            at = found.end()
            word, number, code, sign, brace, plain = found.groups()
            if word == b"bin":
                at += max(0, int(number or 0))
            elif word is not None:
                self._word(word.decode(), None if number is None else int(number))
            elif brace is not None:
                self._brace(brace)
                if not self._stack:
                    break
            elif code is not None:
                self._bytes(bytes([int(code, 16)]))
            elif plain is not None:
                self._bytes(plain)
            elif sign is not None:
                self._sign(sign.decode("latin-1"))
        if self._stack or at > len(data):
            raise RefusedError("is damaged: it ends before it is complete.")
        self._flush()
        self._end()

    def remarks(self) -> list[tuple[int, int, str, str, str]]:
        """What is said beside the text, in its order: start, end, words, author and kind."""
        found = []
        for words, at, author, kind, number in self._beside:
            start = self._starts.get(number, at) if number else at
            place = (start, max(start, self._ends.get(number, start))) if number else (at, at)
            if words.told():
                found.append((*place, words.told(), author, kind))
        return sorted(found, key=lambda remark: remark[0])

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._skip, self._is_starred = 0, False
        if brace == b"{":
            if len(self._stack) >= DEEPEST:
                raise RefusedError("is damaged: its groups do not end.")
            self._stack.append(self._state)
            self._state = replace(self._state)
        elif self._stack:
            inner, self._state = self._state, self._stack.pop()
            if inner.purpose != self._state.purpose:
                self._finish(inner)

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._is_starred = True
        elif self._skip:
            self._skip -= 1
        elif sign in SIGNS:
            self._flush()
            self._add(SIGNS[sign])
        elif sign in ENDS:
            self._flush()
            self._end()

    def _word(self, word: str, number: int | None) -> None:
        self._flush()
        is_starred, self._is_starred = self._is_starred, False
        state = self._state
        if word in ASIDE:
            self._begin(word)
        elif word in UNSEEN or word in TABLES:
            state.is_unseen, state.purpose = True, word
        elif word == "ud":
            state.is_unseen = False
        elif is_starred:
            state.is_unseen = True
        elif word == "u":
            self._unit((number or 0) & 0xFFFF)
        elif word in SIGNS:
            self._sign(word)
        elif word in ENDS:
            self._end()
        elif state.purpose in TABLES:
            self._define(word, number)
        else:
            self._form(word, number)

    def _form(self, word: str, number: int | None) -> None:
        """A word about the form of what follows."""
        state = self._state
        if word in ("deleted", "mvf"):
            state.is_deleted = number != 0
        elif word == "v":
            state.is_hidden = number != 0
        elif word == "plain":
            state.is_deleted, state.is_hidden, state.font = False, False, None
        elif word == "pard":
            state.style, state.outline, state.listed, state.deep = 0, None, 0, 0
        elif word == "ftnalt" and self._beside and state.purpose == "footnote":
            self._beside[-1] = (*self._beside[-1][:3], "endnote", "")
        elif number is not None:
            self._set(word, number)

    def _set(self, word: str, number: int) -> None:
        state = self._state
        if word == "f":
            state.font = number
        elif word == "uc":
            state.fallback = max(0, number)
        elif word == "s":
            state.style = number
        elif word == "outlinelevel":
            state.outline = number
        elif word == "ls":
            state.listed = number
        elif word == "ilvl":
            state.deep = number
        elif word == "ansicpg":
            self._codec = _codec(number)

    def _define(self, word: str, number: int | None) -> None:
        """A word in the table of fonts or of styles."""
        state = self._state
        if state.purpose == "stylesheet":
            if word == "s" and number is not None:
                state.style, state.purpose, state.words = number, "style", Words()
                state.is_unseen = False
        elif word == "f":
            state.font = number
        elif word == "fcharset" and state.font is not None and number in CHARSETS:
            self._fonts[state.font] = CHARSETS[number]

    def _begin(self, word: str) -> None:
        """What is put aside begins."""
        state = self._state
        if word != "title" and (state.is_unseen or (word == "footnote" and state.is_deleted)):
            state.is_unseen = True
            return
        at, state.words, state.purpose = self.text.length, Words(), word
        state.is_deleted = state.is_hidden = state.is_unseen = False
        if word == "footnote":
            self._beside.append((state.words, at, "", "footnote", ""))

    def _finish(self, state: State) -> None:
        """What was put aside ends."""
        told, at = state.words.told(), self.text.length
        if state.purpose == "title":
            self.title = told
        elif state.purpose == "style":
            kind = _named(told.rstrip(";"))
            if kind is None and state.outline is not None and 0 <= state.outline < 9:
                kind = "heading", state.outline + 1
            if kind is not None:
                self._styles[state.style] = kind
        elif state.purpose == "atrfstart":
            self._starts.setdefault(told, at)
        elif state.purpose == "atrfend":
            self._ends[told] = at
        elif state.purpose == "atnauthor":
            self._author = told
        elif state.purpose == "atnref":
            self._number = told
        elif state.purpose == "annotation":
            self._beside.append((state.words, at, self._author, "comment", self._number))
            self._author = self._number = ""

    def _bytes(self, data: bytes) -> None:
        skipped = min(self._skip, len(data))
        self._skip -= skipped
        self._raw += data[skipped:]

    def _flush(self) -> None:
        """Take in the words that came as bytes, in the encoding of their font."""
        if self._raw:
            font = self._state.font
            codec = self._codec if font is None else self._fonts.get(font, self._codec)
            words = self._raw.decode(codec, "replace").replace("\r\n", "\n").replace("\r", "\n")
            self._raw.clear()
            self._add(words)

    def _unit(self, unit: int) -> None:
        """Take in a unit of UTF-16; a sign beyond the first plane has two."""
        half, self._half = self._half, 0
        if 0xD800 <= unit < 0xDC00:
            self._half = unit
        elif 0xDC00 <= unit < 0xE000:
            paired = chr(0x10000 + ((half - 0xD800) << 10) + unit - 0xDC00) if half else "\ufffd"
            self._add(paired)
        else:
            self._add(chr(unit))
        self._skip = self._state.fallback

    def _add(self, words: str) -> None:
        state = self._state
        if not (state.is_unseen or state.is_deleted or state.is_hidden):
            state.words.add(words)

    def _end(self) -> None:
        """A paragraph ends."""
        state = self._state
        words = state.words
        if state.is_unseen or state.is_deleted or state.is_hidden:
            return
        if words is self.text and not words.is_new and words.length > words.start:
            kind = self._kind(state)
            if kind is not None:
                self.blocks.append((*kind, words.start, words.length))
        words.is_new = True

    def _kind(self, state: State) -> tuple[str, int] | None:
        """What the paragraph is that ends here, and its level."""
        if state.outline is not None and 0 <= state.outline < 9:
            return "heading", state.outline + 1
        styled = self._styles.get(state.style)
        if styled is None and state.listed > 0:
            return "list", max(0, min(state.deep, 8)) + 1
        return styled


def _codec(page: int) -> str:
    """The name of a code page; that of western Europe for one that nobody knows."""
    try:
        return codecs.lookup({65001: "utf-8", 10000: "mac_roman"}.get(page, f"cp{page}")).name
    except LookupError:
        return "cp1252"


def _named(name: str) -> tuple[str, int] | None:
    """What a style of this name makes of a paragraph; behind a comma stand other names of it."""
    word = name.lower().partition(",")[0]
    if word == "title":
        return "heading", 1
    if word.startswith("heading ") and word[8:] in "123456789":
        return "heading", int(word[8:])
    if word.startswith(("list bullet", "list number")):
        return "list", int(word[-1]) if word[-1] in "2345" else 1
    return ("quote", 1) if word in ("quotations", "quote", "intense quote") else None


def read(file: BinaryIO) -> dict[str, Any]:
    """What the document holds.

    Raises:
        RefusedError: If it is none, or damaged.
    """
    data = file.read().lstrip()
    if not data.startswith(b"{\\rtf"):
        raise RefusedError("is no document in Rich Text Format (.rtf).")
    reading = Reading()
    reading.read(data)
    return {
        "text": "".join(reading.text.parts),
        "blocks": reading.blocks,
        "title": reading.title,
        "remarks": reading.remarks(),
    }


if __name__ == "__main__":
    sys.exit(answer(read, seconds=SECONDS, memory=MEMORY))
