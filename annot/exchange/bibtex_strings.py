"""The values of BibTeX: texts in braces or quotes, numbers and names, joined by `#`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annot.errors import InputFileError
from annot.operations.ledger import MAX_WORDS

_MARKS = re.compile(r"(?<!\\)[{}\"#]")
_DELIMITED = frozenset({"{}", '""'})


class Strings:
    """What the names stand for that a file defines with `@string`.

    Args:
        file: What people call the file.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._texts: dict[str, str] = {}

    def define(self, name: str, value: str) -> None:
        """Define a name, by a value as it stands."""
        self._texts[name.strip().lower()] = self.resolved(value)

    def resolved(self, value: str) -> str:
        """The text of a value as it stands; a name that is not defined stands for itself.

        Raises:
            InputFileError: If it is longer than any field of the ledger.
        """
        text = "".join(map(self._text, _joined(value)))
        if len(text) > MAX_WORDS:
            raise InputFileError(
                f"{self._file}: a field has more than {MAX_WORDS:,} characters, once the names in "
                "it stand for their texts."
            )
        return text

    def _text(self, part: str) -> str:
        word = part.strip()
        if len(word) > 1 and word[0] + word[-1] in _DELIMITED:
            return word[1:-1]
        return self._texts.get(word.lower(), word)


def _joined(value: str) -> Iterator[str]:
    """The parts of a value between the signs that join them."""
    begin = depth = 0
    quoted = False
    for mark in _MARKS.finditer(value):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth -= 1
        elif depth > 0:
            continue
        elif mark[0] == '"':
            quoted = not quoted
        elif not quoted:
            yield value[begin : mark.start()]
            begin = mark.end()
    yield value[begin:]
