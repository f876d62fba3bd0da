"""Files written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from annot.errors import WorkspaceError


@contextlib.contextmanager
def written(path: Path, *, public: bool = False) -> Iterator[BinaryIO]:
    """A file to write to: beside its place, and moved there when all went well.

    `-` is standard output; a device or pipe is written to as it is. A new file is its owner's
    alone, unless it is for the public; one that is there already keeps its permissions.

    Args:
        path: The file.
        public: Whether others may read it, as far as the system's default lets them.

    Raises:
        WorkspaceError: If it cannot be written.
    """
    try:
        if str(path) == "-":
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        elif path.exists() and not path.is_file():
            with path.open("wb") as out:
                yield out
        else:
            with _beside(path.resolve(), public=public) as out:
                yield out
    except BrokenPipeError:
        raise
    except OSError as error:
        raise WorkspaceError(
            f"{path} cannot be written: {error.strerror or error}.",
            hint="Name a file in a folder where you may write."
            if path.resolve().parent.is_dir()
            else f"Make the folder first: mkdir -p {path.parent}",
        ) from error


@contextlib.contextmanager
def _beside(path: Path, *, public: bool) -> Iterator[BinaryIO]:
    temporary = path.with_name(f".{path.name[:200]}.{secrets.token_hex(4)}.new")
    mode = 0o666 if public else 0o600
    try:
        bytes_as_they_are = getattr(os, "O_BINARY", 0)  # of Windows
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | bytes_as_they_are
        made = os.open(temporary, flags, mode)
        with os.fdopen(made, "wb") as out:
            if path.exists():
                temporary.chmod(stat.S_IMODE(path.stat().st_mode))
            yield out
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    finally:
        with contextlib.suppress(OSError):  # of two errors the first one is told
            temporary.unlink(missing_ok=True)
