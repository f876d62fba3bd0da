"""The text of a file that is to be imported, piece by piece."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator

from annot.errors import InputFileError
from annot.exchange.input import Input
from annot.intake.plain import decode

_PIECE = 1 << 20
_LONGEST_LINE = 1 << 24
_HINT = (
    "Save the claims as CSV or JSON Lines in UTF-8 and import that (or, if it is a table already, "
    "name its encoding: annot import FILE --encoding cp1252)."
)


def decoded(data: bytes, *, name: str, encoding: str) -> tuple[str, str]:
    """The text that the bytes of a table say, line ends LF, and the encoding.

    Args:
        data: The file.
        name: Its name, for messages.
        encoding: Its encoding; found if empty.

    Raises:
        InputFileError: If they are no text, or not in the encoding given.
    """
    try:
        return decode(data, name=name, encoding=encoding)
    except InputFileError as error:
        raise InputFileError(error.message, hint=_HINT) from error


def encoding_of(source: Input) -> str:
    """The encoding of a file, which is gone through for it in pieces.

    Raises:
        InputFileError: If it is no text, or not in the encoding that was given.
    """
    with source.open() as file:
        begin = file.read(_PIECE)
        is_all = len(begin) < _PIECE
        if is_all or source.encoding:
            if not is_all:
                begin = begin[: begin.rfind(b"\n", 0, _PIECE) + 1]
            return decoded(begin, name=source.name, encoding=source.encoding)[1]
        checker = codecs.getincrementaldecoder("utf-8")()
        piece = begin
        try:
            while piece:
                checker.decode(piece)
                last, piece = piece, file.read(_PIECE)
            checker.decode(b"", final=True)
        except UnicodeDecodeError:
            return decoded(piece or last, name=source.name, encoding="")[1]
    return decoded(begin[: begin.rfind(b"\n") + 1], name=source.name, encoding="")[1]


def lines_of(source: Input, encoding: str) -> Iterator[str]:
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
                        hint=_HINT,
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
