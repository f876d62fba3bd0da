"""Files that are read or written must not be those that the ledger stands on."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable
from pathlib import Path

from annot.errors import InvalidValueError
from annot.intake.plain import MAX_BYTES
from annot.operations.ledger import Ledger
from annot.store.models import Revision


def refuse_folder(path: Path, *, command: str, name: str) -> None:
    """Raise an error if what is to be written as a file is a folder.

    Args:
        path: What is to be written.
        command: What was typed, such as "annot report".
        name: What a file in the folder could be called.

    Raises:
        InvalidValueError: If it is a folder.
    """
    with contextlib.suppress(OSError):
        if path.is_dir():
            raise InvalidValueError(
                f"{path} is a folder.", hint=f"Name a file in it: {command} {path / name}"
            )


def refuse_workspace(ledger: Ledger, path: Path | str) -> None:
    """Raise an error if a file to be read is the workspace itself.

    Nothing but SQLite may open that; see `annot.store.sqlite_file`.

    Raises:
        InvalidValueError: If it is.
    """
    if _is_one_of(Path(path), _files(ledger)):
        raise InvalidValueError(
            f"{path} is the workspace itself, not something that it can take in.",
            hint="To take in another one, write that out first: annot -d OTHER export ledger.jsonl",
        )


def refuse_overwriting(ledger: Ledger, path: Path, in_use: Iterable[Path] = ()) -> None:
    """Raise an error if a file to be written is in use, or is the file of an article.

    An article's file is known by its bytes, wherever it lies.

    Raises:
        InvalidValueError: If writing it would lose something.
    """
    if _is_one_of(path, (*_files(ledger), *in_use)):
        raise InvalidValueError(
            f"{path} is in use here and would be overwritten.", hint="Name another file."
        )
    with contextlib.suppress(OSError):
        if path.is_file() and path.stat().st_size <= MAX_BYTES:
            digest = hashlib.sha256(path.read_bytes()).digest()
            if ledger.database.find(Revision, file_sha256=digest):
                raise InvalidValueError(
                    f"{path} is the file of an article and would be overwritten.",
                    hint="Name another file.",
                )


def _files(ledger: Ledger) -> list[Path]:
    """The files of the workspace: the database, its log, and the log's index."""
    path = ledger.database.path
    if not isinstance(path, Path):
        return []
    return [Path(f"{path}{ending}") for ending in ("", "-wal", "-shm")]


def _is_one_of(path: Path, others: Iterable[Path]) -> bool:
    for other in others:
        with contextlib.suppress(OSError):
            if path.samefile(other):
                return True
    return False
