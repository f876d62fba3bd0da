"""What a file is by its own bytes, whatever it is called: only where its signs leave no doubt."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from annot.errors import InputFileError

_HEAD = 4096
"""How many bytes at the beginning of a file its signs stand in."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A kind of file that says itself what it is.

    Attributes:
        kind: What it is, with its article: "a PDF".
        endings: How the names of such files end, the usual one first; none if no name helps.
        hint: What to do with one that cannot be read by any name.
    """

    kind: str
    endings: tuple[str, ...]
    hint: str


_AS_DOCX = "Open it in Word or LibreOffice and save it as .docx."
_AS_TEXT = "Open it in the program that made it and save the article as text."
_PICTURE = "Have its words read by a program for that (OCR) and add the text."

PDF = Sign("a PDF", (".pdf",), _AS_TEXT)
RTF = Sign("an RTF document", (".rtf", ".doc"), _AS_DOCX)  # older programs wrote it as .doc
HTML = Sign("a web page (HTML)", (".html", ".htm", ".xhtml"), _AS_TEXT)
DOCX = Sign("a Word document", (".docx",), _AS_DOCX)
ODT = Sign("an OpenDocument text", (".odt",), _AS_DOCX)
OLD = Sign("a document of an older Word or Office (.doc)", (), _AS_DOCX)
ENCRYPTED = Sign(
    "encrypted: it is protected by a password",
    (),
    "Open it with the password, save it without one, and add that file.",
)
MHTML = Sign(
    "a web page in one file (MHTML)", (), "Open it in a browser and save the page as .html."
)
PACKED = Sign("a packed file (ZIP)", (), "Unpack it and add the file of the article.")
WORKBOOK = Sign("an Excel workbook", (), "Claims of a table come in with: annot import FILE.xlsx")
_PICTURES = {
    b"\x89PNG\r\n\x1a\n": Sign("a picture (PNG)", (), _PICTURE),
    b"\xff\xd8\xff": Sign("a picture (JPEG)", (), _PICTURE),
    b"II*\0": Sign("a picture (TIFF)", (), _PICTURE),
    b"MM\0*": Sign("a picture (TIFF)", (), _PICTURE),
}
_GIF = Sign("a picture (GIF)", (), _PICTURE)
_WEBP = Sign("a picture (WebP)", (), _PICTURE)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
          (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip
_BEFORE_PAGE = re.compile(r"\s+|<\?xml[^>]*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_DOCTYPE = re.compile(r"<!doctype\s+html\b", re.IGNORECASE)
_ROOT = re.compile(r"<html(?:\s[^<>]*)?>", re.IGNORECASE)
_OF_PAGES = re.compile(rb"<(?:head|body|meta|title)\b|</html\s*>", re.IGNORECASE)
_MAIL = re.compile(r"^MIME-Version:", re.IGNORECASE | re.MULTILINE)
_RELATED = re.compile(r"^Content-Type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)


def sign_of(data: bytes) -> Sign | None:
    """What a file is beyond doubt; None for text, and for all that is not known."""
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    if data.startswith(_OLE):
        return ENCRYPTED if _LOCKED in data else OLD
    return _picture(data) or _marked_text(data)


def refuse_misnamed(data: bytes, name: str, *, readable: Collection[str]) -> None:
    """Refuse a file that is not what its name says.

    Args:
        data: Its bytes.
        name: What it is called; by its ending it would be read, as text if that is not known.
        readable: The endings by which other files than text are read.

    Raises:
        InputFileError: If it is another kind of file, with what to do.
    """
    sign = sign_of(data)
    is_file = "://" not in name and name != "standard input"
    ending = Path(name).suffix.lower() if is_file else ""
    if sign is None or (ending in readable and ending in sign.endings):
        return
    if sign is PACKED and ending in readable:  # its reader says better what is wrong with it
        return
    if sign in (ENCRYPTED, OLD):
        raise InputFileError(f"{name} is {sign.kind}.", hint=sign.hint)
    hint = sign.hint
    if sign.endings and sign.endings[0] in readable:
        better = sign.endings[0]
        hint = f"Save it as a file whose name ends with {better}, and add that."
        if is_file:
            hint = f"Rename it to {Path(name).stem}{better} and add that."
    not_this = "which cannot be read" if ending in sign.endings else f"not {_meant(ending)}"
    raise InputFileError(f"{name} is {sign.kind}, {not_this}.", hint=hint)


def refuse_encrypted(data: bytes, name: str) -> None:
    """Refuse a document of Office that only its password opens.

    Raises:
        InputFileError: If it is one.
    """
    if sign_of(data) is ENCRYPTED:
        raise InputFileError(f"{name} is {ENCRYPTED.kind}.", hint=ENCRYPTED.hint)


def _packed(data: bytes) -> Sign:
    if data[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text"):
        return ODT
    if b"word/document.xml" in data:
        return DOCX
    return WORKBOOK if b"xl/workbook.xml" in data else PACKED


def _picture(data: bytes) -> Sign | None:
    if data[:6] in (b"GIF87a", b"GIF89a") and _is_beyond_text(data[6:13]):
        return _GIF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP" and _is_beyond_text(data[4:8]):
        return _WEBP
    return next((sign for magic, sign in _PICTURES.items() if data.startswith(magic)), None)


def _is_beyond_text(sizes: bytes) -> bool:
    """Whether there are bytes that no text of letters has."""
    return any(byte < 9 or byte > 126 for byte in sizes)


def _marked_text(data: bytes) -> Sign | None:
    """What begins like text but is the source of something else."""
    head = _head(data)
    if re.match(r"\s*%PDF-\d", head):
        return PDF
    if re.match(r"\s*\{\\rtf[\d\\]", head):
        return RTF
    start = _page_start(head)
    is_rooted = _ROOT.match(head, start) and _OF_PAGES.search(data.replace(b"\0", b""))
    if is_rooted or _DOCTYPE.match(head, start):
        return HTML
    return MHTML if _MAIL.search(head) and _RELATED.search(head) else None


def _head(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) : _HEAD].decode(encoding, errors="replace")
    return data[:_HEAD].decode("latin-1")


def _meant(ending: str) -> str:
    """What a name with this ending promises."""
    known = (PDF, RTF, HTML, DOCX, ODT)
    return next((sign.kind for sign in known if ending in sign.endings), "a text")


def _page_start(text: str) -> int:
    """Where a web page begins behind blanks, comments and a declaration of XML."""
    start = 0
    while before := _BEFORE_PAGE.match(text, start):
        start = before.end()
    return start
