"""A file of any kind to the draft that it holds: text, bytes, and what was said beside it."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from annot.errors import InputFileError
from annot.intake.apart import LARGEST
from annot.intake.pdf import read_pdf
from annot.intake.plain import Draft, Remark, read_draft
from annot.intake.word import WordDocument, read_word

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SPACES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_file(path: Path | str, *, encoding: str = "") -> Draft:
    """Read a text, Markdown, Word or PDF file, or a text from standard input for `-`.

    Args:
        path: The file.
        encoding: The encoding of a text, if it is known; else it is found.

    Raises:
        InputFileError: If it cannot be read, is empty, too large, or of another kind.
    """
    ending = "" if str(path) == "-" else Path(path).suffix.lower()
    if ending == ".docx":
        return _word(Path(path))
    if ending == ".pdf":
        data = _bytes(Path(path))
        return Draft(data, read_pdf(data, str(path)), Path(path).name, "application/pdf", "pdf")
    return _refusing_old_word(path, encoding)


def _refusing_old_word(path: Path | str, encoding: str) -> Draft:
    if str(path) != "-" and Path(path).suffix.lower() == ".doc" and Path(path).is_file():
        with Path(path).open("rb") as file:
            if file.read(8) == _OLD_WORD:
                raise InputFileError(
                    f"{path} is a document of an older Word (.doc).",
                    hint="Open it in Word or LibreOffice and save it as .docx.",
                )
    return read_draft(path, encoding=encoding)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise InputFileError(
            f"There is no file {path}.", hint="Check the name; - reads standard input."
        ) from error
    except OSError as error:
        raise InputFileError(
            f"{path} cannot be read: {error.strerror or error}.",
            hint="Check the permissions of the file.",
        ) from error


def _word(path: Path) -> Draft:
    data = _bytes(path)
    document = read_word(data, str(path))
    text = _SPACES.sub(" ", document.text)  # as many code points, so that places hold
    if not text.strip():
        raise InputFileError(
            f"{path} has no text; what it shows may be pictures.",
            hint="Save the article as text, or type it.",
        )
    draft = Draft(data, text, path.name, DOCX, "docx")
    return replace(draft, title=document.title, remarks=tuple(_remarks(document, text)))


def _remarks(document: WordDocument, text: str) -> list[Remark]:
    """What comments, footnotes and endnotes say, each at its place, in the order of the text."""
    places = {
        comment.id: (comment.start, comment.end)
        for comment in document.comments
        if comment.start is not None and comment.end is not None
    }
    found = []
    for comment in document.comments:
        start, end = places.get(comment.id) or places.get(comment.parent) or (None, None)
        if start is not None and end is not None and comment.text.strip():
            found.append(Remark(start, end, comment.text.strip(), comment.author, "comment"))
    found += [
        Remark(note.at, note.at, note.text, "", note.kind)
        for note in document.notes
        if note.at is not None and note.text and note.at <= len(text)
    ]
    return sorted(found, key=lambda remark: remark.start)
