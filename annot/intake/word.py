"""A Word document: read in a process of its own, with limits on time and memory."""

from __future__ import annotations

from dataclasses import dataclass

from annot.intake import word_child
from annot.intake.apart import read_apart
from annot.intake.signs import refuse_encrypted
from annot.text.structure import Block


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
    blocks: tuple[Block, ...] = ()


def read_word(data: bytes, name: str) -> WordDocument:
    """Read a Word document (.docx).

    Args:
        data: The bytes of the file.
        name: What it is called, for messages.

    Raises:
        InputFileError: If it is none, damaged, encrypted, or more than can be read.
    """
    refuse_encrypted(data, name)
    told = read_apart(word_child, data, name, hint="Open it in Word and save it anew.")
    comments = tuple(
        WordComment(**{key: value for key, value in item.items() if key != "names"})
        for item in told["comments"]
    )
    notes = tuple(WordNote(**item) for item in told["notes"])
    blocks = tuple(Block(*item) for item in told["blocks"])
    return WordDocument(told["text"], told["title"], told["properties"], comments, notes, blocks)
