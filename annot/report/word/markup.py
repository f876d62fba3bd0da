"""WordprocessingML (ECMA-376) as text: runs and paragraphs of words that come from outside.

The XML is written here and not by a library: the time of those that there are grows with the square
of the number of comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from annot.report.wording import all_lines
from annot.text.display import shown, with_few_marks

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    ' mc:Ignorable="w14 w15"'
)
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def words(text: str) -> str:
    """A text from outside as XML can hold it, with what is invisible made visible.

    As many code points as came in, so that places in the text hold.
    """
    return escape(_NO_XML.sub("\ufffd", shown(text)))


def attribute(text: str) -> str:
    """A text from outside as the value of an attribute, in its quotation marks."""
    return quoteattr(_NO_XML.sub("\ufffd", shown(text)))


def run(text: str, *, style: str = "", tag: str = "w:t") -> str:
    """A run of words; the ends of its lines break the line.

    Args:
        text: Any text.
        style: What stands in its `w:rPr`, such as `BOLD`.
        tag: `w:t`, or `w:delText` for words that were taken out.
    """
    properties = f"<w:rPr>{style}</w:rPr>" if style else ""
    lines = (f'<{tag} xml:space="preserve">{words(line)}</{tag}>' for line in all_lines(text))
    return f"<w:r>{properties}{'<w:br/>'.join(lines)}</w:r>" if text else ""


BOLD, ITALIC, QUIET = "<w:b/>", "<w:i/>", '<w:color w:val="5A5A5A"/>'


def paragraph(content: str, *, style: str = "", extra: str = "") -> str:
    """A paragraph of runs.

    Args:
        content: Its runs.
        style: The id of a paragraph style.
        extra: Attributes of the paragraph.
    """
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p{extra}>{properties}{content}</w:p>"


def prose(text: str, *, style: str = "") -> str:
    """A text from outside as paragraphs, one for each of its lines that has something in it."""
    lines = (with_few_marks(line) for line in all_lines(text) if line.strip())
    return "".join(paragraph(run(line), style=style) for line in lines)


def moment(time: datetime) -> str:
    """A time as Word writes it, in UTC."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def joined(parts: Iterable[str]) -> str:
    """Parts of a document in a row."""
    return "".join(parts)
