"""A workspace that a command begins, and that does not outlive the failure of that command."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from annot.errors import AnnotError

if TYPE_CHECKING:
    from annot.store.place import Place
    from annot.workspace import Workspace


@contextlib.contextmanager
def beginning(path: Place, *, actor: str) -> Iterator[Workspace]:
    """Begin a workspace for the block; if the block fails, all is as it was before.

    A workspace in which something was done stays, and so does one that another program has opened
    meanwhile: nobody's work is removed.

    Args:
        path: Where there is no workspace; an empty file may be there, and is there again after.
        actor: Who acts; else the environment's `ANNOT_ACTOR` or the login name.

    Raises:
        WorkspaceError: If it cannot be created.
        BusyError: If another program keeps it locked.
    """
    from annot.store.database import remove_unused
    from annot.workspace import open_workspace

    was_empty_file = isinstance(path, Path) and path.exists()
    try:
        with open_workspace(path, actor=actor) as workspace:
            yield workspace
    except BaseException as error:
        # A statement that was interrupted keeps the file open as long as its frame remembers it.
        traceback.clear_frames(error.__traceback__)
        if not isinstance(path, Path):
            remove_unused(path)
        elif _is_unused(path, actor=actor):
            path.write_bytes(b"") if was_empty_file else path.unlink()
        raise


def _is_unused(path: Path, *, actor: str) -> bool:
    """Whether nothing was ever done in a workspace and nobody has it open."""
    from annot.workspace import open_workspace

    try:
        with open_workspace(path, actor=actor, create=False) as workspace:
            used = bool(workspace.history.list(limit=1))
    except AnnotError:
        return False
    # The last one who closes a workspace takes these files away.
    return not (used or any(Path(f"{path}{ending}").exists() for ending in ("-wal", "-shm")))
