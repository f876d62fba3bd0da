"""Documents of other programs than Word: read in processes of their own, with limits."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

from annot.intake import odt_child, rtf_child
from annot.intake.apart import read_apart
from annot.intake.plain import Remark
from annot.text.structure import Block


@dataclass(frozen=True, slots=True)
class Written:
    """What a document says, with all tracked changes accepted, and what stands beside its text."""

    text: str
    title: str
    blocks: tuple[Block, ...]
    remarks: tuple[Remark, ...]


def read_odt(data: bytes, name: str) -> Written:
    """Read a text document of OpenDocument (.odt), as LibreOffice writes it.

    Args:
        data: The bytes of the file.
        name: What it is called, for messages.

    Raises:
        InputFileError: If it is none, damaged, encrypted, or more than can be read.
    """
    return _read(odt_child, data, name, "Open it in LibreOffice and save it anew.")


def read_rtf(data: bytes, name: str) -> Written:
    """Read a document in Rich Text Format (.rtf).

    Args:
        data: The bytes of the file.
        name: What it is called, for messages.

    Raises:
        InputFileError: If it is none, damaged, or more than can be read.
    """
    return _read(rtf_child, data, name, "Open it in Word or LibreOffice and save it anew.")


def _read(child: ModuleType, data: bytes, name: str, hint: str) -> Written:
    told = read_apart(child, data, name, hint=hint)
    return Written(
        told["text"],
        told["title"],
        tuple(Block(*item) for item in told["blocks"]),
        tuple(Remark(*item) for item in told["remarks"]),
    )
