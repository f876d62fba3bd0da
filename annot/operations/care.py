"""Care of the workspace as a whole: backups, and what is wrong with its file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from annot.errors import BusyError, WorkspaceError
from annot.operations.ledger import Ledger
from annot.store.history import remember_seal

if TYPE_CHECKING:
    from annot.store.backup import Backup
    from annot.store.doctor.examine import Examination


class Care:
    """What a workspace does for itself; `Workspace` has these operations."""

    _ledger: Ledger

    def backup(
        self, to: Path | str | None = None, *, progress: Callable[[float], None] | None = None
    ) -> Backup:
        """Copy the workspace, also while others work in it, and check the copy.

        The copy is what one moment saw. It is opened, every page and index of it is checked, its
        schema and the ends of all chains are held against the workspace, and only then it gets its
        name. Its owner alone can read it. The root of its history is kept as a seal.

        Args:
            to: The file, which must not be there, or a folder; else it is made beside the
                workspace, and named after it and the moment.
            progress: Is told the share of the work that is done, from 0 to 1.

        Returns:
            Where the backup is, its size, and its root.

        Raises:
            InvalidValueError: If there is a file of that name.
            WorkspaceError: If the workspace is damaged, or the copy cannot be written.
            BusyError: If another program keeps the workspace locked.
        """
        from annot.store.backup import back_up

        path = self._ledger.database.path
        done = back_up(path, None if to is None else Path(to), progress=progress)
        with suppress(WorkspaceError, BusyError):  # the history itself has the root, too
            remember_seal(self._ledger.database, done.heads)
        return done

    def doctor(
        self,
        *,
        full: bool = False,
        repair: bool = False,
        progress: Callable[[str], None] | None = None,
    ) -> Examination:
        """Look for everything that can be wrong with the workspace's file.

        A workspace that is too damaged to be opened can be examined from the command line.

        Args:
            full: Whether every row is held against the history, and every index against its table.
            repair: Whether to repair what can be, after a full look; a backup is made first.
            progress: Is told what is looked at now.

        Returns:
            What is damaged, with what to do about it, and what was repaired.

        Raises:
            WorkspaceError: If the workspace cannot be read, or not be repaired.
            BusyError: If another program keeps it locked.
        """
        return examined(
            self._ledger.database.path,
            actor=self._ledger.actor,
            full=full,
            repair=repair,
            progress=progress,
        )


def examined(
    path: Path,
    *,
    actor: str,
    full: bool = False,
    repair: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Examination:
    """What `Care.doctor` does, for a file that may be too damaged to be opened."""
    if repair:
        from annot.store.doctor.repair import repair as mended

        return mended(path, actor=actor, tell=progress)
    from annot.store.doctor.examine import examine

    return examine(path, full=full, tell=progress)
