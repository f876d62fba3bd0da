"""Parts of a Word file that are damaged, or that no office program would write."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from annot.errors import InputFileError
from annot.intake.word import read_word
from tests.documents import NAMES, comments, paragraph, run, word_file

BODY = paragraph(run("The town has 31 trams."))
LAUGHS = "<!DOCTYPE w:document [{}]>".format(
    '<!ENTITY e0 "trams">' + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
)


def document(before: str, words: str, encoding: str) -> bytes:
    """The main part, in some encoding that XML may have."""
    inside = f"<w:body>{paragraph(run(words))}</w:body>"
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>{before}'
        f"<w:document {NAMES}>{inside}</w:document>"
    ).encode(encoding)


def with_part(name: str, data: bytes, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A document one of whose parts is this."""
    out = io.BytesIO(word_file(BODY, comments=comments("Which?")))
    with zipfile.ZipFile(out) as package:
        parts = {item: package.read(item) for item in package.namelist()}
    parts[name] = data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for item, content in parts.items():
            package.writestr(item, content)
    return out.getvalue()


def local(data: bytes, name: str) -> int:
    """Where the packed bytes of a part begin."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        at = package.getinfo(name).header_offset
    lengths = struct.unpack("<HH", data[at + 26 : at + 30])
    return at + 30 + sum(lengths)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
@pytest.mark.parametrize(
    ("before", "words"),
    [
        (LAUGHS, "&e9;"),
        ('<!DOCTYPE a SYSTEM "file:///etc/hostname">', "31 trams"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>', "&x;"),
    ],
    ids=["laughs", "elsewhere", "entity"],
)
def test_a_part_with_a_dtd_is_refused_in_every_encoding(
    encoding: str, before: str, words: str
) -> None:
    data = with_part("word/document.xml", document(before, words, encoding))
    with pytest.raises(InputFileError, match=r"no office program would write: word/document.xml"):
        read_word(data, "a.docx")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_a_part_in_any_encoding_is_read(encoding: str) -> None:
    words = "<![CDATA[<!DOCTYPE is what a page begins with, says the Bürgermeister.]]>"
    read = read_word(with_part("word/document.xml", document("", words, encoding)), "a.docx")
    assert read.text == "<!DOCTYPE is what a page begins with, says the Bürgermeister."


@pytest.mark.parametrize("part", ["word/document.xml", "word/comments.xml"])
@pytest.mark.parametrize(
    "method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_a_damaged_part_is_named(part: str, method: int) -> None:
    whole = with_part("word/more.xml", b"<more/>", method)
    data = bytearray(whole)
    at = local(whole, part)
    data[at : at + 40] = b"\xff" * 40
    with pytest.raises(InputFileError, match=f"^a.docx is damaged: its part {part} ") as told:
        read_word(bytes(data), "a.docx")
    assert "\n" not in told.value.message


def test_a_part_that_is_no_xml_is_named() -> None:
    data = with_part("word/comments.xml", b"<w:comments><w:comment>")
    with pytest.raises(InputFileError, match=r"its part word/comments.xml is no XML"):
        read_word(data, "a.docx")


def test_a_packed_part_with_a_password_is_said_to_have_one() -> None:
    data = bytearray(word_file(BODY))
    at = data.index(b"word/document.xml")
    data[at - 24] |= 1  # the flag of encryption in the header of the part
    central = data.rindex(b"word/document.xml")
    data[central - 38] |= 1
    with pytest.raises(InputFileError, match=r"word/document.xml is encrypted"):
        read_word(bytes(data), "a.docx")
