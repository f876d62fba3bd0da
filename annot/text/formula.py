"""Cells that a spreadsheet would take for a formula, made harmless so that they can be read back.

A cell that begins with one of the signs below, or with apostrophes and then such a sign, gets one
apostrophe before it; reading takes one away from exactly those cells. So every text survives, also
one that begins with an apostrophe.
"""

from __future__ import annotations

import re

_ACTIVE = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n＝＋－＠]")


def guarded(cell: str) -> str:
    """The cell as it may stand in a table."""
    return f"'{cell}" if _ACTIVE.match(cell) else cell


def unguarded(cell: str) -> str:
    """The cell that `guarded` was given; any other one as it is."""
    return cell[1:] if _GUARDED.match(cell) else cell
