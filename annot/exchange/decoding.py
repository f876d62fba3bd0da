"""The text of a file that is to be imported."""

from __future__ import annotations

from annot.errors import InputFileError
from annot.intake.plain import decode


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
        raise InputFileError(
            error.message,
            hint="Save the claims as CSV or JSON Lines in UTF-8 and import that (or, if it is a "
            "table already, name its encoding: annot import FILE --encoding cp1252).",
        ) from error
