"""A PDF's text layer as a text: lines joined to paragraphs, pages to one another."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from annot.errors import InputFileError
from annot.intake import pdf_child
from annot.intake.apart import read_apart
from annot.text.structure import Block

_SHORT = 0.8
"""A line that is this much shorter than most ends its paragraph, if it ends a sentence."""

_LEAST_SIGNS = 16
"""With fewer signs on a page, on the average, what it shows are pictures."""

_ENDS = re.compile(r"[.!?:…][\"”’»)\]]?$")
_HYPHEN = re.compile(r"(?<=[a-zß-ÿ])[-\u00ad\u2010]$")
_HINT = "Save the article as text, or open the PDF in a program that can save it so."


@dataclass(frozen=True, slots=True)
class PdfText:
    """What a PDF says.

    Attributes:
        text: Its text, a blank line between paragraphs.
        blocks: Where each page begins and ends in it.
        pages: The text of each page, line by line.
    """

    text: str
    blocks: tuple[Block, ...]
    pages: tuple[str, ...]


def read_pdf(data: bytes, name: str) -> PdfText:
    """Read the text layer of a PDF.

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
    lines = [(line.strip(), number) for number, page in enumerate(pages, 1) for line in page]
    joined = _joined(lines)
    return PdfText(
        joined.text, tuple(joined.pages()), tuple("\n".join(page).strip() for page in pages)
    )


class _Joining:
    """A text made of lines, and where each page begins in it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._starts: dict[int, int] = {}

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(self._parts)

    def add(self, line: str, page: int, *, anew: bool) -> None:
        """Add a line, which begins a paragraph or goes on with one."""
        before = self._parts.pop() if self._parts else ""
        cut = None if anew else _HYPHEN.search(before)
        joined = before[: cut.start()] if cut else before
        if before and not cut:
            joined += "\n\n" if anew else " "
        self._length += len(joined) - len(before)
        self._starts.setdefault(page, self._length)
        self._parts += [joined, line]
        self._length += len(line)

    def is_ended(self) -> bool:
        """Whether the last line ends a sentence."""
        return bool(self._parts) and _ENDS.search(self._parts[-1]) is not None

    def pages(self) -> Iterator[Block]:
        """The pages that have a text; a paragraph over two pages is cut where the second begins."""
        starts = list(self._starts.items())
        ends = [*(start for _, start in starts[1:]), self._length]
        for (page, start), end in zip(starts, ends, strict=True):
            yield Block("page", page, start, end)


def _joined(lines: Sequence[tuple[str, int]]) -> _Joining:
    lengths = sorted(len(line) for line, _ in lines if line)
    usual = lengths[len(lengths) * 3 // 4]
    joined, anew = _Joining(), True
    for line, page in lines:
        if line:
            joined.add(line, page, anew=anew)
            anew = len(line) < _SHORT * usual and joined.is_ended()
        else:
            anew = anew or joined.is_ended()
    return joined
