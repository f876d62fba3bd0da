"""Several short texts in one cell: tags with commas between them, authors with semicolons.

A text that holds the sign itself stands in double quotes, as in a CSV row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

TAGS = ","
AUTHORS = ";"


def joined(texts: Iterable[str], sign: str) -> str:
    """The texts as one cell; nothing for none."""
    listed = list(texts)
    if not listed:
        return ""
    cell = io.StringIO()
    csv.writer(cell, delimiter=sign, lineterminator="").writerow(listed)
    return cell.getvalue()


def split(cell: str, sign: str) -> list[str]:
    """The texts of a cell, white space around them taken off, empty ones left out."""
    rows = csv.reader(io.StringIO(cell, newline=""), delimiter=sign, skipinitialspace=True)
    return [text.strip() for row in rows for text in row if text.strip()]
