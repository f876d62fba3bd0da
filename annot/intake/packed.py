"""The parts of a packed document (Word, OpenDocument) of a stranger, as XML that cannot grow."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from typing import BinaryIO
from xml.etree import ElementTree

from annot.intake.child import RefusedError

UNPACKED = 256 << 20
"""Bytes that a document may have unpacked."""

Element = ElementTree.Element

_DAMAGES = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, RuntimeError, OSError,
            NotImplementedError, EOFError, ValueError)  # fmt: skip
"""What comes of a packed file that is not as it should be."""


def package_of(file: BinaryIO, kind: str) -> zipfile.ZipFile:
    """A packed document.

    Args:
        file: Its bytes.
        kind: What it should be: "Word document (.docx)".

    Raises:
        RefusedError: If it is none, or would unpack to too much.
    """
    try:
        package = zipfile.ZipFile(file)
    except _DAMAGES as error:
        raise RefusedError(f"is no {kind}, or a damaged one.") from error
    if sum(item.file_size for item in package.infolist()) > UNPACKED:
        raise RefusedError("would unpack to more than can be read.")
    return package


def part_of(package: zipfile.ZipFile, name: str) -> Element | None:
    """One part of a document; None if it has none of that name.

    Raises:
        RefusedError: If it is damaged, encrypted, too large, or has a DTD.
    """
    try:
        if package.getinfo(name).flag_bits & 1:
            raise RefusedError(f"has a part with a password: {name} is encrypted.")
        with package.open(name) as part:
            data = part.read(UNPACKED + 1)
    except KeyError:
        return None
    except _DAMAGES as error:
        raise RefusedError(f"is damaged: its part {name} cannot be unpacked.") from error
    if len(data) > UNPACKED:
        raise RefusedError("would unpack to more than can be read.")
    return _tree(data, name)


def _tree(data: bytes, name: str) -> Element:
    parser = ElementTree.XMLParser(target=_Building())  # noqa: S314 -- which refuses every DTD
    try:
        parser.feed(data)
        root: Element = parser.close()
    except _DoctypeError as error:
        raise RefusedError(f"has a part that no office program would write: {name}.") from error
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise RefusedError(f"is damaged: its part {name} is no XML.") from error
    return root


class _DoctypeError(Exception):
    """The part declares what no part of a document has, entities that grow among it."""


class _Building(ElementTree.TreeBuilder):
    """The tree of a part, whatever its encoding; without a DTD nothing in it expands."""

    def doctype(self, *_: str | None) -> None:
        """Refuse a DTD before anything that it declares is read.

        Raises:
            _DoctypeError: Always.
        """
        raise _DoctypeError
