"""A Word document: read in a process of its own, with limits on time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annot.errors import InputFileError
from annot.intake import word_child

LARGEST = 256 << 20
"""The largest file that is tried, in bytes."""


@dataclass(frozen=True, slots=True)
class WordComment:
    """A comment of a document.

    Attributes:
        id: Its number in the document.
        author: Who wrote it.
        text: What it says.
        done: Whether it is resolved.
        parent: The number of the comment that it replies to; empty if it is none.
        printed: The words at its place, without tracked insertions.
        proposed: The same without tracked deletions.
        is_changed: Whether there are tracked changes in them.
        start: Where its place begins in the text, in code points; None if it has none.
        end: Where it ends, not included.
    """

    id: str
    author: str
    text: str
    done: bool
    parent: str
    printed: str
    proposed: str
    is_changed: bool
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class WordNote:
    """A footnote or an endnote; `at` is where it is called, in code points of the text."""

    kind: str
    text: str
    at: int | None


@dataclass(frozen=True, slots=True)
class WordDocument:
    """What a document says, with all tracked changes accepted."""

    text: str
    title: str
    properties: dict[str, str]
    comments: tuple[WordComment, ...]
    notes: tuple[WordNote, ...]


def read_word(data: bytes, name: str) -> WordDocument:
    """Read a Word document (.docx).

    Args:
        data: The bytes of the file.
        name: What it is called, for messages.

    Raises:
        InputFileError: If it is none, damaged, encrypted, or more than can be read.
    """
    told = _read_apart(data, name)
    comments = tuple(
        WordComment(**{key: value for key, value in item.items() if key != "names"})
        for item in told["comments"]
    )
    notes = tuple(WordNote(**item) for item in told["notes"])
    return WordDocument(told["text"], told["title"], told["properties"], comments, notes)


def _read_apart(data: bytes, name: str) -> dict[str, Any]:
    if len(data) > LARGEST:
        raise _too_much(name)
    with tempfile.TemporaryFile() as document:
        document.write(data)
        document.seek(0)
        command = [sys.executable, "-P", "-S", str(Path(word_child.__file__))]
        try:
            done = subprocess.run(  # noqa: S603 -- our own program
                command, stdin=document, capture_output=True, timeout=3 * word_child.SECONDS,
                check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise _too_much(name) from error
    if done.returncode:
        raise _too_much(name)
    told: dict[str, Any] = json.loads(done.stdout)
    if "refused" in told:
        raise InputFileError(f"{name} {told['refused']}", hint="Open it in Word and save it anew.")
    return told


def _too_much(name: str) -> InputFileError:
    return InputFileError(
        f"{name} cannot be read within {word_child.SECONDS} seconds and "
        f"{word_child.MEMORY >> 20:,} MB of memory; it is damaged or very large.",
        hint="Open it in Word and save it anew.",
    )
