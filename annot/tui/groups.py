"""Where the acts of the key table stand, but for a few of the screen's own.

They are loaded together after the first paint, which waits for no key.
"""

from __future__ import annotations

from annot.tui.caring import Caring
from annot.tui.finding import Finding
from annot.tui.gating import Gating
from annot.tui.judging import Judging
from annot.tui.marking import Marking
from annot.tui.moving import Moving
from annot.tui.proving import Proving
from annot.tui.staffing import Staffing

GROUPS = (Moving, Marking, Judging, Proving, Finding, Gating, Staffing, Caring)

__all__ = [
    "GROUPS",
    "Caring",
    "Finding",
    "Gating",
    "Judging",
    "Marking",
    "Moving",
    "Proving",
    "Staffing",
]
