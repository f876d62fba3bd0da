"""Where the acts of the key table stand, but for a few of the screen's own.

They are loaded together after the first paint, which waits for no key; the forms and what writes
come after that.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from annot.tui.caring import Caring
from annot.tui.finding import Finding
from annot.tui.gating import Gating
from annot.tui.judging import Judging
from annot.tui.keys import KEYS
from annot.tui.marking import Marking
from annot.tui.moving import Moving
from annot.tui.proving import Proving
from annot.tui.staffing import Staffing

if TYPE_CHECKING:
    from annot.tui.desk import Library
    from annot.tui.review import ReviewScreen

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
    "give",
    "load_the_rest",
]


def give(screen: ReviewScreen) -> None:
    """Give the screen the groups, and make their acts its actions."""
    groups = [group(screen) for group in GROUPS]
    for group in groups:
        setattr(screen, type(group).__name__.lower(), group)
    for key in KEYS:
        name = key.action.partition("(")[0]
        for group in groups:
            if hasattr(group, name):
                setattr(screen, f"action_{name}", getattr(group, name))


def load_the_rest(library: Library) -> str:
    """Load what writes, and the forms, while the person reads; who acts."""
    modules = (
        "asking",
        "source_meant",
        "help",
        "palette",
        "chooser",
        "known",
        "waiting",
        "sources_screen",
        "people_screen",
        "people_questions",
    )
    for module in modules:
        import_module(f"annot.tui.{module}")
    return library.workspace.actor
