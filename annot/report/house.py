"""A newsroom's own folder for its reports: words, logo, style sheet and templates.

Everything in it is read once, before the report is made, and only what lies in the folder itself:
a link that leads out of it is refused, so that a folder from somebody else brings nothing of this
machine into a report.
"""

from __future__ import annotations

import base64
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from annot.errors import InputFileError, InvalidValueError
from annot.report.languages import own_words

WORDS = "words.toml"
STYLE = "newsroom.css"
"""Stands after our style sheet."""

OUR_STYLES = ("report.css", "print.css")
"""Our style sheets, which files of the same names replace."""

LOGOS = {"logo.svg": "image/svg+xml", "logo.png": "image/png"}
LARGEST_LOGO = 256 * 1024
"""Bytes; a logo is in every report."""

_LARGEST_FILE = 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = re.compile(rb"<svg[\s>]")


@dataclass(frozen=True, slots=True)
class Logo:
    """A newsroom's logo.

    Attributes:
        name: The name of its file.
        kind: `image/svg+xml` or `image/png`.
        content: Its bytes.
    """

    name: str
    kind: str
    content: bytes

    @property
    def address(self) -> str:
        """The logo as a `data:` address."""
        return f"data:{self.kind};base64,{base64.b64encode(self.content).decode()}"

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels; only of a PNG."""
        width, height = struct.unpack(">II", self.content[16:24])
        return width, height


@dataclass(frozen=True, slots=True)
class House:
    """What a newsroom's folder holds.

    Attributes:
        path: The folder.
        words: Its words, by language and name.
        logo: Its logo, if it has one.
        styles: Its style sheets by name, `newsroom.css` among them.
        templates: Its templates (`*.jinja`) by name.
    """

    path: Path
    words: Mapping[str, Mapping[str, str]]
    logo: Logo | None
    styles: Mapping[str, str]
    templates: Mapping[str, str]


def read_house(path: Path) -> House:
    """Read a newsroom's folder.

    Args:
        path: The folder.

    Raises:
        InvalidValueError: If it is no folder.
        InputFileError: If a file in it cannot be read or used, or leads out of it.
    """
    if not path.is_dir():
        raise InvalidValueError(
            f"There is no folder {path} with templates.",
            hint=f"Begin one: annot report --new-template {path}",
        )
    try:
        files = {file.name: file for file in sorted(path.iterdir()) if file.is_file()}
    except OSError as error:
        raise InputFileError(f"{path} cannot be read: {error.strerror}.") from error
    words = files.get(WORDS)
    styles = [files[name] for name in (*OUR_STYLES, STYLE) if name in files]
    return House(
        path=path,
        words=own_words(_text(words, path), str(words)) if words else {},
        logo=_logo(files, path),
        styles={file.name: _style(file, path) for file in styles},
        templates={
            name: _text(file, path) for name, file in files.items() if name.endswith(".jinja")
        },
    )


def _logo(files: Mapping[str, Path], folder: Path) -> Logo | None:
    found = [name for name in LOGOS if name in files]
    if not found:
        return None
    if len(found) > 1:
        raise InputFileError(f"{folder} has two logos: {' and '.join(found)}.", hint="Keep one.")
    file = files[found[0]]
    content = _bytes(file, folder, LARGEST_LOGO, "logo")
    is_it = content.startswith(_PNG) and len(content) > 33
    if file.suffix == ".svg":
        is_it = _SVG.search(content) is not None
    if not is_it:
        raise InputFileError(f"{file} is not a picture of the kind that its name says.")
    return Logo(file.name, LOGOS[file.name], content)


def _style(file: Path, folder: Path) -> str:
    text = _text(file, folder)
    if "</style" in text.casefold():
        raise InputFileError(f"{file} holds '</style', which would end the style sheet.")
    return text


def _text(file: Path, folder: Path) -> str:
    try:
        return _bytes(file, folder, _LARGEST_FILE, "file").decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise InputFileError(f"{file} is not UTF-8.", hint="Save it as UTF-8.") from error


def _bytes(file: Path, folder: Path, largest: int, what: str) -> bytes:
    try:
        if not file.resolve().is_relative_to(folder.resolve()):
            raise InputFileError(
                f"{file} leads out of its folder.", hint="Put the file itself there, not a link."
            )
        with file.open("rb") as stream:
            content = stream.read(largest + 1)
    except OSError as error:
        raise InputFileError(f"{file} cannot be read: {error.strerror}.") from error
    if len(content) > largest:
        raise InputFileError(f"{file} is larger than a {what} may be ({largest // 1024} KB).")
    return content
