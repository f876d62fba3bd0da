"""Care of the workspace from the screen: a backup, and a look at what may be damaged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from annot.tui.acts import Act

if TYPE_CHECKING:
    from annot.tui.desk import Library
    from annot.tui.review import ReviewScreen


class Caring:
    """What the keys of the group `The rest` do for the workspace as a whole."""

    def __init__(self, screen: ReviewScreen) -> None:
        self._screen = screen

    async def backup(self) -> None:
        """Make a backup, and check it."""
        self._screen.status.tell("copying and checking the workspace …")
        await self._screen.perform(back_up)

    async def doctor(self) -> None:
        """Look for damages, and say what was found."""
        self._screen.status.tell("looking for damages …")
        await self._screen.perform(look_for_damages)


def back_up(library: Library) -> Act:
    """Make a backup beside the workspace, or of one on a server in the current folder."""
    done = library.workspace.backup()
    folder = "" if isinstance(library.workspace.path, Path) else f" in {done.path.parent}"
    return Act(f"backup made and checked: {done.path.name}{folder}", back="")


def look_for_damages(library: Library) -> Act:
    """Say whether the workspace is whole, or what is damaged first."""
    found = library.workspace.doctor()
    if not found.damages:
        return Act(f"the workspace is whole: {found.rows:,} rows", back="")
    first = found.damages[0]
    more = f" and {len(found.damages) - 1} more" if len(found.damages) > 1 else ""
    told = f"! damaged: {first.where}: {first.what}{more}; what to do: annot doctor"
    return Act(told, back="")
