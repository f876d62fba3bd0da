"""The elements of a JSON document of any length, one after the other.

A feed is one object with a long list in it, or one long array; only one element of it at a time is
in memory. Several documents after each other (JSON Lines) are read likewise.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, NamedTuple

from annot.errors import InputFileError, InvalidValueError
from annot.exchange import strict_json
from annot.exchange.decoding import encoding_of
from annot.exchange.input import Input

LONGEST = 1 << 24
"""The longest element in characters; one that is longer is refused."""

MENDING = "Mend it there and import the file again, or save the claims as CSV."

_PIECE = 1 << 16
_DEEPEST = 8
_SPACE = re.compile(r"[ \t\n\r]*")
# Only finds where a value ends: numbers stay texts, since the digits of a number have no limit.
_EXTENT = json.JSONDecoder(parse_int=str, parse_float=str)
_UNFINISHED = frozenset({"", ".", "e", "E", "e+", "e-", "E+", "E-"})


class Element(NamedTuple):
    """A value of the document and where it begins, for messages."""

    place: str
    value: Any


def elements_of(source: Input, lists: Collection[str] = ()) -> Iterator[Element]:
    """The elements of a file.

    Args:
        source: The file: one or more JSON values.
        lists: The names under which an object at the top has lists of elements (also one object
            deeper, in such an object).

    Yields:
        Of an array its elements; of an object the elements of the lists named, and then the object
        itself without them, if there is something else in it; any other value itself.

    Raises:
        InputFileError: If it is no text or no JSON, or an element is too long.
    """
    with (
        source.open() as file,
        io.TextIOWrapper(file, encoding=encoding_of(source), newline="") as text,
    ):
        yield from elements(iter(lambda: _piece(text, source.name), ""), source.name, lists)


def texts_of(source: Input) -> Iterator[Element]:
    """The elements of a file that is one array, each as the text that it is in the file.

    They may hold what strict JSON refuses.

    Raises:
        InputFileError: If it is no text, no JSON array, or an element is too long.
    """
    with (
        source.open() as file,
        io.TextIOWrapper(file, encoding=encoding_of(source), newline="") as text,
    ):
        document = _Document(iter(lambda: _piece(text, source.name), ""), source.name)
        if document.sign():
            yield from _array(document, document.text)
        if document.sign():
            raise InputFileError(
                f"{document.place}: it is no JSON: {document.sign()!r} stands behind its end.",
                hint=MENDING,
            )


def elements(pieces: Iterable[str], name: str, lists: Collection[str] = ()) -> Iterator[Element]:
    """The elements of a text that comes in pieces; see `elements_of`."""
    document = _Document(iter(pieces), name)
    while document.sign():
        yield from _walk(document, lists, 0)


def _piece(text: io.TextIOWrapper, name: str) -> str:
    try:
        return text.read(_PIECE)
    except UnicodeError as error:
        raise InputFileError(
            f"{name} is not {text.encoding}.", hint="Name its encoding: --encoding cp1252"
        ) from error


class _Document:
    """The text of a document from the place on that reading has come to."""

    def __init__(self, pieces: Iterator[str], name: str) -> None:
        self._pieces = pieces
        self._name = name
        self._text = ""
        self._at = 0
        self._line = 1

    @property
    def place(self) -> str:
        """Where reading is, for messages."""
        return f"{self._name}, line {self._line}"

    def sign(self) -> str:
        """The next character that is no white space; empty at the end."""
        while True:
            space = _SPACE.match(self._text, self._at)
            self._pass(space.end() if space else self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def take(self, sign: str) -> bool:
        """Go past a character if it is the next one."""
        if self.sign() != sign or not sign:
            return False
        self._pass(self._at + 1)
        return True

    def expect(self, sign: str) -> None:
        """Go past a character that has to be there.

        Raises:
            InputFileError: If it is not.
        """
        if not self.take(sign):
            found = repr(self.sign()) if self.sign() else "the end"
            raise InputFileError(
                f"{self.place}: it is no JSON: {found} instead of {sign!r}.", hint=MENDING
            )

    def value(self) -> Any:
        """The next value.

        Raises:
            InputFileError: If it is none that strict JSON knows, or too long.
        """
        self.sign()
        end = self._end()
        text = self._text[self._at : end]
        try:
            value = strict_json.loads(text)
        except InvalidValueError as error:
            raise InputFileError(f"{self.place}: {error.message}", hint=MENDING) from error
        self._pass(end)
        return value

    def text(self) -> str:
        """The next value as it stands there, whether strict JSON knows it or not.

        Raises:
            InputFileError: If it has no end, or is too long.
        """
        self.sign()
        end = self._end()
        text = self._text[self._at : end]
        self._pass(end)
        return text

    def _end(self) -> int:
        while True:
            try:
                end = _EXTENT.raw_decode(self._text, self._at)[1]
            except json.JSONDecodeError as error:
                wrong = error.pos - self._at
                if self._more():
                    continue
                self._pass(wrong)
                raise InputFileError(
                    f"{self.place}: it is no JSON: {error.msg}.", hint=MENDING
                ) from error
            except RecursionError as error:
                raise InputFileError(
                    f"{self.place}: it is nested too deep.", hint=MENDING
                ) from error
            # What ends (almost) with the text in hand may be the begin of a longer number.
            if self._text[end : end + 3] not in _UNFINISHED or not self._more():
                return end

    def _pass(self, end: int) -> None:
        self._line += self._text.count("\n", self._at, end)
        self._at = end

    def _more(self) -> bool:
        """Take more text in hand, twice as much as is pending; whether there was any."""
        self._text = self._text[self._at :]
        self._at = 0
        if len(self._text) > LONGEST:
            raise InputFileError(
                f"{self.place}: one element is longer than {LONGEST:,} characters.",
                hint="Is it the right file? A feed is a list of claims.",
            )
        fresh: list[str] = []
        wanted = max(len(self._text), 1)
        while wanted > 0 and (piece := next(self._pieces, "")):
            fresh.append(piece)
            wanted -= len(piece)
        self._text += "".join(fresh)
        return bool(fresh)


def _walk(document: _Document, lists: Collection[str], depth: int) -> Iterator[Element]:
    sign = document.sign()
    if sign == "[":
        yield from _array(document, document.value)
    elif sign == "{" and lists and depth < _DEEPEST:
        yield from _object(document, lists, depth)
    else:
        place = document.place
        yield Element(place, document.value())


def _array(document: _Document, read: Callable[[], Any]) -> Iterator[Element]:
    document.expect("[")
    if document.take("]"):
        return
    while True:
        document.sign()
        place = document.place
        yield Element(place, read())
        if not document.take(","):
            document.expect("]")
            return


def _object(document: _Document, lists: Collection[str], depth: int) -> Iterator[Element]:
    place = document.place
    rest: dict[str, Any] = {}
    names = set[str]()
    document.expect("{")
    while document.sign() == '"' or names:
        name = document.value()
        if not isinstance(name, str):
            raise InputFileError(f"{document.place}: it is no JSON: {name!r:.60} is no name.")
        if name in names:
            raise InputFileError(f"{document.place}: It holds the name {name[:60]!r} twice.")
        names.add(name)
        document.expect(":")
        if name in lists and document.sign() in ("[", "{"):
            yield from _walk(document, lists, depth + 1)
        else:
            rest[name] = document.value()
        if not document.take(","):
            break
    document.expect("}")
    if set(rest) - {"@context"}:
        yield Element(place, rest)
