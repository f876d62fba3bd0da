"""A file on its way in: its bytes from the begin as often as they are wanted, unpacked."""

from __future__ import annotations

import gzip
import io
import shutil
import sys
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from annot.errors import InputFileError

_SPOOLED = 1 << 20
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"


@dataclass(frozen=True, slots=True)
class Input:
    """A file on its way in.

    Attributes:
        name: What people call it, for messages.
        open: Opens it at its begin; what was packed with gzip or zstd is unpacked on the way.
        encoding: The encoding that was given; empty if it has to be found.
        close: Gives up the copy of a pipe; to be called when all is read.
        share: Which part of the file the reader who opened it last has come through, from 0 to 1;
            None if that is not known.
    """

    name: str
    open: Callable[[], BinaryIO]
    encoding: str = ""
    close: Callable[[], None] = lambda: None
    share: Callable[[], float | None] = lambda: None

    def read(self) -> bytes:
        """All bytes: for formats that cannot be read piece by piece.

        Raises:
            InputFileError: If it cannot be read.
        """
        with self.open() as file:
            return file.read()


def input_of(path: Path | str, *, encoding: str = "") -> Input:
    """The file at a path; `-` is standard input. Pipes are copied first, so as to be read again.

    Raises:
        InputFileError: If there is no such file, or it cannot be read or unpacked.
    """
    name = "standard input" if str(path) == "-" else str(path)
    try:
        opened, close = _opener(Path(path), path)
        opened = followed = _Followed(opened)
        with opened() as file:
            begin = file.read(4)
            followed.size = file.seek(0, io.SEEK_END)
    except FileNotFoundError as error:
        raise InputFileError(
            f"There is no file {path}.", hint="Check the name; - reads standard input."
        ) from error
    except OSError as error:
        raise InputFileError(
            f"{path} cannot be read: {error.strerror or error}.",
            hint="Check the permissions of the file.",
        ) from error
    unpacked = partial(_unpacked, opened, begin, name)
    return Input(name, unpacked, encoding, close, followed.share)


class _Followed:
    """Opens a file and knows how far the reader who opened it last has come."""

    def __init__(self, opened: Callable[[], BinaryIO]) -> None:
        self.size = 0
        self._opened = opened
        self._last: BinaryIO | None = None

    def __call__(self) -> BinaryIO:
        self._last = self._opened()
        return self._last

    def share(self) -> float | None:
        """Which part of the file was read; None if that is not known."""
        if self._last is None or self._last.closed or not self.size:
            return None
        return min(1.0, self._last.tell() / self.size)


def refuse_folder_in(path: Path | str) -> None:
    """Refuse a folder where a file is wanted.

    Raises:
        InputFileError: If it is one.
    """
    with suppress(OSError):
        if Path(path).is_dir():
            raise InputFileError(
                f"{path} is a folder.",
                hint="Name the file in it that is to be taken in: "
                f"annot import {Path(path) / 'FILE'}",
            )


def _opener(path: Path, given: Path | str) -> tuple[Callable[[], BinaryIO], Callable[[], None]]:
    if str(given) != "-" and (path.is_file() or not path.exists() or path.is_dir()):
        return (lambda: path.open("rb")), lambda: None
    copy = tempfile.SpooledTemporaryFile(max_size=_SPOOLED)  # noqa: SIM115 -- read again and again
    if str(given) == "-":
        shutil.copyfileobj(sys.stdin.buffer, copy)
    else:
        with path.open("rb") as pipe:
            shutil.copyfileobj(pipe, copy)
    return partial(_again, copy), copy.close


def _again(copy: tempfile.SpooledTemporaryFile[bytes]) -> BinaryIO:
    copy.seek(0)
    return _Kept(copy)  # type: ignore[return-value]


class _Kept(io.BufferedIOBase):
    """A temporary file that outlives being closed by a reader."""

    def __init__(self, file: tempfile.SpooledTemporaryFile[bytes]) -> None:
        self._file = file

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place."""
        self._file.seek(offset, whence)
        return self._file.tell()

    def tell(self) -> int:
        """Where reading is."""
        return self._file.tell()

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes."""
        return self._file.read(-1 if size is None else size)

    def read1(self, size: int = -1, /) -> bytes:
        """The next bytes, no more than are at hand."""
        return self._file.read(size if size >= 0 else io.DEFAULT_BUFFER_SIZE)


def _unpacked(opened: Callable[[], BinaryIO], begin: bytes, name: str) -> BinaryIO:
    file = opened()
    if begin.startswith(_GZIP):
        unpacking: BinaryIO = gzip.GzipFile(fileobj=file)  # type: ignore[assignment]
        return _Checked(unpacking, file, name)  # type: ignore[return-value]
    if begin.startswith(_ZSTD):
        return _Checked(_zstd(file, name), file, name)  # type: ignore[return-value]
    return file


def _zstd(file: BinaryIO, name: str) -> BinaryIO:
    try:
        import zstandard
    except ImportError as error:
        raise InputFileError(
            f"{name} is packed with zstd, for which a package is missing.",
            hint="Install it: pip install 'annot-ledger[data]', or unpack the file first.",
        ) from error
    reader: BinaryIO = zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True)
    return reader


class _Checked(io.BufferedIOBase):
    """A packed file whose damage is told as an error of the file."""

    def __init__(self, unpacking: BinaryIO, packed: BinaryIO, name: str) -> None:
        self._unpacking = unpacking
        self._packed = packed
        self._name = name

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes."""
        try:
            return self._unpacking.read(-1 if size is None else size)
        except (OSError, EOFError, ValueError, zlib.error) as error:
            raise self._damaged(error) from error
        except Exception as error:
            if type(error).__module__.partition(".")[0] == "zstandard":
                raise self._damaged(error) from error
            raise

    def read1(self, size: int = -1, /) -> bytes:
        """The next bytes, no more than are at hand."""
        return self.read(size if size >= 0 else io.DEFAULT_BUFFER_SIZE)

    def close(self) -> None:
        """Close the packed file too."""
        with suppress(OSError):
            self._packed.close()
        super().close()

    def _damaged(self, error: Exception) -> InputFileError:
        return InputFileError(
            f"{self._name} cannot be unpacked: {error}.", hint="It is cut off or damaged."
        )
