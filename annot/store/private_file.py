"""Files that nobody but their owner can read, and that never take the place of another one."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
from pathlib import Path

_NO_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK})
"""What a file system without links says, such as that of a memory stick."""

ENDINGS = ("", "-wal", "-shm", "-journal")
"""What SQLite appends to the name of a database for the files beside it."""


def building(path: Path) -> Path:
    """Where this process builds what is to be at a path."""
    return path.with_name(f".{path.name}.{os.getpid()}.new")


def left_over(path: Path) -> list[Path]:
    """What processes have left that were killed while they built what was to be at a path."""
    found = []
    for left in path.parent.glob(f".{glob.escape(path.name)}.*.new*"):
        builder = left.name.removeprefix(f".{path.name}.").partition(".")[0]
        if builder.isdecimal() and not _is_running(int(builder)):
            found.append(left)
    return sorted(found)


def sweep(path: Path) -> None:
    """Remove what `left_over` finds."""
    for left in left_over(path):
        with contextlib.suppress(OSError):
            left.unlink()


def create_empty(path: Path) -> None:
    """Create the file, readable by its owner alone.

    Raises:
        OSError: If it cannot be created there.
    """
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def move_new(built: Path, path: Path) -> None:
    """Give a file its place, where there must be none.

    Raises:
        FileExistsError: If there is one.
        OSError: If it cannot be moved.
    """
    try:
        os.link(built, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        path.touch(mode=0o600, exist_ok=False)  # whoever comes second fails here
        built.replace(path)


def remove(unfinished: Path) -> None:
    """Remove a database that was not finished, with the files beside it."""
    for ending in ENDINGS:
        with contextlib.suppress(OSError):
            Path(f"{unfinished}{ending}").unlink(missing_ok=True)


def sync(path: Path) -> None:
    """See to it that what was written into a file outlasts a power cut.

    Raises:
        OSError: If it cannot be.
    """
    opened = os.open(path, os.O_RDWR)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder outlast a power cut, where a folder can be synced."""
    with contextlib.suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
