"""Reads a PDF of a stranger: run as a program of its own, with limits.

The file comes on standard input. One JSON object goes to standard output: `pages`, the lines of
each page's text layer, or `refused`. Nothing of the package is imported here.
"""

from __future__ import annotations

import json
import re
import resource
import sys
from typing import Any

SECONDS = 60
MEMORY = 2 << 30
PAGES = 5_000

_HYPHEN = re.compile("[\x02\ufffe](?:\r\n?|\n)?")
"""What PDFium writes for the hyphen and line end of a word that goes on in the next line."""


def read(data: bytes) -> dict[str, Any]:
    """The lines of every page, or why there are none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        told = "is encrypted" if "password" in str(error).lower() else "is no PDF, or a damaged one"
        return {"refused": f"{told}."}
    if count > PAGES:
        return {"refused": f"has {count:,} pages; {PAGES:,} can be read."}
    pages = []
    for number in range(count):
        try:
            text = document[number].get_textpage().get_text_bounded()
        except pypdfium2.PdfiumError:
            return {"refused": f"is damaged: its page {number + 1:,} cannot be read."}
        pages.append(_HYPHEN.sub("\u00ad\n", text.replace("\0", "")).splitlines())
    return {"pages": pages}


def main() -> int:
    """Read the PDF on standard input; 0 if it was read, or refused in so many words."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        sys.stdout.write(json.dumps(read(sys.stdin.buffer.read())))
    except MemoryError:
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
