"""A file of any kind, or a page of the web, to the draft that it holds."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from annot.errors import InputFileError, UnreachableError
from annot.intake import web
from annot.intake.apart import LARGEST
from annot.intake.html import read_html
from annot.intake.pdf import read_pdf
from annot.intake.plain import MAX_BYTES, Draft, Remark, draft_of_bytes
from annot.intake.signs import refuse_misnamed
from annot.intake.word import WordDocument, read_word
from annot.intake.written import Written, read_odt, read_rtf

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
HTML = "text/html"
ODT = "application/vnd.oasis.opendocument.text"
PDF = "application/pdf"
RTF = "application/rtf"
WARC = "application/warc"

_SPACES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_URL = re.compile(r"https?://", re.IGNORECASE)


def is_url(name: Path | str) -> bool:
    """Whether a name is an address of the web, not a file."""
    return isinstance(name, str) and _URL.match(name) is not None


def read_file(path: Path | str, *, encoding: str = "", allow_private: bool = False) -> Draft:
    """Read an article: a file, a page of the web by its address, or `-` for standard input.

    Args:
        path: The file (text, Markdown, Word, OpenDocument, RTF, PDF, HTML) or the address.
        encoding: The encoding of a text, if it is known; else it is found.
        allow_private: Whether the address may be one of the own machine or network.

    Raises:
        InputFileError: If it cannot be read, is empty, too large, or of another kind.
        UnreachableError: If the address does not answer, or with an error.
        InvalidValueError: If it cannot be asked.
    """
    if is_url(path):
        return _page(str(path), allow_private=allow_private)
    if str(path) == "-":
        name, data = "standard input", sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        name, data = str(path), file_bytes(Path(path))
    refuse_misnamed(data, name, readable=_READERS)
    reader = _READERS.get(Path(name).suffix.lower())
    return reader(data, name) if reader else draft_of_bytes(data, name=name, encoding=encoding)


def _page(url: str, *, allow_private: bool) -> Draft:
    answer = web.fetch(url, allow_private=allow_private)
    if answer.problem:
        raise UnreachableError(
            f"{answer.url} answers {answer.problem}.",
            hint="Look at it in a browser; a page behind a login has to be saved as a file.",
            why=answer.problem,
        )
    if answer.media_type.startswith("text/") and answer.media_type != HTML:
        refuse_misnamed(answer.payload, answer.url, readable=_READERS)
    draft = _of_kind(answer.payload, answer.url, answer.media_type, answer.charset)
    return replace(draft, data=answer.warc(), filename=answer.url, media_type=WARC)


def _of_kind(data: bytes, name: str, media_type: str, charset: str) -> Draft:
    if media_type in (HTML, "application/xhtml+xml"):
        return _html(data, name, charset=charset)
    if media_type == PDF:
        return _pdf(data, name)
    if media_type == DOCX:
        return _word(data, name)
    if media_type == ODT:
        return _odt(data, name)
    if media_type in (RTF, "text/rtf"):
        return _rtf(data, name)
    if media_type.startswith("text/"):
        return draft_of_bytes(data, name=name, encoding=charset)
    raise InputFileError(
        f"{name} is no text ({media_type}).", hint="Save the article as text and add the file."
    )


def text_of(data: bytes, name: str, media_type: str, charset: str = "") -> str:
    """All the text that the bytes hold, in which a passage may be looked for; empty for none.

    Of a web page it is all that the page shows; pages of a PDF end with a form feed.
    """
    try:
        if media_type in (HTML, "application/xhtml+xml"):
            return read_html(data, name, charset=charset).whole
        if media_type == PDF:
            return "\f".join(read_pdf(data, name).pages)
        return _of_kind(data, name, media_type, charset).text
    except InputFileError:
        return ""


def media_type_of(name: str) -> str:
    """The kind of a file by the ending of its name."""
    kinds = {".doc": RTF, ".docx": DOCX, ".odt": ODT, ".pdf": PDF, ".rtf": RTF}
    kinds |= {".html": HTML, ".htm": HTML, ".xhtml": HTML}
    return kinds.get(Path(name).suffix.lower(), "text/plain")


def file_bytes(path: Path) -> bytes:
    """The bytes of a file, one more than can be read at most.

    Raises:
        InputFileError: If it cannot be read.
    """
    try:
        if path.is_dir():
            raise InputFileError(f"{path} is a folder.", hint="Name a file in it.")
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


def _html(data: bytes, name: str, *, charset: str = "") -> Draft:
    page = read_html(data, name, charset=charset)
    if not page.text:
        raise InputFileError(
            f"In {name} no article was found.",
            hint="Open it in a browser and save the article as text.",
        )
    return Draft(
        data,
        page.text,
        Path(name).name,
        HTML,
        "html",
        title=page.title,
        byline=page.byline,
        publication=page.publication,
        published=page.published,
        blocks=page.blocks,
        is_found=True,
    )


def _pdf(data: bytes, name: str) -> Draft:
    read = read_pdf(data, name)
    return Draft(data, read.text, Path(name).name, PDF, "pdf", blocks=read.blocks)


def _word(data: bytes, name: str) -> Draft:
    document = read_word(data, name)
    remarks = _remarks(document)
    written = Written(document.text, document.title, document.blocks, remarks)
    return _written(written, data, name, DOCX, "docx")


def _odt(data: bytes, name: str) -> Draft:
    return _written(read_odt(data, name), data, name, ODT, "odt")


def _rtf(data: bytes, name: str) -> Draft:
    return _written(read_rtf(data, name), data, name, RTF, "rtf")


def _written(document: Written, data: bytes, name: str, media_type: str, encoding: str) -> Draft:
    # As many code points as before, so that places hold.
    text = _SPACES.sub(" ", document.text.replace("\r", "\n"))
    if not text.strip():
        raise InputFileError(
            f"{name} has no text; what it shows may be pictures.",
            hint="Save the article as text, or type it.",
        )
    return Draft(
        data,
        text,
        Path(name).name,
        media_type,
        encoding,
        title=document.title,
        remarks=document.remarks,
        blocks=document.blocks,
    )


_READERS: dict[str, Callable[[bytes, str], Draft]] = {
    ".doc": _rtf,
    ".docx": _word,
    ".htm": _html,
    ".html": _html,
    ".odt": _odt,
    ".pdf": _pdf,
    ".rtf": _rtf,
    ".xhtml": _html,
}


def _remarks(document: WordDocument) -> tuple[Remark, ...]:
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
        if note.at is not None and note.text and note.at <= len(document.text)
    ]
    return tuple(sorted(found, key=lambda remark: remark.start))
