"""Reads a PDF of a stranger: run as a program of its own, with limits.

The file comes on standard input. One JSON object goes to standard output: `pages`, the lines of
each page's text layer, or `refused`.
"""

from __future__ import annotations

import re
import sys
from typing import Any, BinaryIO

from annot.intake.child import RefusedError, answer

SECONDS = 60
MEMORY = 2 << 30
PAGES = 5_000

_HYPHEN = re.compile("[\x02\ufffe](?:\r\n?|\n)?")
"""What PDFium writes for the hyphen and line end of a word that goes on in the next line."""


def read(file: BinaryIO) -> dict[str, Any]:
    """The lines of every page.

    Raises:
        RefusedError: If it is no PDF, or more than can be read.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file.read())
        count = len(document)
    except pypdfium2.PdfiumError as error:
        told = "is encrypted" if "password" in str(error).lower() else "is no PDF, or a damaged one"
        raise RefusedError(f"{told}.") from error
    if count > PAGES:
        raise RefusedError(f"has {count:,} pages; {PAGES:,} can be read.")
    pages = []
    for number in range(count):
        try:
            text = document[number].get_textpage().get_text_bounded()
        except pypdfium2.PdfiumError as error:
            raise RefusedError(f"is damaged: its page {number + 1:,} cannot be read.") from error
        pages.append(_HYPHEN.sub("\u00ad\n", text.replace("\0", "")).splitlines())
    return {"pages": pages}


if __name__ == "__main__":
    sys.exit(answer(read, seconds=SECONDS, memory=MEMORY))
