"""The text of a file that is to be imported, piece by piece."""

from __future__ import annotations

import codecs
import io
from collections.abc import Generator, Iterable
from itertools import chain

from annot.errors import InputFileError
from annot.exchange.input import Input
from annot.intake.plain import decode

_PIECE = 1 << 20
_LONGEST_LINE = 1 << 24
_HINT = (
    "Save the claims as CSV or JSON Lines in UTF-8 and import that (or, if it is a table already, "
    "name its encoding: annot import FILE --encoding cp1252)."
)
_NUL_HINT = (
    "If the file is in UTF-16, say so: --encoding utf-16-le (or utf-16-be). Else take the NULs out "
    "and import what is left: tr -d '\\000' < FILE > CLEAN"
)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 4096
_FEW, _MOST = 0.05, 0.5
"""The least shares of ASCII that one expects in a text in UTF-16, in any and in Latin letters."""
_MOSTLY = 4
"""How many characters have to be right for one that is not, so that a text counts as UTF-8."""


def decoded(data: bytes, *, name: str, encoding: str) -> tuple[str, str]:
    """The text that the bytes of a table say, line ends LF, and the encoding.

    Args:
        data: The file.
        name: Its name, for messages.
        encoding: Its encoding; found if empty.

    Raises:
        InputFileError: If they are no text, or not in the encoding given.
    """
    found = encoding or _found(data, (), name)
    try:
        return decode(data, name=name, encoding=found)
    except InputFileError as error:
        hint = _NUL_HINT if "NUL" in error.message else _HINT
        raise InputFileError(error.message, hint=hint) from error


def encoding_of(source: Input) -> str:
    """The encoding of a file, which is gone through for it in pieces.

    Raises:
        InputFileError: If it is no text, or there is no encoding as was given.
    """
    if source.encoding:
        _refuse_unknown(source.encoding)
        return source.encoding
    with source.open() as file:
        begin = file.read(_PIECE)
        return _found(begin, iter(lambda: file.read(_PIECE), b""), source.name)


def lines_of(source: Input, encoding: str) -> Generator[str]:
    """The lines of a file with their ends, as they stand in it.

    Raises:
        InputFileError: If a line holds what is no text, or is longer than 16 million characters.
    """
    with (
        source.open() as file,
        io.TextIOWrapper(file, encoding=encoding, newline="") as text,
    ):
        number = 0
        try:
            while line := text.readline(_LONGEST_LINE):
                number += 1
                if "\0" in line:
                    raise InputFileError(
                        f"{source.name}, line {number}: it holds a NUL character; it is no text.",
                        hint=_NUL_HINT,
                    )
                if len(line) == _LONGEST_LINE:
                    raise InputFileError(
                        f"{source.name}, line {number}: it is longer than {_LONGEST_LINE:,} "
                        "characters.",
                        hint="Is it the right file? A table has a line, or a few, for each claim.",
                    )
                yield line
        except UnicodeError as error:
            raise InputFileError(
                f"{source.name}, line {number + 1}: it is not {encoding}.", hint=_HINT
            ) from error


def _found(begin: bytes, rest: Iterable[bytes], name: str) -> str:
    """The encoding of a text that comes in pieces."""
    for bom, encoding in _BOMS:
        if begin.startswith(bom):
            return encoding
    wide = _wide(begin)
    if wide:
        return wide
    checker = codecs.getincrementaldecoder("utf-8")()
    lines, right = 1, 0
    for piece in chain([begin], rest):
        try:
            text = checker.decode(piece)
        except UnicodeDecodeError:
            _refuse_half_characters(piece, name, line=lines)
            _refuse_nearly_utf8(piece, name, line=lines, right=right)
            return _other(piece, name)
        lines += text.count("\n")
        right += 0 if text.isascii() else sum(character > "\x7f" for character in text)
    try:
        checker.decode(b"", final=True)
    except UnicodeDecodeError:
        return _other(begin, name)
    return "utf-8"


def _wide(begin: bytes) -> str:
    """UTF-16 that does not say so: every second byte of its ASCII characters is NUL.

    In Latin letters that are most of them. In others there are at least ends of lines, and commas
    and spaces between words.
    """
    units = min(len(begin), _LOOKED_AT) // 2
    first, second = (begin[at : 2 * units : 2].count(0) for at in (0, 1))
    encoding, end = ("utf-16-be", b"\0\n") if first else ("utf-16-le", b"\n\0")
    has_end = any(begin[at : at + 2] == end for at in range(0, 2 * units, 2))
    least = units * (_FEW if has_end else _MOST)
    if not (first or second) or (first and second) or max(first, second) < least:
        return ""
    text = begin[: 2 * units].decode(encoding, "replace")
    return encoding if all(c.isprintable() or c in "\t\r\n\ufffd" for c in text) else ""


def _refuse_half_characters(piece: bytes, name: str, *, line: int) -> None:
    """Refuse a text that is UTF-8 but for halves of characters, as careless programs write them.

    Raises:
        InputFileError: If it is one.
    """
    try:
        text = codecs.getincrementaldecoder("utf-8")("surrogatepass").decode(piece)
    except UnicodeDecodeError:
        return
    half = next((at for at, sign in enumerate(text) if "\ud800" <= sign <= "\udfff"), None)
    if half is None:
        return
    raise InputFileError(
        f"{name}, line {line + text.count(chr(10), 0, half)}: it holds half a character (the lone "
        f"surrogate {ord(text[half]):#x}), which is no UTF-8.",
        hint="Take it out, or write the whole character: a program cut an emoji there.",
    )


def _refuse_nearly_utf8(piece: bytes, name: str, *, line: int, right: int) -> None:
    """Refuse a text that is UTF-8 but for a byte or two: in another encoding all would be wrong.

    Raises:
        InputFileError: If it is one.
    """
    text = piece.decode("utf-8", "surrogateescape")
    wrong = sum("\udc80" <= character <= "\udcff" for character in text)
    right += sum(character > "\x7f" for character in text) - wrong
    if right < _MOSTLY * wrong:
        return
    at = next(place for place, c in enumerate(text) if "\udc80" <= c <= "\udcff")
    line += text.count("\n", 0, at)
    raise InputFileError(
        f"{name}, line {line}: the byte {ord(text[at]) - 0xDC00:#04x} is no UTF-8, though the rest "
        "of the file is.",
        hint="Mend that line, or save the file in one encoding. If it is another one, name it: "
        "--encoding cp1252",
    )


def _refuse_unknown(encoding: str) -> None:
    try:
        io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    except (LookupError, ValueError) as error:
        raise InputFileError(
            f"There is no encoding {encoding!r}.", hint="Try --encoding utf-8 or cp1252."
        ) from error


def _other(piece: bytes, name: str) -> str:
    """The encoding of a text that is not in UTF-8, by a piece of it."""
    try:
        return decode(piece, name=name)[1]
    except InputFileError as error:
        raise InputFileError(error.message, hint=_HINT) from error
