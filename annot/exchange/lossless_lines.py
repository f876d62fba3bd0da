"""The lines of a lossless export as they are read: checked one by one, told by their numbers."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

from annot.errors import InputFileError, InvalidValueError
from annot.exchange import strict_json
from annot.store.columns import canonical_json
from annot.store.images import Image, recorded_columns
from annot.store.models import UNPLACED
from annot.store.transfer import TYPES, Numbered

FORMAT = 1
HEADER = "workspace"
_HEADER_MEMBERS = {"type", "format", "uid", "root", "rows"}


def is_lossless(line: bytes) -> bool:
    """Whether the first line of a file says that it is a whole ledger."""
    try:
        first = strict_json.loads(line.decode("utf-8-sig"))
    except (InvalidValueError, UnicodeDecodeError):
        return False
    return isinstance(first, dict) and first.get("type") == HEADER


class Lines:
    """The lines of a file, read and checked one by one.

    Attributes:
        header: What the first line says.
        counts: How many rows of each table came by.
        anchored: The numbers of the claims that have a place.
    """

    def __init__(self, name: str, file: BinaryIO) -> None:
        self.counts: Counter[str] = Counter()
        self.anchored: set[int] = set()
        self._name = name
        self._file = enumerate(file, start=1)
        self.header = self._header()

    def rows(self) -> Iterator[Numbered]:
        """The rows with their lines."""
        for number, line in self._file:
            name, members = self._object(number, line)
            stored = self._stored(number, name, members)
            self.counts[name] += 1
            if name == "anchor":
                self.anchored.add(stored["claim_id"])
            yield number, name, stored

    def refused(self, number: int, what: str) -> InputFileError:
        """The error that tells what is wrong with a line."""
        return InputFileError(
            f"{self._name}, line {number}: {what} Nothing was written.",
            hint="Export the ledger again: annot export FILE.jsonl",
        )

    def _header(self) -> Image:
        number, line = next(self._file, (1, b""))
        name, header = self._object(number, line)
        if name != HEADER or not header.keys() >= _HEADER_MEMBERS - {"type"}:
            raise self.refused(number, "The line that names the workspace is missing.")
        if header["format"] != FORMAT:
            raise self.refused(number, f"It is of format {header['format']!r}, not {FORMAT}.")
        return header

    def _object(self, number: int, line: bytes) -> tuple[str, Image]:
        try:
            value = strict_json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
        except InvalidValueError as error:
            raise self.refused(number, error.message) from error
        except UnicodeDecodeError as error:
            raise self.refused(number, f"It is not UTF-8 (byte {error.start}).") from error
        if not isinstance(value, dict) or not isinstance(value.get("type"), str):
            raise self.refused(number, "It is no JSON object with a type.")
        return value.pop("type"), value

    def _stored(self, number: int, name: str, members: Image) -> Image:
        if name not in TYPES:
            raise self.refused(number, f"There is no type {name!r:.60}.")
        if name == "content":
            members = self._content(number, members)
        if name == "change":
            members |= {side: _kept(members.get(side)) for side in ("before", "after")}
        unknown = sorted(members.keys() - set(recorded_columns(name)))
        if unknown:
            raise self.refused(number, f"A {name} has no {unknown[0]!r:.60}.")
        if name == "article" and members.get("id") == UNPLACED:
            self._refuse_other_uid(number, members)
        return members

    def _content(self, number: int, members: Image) -> Image:
        text, coded = members.get("text"), members.get("base64")
        try:
            data = text.encode() if isinstance(text, str) else _decoded(coded)
        except (binascii.Error, ValueError, TypeError) as error:
            raise self.refused(number, "Its bytes cannot be read.") from error
        if hashlib.sha256(data).hexdigest() != members.get("sha256") or len(members) != 2:
            raise self.refused(number, "Its bytes are not those of its SHA-256.")
        return {"sha256": members["sha256"], "data": data.hex()}

    def _refuse_other_uid(self, number: int, members: Image) -> None:
        if members.get("uid") != self.header["uid"]:
            raise self.refused(number, "It is not the uid that the first line names.")


def _decoded(coded: Any) -> bytes:
    return base64.b64decode(coded, validate=True)


def _kept(side: Any) -> Any:
    """An image of a change as the history keeps it."""
    return canonical_json(side) if isinstance(side, dict) else side
