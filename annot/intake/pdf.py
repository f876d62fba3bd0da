"""A PDF's text layer as a text: lines joined to paragraphs, pages to one another."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Sequence

from annot.errors import InputFileError
from annot.intake import pdf_child
from annot.intake.apart import read_apart

_SHORT = 0.8
"""A line that is this much shorter than most ends its paragraph, if it ends a sentence."""

_LEAST_SIGNS = 16
"""With fewer signs on a page, on the average, what it shows are pictures."""

_ENDS = re.compile(r"[.!?:…][\"”’»)\]]?$")
_HYPHEN = re.compile(r"(?<=[a-zß-ÿ])[-\u00ad\u2010]$")
_HINT = "Save the article as text, or open the PDF in a program that can save it so."


def read_pdf(data: bytes, name: str) -> str:
    """The text of a PDF.

    Args:
        data: The bytes of the file.
        name: What it is called, for messages.

    Raises:
        InputFileError: If it is none, encrypted, damaged, more than can be read, or a scan without
            a text; or if the package that reads it is missing.
    """
    if importlib.util.find_spec("pypdfium2") is None:
        raise InputFileError(
            f"{name} is a PDF, for which a package is missing.",
            hint="Install it: pip install 'annot-ledger[pdf]', or save the article as text.",
        )
    pages: list[list[str]] = read_apart(pdf_child, data, name, hint=_HINT)["pages"]
    signs = sum(len(line.strip()) for page in pages for line in page)
    if signs < _LEAST_SIGNS * max(1, len(pages)):
        raise InputFileError(
            f"{name} has no text: its pages are pictures, as of a scan.",
            hint="Have it read by a program for that (OCR) first, such as ocrmypdf.",
        )
    return "\n\n".join(_paragraphs([line.strip() for page in pages for line in page]))


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    lengths = sorted(len(line) for line in lines if line)
    usual = lengths[len(lengths) * 3 // 4]
    words = ""
    for line in lines:
        if not line:
            if words and _ENDS.search(words):
                yield words
                words = ""
            continue
        cut = _HYPHEN.search(words)
        words = words[: cut.start()] + line if cut else f"{words} {line}".strip()
        if len(line) < _SHORT * usual and _ENDS.search(line):
            yield words
            words = ""
    if words:
        yield words
